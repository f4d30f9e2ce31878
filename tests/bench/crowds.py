"""The people of `python -m tests.bench`: they ask with /quote, in Slack and in Discord, and watch what comes back."""

import asyncio
import itertools
import json
import time

from bot.discord.markdown import unescaped
from tests.bench.outcomes import Question, Reply, is_final
from tests.peers import discord as discord_peer
from tests.peers import slack as slack_peer
from tests.support.paths import ROOT

PEOPLE = 90  # on each platform; one of them may ask 30 at once, then one every two seconds
PATIENCE_SECONDS = 90.0  # the bot gives a question up after 60
_LOOK_SECONDS = 0.005
_QUIET_SECONDS = 2.0
# Short, since the time to embed a question grows with its length.
_FORMS = {
    "en": "/So /And /Well /Now /Please /OK /Hi /Hey /Hello /But /Also /Then /Again /Hmm /Um /Oh /Yes /Right /Say ",
    "zh": "/请问/那/话说/嗯/你说/好/喂/哎/你好/但是/还有/那么/再问/呃/啊/哦/对/所以/说说",
}
_FORM_COUNT = 20


def questions():
    """Return those of the training set, then the same in other words before them: all distinct."""
    lines = (ROOT / "tests" / "eval" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    known = [json.loads(line) for line in lines]
    return [
        _FORMS[labelled["lang"]].split("/")[number] + labelled["query"]
        for number in range(_FORM_COUNT)
        for labelled in known
    ]


class Crowd:
    """People of one platform who ask all kinds of things, each question in another's turn.

    `texts` is an iterator, so that crowds can share one and none asks what another does.
    """

    platform: str

    def __init__(self, peer, texts, people):
        self.peer = peer
        self._texts = texts
        self._people = itertools.cycle([person.id for person in people])
        for person in people:
            peer.add(person)
        self._asked = {}
        self._read_count = 0
        self._to_none = []

    async def ask(self):
        text, at = next(self._texts), time.time()
        sent = await self._send(text, next(self._people))
        question = Question(platform=self.platform, text=text, at=at, deliveries=[sent])
        self._asked[self._address(sent)] = question
        return question

    async def are_answered(self, questions):
        """Wait until all have an answer, or so long that none can come any more."""
        waiting, until = set(questions), time.monotonic() + PATIENCE_SECONDS
        while waiting and time.monotonic() < until:
            await asyncio.sleep(_LOOK_SECONDS)
            self.read()
            waiting.difference_update([question for question in waiting if any(map(is_final, question.said))])

    async def settle(self):
        """Wait a moment for answers too many."""
        await asyncio.sleep(_QUIET_SECONDS)
        self.read()

    @property
    def elsewhere(self):
        """How much the bot said to none of their questions."""
        return len(self._to_none)

    def read(self):
        """Put what was posted since the last time with its question."""
        posts, self._to_none = [*self._to_none, *self.peer.posts[self._read_count :]], []
        self._read_count = len(self.peer.posts)
        for post in posts:
            if question := self._asked.get(self._origin(post)):
                question.said.append(self._said(post))
            else:
                self._to_none.append(post)


class SlackCrowd(Crowd):
    platform = "Slack"

    def __init__(self, peer, texts):
        people = [slack_peer.User(id=f"U1{number:03}", name=f"person{number}") for number in range(PEOPLE)]
        super().__init__(peer, texts, people)

    def acks_of(self, sent):
        """Return how long the acknowledgements of one delivery took."""
        return [ack.seconds for ack in self.peer.acks.get(sent.envelope_id, ())]

    async def redeliver(self, questions):
        """Deliver again what is not acknowledged, as Slack does: mostly what a connection took with it."""
        for question in list(questions):
            if not any(map(self.acks_of, question.deliveries)):
                question.deliveries.append(await self.peer.redeliver(question.deliveries[-1]))

    async def _send(self, text, user):
        return await self.peer.slash(text, user=user)

    def _address(self, sent):
        return sent.response_url

    def _origin(self, post):
        return post.response_url

    def _said(self, post):
        return Reply(at=float(post.ts), text=post.text, is_public=post.response_type == "in_channel")


class DiscordCrowd(Crowd):
    platform = "Discord"

    def __init__(self, peer, texts):
        people = [discord_peer.User(id=f"1{number:03}", name=f"person{number}") for number in range(PEOPLE)]
        super().__init__(peer, texts, people)

    def acks_of(self, sent):
        """Return how long the first response to an interaction took; Discord takes no second."""
        return [self.peer.responses[sent.id].seconds] if sent.id in self.peer.responses else []

    async def _send(self, text, user):
        return await self.peer.slash("quote", question=text, user=user)

    def _address(self, sent):
        return sent.id

    def _origin(self, post):
        return post.interaction

    def _said(self, post):
        shown = [post.content, *(embed.get("description", "") for embed in post.embeds)]
        return Reply(at=post.at, text=unescaped("\n".join(shown)), is_public=post.user is None)
