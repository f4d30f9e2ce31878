"""What somebody wants of the bot, as a value: a question, a quote, something about the daily insight."""

import re
from dataclasses import dataclass, field
from typing import Literal

from bot.domain.quotation_marks import QUOTED, quoted
from bot.domain.schedule_wish import Misread, ScheduleWish
from index.domain import Language

# A filter in typed text: its name, and its value with quotation marks or without.
TYPED_FILTER = re.compile(rf"(?<!\S)(from|source|lang|after|before)[:：]\s*({QUOTED}|\S+)", re.IGNORECASE)
Subject = Literal["help", "privacy", "speakers", "sources", "settings", "no_words", "role_mention", "unhandled"]
DailyVerb = Literal["form", "set", "change", "list", "pause", "resume", "off", "now", "preview", "help"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question; `speakers` are names as typed, `sources` ids, whose words alone are wanted, in these `languages`.

    `after` and `before` are years, months or days; `unknown` are the filters whose value is no language or no day.
    """

    question: str
    speakers: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    sources: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    unknown: tuple[tuple[str, str], ...] = ()
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """One quote, by its id or the first characters of it."""

    quote_id: str
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Random:
    """Any quote, on a topic if there is one."""

    topic: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """Something about the bot and its corpus, which is for the asker alone."""

    subject: Subject

    @property
    def is_private(self) -> bool:
        """Always."""
        return True


@dataclass(frozen=True, slots=True)
class Daily:
    """Something about the daily insight of a channel.

    `which` is the number of a schedule in the list, counted from 1, or all of them; `wish` is what one shall be.
    """

    verb: DailyVerb
    which: int | Literal["all"] | None = None
    wish: ScheduleWish | Misread = field(default_factory=ScheduleWish)

    @property
    def is_private(self) -> bool:
        """All but the insight that is wanted now."""
        return self.verb != "now"


@dataclass(frozen=True, slots=True)
class Forget:
    """Everything with the asker's id is to be deleted; who may have meant something else is asked first."""

    is_certain: bool = False

    @property
    def is_private(self) -> bool:
        """Always."""
        return True


Command = Ask | Show | Random | Tell | Daily | Forget


def as_typed(command: Ask) -> str | None:
    """Return a text that is parsed as this very question with its filters.

    None where there is none: if its own words read like a filter, or a value holds every mark of quotation.
    """
    speakers, sources = map(quoted, command.speakers), map(quoted, command.sources)
    named = [("from", speaker) for speaker in speakers] + [("source", source) for source in sources]
    if TYPED_FILTER.search(command.question) or any(value is None for _, value in named):
        return None
    words = [command.question, *(f"{name}:{value}" for name, value in named)]
    words += [f"lang:{language}" for language in command.languages]
    words += [f"{name}:{day}" for name, day in (("after", command.after), ("before", command.before)) if day]
    return " ".join(words)
