"""Makes `index/search/weights.json` again from labelled questions, and tells how good it is on others: `make weights`.

How the ranking is fitted see `index/learning/fit_rank.py`; for how sure the first one is `fit_confidence`. Each figure
is cross-validated: no question is judged by weights that saw it, or, with a document left out, any on that document.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console

from bot.runtime.settings import load_settings
from index.answer import Answer, Filters, Match
from index.domain import Language, Person, Quote
from index.embed import make_embedder
from index.evaluate import LabelledQuestion, answers_question, group_scores, parse_labelled, score_answer, summarise
from index.learning.candidates import MOST_CANDIDATES, find_candidates
from index.learning.fit_rank import Choice
from index.learning.fit_rank import fit_rank as fit_to_choices
from index.search import Searcher
from index.search.everyday_questions import CorpusSimilarity
from index.search.weights import all_weights, shipped_weights, weights_name
from index.storage.generations import read_current
from index.text.language import question_language
from tests.eval.fit_confidence import Judged, cross_validated_confidence, fit_confidence, report_confidence, thresholds
from tests.support.paths import ROOT

WEIGHTS = ROOT / "index" / "search" / "weights.json"
_NAMES = ("train", "strangers", "heard", "nearmiss", "foreign")
QUESTIONS = [ROOT / "tests" / "eval" / f"{name}.jsonl" for name in _NAMES]
_SCREEN = Console(highlight=False)
_STRENGTH = 10.0  # of the pull of all weights towards 0; 3 fits more closely what is asked in the text's own words


@dataclass
class Case:
    """A question with its candidates, their features, shape (n, features), and which of them answer it."""

    labelled: LabelledQuestion
    matches: list[Match]
    values: np.ndarray
    right: np.ndarray
    document: str
    corpus_similarity: CorpusSimilarity
    speakers: Sequence[Person]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT / "data", metavar="DIR", help="a built index of seeds/")
    parser.add_argument("--questions", type=Path, nargs="+", default=QUESTIONS, metavar="FILE")
    parser.add_argument("--write", action="store_true", help="write the weights, fitted to all questions")
    arguments = parser.parse_args()
    questions = [
        labelled for file in arguments.questions for labelled in parse_labelled(file.read_text("utf-8"), str(file))[0]
    ]
    searcher = Searcher(read_current(arguments.data), make_embedder(load_settings().embedder))
    cases = [make_case(searcher, labelled) for labelled in questions]
    _SCREEN.print(
        f"right one among {MOST_CANDIDATES} candidates: {np.mean([case.right.any() for case in answerable(cases)]):.3f}"
    )
    for name, folds in (
        ("a tenth of the questions", at_random(cases)),
        ("all questions on a document", by_document(cases)),
    ):
        _SCREEN.print(f"\n{name} left out")
        judged = cross_validated(searcher, cases, folds)
        sure = cross_validated_confidence(judged, folds)
        report_confidence(judged, sure)
        report_ranking(judged)
    embedder_name = searcher.generation.stamp["embedder"]
    names = list(shipped_weights(embedder_name)["rank"])
    weights = {
        "rank": dict(zip(names, fit_rank(cases), strict=True)),
        **fit_confidence(judged),
        "outcome": thresholds(judged, sure),
    }
    _SCREEN.print(f"\n{json.dumps(rounded(weights), indent=1)}")
    if arguments.write:
        shipped = {**all_weights(), weights_name(embedder_name): rounded(weights)}
        WEIGHTS.write_text(f"{json.dumps(shipped, indent=1)}\n", encoding="utf-8")
    report_balance(searcher, answerable(cases))


def make_case(searcher: Searcher, labelled: LabelledQuestion) -> Case:
    candidates = find_candidates(searcher, labelled.question)
    best = max(labelled.spans, key=lambda span: span.grade, default=None)
    return Case(
        labelled=labelled,
        matches=[*candidates.matches],
        values=candidates.values,
        right=np.array([answers_question(labelled, match.quote) for match in candidates.matches]),
        document=best.document if best else "",
        corpus_similarity=candidates.similarity,
        speakers=candidates.speakers,
    )


def answerable(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.labelled.spans]


def by_document(cases: Sequence[Case]) -> np.ndarray:
    """Return the fold of each case: its document; what nothing answers goes round."""
    documents = sorted({case.document for case in answerable(cases)})
    return np.array(
        [documents.index(case.document) if case.document else row % len(documents) for row, case in enumerate(cases)]
    )


def at_random(cases: Sequence[Case]) -> np.ndarray:
    return np.random.default_rng(0).permutation(len(cases)) % 10


def fit_rank(cases: Sequence[Case]) -> np.ndarray:
    """Return the weights under which the right candidates have most chance to be chosen."""
    choices = [[Choice(values=case.values, chosen=case.right)] for case in cases if case.right.any()]
    return fit_to_choices(choices, np.zeros(cases[0].values.shape[1]), _STRENGTH)


def ranked(searcher: Searcher, case: Case, weights: np.ndarray) -> list[Match]:
    matches = [
        replace(match, score=float(score)) for match, score in zip(case.matches, case.values @ weights, strict=True)
    ]
    return searcher.pick_matches(sorted(matches, key=lambda match: -match.score), 10)


def cross_validated(searcher: Searcher, cases: Sequence[Case], folds: np.ndarray) -> list[Judged]:
    """Return the answer to each case, ranked by the weights that were fitted to the other folds."""
    answers: dict[int, Judged] = {}
    for fold in np.unique(folds):
        weights = fit_rank([case for case, own in zip(cases, folds, strict=True) if own != fold])
        for row in np.flatnonzero(folds == fold):
            answers[row] = judge(searcher, cases[row], ranked(searcher, cases[row], weights))
    return [answers[row] for row in range(len(cases))]


def judge(searcher: Searcher, case: Case, hits: Sequence[Match]) -> Judged:
    return Judged(
        labelled=case.labelled,
        answer=Answer(question=case.labelled.question, outcome="answer", confidence=0.0, hits=tuple(hits)),
        corpus_similarity=case.corpus_similarity,
        speakers=case.speakers,
        is_right=bool(hits) and answers_question(case.labelled, hits[0].quote),
    )


def report_ranking(judged: Sequence[Judged]) -> None:
    """Print how good cross-validated answers are."""
    scores = [score_answer(case.labelled, case.answer) for case in judged]
    for group, own_scores in group_scores(scores).items():
        figures = summarise(own_scores)
        if figures["ranked@1"] == figures["ranked@1"]:
            _SCREEN.print(f"  {group:20} ranked@1 {figures['ranked@1']:.3f}, recall@10 {figures['recall@10']:.3f}")


def report_balance(searcher: Searcher, cases: Sequence[Case]) -> None:
    """Print what the border between the languages costs, with the weights that were shipped until now.

    Source: LAReQA (Roy et al. 2020): the other language's answer against a pool without the question's own language.
    """
    languages = {quote.source.id: quote.language for quote in searcher.generation.quotes}
    other, ceiling, own = [], [], []
    for case in cases:
        asked = question_language(case.labelled.question)
        holding = {
            languages[source]
            for source in languages
            for span in case.labelled.spans
            if source.startswith(span.document)
        }
        if asked not in holding:
            other.append(answers_question(case.labelled, first(searcher, case)))
            ceiling.append(answers_question(case.labelled, first(searcher, case, *holding)))
        elif len(holding) == 2:
            own.append(first(searcher, case).language == asked)
    _SCREEN.print(f"\nonly the other language answers ({len(other)}): first right {np.mean(other):.3f}")
    _SCREEN.print(f"  searching that language alone {np.mean(ceiling):.3f}")
    _SCREEN.print(f"both languages answer ({len(own)}): the first is in the question's own {np.mean(own):.3f}")


def first(searcher: Searcher, case: Case, *languages: Language) -> Quote:
    return searcher.search(case.labelled.question, 1, Filters(languages=languages)).hits[0].quote


def rounded(weights: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {name: {key: round(float(value), 3) for key, value in values.items()} for name, values in weights.items()}


if __name__ == "__main__":
    main()
