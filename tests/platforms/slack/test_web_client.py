import asyncio
import logging
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot.runtime.settings import Settings
from bot.slack.web_client import make_web_client, make_webhook_client, retry_after_seconds, retry_handlers

TOKEN = "xoxb-canary-of-the-bot"


class Slack:
    """Takes posts; the first of them meet `faults`, one each: a function of the request."""

    def __init__(self, *faults):
        self.faults = list(faults)
        self.calls = []
        self.posted = []

    async def answer(self, request):
        arguments = await request.json() if request.content_type == "application/json" else dict(await request.post())
        self.calls.append(request.headers.get("Authorization"))
        if self.faults and (reply := self.faults.pop(0)(self, request, arguments)) is not None:
            return reply
        self.posted.append(arguments["text"])
        return web.json_response({"ok": True, "ts": "1.2"})

    @asynccontextmanager
    async def serving(self, port=0):
        app = web.Application()
        app.router.add_post("/{path:.*}", self.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
        await runner.cleanup()


def too_many(*retry_after):
    def reply(slack, request, arguments):
        headers = [("Retry-After", value) for value in retry_after]
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    return reply


def posted_but_cut(slack, request, arguments):
    slack.posted.append(arguments["text"])
    request.transport.abort()
    return web.Response()


def half_a_reply(slack, request, arguments):
    slack.posted.append(arguments["text"])
    request.transport.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"ok"')
    request.transport.close()
    return web.Response()


def broken(slack, request, arguments):
    slack.posted.append(arguments["text"])
    return web.json_response({"ok": False, "error": "internal_error"}, status=503)


def post(url):
    client = make_web_client(Settings(slack_bot_token=TOKEN, slack_api_url=url))
    return client.chat_postMessage(channel="C1", text="hello")


def respond(url):
    return make_webhook_client(f"{url}actions/T1/2/canary", make_web_client(Settings())).send(text="hello")


def test_a_client_calls_with_the_token_at_the_address_of_the_settings():
    async def scenario():
        slack = Slack()
        async with slack.serving() as url:
            assert (await post(url))["ts"] == "1.2"
        assert (slack.posted, slack.calls) == (["hello"], [f"Bearer {TOKEN}"])

    asyncio.run(scenario())


@pytest.mark.parametrize("way", [post, respond])
def test_who_was_too_fast_posts_once_after_the_wait(way):
    async def posted_after(*retry_after):
        slack = Slack(too_many(*retry_after))
        async with slack.serving() as url:
            reply = await way(url)
        return reply.status_code, len(slack.calls), slack.posted

    async def scenario():
        waits = [["0"], ["1"], [], ["soon"], ["-3"], ["1e9"], ["9" * 5000]]
        replies = await asyncio.gather(*(posted_after(*values) for values in waits))
        assert replies == [(200, 2, ["hello"])] * len(waits)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *[(["0"], 0), (["1"], 1), (["30"], 30), (["60"], 60), (["61"], 60), (["86400"], 60)],
        *[([], 4), ([""], 4), (["soon"], 4), (["-3"], 4), (["1e9"], 4), (["9" * 5000], 4), (["٣"], 4), (["1.5"], 4)],
    ],
)
def test_the_wait_is_what_slack_says_within_bounds(header, seconds):
    assert retry_after_seconds(header, 2) == seconds


def test_the_wait_without_a_word_of_slack_stays_bounded():
    assert [retry_after_seconds([], attempt) for attempt in (0, 1, 3, 99)] == [1, 2, 8, 60]


def test_who_is_always_too_fast_hears_of_it_after_five_tries():
    async def scenario():
        slack = Slack(*[too_many("0")] * 9)
        async with slack.serving() as url:
            with pytest.raises(SlackApiError) as caught:
                await post(url)
        assert caught.value.response["error"] == "ratelimited"
        assert (len(slack.calls), slack.posted) == (5, [])

    asyncio.run(scenario())


@pytest.mark.parametrize("way", [post, respond])
@pytest.mark.parametrize(
    ("fault", "error"), [(posted_but_cut, aiohttp.ServerDisconnectedError), (half_a_reply, aiohttp.ClientPayloadError)]
)
def test_a_reply_that_is_lost_is_an_error_and_the_message_stands_once(way, fault, error):
    async def scenario():
        slack = Slack(fault)
        async with slack.serving() as url:
            with pytest.raises(error):
                await way(url)
        assert (slack.posted, len(slack.calls)) == (["hello"], 1)

    asyncio.run(scenario())


def test_an_error_of_slack_after_the_post_is_not_tried_again():
    async def scenario():
        slack = Slack(broken)
        async with slack.serving() as url:
            with pytest.raises(SlackApiError):
                await post(url)
        assert slack.posted == ["hello"]

    asyncio.run(scenario())


@pytest.mark.parametrize("way", [post, respond])
def test_a_refused_connection_is_tried_again_until_slack_is_up(way):
    async def scenario():
        async with Slack().serving() as url:
            port = int(url.split(":")[2].rstrip("/"))
        posting = asyncio.create_task(way(url))
        await asyncio.sleep(0.2)  # it is refused meanwhile
        slack = Slack()
        async with slack.serving(port):
            await posting
        assert slack.posted == ["hello"]

    asyncio.run(scenario())


def test_a_slack_that_stays_away_is_an_error_in_the_end():
    async def scenario():
        async with Slack().serving() as url:
            pass
        with pytest.raises(aiohttp.ClientConnectorError):
            await post(url)

    asyncio.run(scenario())


@pytest.mark.parametrize("is_up", [True, False])
def test_a_wait_that_fails_ends_the_call_at_once(is_up):
    waits = []

    async def fail(seconds):
        waits.append(seconds)
        raise LookupError("lost")

    async def scenario():
        slack = Slack(too_many("1"))
        async with slack.serving() as url:
            if is_up:
                await post_with(fail, url)
        if not is_up:
            await post_with(fail, url)

    async def post_with(sleep, url):
        client = make_web_client(Settings(slack_bot_token=TOKEN, slack_api_url=url))
        client.retry_handlers = retry_handlers(sleep)
        with pytest.raises(LookupError, match="lost"):
            await client.chat_postMessage(channel="C1", text="hello")

    asyncio.run(scenario())
    assert len(waits) == 1


def test_no_log_line_shows_a_token_an_address_or_what_was_posted(caplog):
    caplog.set_level(logging.DEBUG)

    async def scenario():
        slack = Slack(too_many("0"), posted_but_cut)
        async with slack.serving() as url:
            with pytest.raises(aiohttp.ServerDisconnectedError):
                await post(url)
            await respond(url)

    asyncio.run(scenario())
    assert [line for line in caplog.messages if "canary" in line or "hello" in line] == []
