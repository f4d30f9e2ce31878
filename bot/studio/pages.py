"""The pages of the studio, in the order of the menu."""

from bot.studio.ask_page import ASK
from bot.studio.page import Page

PAGES_OF_STUDIO: tuple[Page, ...] = (ASK,)
