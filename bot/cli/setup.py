"""`quotebot setup`: what to click in a chat platform, and which values to copy where."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from rich.style import Style
from rich.text import Text

from bot.cli.options import console, settings_of
from bot.discord.setup import DEVELOPERS, person_link, server_link
from bot.discord.tokens import WHERE, application_id, problem_of
from bot.slack.setup import new_app_link, slack_events_url, slack_manifest
from index.errors import SettingsError

app = typer.Typer(rich_markup_mode=None)


@app.callback()
def common() -> None:
    """Print how to connect Slack or Discord, step by step."""


@app.command()
def slack(
    http: Annotated[
        str | None,
        typer.Option(
            "--http",
            metavar="URL",
            help="The bot's public address: Slack calls it there over HTTP, instead of Socket Mode.",
        ),
    ] = None,
) -> None:
    """Print the link that makes the app, and what to copy into .env."""
    events_url = slack_events_url(http) if http is not None else None
    _print_steps(_slack_steps(events_url))


@app.command()
def discord(context: typer.Context) -> None:
    """Print where the token is, then the link that invites the bot."""
    token = settings_of(context, None).discord_token
    application = application_id(token) if token else None
    if token and application is None:
        problem = problem_of(token) or f"DISCORD_TOKEN is not the whole token of a bot; copy it again from {WHERE}"
        raise SettingsError(problem)
    _print_steps(_discord_steps(application))


def _print_steps(steps: Iterable[tuple[str, ...]]) -> None:
    """Print each step with its number: what to do, and below it the lines to click, copy or type."""
    screen = console()
    for number, (what, *to_copy) in enumerate(steps, 1):
        screen.print(Text.assemble((f"{number}  ", "bold cyan"), what))
        for line in to_copy:
            style = Style(bold=True, link=line if line.startswith("https://") else None)
            screen.print(Text(line, style=style), soft_wrap=True)  # whole, however narrow the terminal
        screen.print()


def _slack_steps(events_url: str | None) -> Iterator[tuple[str, ...]]:
    """Yield each step: what to do, and the lines to click, copy or type."""
    yield "Open this link, choose the workspace, press Create:", new_app_link(slack_manifest(events_url))
    yield "Install App → Install to Workspace. Copy the Bot User OAuth Token into .env:", "SLACK_BOT_TOKEN=xoxb-…"
    if events_url is None:
        where = "Basic Information → App-Level Tokens → Generate Token and Scopes, with the scope connections:write."
        yield f"{where} Copy the token into .env:", "SLACK_APP_TOKEN=xapp-…"
    else:
        where = "Basic Information → App Credentials. Copy the Signing Secret into .env:"
        yield where, "SLACK_SIGNING_SECRET=…", "QUOTEBOT_SLACK_MODE=http"
    yield "See that nothing is missing, then start:", "quotebot doctor", "quotebot serve"
    if events_url is not None:
        yield "Let this address lead to the host and port that serve names:", events_url
        yield ("Event Subscriptions → Request URL: if it is not yet verified, press Retry.",)
    yield "In any channel of Slack:", "/quote why do customers prefer small models"


def _discord_steps(application: str | None) -> Iterator[tuple[str, ...]]:
    """Yield each step; the links can be made only once the token is known, which tells the application."""
    if application is None:
        yield "Open this page, press New Application, and give it a name:", DEVELOPERS
        yield "Bot → Reset Token. Copy it into .env; leave all privileged intents off:", "DISCORD_TOKEN=…"
        yield "Run this again; it then prints the link that invites the bot:", "quotebot setup discord"
        return
    yield "Open this link to bring the bot into a server:", server_link(application)
    yield "Or this one to have its commands wherever you are:", person_link(application)
    yield "See that nothing is missing, then start:", "quotebot doctor", "quotebot serve"
    yield "In any channel of the server:", "/quote question: why do customers prefer small models"
