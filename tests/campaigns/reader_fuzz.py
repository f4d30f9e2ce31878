"""Throws made-up and mutated files at the readers: python -m tests.campaigns.reader_fuzz --inputs 200000 --seed 1

Each input is read, split into turns, cut into quotes and held against its raw text. It may be refused with a
CorpusError and must do nothing else: no other exception, no quote that is no slice of the document, and no longer than
a second a megabyte (half a second at least). The turns file that is prefilled for it changes nothing.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.corpus.curation import parse_curation
from index.corpus.documents import make_document
from index.corpus.people import Roster
from index.domain import Document, Source
from index.errors import CorpusError
from index.extraction import DocumentExtraction, extract_document
from index.formats import SUFFIXES
from index.formats.readers import read_file
from index.inspection import inspect_document, turns_file_text
from index.turns import split_turns
from tests.formats.word_files import word_file

_NAMES = ("Ana Ruiz", "Bo", "bolind42", "Bo (he/him)", "@bo", "?", "林晓", "Бо", "SPEAKER_01", "Q", "A", "Mr. Ruiz", "")
_WORDS = ("We sold the bicycle.", "The river froze early", "And what did you eat?", "我们卖掉了那辆自行车。", "是吗？")
_PIECES = (
    *(
        ": ",
        "：",
        ". ",
        " – ",
        " | ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "**",
        "__",
        "# ",
        "> ",
        "- ",
        "[",
        "]",
        "(",
        ")",
        "---",
    ),
    *("<v ", ">", "</v>", "<b>", "</b>", "<p>", "</p>", "<br>", "<dt>", "<dd>", "<cite>", "<time>", "&amp;", "&#8217;"),
    *("&", ";", "0:19", "[00:12]", "(00:00:09):", "00:00:05.000 --> 00:00:07.000", "00:00:05,000 --> 00:00:07,000"),
    *("WEBVTT", "NOTE", "1", '<font color="#ffff00">', "</font>", "{\\an8}", ">> ", "{", "}", '"', "\\n", "\\u4e2d"),
    *("\\ud83d", ",", '"speaker": ', '"text": ', '"start": 1.5', '"segments": [', "![](", "\0", "\ud800", "\u200b"),
    *("\ufeff", "e\u0301" * 40, "a" * 300, "🚲"),
)
_LABELS = ("{}: ", "**{}:** ", "{}  0:19\n", "<v {}>", "[{}]: ", "{}. ", "{} | ", "{}：", "")
_SHARE_ODD = 0.1
_SHORTEST_LIMIT_SECONDS = 0.5


@dataclass(slots=True)
class Outcome:
    """How many inputs were read and refused, and what went wrong, as lines to print."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def run(inputs: int, seed: int) -> Outcome:
    """Read that many inputs, which follow from the seed alone."""
    outcome = Outcome()
    for number in range(inputs):
        chance = random.Random(f"{seed}:{number}")  # noqa: S311 - no secret
        name = f"talk{chance.choice(SUFFIXES)}"
        content = _content(chance, name)
        try:
            outcome.counts[_read(content, name)] += 1
        except Exception as error:  # whatever it is, it is a fault
            outcome.faults.append(f"--seed {seed} input {number} ({name}): {error!r}")
    return outcome


def _read(content: bytes, name: str) -> str:
    parsed = _parsed_in_time(content, name)
    if parsed is None:
        return "refused"
    document, cut = parsed
    for quote in cut.quotes:
        if document.clean[quote.start : quote.end] != quote.text or not quote.speaker:
            raise AssertionError(f"no slice of the document: {quote}")
    inspection = inspect_document(document, Roster())
    curation = parse_curation(turns_file_text(inspection, Roster()), "talk.turns.toml", Roster())
    if split_turns(replace(document, curation=curation), Roster()) != cut.turns:
        raise AssertionError("its turns file changes how it is read")
    return "read"


