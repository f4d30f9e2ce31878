import asyncio
import json
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.platforms.slack.edge_server import opened, read_answer
from tests.platforms.slack.http_cases import EVENT, FORM, NOW, SLASH, chunked, http, sign, signed

JSON = "application/json"
OK, UNSIGNED, UNREADABLE = (200, "noted"), (401, "This is not signed."), (400, "This cannot be read.")
STAMP, WRONG = f"X-Slack-Request-Timestamp: {NOW}", f"X-Slack-Signature: v0={'0' * 64}"


@pytest.fixture
def server(caplog):
    caplog.set_level(logging.INFO)
    with opened() as [server]:
        yield server
    assert "canary" not in caplog.text
    assert {record.name for record in caplog.records if record.levelno >= logging.ERROR} <= {"slack_bolt.AsyncApp"}


@pytest.fixture
def ask(server):
    return lambda *pieces: server.run(server.ask(*pieces))[::2]


NOT_JSON = (b"", b"\xff", b"{", b"{}x", b"nonsense", b'{"a": "\xc3\x28"}', b'{"a": ' + b"9" * 5000 + b"}")
NO_OBJECT = (b"[]", b"[{}]", b'"canary"', b"null", b"NaN", b"5")
TOO_DEEP = (b"[" * 200_000, b'{"a":' * 65 + b"1" + b"}" * 65)
NOT_SLACKS = (b'{"team": 5}', b'{"response_urls": 5, "authorizations": [5]}')
NO_FORM = (
    b"payload=%7Bbad",
    b"payload=%ff",
    b"payload=[]",
    b"payload=",
    b"text=%ff",
    b"canary",
    b"payload=" + TOO_DEEP[0],
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [*((body, JSON) for body in (*NOT_JSON, *NO_OBJECT, *TOO_DEEP, *NOT_SLACKS)), *((body, FORM) for body in NO_FORM)],
)
def test_a_signed_body_that_cannot_be_read_is_refused(server, ask, body, content_type):
    assert ask(signed(body, NOW, content_type=content_type)) == UNREADABLE
    assert (server.dispatched, server.refused) == (0, {"body": 1})


def test_an_unsigned_body_is_refused_before_anybody_reads_it(server, ask):
    for body in (b"\xff", b"{", b"[" * 200_000, b"payload=%ff", SLASH, EVENT):
        assert ask(http(body, STAMP, WRONG, content_type=JSON)) == UNSIGNED
    assert (server.dispatched, server.refused) == (0, {"signature": 6})


def test_brackets_within_texts_are_no_nesting(server, ask):
    words = json.dumps({"type": "url_verification", "challenge": '[{"\\' * 500}).encode()
    assert ask(signed(words, NOW, content_type=JSON)) == (200, json.dumps({"challenge": '[{"\\' * 500}))


def test_another_kind_of_body_is_refused(server, ask):
    for content_type in ("text/plain", "multipart/form-data; boundary=x", "", "nonsense"):
        assert ask(signed(SLASH, NOW, content_type=content_type))[0] == 415
    assert (server.dispatched, server.refused) == (0, {"type": 4})


def test_a_body_of_one_megabyte_is_taken_and_a_byte_more_is_not(server, ask):
    room = 1024 * 1024 - len(SLASH) - 3
    assert ask(signed(SLASH + b"&a=" + b"a" * room, NOW)) == OK
    assert ask(signed(SLASH + b"&a=" + b"a" * (room + 1), NOW)) == (413, "This is too large.")
    assert (server.dispatched, server.refused) == (1, {"size": 1})


def test_a_body_of_fifty_megabytes_is_refused_by_its_length_and_in_chunks(server, ask):
    megabyte, refusal = b"a" * 1024 * 1024, (413, "This is too large.")
    head = b"POST /slack/events HTTP/1.1\r\nHost: quotes.example\r\nContent-Length: 52428800\r\n\r\n"
    assert ask(head, *[megabyte] * 50) == refusal
    assert ask(chunked(b"")[:-5], *[b"100000\r\n" + megabyte + b"\r\n"] * 50, b"0\r\n\r\n") == refusal
    assert (server.dispatched, server.refused) == (0, {"size": 2})


def test_a_signed_body_in_chunks_is_taken(server, ask):
    headers = (STAMP, f"X-Slack-Signature: {sign(SLASH, NOW)}", f"Content-Type: {FORM}")
    assert ask(chunked(SLASH, *headers, size=7)) == OK


def test_a_body_that_only_drips_is_refused_in_the_end():
    async def drip(server, head, drop):
        reader, writer = await server.connect()
        writer.write(head)
        answer = asyncio.create_task(read_answer(reader))
        while not answer.done():
            writer.write(drop)
            await asyncio.sleep(0.01)
        writer.transport.abort()
        return (await answer)[0]

    with opened(read_seconds=0.1) as [server]:
        assert server.run(drip(server, signed(b"a" * 1000, NOW)[:-1000], b"a")) == 408
        assert server.run(drip(server, chunked(b"")[:-5], b"1\r\na\r\n")) == 408
        assert (server.dispatched, server.refused) == (0, {"slow": 2})


def test_chunks_that_are_none_are_refused(server, ask):
    assert ask(chunked(b"")[:-5] + b"zz\r\ncanary\r\n") == (400, "This is not HTTP.")
    assert (server.dispatched, server.refused) == (0, {"malformed": 1})


def test_a_sender_who_leaves_is_no_trouble(server):
    async def leave():
        _, writer = await server.connect()
        writer.write(signed(SLASH, NOW)[:-5])
        await writer.drain()
        while not any(connection._current_request for connection in server.http_server.server.connections):
            await asyncio.sleep(0.001)
        writer.transport.abort()
        while not server.refused:
            await asyncio.sleep(0.001)

    server.run(leave())
    assert (server.dispatched, server.refused) == (0, {"malformed": 1})


names = st.sampled_from(["type", "team", "team_id", "user", "event", "view", "channel", "authorizations", "message"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | names,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(names | st.text(max_size=5), parts, max_size=4),
    max_leaves=12,
)
bodies = st.binary(max_size=200) | values.map(json.dumps).map(str.encode)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies | bodies.map(lambda body: b"payload=" + body), content_type=st.sampled_from([JSON, "text/plain"]))
def test_whatever_slack_signs_is_refused_or_handed_on(server, ask, body, content_type):
    before = server.dispatched
    status, _ = ask(signed(body, NOW, content_type=content_type))
    assert server.dispatched - before == (0 if status in (400, 415) else 1)
