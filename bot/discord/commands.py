"""What somebody chose of the commands, and filled into their options, as a value; questions are taken word for word."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from bot.daily.parse_schedule import parse_fields
from bot.domain.command import Ask, Command, Daily, DailyVerb, Forget, Random, Subject, Tell
from bot.domain.quotation_marks import unquoted
from bot.wording.language import language_called
from index.text.periods import period

_SUBJECTS: dict[str, Subject] = {subject: subject for subject in get_args(Subject)}
_DAILY_VERBS: dict[str, DailyVerb] = {verb: verb for verb in get_args(DailyVerb)}
_FIELDS = ("time", "zone", "days", "topic", "speaker", "language")
_QUOTATION_MARKS = str.maketrans("", "", '"“”„‟＂')
_NOTHING_CHOSEN = {"name": "help"}

Option = Mapping[str, Any]


def chosen_command(name: str, options: Iterable[Option] = ()) -> Command | None:
    """Return what a command means; None for one that is none of ours.

    A question is known by its option, whatever the command with it is called.

    Args:
        name: Of the command, in English, as Discord sends it whatever the language.
        options: As Discord sends them.
    """
    given = list(options)
    if name == "quote" or "question" in _values(given):
        return _question(_values(given))
    chosen: Option = given[0] if given else _NOTHING_CHOSEN
    values = _values(chosen.get("options", ()))
    if name == "daily":
        return _daily(chosen["name"], values)
    return _browsing(chosen["name"], values) if name == "quotes" else None


def typed_text(options: Iterable[Option]) -> str:
    """Return what was filled in: the question, else all of it; by that its language is known."""
    given = list(options)
    filled_in = [*given, *(option for subcommand in given for option in subcommand.get("options", ()))]
    values = {option["name"]: option["value"] for option in filled_in if isinstance(option.get("value"), str)}
    return _one_line(values.get("question") or " ".join(values.values()))


def _values(options: Iterable[Option]) -> dict[str, Any]:
    return {str(option["name"]): option.get("value", "") for option in options}


def _question(values: Mapping[str, Any]) -> Ask | Tell:
    """Return the question, word for word, whatever command or filter it reads like; help for one that is blank."""
    question = _one_line(values.get("question", ""))
    if not question:
        return Tell("help")
    speaker, source = _name(values.get("speaker", "")), _name(values.get("source", ""))
    language, wanted = values.get("language", ""), language_called(values.get("language", ""))
    days = {name: day for name in ("after", "before") if (day := _name(values.get(name, "")))}
    unknown = [("lang", language)] if language and not wanted else []
    return Ask(
        question=question,
        speakers=(speaker,) if speaker else (),
        languages=(wanted,) if wanted else (),
        sources=(source,) if source else (),
        after=period(days.get("after", "")),
        before=period(days.get("before", "")),
        unknown=(*unknown, *((name, day) for name, day in days.items() if not period(day))),
        is_private=bool(values.get("private")),
    )


def _browsing(subcommand: str, values: Mapping[str, Any]) -> Command:
    if subcommand == "random":
        return Random(_one_line(values.get("topic", "")))
    return Forget(is_certain=True) if subcommand == "forget" else Tell(_SUBJECTS.get(subcommand, "help"))


def _daily(subcommand: str, values: Mapping[str, Any]) -> Daily:
    fields = {name: str(values.get(name, "")) for name in _FIELDS}
    wish = parse_fields(**fields | {"speaker": _name(fields["speaker"])})
    return Daily(_DAILY_VERBS.get(subcommand, "help"), values.get("number"), wish)


def _name(value: str) -> str:
    """Return a name that was chosen or typed, which some put in quotation marks."""
    return _one_line(unquoted(value).translate(_QUOTATION_MARKS))


def _one_line(text: str) -> str:
    return " ".join(text.split())
