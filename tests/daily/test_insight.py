import pytest

from bot.daily.insight import LEAST_SCORE, Insight, Reason, insight, with_votes
from tests.support.fakes import make_quote


def reasons_of(text, language="en", **fields):
    return [(reason.what, reason.worth) for reason in insight(make_quote(text, language=language, **fields)).reasons]


def test_the_score_is_the_sum_of_the_reasons():
    assert Insight((Reason("is brief", 1.0), Reason("asks", -1.5))).score == -0.5
    assert Insight(()).score == 0


def test_an_insight_tells_everything_that_speaks_for_it():
    assert reasons_of("People never buy the best boiler, but the one that their neighbours already have.") == [
        ("is brief", 1.0),
        ("makes a claim", 1.5),
        ("turns against what one expects", 1.5),
        ("is true beyond the speaker", 1.0),
    ]
    assert reasons_of("先把一家店做到赚钱再开第二家，因为快不是本事，活下来才是本事。", "zh") == [
        ("is brief", 1.0),
        ("makes a claim", 1.5),
        ("gives advice", 1.5),
        ("gives a reason or a condition", 1.0),
        ("turns against what one expects", 1.5),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You should insulate the roof before you buy a heat pump, because warm air rises.", "en"),
        ("A heat pump in an old house needs half the power that its owner expects, even though walls leak.", "en"),
        ("如果客户不愿意为产品付一百块钱，你就不要再做下去。", "zh"),
        ("大多数公司不是死于竞争，而是死于自己一次做了太多的事情。", "zh"),
    ],
)
def test_what_says_something_and_stands_alone_is_worth_showing(text, language):
    assert insight(make_quote(text, language=language)).score >= LEAST_SCORE


@pytest.mark.parametrize(
    ("text", "language", "what"),
    [
        ("But you should never buy a boiler, because people regret it for twenty years.", "en", "leans"),
        ("That is why you should never buy the best boiler of the whole catalogue.", "en", "leans"),
        ("which is why you should never buy the best boiler of the whole catalogue.", "en", "leans"),
        ("Yeah, you should never buy the best boiler of the whole catalogue.", "en", "leans"),
        ("所以你不要一开始就买最贵的锅炉，因为大多数人都会后悔的。", "zh", "leans"),
        ("这就是为什么你不要一开始就买最贵的锅炉，大多数人都会后悔。", "zh", "leans"),
        ("第一，你不要一开始就买最贵的锅炉，因为大多数人都会后悔的。", "zh", "leans"),
        ("I told them to never buy the best boiler of the whole catalogue.", "en", "speaks of what it does not name"),
        ("我们一直告诉他不要一开始就买最贵的锅炉，大多数人都会后悔的。", "zh", "speaks of what it does not name"),
        ("你不要一开始就买最贵的锅炉，因为大多数人对那个价格都会后悔。", "zh", "points to somebody or something"),
        ("Thank you, people always say that this podcast is the best one.", "en", "is about the conversation"),
        ("感谢你的问题，大多数公司从来都不这样问，因为没有人敢开口。", "zh", "is about the conversation"),
        ("You know, companies should never buy the best boiler there is.", "en", "is loosely spoken"),
        ("你知道，大多数公司从来都不会买最贵的锅炉，因为没有人需要。", "zh", "is loosely spoken"),
        ("People should know that there are two things about boilers.", "en", "announces more than it says"),
        ("我认为大多数公司失败都有三个原因，创业的人必须知道这些原因。", "zh", "announces more than it says"),
        ("I was in the cellar when the boiler of the whole street broke.", "en", "tells what happened one day"),
        ("当时我们在地下室里，整条街的锅炉一下子都坏了，没有人知道。", "zh", "tells what happened one day"),
        ("Maybe people will never buy the best boiler in the catalogue.", "en", "is unsure of itself"),
        ("What if you never buy a boiler? People do well without one.", "en", "asks"),
        ("What would you do if nobody in the whole street had a boiler?", "en", "is a question"),
        ("People never buy the best boiler that there is in the catalogue,", "en", "breaks off"),
        ("Never buy the best boiler.", "en", "is too short or too long"),
        ("Never buy the best boiler, because people regret it." * 6, "en", "is too short or too long"),
    ],
)
def test_what_speaks_against_a_quote_is_told_and_costs(text, language, what):
    against = [name for name, worth in reasons_of(text, language) if worth < 0 and name.startswith(what)]
    assert len(against) == 1


GOOD = "You should insulate the roof before you buy a heat pump, because warm air rises."


@pytest.mark.parametrize("fields", [{"role": "host"}, {"attribution": "inferred"}])
def test_a_hosts_words_and_words_that_may_be_somebody_elses_are_not_worth_showing(fields):
    assert insight(make_quote(GOOD)).score == 4.5
    assert insight(make_quote(GOOD, **fields)).score == -1.5


def test_a_curated_attribution_is_as_good_as_a_printed_one():
    assert insight(make_quote(GOOD, attribution="curated")) == insight(make_quote(GOOD))


@pytest.mark.parametrize(("votes", "worth"), [((1, 0), 0.5), ((1, 2), -0.5), ((9, 1), 2.0), ((0, 30), -6.0)])
def test_votes_count_up_to_a_point(votes, worth):
    voted = with_votes(insight(make_quote(GOOD)), *votes)
    assert voted.score == 4.5 + worth
    assert voted.reasons[-1] == Reason("is voted good" if worth > 0 else "is voted bad", worth)


def test_as_many_votes_for_as_against_say_nothing():
    assert with_votes(insight(make_quote(GOOD)), 3, 3) == insight(make_quote(GOOD))


def test_what_editors_set_in_bold_counts():
    plain, bold = insight(make_quote(GOOD)), insight(make_quote(GOOD, is_emphasized=True))
    assert bold.score == plain.score + 1.0
    assert Reason("is set in bold by its editors", 1.0) in bold.reasons
