"""Builds of the index: one immutable folder each, of which one is current.

stamp.json     what built it, and from what
quotes.jsonl   every quote, in order
sources.json   what is known about each source, by id
people.json    who speaks, with the name in the other script, aliases and roles
others.json    who is listed and does not speak, the same
corpus/, clean/   the documents as found, and their clean texts
rows.json, vectors_LANGUAGE.npy   vectors, those of each view of meaning one behind the other
balance_VIEW.npz   what balances the languages
plain_LANGUAGE.npy   vectors as they come from the model, where their cosines mean something by themselves
everyday.npz   how questions do that no interview answers
contexts_LANGUAGE.npy   what stands around each quote, in the first view
words_LANGUAGE/, dictionary.json   the word index; its words in the other language
chroma/        the vectors, searchable, unless they are on a server
seal.json      hashes of all the other files
"""

import datetime
import json
import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.advice import quotebot
from index.domain import NOBODY, Person, Quote
from index.errors import IndexDamagedError, IndexMissingError, StorageError
from index.extraction import Extraction
from index.storage.home import Data, home_of
from index.storage.quote_records import (
    quote_from_record,
    quote_record,
    source_from_record,
    source_record,
    without_people,
)
from index.turns.introductions import introduced_roles

SCHEMA = 11  # since 11, quotes are in whatever language they are in

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One build of the index; quotes are in memory, everything else stays in `folder` until it is used."""

    folder: Path
    stamp: dict[str, Any]
    quotes: tuple[Quote, ...]
    people: dict[str, Person]
    others: dict[str, Person] = field(default_factory=dict)

    @property
    def built_at(self) -> float:
        """When it was begun, in seconds since 1970; its name says so."""
        begun = datetime.datetime.strptime(self.folder.name[:15], "%Y%m%d-%H%M%S")
        return begun.replace(tzinfo=datetime.UTC).timestamp()

    def quotes_with_id(self, beginning: str) -> list[Quote]:
        """Return the quotes whose id begins so."""
        return [quote for quote in self.quotes if quote.id.startswith(beginning)]

    def speaker_of(self, quote: Quote) -> Person:
        """Return who says a quote; a person without a name where its source does not say."""
        return self.people[quote.speaker] if quote.speaker else NOBODY

    def clean_document(self, document_id: str) -> str:
        """Return the clean text of a document as it was found when this generation was built."""
        return (self.folder / "clean" / f"{document_id}.txt").read_bytes().decode()


@contextmanager
def new_folder(data: Data) -> Iterator[Path]:
    """Give a fresh folder for the next generation, which is removed again if it does not come about."""
    home = home_of(data)
    now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    folder = home.generations / f"{now}-{secrets.token_hex(3)}"
    try:
        for texts in ("corpus", "clean"):
            (folder / texts).mkdir(parents=True)
        yield folder
    except BaseException:
        home.remove(folder)
        raise


def write_texts(folder: Path, extraction: Extraction, stamp: dict[str, Any]) -> None:
    """Write everything of a generation that is text: documents, quotes, sources, people, stamp."""
    quotes, roster = extraction.quotes, extraction.roster
    sources = {quote.source.id: quote.source for quote in quotes}
    used = {own_id: source_record(without_people(source, roster.removed)) for own_id, source in sources.items()}
    for interview in extraction.interviews:
        if (own_id := interview.source.id) in used:
            for kind, text in zip(("corpus", "clean"), interview.texts(), strict=True):
                (folder / kind / f"{own_id}.txt").write_bytes(text.encode())
    with (folder / "quotes.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(quote_record(quote), ensure_ascii=False) + "\n" for quote in quotes)
    speakers = sorted({quote.speaker for quote in quotes if quote.speaker})
    people = [roster.person(name) for name in speakers]
    roles = introduced_roles([interview.introductions for interview in extraction.interviews], roster)
    _write_json(folder / "sources.json", used)
    _write_json(folder / "people.json", [_person_record(person, roles) for person in people])
    _write_json(folder / "others.json", [_person_record(person, roles) for person in _others(extraction, speakers)])
    _write_json(folder / "stamp.json", stamp)


def _person_record(person: Person, introduced: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return a person as it is kept, what speakers.toml says they are before what interviews say."""
    return {**asdict(person), "roles": [*person.roles, *introduced.get(person.name, ())]}


