import pytest

from index.domain import Person
from index.search.spell_correction import SpellCorrector
from index.text.lexical import tokens
from tests.support.fakes import make_quote

TEXTS = [
    "Pricing is what enterprises ask for.", "Good pricing takes a year, and price alone is nothing.",
    "Thurow wrote about it.", "他们只看 revenue 和 adoption。",
]  # fmt: skip


@pytest.fixture(scope="module")
def spell_corrector():
    quotes = [make_quote(text) for text in TEXTS]
    people = [Person(name="Jon Turow", aliases=("Turovsky",)), Person(name="林晓", other_script="Lin Xiaoming")]
    return SpellCorrector(quotes, people, [{token for text in TEXTS for token in tokens(text)}])


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("pricng of models", "pricing of models"),
        ("prciing of models", "pricing of models"),
        ("what do enterprizes want", "what do enterprises want"),
        ("revenuee怎么算", "revenue怎么算"),
        ("adopton, pricingg?", "adoption, pricing?"),
    ],
)
def test_a_word_nobody_knows_becomes_the_one_that_is_said(spell_corrector, typed, corrected):
    assert spell_corrector.correct(typed) == corrected


@pytest.mark.parametrize(
    "typed",
    [
        "pricing and prices of an enterprise",  # said, in this form or another
        "precise revenge",  # ordinary words, one of them a slip from what is said
        "prcin",  # two slips from anything
        "turow and turovsky and xiaoming",  # who speaks
        "Pricng Adopton PRICNG",  # perhaps names
        "icing ricing",  # another first letter
        "pricng2 x5pricng",  # no words
        "价格怎么定？",
        "",
    ],
)
def test_what_may_be_meant_as_it_stands_stays(spell_corrector, typed):
    assert spell_corrector.correct(typed) == typed
