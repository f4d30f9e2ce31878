"""What `quotebot learn` found, in words and in tables that a terminal of 80 columns holds."""

import math
from collections.abc import Callable, Iterator, Sequence

from rich.table import Table
from rich.text import Text

from bot.operations.learning import LEAST_LABELS, LEAST_PEOPLE, LEAST_VOTES, Known
from index.advice import quotebot
from index.learning.change import LEVEL, Change
from index.learning.proposal import Proposal
from index.learning.trial import Trial
from index.search.weights import Weights

_SURE = f"{1 - LEVEL:.1%} sure"
_LEAST_MOVE = 0.0005  # what is less is not seen in the table


def known_lines(known: Known) -> Iterator[str]:
    """Yield what there is to learn from, in sentences."""
    labels = len(known.labels)
    nothing = sum(label.is_unanswerable for label in known.labels)
    labelled = f"{_count(labels, 'labelled question')}{f', {nothing:,} of which nothing answers' if nothing else ''}"
    questions = len({(reaction.question, reaction.filters) for reaction in known.reactions})
    yield f"{labelled}; {_count(known.votes, 'vote')} of {_people(known.people)} on {_count(questions, 'question')}."
    if known.unusable:
        more = _count(known.unusable, "more vote")
        yield f"{more} cannot be used: the question is not kept, or the voter is forgotten."
    if known.votes and not known.has_enough_people:
        yield f"Votes count from {LEAST_PEOPLE} people on, or one of them would decide; so they are left out."
    yield from (f"Left out: {problem}" for problem in known.problems)


def too_little(known: Known) -> str:
    """Return that it is too little to learn from, and what to do next."""
    return (
        f"too little to learn from: {_count(len(known.labels), 'label')} and {_count(known.votes, 'vote')} of "
        f"{_people(known.people)}; it takes {LEAST_LABELS} labels, or {LEAST_VOTES} votes of {LEAST_PEOPLE} people: "
        f"label what waits in the queue of {quotebot('studio')}, or set QUOTEBOT_KEEP_QUESTIONS, so that votes are "
        "kept with their questions"
    )


def trial_tables(proposal: Proposal) -> Iterator[Table]:
    """Yield how learned weights do on questions that they have not seen."""
    chance = "Chance of what was {}, on questions held back"
    if proposal.ranking.ranking[0].count:
        yield _table(chance.format("said of quotes"), proposal.ranking.ranking, math.exp)
    if proposal.confidence.confidence[0].count:
        yield _table(chance.format("said of first quotes"), proposal.confidence.confidence, math.exp)
    last = proposal.confidence if proposal.scope.confidence else proposal.ranking
    if last.right[0].count:
        yield _table("Answered rightly, of labelled questions", last.right, float)
    if last.refused:
        yield _table("Refused, of questions that nothing answers", last.refused, float)


def _table(title: str, changes: Sequence[Change], shown: Callable[[float], float]) -> Table:
    """Return changes in a table; `shown` makes a share of an average."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(title, overflow="ellipsis")
    for name in ("n", "before", "after", f"{1 - 2 * LEVEL:.0%} interval"):
        table.add_column(name, justify="right", no_wrap=True)
    for change in changes:
        before, after = shown(change.before), shown(change.after)
        ends = (shown(change.before + end) - before for end in (change.low, change.high))
        interval = " to ".join(f"{end:+.3f}" for end in ends)
        mark = " worse" if change.is_worse else ""
        table.add_row(Text(f"{change.group}{mark}"), f"{change.count:,}", f"{before:.3f}", f"{after:.3f}", interval)
    return table


def verdict_lines(proposal: Proposal) -> Iterator[str]:
    """Yield what is proposed of ranking and confidence, and why the other is not."""
    ranking, confidence, scope = proposal.ranking, proposal.confidence, proposal.scope
    yield f"Ranking: {_verdict(ranking, ranking.ranking, is_better=scope.ranking)}"
    yield f"Confidence: {_verdict(confidence, confidence.confidence, is_better=scope.confidence)}"
    if proposal.doubted:
        yield f"Votes of {_people(proposal.doubted)} hardly count: they are much the same whatever was asked."


def _verdict(trial: Trial, changes: Sequence[Change], *, is_better: bool) -> str:
    worse = [change.group for change in (*changes, *trial.objections) if change.is_worse]
    if is_better:
        return f"better beyond noise ({_SURE}), and worse nowhere."
    if not changes[0].count:
        return "no label and no vote tells of quotes that are in the index; it stays."
    if worse:
        return f"worse in {', '.join(dict.fromkeys(worse))}; it stays."
    return f"not better beyond noise ({_SURE}); it stays."


def moved_lines(before: Weights, after: Weights) -> Iterator[str]:
    """Yield each part of the weights in which something moves, from what to what."""
    for part, weights in after.items():
        moved = [
            f"{name} {before[part][name]:.3f} → {weight:.3f}"
            for name, weight in weights.items()
            if abs(weight - before[part][name]) >= _LEAST_MOVE
        ]
        if moved:
            yield f"{part.replace('_', ' ')}: {', '.join(moved)}"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _count(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"
