"""Two short invented interviews, English and Chinese, that come back to the same things again and again."""

from index.build import build_index
from index.corpus.documents import read_documents
from index.search import Searcher
from index.storage.generations import read_current
from tests.support.fakes import HashEmbedder, HereHome, write_corpus

HEAT = """\
Bob: How does a heat pump work in an old house?

Ada: A heat pump moves warmth from the cold garden into the warm kitchen, and it needs little power for that.

Ada: People told us that a heat pump would never do in an old house, and they were wrong about it.

Ada: The noise of a heat pump is what neighbours ask about first, so we put it behind the shed.

Bob: And what did they say then?

Ada: With district heating, one boiler serves a whole street, and nobody has to buy fuel any more.

Ada: The trouble with district heating is the digging, because every road has to be opened once.

Ada: We keep two steam engines in the yard, because nothing else explains pressure to a child so well.

Ada: Every town that had steam engines knew how to look after a boiler, and then forgot it again.

Ada: Zoe Okafor taught me everything that I know, and I still call Zoe Okafor when a pipe bursts.
"""
SOIL = """\
赵明：怎样保护真菌网络？

林晓：真菌网络把整片森林的树根连在一起，大树会把糖分送给小树。

林晓：我们花了十年才看懂真菌网络，因为它藏在地下，谁也没有见过。

林晓：只要翻一次地，真菌网络就断了，庄稼也就跟着生病。

林晓：农民问我怎样保护真菌网络，我总是告诉他们少用化肥。

赵明：那么它真的那么坏吗？

林晓：化肥让庄稼长得快，可是三年以后土地就像沙子一样。
"""
SOURCES = """\
[heat]
title = "Heat"
link = "https://example.com/heat"
hosts = ["Bob"]
guests = ["Ada"]

[soil]
title = "土"
link = "https://example.com/soil"
hosts = ["赵明"]
guests = ["林晓"]
"""
TALKS = {"heat.txt": HEAT, "soil.txt": SOIL, "sources.toml": SOURCES}


def open_searcher(folder, files=TALKS, embedder=None):
    """Return a searcher over some interviews, by words rather than by meaning where no embedder is given."""
    embedder = embedder or HashEmbedder()
    build_index(read_documents([write_corpus(folder / "seeds", files)]), embedder, HereHome(folder / "data"))
    return Searcher(read_current(folder / "data"), embedder)
