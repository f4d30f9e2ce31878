"""What somebody typed behind `/quote` or the bot's name, or pressed, as a command; only the platforms ask. Pure."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from bot.daily.parse_schedule import looks_like_daily, no_schedule, parse_schedule, says_when
from bot.domain.button_value import carries_question
from bot.domain.command import TYPED_FILTER, Ask, Command, Daily, DailyVerb, Forget, Random, Show, Subject, Tell
from bot.domain.quotation_marks import unquoted
from bot.domain.request import RequestKind
from bot.wording.language import language_called
from index.text.periods import period

_SUBJECTS: dict[str, Subject] = {
    **dict.fromkeys(("", "help", "?", "？", "帮助", "幫助"), "help"),
    **dict.fromkeys(("privacy", "隐私", "隱私"), "privacy"),
    **dict.fromkeys(("speakers", "people", "说话人", "人物"), "speakers"),
    **dict.fromkeys(("sources", "interviews", "来源", "访谈"), "sources"),
    **dict.fromkeys(("settings", "设置", "設定"), "settings"),
}
_FORGET = ("forget me", "忘记我", "忘記我", "忘了我", "删除我的数据", "刪除我的資料", "刪除我的數據")
_DAILY_VERBS: dict[str, DailyVerb] = {
    **dict.fromkeys(("", "new", "新建"), "form"),
    **dict.fromkeys(("set", "add", "设定", "設定", "添加"), "set"),
    **dict.fromkeys(("change", "edit", "修改", "更改"), "change"),
    **dict.fromkeys(("list", "列表"), "list"),
    **dict.fromkeys(("pause", "暂停", "暫停"), "pause"),
    **dict.fromkeys(("resume", "恢复", "恢復", "继续", "繼續"), "resume"),
    **dict.fromkeys(("off", "stop", "关闭", "關閉", "取消"), "off"),
    **dict.fromkeys(("now", "现在", "現在"), "now"),
    **dict.fromkeys(("preview", "预览", "預覽"), "preview"),
    **dict.fromkeys(("help", "?", "？", "帮助", "幫助"), "help"),
}
_RANDOM = re.compile(r"(?:random|随机|隨機)(?:\s+(.*))?\Z", re.IGNORECASE | re.DOTALL)
_DAILY = re.compile(r"(?:daily(?!\w)|每日|每天|毎日)\s*(.*)\Z", re.IGNORECASE | re.DOTALL)
_NO_WORDS, _NUMBER = re.compile(r"\s*\Z"), re.compile(r"\s*(?:\d{1,4}|all|全部|)\s*\Z", re.IGNORECASE)
_DAILY_WORDS: dict[DailyVerb, re.Pattern[str]] = {
    "set": re.compile(""),
    "change": re.compile(r"\s*\d"),
    **dict.fromkeys(("pause", "resume", "off"), _NUMBER),
}
_ALL = ("all", "全部")
_MOST_DIGITS = 4  # of the number of a schedule
# What people put before a command or a question out of habit, and around a command.
_LEADING = re.compile(r"[\s,:;，：；、]*(?:/(?:quotes?(?:\s+|\Z))?)?\s*")
_TRAILING = " \t\n.!。…~"
_SHOW = re.compile(r"id[:：](\w+)\Z", re.IGNORECASE)
# Keyboards turn "--" into a dash, and straight quotes into curly ones.
_PRIVATE = re.compile(r"(?<!\S)(?:--|—|–)private(?!\S)", re.IGNORECASE)
_READERS: dict[str, Callable[[str], str | None]] = {
    "lang": language_called,
    "after": period,
    "before": period,
}


def message_command(kind: RequestKind, text: str, *, is_shared: bool = False) -> Command:
    """Return what a message asks: a follow-up, or a message that a quote is wanted for, is a question word for word.

    So is what the message only shares or forwards (`is_shared`), without words of who sends it.

    A mention without words is an empty question, which is answered with a hint on how to ask; of a message without
    words, such as a picture, that is said.
    """
    if kind == "shortcut" and not text.strip():
        return Tell("no_words")
    is_verbatim = is_shared or kind in ("shortcut", "follow_up")
    if is_verbatim or (kind == "mention" and not text.strip()):
        return Ask(question=" ".join(text.split()), is_private=kind == "shortcut")
    return parse_command(text, is_message=kind != "command")


def button_command(action: str, value: str) -> Command | None:
    """Return what a button asks that stands for a command, None for any other."""
    if action == "forget":
        return Forget(is_certain=True)
    return replace(parse_question(value), is_private=True) if carries_question(action) else None


def parse_command(text: str, *, is_message: bool = False) -> Command:
    """Return the command in a text; whatever is no other command is a question, as is all that begins with a quotation.

    A filter stands anywhere: `from:altman`, `from:"Sam Altman"` (any marks of quotation do), `source:ID`, `lang:zh`,
    `after:2024`, `before:2024-11-22`. `--private` asks for a private answer.

    Args:
        text: As it was typed.
        is_message: It was said to the bot, in sentences, and is not what stands behind a slash command.
    """
    is_private = bool(_PRIVATE.search(text))
    typed = _PRIVATE.sub(" ", text).strip()
    typed = typed[_end_of_leading(typed) :]
    words = unicodedata.normalize("NFKC", typed)
    plain = words.rstrip(_TRAILING)  # with its question mark: "daily 3 habits?" asks
    bare = words.rstrip("?" + _TRAILING) or words.rstrip("?") or "?"
    command = _other_command(typed, is_private=is_private) or _other_command(bare, is_private=is_private)
    if command := command or _daily(typed, is_message=is_message) or _daily(plain, is_message=is_message):
        return command
    subject = _SUBJECTS.get(unquoted(bare).casefold())
    return Tell(subject) if subject else parse_question(typed, is_private=is_private)


def _end_of_leading(typed: str) -> int:
    """Return where what is meant begins: behind "," or ":" after a name, and the slash of a command."""
    leading = _LEADING.match(typed)
    return leading.end() if leading else 0


def _other_command(typed: str, *, is_private: bool) -> Command | None:
    """Return the command in a text, None for a question or what is wanted of the daily insight."""
    if subject := _SUBJECTS.get(typed.casefold()):
        return Tell(subject)
    if " ".join(typed.casefold().split()) in _FORGET:
        return Forget()
    if match := _SHOW.match(typed):
        return Show(match[1].casefold(), is_private)
    if match := _RANDOM.match(typed):
        return Random((match[1] or "").strip(), is_private)
    return None


def _daily(typed: str, *, is_message: bool) -> Daily | None:
    """Return what is wanted of the daily insight; "daily habits of founders" is a question, "daily 3 habits" is none.

    In a message, "daily life of a founder in 2024" is a question too.
    """
    match = _DAILY.match(typed)
    if not match:
        return None
    first, _, rest = match[1].partition(" ")
    verb = _DAILY_VERBS.get(first.casefold())
    if verb and _DAILY_WORDS.get(verb, _NO_WORDS).match(rest):  # "new", but not "New York 09:00"
        return _daily_about(verb, rest.strip())
    if looks_like_daily(match[1]):
        return Daily("set", wish=parse_schedule(match[1]))
    return Daily("set", wish=no_schedule(match[1], typed)) if says_when(match[1], is_message=is_message) else None


def _daily_about(verb: DailyVerb, words: str) -> Daily:
    """Return what is wanted by a verb, and by the words behind it: a number, a schedule, or both."""
    number, _, rest = words.partition(" ")
    if verb == "set" or (verb == "change" and not number.isdecimal()):
        return Daily(verb, wish=parse_schedule(words))
    if words.casefold() in _ALL:
        return Daily(verb, "all")
    return Daily(verb, _number(number) if number else None, parse_schedule(rest))


def _number(digits: str) -> int:
    """Return the number of a schedule; of one with too many digits, the largest that there is none of."""
    return int(digits if len(digits) <= _MOST_DIGITS else "9" * _MOST_DIGITS)


def parse_question(typed: str, *, is_private: bool = False) -> Ask:
    """Return the question in a text, and its filters."""
    values: dict[str, list[str]] = {name: [] for name in ("from", "source", "lang", "after", "before")}
    unknown: list[tuple[str, str]] = []

    def take(match: re.Match[str]) -> str:
        name, value = match[1].casefold(), unquoted(match[2])
        meant = _READERS.get(name, str)(value)
        if meant:
            values[name].append(meant)
        elif value and match[0][len(name) + 1] not in " \t\n":  # "before: and after" are words
            unknown.append((name, value))
        else:
            return match[0]
        return " "

    rest = TYPED_FILTER.sub(take, typed)
    return Ask(
        question=" ".join(rest.split()),
        speakers=tuple(values["from"]),
        languages=tuple(language for name in values["lang"] if (language := language_called(name))),
        sources=tuple(values["source"]),
        after=max(values["after"], default=None),
        before=min(values["before"], default=None),
        unknown=tuple(unknown),
        is_private=is_private,
    )
