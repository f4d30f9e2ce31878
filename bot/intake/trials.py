"""Messages that have to arrive in a channel before something holds."""

from bot.answers.error_replies import apology, log_failure
from bot.domain.message import Message
from bot.domain.outlet import Outlet, Sleep
from bot.domain.reply import Trial
from bot.domain.request import Request
from bot.intake.work_in_hand import LostError
from bot.state import State


async def try_first(trial: Trial, request: Request, outlet: Outlet, state: State, sleep: Sleep) -> Message:
    """Post what has to arrive first, and return what is said then; what may have arrived counts as arrived.

    Raises:
        LostError: By `sleep`, before anything was posted.
    """
    try:
        posted = await outlet.post(trial.place, trial.message, f"trial:{request.keys[0]}", sleep=sleep)
        if posted.outcome in ("refused", "failed"):
            return trial.refuse(posted)
        return await state.run(trial.accept)
    except LostError:
        raise
    except Exception:
        return apology(request, "broken", reference=log_failure("a trial broke")).message
