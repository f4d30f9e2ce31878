"""A headless Chromium over the DevTools protocol on a pipe, and pages for it on loopback."""

import html
import itertools
import json
import os
import select
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_FLAGS = [
    "--headless",
    "--no-sandbox",  # as root it does not start with one, and it only sees pages of ours
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
]
_TIMEOUT_SECONDS = 30
_NAMED_KEYS = {"Escape": {"windowsVirtualKeyCode": 27}, "Enter": {"windowsVirtualKeyCode": 13, "text": "\r"}}

# Whether the page was scrolled, and how far the first character of a range is from the middle of the window.
_WHERE = """(async () => {
  const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));
  const end = performance.now() + %d;
  while (scrollY == 0 && performance.now() < end) await wait(10);
  await wait(50);
  const range = document.createRange(), text = document.getElementById("%d").firstChild;
  range.setStart(text, %d);
  range.setEnd(text, %d);
  const line = range.getBoundingClientRect();
  return [scrollY > 0, (line.top + line.bottom - innerHeight) / 2];
})()"""


class Browser:
    """One tab of a headless Chromium; commands and answers are JSON that ends with NUL, on its pipes 3 and 4."""

    def __init__(self, program: str, profile: Path) -> None:
        read_by_it, self._commands = os.pipe()
        self._answers, written_by_it = os.pipe()
        arguments = [program, *_FLAGS, f"--user-data-dir={profile}", "--window-size=800,600", "about:blank"]
        quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
        pipes = [(os.POSIX_SPAWN_DUP2, read_by_it, 3), (os.POSIX_SPAWN_DUP2, written_by_it, 4)]
        self._process = os.posix_spawn(program, arguments, os.environ, file_actions=quiet + pipes)
        os.close(read_by_it)
        os.close(written_by_it)
        self._numbers = itertools.count(1)
        self._unread = b""
        self._session = {}
        tab = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self._call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]}
        self._call("Page.enable")

    def open(self, link: str) -> None:
        """Open a link as if it was typed into the address bar, and wait until the page is loaded."""
        self._call("Page.navigate", url=link)
        while self._next_message().get("method") != "Page.loadEventFired":
            pass

    def evaluate(self, script: str) -> object:
        """Return what a script in the page comes to."""
        answer = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def be_wide(self, pixels: int) -> None:
        """Have a window of this width."""
        self._call("Emulation.setDeviceMetricsOverride", width=pixels, height=900, deviceScaleFactor=1, mobile=False)

    def click(self, selector: str) -> None:
        """Click an element that leads to another page, and wait until that is loaded."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")
        while self._next_message().get("method") != "Page.loadEventFired":
            pass

    def press(self, key: str) -> None:
        """Press a key, such as "?", "Enter" or "Escape"."""
        known_by = {"text": key} if len(key) == 1 else _NAMED_KEYS[key]
        for kind in ("keyDown", "keyUp"):
            self._call("Input.dispatchKeyEvent", type=kind, key=key, **known_by)

    def where_is(self, page: str, place: int, wait_milliseconds: int = 3000) -> tuple[bool, float]:
        """Return whether the page was scrolled, and the pixels from the window's middle to `page[place]`'s line."""
        paragraph = page.rfind("\n", 0, place) + 1
        offset = place - paragraph
        scrolled, pixels = self.evaluate(_WHERE % (wait_milliseconds, paragraph, offset, offset + 1))
        return scrolled, pixels

    def close(self) -> None:
        os.write(self._commands, b'{"id": 0, "method": "Browser.close"}\0')
        os.close(self._commands)
        os.waitpid(self._process, 0)
        os.close(self._answers)

    def _call(self, method: str, **parameters: object) -> dict:
        number = next(self._numbers)
        command = {"id": number, "method": method, "params": parameters} | self._session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while (message := self._next_message()).get("id") != number:
            pass
        return message["result"]

    def _next_message(self) -> dict:
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._answers], [], [], _TIMEOUT_SECONDS)
            some = os.read(self._answers, 65536) if ready else b""
            assert some, "Chromium does not answer"
            self._unread += some
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)


class Pages:
    """Texts served as web pages on loopback, a paragraph a line, far from the top so that a match scrolls."""

    def __init__(self) -> None:
        self._pages: list[bytes] = []
        pages = self._pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                number = self.path.strip("/")
                content = pages[int(number)] if number.isdecimal() else b""  # it asks for an icon, too
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def add(self, text: str) -> str:
        """Return the address of a page with this text; a fresh one each time, so that it is loaded anew."""
        self._pages.append(_page(text).encode())
        return f"http://127.0.0.1:{self._server.server_port}/{len(self._pages) - 1}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _page(text: str) -> str:
    """Return a page whose paragraphs carry their places in the text as ids, in lines of a few words."""
    paragraphs, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(f'<p id="{place}">{html.escape(line)}</p>')
        place += len(line) + 1
    style = "body { margin: 3000px 0; width: 8em; font: 16px/20px sans-serif }"
    return f'<!doctype html><meta charset="utf-8"><title>Page</title><style>{style}</style>{"".join(paragraphs)}'
