"""`quotebot add`: interviews from files and from the web, into the corpus folder and into the index."""

import datetime
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.add_each import add_each, shown_name
from bot.cli.add_feed import FeedReader
from bot.cli.add_files import add_file
from bot.cli.add_interviews import Ask, Details
from bot.cli.add_pages import add_page, is_address
from bot.cli.corpus import build
from bot.cli.corpus_folder import alone_in
from bot.cli.feed_report import FeedReport
from bot.cli.feed_table import feed_progress, print_feed_report
from bot.cli.fetched_documents import FetchedDocuments, Outcome
from bot.cli.options import DataOption, GuestOption, HostOption, LinkOption, console, settings_of
from bot.cli.outcome_table import print_outcomes
from index.advice import quotebot
from index.corpus.documents import SUFFIXES
from index.downloads import Downloader, allowed_host
from index.errors import QuotebotError, SettingsError

InterviewsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE_OR_URL", help=f"Interviews: {', '.join(SUFFIXES)}, or their addresses on the web."),
]
FeedOption = Annotated[
    str | None,
    typer.Option("--feed", metavar="URL", help="A podcast's feed (RSS, Atom): adds the transcripts that are new."),
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, metavar="N", help="Add at most so many new episodes of the feed.")
]
TitleOption = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Title, as the publisher printed it.")]
NoLinkOption = Annotated[
    bool, typer.Option("--no-link", help="It is public nowhere; answers show its title and the place in it instead.")
]
PublisherOption = Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Who published this text.")]
PublishedOption = Annotated[
    str | None, typer.Option("--published", metavar="YYYY-MM-DD", help="The day this text came out.")
]
AllowHostOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="HOST",
        help="A host that may be on a private network and at any port, such as a company's wiki; once for each.",
    ),
]


def add(
    context: typer.Context,
    interviews: InterviewsArgument = None,
    feed: FeedOption = None,
    limit: LimitOption = None,
    title: TitleOption = None,
    link: LinkOption = None,
    no_link: NoLinkOption = False,
    guest: GuestOption = None,
    host: HostOption = None,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    allow_host: AllowHostOption = None,
    data: DataOption = None,
) -> None:
    """Add interviews to the corpus folder, and index them.

    Each file is copied, each address fetched, and what is known about it is written into sources.toml beside it. What
    you do not state is taken from the file: title and link from what it says of itself, people from its labels; who
    clearly asks is the host. In a terminal you are asked for what is missing, and can correct the rest. Adding a file
    or an address again takes what changed. Of several, each is tried, and a table says what became of it. Of a feed,
    the new episodes are taken that have a transcript. To look first: quotebot inspect. deploy/INTERVIEWS.md tells more.
    """
    settings = settings_of(context, data)
    details = Details(
        title=title,
        link=link,
        is_unlinked=no_link,
        guests=tuple(guest or ()),
        hosts=tuple(host or ()),
        publisher=publisher,
        published=published,
    )
    if problem := _usage_problem(interviews or [], feed, limit, details):
        raise SettingsError(problem)
    ask_for = _ask if sys.stdin.isatty() else None
    with alone_in(settings.seeds), Downloader([allowed_host(name) for name in allow_host or ()]) as downloader:
        report = _add_feed(feed, settings.seeds, downloader, details, limit) if feed else None
        failed = _add_interviews(interviews or [], settings.seeds, downloader, details, ask_for)
    build(settings, [settings.seeds], is_patient=True)
    if report:
        _check_report(report)
    if failed:
        raise QuotebotError(f"{failed} of {len(interviews or ())} interviews not added; the table above says why")


def _usage_problem(interviews: list[str], feed: str | None, limit: int | None, details: Details) -> str | None:
    """Return what contradicts itself in what was typed, and how it is right."""
    of_one = details.title or details.link
    if details.link and details.is_unlinked:
        return "--link and --no-link contradict each other; give one of them"
    if len(interviews) > 1 and of_one:
        return "--title and --link belong to one interview; add the files one by one"
    if not interviews and not feed:
        return f"nothing to add; give a file, an address or --feed URL, see: {quotebot('add', '--help')}"
    if feed and (interviews or of_one or details.guests or details.published):
        return (
            "a feed is added alone, and says itself what its episodes are; leave all but --host, --publisher and "
            "--no-link out"
        )
    if limit and not feed:
        return "--limit counts the episodes of a feed; give its address with --feed"
    return None


def _add_feed(url: str, folder: Path, downloader: Downloader, details: Details, most_new: int | None) -> FeedReport:
    """Add what is new in a feed, showing how far it is, and tell what became of each episode."""
    screen = console()
    with FetchedDocuments(folder, datetime.date.today()) as documents, feed_progress(screen) as progress:
        reader = FeedReader(url, documents, downloader, details=details, most_new=most_new)
        report = reader.add_new(progress)
    print_feed_report(report, screen)
    return report


def _check_report(report: FeedReport) -> None:
    """Return if nothing of a feed is new to be looked at, or has to be tried again.

    Raises:
        QuotebotError: Something is.
    """
    if failed := report.counts["failed"]:
        raise QuotebotError(f"{failed} of {len(report.episodes)} episodes not added; the table above says why")
    if report.may_pass:
        raise QuotebotError("not all pages of the feed were read; the line above says why")


def _add_interviews(
    interviews: list[str], folder: Path, downloader: Downloader, details: Details, ask: Ask | None
) -> int:
    """Add files and pages, and tell what became of each; return how many of several failed.

    Raises:
        QuotebotError: The only one cannot be added, or none of them can.
    """

    def add_one(interview: str) -> tuple[str, Outcome]:
        if not is_address(interview):
            return add_file(Path(interview), folder, details, ask)
        with FetchedDocuments(folder, datetime.date.today()) as documents:
            return add_page(interview, documents, downloader, details, ask)

    screen = console()
    if len(interviews) == 1:
        name, outcome = add_one(interviews[0])
        screen.print(Text(f"{shown_name(interviews[0])} is {outcome}: {name}"), soft_wrap=True)
        return 0
    rows = add_each(interviews, add_one)
    print_outcomes("Interview", rows, screen)
    failed = sum(outcome == "failed" for _, outcome, _ in rows)
    if rows and failed == len(rows):
        raise QuotebotError(f"none of {failed} interviews added; the table above says why")
    return failed


def _ask(question: str, understood: str) -> str:
    """Ask for a value in the terminal; Enter accepts what was understood, which stands in brackets."""
    answer: str = typer.prompt(question, default=understood, show_default=bool(understood))
    return answer
