import asyncio

from slack_peer import SlackPeer
from slack_sdk.web.async_client import AsyncWebClient


def with_peer(scenario):
    """Run a scenario with a peer and a client of its Web API."""

    async def run():
        async with SlackPeer() as peer:
            await scenario(peer, AsyncWebClient(token=peer.bot_token, base_url=peer.api_url))

    asyncio.run(run())


def test_a_message_is_recorded_and_stands_in_its_channel():
    async def scenario(peer, client):
        answer = await client.chat_postMessage(channel="C1", text="hello")
        [post] = peer.posts
        assert (post.kind, post.channel, post.text, post.ts) == ("post", "C1", "hello", answer["ts"])
        assert [message.text for message in peer.visible("C1", "U2")] == ["hello"]
        assert peer.violations == []

    with_peer(scenario)
