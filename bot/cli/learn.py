"""`quotebot learn`: weights of ranking and confidence from the operator's labels and from votes, and back again."""

import datetime
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track
from rich.text import Text

from bot.cli.confirmation import confirm
from bot.cli.corpus_folder import alone_in
from bot.cli.learning_report import known_lines, moved_lines, too_little, trial_tables, verdict_lines
from bot.cli.options import DataOption, console, settings_of
from bot.domain.audit import AuditEntry
from bot.operations.account import operator_here
from bot.operations.bootstrap import build_searcher
from bot.operations.learning import Known, read_known
from bot.runtime.settings import Settings
from bot.state import State
from index.advice import quotebot
from index.errors import IndexMissingError, QuotebotError
from index.learning.lessons import make_lessons
from index.learning.proposal import everyday_lessons, propose
from index.search import Searcher
from index.search.learned_weights import AS_SHIPPED, LearnedWeights, origin_of, read_learned, write_learned
from index.search.restrictions import NO_RESTRICTIONS
from index.search.weights import Weights

_Item = TypeVar("_Item")


def learn(
    context: typer.Context,
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the weights before, a step at a time.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataOption = None,
) -> None:
    """Fit ranking and confidence to your labels and to votes.

    Labels are in labels.jsonl of the data folder. Votes count where QUOTEBOT_KEEP_QUESTIONS keeps their questions. New
    weights are tried on questions that they have not seen, and proposed only where they are better beyond noise and
    no direction, type or refusal is worse. You are shown what would change, and asked. A running bot takes it up
    between two questions. If nothing is proposed, the exit code is 1.
    """
    settings = settings_of(context, data)
    learned = read_learned(settings.data)
    if undo:
        _undo(settings, learned, yes=yes)
        return
    known = read_known(settings)
    _print(known_lines(known))
    if not known.is_enough:
        raise QuotebotError(too_little(known))
    searcher = build_searcher(settings)
    if searcher.is_first:
        raise IndexMissingError(
            f"this is the first index, with one view alone; for the full one run: {quotebot('index')}"
        )
    with searcher.current(NO_RESTRICTIONS) as current:
        weights = _proposed(current, known)
        fitted = _with_origin(current, known, weights)
    confirm("Use these weights?", yes=yes)
    change_weights(settings, "learn weights", learned, [*learned, fitted])


def _proposed(searcher: Searcher, known: Known) -> Weights:
    """Return the weights that are proposed, after all that was found is shown.

    Raises:
        QuotebotError: None are.
    """
    reactions = known.reactions if known.has_enough_people else ()
    screen = Console(stderr=True)

    def progress(items: Sequence[_Item]) -> Iterable[_Item]:
        return track(items, "Learning", console=screen, transient=True, disable=not screen.is_terminal)

    lessons = make_lessons(searcher, known.labels, reactions, known.asked, progress)
    proposal = propose(searcher, lessons, everyday_lessons(searcher), progress)
    for table in trial_tables(proposal):
        console().print()
        console().print(table)
    console().print()
    _print(verdict_lines(proposal))
    if proposal.weights is None:
        raise QuotebotError("nothing is changed, since nothing learned is better beyond noise")
    _print(moved_lines(searcher.weights, proposal.weights))
    return proposal.weights


def _with_origin(searcher: Searcher, known: Known, weights: Weights) -> LearnedWeights:
    generation = searcher.generation
    return LearnedWeights(
        embedder=generation.stamp["embedder"],
        generation=generation.folder.name,
        day=datetime.datetime.now(datetime.UTC).date().isoformat(),
        labels=len(known.labels),
        votes=known.votes if known.has_enough_people else 0,
        people=known.people if known.has_enough_people else 0,
        weights=weights,
    )


def _undo(settings: Settings, learned: Sequence[LearnedWeights], *, yes: bool) -> None:
    if not learned:
        raise QuotebotError("nothing was learned here; the weights are as shipped")
    _print([f"In use: {origin_of(learned)}. To come back: {origin_of(learned[:-1])}."])
    confirm("Go back?", yes=yes)
    change_weights(settings, "undo learned weights", learned, learned[:-1])


def change_weights(
    settings: Settings, action: str, before: Sequence[LearnedWeights], after: Sequence[LearnedWeights]
) -> None:
    """Have other weights hold, and note that they do.

    Raises:
        QuotebotError: Somebody else changed them meanwhile, and these stay.
    """
    entry = AuditEntry(
        at=time.time(),
        actor=operator_here(),
        action=action,
        subject="weights",
        before=_last(before),
        after=_last(after),
    )
    with closing(State.open(settings.state_url)) as state, alone_in(settings.data):
        if read_learned(settings.data) != before:
            raise QuotebotError(f"other weights came meanwhile, and hold; to go on from them: {quotebot('learn')}")
        write_learned(settings.data, after, lambda: state.note_change(entry))
    back = f" To go back: {quotebot('learn', '--undo')}" if after else ""
    _print([f"Weights in use: {origin_of(after)}.{back}"])


def _last(learned: Sequence[LearnedWeights]) -> object:
    return asdict(learned[-1]) if learned else AS_SHIPPED


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        console().print(Text(line), soft_wrap=True)
