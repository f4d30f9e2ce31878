"""Fingerprints of questions and people: they tell the same from another without giving either away."""

import hashlib
import hmac
import unicodedata
from functools import cached_property

from sqlalchemy import Connection, select

from bot.domain.request import Platform
from bot.state.repository import Repository, reading
from bot.state.tables import installation
from index.text.unseen import without_unseen

_FINGERPRINT_CHARACTERS = 16
_AT_THE_END = ".?!,;:。、؟।"  # the wide ones are folded to these, "…" is three points


class Fingerprints(Repository):
    """Fingerprints under a key of this database's own, so that those of another tell nothing here."""

    def question_key(self, question: str) -> str:
        """Return the fingerprint of a question, 16 hexadecimal digits.

        It is the same in another case or width, with other spaces, and with other punctuation at the end.
        """
        return self._fingerprint(f"question:{folded_question(question)}")

    def person_key(self, platform: Platform, workspace: str, user: str) -> str:
        """Return the fingerprint of a person, 16 hexadecimal digits; in Discord they are the same in all servers."""
        where = "" if platform == "discord" else workspace
        return self._fingerprint(f"person:{platform}:{where}:{user}")

    def _fingerprint(self, text: str) -> str:
        digest = hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return digest[:_FINGERPRINT_CHARACTERS]

    @cached_property
    def _key(self) -> bytes:
        return bytes.fromhex(self._key_kept())

    @reading
    def _key_kept(self, connection: Connection) -> str:
        key: str = connection.execute(
            select(installation.c.value).where(installation.c.name == "fingerprint_key")
        ).scalar_one()
        return key


def folded_question(question: str) -> str:
    """Return what two questions have in common that are the same but for how they are typed.

    Spaces are left out, since they come and go beside Chinese characters.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", question).casefold())
    return without_unseen("".join(folded.split())).rstrip(_AT_THE_END)
