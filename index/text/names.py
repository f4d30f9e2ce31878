"""What printed names, times and roles look like, wherever a label could stand."""

import re
import unicodedata

from index.text.role_words import ANSWER_LETTER, ANSWERING_ROLE, ASKING_ROLE, QUESTION_LETTER
from index.text.scripts import HAN

# "1:02:03.5", with the number of a film's picture behind ("1:02:03:12"), "1h 2m 3s", and "62′03″".
_COLONS = r"\d{1,3}:\d{2}(?::\d{2}(?:[:;]\d{2})?)?(?:[.,]\d{1,3})?(?![:.,]?\d)"
_UNITS = r"(?:\d{1,2}\s?h\s?)?\d{1,3}\s?m(?:in)?\s?\d{1,2}\s?s(?:ec)?\b"
_PRIMES = r"\d{1,3}\s?['’′]\s?\d{2}(?:\"|”|″|''|’’|′′)"
_CLOCK = rf"(?:{_COLONS}|{_UNITS}|{_PRIMES})"
SPAN = rf"{_CLOCK}(?:\s?(?:[-–—~→]|-{{1,2}}>)\s?{_CLOCK})?"
BRACKETED_TIME = rf"\\?[\[(（【<]\s?{SPAN}\s?\\?[\])）】>]"
TIME = rf"(?:{BRACKETED_TIME}|{SPAN})"
BESIDE_TIME = r"[\s,，|｜·@–—-]"  # what may stand between a time and a name

NAME_LIKE = re.compile(
    r"[A-Z\u00c0-\u00de][\w.'’&-]*(?: [\w.'’&-]+){0,4}"
    rf"|[\u3040-\u30ff{HAN}·]{{2,12}}(?:[A-Za-z][A-Za-z .]*| ?\d{{1,2}})?|[问答]"
)
_SENTENCE = re.compile(r"[a-z]{3,}\.\Z")
_NOT_A_NAME = re.compile(
    r"break|music|intro(?:duction)?|outro|ads?|advertisement|sponsors?|note|notes|editor['’]?s? note|update|correction"
    r"|disclaimer|chapter|part|section|summary|title|date|link|source|photo|image|caption|video|audio|transcript"
    r"|via|credits?|(?:photos?|images?|pictures?|translated|edited) by|转自|转载自?|出处|供图|译文"
    r"|read more|share|reply|hosts|guests|tags|topics|links|warning|example|question \d+|time"
    r"|actions?(?: items?| points?)?|agreed|decisions?|decided|resolved|related(?: \w+)?|see also|further reading"
    r"|copyright|contact|\[\^?\w{1,3}\]|redaktion|anmerkung(?: der redaktion)?|quelle|foto|bild|hinweis|fuente"
    r"|nota (?:del? |de la )\w+|.{1,40} (?:said|says|asked|asks|replied|replies|answered|adds|added|wrote)"
    r"|\W*(?:注|译注|译者注?|编者按|编者注|编辑|责编|图|来源|作者|译者|校对|时间|地点|日期|摘要|导语|小结|总结|标题|链接|原文|参考资料|广告|片头|片尾)"
    r"|(?:免责|版权)?声明|本期(?:嘉宾|节目)|(?:嘉宾|人物|作者|受访者)(?:介绍|简介)|(?:推荐|延伸|相关)阅读|图源|图片来源|摄影|排版|审核|监制"
    rf"|出品|策划|撰文|[{HAN}]{{1,6}}(?:说道?|问道|写道|表示|指出|认为|回答)",
    re.IGNORECASE,
)
_SPEECH_OPENERS = re.compile(
    r"(?:So|And|But|Or|Well|Look|Remember|First|Second|Third|Finally|Yes|Yeah|No|Okay|OK|Now|Again|Here|Then|Also"
    r"|Basically|Anyway|Listen|Think|Imagine|Plus|Like|Right|Because|Which|That|This|It|Question|Answer|Example|At|In|On|By|From|Until)\b"
)
_PERSON = re.compile(r"[A-Z\u00c0-\u00de][\w.'’&-]*(?: (?:[A-Z\u00c0-\u00de][\w.'’&-]*|de|van|von|der|\d+)){0,3}")
# The hundred most common family names, which a Chinese name of two to four characters begins with.
CHINESE_FAMILY_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_CHINESE_PERSON = re.compile(rf"[{CHINESE_FAMILY_NAMES}][{HAN}]{{1,3}}|[{HAN}]+(?:·[{HAN}]+)+")
_SOMEBODY = re.compile(
    r"(?:audience|attendee|caller|listener|man|woman|male|female|voice|all|both|crowd)"
    r"(?: (?:member|question|voice|speaker))?(?: ?\d+)?|questioner|unknown(?: speaker)?(?: ?\d+)?|unidentified(?: \w+)?"
    r"|jingles?|various|multiple speakers|everyone|narrator|voice-?over|speaker change"
    r"|观众|听众|提问者?|现场提问|观众提问|网友|众人|旁白|配音|画外音|一同|全員|会場",
    re.IGNORECASE,
)

