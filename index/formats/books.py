"""Books (EPUB): archives of web pages, whose pages are joined in the order of reading and read as one page."""

import posixpath
from urllib.parse import unquote

from index.errors import CorpusError
from index.formats.archives import Archive, Element, attribute, child, local_name, open_archive, words_of
from index.formats.encodings import decode

_PAGES = ("application/xhtml+xml", "text/html")
_LARGEST_BOOK_CHARACTERS = 20_000_000


def join_pages(content: bytes) -> tuple[str, dict[str, str]]:
    """Return the pages of an EPUB as one text, and its title and publisher by their keys.

    Raises:
        CorpusError: It is no EPUB, is damaged or too large.
    """
    archive = open_archive(content, "EPUB")
    container = archive.read_xml("META-INF/container.xml")
    path = attribute(child(container, "rootfiles", "rootfile"), "full-path") or ""
    package = archive.read_xml(path)
    if package is None:
        raise CorpusError("this EPUB does not say where its pages are; save the interview as HTML or as text")
    pages: list[str] = []
    for name in _names_of_pages(package, posixpath.dirname(path)):
        pages.append(_page(archive, name))
        if sum(map(len, pages)) > _LARGEST_BOOK_CHARACTERS:
            raise CorpusError(f"this EPUB has more than {_LARGEST_BOOK_CHARACTERS:,} characters; split it")
    metadata = child(package, "metadata")
    facts = {key: words_of(child(metadata, key)) for key in ("title", "publisher", "language")}
    return "\n".join(pages), {key: words for key, words in facts.items() if words}


def _names_of_pages(package: Element, folder: str) -> list[str]:
    """Return the names of the pages in the order of reading, each once."""
    manifest, spine = child(package, "manifest"), child(package, "spine")
    items = {attribute(item, "id"): item for item in (manifest if manifest is not None else ())}
    names: list[str] = []
    for reference in spine if spine is not None else ():
        item = items.get(attribute(reference, "idref"))
        is_read = local_name(reference) == "itemref" and attribute(reference, "linear") != "no"
        if is_read and attribute(item, "media-type") in _PAGES and "nav" not in (attribute(item, "properties") or ""):
            names.append(posixpath.normpath(posixpath.join(folder, unquote(attribute(item, "href") or ""))))
    return list(dict.fromkeys(names))


def _page(archive: Archive, name: str) -> str:
    return decode(archive.read(name), f"{name}.html")
