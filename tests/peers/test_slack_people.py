import asyncio
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.peers.slack import SlackPeer

OPTIONS = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("public", "private")]
SELECT = {"type": "static_select", "action_id": "answers", "options": OPTIONS, "initial_option": OPTIONS[0]}
NAME = {"type": "plain_text_input", "action_id": "name"}


def plain(text):
    return {"type": "plain_text", "text": text}


def field(block_id, element):
    return {"type": "input", "block_id": block_id, "label": plain("Field"), "element": element}


def button(action_id, value):
    return {"type": "button", "action_id": action_id, "value": value, "text": plain("Press")}


def in_slack(scenario):
    async def run():
        async with SlackPeer() as peer:
            await scenario(peer, AsyncWebClient(token=peer.bot_token, base_url=peer.api_url, retry_handlers=[]))

    asyncio.run(run())


@asynccontextmanager
async def listening(app, client, peer, *, is_over_http):
    """Let a Bolt app take what people do in the peer."""
    if is_over_http:
        server = web.AppRunner(app.web_app("/slack/events"))
        await server.setup()
        await web.TCPSite(server, "127.0.0.1", 0).start()
        peer.events_url = f"http://127.0.0.1:{server.addresses[0][1]}/slack/events"
        yield
        await server.cleanup()
    else:
        handler = AsyncSocketModeHandler(app, peer.app_token, web_client=client)
        await handler.connect_async()
        yield
        await handler.close_async()


async def error_of(call):
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


def test_a_button_is_pressed_with_what_it_carries():
    async def scenario(peer, client):
        rows = [{"type": "actions", "elements": [button("quote:share", value)]} for value in ("q1", "q2")]
        first = await client.chat_postMessage(channel="C1", text="two", blocks=rows, thread_ts="1.000000")
        sent = await peer.press(peer.posts[0], "quote:share", user="U2", value="q2")
        [action] = sent.payload["actions"]
        [_, row] = sent.payload["message"]["blocks"]
        assert action == button("quote:share", "q2") | {
            "block_id": row["block_id"],
            "action_ts": action["action_ts"],
        }
        assert sent.payload["user"]["id"] == "U2"
        assert sent.payload["container"] == {
            "type": "message", "message_ts": first["ts"], "channel_id": "C1", "is_ephemeral": False,
            "thread_ts": "1.000000",
        }  # fmt: skip
        with pytest.raises(LookupError, match="no 'quote:next'"):
            await peer.press(peer.posts[0], "quote:next")

    in_slack(scenario)


def test_an_option_is_chosen_from_a_menu():
    async def scenario(peer, client):
        await client.chat_postMessage(channel="C1", text="menu", blocks=[{"type": "actions", "elements": [SELECT]}])
        [action] = (await peer.press(peer.posts[0], "answers", value="private")).payload["actions"]
        assert (action["type"], action["selected_option"]) == ("static_select", OPTIONS[1])

    in_slack(scenario)


def test_a_modal_is_opened_once_within_three_seconds_and_sent_off():
    async def scenario(peer, client):
        modal = {
            "type": "modal", "callback_id": "settings", "title": plain("Settings"), "submit": plain("Save"),
            "blocks": [field("who", NAME), field("how", SELECT)],
        }  # fmt: skip
        trigger_id = (await peer.slash("settings", user="U2")).trigger_id
        await client.views_open(trigger_id=trigger_id, view=modal)
        assert await error_of(client.views_open(trigger_id=trigger_id, view=modal)) == "exchanged_trigger_id"
        [post] = peer.posts
        assert (post.kind, post.user, post.text) == ("view", "U2", "Settings")
        sent = await peer.submit_view(post, {"name": "Ann"}, user="U2")
        assert sent.payload["view"]["callback_id"] == "settings"
        assert sent.payload["view"]["state"]["values"] == {
            "who": {"name": {"type": "plain_text_input", "value": "Ann"}},
            "how": {"answers": {"type": "static_select", "selected_option": OPTIONS[0]}},
        }
        late = (await peer.slash("settings")).trigger_id
        peer.age(3.5)
        assert await error_of(client.views_open(trigger_id=late, view=modal)) == "expired_trigger_id"

    in_slack(scenario)


def test_a_modal_with_something_missing_cannot_be_sent_off():
    async def scenario(peer, client):
        days = {"type": "checkboxes", "action_id": "days", "options": OPTIONS, "initial_options": OPTIONS}
        fields = [field("who", NAME) | {"optional": True}, field("days", days)]
        modal = {"type": "modal", "title": plain("Settings"), "submit": plain("Save"), "blocks": fields}
        await client.views_open(trigger_id=(await peer.slash("settings")).trigger_id, view=modal)
        with pytest.raises(ValueError, match="'days' has to be filled in"):
            await peer.submit_view(peer.posts[0], {"days": []})
        sent = await peer.submit_view(peer.posts[0], {"days": ["private"]})
        assert sent.payload["view"]["state"]["values"] == {
            "who": {"name": {"type": "plain_text_input", "value": None}},
            "days": {"days": {"type": "checkboxes", "selected_options": [OPTIONS[1]]}},
        }

    in_slack(scenario)


