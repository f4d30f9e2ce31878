"""Who is asked for and does not speak here, and where others mention them.

Somebody is asked for where the question wants their words ("what does X think about …", "X怎么看…"), not where they
are its topic. That X is a person is known from speakers.toml, from the dot in 彼得·蒂尔, from a year of birth in the
dictionary, or from a shape that ordinary phrases do not have: two or three words with capitals, none of them in the
dictionary, or a family name and two characters that make no word. One word alone, which may be a company, is nobody.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from index.answer import Absent
from index.domain import Person, Quote
from index.search.mentions import is_topic, mention_rows, mentions
from index.search.name_spellings import name_places
from index.search.question_patterns import AFTER_ZH, AUXILIARY_EN, FROM_EN, SAYS_EN, STARTS_ZH, WORDS_EN, is_asked
from index.storage.generations import Generation
from index.text.chinese import to_traditional
from index.text.dictionary import is_chinese_word, is_english_word, is_famous
from index.text.lexical import fold
from index.text.names import CHINESE_FAMILY_NAMES

_NAME = r"[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)*"
_CAPITAL_NAME = rf"{_NAME}(?: {_NAME}){{1,2}}"
_SMALL_NAME = r"[a-z]{3,} [a-z]{3,}"
_SHAPES_EN = (
    re.compile(rf"{AUXILIARY_EN}(?P<name>{_CAPITAL_NAME})\s+(?:{SAYS_EN})"),
    re.compile(rf"{AUXILIARY_EN}(?P<name>{_SMALL_NAME})\s+(?:{SAYS_EN})"),
    re.compile(rf"(?P<name>{_CAPITAL_NAME})['’]s?\s+{WORDS_EN}"),
    re.compile(rf"\A(?P<name>{_CAPITAL_NAME})\s+(?:{SAYS_EN})"),
    re.compile(rf"(?i:{FROM_EN})(?P<name>{_CAPITAL_NAME})"),
)
# The characters that foreign names are written in, so that 请问 in 请问彼得·蒂尔怎么看 is no part of one.
_FOREIGN = (
    "[阿艾安奥巴班保贝本比彼宾伯博布查茨达大戴丹德登迪蒂丁杜多俄恩尔法菲费芬弗福夫盖戈哥格古哈海汉赫亨胡华怀惠霍"
    "吉基加贾简杰金卡凯坎康考科克肯库拉莱兰朗劳乐勒雷里丽利莉林琳卢鲁伦罗洛马迈麦曼梅门蒙米明莫姆穆纳娜乃南内尼诺"
    "欧帕潘佩彭皮珀普齐奇乔琼丘热瑞萨塞桑森沙山舍圣施什史斯思苏索塔泰汤唐特提图托瓦万威韦维温文沃乌西希夏谢辛休雅亚扬得"
    "耶伊易因英约泽扎詹珍朱兹佐埃苹切坦斐赖柴]"
)
_DOTTED = re.compile(rf"{_FOREIGN}{{1,7}}(?:[·・•]{_FOREIGN}{{1,8}}){{1,2}}")
_SHAPES_ZH = (
    re.compile(rf"(?P<name>{_DOTTED.pattern})(?={AFTER_ZH})"),
    re.compile(rf"{STARTS_ZH}(?P<name>[\u3400-\u9fff]{{2,5}}?)(?={AFTER_ZH})"),
)


def unknown_people(question: str, generation: Generation) -> list[Absent]:
    """Return the people whose words a question asks for and who do not speak in this generation."""
    people = list(dict.fromkeys([*_listed_people(question, generation), *_unlisted_people(question, generation)]))
    return [Absent(name=person.name, mentions=len(_places(generation.quotes, person))) for person in people]


def quotes_mentioning(generation: Generation, name: str) -> list[Quote]:
    """Return quotes that mention somebody who does not speak, no two at the same place; the longest say most."""
    quotes_by_place = _places(generation.quotes, generation.others.get(name) or Person(name=name))
    kept: list[Quote] = []
    for quotes in quotes_by_place.values():
        best = max(quotes, key=lambda quote: (len(quote.text), quote.id))
        if not any(best.source == other.source and best.start < other.end and other.start < best.end for other in kept):
            kept.append(best)
    return kept


def _listed_people(question: str, generation: Generation) -> Iterator[Person]:
    folded = fold(question)
    if not any(True for person in generation.others.values() for _ in name_places(folded, person)):
        return  # as for most questions; looking for everybody takes longer
    known = [*generation.people.values(), *generation.others.values()]
    for row in mention_rows(folded, mentions(question, known)):
        if not is_topic(folded, row[0][0], row[-1][1]) and is_asked(folded, row[0][0], row[-1][1]):
            yield from (generation.others[name] for _, _, name in row if name in generation.others)


def _unlisted_people(question: str, generation: Generation) -> Iterator[Person]:
    written = " ".join(unicodedata.normalize("NFKC", question).split())
    known = [*generation.people.values(), *generation.others.values()]
    shapes = [*((shape, written) for shape in _SHAPES_EN), *((shape, fold(written)) for shape in _SHAPES_ZH)]
    for shape, text in shapes:
        match = shape.search(text)
        if match and not mentions(match["name"], known) and _is_person(match["name"]):
            yield Person(name=match["name"] if not match["name"].islower() else match["name"].title())


def _is_person(name: str) -> bool:
    if re.match(r"[A-Za-z]", name):
        return not any(is_english_word(word) for word in re.split(r"[ '’-]", name))
    if _DOTTED.fullmatch(name) or is_famous(name):
        return True
    parts = (name, name[:2], name[1:])
    return len(name) == 3 and name[0] in CHINESE_FAMILY_NAMES and not any(map(is_chinese_word, parts))


def _places(quotes: Sequence[Quote], person: Person) -> dict[tuple[str, int], list[Quote]]:
    """Return where a person is named, by source and offset, with the quotes that hold the place."""
    names = [name for name in (person.name, person.other_script, *person.aliases) if name]
    forms = {form for name in names for form in (name, to_traditional(name))}
    pattern, folded = _pattern(forms), [form.casefold() for form in forms]
    quotes_by_place: dict[tuple[str, int], list[Quote]] = {}
    for quote in quotes:
        text = quote.text.casefold()
        if any(form in text for form in folded):  # most quotes end here; the pattern takes ten times as long
            for match in pattern.finditer(quote.text):
                quotes_by_place.setdefault((quote.source.id, quote.start + match.start()), []).append(quote)
    return quotes_by_place


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the forms of a name in a text, Latin ones as whole words."""
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![A-Za-z]){re.escape(form)}(?![A-Za-z])" for form in longest_first), re.IGNORECASE)
