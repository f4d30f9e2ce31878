"""Documents that are zip archives of XML (DOCX, EPUB): their parts, read in bounded memory."""

import io
import zipfile
import zlib
from dataclasses import dataclass

# The type alone; what parses is defusedxml.
from xml.etree.ElementTree import Element as Element  # nosec B405

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from index.errors import CorpusError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # older Office files, and encrypted ones
_MOST_ENTRIES = 10_000
_LARGEST_PART_BYTES = 20_000_000
_LARGEST_RATIO = 200
_SMALL_BYTES = 1_000_000  # a part of this size may be as repetitive as it likes


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive in memory; `kind` is what messages call it."""

    content: zipfile.ZipFile
    kind: str

    def names(self) -> list[str]:
        """Return the names of its parts, as it lists them."""
        return self.content.namelist()

    def read(self, name: str) -> bytes:
        """Return one part, empty where there is none of the name.

        Raises:
            CorpusError: It is too large, packed too tightly to be a document, encrypted, or damaged.
        """
        try:
            entry = self.content.getinfo(name)
        except KeyError:
            return b""
        if entry.file_size > _LARGEST_PART_BYTES:
            raise CorpusError(
                f"{name} in this {self.kind} has {entry.file_size:,} bytes, more than 20,000,000; split it"
            )
        if entry.file_size > max(_SMALL_BYTES, _LARGEST_RATIO * entry.compress_size):
            raise CorpusError(f"{name} in this {self.kind} is packed too tightly to be text; save the file again")
        try:
            return self.content.read(entry)
        except RuntimeError as error:  # zipfile's word for "encrypted"
            raise CorpusError(f"this {self.kind} is encrypted; save it without a password") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise CorpusError(f"{name} in this {self.kind} is damaged ({error}); save the file again") from error

    def read_xml(self, name: str) -> Element | None:
        """Return the root of one part that is XML, None where there is no such part.

        Raises:
            CorpusError: It is no XML, or declares entities, which no document needs.
        """
        content = self.read(name)
        if not content:
            return None
        try:
            root: Element = fromstring(content, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise CorpusError(f"{name} in this {self.kind} is no sound XML; save the file again") from error
        return root


def open_archive(content: bytes, kind: str) -> Archive:
    """Return the archive in a file's bytes.

    Raises:
        CorpusError: It is none, or has too many parts.
    """
    if content.startswith(_OLE):
        raise CorpusError(f"this {kind} is encrypted or in an older format; open it and save it as {kind}, no password")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise CorpusError(f"this is no {kind} ({error}); save the interview as {kind} or as text") from error
    if len(archive.infolist()) > _MOST_ENTRIES:
        raise CorpusError(
            f"this {kind} has {len(archive.infolist()):,} parts, more than {_MOST_ENTRIES:,}; save it again"
        )
    return Archive(archive, kind)


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; documents differ in that alone."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element | None, name: str) -> str | None:
    """Return the value of an attribute, whatever its namespace; None where there is none."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def words_of(element: Element | None) -> str:
    """Return the text in an element with single spaces; empty for no element."""
    return " ".join((element.text or "").split()) if element is not None else ""


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child of the first name, and so on down; None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in element if local_name(inner) == name), None)
    return element
