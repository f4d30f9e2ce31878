"""What must not be shown where: from what people report and the operator rules to restrictions of the search."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.channel_post import Place
from bot.domain.command import Ask
from bot.domain.request import Platform, Request
from bot.domain.rules import DIRECT, Rule, RuleKind, Scope
from bot.domain.withheld import Withheld
from bot.state import State
from index.errors import StorageError
from index.search import Searcher, usable_question
from index.search.restrictions import Restrictions, WithheldSpan

logger = logging.getLogger(__name__)

THREAD_OF = "thread_of"
"""The setting of a thread with an id of its own that names the channel which it is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Where something is shown; a thread with an id of its own names the channel that it is in."""

    platform: Platform
    workspace: str
    channel: str
    parent: str | None = None

    @property
    def is_direct(self) -> bool:
        """Whether one person reads it: in Slack also on the bot's own page, which has no channel."""
        if self.platform == "discord":
            return not self.workspace
        return self.channel[:1] in ("", "D", "U", "W")

    @property
    def scopes(self) -> list[Scope]:
        """The scopes that it is in, the narrowest first."""
        channels = [self.channel, self.parent or "", *([DIRECT] if self.is_direct else [])]
        named = [channel for channel in channels if channel]
        workspaces = dict.fromkeys((self.workspace, ""))
        within = [
            Scope(platform=self.platform, workspace=workspace, channel=channel)
            for workspace in workspaces
            for channel in (*named, "")
        ]
        return [*within, Scope()]


class RulesInForce:
    """Says what must not be shown; safe to use from several threads.

    The state is asked each time, so that a report counts at once, in every process. While it cannot be asked, what it
    said last holds on, and before it has said anything nothing is shown.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._known: tuple[list[Withheld], list[Rule]] | None = None
        self._lock = threading.Lock()

    def restrictions(self, audience: Audience | None) -> Restrictions:
        """Return what must not be shown to somebody; None is for the operator, whom no channel restricts.

        Raises:
            StorageError: The state cannot be asked and never was.
        """
        withheld, rules = self._read()
        spans = [span_of(quote) for quote in withheld]
        return Restrictions(
            withheld=tuple(spans),
            forbidden_words=_values(rules, "word"),
            forbidden_topics=_values(rules, "topic"),
            sources=_sources(rules, audience) if audience else None,
        )

    def _read(self) -> tuple[list[Withheld], list[Rule]]:
        try:
            known = self._state.withheld_now(), self._state.rules()
        except StorageError as error:
            if self._known is None:
                raise
            logger.warning("what must not be shown is not known anew; what was known last holds on: %s", error)
            return self._known
        with self._lock:
            self._known = known
        return known


def refuse_forbidden(searcher: Searcher, request: Request) -> None:
    """Return if a question, typed or on a button, holds nothing that is forbidden; a message may always be deleted.

    Raises:
        UnaskableError: It holds a forbidden word.
    """
    asked = request.command.question if isinstance(request.command, Ask) else ""
    on_button = request.text if request.kind == "button" and request.action != "delete" else ""
    if searcher.forbidden.are_in(asked, on_button):
        usable_question(f"{asked} {on_button}", searcher.forbidden)


def audience_of(request: Request, settings: Mapping[str, str]) -> Audience:
    """Return who sees the answer to a request, in a place with these settings."""
    place = Place(platform=request.platform, workspace=request.workspace, channel=request.channel)
    return replace(audience_in(place, settings), parent=request.parent_channel or settings.get(THREAD_OF))


def audience_in(place: Place, settings: Mapping[str, str]) -> Audience:
    """Return who sees what is posted in a place; that it is a thread, its settings tell."""
    parent = settings.get(THREAD_OF)
    return Audience(platform=place.platform, workspace=place.workspace, channel=place.channel, parent=parent)


def _values(rules: Sequence[Rule], kind: RuleKind) -> tuple[str, ...]:
    return tuple(rule.value for rule in rules if rule.kind == kind)


def _sources(rules: Sequence[Rule], audience: Audience) -> frozenset[str] | None:
    """Return the interviews that the narrowest rule shows, None for all."""
    for scope in audience.scopes:
        own = [rule for rule in rules if rule.scope == scope and rule.kind in ("source", "every_source")]
        if own:
            is_every = any(rule.kind == "every_source" for rule in own)
            return None if is_every else frozenset(rule.value for rule in own)
    return None


def span_of(quote: Withheld) -> WithheldSpan:
    """Return the words that are withheld with a quote."""
    return WithheldSpan(source=quote.source, start=quote.start, end=quote.end, text=quote.text)
