import pytest

from index.answer import EVERYTHING, Filters
from index.embed import make_embedder
from index.language_preference import LanguagePreference
from index.search.judge import make_judge
from index.search.live_searcher import LiveSearcher
from index.search.reader_search import ask_reader
from index.search.restrictions import NO_RESTRICTIONS
from tests.peers.chat_model_server import LlmServer, chosen
from tests.retrieval.two_talks import open_searcher
from tests.support.fakes import CountingEmbedder
from tests.support.two_interviews import INTERVIEWS, NOT_HERE, PRICE, TEA_LOSS

PRICE_QUESTION = "How do you set the price of a jar?"
LOSS_QUESTION = "第一年亏了多少钱？"
IN_CHINESE = {name: text for name, text in INTERVIEWS.items() if name != "bees.txt"}


@pytest.fixture
def ask(live):
    def ask_it(question, reading, filters=EVERYTHING, count=10):
        with live.current(NO_RESTRICTIONS) as searcher:
            return ask_reader(searcher, question, count, filters, LanguagePreference(reading))

    return ask_it


def languages(answer):
    return [match.quote.language for match in answer.hits]


@pytest.mark.parametrize("reading", ["en-first", "en"])
def test_what_is_answered_in_the_language_that_is_read_has_quotes_in_it_alone(ask, reading):
    answer = ask(PRICE_QUESTION, reading)
    assert (answer.outcome, answer.best.quote.text, answer.lacking) == ("answer", PRICE, None)
    assert (languages(answer), answer.filters) == (["en"] * 7, EVERYTHING)


def test_the_same_holds_in_chinese(ask):
    answer = ask(LOSS_QUESTION, "zh-first")
    assert (answer.best.quote.text, languages(answer), answer.lacking) == (TEA_LOSS, ["zh"] * 6, None)


@pytest.mark.parametrize(
    ("question", "reading", "lacking", "quote"),
    [(LOSS_QUESTION, "en-first", "en", TEA_LOSS), (PRICE_QUESTION, "zh-first", "zh", PRICE)],
)
def test_where_the_first_language_has_no_answer_the_other_gives_it(ask, question, reading, lacking, quote):
    answer = ask(question, reading)
    assert (answer.outcome, answer.best.quote.text, answer.lacking) == ("answer", quote, lacking)
    assert (lacking in languages(answer), answer.filters, answer.reason) == (False, EVERYTHING, None)


def test_where_one_language_is_read_alone_it_is_only_said_that_the_other_has_an_answer(ask):
    answer = ask(LOSS_QUESTION, "en")
    assert (answer.outcome, answer.best, answer.lacking, answer.filters) == ("nothing", None, "en", EVERYTHING)
    assert set(languages(answer)) == {"en"}
    assert answer.reason == "nothing in English answers it, but something in Chinese may"


@pytest.mark.parametrize("reading", ["any", "en-first", "en", "zh-first", "zh"])
def test_what_nothing_answers_lacks_nothing(ask, reading):
    answer = ask(NOT_HERE, reading)
    assert (answer.outcome, answer.lacking, answer.filters) == ("nothing", None, EVERYTHING)
    assert answer.reason == "the closest quote is not close enough to be sure"


@pytest.mark.parametrize("reading", ["any", "en-first", "en"])
def test_a_language_that_was_typed_is_meant(ask, reading):
    answer = ask(LOSS_QUESTION, reading, Filters(languages=("zh",)))
    assert (answer.best.quote.text, answer.filters, answer.lacking) == (TEA_LOSS, Filters(languages=("zh",)), None)


def test_other_filters_hold_in_both_languages_and_stay_filters(ask):
    narrowed = Filters(speakers=("林晓",))
    answer = ask(LOSS_QUESTION, "en-first", narrowed)
    assert (answer.best.quote.text, answer.lacking, answer.filters) == (TEA_LOSS, "en", narrowed)
    assert ask(LOSS_QUESTION, "en-first", Filters(sources=("bees",))).outcome == "nothing"