@pytest.mark.parametrize("is_over_http", [False, True])
def test_a_menu_offers_what_the_bot_has_for_what_is_typed(is_over_http):
    async def scenario(peer, client):
        app, heard = AsyncApp(client=client, signing_secret=peer.signing_secret), []

        @app.options("zone")
        async def offer(ack, body):
            heard.append(body)
            await ack(options=[option for option in OPTIONS if option["value"].startswith(body["value"])])

        menus = [
            field(name, {"type": f"{kind}external_select", "action_id": name})
            for name, kind in (("zone", ""), ("zones", "multi_"))
        ]
        modal = {"type": "modal", "title": plain("Settings"), "submit": plain("Save"), "blocks": menus}
        async with listening(app, client, peer, is_over_http=is_over_http):
            await client.views_open(trigger_id=(await peer.slash("settings")).trigger_id, view=modal)
            [form] = peer.posts
            assert await peer.suggest(form, "zone", "pri", user="U2") == [OPTIONS[1]]
            with pytest.raises(KeyError, match="public"):
                await peer.submit_view(form, {"zone": "public", "zones": [OPTIONS[0]]})
            sent = await peer.submit_view(form, {"zone": "private", "zones": [OPTIONS[0]]})
        [asked] = heard
        assert (asked["type"], asked["action_id"], asked["block_id"]) == ("block_suggestion", "zone", "zone")
        assert (asked["user"]["id"], asked["view"], "trigger_id" in asked) == ("U2", form.view, False)
        assert sent.payload["view"]["state"]["values"] == {
            "zone": {"zone": {"type": "external_select", "selected_option": OPTIONS[1]}},
            "zones": {"zones": {"type": "multi_external_select", "selected_options": [OPTIONS[0]]}},
        }
        assert peer.violations == []

    in_slack(scenario)


def test_options_that_slack_does_not_take_are_noted():
    async def scenario(peer, client):
        app = AsyncApp(client=client, signing_secret=peer.signing_secret)

        @app.options("zone")
        async def offer(ack):
            await ack(options=[{"text": plain("x" * 76), "value": "x"}])

        menu = field("zone", {"type": "external_select", "action_id": "zone"})
        modal = {"type": "modal", "title": plain("Settings"), "submit": plain("Save"), "blocks": [menu]}
        async with listening(app, client, peer, is_over_http=False):
            await client.views_open(trigger_id=(await peer.slash("settings")).trigger_id, view=modal)
            suggesting = asyncio.ensure_future(peer.suggest(peer.posts[0], "zone"))
            await peer.wait_for(lambda: peer.violations)
            suggesting.cancel()
        assert peer.violations == ["options: [ERROR] must be less than 76 characters [json-pointer:/0/text/text]"]

    in_slack(scenario)


def test_a_home_is_published_and_its_buttons_are_pressed():
    async def scenario(peer, client):
        home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("home:ask", "luck")]}]}
        assert "view" not in (await peer.open_home("U2")).payload["event"]
        await client.views_publish(user_id="U2", view=home)
        [post] = peer.posts
        sent = await peer.press(post, "home:ask", user="U2")
        assert sent.payload["container"] == {"type": "view", "view_id": post.view["id"]}
        assert (await peer.open_home("U2")).payload["event"]["view"] == post.view
        refused = client.views_publish(user_id="U2", view=home, hash="stale")
        assert await error_of(refused) == "hash_conflict"

    in_slack(scenario)


def test_both_events_of_a_mention_tell_of_one_message():
    async def scenario(peer, _):
        mention = await peer.mention("what is luck", channel="C1")
        message = await peer.message(mention.payload["event"]["text"], ts=mention.ts)
        assert (message.ts, message.event_id == mention.event_id) == (mention.ts, False)
        direct = await peer.message("what is luck", channel="D1", subtype="bot_message", bot_id="B7")
        event = direct.payload["event"]
        assert (event["channel_type"], event["subtype"], event["bot_id"]) == ("im", "bot_message", "B7")

    in_slack(scenario)


def test_a_bolt_app_understands_everything_that_people_do():
    async def scenario(peer, client):
        app, heard = AsyncApp(client=client), []

        async def hear(ack, body):
            await ack()
            heard.append(body.get("command") or body["type"])

        app.command("/quote")(hear)
        app.event("app_mention")(hear)
        app.event("message")(hear)
        app.event("app_home_opened")(hear)
        app.shortcut("quote:find")(hear)
        app.action("quote:next")(hear)
        app.view("settings")(hear)
        handler = AsyncSocketModeHandler(app, peer.app_token, web_client=client)
        await handler.connect_async()
        modal = {"type": "modal", "callback_id": "settings", "title": plain("Settings"), "blocks": []}
        await client.views_open(trigger_id=(await peer.slash("what is luck")).trigger_id, view=modal)
        await client.chat_postMessage(
            channel="C1", text="x", blocks=[{"type": "actions", "elements": [button("quote:next", "q1")]}]
        )
        await peer.mention("what is luck")
        await peer.message("what is luck", channel="D1")
        await peer.open_home()
        await peer.shortcut("we were just lucky")
        await peer.press(peer.posts[1], "quote:next")
        await peer.submit_view(peer.posts[0], {})
        await peer.wait_for(lambda: not peer.unacked)
        await handler.close_async()
        assert sorted(heard) == [
            "/quote", "block_actions", "event_callback", "event_callback", "event_callback", "message_action",
            "view_submission",
        ]  # fmt: skip
        assert {len(acks) for acks in peer.acks.values()} == {1}

    in_slack(scenario)
