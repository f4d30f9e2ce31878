"""A folder of as many invented interviews as are wanted, each of some twenty quotes: what `quotebot index` has to read.

Words are drawn from those of seeds/, so their lengths and the work to embed them are real; what they say is nothing,
and nothing is said twice. Two in three are in English, the others in Chinese.

    python -m tests.bench.many_documents FOLDER 10000
"""

import random
import re
import sys
from functools import cache
from pathlib import Path

from tests.bench.sizes import made_up_people
from tests.support.paths import SEEDS

_ANSWERS, _SENTENCES = 4, 3  # answers of an interview, sentences of an answer: some twenty quotes
_CHINESE_EVERY = 3


def write_documents(folder, count, first=0):
    """Write so many interviews into a folder, and what is known of them into its sources.toml.

    Args:
        folder: Made if there is none.
        count: How many.
        first: The number of the first one; an interview's text depends on its number alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "sources.toml").open("a", encoding="utf-8") as sources:
        for number in range(first, first + count):
            text, entry = _interview(number)
            (folder / f"talk-{number:05}.txt").write_text(text, encoding="utf-8")
            sources.write(entry)


def write_interview(file, number):
    """Write one of the interviews into a file, and return the first sentence of the guest."""
    text, _ = _interview(number)
    file.write_text(text, encoding="utf-8")
    first_answer = text.split("\n\n")[1].partition(": ")[2]
    return re.match(r".+?[.。]", first_answer).group()


def _interview(number):
    """Return the text of an interview and its table in sources.toml."""
    chance = random.Random(number)  # noqa: S311 - the same interviews every time
    people = _people()
    host, guest = (person.name for person in chance.sample(people, 2))
    is_chinese = number % _CHINESE_EVERY == 0
    say = _say_in_chinese if is_chinese else _say_in_english
    turns = []
    for _ in range(_ANSWERS):
        answer = ("" if is_chinese else " ").join(say(chance, 9, 19) for _ in range(_SENTENCES))
        turns += [f"{host}: {say(chance, 6, 9)[:-1]}{'？' if is_chinese else '?'}", f"{guest}: {answer}"]
    entry = (
        f'[talk-{number:05}]\ntitle = "Talk {number}"\nlink = "https://example.com/talks/{number}"\n'
        f'link_kind = "article"\nhosts = ["{host}"]\nguests = ["{guest}"]\n\n'
    )
    return "\n\n".join(turns) + "\n", entry


def _say_in_english(chance, shortest, longest):
    words = chance.choices(_words(), k=chance.randint(shortest, longest))
    return f"The {' '.join(words)}."


def _say_in_chinese(chance, shortest, longest):
    return "".join(chance.choices(_han(), k=2 * chance.randint(shortest, longest))) + "。"


@cache
def _people():
    people = made_up_people()
    return [next(people) for _ in range(324)]


@cache
def _words():
    """Return every word of seeds/ in small letters, once."""
    return sorted(set(re.findall(r"\b[a-z]{2,12}\b", _seeds())))


@cache
def _han():
    return sorted(set(re.findall(r"[\u4e00-\u9fff]", _seeds())))


@cache
def _seeds():
    return "".join(file.read_text(encoding="utf-8") for file in sorted(SEEDS.glob("*.txt")))


if __name__ == "__main__":
    write_documents(Path(sys.argv[1]), int(sys.argv[2]))
