import asyncio
import json
import logging
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.app.async_app import AsyncApp
from slack_http_cases import EVENT, NOW, SECRET, SLASH, chunked, http, sign, signed
from slack_http_storm import authorize, storm

from bot.health import health_app, serve_http
from bot.metrics import Metrics
from bot.slack.edge import SlackEdge

JSON = "application/json"
OK, UNSIGNED, UNREADABLE = (200, "noted"), (401, "This is not signed."), (400, "This cannot be read.")
STAMP, WRONG = f"X-Slack-Request-Timestamp: {NOW}", f"X-Slack-Signature: v0={'0' * 64}"
KEY = f"slack:signature:{sign(SLASH, NOW)[3:]}"


class Door:
    """The edge on a free port, the real Bolt behind it; what its handler takes is noted in `taken` and `seen`."""

    def __init__(self, seen, read_seconds):
        self.metrics, self.seen, self.now, self.taken, self.dispatched = Metrics(), seen, NOW, [], 0
        self.app = AsyncApp(authorize=authorize, request_verification_enabled=False)
        self.app.command("/quote")(self.take)
        self.app.event("app_mention")(self.take)
        self.app.action("quote:next")(self.take)
        self.edge = SlackEdge(
            signing_secret=SECRET,
            dispatch=self.dispatch,
            is_seen=self.is_seen,
            clock=lambda: self.now,
            read_seconds=read_seconds,
        )

    async def take(self, ack, body, context):
        if context["signature_key"] not in self.seen:
            self.seen.add(context["signature_key"])
            self.taken.append(body)
        await ack("noted")

    async def is_seen(self, key):
        return key in self.seen

    async def dispatch(self, request):
        self.dispatched += 1
        return await self.app.async_dispatch(request)

    async def open(self):
        app = health_app(lambda: None, self.metrics)
        app.add_routes(self.edge.routes())
        self.server = await serve_http(app, "127.0.0.1", 0)

    async def connect(self):
        return await asyncio.open_connection("127.0.0.1", self.server.addresses[0][1])

    async def ask(self, *pieces):
        """Send a request in pieces, and return the status and the text of the answer."""
        reader, writer = await self.connect()
        sending = asyncio.create_task(self.send(writer, pieces))
        status, _, body = await answer(reader)
        await sending
        writer.close()
        while self.server.server.connections:  # a server that is closed before it read all would wait for the rest
            await asyncio.sleep(0.001)
        return status, body

    async def send(self, writer, pieces):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    @property
    def refused(self):
        samples = [sample for family in self.metrics.refused.collect() for sample in family.samples]
        return {each.labels["reason"]: each.value for each in samples if each.name.endswith("_total")}


