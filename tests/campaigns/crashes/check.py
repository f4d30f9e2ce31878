"""What a data folder answers and whether it is sound, found out by a fresh fork for every line of standard input.

The process that forks has imported everything and opened nothing.
"""

import contextlib
import io
import json
import os
import sys
from pathlib import Path

from bot.cli import main
from index.corpus.documents import Corpus, parse_document
from index.errors import QuotebotError
from index.storage.generations import Generation, read_generation
from index.storage.integrity import ask_each_for_itself, damage
from index.verify import verify_quotes


def printed_by(*arguments):
    """Return what a quotebot command prints and the code that it exits with."""
    sys.argv = ["quotebot", *arguments]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            main()
        except SystemExit as end:
            return f"{printed.getvalue()}exit code {end.code or 0}"


def problems(data: Path) -> list[str]:
    """Return everything that is wrong with the generations that the pointer names."""
    folders = [data / "generations" / name for name in (data / "current").read_text().split()]
    damages = [f"{folder.name}: {damaged}" for folder in folders if (damaged := damage(folder))]
    generation = read_generation(folders[0])
    try:
        asked = ask_each_for_itself(folders[0])
    except QuotebotError as error:
        return [*damages, str(error)]
    if asked != len(generation.quotes):
        damages.append(f"{asked} of {len(generation.quotes)} quotes were asked for themselves")
    return [*damages, *verbatim_problems(generation)]


def verbatim_problems(generation: Generation) -> list[str]:
    """Return where a generation's quotes differ from its own copy of the interviews."""
    sources = {quote.source.id: quote.source for quote in generation.quotes}
    documents = [
        parse_document((generation.folder / "corpus" / f"{name}.txt").read_bytes().decode(), source)
        for name, source in sources.items()
    ]
    verdict = verify_quotes(generation.quotes, Corpus(documents=tuple(documents)))
    return [f"{quote.id}: {reason}" for quote, reason in verdict.problems]


def look(data: str, questions: str) -> dict[str, object]:
    """Return all that a data folder says, as a user sees it, and all that is wrong with it."""
    return {
        "quotes": printed_by("--data", data, "quotes", "--json"),
        "answers": printed_by("--data", data, "ask", "--count", "3", "--json", "--batch", questions),
        "problems": problems(Path(data)),
    }


def look_in_a_fork(data: str, questions: str) -> dict[str, object]:
    reader, writer = os.pipe()
    if not (pid := os.fork()):
        with open(writer, "w", encoding="utf-8") as answer:  # noqa: PTH123 - a descriptor, no path
            json.dump(look(data, questions), answer)
        os._exit(0)
    os.close(writer)
    with open(reader, encoding="utf-8") as answer:  # noqa: PTH123 - a descriptor, no path
        printed = answer.read()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status or not printed:
        return {"quotes": "", "answers": "", "problems": [f"looking at the index ended with code {status}"]}
    return json.loads(printed)


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(look_in_a_fork(*json.loads(line))) + "\n")
        sys.stdout.flush()
