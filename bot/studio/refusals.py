"""What somebody gets to read who does not get in: a plain page, without a word of what was sent."""

from html import escape
from typing import Literal

from aiohttp import web

from bot.studio.viewer import interface_accepted
from bot.wording.language import choose
from index.domain import Language

Refusal = Literal["host", "token", "post"]

_TITLE: dict[Language, str] = {"en": "Quotebot studio", "zh": "Quotebot 工作台"}
_TEXTS: dict[Refusal, dict[Language, str]] = {
    "host": {
        "en": "The studio answers only at 127.0.0.1 and localhost. Open the link that “quotebot studio” printed.",
        "zh": "工作台只在 127.0.0.1 和 localhost 上回应。请打开 “quotebot studio” 打印出来的链接。",
    },
    "token": {
        "en": "This browser has not been let in. Open the link that “quotebot studio” printed in the terminal; it is "
        "a new one each time the studio starts. If you have just opened it, load this page again.",
        "zh": "这个浏览器还没有获得许可。请打开 “quotebot studio” 在终端里打印的链接；工作台每次启动，链接都会换新。"
        "如果刚刚打开过，请重新载入本页。",
    },
    "post": {
        "en": "Nothing was changed: this was not sent by a page of the studio, or by one from before it was started "
        "again. Go back, load the page again, and repeat it.",
        "zh": "没有改动任何内容：这不是从工作台的页面发出的，或者发出它的页面早于工作台重新启动。"
        "请返回，重新载入页面，再试一次。",
    },
}


def refusal_page(refusal: Refusal, accept_language: str) -> web.Response:
    """Return the page that says why, and what to do; in the language that the browser asks for."""
    interface = interface_accepted(accept_language)
    title, text = choose(interface, _TITLE), choose(interface, _TEXTS[refusal])
    page = (
        f'<!doctype html><html lang="{interface}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>'
        f"<body><main><h1>{escape(title)}</h1><p>{escape(text)}</p></main></body></html>\n"
    )
    return web.Response(status=403, text=page, content_type="text/html")
