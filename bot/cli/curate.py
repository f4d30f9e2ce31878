"""`quotebot curate`: the turns file of an interview, prefilled, for a person to correct."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.corpus_folder import alone_in
from bot.cli.named_interviews import interview_called
from bot.cli.options import DataOption, console, settings_of
from bot.operations.operator_changes import note_operator_change
from bot.operations.turns_files import write_turns_file
from bot.runtime.settings import Settings
from index.advice import quotebot
from index.corpus.curation import parse_curation
from index.corpus.documents import read_roster, read_text, turns_file
from index.domain import CuratedTurn, Curation
from index.errors import CorpusError
from index.inspection import Inspection, inspect_file, turns_file_text

_MOST_SHOWN = 12
SourceArgument = Annotated[
    str, typer.Argument(metavar="SOURCE", help="An interview of the corpus folder, by its id or title; or any file.")
]


def curate(
    context: typer.Context,
    source: SourceArgument,
    again: Annotated[
        bool,
        typer.Option("--again", help="Prefill a file anew that was prefilled before, and keep what you decided in it."),
    ] = False,
    data: DataOption = None,  # every command takes it; here nothing is indexed
) -> None:
    """Write down who says what in an interview, for you to correct.

    NAME.turns.toml beside the interview lists every turn as it was read, and first where to look: words of nobody,
    quotes that were left out, speakers that were inferred. Change names, move where turns start, save, and run quotebot
    index. What you change wins over what is read, now and later; what you leave goes on being read. A file that is
    there stays as it is.
    """
    settings = settings_of(context, data)
    file = interview_called(source, settings.seeds)
    is_in_corpus = file.resolve().parent == settings.seeds.resolve()
    following = quotebot("index") if is_in_corpus else quotebot("add", file)
    with alone_in(file.parent):
        if _prefill(settings, file, is_again=again):
            console().print(Text(f"Correct it in a text editor, then run: {following}"))


def _prefill(settings: Settings, file: Path, *, is_again: bool) -> bool:
    """Write the turns file of an interview, or tell what it comes to where it is there; tell whether it was written."""
    roster, target, inspecting = read_roster(file.parent), turns_file(file), quotebot("inspect", file)
    inspection, screen = inspect_file(file, {}), console()
    before = read_text(target) if target.exists() else ""
    curation = inspection.document.curation
    if before and not (curation and curation.lists_all_turns):
        if inspection.refusal:
            raise CorpusError(inspection.refusal)
        screen.print(Text(f"{target} was written by hand and stays as it is. How it is read: {inspecting}"))
        return False
    text = turns_file_text(inspection, roster, before)
    prefilled = parse_curation(text, str(target), roster)
    if not prefilled.turns:
        raise CorpusError(f"{file} holds no words that anybody could say; see: {inspecting}")
    if curation and before and not is_again:
        for line in _differences(target, curation, prefilled):
            screen.print(Text(line))
        return False

    def note() -> None:
        if file.resolve().parent == settings.seeds.resolve():
            _note(settings, target.name, curation if before else None, prefilled)

    write_turns_file(target, text, before, note)
    screen.print(Text(_summary(target, inspection, prefilled)))
    return True


def _note(settings: Settings, name: str, before: Curation | None, after: Curation) -> None:
    """Note in the audit log that a turns file is written, and how many turns of it are a person's own."""
    facts = [
        curation and {"turns": len(curation.turns), "decided": sum(not turn.is_read for turn in curation.turns)}
        for curation in (before, after)
    ]
    note_operator_change(settings, "write turns file", name, *facts)


def _summary(target: Path, inspection: Inspection, prefilled: Curation) -> str:
    count = len(prefilled.turns)
    own = [turn for turn in prefilled.turns if not turn.is_read]
    kept = f"; {len(own)} of them as you decided" if own else ""
    doubtful = "; look first at those that its first lines name" if inspection.doubts else ""
    return f"{target}: {_turns(count)}, as {inspection.document.source.id} is read{kept}{doubtful}."


def _differences(target: Path, curation: Curation, prefilled: Curation) -> list[str]:
    """Return what a person decided in a file that is there, and what is read otherwise since."""
    own = [turn for turn in curation.turns if not turn.is_read]
    decided = f"{_turns(len(own))}: {_lines(own)}" if own else "nothing yet"
    listed, read = (
        {_listed(turn): turn for turn in turns if turn.is_read} for turns in (curation.turns, prefilled.turns)
    )
    gone = [turn for key, turn in listed.items() if key not in read]
    come = [turn for key, turn in read.items() if key not in listed]
    rows = [f"{target} is there and stays as it is. You decided {decided}."]
    if not gone and not come:
        return [*rows, "Everything else is read as it is listed there."]
    rows.append("By now it is read otherwise than listed there:")
    rows += [f"  - {turn.speaker or 'nobody'}: {turn.starts} (line {turn.line})" for turn in gone[:_MOST_SHOWN]]
    rows += [f"  + {turn.speaker or 'nobody'}: {turn.starts}" for turn in come[:_MOST_SHOWN]]
    if more := len(gone[_MOST_SHOWN:]) + len(come[_MOST_SHOWN:]):
        rows.append(f"  and {more} more")
    return [*rows, "To list it anew with what you decided: --again"]


def _listed(turn: CuratedTurn) -> tuple[str | None, str, str, str | None]:
    return turn.speaker, turn.after, turn.starts, turn.ends


def _turns(count: int) -> str:
    return "1 turn" if count == 1 else f"{count:,} turns"


def _lines(turns: list[CuratedTurn]) -> str:
    more = f" and {len(turns) - _MOST_SHOWN} more" if len(turns) > _MOST_SHOWN else ""
    return f"line {', '.join(str(turn.line) for turn in turns[:_MOST_SHOWN])}{more}"
