"""What a person should look at in how a document was read."""

from collections import Counter
from collections.abc import Sequence

from index.advice import toml_head
from index.domain import Document, Turn
from index.evidence import Contradiction

_MOST_REASONS = 3


def things_to_look_at(document: Document, turns: Sequence[Turn], contradicted: Sequence[Contradiction]) -> list[str]:
    """Return what a person should look at: what the reader forgave, listed people who say nothing, what is nobody's."""
    removed = {turn.removed for turn in turns if turn.removed}
    speakers = {turn.speaker for turn in turns}
    source = document.source
    listed = (*source.hosts, *source.guests)
    warnings = [
        *document.warnings,
        *_left_out(contradicted),
        *(f"{name} is listed but says nothing" for name in listed if name not in speakers | removed),
        *(f"removed: {name}" for name in sorted(removed)),
    ]
    unlisted = sorted(name for name in speakers - {None, *listed} if name)
    if listed and unlisted:
        warnings.append(f"not listed as host or guest: {', '.join(unlisted)}")
    if inferred := [turn for turn in turns if turn.attribution == "inferred" and turn.reason]:
        warnings.append(_inferred(inferred, source.id))
    if source.quotes_of_nobody and not any(turn.is_unlabelled for turn in turns):
        warnings.append("quotes_of_nobody changes nothing here, since who speaks is known")
    if not source.hosts and speakers != {None}:
        warnings.append(_nobody_listed_asks(source.id, turns))
    unnamed = sum(turn.speaker is None and not turn.removed for turn in turns)
    if unnamed:
        warnings.append(f"{unnamed} {'stretch' if unnamed == 1 else 'stretches'} of words that nobody is named for")
    return warnings


def _nobody_listed_asks(source_id: str, turns: Sequence[Turn]) -> str:
    speakers = {turn.speaker for turn in turns if turn.speaker}
    if len(speakers) < 2 or any(turn.role == "host" for turn in turns):
        return "no hosts listed; who asks was told from the questions"
    return (
        "no hosts listed, and it is not clear who asks, so that all are guests; if somebody does, write "
        f'{toml_head(source_id)} and hosts = ["NAME"] in sources.toml'
    )


def _inferred(turns: Sequence[Turn], source_id: str) -> str:
    """Return in a line what was inferred, how sure it is, and where a person confirms it."""
    names = " and ".join(sorted({turn.speaker for turn in turns if turn.speaker}))
    surest, least = (f"{choose(turn.confidence for turn in turns):.0%}" for choose in (max, min))
    sureness = surest if surest == least else f"{least} to {surest}"
    stretches = "1 turn was" if len(turns) == 1 else f"{len(turns):,} turns were"
    return (
        f"{stretches} inferred to be {names}'s, {sureness} sure ({turns[0].reason}); "
        f"[[turn]] entries in {source_id}.turns.toml confirm or correct it"
    )


def _left_out(contradicted: Sequence[Contradiction]) -> list[str]:
    """Return why quotes were left out: a line for each of the most frequent reasons, and one for all others."""
    reasons = Counter(contradiction.reason for contradiction in contradicted)
    first = {contradiction.reason: contradiction for contradiction in reversed(contradicted)}
    shown = [reason for reason, _ in reasons.most_common(_MOST_REASONS)]
    lines = [f"{_quotes(reasons[reason])} left out: {first[reason]}" for reason in shown]
    if others := [contradiction for contradiction in contradicted if contradiction.reason not in shown]:
        lines.append(f"{_quotes(len(others))} left out for other reasons, such as: {others[0]}")
    return lines


def _quotes(count: int) -> str:
    return "1 quote" if count == 1 else f"{count:,} quotes"
