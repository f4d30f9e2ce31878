import asyncio
import json
import logging
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.campaigns.slack_http_storm import storm
from tests.platforms.slack.edge_server import opened
from tests.platforms.slack.http_cases import EVENT, NOW, SLASH, http, sign, signed

OK, UNSIGNED = (200, "noted"), (401, "This is not signed.")
STAMP, WRONG = f"X-Slack-Request-Timestamp: {NOW}", f"X-Slack-Signature: v0={'0' * 64}"


@pytest.fixture
def server(caplog):
    caplog.set_level(logging.INFO)
    with opened() as [server]:
        yield server
    assert "canary" not in caplog.text
    assert [record.name for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.fixture
def ask(server):
    return lambda *pieces: server.run(server.ask(*pieces))[::2]


def test_a_signed_command_reaches_its_handler_with_a_key_to_tell_it_by(server, ask):
    assert ask(signed(SLASH, NOW)) == OK
    assert [body["command"] for body in server.taken] == ["/quote"]
    assert server.seen == {f"slack:signature:{sign(SLASH, NOW)[3:]}"}
    assert server.refused == {}


def test_a_signed_event_and_a_pressed_button_reach_their_handlers(server, ask):
    button = {"type": "button", "block_id": "b", "action_id": "quote:next"}
    press = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "actions": [button]}
    assert ask(signed(EVENT, NOW, content_type="application/json; charset=utf-8")) == (200, "")
    assert ask(signed(urlencode({"payload": json.dumps(press)}).encode(), NOW)) == OK
    assert [body["type"] for body in server.taken] == ["event_callback", "block_actions"]


def test_a_command_that_says_payload_keeps_its_words(server, ask):
    fields = {"command": "/quote", "text": "what is a payload=1 & why 数据墙", "team_id": "T1"}
    assert ask(signed(urlencode(fields).encode(), NOW)) == OK
    assert server.taken == [fields]


def test_slack_can_verify_the_address_and_the_certificate(server, ask):
    challenge = b'{"type":"url_verification","challenge":"3eZbrw1a"}'
    assert ask(signed(challenge, NOW, content_type="application/json")) == (200, '{"challenge": "3eZbrw1a"}')
    assert ask(signed(b"ssl_check=1&token=madeup", NOW)) == (200, "")
    assert server.dispatched == 1
    assert ask(http(b"ssl_check=1&token=madeup")) == (200, "")
    assert ask(http(b"", method="GET", target="/slack/events?ssl_check=1&token=madeup")) == (200, "")
    assert server.dispatched == 1


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
def test_an_odd_timestamp_is_refused(server, ask, stamp):
    signature = f"X-Slack-Signature: {sign(SLASH, stamp.encode().decode('latin-1'))}"
    assert ask(http(SLASH, f"X-Slack-Request-Timestamp: {stamp}", signature)) == UNSIGNED
    assert (server.dispatched, server.refused) == (0, {"timestamp": 1})


@pytest.mark.parametrize(
    "signature",
    ["", "v0=", "v0=é", "v0=" + "é" * 64, "\udcff", WRONG[19:-1], WRONG[19:] + "0", "v1=" + "0" * 64, "V0=" + "0" * 64],
)
def test_an_odd_signature_is_refused(server, ask, signature):
    assert ask(http(SLASH, STAMP, f"X-Slack-Signature: {signature}")) == UNSIGNED
    assert (server.dispatched, server.refused) == (0, {"signature": 1})


def test_a_signature_is_refused_that_is_somebody_elses_or_of_another_body_or_in_capitals(server, ask):
    right = sign(SLASH, NOW)
    for body, signature in ((SLASH, sign(SLASH, NOW, "f" * 32)), (SLASH + b"&", right), (SLASH, right.upper())):
        assert ask(http(body, STAMP, f"X-Slack-Signature: {signature}")) == UNSIGNED
    assert (server.dispatched, server.refused) == (0, {"signature": 3})


def test_headers_of_the_signature_must_be_there_exactly_once(server, ask):
    right = f"X-Slack-Signature: {sign(SLASH, NOW)}"
    for headers in ((), (STAMP,), (right,), (STAMP, STAMP, right), (STAMP, right, right), (STAMP, WRONG, right)):
        assert ask(http(SLASH, *headers)) == UNSIGNED
    assert (server.dispatched, server.refused) == (0, {"timestamp": 3, "signature": 3})