async def answer(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
    return int(head.split()[1]), head, (await reader.readexactly(length)).decode()


@pytest.fixture
def loop():
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def make_door(loop):
    """Open doors; those that share `seen` are replicas of each other."""
    doors = []

    def make(seen=None, read_seconds=10.0):
        door = Door(set() if seen is None else seen, read_seconds)
        loop.run(door.open())
        doors.append(door)
        return door

    yield make
    for door in doors:
        loop.run(door.server.cleanup())


@pytest.fixture
def door(make_door):
    return make_door()


@pytest.fixture
def ask(loop, door):
    return lambda *pieces: loop.run(door.ask(*pieces))


@pytest.fixture(autouse=True)
def _nothing_sent_is_logged(caplog):
    caplog.set_level(logging.INFO)
    yield
    assert "canary" not in caplog.text
    assert [record.name for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_signed_command_reaches_its_handler_with_a_key_to_tell_it_by(door, ask):
    assert ask(signed(SLASH, NOW)) == OK
    assert [body["command"] for body in door.taken] == ["/quote"]
    assert door.seen == {KEY}
    assert door.refused == {}


def test_a_signed_event_and_a_pressed_button_reach_their_handlers(door, ask):
    button = {"type": "button", "block_id": "b", "action_id": "quote:next"}
    press = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "actions": [button]}
    assert ask(signed(EVENT, NOW, content_type=f"{JSON}; charset=utf-8")) == (200, "")
    assert ask(signed(urlencode({"payload": json.dumps(press)}).encode(), NOW)) == OK
    assert [body["type"] for body in door.taken] == ["event_callback", "block_actions"]


def test_a_command_that_says_payload_keeps_its_words(door, ask):
    fields = {"command": "/quote", "text": "what is a payload=1 & why 数据墙", "team_id": "T1"}
    assert ask(signed(urlencode(fields).encode(), NOW)) == OK
    assert door.taken == [fields]


def test_slack_can_verify_the_address_and_the_certificate(door, ask):
    challenge = b'{"type":"url_verification","challenge":"3eZbrw1a"}'
    assert ask(signed(challenge, NOW, content_type=JSON)) == (200, '{"challenge": "3eZbrw1a"}')
    assert ask(signed(b"ssl_check=1&token=madeup", NOW)) == (200, "")
    assert door.dispatched == 1
    assert ask(http(b"ssl_check=1&token=madeup")) == (200, "")
    assert ask(http(b"", method="GET", target="/slack/events?ssl_check=1&token=madeup")) == (200, "")
    assert door.dispatched == 1


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "abc",
        "123.5",
        "9" * 5000,
        "9" * 12,
        f"{NOW} {NOW}",
        f"1 {NOW}",
        f"+{NOW}",
        f"-{NOW}",
        "1e9",
        "1_700_000_000",
        "１７",
    ],
)
def test_an_odd_timestamp_is_refused(door, ask, stamp):
    signature = f"X-Slack-Signature: {sign(SLASH, stamp.encode().decode('latin-1'))}"
    assert ask(http(SLASH, f"X-Slack-Request-Timestamp: {stamp}", signature)) == UNSIGNED
    assert (door.dispatched, door.refused) == (0, {"timestamp": 1})


@pytest.mark.parametrize(
    "signature",
    ["", "v0=", "v0=é", "v0=" + "é" * 64, "\udcff", WRONG[19:-1], WRONG[19:] + "0", "v1=" + "0" * 64, "V0=" + "0" * 64],
)
def test_an_odd_signature_is_refused(door, ask, signature):
    assert ask(http(SLASH, STAMP, f"X-Slack-Signature: {signature}")) == UNSIGNED
    assert (door.dispatched, door.refused) == (0, {"signature": 1})


def test_a_signature_is_refused_that_is_somebody_elses_or_of_another_body_or_in_capitals(door, ask):
    right = sign(SLASH, NOW)
    for body, signature in ((SLASH, sign(SLASH, NOW, "f" * 32)), (SLASH + b"&", right), (SLASH, right.upper())):
        assert ask(http(body, STAMP, f"X-Slack-Signature: {signature}")) == UNSIGNED
    assert (door.dispatched, door.refused) == (0, {"signature": 3})


def test_headers_of_the_signature_must_be_there_exactly_once(door, ask):
    right = f"X-Slack-Signature: {sign(SLASH, NOW)}"
    for headers in ((), (STAMP,), (right,), (STAMP, STAMP, right), (STAMP, right, right), (STAMP, WRONG, right)):
        assert ask(http(SLASH, *headers)) == UNSIGNED
    assert (door.dispatched, door.refused) == (0, {"timestamp": 3, "signature": 3})


@pytest.mark.parametrize("age_seconds", [299, 300, -299, -300])
def test_a_request_of_five_minutes_is_taken(door, ask, age_seconds):
    door.now = NOW + age_seconds + 0.9 * (age_seconds > 0)
    assert ask(signed(SLASH, NOW)) == OK
    assert len(door.taken) == 1


@pytest.mark.parametrize("age_seconds", [301, -301, 10_000, -NOW])
def test_a_request_of_more_than_five_minutes_is_refused(door, ask, age_seconds):
    door.now = NOW + age_seconds
    assert ask(signed(SLASH, NOW)) == (401, "This is not signed in time.")
    assert (door.dispatched, door.refused) == (0, {"age": 1})


