"""`quotebot studio`: the local web page on how answers come about."""

import webbrowser
from socket import gethostname
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.options import DataOption, console, settings_of
from bot.runtime.logs import configure_logging

_LARGEST_PORT = 65_535


def studio(
    context: typer.Context,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=_LARGEST_PORT, help="On 127.0.0.1; else any free one.")
    ] = 0,
    is_opened: Annotated[
        bool, typer.Option("--open/--no-open", help="Open it in the browser, where there is a desktop.")
    ] = True,
    data: DataOption = None,
) -> None:
    """Look at how answers come about, in a browser on this machine.

    The printed link lets one in, and nobody who has not got it; nothing leaves the machine. Ctrl+C ends it.
    """
    from bot.studio.run import run_studio  # here, since the web server takes a while, and only this needs it

    settings = settings_of(context, data)
    configure_logging(settings.log_level)

    def announce(link: str, link_for_browser: str, bound_port: int) -> None:
        screen = console()
        screen.print(Text.assemble("The studio: ", (link, "bold")), soft_wrap=True)
        if not (is_opened and _opens(link_for_browser)):
            screen.print(Text(f"Without a browser on this machine, run on your own: {_forwarding(bound_port)}"))
        screen.print(Text("Whoever has the link gets in, from this machine alone. Ctrl+C ends it.", style="dim"))
        screen.file.flush()

    run_studio(settings, port, announce)
    console().print(Text("The studio has ended."))


def _forwarding(port: int) -> str:
    return f"ssh -L {port}:127.0.0.1:{port} {gethostname()}"


def _opens(link: str) -> bool:
    """Open a link in the browser of the desktop, if there is one; one in the terminal would take this one over."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    is_in_terminal = type(browser) is webbrowser.GenericBrowser
    return not is_in_terminal and browser.open(link)