@pytest.mark.parametrize("age_seconds", [299, 300, -299, -300])
def test_a_request_of_five_minutes_is_taken(server, ask, age_seconds):
    server.now = NOW + age_seconds + 0.9 * (age_seconds > 0)
    assert ask(signed(SLASH, NOW)) == OK
    assert len(server.taken) == 1


@pytest.mark.parametrize("age_seconds", [301, -301, 10_000, -NOW])
def test_a_request_of_more_than_five_minutes_is_refused(server, ask, age_seconds):
    server.now = NOW + age_seconds
    assert ask(signed(SLASH, NOW)) == (401, "This is not signed in time.")
    assert (server.dispatched, server.refused) == (0, {"age": 1})


def test_the_same_request_again_is_refused_by_every_replica():
    with opened(3) as servers:
        answers = [server.run(server.ask(signed(SLASH, NOW)))[::2] for server in servers * 3]
    assert answers == [OK, *[(401, "This came before.")] * 8]
    assert [len(server.taken) for server in servers] == [1, 0, 0]
    assert [server.refused for server in servers] == [{"replay": 2}, {"replay": 3}, {"replay": 3}]


def test_the_same_request_at_once_is_answered_once():
    async def scenario(servers):
        return await asyncio.gather(*(server.ask(signed(SLASH, NOW)) for server in servers * 3))

    with opened(3) as servers:
        answers = servers[0].run(scenario(servers))
    assert {status for status, *_ in answers} <= {200, 401}
    assert sum(len(server.taken) for server in servers) == 1


def test_an_event_that_slack_sends_again_reaches_its_handler_and_a_command_does_not(server, ask):
    again = ("X-Slack-Retry-Num: 1", "X-Slack-Retry-Reason: http_timeout")
    for more in ((), again):
        assert ask(signed(EVENT, NOW, *more, content_type="application/json")) == (200, "")
    assert (server.dispatched, len(server.taken)) == (2, 1)
    assert [ask(signed(SLASH, NOW, *more)) for more in ((), again)] == [OK, (401, "This came before.")]
    assert [ask(signed(SLASH, NOW, *again, content_type="application/json"))] == [(400, "This cannot be read.")]
    assert (server.dispatched, len(server.taken)) == (3, 2)


@pytest.mark.parametrize("method", [b"GET", b"PUT", b"DELETE", b"OPTIONS"])
def test_other_methods_are_refused(server, method):
    status, head, text = server.run(server.ask(signed(SLASH, NOW).replace(b"POST", method, 1)))
    assert (status, text) == (405, "Only POST is taken here.")
    assert "allow: post" in head
    assert (server.dispatched, server.refused) == (0, {"method": 1})


def test_refusals_are_logged_once_a_minute_and_reason(server, ask, caplog):
    for _ in range(20):
        ask(http(SLASH, STAMP, WRONG))
        ask(http(SLASH, "X-Slack-Request-Timestamp: canary", WRONG))
    assert caplog.messages == [
        "refused an HTTP request (signature), 1 since the last such line",
        "refused an HTTP request (timestamp), 1 since the last such line",
    ]
    assert server.refused == {"signature": 20, "timestamp": 20}


header_bytes = st.binary(max_size=90).map(lambda value: bytes(byte for byte in value if byte not in b"\r\n\0"))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stamp=header_bytes | st.just(str(NOW).encode()), signature=header_bytes, body=st.binary(max_size=200))
def test_whatever_the_headers_say_an_unsigned_request_is_refused(server, ask, stamp, signature, body):
    request = http(body, "X-Slack-Request-Timestamp: STAMP", "X-Slack-Signature: SIGNATURE")
    status, _ = ask(request.replace(b"STAMP", stamp, 1).replace(b"SIGNATURE", signature, 1))
    assert status in (400, 401)
    assert server.dispatched == 0


def test_a_storm_of_unsigned_requests_is_refused_to_the_last():
    report = asyncio.run(storm(3000, 20260727))
    assert report.violations == []
    assert report.statuses.total() == 3000
    assert sum(report.statuses[status] for status in (400, 401, 404, 405, 408, 413, 417)) > 2000
