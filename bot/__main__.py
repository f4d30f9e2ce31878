"""`python -m bot` is `quotebot`."""

from bot.cli import main

main()
