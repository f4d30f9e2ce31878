"""What a response holds: unpacked, and no more of it than may be; a bomb of zeros is left where it is."""

import zlib
from collections.abc import Iterable, Iterator

from index.errors import DownloadError, UnavailableError

_GZIP_OR_ZLIB = 47  # zlib.decompressobj: told apart by the first bytes
_PIECE_BYTES = 65_536


def read_body(pieces: Iterable[bytes], encoding: str, largest_bytes: int) -> bytes:
    """Return the bytes of a response.

    Args:
        pieces: As they come.
        encoding: Its Content-Encoding, which is asked to be gzip or nothing.
        largest_bytes: Most that are taken, after they were unpacked.

    Raises:
        DownloadError: There are more, they are packed otherwise, or they are broken.
    """
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise DownloadError(f"it is sent as {encoding[:40]!r}, which was not asked for")
    content = bytearray()
    for piece in pieces if encoding in ("", "identity") else _unpacked(pieces):
        content += piece
        if len(content) > largest_bytes:
            raise too_large(largest_bytes)
    return bytes(content)


def too_large(largest_bytes: int) -> DownloadError:
    """Return the refusal of what is larger than is taken."""
    return DownloadError(f"it has more than {largest_bytes:,} bytes, which is no interview")


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what was packed in pieces of a limited size, however much a packed byte stands for."""
    unpacker, has_any = zlib.decompressobj(_GZIP_OR_ZLIB), False
    try:
        for piece in pieces:
            packed = piece
            while packed:
                has_any = True
                if unpacker.eof:  # another member follows
                    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
                yield unpacker.decompress(packed, _PIECE_BYTES)
                packed = unpacker.unconsumed_tail or unpacker.unused_data
        yield unpacker.flush()
    except zlib.error as error:
        raise DownloadError("it is packed in a way that cannot be read") from error
    if has_any and not unpacker.eof:
        raise UnavailableError("it was cut off on the way; try again later")
