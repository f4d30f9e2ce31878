import asyncio
import socket
from contextlib import ExitStack

import pytest

from bot.domain.channel_post import Place, Posted
from bot.domain.message import Line, Message, QuoteBlock, Span, line
from bot.runtime.settings import Settings
from bot.slack.delivery import SlackDelivery
from bot.slack.web_client import make_web_client
from tests.peers.slack import Channel, SlackPeer
from tests.platforms.slack.slack_bot import text_of

INSIGHT = Message(
    parts=(
        line("Saturday, 22 November · today's insight", quiet=True),
        QuoteBlock("We *lose* money on tea <!channel>."),
        Line((Span("Read it in the article", link="https://example.com/bees"),)),
    ),
    visibility="public",
)
POST = "chat.postMessage"


@pytest.fixture
def post(state):
    """Post the insight in a channel of a peer that `prepare` makes different; return what came of it and the peer."""

    def run(prepare=lambda peer: None, channel="C1", timeout_seconds=None, address=None):
        async def scenario():
            async with SlackPeer() as peer:
                prepare(peer)
                client = make_web_client(
                    Settings(slack_bot_token=peer.bot_token, slack_api_url=address or peer.api_url)
                )
                client.timeout = timeout_seconds or client.timeout
                place = Place(platform="slack", workspace="T1", channel=channel)
                return await SlackDelivery(client, state).post(place, INSIGHT, "s1:2026-11-22"), peer

        return asyncio.run(scenario())

    return run


def test_an_insight_is_an_ordinary_message_of_the_channel_that_unfurls_nothing(post):
    posted, peer = post()
    [message] = peer.posts
    assert posted == Posted(outcome="sent", message=message.ts)
    assert (message.kind, message.channel, message.thread_ts) == ("post", "C1", None)
    assert text_of(message).startswith("Saturday, 22 November · today's insight")
    assert [block["type"] for block in message.blocks] == ["context", "rich_text"]
    assert (message.arguments["unfurl_links"], message.arguments["unfurl_media"]) == (False, False)
    assert "<!channel>" not in message.text
    assert peer.violations == []


@pytest.mark.parametrize("reason", ["internal_error", "fatal_error", "service_unavailable", "request_timeout"])
@pytest.mark.parametrize("status", [200, 503])
def test_what_slack_may_have_done_is_not_done_again(post, reason, status):
    posted, peer = post(lambda peer: peer.fail(POST, reason, status=status))
    assert (posted, len(peer.calls)) == (Posted(outcome="ambiguous", reason=reason), 1)


@pytest.mark.parametrize(
    ("fault", "reason", "posts"),
    [("drop_request", "ServerDisconnectedError", 0), ("lose_reply", "ServerDisconnectedError", 1)],
)
def test_a_connection_that_breaks_leaves_it_open_whether_it_was_posted(post, fault, reason, posts):
    posted, peer = post(lambda peer: getattr(peer, fault)(POST))
    assert (posted, len(peer.posts), len(peer.calls)) == (Posted(outcome="ambiguous", reason=reason), posts, 1)


def test_an_answer_that_comes_too_late_leaves_it_open_whether_it_was_posted(post):
    posted, peer = post(lambda peer: peer.delay(POST, 2), timeout_seconds=0.4)
    assert (posted, len(peer.posts)) == (Posted(outcome="ambiguous", reason="TimeoutError"), 1)


@pytest.mark.parametrize(
    ("status", "posted"),
    [
        (200, Posted(outcome="ambiguous", reason="HTTP 200")),
        (502, Posted(outcome="ambiguous", reason="HTTP 502")),
        (403, Posted(outcome="failed", reason="HTTP 403")),
    ],
)
def test_a_page_of_something_on_the_way_says_nothing_about_the_channel(post, status, posted):
    assert post(lambda peer: peer.fail(POST, status=status, body="<h1>proxy</h1>"))[0] == posted


def test_where_nobody_listens_nothing_is_posted(post):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    posted, peer = post(address=f"http://127.0.0.1:{port}/api/")
    assert (posted.outcome, posted.reason, peer.calls) == ("failed", "ClientConnectorError", [])


def test_a_connection_that_does_not_come_about_in_time_posts_nothing(post):
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(2):  # the queue is full: further connections hang
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        address = f"http://127.0.0.1:{server.getsockname()[1]}/api/"
        posted, _ = post(address=address, timeout_seconds=1)
    assert posted == Posted(outcome="failed", reason="ConnectionTimeoutError")


@pytest.mark.parametrize("retry_after", [1, None, "soon"])
def test_too_many_at_once_is_waited_for(post, retry_after):
    posted, peer = post(lambda peer: peer.fail(POST, "ratelimited", status=429, retry_after=retry_after))
    assert (posted.outcome, [call.outcome for call in peer.calls]) == ("sent", ["ratelimited", "ok"])


def test_too_many_at_once_for_too_long_is_left_for_later(post):
    posted, peer = post(lambda peer: peer.fail(POST, "ratelimited", status=429, retry_after=0, times=None))
    assert (posted, len(peer.calls)) == (Posted(outcome="failed", reason="ratelimited"), 5)
    assert peer.posts == []


def test_after_a_wait_a_lost_reply_still_leaves_it_open(post):
    def prepare(peer):
        peer.fail(POST, "ratelimited", status=429, retry_after=0)
        peer.lose_reply(POST)

    posted, peer = post(prepare)
    assert (posted.outcome, len(peer.posts), len(peer.calls)) == ("ambiguous", 1, 2)


@pytest.mark.parametrize(
    "reason",
    ["invalid_auth", "token_revoked", "account_inactive", "not_authed", "token_expired", "missing_scope"],
)
def test_a_token_that_is_refused_is_no_fault_of_the_channel(post, reason):
    posted, _ = post(lambda peer: peer.fail(POST, reason))
    assert posted == Posted(outcome="failed", reason=reason)


@pytest.mark.parametrize("reason", ["is_archived", "restricted_action", "channel_not_found", "not_in_channel"])
def test_a_channel_that_is_shut_refuses_and_leaves_the_noting_to_others(post, state, reason):
    posted, peer = post(lambda peer: peer.fail(POST, reason))
    assert (posted, len(peer.calls)) == (Posted(outcome="refused", reason=reason), 1)
    assert state.refused() == []


def test_a_channel_without_the_bot_refuses(post):
    posted, _ = post(lambda peer: peer.add(Channel(id="C7", has_bot=False)), channel="C7")
    assert posted == Posted(outcome="refused", reason="not_in_channel")


@pytest.mark.parametrize("reason", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long"])
def test_what_is_too_rich_for_slack_is_posted_as_plain_text(post, reason):
    posted, peer = post(lambda peer: peer.fail(POST, reason))
    [message] = peer.posts
    assert (posted, message.blocks) == (Posted(outcome="sent", message=message.ts), [])
    assert "We *lose* money on tea &lt;!channel&gt;." in message.text


def test_what_is_too_rich_even_as_plain_text_is_refused(post):
    posted, peer = post(lambda peer: peer.fail(POST, "invalid_blocks", times=2))
    assert (posted, len(peer.calls)) == (Posted(outcome="refused", reason="invalid_blocks"), 2)
