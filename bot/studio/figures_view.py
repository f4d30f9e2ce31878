"""What the page Figures shows: how good the answers are, what moved, how the bot is used."""

import datetime
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.operations.bootstrap import state_file
from bot.runtime.redaction import redacted
from bot.studio.answer_charts import Share, difference_chart, refusal_chart, reliability_chart, share_chart
from bot.studio.drawing import Chart, shortened
from bot.studio.labelled_file import read_labelled_file
from bot.studio.measuring import Measuring, conditions_of
from bot.studio.moved_view import A_PAGE, moved_view
from bot.studio.page import Words
from bot.studio.snapshots import Conditions, Snapshot, kept_snapshots, read_scores
from bot.studio.studio import Studio
from bot.studio.use import first_moment, is_asked, unanswered, use_by_day
from bot.studio.use_charts import asked_chart, signals_chart, votes_chart
from index.advice import quotebot
from index.errors import CorpusError, QuotebotError, StorageError
from index.evaluate import LabelledQuestion, Score, group_scores, reliability, samples_of
from index.search import Searcher
from index.search.restrictions import NO_RESTRICTIONS

View = dict[str, Any]

_DIRECTIONS = ("zh-zh", "zh-en", "en-zh", "en-en", "zh-both", "en-both")
_MOST_TYPES = 10
_MOST_PROBLEMS = 5
_MOST_UNANSWERED = 10
_PROBLEM_COLUMNS = 300
_TOLD_APART = 6  # the end of a generation's name, behind when it was built


def figures_view(studio: Studio, query: Mapping[str, str], say: Words) -> View:
    """Return what the page shows.

    Args:
        studio: Has the index and the state.
        query: Of the address: `file`, the labelled questions, if they are not the data folder's own; `before` and
            `after`, the names of two snapshots; `start`, how many of the questions that moved are left out.
        say: Says the texts of the page.

    Raises:
        QuotebotError: There is no index, or it cannot be used.
    """
    live, measuring = studio.searcher(), studio.part(Measuring)
    view: View = {"progress": measuring.progress, "problem": None, "file": query.get("file", "").strip()}
    if view["progress"]:
        return view
    problem = measuring.problem
    with live.current(NO_RESTRICTIONS) as searcher:
        return (
            view
            | {"problem": redacted(str(problem)) if problem else None}
            | _answers_view(studio, searcher, view["file"], query, say)
            | _use_view(studio, say)
        )


def _answers_view(studio: Studio, searcher: Searcher, named: str, query: Mapping[str, str], say: Words) -> View:
    data = studio.settings.data
    view: View = {"charts": [], "now": None, "moves": None, "snapshots": [], "unreadable": [], "stale": ""}
    try:
        labelled = read_labelled_file(named, data)
    except CorpusError as error:
        return view | {"labelled": None, "unusable": str(error)}
    questions = labelled.within({quote.source.id for quote in searcher.generation.quotes})
    kept, conditions = kept_snapshots(data), conditions_of(labelled, searcher)
    snapshots = [one for one in kept.snapshots if one.conditions.labels == conditions.labels]
    view |= {
        "labelled": labelled,
        "measurable": len(questions),
        "gone": len(labelled.questions) - len(questions),
        "problems": [shortened(say.problem(line), _PROBLEM_COLUMNS) for line in labelled.problems[:_MOST_PROBLEMS]],
        "more_problems": max(len(labelled.problems) - _MOST_PROBLEMS, 0),
        "snapshots": [(one, _snapshot_name(one, say)) for one in snapshots],
        "unreadable": kept.unreadable,
    }
    if not snapshots or not questions:
        return view
    now = snapshots[0]
    try:
        scores = list(read_scores(data, now, questions).values())
        moves = _moves_view(studio, searcher, snapshots, questions, query, say)
    except StorageError as error:
        return view | {"problem": str(error)}
    return view | {
        "now": now,
        "made": _moment(now.made_at),
        "measured": len(scores),
        "judged": quotebot("eval", labelled.path) if studio.settings.reranker else None,
        "stale": _changes(now.conditions, conditions, say),
        "charts": _answer_charts(scores, now, say) if scores else [],
        "moves": moves,
        "answerable": {question.id for question in questions.values() if question.spans},
    }


