"""What must not be shown is shown by no command and no button, old or new; the same walk sees it where it may be."""

import datetime
import time
from dataclasses import replace
from typing import get_args

import pytest

from bot.answers.restrictions import Audience, RulesInForce
from bot.daily.compose_post import Composer
from bot.domain.button_value import ButtonValue
from bot.domain.channel_post import Place
from bot.domain.command import Ask, Command, Daily, DailyVerb, Forget, Random, Show, Subject, Tell
from bot.domain.message import Buttons
from bot.domain.records import GivenAnswer, GivenHit
from bot.domain.rules import Rule, Scope
from bot.domain.schedule import Schedule, Slot
from bot.domain.schedule_wish import ScheduleWish
from bot.intake.button_verbs import VERBS
from bot.intake.commands import button_command
from bot.state import State
from index.build import build_index
from index.corpus.documents import read_documents
from index.errors import QuestionError, StorageError
from index.search.live_searcher import LiveSearcher
from index.search.restrictions import Restrictions
from tests.chat.conversation import Conversation
from tests.support.fakes import HashEmbedder, HereHome, write_corpus
from tests.support.request_builder import make_request
from tests.support.two_interviews import INTERVIEWS, PRICE

QUESTION = "How do you set the price of a jar?"
CANARY = "school teacher"
OF_BEES = (CANARY, "Mara Field", "玛拉", "Bees above the city", "Roof Review", "bicycle", "example.com/bees")
ACTOR = "operator ann"
# What stands behind the colon of a verb that has one; a new verb needs a line here, or in SIMPLE.
BEHIND = {
    "down:": "off_point",
    "ask:": "1",
    "ask:without:": "lang",
    "ask:in:": "en",
    "set:": "answers_first:private",
    "daily:": "pause:s1",
}
LAST = ("delete", "forget", "set:", "daily:", "down:")  # change what the others need
# Where the quote is seen if nothing restricts it.
SEEN_IN = {
    *("ask", "ask from", "ask source", "show", "random", "daily now", "daily preview", "compose", "compose again"),
    *(f"{verb} 1" for verb in ("context", "share")),
    *("next 0", "language 0", "like 0", "ask: 0", "ask:where 0", "ask:without: 0", "ask:in: 0"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with the two interviews, found by their words, which takes no model."""
    folder = tmp_path_factory.mktemp("walk")
    corpus = read_documents([write_corpus(folder / "seeds", INTERVIEWS)])
    build_index(corpus, HashEmbedder(), HereHome(folder / "data"))
    return folder / "data"


@pytest.fixture(scope="module")
def live(folder):
    """A searcher over them."""
    searcher = LiveSearcher(folder, HashEmbedder())
    yield searcher
    searcher.close()


class Walk:
    """Goes through everything that can be said and pressed in a channel, and keeps what each step brings."""

    def __init__(self, live: LiveSearcher, state: State, platform: str) -> None:
        self.talk = Conversation(live, state, platform)
        self.composer = Composer(live, state)
        self.place = Place(platform=platform, workspace="T1", channel="C1")
        with live.current(Restrictions()) as searcher:
            quotes = searcher.generation.quotes
        self.canary = next(quote for quote in quotes if quote.text == PRICE)
        self.other = next(quote for quote in quotes if "三万人" in quote.text)
        hits = tuple(_hit(quote) for quote in (self.other, self.canary))
        self.given = GivenAnswer(
            id="a1", platform=platform, workspace="T1", channel="C1", thread=None, user="U1", asked_at=1000.0,
            interface="en", outcome="answer", confidence=0.9, hits=hits, other_language=self.canary.id,
        )  # fmt: skip
        self.posted = replace(self.given, id="a2", hits=hits[1:], other_language=None)
        for given in (self.given, self.posted):
            work_id = state.accept(make_request(platform=platform, keys=(f"old {given.id}",)), "me", 1000.0, 60)
            assert state.begin_sending(work_id, "me", given)
        self.schedule = Schedule(
            id="s1", place=self.place, at=datetime.time(18), zone="UTC", interface="en", user="U1", made_at=time.time(),
            topic="what a jar costs",
        )  # fmt: skip
        state.add_schedule(self.schedule, Slot(time.time() + 3600, datetime.date(2030, 1, 1)))

    def seen(self) -> dict[str, str]:
        """Return all that each step shows."""
        steps = {name: self.command(command) for name, command in self.commands().items()}
        steps |= {name: self.offered(name) for name in ("speaker", "source")}
        steps["home"] = text_of(self.talk.service.home("en", self.place.platform, "T1", "U1"))
        steps["compose"] = self.composed(self.composer.compose(self.schedule, datetime.date(2025, 1, 1)))
        steps["compose again"] = self.composed(
            self.composer.compose_again(self.schedule, datetime.date(2025, 1, 1), "a2")
        )
        for verb in sorted(VERBS, key=LAST.__contains__):
            for position in (0, 1):
                steps[f"{verb} {position}"] = self.pressed(verb, position)
        return steps

    def commands(self) -> dict[str, Command]:
        """Return one command of each kind and more."""
        told = {f"tell {subject}": Tell(subject) for subject in get_args(Subject)}
        verbs = sorted(get_args(DailyVerb), key=("now", "preview").__contains__, reverse=True)
        wish = ScheduleWish(at=datetime.time(9), zone="UTC", topic="what a jar costs")
        return {
            "ask": Ask(question=QUESTION),
            "ask from": Ask(question="price of a jar", speakers=("Mara",)),
            "ask source": Ask(question="price of a jar", sources=("bees",)),
            "ask wrongly": Ask(question=QUESTION, speakers=("Nobody Known",)),
            "ask of what is not there": Ask(question=QUESTION, sources=("nowhere",)),
            "ask in no language": Ask(question=QUESTION, unknown=(("lang", "xx"),)),
            "ask on no day": Ask(question=QUESTION, unknown=(("after", "xx"),)),
            "ask nothing": Ask(question=""),
            "ask for what is not there": Ask(question="Who won the football match yesterday?"),
            "ask by alias": Ask(question="What does Mara say about a jar?"),
            "ask by role": Ask(question="What does the head of Vale Bees say about prices?"),
            "show": Show(self.canary.id[:8]),
            "random": Random("the price of a jar"),
            "random at all": Random(),
            **told,
            **{f"daily {verb}": Daily(verb, wish=wish) for verb in verbs if verb != "off"},
            "forget": Forget(),
        }  # fmt: skip

    def command(self, command: Command) -> str:
        text = command.question if isinstance(command, Ask) else ""
        return self.answer(command=command, text=text, kind="command")

    def pressed(self, verb: str, position: int) -> str:
        action = verb + BEHIND[verb] if verb.endswith(":") else verb
        button = ButtonValue(answer_id="a1", position=position, asker="ann", question=QUESTION)
        values = {"ask:": QUESTION, "ask:where": CANARY, "set:": "", "daily:": "", "forget": ""}
        value = values.get(verb, button.encode())
        return self.answer(
            kind="button", action=action, value=value, text=QUESTION if value else "", message="m1",
            command=button_command(action, value), message_is_private=True,
        )  # fmt: skip

    def answer(self, **fields) -> str:
        try:
            return text_of(self.talk.respond(**fields))
        except QuestionError as error:
            return str(error)

    def offered(self, option: str) -> str:
        where = Audience(platform=self.place.platform, workspace="T1", channel="C1")
        return repr(self.talk.service.offer(option, "", "en", where))

    def composed(self, composed) -> str:
        return text_of(composed.message) if composed else ""


def _hit(quote):
    return GivenHit(quote_id=quote.id, score=1.0, similarity=1.0, word_score=1.0, dense_rank=1)


def text_of(message) -> str:
    """Return all that a message shows or sends, addresses and what its buttons carry included."""
    buttons = [repr(part) for part in message.parts if isinstance(part, Buttons)]
    return "\n".join([message.text, repr(message.card), *buttons])


def withhold(walk, state):
    state.withhold(walk.canary, "wrong", ACTOR, 1000.0)


def forbid_word(walk, state):
    assert state.forbid("word", "Teacher", ACTOR, 1000.0)


def forbid_topic(walk, state):
    assert state.forbid("topic", "a school teacher", ACTOR, 1000.0)


def show_tea_alone(walk, state):
    state.set_sources(Scope(platform=walk.place.platform, workspace="T1"), ["tea"], ACTOR, 1000.0)


def test_each_command_and_each_button_is_walked():
    assert {type(command) for command in Walk.commands(_Any()).values()} == set(get_args(Command))
    assert {verb for verb in VERBS if verb.endswith(":")} == set(BEHIND)


class _Any:
    class canary:  # noqa: N801 - stands in for a quote
        id = "0" * 16


def test_the_walk_sees_a_quote_where_nothing_restricts_it(live, state, platform):
    seen = Walk(live, state, platform).seen()
    assert SEEN_IN - {name for name, text in seen.items() if CANARY in text} == set()
    assert [name for name in ("tell speakers", "home", "speaker") if "Mara" not in seen[name]] == []


@pytest.mark.parametrize(
    ("restrict", "hidden"),
    [(withhold, (CANARY,)), (forbid_word, (CANARY,)), (forbid_topic, (CANARY,)), (show_tea_alone, OF_BEES)],
)
def test_what_is_restricted_is_in_no_step_of_the_walk(live, state, platform, restrict, hidden):
    walk = Walk(live, state, platform)
    restrict(walk, state)
    seen = walk.seen()
    typed = {"ask:where 0", "ask:where 1"} if restrict is not forbid_word else set()
    assert [(name, word) for name, text in seen.items() for word in hidden if word in text and name not in typed] == []
    assert not walk.composer.holds(walk.place, walk.canary.id)


def test_other_places_and_the_workspace_as_a_whole(live, state):
    state.set_sources(Scope(platform="slack", workspace="T1"), ["tea"], ACTOR, 1.0)
    state.set_sources(Scope(platform="slack", workspace="T1", channel="C2"), None, ACTOR, 2.0)
    state.set_sources(Scope(platform="slack", channel="direct"), ["bees"], ACTOR, 3.0)
    state.set_sources(Scope(platform="discord", channel="700"), ["tea"], ACTOR, 4.0)
    rules = RulesInForce(state)

    def shown(platform, workspace, channel, parent=None):
        where = Audience(platform=platform, workspace=workspace, channel=channel, parent=parent)
        sources = rules.restrictions(where).sources
        return sources and sorted(sources)

    assert [shown("slack", "T1", channel) for channel in ("C1", "C2", "D1", "")] == [["tea"], None, ["tea"], ["tea"]]
    assert [shown("slack", "T2", channel) for channel in ("C1", "D1", "")] == [None, ["bees"], ["bees"]]
    assert [shown("discord", "7", "701", parent) for parent in ("700", None)] == [["tea"], None]
    assert rules.restrictions(None) == Restrictions()


@pytest.mark.parametrize(("question", "told"), [
    ("What would a teacher pay?", "The operator of this bot has left this subject out."),
    ("老师 teacher 会怎么看？", "这个机器人的运营者没有开放这个话题。"),
])  # fmt: skip
def test_a_question_with_a_forbidden_word_gets_one_private_line(live, state, platform, question, told):
    state.forbid("word", "teacher", ACTOR, 1.0)
    talk = Conversation(live, state, platform)
    message = talk.ask(question, kind="mention")
    assert (message.text, message.visibility, message.card, talk.given) == (told, "private", None, None)
    assert talk.ask("how do bees survive the winter").card is not None


class Unreadable:
    """A state that can be asked until it breaks."""

    def __init__(self):
        self.is_broken = True
        self.rule = Rule(kind="word", value="teacher", made_at=1.0)

    def withheld_now(self):
        if self.is_broken:
            raise StorageError("the database does not answer")
        return []

    def rules(self):
        return [self.rule]


def test_what_was_known_last_holds_while_the_state_cannot_be_read():
    state = Unreadable()
    rules = RulesInForce(state)
    with pytest.raises(StorageError):
        rules.restrictions(None)
    state.is_broken = False
    known = rules.restrictions(None)
    state.is_broken = True
    assert rules.restrictions(None) == known == Restrictions(forbidden_words=("teacher",))


class NotingJudge:
    """Notes what it is shown, and leaves it as it is."""

    def __init__(self):
        self.shown = []

    def judge(self, question, answer):
        self.shown += [hit.quote.text for hit in answer.hits]
        return answer


def test_no_judge_is_shown_what_is_withheld(folder, state):
    judge = NotingJudge()
    judged = LiveSearcher(folder, HashEmbedder(), judge)
    walk = Walk(judged, state, "slack")
    assert CANARY in walk.command(Ask(question=QUESTION))
    assert [text for text in judge.shown if CANARY in text] != []
    withhold(walk, state)
    judge.shown.clear()
    walk.seen()
    assert judge.shown != []
    assert [text for text in judge.shown if CANARY in text] == []
    judged.close()
