"""How things look in a terminal: quotes behind a rule, and tables. Plain text when piped."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.answers.answer_cards import answer_cards
from bot.answers.card import quote_card
from bot.answers.filter_lines import absent_text, filter_text
from bot.answers.quote_language import nothing_in
from bot.domain.interface import Interface
from bot.domain.message import AnswerCard, NamedLink, line
from bot.runtime.redaction import redacted
from bot.wording.language import say
from bot.wording.wrap_lines import wrapped
from index.answer import Answer
from index.domain import Person, Quote
from index.search.reader_search import other_language

_RULE = "▎ "
_WIDEST_QUOTE = 88
_MARGIN = 2


def print_card(card: AnswerCard, screen: Console) -> None:
    """Print the notes, the quote behind a rule, then who said it, where, the links and the footnotes."""
    for note in card.above:
        _print_notice(Text(note.text, style="dim" if note.is_quiet else "yellow"), screen)
    width = min(screen.width - len(_RULE) - 2 * _MARGIN, _WIDEST_QUOTE)
    for row in wrapped(Text(card.quote), width):
        print_text(Text.assemble((_RULE, "cyan"), row), screen)
    screen.print()
    print_text(Text.assemble((card.speaker, "bold"), *((f" · {mark}", "dim") for mark in card.marks)), screen)
    print_text(Text(card.source, style="dim"), screen)
    _print_links(card.links, screen)
    screen.print()
    for footnote in card.footnotes:
        _print_notice(Text(footnote.text, style="dim"), screen)


def card_with_context(quote: Quote, person: Person, interface: Interface) -> AnswerCard:
    """Return what is shown of a quote that nobody asked for: with what it was said in answer to, if anything."""
    answers = say("context", interface, question=quote.answers) if quote.answers else ""
    return replace(quote_card(quote, person, interface), footnotes=(line(answers, quiet=True),) if answers else ())


def print_text(text: Text, screen: Console) -> None:
    """Print running text behind a margin: in a terminal in lines that end where they may, in a pipe in one."""
    rows = wrapped(text, screen.width - 2 * _MARGIN) if screen.is_terminal else [text]
    for row in rows:
        screen.print(Text(" " * _MARGIN) + row)


def print_answer(
    answer: Answer, people: Mapping[str, Person], interface: Interface, screen: Console, *, explain: bool
) -> None:
    """Print an answer: what was filtered, how sure it is, the quotes; where there is none, who speaks here."""
    screen.print()
    narrowed = filter_text(answer.filters, interface)
    notices = [Text(say("only", interface, names=narrowed), style="dim")] if narrowed else []
    notices += [Text(absent_text(absent, interface)) for absent in answer.absent]
    if answer.lacking and not answer.best:
        option = f" (--language {other_language(answer.lacking)})"
        notices.append(Text.assemble(nothing_in(answer.lacking, interface), (option, "dim")))
    for notice in notices:
        _print_notice(notice, screen)
    if answer.outcome == "nothing":
        if not answer.lacking:
            print_text(Text(say("nothing", interface)), screen)
        if people:
            print_text(Text(say("speaking_here", interface, names=", ".join(people)), style="dim"), screen)
        screen.print()
    else:
        for card in answer_cards(answer, people, interface):
            print_card(card, screen)
    if explain:
        screen.print(_explanation(answer))
        if judged := answer.judgement:
            print_text(Text(redacted(f"{judged.judge}: {judged.outcome}, {judged.said}")), screen)
        screen.print()


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


def _print_links(links: Sequence[NamedLink], screen: Console) -> None:
    """Print the links: clickable in one line on a terminal; written out, each whole, where nothing can be clicked."""
    if not links:
        return
    if not screen.is_terminal or screen.color_system is None:
        for link in links:
            screen.print(Text(f"{' ' * _MARGIN}{link.name}: {link.url}"), soft_wrap=True)
        return
    names = [Text(link.name, style=Style(color="cyan", link=link.url)) for link in links]
    print_text(Text(" · ", style="dim").join(names), screen)
