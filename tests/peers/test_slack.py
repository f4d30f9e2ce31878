import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.peers.slack import Channel, SlackPeer

BUTTON = {"type": "button", "action_id": "quote:next", "value": "q1", "text": {"type": "plain_text", "text": "Next"}}
ACTIONS = {"type": "actions", "block_id": "buttons", "elements": [BUTTON]}


def in_slack(scenario):
    """Run a scenario with a peer and a client of its Web API."""

    async def run():
        async with SlackPeer() as peer:
            await scenario(peer, client_of(peer))

    asyncio.run(run())


def client_of(peer, token=None):
    return AsyncWebClient(token=token or peer.bot_token, base_url=peer.api_url, retry_handlers=[])


async def error_of(call):
    """Return what Slack answers to a call that it refuses."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


def rich_text(*texts):
    elements = [{"type": "text", "text": text} for text in texts]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": elements}]}


def test_a_message_is_recorded_and_stands_in_its_channel():
    async def scenario(peer, client):
        answer = await client.chat_postMessage(channel="C1", text="hello", blocks=[ACTIONS])
        [post] = peer.posts
        assert (post.kind, post.channel, post.text, post.blocks) == ("post", "C1", "hello", [ACTIONS])
        assert post.ts == answer["ts"]
        assert [message.text for message in peer.visible("C1", "U2")] == ["hello"]
        assert [(call.method, call.outcome) for call in peer.calls] == [("chat.postMessage", "ok")]

    in_slack(scenario)


def test_messages_are_changed_deleted_and_linked_to():
    async def scenario(peer, client):
        first = (await client.chat_postMessage(channel="C1", text="one", blocks=[ACTIONS]))["ts"]
        reply = (await client.chat_postMessage(channel="C1", text="two", thread_ts=first))["ts"]
        await client.chat_update(channel="C1", ts=first, text="three")
        [changed], [replied] = peer.visible("C1", "U1"), peer.visible("C1", "U1", thread=first)
        assert (changed.text, changed.blocks, replied.text) == ("three", (), "two")
        link = (await client.chat_getPermalink(channel="C1", message_ts=reply))["permalink"]
        page = f"https://example.slack.com/archives/C1/p{reply.replace('.', '')}"
        assert link == f"{page}?thread_ts={first}&cid=C1"
        await client.chat_delete(channel="C1", ts=first)
        assert peer.visible("C1", "U1") == []
        assert await error_of(client.chat_update(channel="C1", ts=first, text="x")) == "message_not_found"
        assert [post.kind for post in peer.posts] == ["post", "post", "update", "delete"]

    in_slack(scenario)


def test_an_ephemeral_message_is_for_one_person_and_cannot_be_updated():
    async def scenario(peer, client):
        ts = (await client.chat_postEphemeral(channel="C1", user="U1", text="psst"))["message_ts"]
        assert ([message.text for message in peer.visible("C1", "U1")], peer.visible("C1", "U2")) == (["psst"], [])
        assert await error_of(client.chat_update(channel="C1", ts=ts, text="x")) == "message_not_found"
        stranger = client.chat_postEphemeral(channel="D1", user="U2", text="psst")
        assert await error_of(stranger) == "user_not_in_channel"

    in_slack(scenario)


def test_channels_that_cannot_be_written_to_say_why():
    async def scenario(peer, client):
        peer.add(Channel(id="C2", has_bot=False))
        peer.add(Channel(id="C3", is_archived=True))
        peer.add(Channel(id="C4", has_bot=False, is_private=True))
        errors = [await error_of(client.chat_postMessage(channel=f"C{number}", text="x")) for number in (2, 3, 4, 5)]
        assert errors == ["not_in_channel", "is_archived", "channel_not_found", "channel_not_found"]
        assert (await client.chat_postMessage(channel="U1", text="x"))["channel"] == "D1"

    in_slack(scenario)


def test_tokens_and_scopes_are_checked():
    async def scenario(peer, client):
        answer = await client.auth_test()
        assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T1", "U0BOT", "B0BOT")
        assert answer.headers["x-oauth-scopes"] == ",".join(peer.scopes)
        assert await error_of(client_of(peer, "xoxb-other").auth_test()) == "invalid_auth"
        assert await error_of(AsyncWebClient(base_url=peer.api_url).auth_test()) == "not_authed"
        assert await error_of(client.apps_connections_open(app_token=peer.bot_token)) == "not_allowed_token_type"
        assert await error_of(client.api_call("quotes.find")) == "unknown_method"
        assert (await client.users_info(user="U9"))["user"]["is_admin"] is True
        peer.scopes = ["chat:write"]
        assert await error_of(client.users_info(user="U9")) == "missing_scope"

    in_slack(scenario)


def test_messages_over_a_limit_are_refused_and_remembered():
    async def scenario(peer, client):
        await client.chat_postMessage(channel="C1", text="t" * 40_000)
        refused = [
            {"text": "t" * 40_001},
            {},
            {"blocks": [rich_text(*["q" * 3000] * 4, "!")]},
            {"blocks": [{"type": "poem"}]},
        ]
        calls = [client.api_call("chat.postMessage", json={"channel": "C1"} | arguments) for arguments in refused]
        errors = [await error_of(call) for call in calls]
        assert errors == ["msg_too_long", "no_text", "msg_blocks_too_long", "invalid_blocks"]
        assert peer.violations == [
            "chat.postMessage: msg_too_long",
            "chat.postMessage: no_text",
            "chat.postMessage: msg_blocks_too_long",
            "chat.postMessage: invalid_blocks; [ERROR] unsupported type: poem [json-pointer:/blocks/0]",
        ]
        assert len(peer.posts) == 1

    in_slack(scenario)


def test_a_slash_command_is_answered_through_its_response_url():
    async def scenario(peer, _):
        sent = await peer.slash("what is luck")
        assert (sent.payload["command"], sent.payload["text"]) == ("/quote", "what is luck")
        assert peer.undelivered == [sent]
        answer = AsyncWebhookClient(sent.response_url)
        assert (await answer.send(text="only you", blocks=[ACTIONS])).status_code == 200
        await answer.send(text="all", response_type="in_channel")
        await answer.send_dict({"text": "a reply", "response_type": "in_channel", "thread_ts": "1.000000"})
        seen = [[message.text for message in peer.visible("C1", user)] for user in ("U1", "U2")]
        assert seen == [["only you", "all"], ["all"]]
        assert [message.text for message in peer.visible("C1", "U2", thread="1.000000")] == ["a reply"]
        posts = [(post.kind, post.user, post.response_type) for post in peer.posts]
        everyone = ("response", None, "in_channel")
        assert posts == [("response", "U1", "ephemeral"), everyone, everyone]

    in_slack(scenario)


def test_a_response_url_is_good_for_five_answers():
    async def scenario(peer, _):
        sent = await peer.slash("what is luck")
        answers = [await AsyncWebhookClient(sent.response_url).send(text=f"{number}") for number in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [404]
        assert answers[5].body == '{"ok": false, "error": "used_url"}'
        assert len(peer.posts) == 5

    in_slack(scenario)


def test_a_response_url_is_good_for_thirty_minutes():
    async def scenario(peer, _):
        answer = AsyncWebhookClient((await peer.slash("what is luck")).response_url)
        peer.age(29 * 60)
        assert (await answer.send(text="in time")).status_code == 200
        peer.age(61)
        late = await answer.send(text="too late")
        assert (late.status_code, late.body) == (404, '{"ok": false, "error": "expired_url"}')

    in_slack(scenario)


def test_a_pressed_button_can_replace_and_delete_its_message():
    async def scenario(peer, client):
        await client.chat_postEphemeral(channel="C1", user="U1", text="one", blocks=[ACTIONS])
        sent = await peer.press(peer.posts[0], "quote:next")
        assert sent.payload["container"]["is_ephemeral"] is True
        answer = AsyncWebhookClient(sent.response_url)
        await answer.send(text="two", replace_original=True)
        assert [(message.text, message.blocks) for message in peer.visible("C1", "U1")] == [("two", ())]
        await answer.send_dict({"delete_original": True})
        assert peer.visible("C1", "U1") == []
        with pytest.raises(LookupError, match="is not there any more"):
            await peer.press(peer.posts[0], "quote:next")

    in_slack(scenario)


def test_a_call_can_fail_in_many_ways_and_then_works_again():
    async def scenario(peer, client):
        peer.fail("chat.postMessage", "ratelimited", status=429, retry_after=30)
        peer.fail("chat.postMessage", status=503, body="<h1>down</h1>")
        for status in (429, 503):
            with pytest.raises(SlackApiError) as caught:
                await client.chat_postMessage(channel="C1", text="x")
            assert caught.value.response.status_code == status
            assert caught.value.response.headers.get("Retry-After") == ("30" if status == 429 else None)
        await client.chat_postMessage(channel="C1", text="x")
        assert [call.outcome for call in peer.called("chat.postMessage")] == ["ratelimited", "internal_error", "ok"]
        assert len(peer.posts) == 1

    in_slack(scenario)


def test_a_lost_reply_has_posted_and_a_dropped_request_has_not():
    async def scenario(peer, client):
        peer.drop_request("chat.postMessage")
        peer.lose_reply("chat.postMessage")
        for text in ("dropped", "lost"):
            with pytest.raises(aiohttp.ServerDisconnectedError):
                await client.chat_postMessage(channel="C1", text=text)
        assert [post.text for post in peer.posts] == ["lost"]
        assert [call.outcome for call in peer.calls] == ["request dropped", "reply lost"]

    in_slack(scenario)


def test_a_late_reply_has_posted():
    async def scenario(peer, client):
        peer.delay("chat.postMessage", 60)
        client.timeout = 0.2
        with pytest.raises(TimeoutError):
            await client.chat_postMessage(channel="C1", text="late")
        assert [post.text for post in peer.posts] == ["late"]

    in_slack(scenario)


def test_waiting_in_vain_says_what_there_is():
    async def scenario(peer, client):
        await client.chat_postMessage(channel="C1", text="hello")
        with pytest.raises(TimeoutError, match="text='hello'"):
            await peer.wait_for(2, timeout_seconds=0.01)

    in_slack(scenario)
