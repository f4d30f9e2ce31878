"""From a schedule and a date to the message that its channel gets."""

import datetime
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from bot.answers.card import AnswerView
from bot.answers.history import answer_view, given_quotes
from bot.answers.quote_language import reading_of, with_default
from bot.answers.restrictions import RulesInForce, audience_in
from bot.daily.choose_quote import InsightCandidate, Pick, find_candidates, pick_quote
from bot.daily.post_message import insight_message
from bot.domain.button_value import ButtonValue
from bot.domain.channel_post import Place
from bot.domain.message import Message
from bot.domain.records import GivenAnswer
from bot.domain.schedule import Schedule
from bot.state import State
from bot.wording.language import chosen_interface
from index.answer import Filters, Match
from index.language_preference import LanguagePreference
from index.search import Searcher
from index.search.live_searcher import LiveSearcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message, what has to be remembered of it, and of how many insights the choice knew that the place had seen."""

    message: Message
    given: GivenAnswer
    quote_id: str
    shown_count: int


def pick_for(
    searcher: Searcher,
    state: State,
    schedule: Schedule,
    date: datetime.date,
    shown_ids: Sequence[str],
    *,
    reading: LanguagePreference,
) -> Pick | None:
    """Return what a channel that reads so gets on a date after these; None if there is nothing worth showing."""
    shown = [quote for quote_id in shown_ids if (quote := searcher.quote(quote_id))]
    place = schedule.place
    channel = f"{place.platform}:{place.workspace}:{place.channel}"
    first = _wanted(schedule, reading).language
    return pick_quote(date, channel, candidates_for(searcher, state, schedule, reading), shown, first_language=first)


def candidates_for(
    searcher: Searcher, state: State, schedule: Schedule, reading: LanguagePreference
) -> list[InsightCandidate]:
    """Return what a schedule may show in a channel that reads so.

    Raises:
        QuestionError: There is nothing in its topic to look for.
    """
    filters = Filters(speakers=schedule.speakers, languages=_wanted(schedule, reading).languages)
    return find_candidates(searcher, schedule.topic, filters, state.all_votes())


def _wanted(schedule: Schedule, reading: LanguagePreference) -> LanguagePreference:
    """Return what a schedule shows in a channel that reads so: in the languages that it names, if it names any."""
    named = schedule.languages
    return LanguagePreference(named[0]) if len(named) == 1 else LanguagePreference.ANY if named else reading


def compose_pick(
    searcher: Searcher,
    state: State,
    schedule: Schedule,
    date: datetime.date,
    pick: Pick,
    shown_count: int,
    *,
    reading: LanguagePreference,
) -> Composed:
    """Return the message with what was picked, in the language of the channel."""
    view = view_of_pick(searcher, state, schedule, pick, reading=reading)
    message = insight_message(view, date, begins_again=pick.begins_again)
    return Composed(message=message, given=view.given, quote_id=pick.quote.id, shown_count=shown_count)


def view_of_pick(
    searcher: Searcher, state: State, schedule: Schedule, pick: Pick, *, reading: LanguagePreference
) -> AnswerView:
    """Return what was picked as it is shown in the channel, in its language."""
    place = schedule.place
    settings = state.settings(place.platform, place.workspace, place.channel)
    given = given_quotes(
        place,
        [Match(quote=pick.quote, score=0.0)],
        chosen_interface(settings) or schedule.interface,
        user=schedule.user,
        at=time.time(),
        expected=_wanted(schedule, reading).language,
    )
    return answer_view(searcher, given, ButtonValue(answer_id=given.id), pick.quote)


class Composer:
    """Chooses insights and sets them; safe to use from several threads."""

    def __init__(self, searcher: LiveSearcher, state: State) -> None:
        self._searcher = searcher
        self._state = state
        self._rules = RulesInForce(state)

    def holds(self, place: Place, quote_id: str) -> bool:
        """Tell whether the interviews still hold a quote that was chosen, and may show it in that place."""
        with self._searching(place, self._settings(place)) as searcher:
            return searcher.quote(quote_id) is not None

    def compose(self, schedule: Schedule, date: datetime.date) -> Composed | None:
        """Return what a channel gets on a date; None if there is nothing worth showing, or its topic is forbidden."""
        place = schedule.place
        shown_ids = self._state.quotes_shown(place)
        settings = self._settings(place)
        reading = reading_of(with_default(settings, self._searcher.reading))
        with self._searching(place, settings) as searcher:
            if searcher.forbidden_subjects.are_in(schedule.topic):
                return None
            pick = pick_for(searcher, self._state, schedule, date, shown_ids, reading=reading)
            if pick is None:
                return None
            return compose_pick(searcher, self._state, schedule, date, pick, len(shown_ids), reading=reading)

    def compose_again(self, schedule: Schedule, date: datetime.date, answer_id: str) -> Composed | None:
        """Return the message that was composed before under this id; None if that is not possible any more."""
        given, place = self._state.answer_given(answer_id), schedule.place
        with self._searching(place, self._settings(place)) as searcher:
            quote = searcher.quote(given.hits[0].quote_id) if given else None
            if quote is None or given is None:
                return None
            message = insight_message(answer_view(searcher, given, ButtonValue(answer_id=answer_id), quote), date)
            return Composed(message=message, given=given, quote_id=quote.id, shown_count=0)

    def _settings(self, place: Place) -> dict[str, str]:
        return self._state.settings(place.platform, place.workspace, place.channel)

    def _searching(self, place: Place, settings: Mapping[str, str]) -> AbstractContextManager[Searcher]:
        return self._searcher.current(self._rules.restrictions(audience_in(place, settings)))
