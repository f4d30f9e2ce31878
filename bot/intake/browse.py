"""What the corpus holds besides answers: who and what is in it, one quote by its id, what is close to another."""

from bot.answers import about, card
from bot.answers.audience import interface_for
from bot.answers.buttons import Press
from bot.answers.examples import example_questions
from bot.answers.history import answer_view, given_answer
from bot.answers.quote_language import reading_of
from bot.daily.choose_quote import is_same
from bot.daily.insight import insight
from bot.domain.button_value import ButtonValue
from bot.domain.command import Tell
from bot.domain.interface import Interface
from bot.domain.message import Message, line, notice
from bot.domain.reply import Reply
from bot.domain.request import Platform
from bot.wording.language import say
from index.answer import Filters, Match
from index.domain import Language, Quote
from index.language_preference import LanguagePreference
from index.search import Searcher
from index.search.unknown_people import quotes_mentioning

_HITS = 10


def tell(
    searcher: Searcher,
    command: Tell,
    interface: Interface,
    platform: Platform,
    reading: LanguagePreference,
    *,
    kept_question_days: int,
) -> Message:
    """Return what there is to say about the bot and its corpus."""
    if command.subject == "privacy":
        return about.privacy_message(interface, platform, kept_question_days)
    if command.subject == "speakers":
        return about.speakers_message(searcher.generation, interface)
    if command.subject == "sources":
        return about.sources_message(searcher.generation, interface)
    if command.subject in ("no_words", "role_mention"):
        return notice(say(command.subject, interface))
    if command.subject == "unhandled":
        return about.unhandled_message(interface, platform)
    examples = example_questions(searcher, interface, languages=reading.languages)
    return about.help_message(searcher.generation, examples, interface, platform, kept_question_days=kept_question_days)


def find_quote(searcher: Searcher, quote_id: str) -> Quote | None:
    """Return the one quote whose id begins so."""
    quotes = searcher.generation.quotes_with_id(quote_id)
    return searcher.quote(quotes[0].id) if len(quotes) == 1 else None


def where_mentioned(press: Press) -> Reply:
    """Return the quotes that mention somebody who does not speak here: what is read here, or else the others."""
    searcher, request, interface = press.searcher, press.request, press.interface
    language = reading_of(press.settings).language
    quotes = [quote for quote in quotes_mentioning(searcher.generation, request.value) if searcher.is_verbatim(quote)]
    quotes = [quote for quote in quotes if quote.language == language] or quotes
    if not quotes:
        return Reply(message=notice(say("gone", interface)))
    matches = [Match(quote=quote, score=0.0) for quote in quotes[:_HITS]]
    given = given_answer(request, matches, interface, expected=language)
    view = answer_view(searcher, given, ButtonValue(answer_id=given.id), quotes[0])
    return Reply(message=card.answer_message(view, "private"), given=given)


def more_like_this(press: Press) -> Reply:
    """Return the quotes closest to the one that has the button, for its presser alone; what says little is left out."""
    searcher, request = press.searcher, press.request
    button_value = ButtonValue.decode(request.value)
    before = press.state.answer_given(button_value.answer_id) if button_value else None
    quote = searcher.quote(before.hits[button_value.position].quote_id) if button_value and before else None
    if quote is None or before is None:
        return Reply(message=notice(say("gone" if before else "forgotten", interface_for({}, request))))
    reading = reading_of(press.settings)
    tries = (_close_to(searcher, quote, languages) for languages in reading.tries)
    matches = next(filter(None, tries), None)
    if not matches:
        return Reply(message=notice(say("none_like_it", before.interface)))
    given = given_answer(request, matches, before.interface, expected=reading.language)
    view = answer_view(searcher, given, ButtonValue(answer_id=given.id), matches[0].quote)
    title = line(say("more_like_this", before.interface), quiet=True)
    return Reply(message=card.answer_message(view, "private", title=title), given=given)


def _close_to(searcher: Searcher, quote: Quote, languages: tuple[Language, ...]) -> list[Match]:
    """Return what is close to a quote in these languages, what says little only where nothing else is."""
    hits = searcher.search(quote.text, _HITS, Filters(languages=languages)).hits
    others = [match for match in hits if not is_same(match.quote, quote)]
    return [match for match in others if insight(match.quote).score > 0] or others
