"""What a quote is: one to three sentences of one turn that stand on their own."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.domain import Document, Language, Quote, Turn, quote_id
from index.quotes.emphasis import mark_emphasis
from index.quotes.places import heard_at, line_of_file, link_to_quote
from index.text.language import document_languages, is_dense, text_language, text_length
from index.text.sentences import is_finished, is_question, split_sentences

# Of a dense language such as Chinese in characters, of any other in words.
_SHORTEST = {True: 15, False: 6}
_SHORTEST_ALONE = {True: 20, False: 10}  # a shorter sentence says more with its neighbours
_LONGEST = {True: 160, False: 80}
_SCRAP = {True: 6, False: 2}  # a sentence this short leans on the one before it
_MOST_SENTENCES = 3
_SMALL_DIFFERENCE = 0.85  # of two stretches this alike in length, where one holds the other, the longer is kept
_CONTEXT_SENTENCES = 2

_LEANS_BACK = re.compile(
    r"(?:但是?|然而|不过|而且?|并且|或者|然后|接着|它们?|这|那|他们?|她们?|其中|此外|另外|这样|结果)"
    r"|(?:And|But|Or|Then|It|It's|That|That's|This|These|Those|They|They're|He|She|Which|Who)\b"
    r"|[a-z]"
)
_COURTESY = re.compile(
    r"thank(?:s| you)[^.]{0,60}(?:having me|joining|being here|coming|watching|listening)"
    r"|(?:^|[,!] )(?:and )?welcome (?:back )?to |an honor to have you|\Abring it on"
    r"|let'?s (?:dive in|start there|get started)[.!]*\Z"
    r"|(?:感谢|谢谢)[^。]{0,20}(?:参与|邀请|收看|收听|接受|做客|来到)|欢迎(?:来到|收听|收看|回到)|大家好(?:[,，!！。]|\Z)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of a turn: `clean[start:end]` of its document."""

    start: int
    end: int
    text: str
    language: Language

    @property
    def is_scrap(self) -> bool:
        return text_length(self.text, self.language) <= _SCRAP[is_dense(self.language)]


def cut_quotes(document: Document, turns: Sequence[Turn]) -> list[Quote]:
    """Return every quote of a document, in order; quotes may overlap, never across speakers or paragraphs.

    Every sentence of a guest worth quoting is in some quote. Greetings, fillers, unfinished sentences and the
    host's questions are in none. Overlapping quotes let search pick the boundaries that answer a question.
    """
    quotes: list[Quote] = []
    question = ""
    for turn in turns:
        sentences = _turn_sentences(document, turn)
        if turn.speaker:
            said = [sentence for sentence in sentences if sentence.text]
            for run in _quotable_runs(sentences, turn):
                quotes += [_quote(document, turn, window, said, question) for window in _windows(run)]
        elif turn.is_unlabelled:
            quotes += _quotes_of_nobody(document, turn, sentences)
        if turn.role == "host" or turn.speaker is None:
            question = _question_after(turn, sentences, question)
    return mark_emphasis(document, quotes)


def _quotes_of_nobody(document: Document, turn: Turn, sentences: list[_Sentence]) -> Iterator[Quote]:
    """Yield single sentences, without what stands around them: two in a row may be two people's."""
    for run in _quotable_runs(sentences, turn):
        for sentence in run:
            if _fits([sentence]) and _stands_alone([sentence]):
                yield _quote(document, turn, [sentence], [], "")


def asked_questions(document: Document, turns: Sequence[Turn]) -> list[tuple[Language, str]]:
    """Return every question that anybody asks in a document, in order, each behind its language."""
    return [
        (sentence.language, sentence.text)
        for turn in turns
        if not turn.removed
        for sentence in _turn_sentences(document, turn)
        if is_question(sentence.text) and not sentence.is_scrap
    ]


def _turn_sentences(document: Document, turn: Turn) -> list[_Sentence]:
    """Return the sentences of a turn, paragraph by paragraph; an empty sentence marks a paragraph's end."""
    sentences: list[_Sentence] = []
    start = turn.start
    languages = document_languages(document.clean, document.source.language)
    for paragraph in document.clean[turn.start : turn.end].split("\n"):
        language = text_language(paragraph, languages)
        for first, last in split_sentences(paragraph, language):
            sentences.append(_Sentence(start + first, start + last, paragraph[first:last], language))
        start += len(paragraph) + 1
        sentences.append(_Sentence(start - 1, start - 1, "", language))
    return sentences


def _quotable_runs(sentences: list[_Sentence], turn: Turn) -> Iterator[list[_Sentence]]:
    """Yield the stretches of sentences that quotes may be cut from."""
    run: list[_Sentence] = []
    for sentence in sentences:
        if sentence.text and _is_quotable(sentence, turn) and (run or not sentence.is_scrap):
            run.append(sentence)
        elif run:
            yield run
            run = []


