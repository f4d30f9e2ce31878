"""The pages of the studio, in the order of the menu."""

from bot.studio.ask_page import ASK
from bot.studio.document_page import DOCUMENT
from bot.studio.figures_page import FIGURES
from bot.studio.page import Page
from bot.studio.queue_page import QUEUE

PAGES_OF_STUDIO: tuple[Page, ...] = (ASK, DOCUMENT, QUEUE, FIGURES)