def _others(extraction: Extraction, speakers: Sequence[str]) -> list[Person]:
    """Return the people who are listed, have a part in no interview, and were not taken out again."""
    sources = [interview.source for interview in extraction.interviews]
    named = {name for source in sources for name in (*source.hosts, *source.guests)}
    apart = named.union(speakers, extraction.roster.removed)
    return [person for name, person in extraction.roster.people.items() if name not in apart]


def make_current(data: Data, folder: Path) -> None:
    """Point to a finished generation, in one step that cannot be seen half-done; the one before is kept."""
    home_of(data).make_current(folder.name)
    collect(data)


def forget_before(data: Data) -> None:
    """Let go of the generation before the current one: what was taken out must not come back where that is damaged."""
    home = home_of(data)
    home.point_to(home.names()[:1])


def withdraw(data: Data) -> None:
    """Let go of the current generation too, so that nothing is answered until there is another one."""
    home_of(data).point_to([])


def collect(data: Data) -> None:
    """Remove generations that nothing points to: older ones, and those that were never finished."""
    home = home_of(data)
    kept = set(home.names())
    for folder in home.generations.glob("*"):
        if folder.name not in kept:
            home.remove(folder)
    for draft in home.data.glob("current.*"):
        draft.unlink(missing_ok=True)


def current_name(data: Data) -> str | None:
    """Return the name of the current generation, None before the first one."""
    names = home_of(data).names()
    return names[0] if names else None


def current_stamp(data: Data) -> dict[str, Any] | None:
    """Return the stamp of the current generation; None where there is none, or none that can be read."""
    try:
        stamp: dict[str, Any] = _read_json(home_of(data).generations / (current_name(data) or "") / "stamp.json")
    except (OSError, ValueError, IndexDamagedError, StorageError):
        return None
    return stamp


def sound_stamp(data: Data) -> dict[str, Any] | None:
    """Return the stamp of the current generation; None where there is none, or where it is damaged."""
    home = home_of(data)
    name = current_name(home)
    return None if name is None or home.damage(home.generations / name) else current_stamp(home)


def read_current(data: Data) -> Generation:
    """Return the current generation, or the one before where the current one is damaged.

    Raises:
        IndexMissingError: Nothing has been indexed yet.
        IndexDamagedError: Neither can be trusted; names what is wrong with the current one.
        IndexUnreachableError: The server that it is on does not answer.
    """
    home = home_of(data)
    names = home.names()
    if not names:
        raise IndexMissingError(f"no index in '{home.data}'; run: {quotebot('index')}")
    problems: list[str] = []
    for name in names:
        folder = home.generations / name
        if problem := home.damage(folder):
            problems.append(problem)
            logger.warning("generation %s is damaged (%s) and not used; run: %s", name, problem, quotebot("index"))
        else:
            return read_generation(folder)
    raise IndexDamagedError(f"the index in '{home.data}' is damaged ({problems[0]}); run: {quotebot('index')}")


def read_generation(folder: Path) -> Generation:
    """Return the generation in a folder.

    Raises:
        IndexDamagedError: A file is missing or does not hold what it should.
    """
    try:
        sources = {key: source_from_record(record) for key, record in _read_json(folder / "sources.json").items()}
        others = folder / "others.json"  # which a generation that was built before this version lacks
        with (folder / "quotes.jsonl").open(encoding="utf-8") as file:
            quotes = tuple(quote_from_record(json.loads(line), sources) for line in file)
        return Generation(
            folder=folder,
            stamp=_read_json(folder / "stamp.json"),
            quotes=quotes,
            people=_people(_read_json(folder / "people.json")),
            others=_people(_read_json(others) if others.exists() else []),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(
            f"the index in '{folder}' cannot be read ({error}); run: {quotebot('index')}"
        ) from error


def _people(records: Sequence[dict[str, Any]]) -> dict[str, Person]:
    lists = ("aliases", "roles")
    return {
        record["name"]: Person(**{**record, **{key: tuple(record.get(key, ())) for key in lists}}) for record in records
    }


def _write_json(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _read_json(file: Path) -> Any:  # noqa: ANN401 - JSON is whatever was written
    return json.loads(file.read_text(encoding="utf-8"))