def _is_quotable(sentence: _Sentence, turn: Turn) -> bool:
    if _COURTESY.search(sentence.text) or not is_finished(sentence.text, sentence.language):
        return False
    return (turn.role == "guest" and not turn.is_unlabelled) or not is_question(sentence.text)


def _windows(run: list[_Sentence]) -> list[list[_Sentence]]:
    """Return the windows of one to three sentences of a run that make a quote.

    A window that opens with a word that leans on what stands before it, or that is one short sentence,
    is kept only if its text would be in no quote otherwise.
    """
    fitting = [window for window in _all_windows(run) if _fits(window)]
    kept = _without_near_copies([window for window in fitting if _stands_alone(window)])
    covered = {sentence.start for window in kept for sentence in window}
    for window in sorted(fitting, key=len, reverse=True):
        if any(sentence.start not in covered for sentence in window):
            kept.append(window)
            covered.update(sentence.start for sentence in window)
    return sorted(kept, key=lambda window: (window[0].start, window[-1].end))


def _all_windows(run: list[_Sentence]) -> Iterator[list[_Sentence]]:
    """Yield stretches of one to three sentences; a scrap neither opens one nor is left off its end."""
    for first, sentence in enumerate(run):
        if sentence.is_scrap:
            continue
        for last in range(first + 1, min(first + _MOST_SENTENCES, len(run)) + 1):
            if last == len(run) or not run[last].is_scrap or last - first == _MOST_SENTENCES:
                yield run[first:last]


def _stands_alone(window: list[_Sentence]) -> bool:
    first = window[0]
    if len(window) == 1 and text_length(first.text, first.language) < _SHORTEST_ALONE[is_dense(first.language)]:
        return False
    return not _LEANS_BACK.match(first.text)


def _fits(window: list[_Sentence]) -> bool:
    """Tell whether a window has a quote's length; a single longer sentence is kept whole."""
    language = window[0].language
    length = sum(text_length(sentence.text, language) for sentence in window)
    return length >= _SHORTEST[is_dense(language)] and (length <= _LONGEST[is_dense(language)] or len(window) == 1)


def _without_near_copies(windows: list[list[_Sentence]]) -> list[list[_Sentence]]:
    """Drop windows that a hardly longer one holds.

    Args:
        windows: In order of their first sentences, at most three from each; what holds a window is near it.
    """
    return [
        window
        for row, window in enumerate(windows)
        if not any(
            _is_hardly_longer(other, window)
            for other in windows[max(row - _MOST_SENTENCES**2, 0) : row + _MOST_SENTENCES]
        )
    ]


def _is_hardly_longer(other: list[_Sentence], window: list[_Sentence]) -> bool:
    """Tell whether a window holds another and is little longer."""
    start, end, other_start, other_end = window[0].start, window[-1].end, other[0].start, other[-1].end
    length, other_length = end - start, other_end - other_start
    holds = other_start <= start and end <= other_end and length < other_length
    return holds and length >= _SMALL_DIFFERENCE * other_length


def _quote(document: Document, turn: Turn, window: list[_Sentence], said: list[_Sentence], question: str) -> Quote:
    """Return the quote that a window makes; `said` are all sentences of the turn, for the context."""
    start, end = window[0].start, window[-1].end
    text = document.clean[start:end]
    raw_start, raw_end = document.raw_span(start, end)
    seconds = heard_at(document, turn, start)
    before = bisect_right(said, start, key=lambda sentence: sentence.end)
    after = bisect_left(said, end, key=lambda sentence: sentence.start)
    return Quote(
        id=quote_id(document.source.id, start, end, text),
        text=text,
        speaker=turn.speaker or "",
        role=turn.role,
        attribution=turn.attribution,
        attribution_confidence=turn.confidence,
        language=window[0].language,
        source=document.source,
        start=start,
        end=end,
        raw_start=raw_start,
        raw_end=raw_end,
        context_before=_stretch(document, said[max(before - _CONTEXT_SENTENCES, 0) : before]),
        context_after=_stretch(document, said[after : after + _CONTEXT_SENTENCES]),
        answers=question if turn.role == "guest" else "",
        deep_link=link_to_quote(document, start, end, seconds),
        start_seconds=seconds,
        line=line_of_file(document, start),
        sentences=tuple((sentence.start, sentence.end) for sentence in window),
    )


def _stretch(document: Document, sentences: list[_Sentence]) -> str:
    return document.clean[sentences[0].start : sentences[-1].end] if sentences else ""


def _question_after(turn: Turn, sentences: list[_Sentence], before: str) -> str:
    """Return the question that stands open after a turn: its last one, or the one `before`.

    A host who says more than a scrap without asking leaves no question open, and neither does one who is removed.
    """
    if turn.removed:
        return ""
    said = [sentence.text for sentence in sentences if sentence.text and not sentence.is_scrap]
    asked = [text for text in said if is_question(text)]
    if asked:
        return asked[-1]
    return "" if said and turn.speaker else before
