"""Makes `index/search/weights.json` again from labelled questions, and tells how good it is on others: `make weights`.

A candidate's chance to be the right one is softmax of a weighted sum of its features (conditional logit, McFadden
1974); the first one's chance to be right is a logistic regression for each direction. Each figure is
cross-validated: no question is judged by weights that saw it, or, with a document left out, any on that document.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.domain import Answer, Filters, Language, Match, Person, Quote
from index.embed import make_embedder
from index.evaluate import LabelledQuestion, answers_question, group_scores, parse_labelled, score_answer, summarise
from index.search import Searcher, usable_question
from index.search.mentions import named_speakers
from index.search.ranking import features
from index.search.sureness import confidence, sureness_features
from index.search.weights import Weights
from index.storage.generations import read_current
from index.text.language import question_language

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "index" / "search" / "weights.json"
_SCREEN = Console(highlight=False)
_CANDIDATES = 80
_KEPT = (0.95, 0.9, 0.8)
_ANSWERED, _SHOWN = 0.92, 0.95  # of the questions that have an answer
_STRENGTH = 3.0  # of the pull of all weights towards 0


@dataclass
class Case:
    """A question with its candidates, their features, shape (n, features), and which of them answer it."""

    labelled: LabelledQuestion
    matches: list[Match]
    values: np.ndarray
    right: np.ndarray
    document: str
    speakers: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT / "data", metavar="DIR", help="a built index of seeds/")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "eval" / "train.jsonl", metavar="FILE")
    parser.add_argument("--write", action="store_true", help="write the weights, fitted to all questions")
    arguments = parser.parse_args()
    questions, _ = parse_labelled(arguments.questions.read_text(encoding="utf-8"), str(arguments.questions))
    searcher = Searcher(read_current(arguments.data), make_embedder())
    cases = [make_case(searcher, labelled) for labelled in questions]
    _SCREEN.print(
        f"right one among {_CANDIDATES} candidates: {np.mean([case.right.any() for case in answerable(cases)]):.3f}"
    )
    by_tenths = cross_validated(searcher, cases, at_random(cases))
    by_documents = cross_validated(searcher, cases, by_document(cases))
    report("a tenth of the questions left out", cases, by_tenths)
    report("all questions on a document left out", cases, by_documents)
    right = np.array([is_right(case, each) for case, each in zip(cases, by_documents, strict=True)])
    names = list(features(cases[0].matches[0], is_asked_for=False))
    weights = {
        "rank": dict(zip(names, fit_rank(cases), strict=True)),
        **fit_sureness(searcher, by_documents, right),
        "outcome": thresholds(cases, by_documents),
    }
    written = json.dumps(rounded(weights), indent=1)
    _SCREEN.print(f"\n{written}")
    if arguments.write:
        WEIGHTS.write_text(f"{written}\n", encoding="utf-8")
    report_balance(searcher, answerable(cases))


def make_case(searcher: Searcher, labelled: LabelledQuestion) -> Case:
    text = usable_question(labelled.question)
    asked = Filters(speakers=tuple(named_speakers(text, searcher.generation.people)))
    matches = searcher.candidates(text, asked)[:_CANDIDATES]
    found = [features(match, is_asked_for=bool(asked.speakers)) for match in matches]
    best = max(labelled.spans, key=lambda span: span.grade, default=None)
    return Case(
        labelled=labelled,
        matches=matches,
        values=np.array([list(each.values()) for each in found]),
        right=np.array([answers_question(labelled, match.quote) for match in matches]),
        document=best.document if best else "",
        speakers=asked.speakers,
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
    usable = [case for case in cases if case.right.any()]
    spread = np.concatenate([case.values for case in usable]).std(axis=0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = _STRENGTH * weights @ weights / 2, _STRENGTH * weights
        for case in usable:
            values = case.values / spread
            scores = values @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            right = chances * case.right
            total -= np.log(right.sum())
            slope = slope + chances @ values - right @ values / right.sum()
        return total, slope

    return minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B").x / spread


def ranked(searcher: Searcher, case: Case, weights: np.ndarray) -> list[Match]:
    matches = [
        replace(match, score=float(score)) for match, score in zip(case.matches, case.values @ weights, strict=True)
    ]
    return searcher.shown(sorted(matches, key=lambda match: -match.score), 10)


def cross_validated(searcher: Searcher, cases: Sequence[Case], folds: np.ndarray) -> list[Answer]:
    """Return the answer to each case, with the weights that were fitted to the other folds."""
    answers: dict[int, Answer] = {}
    for fold in np.unique(folds):
        rows = np.flatnonzero(folds == fold)
        weights = fit_rank([case for row, case in enumerate(cases) if folds[row] != fold])
        answers |= {row: answer(cases[row], ranked(searcher, cases[row], weights)) for row in rows}
    kept = [answers[row] for row in range(len(cases))]
    right = np.array([is_right(case, each) for case, each in zip(cases, kept, strict=True)])
    for fold in np.unique(folds):
        weights = fit_sureness(
            searcher, [each for row, each in enumerate(kept) if folds[row] != fold], right[folds != fold]
        )
        for row in np.flatnonzero(folds == fold):
            answers[row] = replace(kept[row], confidence=confidence_of(searcher, kept[row], weights))
    return [answers[row] for row in range(len(cases))]


def answer(case: Case, hits: Sequence[Match]) -> Answer:
    return Answer(
        question=case.labelled.question,
        outcome="answer",
        confidence=0.0,
        hits=tuple(hits),
        speaker_filter=case.speakers,
    )


def speakers_of(searcher: Searcher, given: Answer) -> list[Person]:
    return [searcher.generation.people[name] for name in given.speaker_filter]


def confidence_of(searcher: Searcher, given: Answer, weights: Weights) -> float:
    return confidence(usable_question(given.question), given.hits, speakers_of(searcher, given), weights)


def is_right(case: Case, given: Answer) -> bool:
    return bool(given.hits) and answers_question(case.labelled, given.hits[0].quote)


def is_other(given: Answer) -> bool:
    return given.hits[0].quote.language != question_language(given.question)


def fit_sureness(searcher: Searcher, answers: Sequence[Answer], right: np.ndarray) -> dict[str, dict[str, float]]:
    """Return the weights by direction that tell whether the first of the hits is right."""
    others = np.array([is_other(each) for each in answers])
    found = [
        sureness_features(usable_question(each.question), each.hits, speakers_of(searcher, each)) for each in answers
    ]
    values = np.array([list(each.values()) for each in found])
    weights = {}
    for name, chosen in (("same_language", ~others), ("other_language", others)):
        spread = values[chosen].std(axis=0) + 1e-9
        model = LogisticRegression().fit(values[chosen] / spread, right[chosen])
        fitted = dict(zip(found[0], model.coef_[0] / spread, strict=True))
        weights[name] = {"intercept": float(model.intercept_[0])} | {key: float(each) for key, each in fitted.items()}
    return weights


def report(name: str, cases: Sequence[Case], answers: Sequence[Answer]) -> None:
    """Print how good cross-validated answers are, and how well their confidence tells right from wrong."""
    has_answer = np.array([bool(case.labelled.spans) for case in cases])
    right = np.array([is_right(case, each) for case, each in zip(cases, answers, strict=True)])
    sure = np.array([each.confidence for each in answers])
    error = calibration_error(sure, right)
    _SCREEN.print(f"\n{name}: expected calibration error {error:.3f}")
    _SCREEN.print(f"  AUROC: answerable {roc_auc_score(has_answer, sure):.3f}, right {roc_auc_score(right, sure):.3f}")
    for kept in _KEPT:
        least = np.quantile(sure[has_answer], 1 - kept)
        hit = (right & (sure >= least))[has_answer].mean()
        _SCREEN.print(f"  kept {kept:.2f}: refused {(sure[~has_answer] < least).mean():.3f}, hit@1 {hit:.3f}")
    scores = [score_answer(case.labelled, each) for case, each in zip(cases, answers, strict=True)]
    for group, some in group_scores(scores).items():
        figures = summarise(some)
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


def calibration_error(sure: np.ndarray, right: np.ndarray) -> float:
    """Return how far confidence is from the share that is right, over ten groups alike in size."""
    groups = np.array_split(np.argsort(sure), 10)
    return sum(len(rows) * abs(sure[rows].mean() - right[rows].mean()) for rows in groups) / len(sure)


def thresholds(cases: Sequence[Case], answers: Sequence[Answer]) -> dict[str, float]:
    """Return from which confidence on the first is shown as unsure, and from which as the answer."""
    sure = [each.confidence for case, each in zip(cases, answers, strict=True) if case.labelled.spans]
    return {"unsure": float(np.quantile(sure, 1 - _SHOWN)), "answer": float(np.quantile(sure, 1 - _ANSWERED))}


def rounded(weights: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {name: {key: round(float(value), 3) for key, value in each.items()} for name, each in weights.items()}


if __name__ == "__main__":
    main()
