"""The words in which a question asks for what somebody says or does, as patterns around a name or a role."""

import re

SAYS_EN = (
    r"(?:(?:really|actually|ever|also|usually)\s+)?(?:say|think|thought|believe|feel|mean|suggest|predict|recommend|argue|"
    r"explain|describe|talk|speak|advise|tell|ask|see|view)(?:s|ed|ing)?\b|said\b|told\b"
)
AUXILIARY_EN = r"\b(?:do|does|did|would|could|can|has|have|had|is|was)\s+"
WORDS_EN = r"(?:views?|opinions?|takes?|thoughts|position|advice|words|quotes?|stance|predictions?)\b"
FROM_EN = (
    r"\b(?:according to|(?:views?|thoughts?|words?|quotes?|advice|opinion)\s+(?:of|from|by)|said by|quotes? from)\s+"
)
AFTER_ZH = (
    r"(?:本人|自己)?(?:是|会|曾经?|有没有|到底|究竟|最近|都|对[^，。？]{1,20})?(?:怎么|怎样|如何|为什么|为何)?(?:会|要|就)?"
    r"(?:看|说|讲|谈|(?<!请)问|认为|觉得|评价|提到|预测|建议|相信|主张)"
    r"|对[^，。？]{1,20}(?:看法|观点|意见|态度)|的(?:看法|观点|意见|态度|想法|原话|名言|话)"
)
STARTS_ZH = r"(?:\A|[，。？！,?!\s]|请问|那么)"

_BEFORE_EN = re.compile(rf"(?:{AUXILIARY_EN}|{FROM_EN})\Z")
_AFTER_EN = re.compile(rf"\s+(?:{SAYS_EN}|{WORDS_EN}|on\b|about\b)|\s*[:：]")
_NOTHING_MORE = re.compile(r"\s*[:：?？]?\s*\Z")

# A role may also be held by others than who is listed, or stand by somebody related, so all around it must be known.
_OPENS = (
    r"(?:\A|[.?!。？！]\s*)(?:(?:please|so|and|ok|hi|hey|find|search for|show me|give me|(?:c(?:an|ould) you )?tell me"
    r"|i want|do you know|请问|请|告诉我|那么|那|你知道|我想知道)[\s,，]*)*"
)
_ENDS = r"\s*(?:now|today|currently|呢|啊|呀)?\s*[?？.!。！]*\s*\Z"
_NEXT_QUESTION = r"\s*[,，]?\s*(?:and\s+)?(?:what|how|why|when|where|does|do|did)\b"
_TOPIC_EN = r"\s+(?:on|about|regarding)\b"
_DOES_EN = (
    rf"\s+(?:{SAYS_EN}|look(?:ing)?\s+(?:for|at)\b"
    r"|(?:want|like|prefer|know|worry|end up|get|come|become|begin|make|find|learn|choose|decide|define|build|set|keep"
    r"|handle|expect|spend|solve)\b)"
)
_OWN_WORDS = rf"(?:['’]s?)?\s+{WORDS_EN}(?=\s+(?:on|about|of|for|regarding|to)\b|{_ENDS})"
_WORDS_BEFORE = rf"{_OPENS}(?:what(?:['’]?s|\s+is|\s+are)\s+)?(?:(?:the|an?|any|some)\s+)?{FROM_EN}"
_WORDS_BY = rf"{_OPENS}(?:(?:the|an?|any|some)\s+)?(?:quotes?|words?)\s+(?:by|from|of)\s+"
_SHAPES = [
    (re.compile(rf"{before}\Z"), re.compile(after))
    for before, after in (
        (_OPENS, rf"{_TOPIC_EN}|\s+(?:{SAYS_EN}){_TOPIC_EN}|{_OWN_WORDS}"),
        (_OPENS, rf"\s*(?!对[手头象方])(?:{AFTER_ZH}|是?(?:怎么|怎样|如何|为什么|为何)|聊|有(?:什么|哪些|何)|谁更)"),
        (AUXILIARY_EN, rf"{_DOES_EN}|{_OWN_WORDS}"),
        (rf"{_OPENS}what(?:['’]?s|\s+are)\s+", _OWN_WORDS),
        (rf"{_OPENS}(?:what|how|why)\s+", rf"\s+(?:{SAYS_EN})"),
        (rf"(?:{_WORDS_BEFORE}|{_WORDS_BY})", rf"{_TOPIC_EN}|{_ENDS}|{_NEXT_QUESTION}"),
    )
]
OPENS, ENDS = re.compile(rf"{_OPENS}\Z"), re.compile(_ENDS)
_WHO_SHAPES = [
    (re.compile(rf"{before}\Z"), re.compile(after))
    for before, after in (
        (rf"{_OPENS}who(?:['’]?s|\s+is|\s+are)\s+", rf"{_ENDS}|{_NEXT_QUESTION}"),
        (rf"{_OPENS}(?:谁|哪位|哪个人?|哪些人?)才?是\s*", _ENDS),
        (_OPENS, rf"\s*(?:到底|现在|究竟)?(?:是|叫)\s*(?:谁|哪位|哪一位|什么名字|什么人|哪些人|哪个){_ENDS}"),
    )
]


def is_asked(folded: str, start: int, end: int) -> bool:
    """Tell whether the words of the people who are named in this place are wanted."""
    before, after = folded[:start], folded[end:]
    if not before.strip() and _NOTHING_MORE.match(after):
        return True
    if re.search(rf"{STARTS_ZH}\Z", before) and re.match(rf"\s*(?:{AFTER_ZH})", after):
        return True
    return bool(_AFTER_EN.match(after) and (_BEFORE_EN.search(before) or not before.strip()))


def is_asked_of_a_role(folded: str, start: int, end: int, *, may_stand_alone: bool) -> bool:
    """Tell whether the words of whoever holds a role are wanted, by all that stands right before and behind it."""
    shapes = [*_SHAPES, (OPENS, ENDS)] if may_stand_alone else _SHAPES
    return any(before.search(folded[:start]) and after.match(folded[end:]) for before, after in shapes)


def asks_who(folded: str, start: int, end: int) -> bool:
    """Tell whether a question asks who holds the role that stands in this place."""
    return any(before.search(folded[:start]) and after.match(folded[end:]) for before, after in _WHO_SHAPES)