def _answer_charts(scores: Sequence[Score], snapshot: Snapshot, say: Words) -> list[Chart]:
    samples = {name: samples_of(group) for name, group in group_scores(scores).items()}
    shares = [(name, _shares(samples, figure, say)) for name, figure in _SHARE_CHARTS]
    charts = [
        *(share_chart(name, rows, say) for name, rows in shares if rows),
        refusal_chart(scores, snapshot.unsure, snapshot.answer, say),
        reliability_chart(reliability(scores), say),
    ]
    return [chart for chart in charts if chart]


_SHARE_CHARTS = (("hit", "hit@1"), ("recall", "recall@10"), ("refused_share", "refused"))


def _shares(samples: Mapping[str, Mapping[str, Sequence[float]]], figure: str, say: Words) -> list[Share]:
    """Return a figure of all questions, of each direction, and of each of the most frequent types if there are two."""
    groups = {name: values[figure] for name, values in samples.items()}
    types = [name for name in groups if name.startswith("type ") and groups[name]]
    types = sorted(types, key=lambda name: (-len(groups[name]), name))[:_MOST_TYPES] if len(types) > 1 else []
    directions = [f"direction {direction}" for direction in _known_first(groups)]
    shown = [name for name in ("all", *directions, *types) if groups[name]]
    return [Share(name=say("all") if name == "all" else name.partition(" ")[2], values=groups[name]) for name in shown]


def _known_first(groups: Collection[str]) -> list[str]:
    directions = {name.partition(" ")[2] for name in groups if name.startswith("direction ")}
    return [*(name for name in _DIRECTIONS if name in directions), *sorted(directions.difference(_DIRECTIONS))]


def _moves_view(
    studio: Studio,
    searcher: Searcher,
    snapshots: Sequence[Snapshot],
    questions: Mapping[str, LabelledQuestion],
    query: Mapping[str, str],
    say: Words,
) -> View | None:
    """Return what moved between the two snapshots that were chosen, else between the last two; None of fewer."""
    if len(snapshots) < 2:
        return None
    by_name = {snapshot.name: snapshot for snapshot in snapshots}
    after = by_name.get(query.get("after", ""), snapshots[0])
    before = by_name.get(query.get("before", ""), snapshots[1])
    start = int(query["start"]) if query.get("start", "").isdecimal() and len(query["start"]) < 6 else 0
    scores = [read_scores(studio.settings.data, snapshot, questions) for snapshot in (before, after)]
    names = [snapshot.conditions.generation for snapshot in (before, after)]
    view = moved_view(scores[0], scores[1], names, searcher.generation, start)
    return view | {
        "before": before,
        "after": after,
        "changed": _changes(before.conditions, after.conditions, say) or say("changed_nothing"),
        "start": start,
        "next": start + A_PAGE,
        "left": max(len(view["comparison"].moved) - start - A_PAGE, 0),
        "chart": difference_chart(view["comparison"].differences, say),
    }


def _changes(before: Conditions, after: Conditions, say: Words) -> str:
    """Return in words what is another, "" if nothing is."""
    earlier, later = asdict(before), asdict(after)
    return say("and").join(say(f"changed_{name}") for name in earlier if earlier[name] != later[name])


def _snapshot_name(snapshot: Snapshot, say: Words) -> str:
    return say(
        "snapshot",
        made=_moment(snapshot.made_at),
        generation=snapshot.conditions.generation[-_TOLD_APART:],
        weights=say("weights_learned" if snapshot.is_learned else "weights_shipped"),
        questions=snapshot.questions,
    )


def _moment(at: float) -> str:
    return f"{datetime.datetime.fromtimestamp(at):%Y-%m-%d %H:%M}"


def _use_view(studio: Studio, say: Words) -> View:
    file, now = state_file(studio.settings), time.time()
    view: View = {"use": [], "unanswered": [], "use_problem": None, "keeps": studio.settings.kept_question_days}
    if file and not file.exists():  # to look must not make a database
        return view
    try:
        answers = studio.state().answers_since(first_moment(now))
    except QuotebotError as error:
        return view | {"use_problem": redacted(str(error))}
    if not answers:
        return view
    days = use_by_day(answers, now)
    return view | {
        "use": [asked_chart(days, say), votes_chart(days, say), signals_chart(answers, say)],
        "not_asked": sum(not is_asked(answer) for answer in answers),
        "unanswered": unanswered(answers, _MOST_UNANSWERED),
    }