def test_the_same_request_again_is_refused_by_every_replica(loop, make_door):
    seen = set()
    doors = [make_door(seen) for _ in range(3)]
    answers = [loop.run(door.ask(signed(SLASH, NOW))) for door in doors * 3]
    assert answers == [OK, *[(401, "This came before.")] * 8]
    assert [len(door.taken) for door in doors] == [1, 0, 0]
    assert [door.refused for door in doors] == [{"replay": 2}, {"replay": 3}, {"replay": 3}]


def test_the_same_request_at_once_is_answered_once(loop, make_door):
    seen = set()
    doors = [make_door(seen) for _ in range(3)]

    async def scenario():
        return await asyncio.gather(*(door.ask(signed(SLASH, NOW)) for door in doors * 3))

    assert {status for status, _ in loop.run(scenario())} <= {200, 401}
    assert sum(len(door.taken) for door in doors) == 1


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        *[(body, JSON) for body in (b"", b"\xff", b"{", b"[]", b"[{}]", b'"canary"', b"null", b"NaN", b"[" * 200_000)],
        *[
            (body, JSON)
            for body in (b'{"a":' * 65 + b"1" + b"}" * 65, b'{"a":' + b"9" * 5000 + b"}", b'{"a": "\xc3\x28"}')
        ],
        *[
            (body, None)
            for body in (b"payload=%7Bbad", b"payload=%ff", b"payload=[]", b"payload=", b"text=%ff", b"canary")
        ],
        (b"payload=" + b"[" * 200_000, None),
        (b'{"team": 5}', JSON),
        (b'{"response_urls": 5, "authorizations": [5]}', JSON),
    ],
)
def test_a_signed_body_that_cannot_be_read_is_refused(door, ask, body, content_type):
    request = signed(body, NOW, content_type=content_type) if content_type else signed(body, NOW)
    assert ask(request) == UNREADABLE
    assert (door.dispatched, door.refused) == (0, {"body": 1})


def test_an_unsigned_body_is_refused_before_anybody_reads_it(door, ask):
    for body in (b"\xff", b"{", b"[" * 200_000, b"payload=%ff", SLASH, EVENT):
        assert ask(http(body, STAMP, WRONG, content_type=JSON)) == UNSIGNED
    assert (door.dispatched, door.refused) == (0, {"signature": 6})


def test_brackets_within_texts_are_no_nesting(door, ask):
    words = json.dumps({"type": "url_verification", "challenge": '[{"\\' * 500}).encode()
    assert ask(signed(words, NOW, content_type=JSON)) == (200, json.dumps({"challenge": '[{"\\' * 500}))


def test_another_kind_of_body_is_refused(door, ask):
    for content_type in ("text/plain", "multipart/form-data; boundary=x", "", "nonsense"):
        assert ask(signed(SLASH, NOW, content_type=content_type))[0] == 415
    assert (door.dispatched, door.refused) == (0, {"type": 4})


def test_other_methods_are_refused(loop, door):
    async def scenario(method):
        reader, writer = await door.connect()
        writer.write(signed(SLASH, NOW).replace(b"POST", method, 1))
        found = await answer(reader)
        writer.close()
        await writer.wait_closed()
        return found

    for method in (b"GET", b"PUT", b"DELETE", b"OPTIONS"):
        status, head, text = loop.run(scenario(method))
        assert (status, text) == (405, "Only POST is taken here.")
        assert "allow: post" in head
    assert (door.dispatched, door.refused) == (0, {"method": 4})


def test_a_body_of_one_megabyte_is_taken_and_a_byte_more_is_not(door, ask):
    room = 1024 * 1024 - len(SLASH) - 3
    assert ask(signed(SLASH + b"&a=" + b"a" * room, NOW)) == OK
    assert ask(signed(SLASH + b"&a=" + b"a" * (room + 1), NOW)) == (413, "This is too large.")
    assert (door.dispatched, door.refused) == (1, {"size": 1})


