import pytest

from index.corpus.people import Roster
from index.turns import split_turns
from tests.turns.transcripts import make_document

ANSWER = "We sold the red bicycle since nobody rode it after the winter."
ASKS = ("Bo", "What did you sell, and why did you?")
ANSWERS = ("Ana", ANSWER)


def roles(*said, **listed):
    raw = "\n\n".join(f"{name}: {words}" for name, words in said)
    return {turn.speaker: turn.role for turn in split_turns(make_document(raw, **listed), Roster())}


def test_who_alone_asks_and_says_less_is_the_host():
    assert roles(ASKS, ANSWERS, ASKS, ANSWERS) == {"Bo": "host", "Ana": "guest"}
    asks_back = ("Ana", f"{ANSWER} Would you not?")
    assert roles(*[ASKS, ANSWERS] * 3, ASKS, asks_back)["Bo"] == "host"


@pytest.mark.parametrize(
    "said",
    [
        # Who listens has a single turn, and it is a question.
        [("Bo", "Tell us more."), ANSWERS, ("Bo", "And then."), ANSWERS, ("Cy", "Why?"), ANSWERS],
        # The host hardly asks, and the guest asks back.
        [("Bo", "Tell us more."), ("Ana", f"{ANSWER} Why not?"), ("Bo", "Go on."), ("Ana", f"{ANSWER} Or would you?")],
        # A panel, in which all ask.
        [ASKS, ("Ana", "And what did you?"), ASKS, ("Ana", "And what did you?"), ASKS, ("Ana", ANSWER)],
        # Two hosts.
        [ASKS, ANSWERS, ("Cy", "And when?"), ANSWERS, ASKS, ANSWERS, ("Cy", "And why?"), ANSWERS],
        # Who ends with questions says most.
        [("Ana", f"{ANSWER} {ANSWER} Is it?"), ("Bo", "Yes."), ("Ana", f"{ANSWER} {ANSWER} Right?"), ("Bo", "Ah.")],
        # One question is none.
        [ASKS, ANSWERS, ("Bo", "Thank you."), ANSWERS],
    ],
)  # fmt: skip
def test_where_it_is_not_clear_who_asks_all_are_guests(said):
    assert set(roles(*said).values()) == {"guest"}


def test_a_listed_guest_is_never_the_host():
    assert roles(ASKS, ANSWERS, ASKS, ANSWERS, guests=("Bo",)) == {"Bo": "guest", "Ana": "guest"}