def test_any_language_is_the_search_as_it_was(ask, live):
    assert ask(LOSS_QUESTION, "any", count=3) == live.search(LOSS_QUESTION, 3)


def test_no_more_matches_come_than_were_asked_for(ask):
    assert [len(ask(question, "en-first", count=2).hits) for question in (PRICE_QUESTION, LOSS_QUESTION)] == [2, 2]


def test_a_question_of_both_languages_is_embedded_once(tmp_path):
    open_searcher(tmp_path).close()
    embedder = CountingEmbedder()
    live = LiveSearcher(tmp_path / "data", embedder)
    with live.current(NO_RESTRICTIONS) as searcher:
        answer = ask_reader(searcher, "真菌网络", 5, EVERYTHING, LanguagePreference.ENGLISH_FIRST)
    assert (answer.lacking, embedder.asked) == ("en", ["真菌网络"])
    live.close()


def test_where_no_interview_is_in_the_language_the_other_answers_or_is_said_to(tmp_path):
    searcher = open_searcher(tmp_path, IN_CHINESE, make_embedder())
    instead = ask_reader(searcher, LOSS_QUESTION, 5, EVERYTHING, LanguagePreference.ENGLISH_FIRST)
    alone = ask_reader(searcher, LOSS_QUESTION, 5, EVERYTHING, LanguagePreference.ENGLISH)
    searcher.close()
    assert (instead.best.quote.text, instead.lacking) == (TEA_LOSS, "en")
    assert (alone.outcome, alone.hits, alone.lacking) == ("nothing", (), "en")


@pytest.fixture
def judged(indexed):
    """Ask with a language model that says a number; return what it comes to and what the model saw."""

    def judge(question, reading, number):
        with LlmServer(chosen(number)) as server:
            live = LiveSearcher(indexed / "data", make_embedder(), make_judge("llm:tiny", server.url, None))
            with live.current(NO_RESTRICTIONS) as searcher:
                answer = ask_reader(searcher, question, 3, EVERYTHING, LanguagePreference(reading))
            live.close()
            return answer, len(server.asked), list(server.data["quotes"].values())

    return judge


def test_a_judge_sees_the_language_that_is_shown_once(judged):
    answer, times, seen = judged(PRICE_QUESTION, "en-first", 2)
    assert (times, len(seen), answer.best.quote.text, answer.lacking) == (1, 7, seen[1], None)
    answer, times, seen = judged(LOSS_QUESTION, "en-first", 1)
    assert (times, len(seen), answer.best.quote.text, answer.lacking) == (1, 6, TEA_LOSS, "en")


def test_what_a_judge_refuses_of_the_other_language_is_not_shown(judged, ask):
    answer, times, seen = judged(LOSS_QUESTION, "en-first", 0)
    assert (times, seen[0], answer.judgement.outcome) == (1, TEA_LOSS, "none")
    assert (answer.outcome, answer.lacking, languages(answer)) == ("nothing", None, ["en"] * 3)
    assert answer.hits == ask(LOSS_QUESTION, "en").hits[:3]


def test_what_a_judge_finds_in_the_language_that_is_read_alone_is_the_answer(judged):
    answer, times, seen = judged(LOSS_QUESTION, "en", 1)
    assert (times, answer.outcome, answer.best.quote.text, answer.lacking) == (1, "answer", seen[0], None)


def test_where_the_first_language_has_no_quote_the_closest_is_one_of_the_other(tmp_path):
    open_searcher(tmp_path, IN_CHINESE, make_embedder()).close()
    with LlmServer(chosen(0)) as server:
        live = LiveSearcher(tmp_path / "data", make_embedder(), make_judge("llm:tiny", server.url, None))
        with live.current(NO_RESTRICTIONS) as searcher:
            answer = ask_reader(searcher, LOSS_QUESTION, 1, EVERYTHING, LanguagePreference.ENGLISH_FIRST)
        live.close()
    assert answer.judgement.outcome == "none"
    assert (answer.outcome, [hit.quote.text for hit in answer.hits]) == ("unsure", [TEA_LOSS])