_OF_NAMES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "So"})  # letters, numbers and pictures

TIME_LINE = re.compile(rf"\s*{TIME}\s*\Z")
_MARKS = r"(?:[*_]{1,3}|<(?:b|strong)>|</(?:b|strong)>)?"
_OPENING = re.compile(
    rf"\s{{0,3}}{_MARKS}(?:{TIME}{BESIDE_TIME}{{0,3}})?{_MARKS}\s?(?P<name>[^\s:：*_<>\[(（][^:：*_<>\[(（\n]{{0,39}}?){_MARKS}\s?"
    rf"(?:{TIME}\s?{_MARKS})?[:：](?!//|(?<=\d:)\d)"
)
_LINE_WITH_TIME = re.compile(
    rf"\s{{0,3}}{_MARKS}(?:(?P<name>[^\s:：*_<>\[(（][^:：*_<>\[(（\n]{{0,39}}?){_MARKS}{BESIDE_TIME}*{TIME}"
    rf"|{TIME}{BESIDE_TIME}*(?P<after>[^:：*_<>\n]{{1,40}}?)){_MARKS}[\s:：–—-]*\Z"
)


def seconds_of(time: str) -> float:
    """Return the seconds of a printed time ("[1:02:03]"), of its beginning where it is a span."""
    clock = re.search(_CLOCK, time)
    if not clock:
        return 0.0
    if re.search(_COLONS, clock.group()):
        return seconds_of_clock(":".join(re.split("[:;]", clock.group())[:3]))
    return seconds_of_clock(":".join(re.findall(r"\d+", clock.group())))


def seconds_of_clock(clock: str) -> float:
    """Return the seconds of a time that is nothing but numbers between colons ("1:02:03.5", "0:03,5")."""
    parts = clock.replace(",", ".").split(":")
    return sum(float(part) * 60.0**power for power, part in enumerate(reversed(parts)))


def is_name_like(printed: str) -> bool:
    """Tell whether a label could be somebody's name: short, capital, no marker such as "Break" or "Note"."""
    return bool(NAME_LIKE.fullmatch(printed)) and not _SENTENCE.search(printed) and not is_marker(printed)


def is_person_like(printed: str) -> bool:
    """Tell whether a label that stands only once is rather a person than the first words of a sentence."""
    if _CHINESE_PERSON.fullmatch(printed):
        return True
    return bool(_PERSON.fullmatch(printed)) and not _SPEECH_OPENERS.match(printed)


def is_marker(printed: str) -> bool:
    """Tell whether a label is known to announce something else than a speaker ("Break", "编者按")."""
    return bool(_NOT_A_NAME.fullmatch(printed))


def is_mere_punctuation(printed: str) -> bool:
    """Tell whether a label is made of marks alone ("#", "..."), which are no name.

    A picture may stand for somebody, and so does "?", as calls show who gave no name.
    """
    return bool(printed.strip("?？")) and all(unicodedata.category(mark) not in _OF_NAMES for mark in printed)


def is_somebody(printed: str) -> bool:
    """Tell whether a label says that somebody speaks, but not who ("Audience", "观众")."""
    return bool(_SOMEBODY.fullmatch(printed))


def is_question_or_answer(printed: str) -> bool:
    """Tell whether a label is a mere "Q" or "答", which names nobody."""
    return bool(QUESTION_LETTER.fullmatch(printed) or ANSWER_LETTER.fullmatch(printed))


def is_asking(printed: str) -> bool:
    """Tell whether a label stands for whoever asks ("Q", "问", "Interviewer")."""
    return bool(QUESTION_LETTER.fullmatch(printed) or ASKING_ROLE.fullmatch(printed))


def is_answering(printed: str) -> bool:
    """Tell whether a label stands for whoever answers ("A", "答", "Guest")."""
    return bool(ANSWER_LETTER.fullmatch(printed) or ANSWERING_ROLE.fullmatch(printed))


def opening_name(line: str, following: str = "") -> str | None:
    """Return the name that a line begins with as a label ("**Name** [00:12]: text"), or None.

    A name alone on its line is a label if nothing but a time is on the `following` one.
    """
    if TIME_LINE.match(following[:60]) and NAME_LIKE.fullmatch(line.strip(" *_")[:60]):
        return line.strip(" *_")
    match = _OPENING.match(line[:120]) or _LINE_WITH_TIME.match(line[:120])
    if not match:
        return None
    name = (match["name"] or match.groupdict().get("after") or "").strip()
    return name if NAME_LIKE.fullmatch(name) or is_question_or_answer(name) else None
