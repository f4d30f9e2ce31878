"""Who gets in: a browser that was given the link, at this machine's own address, from pages of ours."""

import hashlib
import re
import secrets
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.studio.refusals import Refusal, refusal_page

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?\Z")
_SAFE_METHODS = ("GET", "HEAD")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Access:
    """The secrets of one run of the studio.

    The link's token becomes a cookie, so that it stands in the address of no page; a browser may keep the link in its
    history. A ticket is a token that works once: what starts a browser shows its address to whoever lists the processes
    of the machine.

    Attributes:
        token: Stands in the link that is printed.
        form_token: Stands in every form of ours, and in no page of others.
    """

    def __init__(self, data: Path) -> None:
        self.token = secrets.token_urlsafe(32)
        self.form_token = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)
        self._tickets: set[str] = set()
        # Cookies know no ports, and several studios may run on one machine.
        self.cookie = f"quotebot_studio_{hashlib.sha256(str(data.absolute()).encode()).hexdigest()[:8]}"

    def ticket(self) -> str:
        """Return another token, which works once."""
        ticket = secrets.token_urlsafe(32)
        self._tickets.add(ticket)
        return ticket

    def is_let_in(self, request: web.Request) -> bool:
        """Tell whether a request has the cookie."""
        return _same(request.cookies.get(self.cookie, ""), self._session)

    def let_in(self, token: str) -> web.Response | None:
        """Return the way to a clean address, with the cookie; None where the token is not ours."""
        if token in self._tickets:
            self._tickets.remove(token)
        elif not _same(token, self.token):
            return None
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self.cookie, self._session, httponly=True, samesite="Strict", path="/")
        return response

    async def is_from_our_page(self, request: web.Request) -> bool:
        """Tell whether a request that changes something was sent by a page of ours."""
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        # Where no referrer is sent, the origin of a form is "null": https://fetch.spec.whatwg.org/#origin-header
        is_ours = site == "same-origin" if site else origin in (None, f"http://{request.host}")
        if not is_ours:
            return False
        try:
            sent = request.headers.get("X-Form-Token") or (await request.post()).get("form_token")
        except (ValueError, LookupError):  # it is no form, or in no encoding that there is
            return False
        return isinstance(sent, str) and _same(sent, self.form_token)


ACCESS = web.AppKey("access", Access)
"""Under this key the app keeps who gets in."""


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let nobody in without the cookie, under no other name of this machine, and take no posts of other sites."""
    access = request.app[ACCESS]
    if not _LOOPBACK.match(request.host):  # a name of somebody else's that leads here (DNS rebinding)
        return _refused(request, "host")
    if request.path == "/" and request.method == "GET" and "token" in request.query:
        return access.let_in(request.query["token"]) or _refused(request, "token")
    if not access.is_let_in(request):
        return _refused(request, "token")
    if request.method not in _SAFE_METHODS and not await access.is_from_our_page(request):
        return _refused(request, "post")
    return await handler(request)


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Have a browser keep nothing, load nothing from elsewhere, and tell no other site where it comes from."""
    response.headers.update(_HEADERS)


def _refused(request: web.Request, refusal: Refusal) -> web.Response:
    return refusal_page(refusal, request.headers.get("Accept-Language", ""))


def _same(sent: str, ours: str) -> bool:
    return secrets.compare_digest(sent.encode("utf-8", "replace"), ours.encode())
