"""The judge of the ten: whoever looks last at the first matches of a question that a person asked."""

from typing import Protocol

from index.answer import Answer
from index.errors import SettingsError
from index.search.cross_encoder import make_cross_encoder_judge

_LANGUAGE_MODEL = "llm:"


class Judge(Protocol):
    """A cross-encoder, or a language model."""

    def judge(self, question: str, answer: Answer) -> Answer:
        """Return the answer with its first ten matches in another order, or refused.

        Args:
            question: As it is searched.
            answer: With at least one match, best first.
        """

    def check(self) -> str:
        """Return what it does, in words for an operator.

        Raises:
            QuotebotError: It cannot; says what to do.
        """


def make_judge(
    choice: str | None, url: str | None = None, key: str | None = None, *, is_patient: bool = False
) -> Judge | None:
    """Return the judge that QUOTEBOT_RERANKER names, None where it names none; no server is asked yet.

    Args:
        choice: `llm:MODEL`, or a cross-encoder.
        url: Where the server of a language model is.
        key: For that server.
        is_patient: Ask a language model each time, however it went the time before; else it then has a pause.

    Raises:
        SettingsError: It cannot be used; names what to do.
    """
    if choice is None:
        return None
    if not choice.startswith(_LANGUAGE_MODEL):
        return make_cross_encoder_judge(choice)
    model = choice.removeprefix(_LANGUAGE_MODEL).strip()
    if not model:
        raise SettingsError("QUOTEBOT_RERANKER is 'llm:' without a model; write llm:MODEL, as its server calls it")
    if not url:
        raise SettingsError(
            f"QUOTEBOT_RERANKER is {choice!r}, but QUOTEBOT_LLM_URL is missing; set it to a server that speaks "
            "OpenAI's chat completions, such as http://localhost:11434/v1"
        )
    # Here, since httpx takes a tenth of a second to import, and few need it.
    from index.search.chat_completions import ChatModel
    from index.search.language_model import PATIENCE_SECONDS, PAUSE_SECONDS, LanguageModelJudge

    chat = ChatModel(model, url, key, patience_seconds=PATIENCE_SECONDS)
    return LanguageModelJudge(chat, pause_seconds=0.0 if is_patient else PAUSE_SECONDS)
