"""A searcher over what may be shown behaves as if the rest were not in the interviews."""

import random
from dataclasses import replace

import pytest

from index.answer import Filters
from index.build import build_index
from index.corpus.documents import read_documents
from index.errors import UnaskableError
from index.search.catalogue import list_sources, random_quote
from index.search.live_searcher import LiveSearcher
from index.search.restricted_views import RestrictedViews
from index.search.restrictions import NO_RESTRICTIONS, Restrictions, WithheldSpan
from index.search.unknown_people import quotes_mentioning
from tests.retrieval.two_talks import SOURCES, TALKS, open_searcher
from tests.support.fakes import HashEmbedder, HereHome, write_corpus

NOISE = "The noise of a heat pump is what neighbours ask about first, so we put it behind the shed."
DISTRICT = "With district heating, one boiler serves a whole street, and nobody has to buy fuel any more."
QUESTIONS = ["noise of a heat pump", "behind the shed", "真菌网络", "steam engines"]
AGAIN = f"""\
Bob: And here?

Ada: As I said, {NOISE[0].lower()}{NOISE[1:-1].replace("first,", "first —")}, with a hedge of yew all around.

Bob: Is that so?

Ada: It surely is so, as every one of us was told again and again.
"""


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    searcher = open_searcher(tmp_path_factory.mktemp("talks"))
    yield RestrictedViews(searcher)
    searcher.close()


def span_of(searcher, text):
    [quote] = [quote for quote in searcher.generation.quotes if quote.text == text]
    return WithheldSpan(source=quote.source.id, start=quote.start, end=quote.end, text=quote.text)


def everything_in(searcher):
    """Return all texts that can come out of a searcher with its quotes."""
    quotes = list(searcher.generation.quotes)
    for question in QUESTIONS:
        for filters in (Filters(), Filters(speakers=("Ada",)), Filters(languages=("en",))):
            quotes += [match.quote for match in searcher.search(question, 50, filters).hits]
    quotes += filter(None, (random_quote(searcher, random.Random(seed)) for seed in range(20)))  # noqa: S311 - no secret
    quotes += quotes_mentioning(searcher.generation, "shed")
    shown = [(quote.text, quote.context_before, quote.context_after, quote.answers) for quote in quotes]
    topics = [topic.text for found in searcher.topics.values() for topic in found]
    return "\n".join([*(text for texts in shown for text in texts), *topics])


def test_nothing_restricted_is_the_searcher_itself(views):
    assert views.view(NO_RESTRICTIONS) is views.whole
    assert "shed" in everything_in(views.whole)


def test_what_is_withheld_is_nowhere_not_even_around_other_quotes(views):
    restrictions = Restrictions(withheld=(span_of(views.whole, NOISE),))
    view = views.view(restrictions)
    assert "shed" not in everything_in(view)
    left_out = {quote.text for quote in views.whole.generation.quotes} - {q.text for q in view.generation.quotes}
    assert left_out == {text for text in left_out if NOISE in text} != set()
    assert views.view(restrictions) is view
    hidden = next(quote.id for quote in views.whole.generation.quotes if quote.text == NOISE)
    assert (view.quote(hidden), view.generation.quotes_with_id(hidden)) == (None, [])


def test_a_part_of_a_quote_takes_all_of_it_and_no_more(views):
    whole = span_of(views.whole, NOISE)
    part = replace(whole, start=whole.start + 5, end=whole.start + 10, text=NOISE[5:10])
    kept = {quote.text for quote in views.view(Restrictions(withheld=(part,))).generation.quotes}
    assert NOISE not in kept
    assert DISTRICT in kept


def test_the_same_words_in_another_interview_are_withheld_too(tmp_path):
    again = '[later]\ntitle = "Later"\nlink = "https://example.com/later"\nguests = ["Ada"]\n'
    searcher = open_searcher(tmp_path, TALKS | {"later.txt": AGAIN} | {"sources.toml": SOURCES + again})
    assert any(quote.source.id == "later" and "shed" in quote.text for quote in searcher.generation.quotes)
    view = RestrictedViews(searcher).view(Restrictions(withheld=(span_of(searcher, NOISE),)))
    assert "shed" not in everything_in(view)
    searcher.close()


