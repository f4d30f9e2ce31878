from dataclasses import replace

import pytest

from index.corpus.documents import Corpus, find_documents, parse_document, read_documents
from index.domain import Curation
from index.quotes import cut_quotes
from index.turns import split_turns
from index.verify import Verdict, count_by_source, verify_files, verify_quotes
from tests.support.fakes import make_document

RAW = """**Bea:** Why would anyone want that?

**Ada:** We wrote a lot of blogs and
talked about it in the open.

**Bea:** And what did people say to you?

**Ada:** Nobody believed us, and we went on all the same.
"""


@pytest.fixture
def document():
    return make_document(RAW, hosts=("Bea",), guests=("Ada",))


@pytest.fixture
def quotes(document):
    quotes = cut_quotes(document, split_turns(document, Corpus(documents=()).roster))
    assert [quote.text for quote in quotes] == [
        "We wrote a lot of blogs and talked about it in the open.",
        "Nobody believed us, and we went on all the same.",
    ]
    return quotes


def problems(quotes, *documents):
    """Return the reason by quote text, of the quotes that failed."""
    verdict = verify_quotes(quotes, Corpus(documents=documents))
    assert verdict.quote_count == len(quotes)
    return {quote.text: reason for quote, reason in verdict.problems}


def reread(document, raw):
    return parse_document(raw, document.source)


def test_sound_quotes_have_no_problems(document, quotes):
    assert verify_quotes(quotes, Corpus(documents=(document,))) == Verdict(quote_count=2, problems=())


def test_a_changed_character_in_the_file_fails_the_quote_that_holds_it(document, quotes):
    assert problems(quotes, reread(document, RAW.replace("Nobody", "Somebody"[2:]))) == {
        quotes[1].text: "its words do not stand in the document where they did"
    }


def test_a_character_more_before_them_fails_all_that_follow(document, quotes):
    assert problems(quotes, reread(document, f"A{RAW}".replace("A**Bea:** Why", "**Bea:** Oh why"))) == {
        quote.text: "its words do not stand in the document where they did" for quote in quotes
    }


def test_markup_that_moves_the_words_in_the_file_fails_the_quotes(document, quotes):
    assert problems(quotes, reread(document, RAW.replace("**Bea:** Why", "**Bea**: *Why*"))) == {
        quote.text: "its words are not the file's" for quote in quotes
    }


def test_offsets_that_lead_to_other_characters_of_the_file_fail_the_quote(document, quotes):
    other = replace(document, raw=RAW.replace("Nobody", "nobody"))
    assert problems(quotes, other) == {quotes[1].text: "its words are not the file's"}


def test_raw_ends_that_are_not_the_words_own_fail_the_quote(document, quotes):
    wide = [replace(quotes[0], raw_start=quotes[0].raw_start - 1), replace(quotes[1], raw_end=quotes[1].raw_end + 1)]
    assert problems(wide, document) == {quote.text: "its words are not the file's" for quote in quotes}


def test_offsets_out_of_order_fail_the_quote(document, quotes):
    offsets = list(document.raw_offsets)
    place = quotes[1].start + quotes[1].text.index("elie")
    assert RAW[offsets[place]] == RAW[offsets[place + 3]] == "e"
    offsets[place], offsets[place + 3] = offsets[place + 3], offsets[place]
    assert problems(quotes, replace(document, raw_offsets=offsets)) == {quotes[1].text: "its words are not the file's"}


def test_a_wrong_speaker_fails_the_quote(document, quotes):
    wrong = [replace(quotes[0], speaker="Bea"), quotes[1]]
    assert problems(wrong, document) == {quotes[0].text: "the document does not give these words to Bea"}


def test_a_label_that_changed_fails_the_quotes_of_its_turn(document, quotes):
    assert problems(quotes, reread(document, RAW.replace("**Ada:** We", "**Bea:** We"))) == {
        quotes[0].text: "the document does not give these words to Ada"
    }


def test_a_quote_over_two_turns_fails(document, quotes):
    start, end = quotes[0].start, quotes[1].end
    raw_start, raw_end = document.raw_span(start, end)
    long = replace(quotes[0], text=document.clean[start:end], end=end, raw_start=raw_start, raw_end=raw_end)
    assert problems([long], document) == {long.text: "the document does not give these words to Ada"}


def test_a_missing_document_fails_its_quotes(quotes):
    assert problems(quotes) == {quote.text: "its document is gone or cannot be read" for quote in quotes}


def test_a_document_in_which_nobody_speaks_any_more_fails_its_quotes_with_the_reason(document, quotes):
    silent = replace(document, curation=Curation(path="talk.turns.toml", turns=(), printed_labels=False))
    assert set(problems(quotes, silent)) == {quote.text for quote in quotes}
    assert set(problems(quotes, silent).values()) == {
        "no speaker found in talk; label each turn 'Name: …', list hosts and guests under [talk] in sources.toml, or "
        "write down who speaks in talk.turns.toml"
    }


def test_a_link_that_changed_fails_the_quotes(document, quotes):
    moved = replace(document, source=replace(document.source, link="https://example.com/moved"))
    assert problems(quotes[:1], moved) == {quotes[0].text: "its link is missing or has changed"}


def test_a_missing_link_fails_the_quotes(document, quotes):
    unlinked = replace(document.source)
    object.__setattr__(unlinked, "link", "")
    quote = replace(quotes[0], source=unlinked)
    assert problems([quote], replace(document, source=unlinked)) == {quote.text: "its link is missing or has changed"}


def test_count_by_source_counts_quotes(quotes):
    elsewhere = replace(quotes[0], source=replace(quotes[0].source, id="other"))
    assert count_by_source([*quotes, elsewhere]) == {"talk": 2, "other": 1}


def test_files_are_checked_one_at_a_time_and_each_is_counted(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(RAW)
    (tmp_path / "sources.toml").write_text(
        "".join(f'[{name}]\ntitle = "Talk"\nlink = "https://example.com/{name}"\n' for name in ("one", "two"))
    )
    files, steps = find_documents([tmp_path]), []
    quotes = [
        quote
        for document in read_documents([tmp_path]).documents
        for quote in cut_quotes(document, split_turns(document, files.roster))
    ]
    (tmp_path / "one.txt").write_bytes(b"\xff\x81\x00")
    (tmp_path / "two.txt").write_text(RAW.replace("Nobody", "Somebody"))
    verdict = verify_files(quotes, files, lambda done, total: steps.append((done, total)))
    assert [(quote.source.id, quote.text, reason) for quote, reason in verdict.problems] == [
        ("one", "We wrote a lot of blogs and talked about it in the open.", "its document is gone or cannot be read"),
        ("one", "Nobody believed us, and we went on all the same.", "its document is gone or cannot be read"),
        (
            "two",
            "Nobody believed us, and we went on all the same.",
            "its words do not stand in the document where they did",
        ),
    ]
    assert (verdict.quote_count, steps) == (4, [(0, 2), (1, 2), (2, 2)])
