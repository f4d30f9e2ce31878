"""How things look in a terminal: quotes behind a rule, and tables. Plain text when piped."""

from collections.abc import Mapping

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.answers.card import absent_text, filter_text
from bot.answers.reading import language_lines, nothing_in
from bot.domain.interface import Interface
from bot.wording.language import say
from bot.wording.quote import links, source_line, speaker_name
from bot.wording.wrap_lines import wrapped
from index.domain import EVERYTHING, Answer, Filters, Language, Person, Quote
from index.report import BuildReport, SourceReport
from index.search.reader_search import other_language

_RULE = "▎ "
_WIDEST_QUOTE = 88
_MARGIN = 2


def print_language(
    quote: Quote,
    interface: Interface,
    screen: Console,
    expected: Language | None = None,
    *,
    lacking: Language | None = None,
    filters: Filters = EVERYTHING,
) -> None:
    """Print which language a quote is in, where that is to be said before it; see `language_lines`."""
    for told in language_lines(quote, interface, expected, lacking=lacking, filters=filters):
        _print_notice(Text(told.text, style="dim"), screen)


def print_quote(quote: Quote, person: Person, interface: Interface, screen: Console) -> None:
    """Print a quote behind a rule, then who said it, where, and the links."""
    width = min(screen.width - len(_RULE) - 2 * _MARGIN, _WIDEST_QUOTE)
    for line in wrapped(Text(quote.text), width):
        print_text(Text.assemble((_RULE, "cyan"), line), screen)
    screen.print()
    name = Text(speaker_name(person, interface), style="bold")
    if quote.role == "host":
        name.append(f" · {say('host', interface)}", style="dim")
    if quote.attribution == "inferred":
        name.append(f" · {say('inferred', interface)}", style="dim")
    print_text(name, screen)
    print_text(Text(source_line(quote, interface), style="dim"), screen)
    _print_links(quote, interface, screen)
    screen.print()


def print_text(text: Text, screen: Console) -> None:
    """Print running text behind a margin: in a terminal in lines that end where they may, in a pipe in one."""
    lines = wrapped(text, screen.width - 2 * _MARGIN) if screen.is_terminal else [text]
    for line in lines:
        screen.print(Text(" " * _MARGIN) + line)


def print_answer(
    answer: Answer, people: Mapping[str, Person], interface: Interface, screen: Console, *, explain: bool
) -> None:
    """Print an answer: what was filtered, how sure it is, the quotes; where there is none, who speaks here."""
    screen.print()
    told = filter_text(answer.filters, interface)
    notices = [Text(say("only", interface, names=told), style="dim")] if told else []
    notices += [Text(absent_text(absent, interface)) for absent in answer.absent]
    if answer.lacking and not answer.best:
        option = f" (--language {other_language(answer.lacking)})"
        notices.append(Text.assemble(nothing_in(answer.lacking, interface), (option, "dim")))
    for notice in notices:
        _print_notice(notice, screen)
    if answer.outcome == "nothing":
        if not answer.lacking:
            print_text(Text(say("nothing", interface)), screen)
        print_text(Text(say("speaking_here", interface, names=", ".join(people)), style="dim"), screen)
        screen.print()
    else:
        _print_matches(answer, people, interface, screen)
    if explain:
        screen.print(_explanation(answer))
        if judged := answer.judgement:
            print_text(Text(f"{judged.judge}: {judged.outcome}, {judged.said}"), screen)
        screen.print()


def _print_matches(answer: Answer, people: Mapping[str, Person], interface: Interface, screen: Console) -> None:
    """Print the quotes, each with its language where that is to be said; above the first whether it is sure."""
    for place, match in enumerate(answer.hits):
        print_language(match.quote, interface, screen, lacking=answer.lacking, filters=answer.filters)
        if answer.outcome == "unsure" and place == 0:
            _print_notice(Text(say("unsure", interface), style="yellow"), screen)
        print_quote(match.quote, people[match.quote.speaker], interface, screen)


def _print_notice(notice: Text, screen: Console) -> None:
    print_text(notice, screen)
    screen.print()


def _explanation(answer: Answer) -> Table:
    """Return how each match came about, one a row: in each view of meaning; the cross-encoder's score if it has one."""
    is_reranked = any(match.rerank_score is not None for match in answer.hits)
    views = ["Similarity"] if any(match.similarity_in_second is None for match in answer.hits) else ["e5", "mUSE"]
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 2))
    for name in ("Quote", *["Cross-encoder"] * is_reranked, "Score", *views, "Rank", "Words", "Rank", "Speaker"):
        table.add_column(name, justify="left" if name in ("Quote", "Speaker") else "right", no_wrap=True)
    for match in answer.hits:
        ranks = (match.dense_rank, match.word_rank)
        dense_rank, word_rank = ("-" if rank is None else str(rank) for rank in ranks)
        similarities = [_number(match.similarity), _number(match.similarity_in_second)][: len(views)]
        numbers = (f"{match.score:.2f}", *similarities, dense_rank, f"{match.word_score:.2f}", word_rank)
        reranked = [_number(match.rerank_score)] if is_reranked else []
        table.add_row(match.quote.id, *reranked, *numbers, Text(match.quote.speaker))
    sureness = f"{answer.outcome}: confidence {answer.confidence:.2f}"
    table.caption = Text(sureness if answer.reason is None else f"{sureness}, {answer.reason}")
    table.caption_justify = "left"
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _print_links(quote: Quote, interface: Interface, screen: Console) -> None:
    """Print the links: clickable in one line on a terminal; written out, each whole, where nothing can be clicked."""
    named = links(quote, interface)
    if not named:
        return
    if not screen.is_terminal or screen.color_system is None:
        for name, url in named:
            screen.print(Text(f"{' ' * _MARGIN}{name}: {url}"), soft_wrap=True)
        return
    names = [Text(name, style=Style(color="cyan", link=url)) for name, url in named]
    print_text(Text(" · ", style="dim").join(names), screen)


def report_table(report: BuildReport) -> Table:
    """Return what was indexed: a row a speaker of each document, warnings, and what failed."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Interview", no_wrap=True)
    table.add_column("Speaker")
    table.add_column("Turns", justify="right")
    table.add_column("Quotes", justify="right")
    for source in report.sources:
        _add_source(table, source)
    for name, reason in report.failures.items():
        table.add_row(Text(name, style="red"), Text(f"not indexed: {reason}", style="red"), "", "")
    return table


def _add_source(table: Table, report: SourceReport) -> None:
    name = report.source.id
    for speaker, turns in report.turns.most_common():
        role = report.source.role_of(speaker)
        said = Text(speaker) if role == "guest" else Text.assemble(speaker, (" · host", "dim"))
        table.add_row(Text(name), said, str(turns), str(report.quotes[speaker]))
        name = ""
    for warning in report.warnings:
        table.add_row("", Text(f"note: {warning}", style="yellow"), "", "")