def test_a_body_of_fifty_megabytes_is_refused_by_its_length_and_in_chunks(door, ask):
    megabyte, refusal = b"a" * 1024 * 1024, (413, "This is too large.")
    head = b"POST /slack/events HTTP/1.1\r\nHost: quotes.example\r\nContent-Length: 52428800\r\n\r\n"
    assert ask(head, *[megabyte] * 50) == refusal
    assert ask(chunked(b"")[:-5], *[b"100000\r\n" + megabyte + b"\r\n"] * 50, b"0\r\n\r\n") == refusal
    assert (door.dispatched, door.refused) == (0, {"size": 2})


def test_a_signed_body_in_chunks_is_taken(door, ask):
    headers = (STAMP, f"X-Slack-Signature: {sign(SLASH, NOW)}", "Content-Type: application/x-www-form-urlencoded")
    assert ask(chunked(SLASH, *headers, size=7)) == OK


def test_a_body_that_only_drips_is_refused_in_the_end(loop, make_door):
    door = make_door(read_seconds=0.1)

    async def drip(head, drop):
        reader, writer = await door.connect()
        writer.write(head)
        found = asyncio.create_task(answer(reader))
        while not found.done():
            writer.write(drop)
            await asyncio.sleep(0.01)
        writer.transport.abort()
        return (await found)[0]

    assert loop.run(drip(signed(b"a" * 1000, NOW)[:-1000], b"a")) == 408
    assert loop.run(drip(chunked(b"")[:-5], b"1\r\na\r\n")) == 408
    assert (door.dispatched, door.refused) == (0, {"slow": 2})


def test_chunks_that_are_none_and_senders_who_leave_are_no_trouble(loop, door, ask):
    async def leave():
        _, writer = await door.connect()
        writer.write(signed(SLASH, NOW)[:-5])
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.transport.abort()
        await asyncio.sleep(0.05)

    assert ask(chunked(b"")[:-5] + b"zz\r\ncanary\r\n")[0] == 400
    loop.run(leave())
    assert (door.dispatched, door.refused) == (0, {"malformed": 2})


def test_refusals_are_logged_once_a_minute_and_reason(door, ask, caplog):
    for _ in range(20):
        ask(http(SLASH, STAMP, WRONG))
        ask(http(SLASH, "X-Slack-Request-Timestamp: canary", WRONG))
    assert caplog.messages == [
        "refused an HTTP request (signature), 1 since the last such line",
        "refused an HTTP request (timestamp), 1 since the last such line",
    ]
    assert door.refused == {"signature": 20, "timestamp": 20}


header_bytes = st.binary(max_size=90).map(lambda value: bytes(byte for byte in value if byte not in b"\r\n\0"))
quickly = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quickly
@given(stamp=header_bytes | st.just(str(NOW).encode()), signature=header_bytes, body=st.binary(max_size=200))
def test_whatever_the_headers_say_an_unsigned_request_is_refused(door, ask, stamp, signature, body):
    request = http(body, "X-Slack-Request-Timestamp: STAMP", "X-Slack-Signature: SIGNATURE")
    status, _ = ask(request.replace(b"STAMP", stamp, 1).replace(b"SIGNATURE", signature, 1))
    assert status in (400, 401)
    assert door.dispatched == 0


names = st.sampled_from(["type", "team", "team_id", "user", "event", "view", "channel", "authorizations", "message"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | names,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(names | st.text(max_size=5), parts, max_size=4),
    max_leaves=12,
)
bodies = st.binary(max_size=200) | values.map(json.dumps).map(str.encode)


@quickly
@given(body=bodies | bodies.map(lambda body: b"payload=" + body), content_type=st.sampled_from([JSON, "text/plain"]))
def test_whatever_slack_signs_is_read_or_refused(door, ask, body, content_type):
    status, _ = ask(signed(body, NOW, content_type=content_type))
    assert status in ((200, 400, 404) if content_type == JSON else (415,))


def test_a_storm_of_unsigned_requests_is_refused_to_the_last():
    report = asyncio.run(storm(3000, 20260727))
    assert report.violations == []
    assert report.statuses.total() == 3000
    assert sum(report.statuses[status] for status in (400, 401, 404, 405, 408, 413, 417)) > 2000
