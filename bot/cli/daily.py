"""`quotebot daily`: what an operator sees of the daily insight."""

import datetime
from dataclasses import replace
from typing import Annotated

import typer
from rich.text import Text

from bot.answers.quote_language import language_lines
from bot.cli import daily_by_hand, daily_status
from bot.cli.options import DataOption, LanguageOption, console, settings_of
from bot.cli.terminal import card_with_context, print_card, print_text
from bot.daily.choose_quote import NO_VOTES, InsightCandidate, find_candidates, pick_days
from bot.daily.insight import Insight
from bot.operations.bootstrap import existing_state, operators_searcher
from bot.runtime.settings import Settings
from bot.wording.language import interface_of, say, weekday_and_day
from index.answer import Filters
from index.errors import QuotebotError
from index.search import Searcher

app = typer.Typer(rich_markup_mode=None)


@app.callback()
def common() -> None:
    """Look at the daily insight, and post one by hand.

    People set it in their channels: /quote daily in Slack, /daily set in Discord.
    """


@app.command()
def preview(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=366, help="Show this many days.")] = 7,
    first: Annotated[
        datetime.datetime | None,
        typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="The first day, such as 2024-11-22."),
    ] = None,
    channel: Annotated[
        str, typer.Option("--channel", metavar="KEY", help="Choose as for this channel; each has its own order.")
    ] = "",
    topic: Annotated[str, typer.Option("--topic", metavar="WORDS", help="Only what is about this.")] = "",
    speaker: Annotated[
        list[str] | None,
        typer.Option("--speaker", metavar="NAME", help="Only this person's words; once for each person."),
    ] = None,
    language: LanguageOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show what speaks for and against each quote.")] = False,
    data: DataOption = None,
) -> None:
    """Show the insights of the coming days.

    They come as in a channel that has seen none so far. What stands alone, makes a claim, names a number or surprises
    goes first; people, interviews and languages take turns; none comes again until all were shown.
    """
    settings = settings_of(context, data)
    reading = language or settings.quote_language
    interface, screen = interface_of(topic), console()
    with operators_searcher(settings) as searcher:
        speakers = [name for called in speaker or () for name in searcher.speakers_called(called)]
        filters = Filters(speakers=tuple(speakers), languages=reading.languages)
        candidates = _candidates(searcher, settings, topic, filters)
    if not candidates:
        raise QuotebotError(say("no_insights", interface))
    screen.print()
    began = first.date() if first else datetime.date.today()
    for day, pick in pick_days(began, days, channel, candidates, first_language=reading.language):
        if pick.begins_again:
            print_text(Text(say("insights_used_up", interface), style="yellow"), screen)
            screen.print()
        screen.print(Text(f"  {weekday_and_day(day, interface)}\n", style="dim"))
        card = card_with_context(pick.quote, searcher.generation.speaker_of(pick.quote), interface)
        print_card(replace(card, notes=tuple(language_lines(pick.quote, interface, reading.language))), screen)
        if explain:
            print_text(_explanation(pick.candidate.insight), screen)
            screen.print()


def _candidates(searcher: Searcher, settings: Settings, topic: str, filters: Filters) -> list[InsightCandidate]:
    """Return what may be shown; votes count where there is a state to read them from, none is made."""
    with existing_state(settings) as state:
        return find_candidates(searcher, topic, filters, state.all_votes() if state else NO_VOTES)


def _explanation(insight: Insight) -> Text:
    reasons = ", ".join(f"{reason.what} {reason.worth:+g}" for reason in insight.reasons)
    return Text(f"{insight.score:g}: {reasons}", style="dim")


for command in (daily_status.status, daily_by_hand.post, daily_by_hand.off):
    app.command()(command)
