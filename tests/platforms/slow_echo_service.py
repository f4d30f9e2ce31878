"""A service that says what it is asked, as late as a test wants."""

import threading

from bot.domain.message import Message, notice
from bot.domain.reply import Reply


class SlowEchoService:
    """Says what was asked, to everybody; what is "slow" waits for `go`. `threads` are those that it was called in."""

    def __init__(self):
        self.go = threading.Event()
        self.asked = []
        self.threads = set()

    def respond(self, request):
        self.asked.append(request.value or request.text)
        self.threads.add(threading.get_ident())
        if request.text == "slow":
            self.go.wait(10)
        return Reply(message=Message(parts=self.message_parts(request), visibility="public"))

    def message_parts(self, request):
        """Return what it says, in parts."""
        return notice(f"echo {request.value or request.text}").parts

    def home(self, interface):
        return notice("home")

    def offer(self, option, typed, interface, audience):
        self.threads.add(threading.get_ident())
        return []
