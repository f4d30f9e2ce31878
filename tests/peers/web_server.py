"""A small web server on loopback: pages by path, with a status, headers, a body, and what it was asked for."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is at a path; `pieces`, if any, follow the body one after the other and never end by a length."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterable[bytes]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that came: its path with the query, and its headers in small letters."""

    path: str
    headers: dict[str, str]


class WebServer(ThreadingHTTPServer):
    """Serves `pages` by path; what has an ETag there is not sent twice to who knows it."""

    daemon_threads = True

    def __init__(self, pages: Mapping[str, Page] | None = None) -> None:
        self.pages = dict(pages or {})
        self.asked: list[Asked] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def paths(self) -> list[str]:
        """What was asked for so far, robots.txt aside."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def close(self) -> None:
        self.shutdown()
        self.server_close()

    def __exit__(self, *_: object) -> None:
        self.close()

    def handle_error(self, request, client_address):
        """Whoever asks may stop listening."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(path=self.path, headers=headers))
        page = self.server.pages.get(self.path, Page(status=404, body=b"not here"))
        etag = page.headers.get("ETag")
        is_known = etag is not None and headers.get("if-none-match") == etag
        self._send(Page(status=304, headers=page.headers) if is_known else page)

    def _send(self, page):
        self.send_response(page.status)
        for name, value in ({"Content-Type": page.media_type} | dict(page.headers)).items():
            self.send_header(name, value)
        if page.pieces is None:
            self.send_header("Content-Length", str(len(page.body)))
        else:
            self.send_header("Connection", "close")
        self.end_headers()
        if page.status == 304:
            return
        self.wfile.write(page.body)
        for piece in page.pieces() if page.pieces else ():
            self.wfile.write(piece)

    def log_message(self, *_):
        """Nothing is printed."""
