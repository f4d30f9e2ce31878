from bot.domain.records import GivenHit
from bot.domain.signals import LearningAnswer, LearningSignal, LearningVote
from bot.domain.withheld import Withheld
from bot.studio.queue_items import Item, chat_items, in_order, of_question, reported_items


def hits(*scores: float, similar: tuple[float, ...] = ()) -> tuple[GivenHit, ...]:
    similar = similar or tuple(1.0 for _ in scores)
    return tuple(
        GivenHit(quote_id=f"q{place}", score=score, similarity=similarity, word_score=0.5)
        for place, (score, similarity) in enumerate(zip(scores, similar, strict=True))
    )


def vote(who: str, value: int, reason: str | None = None, quote_id: str = "q0") -> LearningVote:
    return LearningVote(who=who, quote_id=quote_id, position=0, value=value, reason=reason, voted_at=1.0)


def answer(question: str | None, who: str = "ana", outcome: str = "answer", **more) -> LearningAnswer:
    given = {"confidence": 0.9, "hits": hits(3.0, 1.0)} | more
    return LearningAnswer(
        answer_id=f"{question} {who}",
        who=who,
        platform="slack",
        asked_at=1.0,
        question_key=str(question),
        question=question,
        outcome=outcome,
        **given,
    )


def kinds(*answers: LearningAnswer) -> list[tuple[str, str]]:
    return [(item.question, item.kind) for item in in_order(chat_items(answers), {})]


def test_what_is_worth_most_comes_first():
    assert kinds(
        answer("fine"),
        *(answer("seen by nobody", who) for who in ("ana", "bo", "cy")),
        answer("by meaning another", hits=hits(3.0, 1.0, similar=(1.0, 2.0))),
        answer("close", hits=hits(1.0, 0.9)),
        answer("unsure", outcome="unsure", confidence=0.4),
        answer("nothing", outcome="nothing", hits=(), confidence=0.1),
        answer("bad", votes=(vote("bo", -1, "off_point"),)),
        answer(None, votes=(vote("bo", -1),)),
        answer("?!", outcome="nothing", hits=()),
    ) == [
        ("bad", "down"),
        ("nothing", "unanswered"),
        ("unsure", "margin"),
        ("close", "margin"),
        ("by meaning another", "views"),
        ("seen by nobody", "unopened"),
    ]


def test_a_vote_down_says_of_which_quote_by_how_many_and_why():
    asked = [
        answer("q", "ana", votes=(vote("bo", -1, "off_point"), vote("cy", -1, "link"), vote("di", 1, quote_id="q1"))),
        answer("q", "ed", votes=(vote("ed", -1, "off_point"),)),
    ]
    (item,) = chat_items(asked)
    assert (item.kind, item.quote_id, item.facts) == ("down", "q0", {"count": 3, "reason": "off_point"})


def test_votes_up_weigh_as_much_as_votes_down():
    assert kinds(answer("q", votes=(vote("bo", -1), vote("cy", 1)))) == []


def test_the_more_people_asked_in_vain_the_sooner():
    lone = answer("one", outcome="nothing", hits=())
    many = [answer("many", who, outcome="nothing", hits=()) for who in ("ana", "bo")]
    assert kinds(lone, *many) == [("many", "unanswered"), ("one", "unanswered")]


def test_what_somebody_looked_at_was_opened():
    looked = LearningSignal(who="ana", quote_id="q0", position=0, kind="context", given_at=1.0)
    assert kinds(answer("q"), answer("q", "bo"), answer("q", "cy", signals=(looked,))) == []


def test_one_question_waits_once_and_what_was_skipped_comes_last():
    own, corpus = of_question("own", "What is TEA"), of_question("corpus", "what is tea?")
    assert in_order([corpus, own], {}) == [own]
    other = of_question("corpus", "Why?")
    assert in_order([other, own], {own.key: 1}) == [other, own]
    assert in_order([other, own], {own.key: 1, other.key: 2}) == [own, other]


def withheld(quote_id: str, status: str, since: float, reports: int = 1) -> Withheld:
    return Withheld(
        quote_id=quote_id, source="bees", speaker="Mara", start=0, end=1, text="x", reason="words", since=since,
        status=status, reports=reports,
    )  # fmt: skip


def test_withheld_quotes_come_before_reported_ones_the_longest_withheld_first():
    quotes = [
        withheld("a", "reported", 1.0),
        withheld("b", "withheld", 3.0),
        withheld("c", "withheld", 2.0),
        withheld("d", "kept", 0.0),
        withheld("e", "released", 0.0, reports=0),
    ]
    assert [item.quote_id for item in in_order(reported_items(quotes, ()), {})] == ["c", "b", "a"]
    assert [item.quote_id for item in in_order(reported_items(quotes, {"d"}), {})] == ["d", "c", "b", "a"]
    assert isinstance(reported_items(quotes, ())[0], Item)
