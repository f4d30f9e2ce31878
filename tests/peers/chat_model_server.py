"""A small server that speaks OpenAI's chat completions on loopback: well, badly, late, or not at all."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def completion(said):
    """Return the body of a chat completion in which the model says something."""
    message = {"role": "assistant", "content": said}
    return json.dumps({"object": "chat.completion", "choices": [{"index": 0, "message": message}]}).encode()


def chosen(number):
    """Return what a model that does as it is told says."""
    return json.dumps({"quote": number})


@dataclass
class Seen:
    """A request as it came."""

    path: str
    headers: dict
    body: dict | None = None


@dataclass
class Fate:
    """What becomes of a request: a status and a body, after the server was held, in pieces, or a connection dropped."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    held: threading.Event | None = None
    drops: bool = False
    trickles: bool = False
    headers: dict = field(default_factory=dict)


class LlmServer(ThreadingHTTPServer):
    """Answers as it is told to: `says` is a text, a `Fate`, or a function of the request's body that returns either.

    What came is in `seen`; after `close` nobody answers at the URL.
    """

    daemon_threads = True

    def __init__(self, says="", models=("tiny",)):
        self.says = says
        self.models = list(models)
        self.seen = []
        self.over = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def asked(self):
        """The bodies of the chat completions that were asked for."""
        return [seen.body for seen in self.seen if seen.body is not None]

    @property
    def data(self):
        """What the model was given to judge the last time."""
        return json.loads(self.asked[-1]["messages"][-1]["content"])

    def fate(self, body):
        said = self.says(body) if callable(self.says) else self.says
        return said if isinstance(said, Fate) else Fate(body=completion(said))

    def close(self):
        self.over.set()
        self.shutdown()
        self.server_close()

    def __exit__(self, *details):
        self.close()

    def handle_error(self, request, client_address):
        """Whoever asks may stop waiting."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append(Seen(self.path, dict(self.headers)))
        self._send(Fate(body=json.dumps({"data": [{"id": name} for name in self.server.models]}).encode()))

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append(Seen(self.path, dict(self.headers), body))
        fate = self.server.fate(body)
        if fate.held:
            fate.held.wait()
        if not fate.drops:
            self._send(fate)

    def _send(self, fate):
        self.send_response(fate.status)
        for name, value in ({"Content-Type": fate.content_type} | fate.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(fate.body)))
        self.end_headers()
        pieces = [fate.body[place : place + 1] for place in range(len(fate.body))] if fate.trickles else [fate.body]
        for piece in pieces:
            self.wfile.write(piece)
            if fate.trickles:
                self.server.over.wait(0.02)

    def log_message(self, *_):
        pass
