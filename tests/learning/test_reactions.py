import pytest

from index.learning.reactions import GoingOn, Meaning, Reaction, weights_of_people


def reaction(person="p", *, is_good=None, went_on=None):
    return Reaction(question="q", person=person, quote_id="a", is_good=is_good, went_on=went_on)


VOTED = [reaction(is_good=False, went_on=True)] * 30 + [reaction(is_good=True, went_on=False)] * 30


def test_a_vote_says_outright_what_it_does_but_for_those_that_are_wrong():
    going_on = GoingOn.of(VOTED)
    assert going_on.meaning(reaction(is_good=True)) == Meaning(base=0.15, slope=0.7)
    assert going_on.meaning(reaction(is_good=False)) == Meaning(base=0.85, slope=-0.7)


def test_going_on_says_what_it_does_in_those_who_voted():
    """Of 30 and 30, with 20 more of each that go on half the time."""
    going_on = GoingOn.of(VOTED)
    assert going_on == GoingOn(from_good=pytest.approx(0.2), from_bad=pytest.approx(0.8))
    went, stayed = (going_on.meaning(reaction(went_on=went_on)) for went_on in (True, False))
    assert (went.base, went.slope) == (pytest.approx(0.8), pytest.approx(-0.6))
    assert (stayed.base, stayed.slope) == (pytest.approx(0.2), pytest.approx(0.6))


def test_where_those_who_are_content_go_on_as_often_it_says_nothing():
    alike = [reaction(is_good=is_good, went_on=went_on) for is_good in (True, False) for went_on in (True, False)]
    assert GoingOn.of(alike).meaning(reaction(went_on=True)) is None
    assert GoingOn.of([]).meaning(reaction(went_on=True)) is None


def test_whether_somebody_went_on_is_not_guessed():
    assert GoingOn.of(VOTED).meaning(reaction()) is None


def test_nobody_counts_for_more_than_the_person_in_the_middle():
    reactions = [reaction(f"p{number}", is_good=True) for number in range(4) for _ in range(10)]
    reactions += [reaction("loud", is_good=True)] * 500 + [reaction("quiet", is_good=True)]
    weights = weights_of_people(reactions)
    assert (weights["p0"], weights["quiet"], 500 * weights["loud"]) == (1.0, 1.0, 10.0)
    assert weights_of_people([]) == {}