@pytest.mark.parametrize(("word", "hidden"), [("SHEDS", "shed"), ("district heating", "district"), ("眞菌", "真菌")])
def test_a_forbidden_word_is_nowhere(views, word, hidden):
    word = "真菌" if hidden == "真菌" else word.removesuffix("S")
    view = views.view(Restrictions(forbidden_words=(word,)))
    with pytest.raises(UnaskableError, match="left this subject out"):
        view.search(f"what of {word}?")
    asked = [question for question in QUESTIONS if not view.forbidden.are_in(question)]
    shown = [match.quote for question in asked for match in view.search(question, 50).hits]
    quotes = [*view.generation.quotes, *shown]
    texts = [
        text for quote in quotes for text in (quote.text, quote.context_before, quote.context_after, quote.answers)
    ]
    assert [text for text in texts if hidden in text] == []
    assert len(view.generation.quotes) < len(views.whole.generation.quotes)


def test_a_word_in_a_title_or_a_name_takes_all_that_is_shown_below_it(views):
    in_title = views.view(Restrictions(forbidden_words=("heat",)))
    assert [source.id for source, _ in list_sources(in_title.generation.quotes)] == ["soil"]
    in_name = views.view(Restrictions(forbidden_words=("ada",)))
    assert set(in_name.generation.people) == {"林晓"}


def test_only_the_sources_of_a_place_are_there(views):
    view = views.view(Restrictions(sources=frozenset({"soil"})))
    assert (view.languages, set(view.generation.people)) == (("zh",), {"林晓"})
    assert [hit.quote.source.id for hit in view.search("heat pump", 50).hits if hit.quote.source.id != "soil"] == []
    assert view.search("heat pump", 1).hits[0].quote.source.id == "soil"
    assert "heat" not in everything_in(view).casefold()


def test_where_nothing_may_be_shown_nothing_is_found(views):
    view = views.view(Restrictions(sources=frozenset({"gone"})))
    answer = view.search("heat pump", 5, Filters(languages=("en",)))
    assert (answer.outcome, answer.hits, view.topics) == ("nothing", (), {})
    assert random_quote(view, random.Random(1)) is None  # noqa: S311 - no secret


def test_the_nearest_are_the_same_whether_passed_over_or_compared(views, monkeypatch):
    few = Restrictions(withheld=(span_of(views.whole, NOISE),))
    passed_over = [views.view(few).search(question, 20).hits for question in QUESTIONS]
    monkeypatch.setattr("index.search.language_index._DENSE_CANDIDATES", 3)
    monkeypatch.setattr("index.search.language_index._MOST_PASSED_OVER", 0)
    compared = [views.view(few).search(question, 3).hits for question in QUESTIONS]
    assert [[hit.quote for hit in hits[:1]] for hits in compared] == [
        [hit.quote for hit in hits[:1]] for hits in passed_over
    ]


def test_a_view_is_the_search_of_a_corpus_without_it(views, tmp_path):
    alone = {"soil.txt": TALKS["soil.txt"], "sources.toml": SOURCES}
    without = open_searcher(tmp_path, alone)
    view = views.view(Restrictions(sources=frozenset({"soil"})))
    assert [quote.text for quote in view.generation.quotes] == [quote.text for quote in without.generation.quotes]
    assert list(view.topics) == list(without.topics)
    assert [topic.text for topic in view.topics["zh"]] == [topic.text for topic in without.topics["zh"]]
    without.close()


def test_a_forbidden_topic_is_left_out(views):
    view = views.view(Restrictions(forbidden_topics=("steam engines",)))
    assert "steam engines" not in "\n".join(quote.text for quote in view.generation.quotes)
    assert "真菌网络" in "\n".join(quote.text for quote in view.generation.quotes)


def test_a_new_generation_is_restricted_too(tmp_path):
    def build(files):
        build_index(
            read_documents([write_corpus(tmp_path / "seeds", files)]), HashEmbedder(), HereHome(tmp_path / "data")
        )

    build(TALKS)
    live = LiveSearcher(tmp_path / "data", HashEmbedder())
    only = Restrictions(sources=frozenset({"soil"}))
    with live.current(only) as before:
        assert "heat pump" not in everything_in(before)
    build(TALKS | {"heat.txt": TALKS["heat.txt"].replace("Zoe Okafor", "Jo Field")})
    with live.current(only) as after:
        assert after is not before
        assert "heat pump" not in everything_in(after)
    live.close()
