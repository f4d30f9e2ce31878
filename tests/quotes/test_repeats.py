from index.domain import Turn
from index.quotes import cut_quotes
from index.quotes.repeats import without_repeats
from tests.support.fakes import make_document

CLIP = "The best customers are often other startups, since they are willing to dive right in."
OTHER = "We wrote a lot of blogs and talked about our science in the open."
THIRD = "Nobody believed us, and we went on to do it all the same."
CHINESE = "成功的公司会在很长的时间里坚持去做同一件不起眼的事情。"


def quotes_of(raw, document_id="talk"):
    document = make_document(raw, id=document_id)
    return cut_quotes(document, [Turn(start=0, end=len(document.clean), speaker="Ada")])


def places(quotes):
    return [(quote.source.id, quote.start, quote.text) for quote in quotes]


def test_a_clip_at_the_start_is_dropped_in_favour_of_the_later_one():
    quotes = quotes_of(f"{CLIP}\n\n{OTHER}\n\n{CLIP}")
    later = len(CLIP) + len(OTHER) + 2
    assert places(quotes) == [("talk", 0, CLIP), ("talk", len(CLIP) + 1, OTHER), ("talk", later, CLIP)]
    assert places(without_repeats(quotes)) == [("talk", len(CLIP) + 1, OTHER), ("talk", later, CLIP)]


def test_a_clip_that_comes_again_in_slightly_other_words_is_dropped():
    again = f"On the flip side, {CLIP.casefold().replace(',', ' ...')}"
    quotes = quotes_of(f"{CLIP}\n\n{OTHER}\n\n{again}")
    assert [text for _, _, text in places(without_repeats(quotes))] == [OTHER, again]


def test_chinese_words_found_again_are_dropped_too():
    quotes = quotes_of(f"{CHINESE}\n\n然而，{CHINESE}")
    assert [text for _, _, text in places(without_repeats(quotes))] == [f"然而，{CHINESE}"]


def test_of_two_documents_the_first_keeps_its_words():
    quotes = [*quotes_of(f"{CLIP}\n\n{OTHER}", "one"), *quotes_of(f"{THIRD}\n\n{CLIP}", "two")]
    assert places(without_repeats(quotes)) == [("one", 0, CLIP), ("one", len(CLIP) + 1, OTHER), ("two", 0, THIRD)]


def test_overlapping_quotes_are_no_repeats():
    quotes = quotes_of(f"{OTHER} {THIRD} {CLIP}")
    assert len(quotes) == 6
    assert without_repeats(quotes) == quotes


def test_a_few_words_in_common_are_no_repeat():
    quotes = quotes_of(f"{CLIP}\n\nThe best customers are often other startups, as everybody in town will tell you.")
    assert len(quotes) == 2
    assert without_repeats(quotes) == quotes


def test_nothing_gives_nothing():
    assert without_repeats([]) == []
