"""Words of either language in the other, from CC-CEDICT, as far as a corpus holds them."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.domain import Language
from index.text.dictionary import dictionary_entries
from index.text.lexical import Concept, Term, fold, han_runs, is_telling, latin_tokens, tokens
from index.text.scripts import HAN

_LINE = re.compile(rf"^\S+ (?P<word>[{HAN}]+) \[[^\]]*\] /(?P<glosses>.*)/", re.MULTILINE)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_TRANSLATION = re.compile(r"\s*(?:cl:|(?:\w+ )?variant of|see |surname|abbr\.|also |used in|same as|taiwan pr)")
_LONGEST_GLOSS_WORDS = 4  # a longer one explains and does not translate
_LONGEST_WORD = 8


@dataclass(frozen=True, slots=True)
class Dictionary:
    """For each Chinese word, and for each English one (its stems, a space between), what stands for it in the other.

    Only what a corpus holds is in it; Chinese and English words cannot be taken for each other.
    """

    translations: Mapping[str, Sequence[str]]

    @classmethod
    def compile(cls, english: Collection[str], chinese: Collection[str]) -> "Dictionary":
        """Return the dictionary of a corpus, from all tokens of its English and of its Chinese quotes."""
        translations: dict[str, list[str]] = {}
        for word, gloss in _translations():
            if chinese and all(token in chinese for token in _han_term(word)):
                translations.setdefault(gloss, []).append(word)
            if english and all(token in english for token in gloss.split()):
                translations.setdefault(word, []).append(gloss)
        return cls({word: list(dict.fromkeys(others)) for word, others in translations.items()})

    def concepts(self, question: str) -> list[Concept]:
        """Return the words of a question, each as all that may stand for it in a text of the other language.

        Of words within words the longest is taken. A Latin word stands for itself too: names do in either language.
        """
        folded = fold(question)
        latin = dict.fromkeys(self._longest(latin_tokens(folded), " "))
        han = dict.fromkeys(word for run in han_runs(folded) for word in self._longest(run, "") if is_telling(word))
        return [
            *([tuple(words.split()), *map(_han_term, self.translations.get(words, ()))] for words in latin),
            *([tuple(gloss.split()) for gloss in self.translations.get(word, ())] for word in han),
        ]

    def concepts_in(self, language: Language, question: str, own: Language) -> Sequence[Concept]:
        """Return the words of a question in its `own` language as they may stand in texts of another.

        Between Chinese and English they are looked up, else they are as they are.
        """
        if own != language and {own, language} == {"en", "zh"}:
            return self.concepts(question)
        return [[(token,)] for token in dict.fromkeys(tokens(question))]

    def save(self, folder: Path) -> None:
        """Write the dictionary into a generation's folder."""
        (folder / "dictionary.json").write_text(json.dumps(self.translations, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Dictionary":
        """Return the dictionary that was saved in a generation's folder."""
        return cls(json.loads((folder / "dictionary.json").read_text(encoding="utf-8")))

    def _longest(self, units: Sequence[str], between: str) -> Iterator[str]:
        """Yield the longest words that a row of characters or stems is made of, from its start."""
        start = 0
        while start < len(units):
            ends = range(min(start + _LONGEST_WORD, len(units)), start, -1)
            words = {end: between.join(units[start:end]) for end in ends}
            end = next((end for end, word in words.items() if word in self.translations), start + 1)
            yield words[end]
            start = end


def _translations() -> Iterator[tuple[str, str]]:
    """Yield Chinese words, each with the stems of an English one."""
    # Not with the package's own reader, which decodes as the system does and takes twice as long.
    for word, glosses in _LINE.findall(dictionary_entries().decode().casefold()):
        for gloss in _ASIDE.sub(" ", glosses).replace(";", "/").split("/"):
            stems = [] if _NO_TRANSLATION.match(gloss) else latin_tokens(gloss)
            if 0 < len(stems) <= _LONGEST_GLOSS_WORDS:
                yield word, " ".join(stems)


def _han_term(word: str) -> Term:
    """Return the tokens of a Chinese word: its pairs of characters, or its only character."""
    return (word,) if len(word) == 1 else tuple(word[start : start + 2] for start in range(len(word) - 1))
