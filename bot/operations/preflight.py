"""What keeps `quotebot serve` from starting: looked for before anything runs, and told all at once."""

import contextlib
from collections.abc import Callable, Collection
from typing import Any

from bot.daily.slots import check_zones
from bot.discord.tokens import check_token
from bot.domain.request import Platform
from bot.operations.bootstrap import index_home, shared_embedder, shared_judge
from bot.runtime.host_checks import check_certificates, check_folder, check_port
from bot.runtime.settings import Settings
from bot.slack.tokens import check_secrets
from bot.state import State
from index.corpus.documents import find_documents
from index.errors import QuotebotError, SettingsError
from index.storage.generations import current_stamp
from index.storage.stamp import can_be_asked

Check = Callable[[Settings], object]


def check_start(settings: Settings, platforms: Collection[Platform]) -> None:
    """Make sure that nothing is known to keep the bot from answering on these platforms.

    An older state is brought to the schema of this Quotebot.

    Raises:
        SettingsError: Something does, and it takes somebody to change it; holds every reason.
        QuotebotError: Something does, and all of it may pass; holds every reason.
    """
    checks: list[Check] = [_SECRETS[platform] for platform in platforms]
    checks += [_certificates, _data, _embedder, _judge, _index, _state, _zones]
    if "slack" in platforms and settings.slack_mode == "http":
        checks.append(_port)
    errors = [error for check in checks if (error := _failure(check, settings))]
    if errors:
        takes_somebody = any(isinstance(error, SettingsError) for error in errors)
        kind = SettingsError if takes_somebody else QuotebotError
        raise kind(*dict.fromkeys(reason for error in errors for reason in error.args))


def _failure(check: Check, settings: Settings) -> QuotebotError | None:
    try:
        check(settings)
    except QuotebotError as error:
        return error
    return None


def _data(settings: Settings) -> None:
    check_folder(settings.data)


def _certificates(settings: Settings) -> None:
    check_certificates(settings.ssl_cert_file)


def _embedder(settings: Settings) -> None:
    shared_embedder(settings.embedder)


def _judge(settings: Settings) -> None:
    shared_judge(settings)


def _index(settings: Settings) -> None:
    """Where there is no index, or something else built it, interviews are needed, and it is built from them."""
    stamp = _stamp(settings)
    if not stamp or not can_be_asked(stamp, shared_embedder(settings.embedder)):
        find_documents([settings.seeds])


def _stamp(settings: Settings) -> dict[str, Any] | None:
    """Return the stamp of the current index; where its vectors are on a server, the state says which that is."""
    if settings.chroma_url is None:
        return current_stamp(settings.data)
    with contextlib.closing(State.open(settings.state_url)) as state:
        return current_stamp(index_home(settings, state))


def _state(settings: Settings) -> None:
    State.open(settings.state_url).close()


def _zones(_: Settings) -> None:
    check_zones()


def _port(settings: Settings) -> None:
    check_port(settings.http_host, settings.http_port)


_SECRETS: dict[Platform, Check] = {"slack": check_secrets, "discord": check_token}
