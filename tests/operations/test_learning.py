from bot.domain.records import GivenHit
from bot.domain.signals import LearningAnswer, LearningSignal, LearningVote
from bot.operations.learning import Known, reactions_to
from index.answer import EVERYTHING
from index.learning.reactions import Reaction

HITS = tuple(GivenHit(quote_id=name, score=1.0, similarity=0.0, word_score=0.0) for name in ("a", "b", "c"))


def vote(who, position, value, reason=None):
    quote_id = HITS[position].quote_id
    return LearningVote(who=who, quote_id=quote_id, position=position, value=value, reason=reason, voted_at=2.0)


def went_on(who, position):
    quote_id = HITS[position].quote_id
    return LearningSignal(who=who, quote_id=quote_id, position=position, kind="next", given_at=1.0)


def answer(*votes, question="why", signals=(), asked_at=0.0, who="ann"):
    return LearningAnswer(
        answer_id="1", who=who, platform="slack", asked_at=asked_at, question_key="k", question=question,
        outcome="answer", confidence=0.5, hits=HITS, votes=votes, signals=signals,
    )  # fmt: skip


def reaction(person, quote_id, is_good=None, went_on=None):
    return Reaction(
        question="why", person=person, quote_id=quote_id, is_good=is_good, went_on=went_on, filters=EVERYTHING,
    )  # fmt: skip


def test_whoever_asked_saw_the_first_quote_and_each_that_they_went_on_to():
    reactions, unusable = reactions_to([answer(vote("ann", 1, 1), signals=(went_on("ann", 0),))])
    assert reactions == [
        reaction("ann", "a", went_on=True),
        reaction("ann", "b", is_good=True, went_on=False),
    ]
    assert unusable == 0


def test_what_others_did_is_known_by_their_votes_alone():
    reactions, _ = reactions_to([answer(vote("bob", 0, -1), vote("bob", 2, 1), signals=(went_on("bob", 0),))])
    assert reactions == [
        reaction("ann", "a", went_on=False),
        reaction("bob", "a", is_good=False),
        reaction("bob", "c", is_good=True),
    ]


def test_behind_the_last_quote_nobody_can_go_on():
    reactions, _ = reactions_to([answer(signals=(went_on("ann", 0), went_on("ann", 1)))])
    assert [one.went_on for one in reactions] == [True, True, None]


def test_a_vote_against_the_person_or_the_link_is_none_against_the_answer():
    reactions, _ = reactions_to([answer(vote("bob", 0, -1, "person"), vote("cyd", 0, -1, "link"), vote("dee", 0, -1))])
    assert [(one.person, one.is_good) for one in reactions] == [("ann", None), ("dee", False)]


def test_the_last_vote_on_the_same_question_counts_and_a_later_look_leaves_it():
    answers = [answer(vote("ann", 0, 1)), answer(vote("ann", 0, -1), asked_at=5.0), answer(asked_at=9.0)]
    assert reactions_to(answers) == ([reaction("ann", "a", is_good=False, went_on=False)], 0)


def test_votes_without_their_question_or_their_voter_cannot_be_used():
    answers = [answer(vote("ann", 0, 1), question=None), answer(vote("", 0, 1), who="")]
    assert reactions_to(answers) == ([], 2)


def known(people, votes_each, labels=0):
    reactions = [
        reaction(f"p{person}", f"q{number}", is_good=True) for person in range(people) for number in range(votes_each)
    ]
    return Known(labels=[None] * labels, problems=[], reactions=reactions, asked=[], unusable=0)


def test_fifty_labels_are_enough_or_two_hundred_votes_of_ten_people():
    assert [known(0, 0, labels).is_enough for labels in (49, 50)] == [False, True]
    assert [known(*counts).is_enough for counts in ((10, 20), (10, 19), (9, 50))] == [True, False, False]
    assert (known(3, 4).votes, known(3, 4).people) == (12, 3)
