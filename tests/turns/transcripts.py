"""Short transcripts in the formats that people have, and what each speaker is read to say in them."""

from index.corpus.people import Roster
from index.turns import split_turns
from tests.support.fakes import make_document

ANA, BO = "Ana Ruiz", "Bo Lind"
SOLD, FROZE, EAT = "We sold the red bicycle.", "The river froze early.", "And what did you eat?"
LISTED = {"hosts": (BO,), "guests": (ANA,)}


def spoken_at(raw, suffix=".txt", **fields):
    """Return who speaks, the second at which that begins, and what is said; None is nobody, or no known time."""
    document = make_document(raw, suffix=suffix, **fields)
    turns = split_turns(document, Roster())
    return [(turn.speaker, turn.start_seconds, document.clean[turn.start : turn.end]) for turn in turns]


def spoken(raw, suffix=".txt", **fields):
    """Return who says what; None says what is nobody's."""
    return [(speaker, text) for speaker, _, text in spoken_at(raw, suffix, **fields)]


def said_by(raw, suffix=".txt", **fields):
    """Return who says what, without what is nobody's."""
    return [pair for pair in spoken(raw, suffix, **fields) if pair[0]]


def labelled(*pairs):
    """Return "Name: text" for each pair of a name and a text."""
    return [f"{name}: {text}" for name, text in pairs]


def paragraphs(*pairs):
    """Return a transcript with a paragraph "Name: text" for each pair."""
    return "\n\n".join(labelled(*pairs))


def cues(*texts, suffix=".vtt", line_end="\n"):
    """Return subtitles with a cue of five seconds for each text."""
    head = "WEBVTT\n\n" if suffix == ".vtt" else ""
    mark = "." if suffix == ".vtt" else ","
    times = [f"00:{5 * number // 60:02}:{5 * number % 60:02}{mark}000" for number in range(len(texts) + 1)]
    numbered = [f"{n + 1}\n{times[n]} --> {times[n + 1]}\n{text}\n\n" for n, text in enumerate(texts)]
    return (head + "".join(numbered)).replace("\n", line_end)


def rolling(lines):
    """Return captions as YouTube's download has them: each line comes, stands a moment alone, and moves up."""
    parts, line_above = ["WEBVTT\nKind: captions\n"], " "
    for number, line in enumerate(lines):
        start, end = f"00:00:{2 * number:02}.000", f"00:00:{2 * number + 2:02}.000"
        words = line.split()
        timed = words[0] + "".join(f"<00:00:{2 * number:02}.500><c> {word}</c>" for word in words[1:])
        parts += [f"{start} --> {end} align:start\n{line_above}\n{timed}\n", f"{end} --> {end[:-3]}010\n{line}\n \n"]
        line_above = line
    return "\n".join(parts)
