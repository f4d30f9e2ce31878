"""`quotebot remove`: an interview or a person taken out again, and put back."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.confirmation import confirm
from bot.cli.corpus import build
from bot.cli.corpus_folder import alone_in, kept_versions
from bot.cli.named_interviews import interview_called
from bot.cli.options import DataOption, console, settings_of
from bot.cli.people_here import PersonHere, person_called
from bot.domain.withheld import Withheld
from bot.operations.learning import LABELS
from bot.operations.operator_changes import note_operator_change
from bot.operations.take_out import take_out
from bot.operations.whatever_happens import at_once_or_last, followed_by
from bot.operations.words_taken_out import forget_words
from bot.runtime.settings import Settings
from index.advice import quotebot
from index.corpus.documents import read_documents, read_roster, read_sources, read_text, turns_file
from index.corpus.files import document_id_of
from index.corpus.removal import with_mark, without_mark, without_table
from index.domain import Quote
from index.errors import CorpusError, SettingsError, StorageError
from index.extraction import extract_corpus
from index.inspection import Inspection, inspect_file
from index.refusals import mend
from index.search.similar_names import similar_people
from index.whole_files import write_whole

_NOTHING_LEFT = "Nothing is left that could be asked for; a bot that runs says that the index cannot be reached."
_STAYS = (
    "Votes stay as counts. Messages that were posted stay in their channels, but their buttons show it no more. "
    "Backups made before still hold it."
)


def remove(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Argument(metavar="[SOURCE]", help="An interview of the corpus folder, by its id or title.")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME", help="Somebody who speaks, in all interviews.")
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete the interview's files too. That cannot be undone.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Put back what was removed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataOption = None,
) -> None:
    """Take an interview or a person out again.

    You are shown what goes, and asked. Then removed = true is written into sources.toml or speakers.toml, which keeps
    it out whatever is read or added later, and the index is built again without it. A running bot takes that up by
    itself: no answer, button, list or daily insight shows it any more, not even below older messages. The files stay,
    unless you add --delete.
    """
    if (source is None) == (speaker is None):
        raise SettingsError("name an interview, or a person with --speaker NAME")
    if delete and (speaker or undo):
        raise SettingsError("--delete is for interviews: what a person says stands among the words of others")
    settings = settings_of(context, data)
    if source is None:
        _person(settings, speaker or "", undo=undo, yes=yes)
    elif undo:
        _put_back_interview(settings, source)
    else:
        _interview(settings, source, delete=delete, yes=yes)


def _interview(settings: Settings, typed: str, *, delete: bool, yes: bool) -> None:
    tables, listed = settings.seeds / "sources.toml", read_sources(settings.seeds)
    file = None if _is_marked(listed, typed) and not delete else interview_called(typed, settings.seeds)
    own_id = document_id_of(file) if file else typed
    again = quotebot("remove", "--undo", own_id)
    if file is None or (_is_marked(listed, own_id) and not delete):
        raise CorpusError(f"{own_id} is removed already; to put it back: {again}")
    if file.resolve().parent != settings.seeds.resolve():
        raise CorpusError(f"{file} is no interview of the corpus folder {settings.seeds}; there is nothing to remove")
    own = (file, turns_file(file), Path(f"{turns_file(file)}~"), *kept_versions(settings.seeds, own_id))
    files = [path for path in own if path.exists()]
    _ask([*_contents(inspect_file(file, {})), _fate(files, delete=delete), *_stays(settings)], yes=yes)

    def edit(text: str) -> str:
        return with_mark(without_table(text, own_id, str(tables)) if delete else text, own_id, str(tables))

    is_now = {"removed": True, "deleted": delete}
    with _noted(settings, "remove interview", own_id, {"removed": False}, is_now) as note:
        with alone_in(settings.seeds):
            _change(tables, edit, note)
            for path in files if delete else ():
                path.unlink(missing_ok=True)
        _take_out(settings)
    undone = "To let it be added again" if delete else "To put it back"
    console().print(Text(f"{own_id} is removed. {undone}: {again}"))


def _put_back_interview(settings: Settings, typed: str) -> None:
    tables, listed = settings.seeds / "sources.toml", read_sources(settings.seeds)
    own_id = typed if _is_marked(listed, typed) else document_id_of(interview_called(typed, settings.seeds))
    if not _is_marked(listed, own_id):
        raise CorpusError(f"{own_id} is not removed; there is nothing to put back")
    with _noted(settings, "put back interview", own_id, {"removed": True}, {"removed": False}) as note:
        with alone_in(settings.seeds):
            _change(tables, lambda text: without_mark(text, own_id, str(tables)), note)
        build(settings, [settings.seeds], is_patient=True)


def _person(settings: Settings, typed: str, *, undo: bool, yes: bool) -> None:
    people, roster = settings.seeds / "speakers.toml", read_roster(settings.seeds)
    name = roster.canonical(typed)
    if undo:
        if name not in roster.removed:
            near = similar_people(typed, [roster.person(removed) for removed in roster.removed])
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise CorpusError(f"{name} is not removed{hint}")
        with _noted(settings, "put back speaker", name, {"removed": True}, {"removed": False}) as note:
            with alone_in(settings.seeds):
                _change(people, lambda text: without_mark(text, name, str(people)), note)
            build(settings, [settings.seeds], is_patient=True)
        return
    again = quotebot("remove", "--undo", "--speaker", name)
    if name in roster.removed:
        raise CorpusError(f"{name} is removed already; to put them back: {again}")
    corpus = read_documents([settings.seeds])
    person = person_called(typed, corpus, extract_corpus(corpus))
    again = quotebot("remove", "--undo", "--speaker", person.name)
    _ask([*_said(person), *_stays(settings)], yes=yes)
    with _noted(settings, "remove speaker", person.name, {"removed": False}, {"removed": True}) as note:
        with alone_in(settings.seeds):
            _change(people, lambda text: with_mark(text, person.name, str(people)), note)
        _take_out(settings)
    console().print(Text(f"{person.name} is removed. To put them back: {again}"))


def _noted(
    settings: Settings, action: str, subject: str, before: object, after: object
) -> AbstractContextManager[Callable[[], None]]:
    """Give what notes a change in the audit log; where the log cannot be written, the change must not wait for it."""
    return at_once_or_last(lambda: note_operator_change(settings, action, subject, before, after))


def _take_out(settings: Settings) -> None:
    """Take out all that is marked as removed: what an earlier run, or another at the same time, could not, too."""
    listed, roster = read_sources(settings.seeds), read_roster(settings.seeds)

    def is_gone(quote: Withheld | Quote) -> bool:
        return _is_marked(listed, _source_of(quote)) or roster.canonical(quote.speaker) in roster.removed

    with followed_by(lambda: forget_words(settings, is_gone)):
        is_left = take_out(settings, is_gone, lambda: build(settings, [settings.seeds], is_patient=True))
    if not is_left:
        console().print(Text(_NOTHING_LEFT))


def _source_of(quote: Withheld | Quote) -> str:
    return quote.source.id if isinstance(quote, Quote) else quote.source


def _is_marked(listed: dict[str, dict[str, object]], own_id: str) -> bool:
    return bool(listed.get(own_id, {}).get("removed"))


def _contents(inspection: Inspection) -> list[str]:
    """Return what an interview holds, in lines."""
    source = inspection.document.source
    quotes = Counter(quote.speaker for quote in inspection.quotes)
    whose = ", ".join(f"{name} {count:,}" for name, count in quotes.most_common())
    return [f"{source.id}: {source.title}", f"{_count(quotes.total(), 'quote')}{f': {whose}' if whose else ''}"]


def _fate(files: Sequence[Path], *, delete: bool) -> str:
    names = ", ".join(map(str, files))
    return f"Deleted for good: {names}" if delete else f"Kept where it is: {names}"


def _stays(settings: Settings) -> list[str]:
    """Return what goes on holding something of it, in lines."""
    labels = settings.data / LABELS
    held = f"Labels in {labels} may hold words of it: what must not stay, take out of that file in a text editor."
    return [_STAYS, held] if labels.exists() else [_STAYS]


def _said(person: PersonHere) -> list[str]:
    """Return what somebody says here, in lines."""
    where = ", ".join(f"{own_id} {person.quotes.get(own_id, 0):,}" for own_id in person.turns)
    total = _count(sum(person.quotes.values()), "quote")
    lines = [f"{person.name}: {total} in {_count(len(person.turns), 'interview')}: {where}"]
    lines.append(
        "What they ask is no longer shown with an answer either. What others say of them stays, as do all files."
    )
    lines += [
        f"{other} speaks here too, and may be the same person: then add that name to the aliases in speakers.toml."
        for other in person.likely_same
    ]
    return lines


def _ask(lines: Sequence[str], *, yes: bool) -> None:
    """Show what goes, and ask whether it may.

    Raises:
        SettingsError: Nobody can be asked.
        typer.Abort: It may not.
    """
    for line in lines:
        console().print(Text(line), soft_wrap=True)
    confirm("Remove this?", "nothing is removed", yes=yes)


def _change(file: Path, edit: Callable[[str], str], note: Callable[[], None]) -> None:
    """Change a text file in one step, and note that just before."""
    try:
        text = read_text(file) if file.exists() else ""
        changed = edit(text)
        write_whole(file, changed.encode(), note)
    except OSError as error:
        raise StorageError(f"cannot write {file} ({error.strerror}); {mend(error)}") from error


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
