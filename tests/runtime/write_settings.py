"""Write `.env.example` from the settings in bot/runtime/settings.py."""

import textwrap
from dataclasses import fields

from bot.runtime.settings import Settings
from tests.support.paths import ROOT

_BEGINNING = """\
# Copy to .env and fill in what you use. Every line is optional: without any, the command line works on seeds/.
# Written by `make settings`.
"""


def env_example():
    settings = [
        f"{textwrap.fill(setting.metadata['meaning'], 118, initial_indent='# ', subsequent_indent='# ')}\n"
        f"#{setting.metadata['name']}={_shown(setting.default)}\n"
        for setting in fields(Settings)
    ]
    return "\n".join([_BEGINNING, *settings])


def _shown(default):
    return "" if default is None else str(int(default) if isinstance(default, bool) else default)


if __name__ == "__main__":
    (ROOT / ".env.example").write_text(env_example(), "utf-8")
