import asyncio
import json
import logging
import re
import socket

import pytest

from bot.runtime.http_server import health_app, serve_http
from bot.runtime.metrics import Metrics
from index.errors import SettingsError


class Served:
    """The web app on a free port; `reason` is what stands in the way of being ready."""

    def __init__(self, runner):
        self.metrics, self.reason, self.runner = Metrics(), None, runner
        self.server = runner.run(serve_http(health_app(self.why_not_ready, self.metrics), "127.0.0.1", 0))
        self.port = self.server.addresses[0][1]

    async def why_not_ready(self):
        if isinstance(self.reason, Exception):
            raise self.reason
        return self.reason

    def ask(self, request):
        """Send these bytes, and return the status, the head in lower case, and the text of the answer."""
        return self.runner.run(self._ask(request))

    async def _ask(self, request):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        body = await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0] or 0))
        writer.close()
        await writer.wait_closed()
        return int(head.split()[1]), head, body.decode()

    def get(self, path):
        return self.ask(f"GET {path} HTTP/1.1\r\nHost: quotes.example\r\n\r\n".encode())

    def ready(self):
        return float(self.get("/metrics")[2].partition("\nquotebot_ready ")[2].split()[0])

    def refused(self, reason):
        return self.metrics.registry.get_sample_value("quotebot_http_refused_total", {"reason": reason})


@pytest.fixture
def served():
    with asyncio.Runner() as runner:
        served = Served(runner)
        yield served
        runner.run(served.server.cleanup())


def test_it_says_that_it_lives_and_whether_it_is_ready(served):
    assert served.get("/healthz")[::2] == (200, "ok")
    assert served.get("/readyz")[::2] == (200, "ok")
    served.reason = "no connection to Slack is alive"
    assert served.get("/readyz")[::2] == (503, "no connection to Slack is alive")
    assert served.get("/healthz")[::2] == (200, "ok")


def test_a_program_is_told_in_json_why_it_is_not_ready(served):
    def ask():
        status, _, text = served.ask(b"GET /readyz HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n")
        return status, json.loads(text), served.ready()

    assert ask() == (200, {"ready": True, "reason": None}, 1)
    served.reason = "indexing, about 3 minutes"
    assert ask() == (503, {"ready": False, "reason": "indexing, about 3 minutes"}, 0)


def test_it_tells_what_was_counted_in_the_format_of_prometheus(served):
    served.metrics.requests.labels(platform="slack", kind="command").inc(2)
    status, head, text = served.get("/metrics")
    assert status == 200
    assert "content-type: text/plain; version=" in head
    assert 'quotebot_requests_total{kind="command",platform="slack"} 2.0\n' in text


@pytest.mark.parametrize(
    ("request_line", "status", "text"),
    [
        ("GET /canary HTTP/1.1", 404, "Not Found"),
        ("GET /healthz?canary HTTP/1.1", 200, "ok"),
        ("POST /readyz HTTP/1.1", 405, "Method Not Allowed"),
        ("GET /readyz HTTP/1.1\r\nExpect: canary", 417, "This cannot be expected here."),
        ("GET /readyz HTTP/1.1\r\nExpect: \udcffcanary", 417, "This cannot be expected here."),
        ("GET /readyz HTTP/1.1\r\nExpect: 100-Continue", 100, ""),
        ("GET //canary HTTP/1.1", 404, "Not Found"),
    ],
)
def test_other_requests_are_refused_in_words_that_are_never_theirs(served, caplog, request_line, status, text):
    caplog.set_level(logging.INFO)
    answer = served.ask(f"{request_line}\r\nHost: quotes.example\r\n\r\n".encode("utf-8", "surrogateescape"))
    assert answer[::2] == (status, text)
    assert "canary" not in answer[1] + caplog.text


BROKEN = [
    b"\x16\x03\x01\x02\x00\x01canary\r\n\r\n",
    b"canary\r\n\r\n",
    b"GET /canary HTTP/9.9\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\ncanary\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nca nary: 1\r\n\r\n",
    b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\ncanary",
    b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\ncanary",
    b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\ncanary",
]


@pytest.mark.parametrize("request_bytes", BROKEN)
def test_what_is_not_http_is_refused_without_a_traceback(served, caplog, request_bytes):
    caplog.set_level(logging.INFO)
    assert served.ask(request_bytes)[::2] == (400, "This is not HTTP.")
    assert caplog.messages == ["refused an HTTP request (malformed), 1 since the last such line"]
    assert served.refused("malformed") == 1


def test_a_line_that_is_too_long_is_refused_for_its_length(served, caplog):
    caplog.set_level(logging.INFO)
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Canary: " + b"canary" * 2000 + b"\r\n\r\n"
    assert served.ask(request)[::2] == (413, "This is too large.")
    assert caplog.messages == ["refused an HTTP request (size), 1 since the last such line"]
    assert served.refused("size") == 1


def test_what_goes_wrong_within_is_told_by_a_reference_and_logged_with_its_traceback(served, caplog):
    served.reason = RuntimeError("broken for once")
    status, _, text = served.get("/readyz?canary")
    match = re.fullmatch(r"Something went wrong here; reference ([0-9a-f]{8})\.", text)
    assert status == 500
    assert caplog.messages == [f"could not answer an HTTP request, reference {match[1]}"]
    assert "RuntimeError: broken for once" in caplog.text
    assert "canary" not in caplog.text


def test_a_port_that_is_taken_is_told_with_the_setting_to_change():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"cannot listen on port {port} of '127.0.0.1'; set QUOTEBOT_HTTP_PORT"):
            asyncio.run(serve_http(health_app(None, Metrics()), "127.0.0.1", port))


def test_a_server_that_was_closed_lets_its_port_go(served):
    served.runner.run(served.server.cleanup())
    with pytest.raises(ConnectionRefusedError):
        served.get("/healthz")
