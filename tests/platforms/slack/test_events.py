import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.command import Ask, Daily, Forget, Random
from bot.domain.request import Request
from bot.domain.schedule_wish import ScheduleWish
from bot.slack.events import button_request, mention_request, message_request, shortcut_request, slash_request
from bot.slack.plain_text import is_mentioned, plain_text

PAYLOADS = Path(__file__).parent / "payloads"
NOW = 1763800100.5
WHO = {"platform": "slack", "workspace": "T1", "channel": "C1", "user": "U1", "asked_at": NOW}


def payload(name):
    return json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))


def with_event(name, **fields):
    """Return a payload whose event has other fields; None takes one away."""
    body = payload(name)
    event = body["event"] | fields
    return body | {"event": {key: value for key, value in event.items() if value is not None}}


def read_message(body):
    return message_request(body, "U0BOT", asked_at=NOW)


def read_mention(body):
    return mention_request(body, "U0BOT", asked_at=NOW)


def test_a_slash_command_is_read():
    assert slash_request(payload("slash"), asked_at=NOW, extra_keys=("http:sig",)) == Request(
        kind="command",
        keys=("slack:trigger:133.7.aa", "http:sig"),
        user_name="maya",
        text="what does ali say about #models & cost",
        command=Ask(question="what does ali say about #models & cost"),
        reply_to="https://hooks.slack.com/commands/T1/1/abc",
        command_name="/quote",
        **WHO,
    )


def test_a_mention_is_answered_in_a_thread_below_it():
    assert mention_request(payload("app_mention"), "U0BOT", asked_at=NOW, extra_keys=("http:sig",)) == Request(
        kind="mention",
        keys=("slack:message:T1:C1:1763800000.000100", "slack:event:Ev01", "http:sig"),
        thread="1763800000.000100",
        message="1763800000.000100",
        text="is the data wall real?",
        command=Ask(question="is the data wall real?"),
        **WHO,
    )


def test_a_mention_in_a_thread_is_answered_there():
    assert read_mention(with_event("app_mention", thread_ts="1763700000.000001")).thread == "1763700000.000001"


def test_the_two_events_of_one_mention_share_a_key():
    mention, message = read_mention(payload("app_mention")), read_message(payload("message_mention"))
    assert message.kind == "mention"
    assert set(mention.keys) & set(message.keys) == {"slack:message:T1:C1:1763800000.000100"}
    assert (mention.text, mention.thread) == (message.text, message.thread)


def test_a_direct_message_is_read_without_entities():
    assert read_message(payload("message_direct")) == Request(
        kind="direct",
        keys=("slack:message:T1:D1:1763800001.000200", "slack:event:Ev03"),
        message="1763800001.000200",
        text="小模型 <更> 便宜吗？",
        command=Ask(question="小模型 <更> 便宜吗？"),
        **(WHO | {"channel": "D1"}),
    )


def test_a_direct_message_stays_one_when_it_mentions_the_bot():
    request = read_message(with_event("message_direct", text="<@U0BOT> hello"))
    assert (request.kind, request.text, request.thread) == ("direct", "hello", None)


def test_a_direct_channel_is_known_by_its_id_where_the_type_is_missing():
    assert read_message(with_event("message_direct", channel_type=None)).kind == "direct"


def test_a_reply_without_a_mention_is_a_follow_up():
    assert read_message(payload("message_reply")) == Request(
        kind="follow_up",
        keys=("slack:message:T1:C1:1763800060.000300", "slack:event:Ev04"),
        thread="1763800000.000100",
        message="1763800060.000300",
        text="and what about synthetic data?",
        command=Ask(question="and what about synthetic data?"),
        **WHO,
    )


def test_what_is_said_in_a_channel_without_a_mention_is_none_of_our_business():
    assert read_message(with_event("message_mention", text="is <@U2> in?")) is None
    assert read_message(with_event("message_reply", thread_ts="1763800060.000300")) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_a_file_and_a_reply_sent_to_the_channel_are_spoken_too(subtype):
    assert read_message(with_event("message_reply", subtype=subtype)).text == "and what about synthetic data?"


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B1"},
        {"bot_profile": {"id": "B1"}},
        {"subtype": "bot_message"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": ["odd"]},
        {"hidden": True},
        {"user": "U0BOT"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"channel": None},
    ],
)
@pytest.mark.parametrize("name", ["app_mention", "message_mention", "message_direct", "message_reply"])
def test_bots_edits_deletions_and_the_nameless_get_no_answer(name, fields):
    read = read_mention if name == "app_mention" else read_message
    assert read(with_event(name, **fields)) is None


def test_an_edit_of_a_direct_message_asks_what_it_says_now_and_has_its_key():
    told = read_message(payload("message_changed"))
    assert (told.kind, told.channel, told.user, told.text) == ("direct", "D1", "U1", "is the data wall real, really?")
    assert told.keys == ("slack:message:T1:D1:1763800000.000100", "slack:event:Ev05")


