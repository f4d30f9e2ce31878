"""A local stand-in for Slack that behaves as Slack's public documents say, for tests and benchmarks.

    async with SlackPeer() as peer:
        ...  # point slack_bolt or slack_sdk at peer.api_url with peer.bot_token and peer.app_token
        await peer.slash("what makes a good life")
        [post] = await peer.wait_for(1)
        await peer.press(post, "quote:next")
        assert peer.violations == []

`people.py` says what people can do, `faults.py` and `sockets.py` what can go wrong, `records.py` what is kept,
`validator.py` which blocks Slack takes, `payloads.py` how everything looks on the wire.
"""

from .peer import SlackPeer as SlackPeer
from .records import Ack as Ack
from .records import Call as Call
from .records import Post as Post
from .records import Sent as Sent
from .validator import message_problems as message_problems
from .validator import view_problems as view_problems
from .workspace import Channel as Channel
from .workspace import Message as Message
from .workspace import User as User
