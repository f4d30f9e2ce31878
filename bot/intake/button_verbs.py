"""What each button does: the one table of verbs, from which all that meets a press takes what it needs.

A key is what stands behind "quote:" in the id of a button; with a colon at its end, more follows it there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.answers import buttons
from bot.answers.buttons import Handler, Press
from bot.answers.forget import forget
from bot.answers.question import ask_again, ask_otherwise
from bot.daily.subscriptions import Subscriptions
from bot.domain.message import notice
from bot.domain.reply import Reply
from bot.domain.request import Request
from bot.intake.browse import more_like_this, where_mentioned
from bot.wording.language import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """What a button does, and what has to be known of it before that.

    `changes` says on which messages a press changes the message with the button, or takes it away; elsewhere the
    presser is told something beside it. With `needs_identity`, it matters whether the presser is an admin and where
    they live. `is_vote` is one that is counted. `shows_interviews`: what it says holds only as long as the interviews
    are as they are, and can be said anew, since it changes nothing that it would not change once more in the same way.
    """

    handler: Handler
    changes: Literal["none", "private", "all"] = "none"
    needs_identity: bool = False
    is_vote: bool = False
    shows_interviews: bool = False

    def changes_message(self, *, is_private: bool) -> bool:
        """Tell whether the message with the button is going to change or go away, if it is private or not."""
        return self.changes == "all" or (self.changes == "private" and is_private)


def _forget(press: Press) -> Reply:
    return forget(press.state, press.request, press.settings)


def _change_daily(press: Press) -> Reply:
    subscriptions = Subscriptions(press.searcher, press.state, press.request, press.settings, press.interface)
    return subscriptions.press(press.rest)


VERBS: Mapping[str, Verb] = {
    # Below a quote
    "next": Verb(handler=buttons.show_next, changes="all", shows_interviews=True),
    "language": Verb(handler=buttons.show_other_language, changes="all", shows_interviews=True),
    "context": Verb(handler=buttons.show_context, shows_interviews=True),
    "why": Verb(handler=buttons.explain, shows_interviews=True),
    "like": Verb(handler=more_like_this, shows_interviews=True),
    "up": Verb(handler=buttons.vote_up, is_vote=True),
    "down": Verb(handler=buttons.vote_down, is_vote=True),
    "down:": Verb(handler=buttons.say_what_is_wrong, changes="all", needs_identity=True),
    "share": Verb(handler=buttons.share, changes="all", is_vote=True, shows_interviews=True),
    "delete": Verb(handler=buttons.delete, changes="all", needs_identity=True),
    # Another question
    "ask:": Verb(handler=ask_again, changes="private", shows_interviews=True),
    "ask:without:": Verb(handler=ask_otherwise, changes="private", shows_interviews=True),
    "ask:in:": Verb(handler=ask_otherwise, changes="private", shows_interviews=True),
    "ask:where": Verb(handler=where_mentioned, changes="private", shows_interviews=True),
    # Settings
    "set:": Verb(handler=buttons.set_preference, changes="all", needs_identity=True),
    "daily:": Verb(handler=_change_daily, changes="all", needs_identity=True),
    "forget": Verb(handler=_forget, changes="private"),
}


def verb_of(action: str) -> Verb | None:
    """Return what a button does, by its action, such as "next" or "down:words"; None if there is no such button."""
    openings = [key for key in VERBS if key == action or (key.endswith(":") and action.startswith(key))]
    return VERBS[max(openings, key=len)] if openings else None


def press(pressed: Press) -> Reply:
    """Return what comes of a press.

    Raises:
        QuestionError: It cannot be done; the text is for the person.
    """
    verb = verb_of(pressed.request.action)
    return verb.handler(pressed) if verb else Reply(message=notice(say("forgotten", pressed.interface)))


def vote_in(request: Request) -> str | None:
    """Return which vote a request is, by its action, for those who count; None if it is none."""
    verb = verb_of(request.action) if request.kind == "button" else None
    return request.action if verb and verb.is_vote else None
