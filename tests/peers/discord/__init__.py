"""A local stand-in for Discord that behaves as Discord's public documents say, for tests and benchmarks.

    async with DiscordPeer() as peer:
        ...  # point discord.py at peer.api_url (discord.http.Route.BASE) and start it with peer.token
        await peer.slash("quote", question="what makes a good life")
        [post] = await peer.wait_for(1)
        await peer.press(post, "quote:next")
        assert peer.violations == []

`people.py` says what people can do, `faults.py` and `gateway.py` what can go wrong, `records.py` what is kept,
`methods.py` and `interactions.py` what the bot can ask for, `forms.py` what Discord takes, `payloads.py` how
everything looks on the wire.
"""

from .peer import DiscordPeer as DiscordPeer
from .records import Beat as Beat
from .records import Call as Call
from .records import Post as Post
from .records import Response as Response
from .records import Sent as Sent
from .validator import command_problems as command_problems
from .validator import message_problems as message_problems
from .world import ADA as ADA
from .world import ANN as ANN
from .world import APP as APP
from .world import BEN as BEN
from .world import BOT as BOT
from .world import GENERAL as GENERAL
from .world import GUILD as GUILD
from .world import Channel as Channel
from .world import Guild as Guild
from .world import Message as Message
from .world import User as User
from .world import bot_role as bot_role
from .world import direct_channel as direct_channel
