"""Which languages somebody reads quotes in."""

from enum import StrEnum

from index.domain import Language


class LanguagePreference(StrEnum):
    """Quotes in any language; in one first, and in the other where that has none; or in one alone."""

    ANY = "any"
    ENGLISH_FIRST = "en-first"
    ENGLISH = "en"
    CHINESE_FIRST = "zh-first"
    CHINESE = "zh"

    @property
    def language(self) -> Language | None:
        """The language that is read first or alone, None where it does not matter."""
        if self is LanguagePreference.ANY:
            return None
        return "en" if self in (LanguagePreference.ENGLISH_FIRST, LanguagePreference.ENGLISH) else "zh"

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that quotes have to be in; none: any."""
        language = self.language
        return (language,) if language and self in (LanguagePreference.ENGLISH, LanguagePreference.CHINESE) else ()

    @property
    def tries(self) -> tuple[tuple[Language, ...], ...]:
        """The languages to look in, one after the other as long as nothing was found; none: any."""
        language = self.language
        return (self.languages,) if self.languages or language is None else ((language,), ())
