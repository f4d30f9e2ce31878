"""Ask the demo's index, and draw as SVG what the terminal shows: draw.py QUOTEBOT DATA PICTURE; `make pictures`.

Rich's own export gives Chinese half its width, fetches fonts and drops links.
"""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

_QUESTIONS = ("Are enterprise customers worth more than startups?", "为什么客户更喜欢小模型")
_COLUMNS = 92
_FONT_SIZE, _CELL_WIDTH, _LINE_HEIGHT, _MARGIN = 16, 9, 24, 24  # pixels
_FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'PingFang SC', 'Microsoft YaHei', monospace"
_BACKGROUND, _EDGE, _FOREGROUND, _DIM, _ACCENT = "#1b1f27", "#4a5160", "#e6e8ec", "#a3abb8", "#6fd3e3"


def record(*command: str) -> str:
    """Return what a command prints on a terminal, with its colours and links."""
    reader, terminal = pty.openpty()
    environment = os.environ | {"COLUMNS": str(_COLUMNS), "TERM": "xterm-256color"}  # noqa: TID251 - not for settings
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=terminal, env=environment):  # noqa: S603 - our own
        os.close(terminal)
        printed = b"".join(_parts(reader))
    os.close(reader)
    return printed.decode().replace("\r\n", "\n")


def _parts(reader: int) -> Iterator[bytes]:
    try:
        while part := os.read(reader, 65536):
            yield part
    except OSError:  # how Linux says that nobody holds the terminal any more
        return


def draw(screen: str) -> str:
    """Return the SVG of what a terminal shows."""
    lines = Text.from_ansi(screen).split("\n", allow_blank=True)
    width, height = _COLUMNS * _CELL_WIDTH + 2 * _MARGIN, len(lines) * _LINE_HEIGHT + 2 * _MARGIN
    texts = "".join(_line(line, _MARGIN + row * _LINE_HEIGHT + _FONT_SIZE) for row, line in enumerate(lines))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">
<style>
text {{ font: {_FONT_SIZE}px {_FONTS}; fill: {_FOREGROUND}; white-space: pre }}
.bold {{ font-weight: bold }}
.dim {{ fill: {_DIM} }}
.accent {{ fill: {_ACCENT} }}
</style>
<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" fill="{_BACKGROUND}" stroke="{_EDGE}"/>
{texts}</svg>
"""


def _line(line: Text, baseline: int) -> str:
    """Return a line's runs, each as wide as its cells, so that columns hold in any font."""
    runs, column = "", 0
    for segment in line.render(Console(color_system="truecolor")):
        for characters in _equally_wide(segment.text):
            if characters.strip():
                runs += _run(characters, segment.style or Style(), _MARGIN + column * _CELL_WIDTH, baseline)
            column += cell_len(characters)
    return runs


def _equally_wide(text: str) -> Iterator[str]:
    """Yield the runs of a text whose characters fill one cell each, or, as Chinese, two."""
    for _, characters in groupby(text, cell_len):
        yield "".join(characters)


def _run(text: str, style: Style, x: int, baseline: int) -> str:
    names = ["bold"] * bool(style.bold) + ["dim"] * bool(style.dim) + ["accent"] * bool(style.color)
    shown = f' class="{" ".join(names)}"' if names else ""
    place = f'x="{x}" y="{baseline}" textLength="{cell_len(text) * _CELL_WIDTH}" lengthAdjust="spacingAndGlyphs"'
    run = f"<text {place}{shown}>{escape(text, quote=False)}</text>"
    return f'<a href="{escape(style.link)}">{run}</a>\n' if style.link else f"{run}\n"


def main(quotebot: str, data: str, picture: str) -> None:
    """Draw the questions, each with its answer."""
    screens = [
        f'$ quotebot ask "{question}"\n{record(quotebot, "ask", question, "--data", data)}' for question in _QUESTIONS
    ]
    Path(picture).write_text(draw("".join(screens).rstrip()), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
