"""A judge at the keyboard, who sees the page Queue in a real browser."""

import json
import time
from collections.abc import Callable

from tests.peers.browser import Browser

_PATIENCE_SECONDS = 30.0
_SHOWN = """(() => {
  const item = document.querySelector("#item [data-item]");
  if (!item) return null;
  const quote = item.querySelector("[data-quote]:not([hidden])");
  return {
    key: item.dataset.item,
    question: item.querySelector(".asked")?.textContent ?? "",
    quote: quote?.querySelector("blockquote").textContent ?? "",
    quote_id: quote?.dataset.quote ?? "",
  };
})()"""


class Judge:
    """Reads what is shown, and presses keys."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.browser = browser
        self.browser.open(f"{origin}/queue")

    def shown(self) -> dict:
        """Return what is shown to be judged, once something is."""
        return self.wait(lambda: self.browser.evaluate(_SHOWN))

    def press(self, key: str) -> None:
        """Press a key."""
        self.browser.press(key)

    def decide(self, key: str) -> dict:
        """Press a key that decides, and return what is shown next."""
        before = self.shown()["key"]
        self.press(key)
        self.wait(lambda: self.shown()["key"] != before)
        return self.shown()

    def ask(self, *questions: str) -> None:
        """Put questions of one's own into the queue, by the keys."""
        if not self.browser.evaluate("document.querySelector('.adding').open"):
            self.press("a")
        self.browser.evaluate("document.getElementById('questions').focus()")
        self.browser.evaluate(f"document.getElementById('questions').value = {json.dumps(chr(10).join(questions))}")
        self.browser.click(".adding button")

    def notice(self) -> str:
        """Return what the page says of the last decision, once it says something."""
        return self.wait(lambda: self.browser.evaluate("document.getElementById('notice').textContent.trim()"))

    def wait(self, look: Callable[[], object]) -> object:
        """Return what a look comes to, once that is true."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not (seen := look()):
            assert time.monotonic() < deadline, "it does not come"
            time.sleep(0.01)
        return seen
