"""An optional last look at the first matches: a cross-encoder reads the question and each quote together."""

import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from index.answer import Answer, Match
from index.embed.embed import first_line
from index.errors import SettingsError

JUDGED = 10
_SCORING = ("ForSequenceClassification", "ForCausalLM", "ForConditionalGeneration")


class CrossEncoderJudge:
    """A cross-encoder of sentence-transformers; safetensors only, no code from the model; safe in several threads.

    It reorders what search found and no more: which quotes are shown, the filters, the outcome and the confidence stay
    those of the ranking, whose scores the confidence was fitted to. A model's own scores are on no common scale.
    """

    def __init__(self, model: str) -> None:
        # Here, since it takes seconds and few need it.
        from safetensors import SafetensorError
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(model, trust_remote_code=False, model_kwargs={"use_safetensors": True})
        except (OSError, ValueError, RuntimeError, SafetensorError) as error:
            raise SettingsError(
                f"QUOTEBOT_RERANKER: the model {model!r} cannot be loaded ({first_line(error)}); "
                "give a folder with model.safetensors, or a model's name while there is internet"
            ) from error
        self._lock = Lock()  # a fast tokenizer that pads in one thread cannot be used in another
        self.name = model
        if problem := self._problem():
            raise SettingsError(f"QUOTEBOT_RERANKER: the model {model!r} {problem}; give a cross-encoder")

    def judge(self, question: str, answer: Answer) -> Answer:
        """Return the answer with its first ten matches in the model's order."""
        return replace(answer, hits=tuple(self.reorder(question, answer.hits)))

    def check(self) -> str:
        """Return what it does; that it can was seen when it was loaded."""
        return f"the first quotes are reordered by the cross-encoder {self.name}"

    def reorder(self, question: str, matches: Sequence[Match]) -> list[Match]:
        """Return matches with the first ten by the cross-encoder's score, and the others behind them as they were.

        Args:
            question: As it is searched.
            matches: Best first.
        """
        pairs = [(question, match.quote.text) for match in matches[:JUDGED]]
        if not pairs:
            return []
        with self._lock:
            scores = self._model.predict(pairs, show_progress_bar=False).tolist()
        best_first = sorted(range(len(scores)), key=lambda row: -scores[row])
        return [*(replace(matches[row], rerank_score=scores[row]) for row in best_first), *matches[JUDGED:]]

    def _problem(self) -> str | None:
        """Return why a model that can be loaded cannot judge, None where it can."""
        architectures = self._model.config.architectures or []
        if len(self._model) == 1 and not any(name.endswith(_SCORING) for name in architectures):
            return f"({', '.join(architectures)}) was not trained to judge pairs, and would judge by chance"
        if self._model.num_labels != 1:
            return f"gives {self._model.num_labels} scores a pair instead of one"
        return None


def make_cross_encoder_judge(model: str) -> CrossEncoderJudge:
    """Return the cross-encoder that QUOTEBOT_RERANKER names.

    Raises:
        SettingsError: It cannot be used, or sentence-transformers is not installed; names what to do.
    """
    if importlib.util.find_spec("sentence_transformers"):
        return CrossEncoderJudge(model)
    raise SettingsError(
        f"QUOTEBOT_RERANKER is {model!r}, but sentence-transformers is not installed; run in the clone: "
        "pip install -e '.[sentence-transformers]', or remove the setting"
    )
