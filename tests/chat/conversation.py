"""Somebody who asks the service in a channel of Slack or Discord, and what of a reply a test looks at."""

import itertools

from bot.domain.message import Buttons, QuoteBlock
from bot.intake.service import QuoteService
from tests.support.request_builder import make_request

_numbers = itertools.count()


class Conversation:
    """Somebody to ask the service as, in a channel of a platform; answers are remembered as the request queue does."""

    def __init__(self, live, state, platform):
        self.service = QuoteService(live, state)
        self.platform = platform
        self.state = state
        self.given = None

    def reads(self, reading, channel="C1"):
        self.state.save_settings(self.platform, "T1", channel, {"quote_language": reading})

    def ask(self, text, **fields):
        return self.respond(text=text, **fields)

    def press(self, message, action, /, **fields):
        [button] = [candidate for candidate in buttons_of(message) if candidate.action == action]
        pressed = {"value": button.value, "message_is_private": message.visibility == "private"}
        return self.respond(kind="button", action=action, **pressed | fields)

    def respond(self, **fields):
        asked = request(**{"platform": self.platform} | fields)
        reply = self.service.respond(asked)
        if reply.given:
            self.given = reply.given
            work_id = self.state.accept(asked, "me", asked.asked_at, 60)
            assert self.state.begin_sending(work_id, "me", reply.given)
        return reply.message


def request(**fields):
    """Return a request that no other has the key of."""
    return make_request(**{"keys": (f"k{next(_numbers)}",)} | fields)


def buttons_of(message):
    return [button for part in message.parts if isinstance(part, Buttons) for button in part.buttons]


def actions_of(message):
    return [button.action for button in buttons_of(message)]


def lines_of(message):
    return message.text.split("\n")


def quotes_in(message):
    return [part.text for part in message.parts if isinstance(part, QuoteBlock)]
