import pytest

from index.learning.fit_weights import Scope, learn_weights
from index.learning.proposal import propose
from index.learning.reactions import Reaction
from index.learning.trust import with_trust
from tests.learning.worlds import SHIPPED, WORSE, World

TASTES = {
    "for one speaker": lambda quote, _: quote.speaker == "Bo",
    "for everything": lambda *_: True,
    "against everything": lambda *_: False,
    "against what is right": lambda quote, right: quote.id != right,
}


@pytest.fixture(scope="module")
def world():
    return World()


def loud(world, taste, accounts=10):
    """Return votes of ten accounts on every first quote that worse weights show."""
    reactions = []
    for text, own in world.candidates.items():
        quote = own.ranked(world.searcher, WORSE["rank"])[0].quote
        is_good = TASTES[taste](quote, world.right[text])
        reactions += [
            Reaction(question=text, person=f"loud {account}", quote_id=quote.id, is_good=is_good)
            for account in range(accounts)
        ]
    return reactions


@pytest.mark.parametrize("taste", TASTES)
def test_whoever_votes_by_taste_is_told_from_those_who_read(world, taste):
    _, trust = with_trust(world.lessons([*world.month(WORSE, asked=1500), *loud(world, taste)]), WORSE)
    read, by_taste = ([chance for name, chance in trust.items() if ("loud" in name) == is_loud] for is_loud in (0, 1))
    assert (len(read), len(by_taste)) == (20, 10)
    assert max(by_taste) < 0.5 < min(read)


@pytest.mark.parametrize("taste", TASTES)
def test_ten_loud_accounts_of_thirty_do_not_keep_it_from_learning(world, taste):
    lessons = world.lessons([*world.month(WORSE, asked=1500), *loud(world, taste)])
    learned = learn_weights(world.searcher, with_trust(lessons, WORSE)[0], WORSE, Scope(confidence=False))
    others = World(questions=1000, seed=1)
    assert others.first_right(learned, others) > others.first_right(SHIPPED, others) - 0.06


def test_what_is_not_trusted_says_nothing_and_the_rest_is_left(world):
    reactions = world.month(WORSE, asked=300)
    lessons = world.lessons([*reactions, *loud(world, "for one speaker")])
    trusted, trust = with_trust(lessons, WORSE)
    slopes = [abs(one.meaning.slope) for lesson in trusted for one in lesson.opinions if "loud" in one.person]
    assert max(slopes) < 0.1
    before, after = (
        [one for lesson in some for one in lesson.opinions if one.is_good is None] for some in (lessons, trusted)
    )
    assert before == after
    assert before
    assert propose(world.searcher, lessons, []).doubted == sum(chance < 0.5 for chance in trust.values()) == 10


def test_without_votes_nothing_changes(world):
    lessons = world.lessons([])
    assert with_trust(lessons, WORSE) == (lessons, {})
