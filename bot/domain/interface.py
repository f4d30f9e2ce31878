"""The languages that the bot speaks around quotes: English, and Chinese in both scripts."""

from typing import Literal

Interface = Literal["en", "zh", "zh-Hant"]