@pytest.mark.parametrize(
    "fields",
    [
        {"edited": None},  # a link was shown
        {"edited": {"user": "U1", "ts": "1763886400.000200"}},
        {"bot_id": "B1"},
        {"user": "U0BOT"},
        {"subtype": "tombstone"},
    ],
)
def test_a_direct_message_that_changes_otherwise_asks_nothing(fields):
    message = payload("message_changed")["event"]["message"] | fields
    assert read_message(with_event("message_changed", message=message)) is None


def test_an_edit_in_a_channel_comes_as_a_mention_or_asks_nothing():
    assert read_message(with_event("message_changed", channel="C1", channel_type="channel")) is None


def edited(name, seconds_later):
    sent_at = float(payload(name)["event"]["ts"])
    return with_event(name, edited={"user": "U1", "ts": f"{sent_at + seconds_later:.6f}"})


def test_an_edit_that_mentions_the_bot_asks_what_the_message_says_and_has_its_key():
    told, first = read_mention(edited("app_mention", 86_399)), read_mention(payload("app_mention"))
    assert (told.command, told.keys) == (first.command, first.keys)


@pytest.mark.parametrize("ts", ["1863800070.000000", "odd", None, 5])
def test_a_late_edit_asks_nothing(ts):
    assert read_mention(with_event("app_mention", edited={"user": "U1", "ts": ts})) is None


def test_an_edit_that_mentions_nobody_asks_nothing():
    assert read_message(edited("message_reply", 10)) is None


def test_a_direct_message_without_words_has_another_key_than_the_question_that_is_added_to_it():
    assert read_message(with_event("message_direct", text="")).keys[0].startswith("slack:wordless:T1:D1:")


def test_a_mention_without_words_has_another_key_than_the_question_that_is_added_to_it():
    asked, empty = payload("app_mention"), with_event("app_mention", text="<@U0BOT>")
    assert read_mention(asked).keys[0].startswith("slack:message:T1:C1:")
    assert read_mention(empty).keys[0] == read_mention(asked).keys[0].replace("message", "wordless")


def test_a_shortcut_asks_with_the_text_of_the_message():
    assert shortcut_request(payload("message_action"), asked_at=NOW) == Request(
        kind="shortcut",
        keys=("slack:trigger:133.7.bb",),
        user_name="maya",
        thread="1763800000.000100",
        text="I really think small models win, see this",
        command=Ask(question="I really think small models win, see this", is_private=True),
        reply_to="https://hooks.slack.com/app/T1/2/def",
        **WHO,
    )


def test_a_button_brings_its_value_and_the_question_in_it():
    assert button_request(payload("block_actions"), asked_at=NOW) == Request(
        kind="button",
        keys=(
            "slack:trigger:133.7.cc",
            "slack:press:T1:C1:1763800002.000600:U1:quote:down:words:1763800090.123456",
        ),
        user_name="maya",
        thread="1763800000.000100",
        text="is the data wall real?",
        action="down:words",
        value="a1b2.0\nMaya\nis the data wall real?",
        message="1763800002.000600",
        message_is_private=True,
        reply_to="https://hooks.slack.com/actions/T1/3/ghi",
        **WHO,
    )


def test_a_button_on_the_home_tab_is_answered_in_direct_messages():
    request = button_request(payload("block_actions_home"), asked_at=NOW)
    assert (request.channel, request.message, request.reply_to) == ("U1", None, None)
    assert (request.action, request.value, request.text) == ("ask:1", "数据墙是真的吗？", "数据墙是真的吗？")
    assert request.command == Ask(question="数据墙是真的吗？", is_private=True)


def test_one_press_delivered_twice_shares_a_key_and_two_presses_do_not():
    body = payload("block_actions")
    again = button_request(body | {"trigger_id": "133.7.zz"}, asked_at=NOW + 1)
    body["actions"][0]["action_ts"] = "1763800099.000000"
    second = button_request(body | {"trigger_id": "133.7.yy"}, asked_at=NOW + 9)
    first = button_request(payload("block_actions"), asked_at=NOW)
    assert len(set(first.keys) & set(again.keys)) == 1
    assert not set(first.keys) & set(second.keys)


@pytest.mark.parametrize("actions", [None, [], ["odd"], [{}], [{"action_id": "other:next"}], {"action_id": "quote:x"}])
def test_what_is_no_button_of_ours_gives_nothing(actions):
    assert button_request(payload("block_actions") | {"actions": actions}, asked_at=NOW) is None


def test_a_server_that_leaves_things_out_is_understood():
    body = {"channel_id": "c", "user_id": "u", "text": "why", "team_id": None}
    assert slash_request(body, asked_at=NOW) == Request(
        platform="slack", kind="command", keys=(), workspace="", channel="c", user="u", asked_at=NOW, text="why",
        command=Ask(question="why"),
    )  # fmt: skip


def test_an_organisation_stands_in_for_a_missing_workspace():
    body = payload("message_action") | {"team": None, "enterprise": {"id": "E1"}, "user": {"id": "U1"}}
    assert shortcut_request(body, asked_at=NOW).workspace == "E1"


