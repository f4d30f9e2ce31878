"""What ends in a dot without ending a sentence, in languages other than English: abbreviations, and ordinals."""

import re

from index.domain import Language

# Where "3." is "the third"; a year, of four digits, may end a sentence.
_WITH_ORDINALS = ("bs", "cs", "da", "de", "et", "fi", "hr", "hu", "is", "lb", "lv", "no", "sk", "sl", "sr", "tr")
_ABBREVIATIONS: dict[Language, str] = {
    "de": "bzw|usw|ca|Nr|Str|Hr|Fr|Frl|evtl|ggf|vgl|Mio|Mrd|Tel|bspw|sog|inkl|exkl|max|min|etc|Abb|Bd|Jh|geb|gest",
    "es": "Sra|Srta|Sres|Dra|Ud|Uds|Vd|Vds|EE|UU|pág|págs|núm|etc|aprox|Lic|Ing|tel|av|ej",
    "fr": "M|MM|Mme|Mmes|Mlle|Me|etc|env|av|apr|ex|fig|vol|éd|chap|tél",
    "it": "Sig|Sigg|Dott|Prof|Ing|Avv|Arch|ecc|pag|pagg|es|tel|Sra",
    "nl": "dhr|mevr|drs|ir|bijv|enz|ca|nr|blz|jl|resp|etc|evt|incl|excl",
    "pl": "np|tzn|itd|itp|prof|mgr|inż|hab|ul|zł|tys|mln|mld|ok|wg|zob|por",
    "pt": "Sra|Srta|Dra|Exa|Excia|pág|págs|núm|etc|aprox|Eng|tel|av|ex",
    "ru": "гг|др|руб|коп|тыс|млн|млрд|трлн|им|ул|стр|рис|см|ср|напр|проф|акад|пр",
    "sv": "bl|osv|dvs|ca|resp|kap|sid|tel|etc|ev|inkl|exkl|kl",
    "tr": "vb|vs|Doç|Prof|Dr|Yrd|Av|Sn|bkz|örn|yy",
    "uk": "гг|др|грн|коп|тис|млн|млрд|ім|вул|стор|рис|див|напр|проф|акад",
}  # fmt: skip
_ALL = (*_ABBREVIATIONS, *(language for language in _WITH_ORDINALS if language not in _ABBREVIATIONS))


def _pattern(language: Language) -> re.Pattern[str]:
    """Return what ends so; a small letter alone does in every language ("z. B.", "т. е.", "p. ex.")."""
    words = [r"[^\W\d_A-Z]", *filter(None, [_ABBREVIATIONS.get(language)])]
    numbers = [r"\d{1,3}"] if language in _WITH_ORDINALS else []
    return re.compile(rf"(?:^|[\s(\"„“«\u00a0])(?:{'|'.join([*words, *numbers])})\.\Z")


ENDS_NO_SENTENCE = {language: _pattern(language) for language in _ALL}
