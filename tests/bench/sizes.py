"""Larger indexes for `python -m tests.bench`: the quotes of seeds/, and as many variations of them as are wanted.

A variation begins as one quote and ends as another of its language, and its vector is the mean of theirs. So words are
as frequent and quotes as long as in real interviews, what stands around them is alike, and nothing is embedded but the
quotes of seeds/, once.
Documents and people grow with the quotes, and all is written and checked as it is for every index.

To keep one, and to measure it again and again with `python -m tests.bench --data FOLDER`:

    python -m tests.bench.sizes DATA FOLDER 100000    # from the index of seeds/ in DATA
"""

import itertools
import random
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from bot.runtime.settings import load_settings
from index import build
from index.build_vectors import write_vectors
from index.corpus.documents import parse_document, read_documents
from index.corpus.people import Roster
from index.domain import Person, quote_id
from index.embed import Views, make_embedder, views_of
from index.embed.embed import unit_rows
from index.embed.vector_cache import open_cache
from index.extraction import extract_corpus, packed
from index.storage.generations import make_current, new_folder, write_texts
from index.storage.home import home_of
from index.storage.integrity import seal
from tests.support.paths import SEEDS

_GIVEN_NAMES = {
    "Agnes": "阿格尼丝", "Bruno": "布鲁诺", "Clara": "克拉拉", "Dario": "达里奥", "Edith": "伊迪丝",
    "Felix": "费利克斯", "Greta": "格蕾塔", "Hugo": "雨果", "Irene": "艾琳", "Jonas": "乔纳斯", "Klara": "卡拉",
    "Lukas": "卢卡斯", "Marta": "玛尔塔", "Nils": "尼尔斯", "Olga": "奥尔加", "Pavel": "帕维尔", "Rosa": "罗莎",
    "Stefan": "斯特凡",
}  # fmt: skip
_FAMILY_NAMES = {
    "Abernathy": "阿伯内西", "Bergstrom": "伯格斯特伦", "Castellano": "卡斯特利亚诺", "Delacroix": "德拉克鲁瓦",
    "Eriksen": "埃里克森", "Fairbanks": "费尔班克斯", "Grunwald": "格伦瓦尔德", "Holmgren": "霍尔姆格伦",
    "Ivanova": "伊万诺娃", "Jankowski": "扬科夫斯基", "Kowalczyk": "科瓦尔奇克", "Lindqvist": "林德奎斯特",
    "Montague": "蒙塔古", "Nyberg": "尼贝里", "Ostrowski": "奥斯特罗夫斯基", "Pemberton": "彭伯顿",
    "Rasmussen": "拉斯穆森", "Sorensen": "索伦森",
}  # fmt: skip


class Means:
    """An embedder that has the vectors of real texts from their cache; of a variation it has the mean of its two."""

    def __init__(self, embedder, cache, parts):
        self.name, self.dim = embedder.name, embedder.dim
        self.parts = parts
        self._embedder, self._cache = embedder, cache

    def embed_passages(self, texts, progress=None):
        ones, others = zip(*(self.parts.get(text, (text, text)) for text in texts), strict=True)
        real = {text: row for row, text in enumerate(dict.fromkeys((*ones, *others)))}
        vectors = self._cache.embed_passages(self._embedder, list(real))
        if progress:
            progress(len(texts))
        return unit_rows(vectors[[real[text] for text in ones]] + vectors[[real[text] for text in others]])

    def embed_questions(self, texts):
        return self._cache.embed_questions(self._embedder, texts)


def grow(data, folder, count):
    """Make an index of `count` quotes, current under `folder`, from the one of seeds/ under `data`."""
    corpus = read_documents([SEEDS])
    extraction = extract_corpus(corpus)
    with open_cache(data / "vectors.sqlite") as cache:
        parts = {}
        means = [Means(view, cache, parts) for view in views_of(make_embedder(load_settings().embedder))]
        originals = [
            (source, list(own)) for source, own in itertools.groupby(extraction.quotes, lambda quote: quote.source)
        ]
        by_language = defaultdict(list)
        for quote in extraction.quotes:
            by_language[quote.language].append(quote.text)
        names, chance = made_up_people(), random.Random(0)  # noqa: S311 - the same index every time
        interviews, quotes, people = list(extraction.interviews), list(extraction.quotes), dict(corpus.roster.people)
        for source, own in itertools.cycle(originals):
            if len(quotes) >= count:
                break
            cast = {name: next(names) for name in dict.fromkeys((*source.hosts, *source.guests))}
            people |= {person.name: person for person in cast.values()}
            texts = [vary(quote, chance.choice(by_language[quote.language]), chance, parts) for quote in own]
            document, varied = varied_interview(f"{source.id}-{len(interviews)}", source, own, texts, cast)
            interviews.append(packed(document))
            quotes += varied[: count - len(quotes)]
        grown = replace(extraction, interviews=tuple(interviews), quotes=tuple(quotes), roster=Roster(people=people))
        _write(folder, grown, means[0] if len(means) == 1 else Views(*means))


def made_up_people():
    """Yield made-up people with a name in either script, and begin again after the 324th."""
    pairs = list(itertools.product(_FAMILY_NAMES.items(), _GIVEN_NAMES.items()))
    for (family, han_family), (given, han_given) in itertools.cycle(pairs):
        yield Person(name=f"{given} {family}", other_script=f"{han_given}·{han_family}")


def vary(quote, other, chance, parts):
    """Return a text that begins as a quote and ends as another text, each with about half of its words."""
    between, end = (" ", ".") if quote.language == "en" else ("", "。")
    one, two = (text.split() if between else list(text) for text in (quote.text, other))
    share = chance.uniform(0.3, 0.7)
    words = [*one[: round(share * len(one))], *two[round(share * len(two)) :]]
    text = between.join(words).strip(" .…。") + end
    parts[text] = (quote.text, other)
    return text


def varied_interview(document_id, source, quotes, texts, cast):
    """Return an interview of these texts, a paragraph each, and its quotes, by others than those varied."""
    hosts, guests = ([cast[name].name for name in names] for names in (source.hosts, source.guests))
    varied_source = replace(source, id=document_id, hosts=tuple(hosts), guests=tuple(guests))
    document = parse_document("\n\n".join(texts), varied_source)
    varied, end = [], 0
    for quote, text in zip(quotes, texts, strict=True):
        start = document.clean.find(text, end)
        if start < 0:  # its first characters look like markup, which is cleaned away
            continue
        end = start + len(text)
        raw_start, raw_end = document.raw_span(start, end)
        varied.append(
            replace(
                quote, id=quote_id(document_id, start, end, text), text=text, speaker=cast[quote.speaker].name,
                source=varied_source, start=start, end=end, raw_start=raw_start, raw_end=raw_end, sentences=(),
            )
        )  # fmt: skip
    return document, varied


def _write(folder, extraction, embedder):
    """Write an index step by step as `build_index` does, from quotes that are cut already."""
    stamp = build._stamp(extraction, embedder)
    home = home_of(folder)
    with new_folder(home) as generation:
        write_texts(generation, extraction, stamp)
        quotes = build._by_language(extraction.quotes)
        write_vectors(generation, quotes, build._questions(extraction), embedder, lambda *_: None)
        build._write_words(generation, quotes, None)
        home.fill(generation)
        home.probe(generation)
        seal(generation)
    make_current(home, generation)


if __name__ == "__main__":
    grow(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