def _parsed_in_time(content: bytes, name: str) -> tuple[Document, DocumentExtraction] | None:
    """Return what is made of an input, None where it is refused; the first reading may load a format's library."""
    seconds = 0.0
    for _ in range(2):
        started = time.process_time()
        parsed = _parse(content, name)
        seconds = time.process_time() - started
        if seconds <= max(len(content) / 1e6, _SHORTEST_LIMIT_SECONDS):
            return parsed
    raise TimeoutError(f"{seconds:.1f} s for {len(content):,} bytes")


def _parse(content: bytes, name: str) -> tuple[Document, DocumentExtraction] | None:
    try:
        reading = read_file(content, name)
        source = Source(id="talk", title="A talk", link="https://example.com", link_kind="article")
        document = make_document(reading, source)
        return document, extract_document(document, Roster())
    except CorpusError:
        return None


def _content(chance: random.Random, name: str) -> bytes:
    if name.endswith(".docx") and chance.random() < 0.8:
        lines = _transcript(chance).splitlines()
        content = word_file("".join(f"<w:p><w:r><w:t>{_escaped(line)}</w:t></w:r></w:p>" for line in lines))
    elif name.endswith(".json") and chance.random() < 0.8:
        content = _as_utf_8(json.dumps({"segments": [_segment(chance) for _ in range(chance.randrange(1, 30))]}))
    else:
        pieces = chance.choices(_PIECES, k=chance.randrange(80))
        text = _transcript(chance) if chance.random() < 0.8 else "".join(pieces)
        content = chance.choice((_as_utf_8, _as_utf_8, _as_utf_16, _as_gb18030))(text)
    return _mutated(content, chance) if chance.random() < 0.3 else content


def _as_utf_8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _as_utf_16(text: str) -> bytes:
    return text.encode("utf-16", "surrogatepass")


def _as_gb18030(text: str) -> bytes:
    return text.encode("gb18030", "replace")


def _transcript(chance: random.Random) -> str:
    """Return lines that look like a transcript: a few names in one shape of labels, with odd pieces here and there."""
    between = chance.choice(("\n", "\n\n", "\r\n"))
    label, names = chance.choice(_LABELS), chance.sample(_NAMES, 2)
    return between.join(_line(chance, label, names) for _ in range(chance.randrange(1, 30)))


def _line(chance: random.Random, label: str, names: Sequence[str]) -> str:
    odd = chance.choice(_PIECES) if chance.random() < _SHARE_ODD else ""
    shown = label if chance.random() > _SHARE_ODD else chance.choice(_LABELS)
    return shown.format(chance.choice(names)) + odd + " ".join(chance.choices(_WORDS, k=chance.randrange(4)))


def _segment(chance: random.Random) -> dict[str, object]:
    text = " ".join(chance.choices((*_WORDS, *_PIECES), k=chance.randrange(5)))
    segment = {"speaker": chance.choice(_NAMES[:3]), "text": text, "start": chance.random() * 100}
    return {key: value for key, value in segment.items() if chance.random() > _SHARE_ODD}


def _escaped(line: str) -> str:
    printable = "".join(character for character in line if character.isprintable())
    return printable.replace("&", "&amp;").replace("<", "&lt;")


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """Return content with a few bytes changed, dropped or doubled."""
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 6)):
        if not changed:
            break
        place = chance.randrange(len(changed))
        how = chance.randrange(3)
        if how == 0:
            changed[place] = chance.randrange(256)
        elif how == 1:
            del changed[place : place + chance.randrange(1, 9)]
        else:
            changed[place:place] = changed[place : place + chance.randrange(1, 40)]
    return bytes(changed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcome = run(options.inputs, options.seed)
    sys.stdout.write(f"{dict(outcome.counts)} {len(outcome.faults)} faults\n")
    sys.stdout.writelines(f"{fault}\n" for fault in outcome.faults[:20])
    return int(bool(outcome.faults))


if __name__ == "__main__":
    sys.exit(main())
