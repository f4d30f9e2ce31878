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
class ReceivedRequest:
    """A request as it came."""

    path: str
    headers: dict
    body: dict | None = None


@dataclass
class Response:
    """What becomes of a request: a status and a body, after the server was held, in pieces, or a connection dropped."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    held: threading.Event | None = None
    drops: bool = False
    trickles: bool = False
    headers: dict = field(default_factory=dict)


class LlmServer(ThreadingHTTPServer):
    """Answers as it is told to: `says` is a text, a `Response`, or a function that returns either for a body.

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

    def response(self, body):
        said = self.says(body) if callable(self.says) else self.says
        return said if isinstance(said, Response) else Response(body=completion(said))

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
        self.server.seen.append(ReceivedRequest(self.path, dict(self.headers)))
        self._send(Response(body=json.dumps({"data": [{"id": name} for name in self.server.models]}).encode()))

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append(ReceivedRequest(self.path, dict(self.headers), body))
        response = self.server.response(body)
        if response.held:
            response.held.wait()
        if not response.drops:
            self._send(response)

    def _send(self, response):
        self.send_response(response.status)
        for name, value in ({"Content-Type": response.content_type} | response.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        pieces = (
            [response.body[place : place + 1] for place in range(len(response.body))]
            if response.trickles
            else [response.body]
        )
        for piece in pieces:
            self.wfile.write(piece)
            if response.trickles:
                self.server.over.wait(0.02)

    def log_message(self, *_):
        pass
