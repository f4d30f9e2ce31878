import pytest

from bot.domain.withheld import Withheld
from tests.chat.conversation import Conversation, lines_of
from tests.support.two_interviews import PRICE

PRICE_QUESTION = "How do you set the price of a jar?"

NOTED = "Thank you. One more person has to say so before it is hidden."
HIDDEN = "Thank you. It is hidden until whoever runs me has looked at it."
ALREADY = "Thank you. It is hidden already."
DELETE = "A message that shows it stays until you press Delete below it."


@pytest.fixture
def talk(live, state, platform):
    return Conversation(live, state, platform)


@pytest.fixture
def answer(talk):
    return talk.ask(PRICE_QUESTION)


def report(talk, answer, reason="words", **fields):
    down = talk.press(answer, "down", **fields)
    message = talk.press(down, f"down:{reason}", **fields)
    assert message.replaces
    return lines_of(message)


def withheld_ids(talk):
    return [quote.quote_id for quote in talk.state.withheld_now()]


def test_two_people_withhold_a_quote_and_each_hears_what_happens(talk, answer):
    assert report(talk, answer, "person", user="U2") == [NOTED]
    assert report(talk, answer, "words", user="U3", asked_at=2000.0) == [HIDDEN]
    assert report(talk, answer, "words", user="U4") == [ALREADY]
    [quote] = talk.state.withheld_now()
    assert quote == Withheld(
        quote_id=talk.given.hits[0].quote_id,
        source=quote.source,
        speaker="Mara Field",
        start=quote.start,
        end=quote.start + len(PRICE),
        text=PRICE,
        reason="words",
        since=2000.0,
        status="withheld",
    )


def test_who_may_delete_the_answer_is_told_so(talk, answer):
    report(talk, answer, user="U2")
    assert report(talk, answer) == [f"{HIDDEN} {DELETE}"]
    assert report(talk, answer, user="U9", is_admin=True) == [f"{ALREADY} {DELETE}"]


def test_one_admin_is_enough(talk, answer):
    assert report(talk, answer, user="U9", is_admin=True) == [f"{HIDDEN} {DELETE}"]
    assert withheld_ids(talk) == [talk.given.hits[0].quote_id]


def test_the_same_person_twice_counts_once(talk, answer):
    assert [report(talk, answer, reason, user="U2") for reason in ("words", "person", "words")] == [[NOTED]] * 3
    assert withheld_ids(talk) == []


@pytest.mark.parametrize("reason", ["off_point", "link", "", "words:", "WORDS", "person\u202e"])
def test_no_other_reason_is_a_report(talk, answer, reason):
    for user in ("U2", "U3"):
        talk.respond(kind="button", action=f"down:{reason}", value=f"{talk.given.id}.0", user=user, is_admin=True)
    assert (withheld_ids(talk), talk.state.reported_quotes()) == ([], [])


def test_a_changed_vote_takes_the_report_back(talk, answer):
    report(talk, answer, user="U2")
    report(talk, answer, user="U3")
    assert len(withheld_ids(talk)) == 1
    assert lines_of(talk.press(answer, "up", user="U3", asked_at=2000.0)) == ["Thanks, noted."]
    assert withheld_ids(talk) == []


def test_what_the_operator_found_right_is_said_to_who_reports_it_again(talk, answer):
    report(talk, answer, user="U2", is_admin=True)
    talk.state.decide(talk.given.hits[0].quote_id, "released", "operator ada", 2000.0)
    assert report(talk, answer, user="U2", is_admin=True) == [
        "Thank you. Whoever runs me has looked at it since you said so, and found it right."
    ]
    assert withheld_ids(talk) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"locale": "zh-CN"}, "谢谢。再有一个人这样说，这条引文就会隐藏。"),
        ({"locale": "zh-TW"}, "謝謝。再有一個人這樣說，這條引文就會隱藏。"),
        ({"locale": "de"}, NOTED),
        ({}, NOTED),
        ({"user": "U1", "locale": "zh-CN"}, NOTED),
    ],
)
def test_who_reports_is_spoken_to_in_their_language_and_who_asked_in_that_of_the_question(talk, answer, fields, said):
    assert report(talk, answer, **{"user": "U2"} | fields) == [said]


def test_the_log_says_that_a_quote_is_withheld_and_repeats_no_words(talk, answer, caplog):
    caplog.set_level("INFO", "bot")
    report(talk, answer, user="U2")
    report(talk, answer, user="U3")
    quote_id = talk.given.hits[0].quote_id
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("INFO", f"quote {quote_id} is reported as wrong; see: quotebot withheld"),
        ("WARNING", f"quote {quote_id} is reported as wrong and withheld; see: quotebot withheld"),
    ]
