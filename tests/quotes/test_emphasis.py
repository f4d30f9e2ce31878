from index.corpus.people import Roster
from index.quotes import cut_quotes
from index.turns import split_turns
from tests.support.fakes import make_document

LONG = " ".join(
    f"Nobody in the valley ever thought that number {number} would matter to a bee." for number in range(12)
)
INTERVIEW = """# Bees

**Tom:** How do you set the price?

**Mara:** {answer}

**Tom:** And then?

**Mara:** {rest}
"""


def quotes_of(answer):
    document = make_document(INTERVIEW.format(answer=answer, rest=LONG), suffix=".md", guests=("Mara",), hosts=("Tom",))
    return cut_quotes(document, split_turns(document, Roster()))


def emphasized(answer):
    return [quote.text for quote in quotes_of(answer) if quote.is_emphasized]


def test_a_sentence_in_bold_is_emphasized_and_its_neighbours_are_not():
    answer = (
        "We looked at what the others did for a year. **The price is set by the people who walk away from the stall.** "
        "After that we counted how many of them came back to buy."
    )
    assert emphasized(answer) == ["The price is set by the people who walk away from the stall."]


def test_a_word_in_bold_is_not_enough():
    assert emphasized("The **price** is set by the people who walk away from the stall every week.") == []


def test_where_bold_is_a_way_to_set_a_person_nothing_is_emphasized():
    said = f"**The price is set by the people who walk away from the stall. {LONG} {LONG}**"
    assert quotes_of(said)
    assert emphasized(said) == []