def test_characters_that_no_database_takes_are_dropped():
    request = slash_request(payload("slash") | {"text": "a\ud800b\0c", "user_name": "\udfffm"}, asked_at=NOW)
    assert (request.text, request.user_name) == ("abc", "m")


def commands_of(text):
    """Return what is made of the same words behind /quote, in a mention and in a reply that mentions nobody."""
    mention = read_mention(with_event("app_mention", text=f"<@U0BOT> {text}"))
    reply = read_message(with_event("message_reply", text=text))
    return [slash_request(payload("slash") | {"text": text}, asked_at=NOW).command, mention.command, reply.command]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("pay from:altman --private", Ask(question="pay", speakers=("altman",), is_private=True)),
        ("random hiring", Random("hiring")),
        ("forget me", Forget(is_certain=False)),
        ("daily 09:00", Daily("set", wish=ScheduleWish(at=datetime.time(9)))),
        ("daily life of a founder", Ask(question="daily life of a founder")),
    ],
)
def test_what_is_typed_becomes_a_command_and_what_others_are_told_a_question(text, command):
    assert commands_of(text) == [command, command, Ask(question=text)]


def test_the_button_that_deletes_is_certain_and_one_that_votes_stands_for_no_command():
    body = payload("block_actions")
    assert button_request(body, asked_at=NOW).command is None
    body["actions"][0] |= {"action_id": "quote:forget", "value": "删除我的数据"}
    request = button_request(body, asked_at=NOW)
    assert (request.action, request.text, request.command) == ("forget", "删除我的数据", Forget(is_certain=True))


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "ts", "value"]), inner),
    max_leaves=4,
)


def paths(part, path=()):
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield (*path, key)
        yield from paths(value, (*path, key))


READERS = {
    "slash": lambda body: slash_request(body, asked_at=NOW),
    "app_mention": read_mention,
    "message_mention": read_message,
    "message_direct": read_message,
    "message_reply": read_message,
    "message_changed": read_message,
    "message_action": lambda body: shortcut_request(body, asked_at=NOW),
    "block_actions": lambda body: button_request(body, asked_at=NOW),
    "block_actions_home": lambda body: button_request(body, asked_at=NOW),
}


@settings(max_examples=60)
@given(name=st.sampled_from(sorted(READERS)), odd=ODD, data=st.data())
def test_no_odd_value_anywhere_raises_and_every_request_survives_json(name, odd, data):
    body = payload(name)
    *inside, last = data.draw(st.sampled_from(list(paths(body))))
    part = body
    for key in inside:
        part = part[key]
    part[last] = odd
    request = READERS[name](body)
    if request:
        assert Request.from_record(json.loads(json.dumps(request.record()))) == request


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<@U0BOT> why", "why"),
        ("why, <@U0BOT|quotebot>", "why,"),
        ("<@U0BOT>why<@U0BOT>not", "why not"),
        ("ask <@U2|ali> or <@U3>!", "ask ali or !"),
        ("in <#C1|general> and <#C2|> and <#C3>", "in #general and and"),
        ("<https://a.b/x_y_z|the page> <https://a.b/_c_/d>", "the page https://a.b/_c_/d"),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ("<!here> <!channel|@channel> <!everyone> now", "now"),
        ("<!subteam^S1|@team> <!subteam^S2> <!date^1^{date}|today>", "team today"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &copy; &amp;lt;", "1 < 2 && 3 > 2 &copy; &lt;"),
        ("&lt;@U0BOT&gt; and &lt;!here&gt;", "<@U0BOT> and <!here>"),
        ("*bold* _italic_ ~strike~ `code` ```block```", "bold italic strike code block"),
        ("*_both_* _*both*_ ~*_all_*~", "both both all"),
        ("*<https://a.b|linked>* (*bold*), “*quoted*”", "linked (bold), “quoted”"),
        (
            "2*3*4 snake_case_name __init__ ~100 and ~200 * x * _",
            "2*3*4 snake_case_name __init__ ~100 and ~200 * x * _",
        ),
        ("**really** 重点*不是*吗", "*really* 重点*不是*吗"),
        ("  “smart” ‘quotes’\n\n两　行 \t ", "“smart” ‘quotes’ 两 行"),
        ("a\u202eb\u200bc\x07d", "abcd"),
        ("<", "<"),
        ("<<@U2|x>>", "<x>"),
        ("", ""),
    ],
)
def test_slack_mark_up_becomes_plain_text(text, plain):
    assert plain_text(text, "U0BOT") == plain


def test_a_mention_is_found_with_and_without_a_name():
    assert [is_mentioned(text, "U0BOT") for text in ("<@U0BOT>", "<@U0BOT|q>", "<@U0BOTX>", "U0BOT")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("piece", ["<", "*", "_a", "<@U1|", "`", "<*", "~ ~", "```", "&lt;"])
def test_forty_thousand_characters_of_half_marks_are_read_at_once(piece):
    text = (piece * 40_000)[:40_000]
    assert len(plain_text(text, "U0BOT")) <= 40_000
