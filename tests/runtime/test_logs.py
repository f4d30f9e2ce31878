import io
import json
import logging
import re

import pytest
from slack_bolt.async_app import AsyncApp

from bot.domain.request import Request
from bot.runtime.logs import about_request, configure_logging
from bot.runtime.redaction import redacted

LOGGER = logging.getLogger("bot.bird")
# Taken apart, so that nobody's search for leaked tokens stops here.
BOT_TOKEN = "xoxb" + "-1234567890-AbCdEfGh"
APP_TOKEN = "xapp" + "-1-A012-345-0123456789abcdef"


@pytest.fixture
def log(capsys, quiet_logging):
    """A function that returns the lines logged so far, each without its time."""
    return lambda: [re.sub(r"\A\d{4}-\d\d-\d\dT\S+Z ", "", line) for line in capsys.readouterr().err.splitlines()]


def raised(error):
    """An exception as it is when it was raised."""
    try:
        raise error
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (BOT_TOKEN, "xoxb-***"),
        (f"{{'token': '{BOT_TOKEN}'}}", "{'token': 'xoxb-***'}"),
        (APP_TOKEN.upper(), "XAPP-***"),
        ("xoxe.xoxp" + "-1-Mi0yLTUxMTg", "xoxe.xoxp-***"),
        ("Authorization: Bearer abc.def~1", "Authorization: Bearer ***"),
        ("wss://wss.slack.com/link/?ticket=12-ab&app_id=5", "wss://wss.slack.com/link/?ticket=***&app_id=5"),
        ("https://hooks.slack.com/commands/T1/2/abc wrote", "https://hooks.slack.com/commands/*** wrote"),
        ("/api/v10/webhooks/123/aW50-x_y/messages", "/api/v10/webhooks/123/***/messages"),
        ("M" * 24 + ".GabcdE." + "x" * 38, "***"),
        ("postgresql+psycopg://bot:p:a/s@s@db:5432/quotes", "postgresql+psycopg://bot:***@db:5432/quotes"),
        ("host=db password=geheim dbname=q", "host=db password=*** dbname=q"),
        ("http://127.0.0.1:8080/health of a@b", "http://127.0.0.1:8080/health of a@b"),
        ("为什么客户更喜欢小模型？ 42 %", "为什么客户更喜欢小模型？ 42 %"),
    ],
)
def test_what_opens_a_door_is_not_written(text, written):
    assert redacted(text) == written


def test_a_token_is_redacted_wherever_it_comes_from(log):
    configure_logging("DEBUG")
    LOGGER.info(f"from {BOT_TOKEN}")
    LOGGER.info("%s and %r", BOT_TOKEN, {"app": APP_TOKEN})
    LOGGER.info(ValueError(BOT_TOKEN))
    logging.getLogger(f"bot.{BOT_TOKEN}").info("named")
    assert log() == [
        "INFO bot.bird: from xoxb-***",
        "INFO bot.bird: xoxb-*** and {'app': 'xapp-***'}",
        "INFO bot.bird: xoxb-***",
        "INFO bot.xoxb-***: named",
    ]


def test_a_token_is_redacted_in_tracebacks_and_all_that_led_to_them(log):
    configure_logging("DEBUG")
    first = raised(ValueError(f"no {APP_TOKEN}"))
    second = raised(ExceptionGroup(f"both {BOT_TOKEN}", [first]))
    second.__cause__ = first
    LOGGER.error("it failed", exc_info=second)
    lines = log()
    assert lines[0] == "ERROR bot.bird: it failed"
    assert "    ValueError: no xapp-***" in lines
    assert "      | ExceptionGroup: both xoxb-*** (1 sub-exception)" in lines
    assert [line for line in lines if BOT_TOKEN in line or APP_TOKEN in line] == []


def test_a_traceback_that_another_handler_wrote_first_is_redacted_too(log):
    configure_logging("DEBUG")
    logging.getLogger().handlers.insert(0, logging.StreamHandler(io.StringIO()))
    LOGGER.error("it failed", exc_info=raised(ValueError(BOT_TOKEN)))
    assert log()[-1] == "    ValueError: xoxb-***"


def test_nobody_can_write_a_line_of_their_own(log):
    configure_logging("DEBUG")
    LOGGER.info("asked: %s", "why?\nERROR bot: all is lost\r\x1b[2K\u2028\u202e\x00\udc80")
    LOGGER.info("caught", exc_info=raised(ValueError("why?\n2030-01-01 ERROR bot: all is lost\x1b[2K")))
    lines = log()
    assert lines[0] == r"INFO bot.bird: asked: why?\nERROR bot: all is lost\r\x1b[2K\u2028\u202e\x00\udc80"
    assert [line for line in lines[2:] if not line.startswith("    ")] == []
    assert lines[-1] == r"    2030-01-01 ERROR bot: all is lost\x1b[2K"


def test_a_message_that_cannot_be_formatted_does_not_spill_its_arguments(log):
    configure_logging("DEBUG")
    LOGGER.info("%d of %d", BOT_TOKEN)
    (line,) = log()
    assert line.startswith("ERROR bot.runtime.logs: no log line for ")
    assert "test_logs.py:" in line
    configure_logging("DEBUG", as_json=True)
    LOGGER.info("%d of %d", BOT_TOKEN)
    (line,) = log()
    assert json.loads(line)["event"].startswith("no log line for ")


@pytest.mark.parametrize(
    "name", ["slack_sdk.web", "slack_bolt.App", "aiohttp.access", "alembic", "sqlalchemy.engine", "chromadb", "discord"]
)
def test_libraries_are_heard_from_warning_on_only(log, name):
    configure_logging("DEBUG")
    logging.getLogger(name).info("a payload")
    logging.getLogger(name).warning("a warning")
    assert log() == [f"WARNING {name}: a warning"]


def test_bolt_which_takes_the_level_of_the_root_is_held_too(log):
    configure_logging("DEBUG")
    assert AsyncApp(token=BOT_TOKEN, signing_secret="0" * 32).logger.getEffectiveLevel() == logging.WARNING
    assert log() == []


def test_ours_are_heard_from_the_level_on_and_the_last_one_told_counts(log):
    configure_logging("ERROR")
    LOGGER.warning("not written")
    logging.getLogger("alembic").warning("not written either")
    logging.getLogger("index.search.live_searcher").error("written once")
    configure_logging("INFO")
    LOGGER.debug("not written")
    LOGGER.info("written")
    assert log() == ["ERROR index.search.live_searcher: written once", "INFO bot.bird: written"]


def test_a_program_reads_one_json_object_a_line_whatever_people_write(log):
    configure_logging("DEBUG", as_json=True)
    LOGGER.info("asked: %s", f'"why"?\n{{"level": "error"}}\u2028{BOT_TOKEN}\\')
    LOGGER.error("caught", exc_info=raised(ValueError(f"password={APP_TOKEN}\nline 2\u2028")))
    asked, caught = map(json.loads, log())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", asked.pop("time"))
    assert asked == {
        "event": r'asked: "why"?\n{"level": "error"}\u2028xoxb-***' + "\\",
        "level": "info",
        "logger": "bot.bird",
    }
    assert caught["exception"].splitlines()[-2:] == ["ValueError: password=***", r"line 2\u2028"]


def test_every_event_says_which_request_it_is_about_until_that_is_done(log):
    configure_logging("INFO", as_json=True)
    with about_request(request()):
        LOGGER.info("answered", extra={"outcome": "answered", "seconds": 0.25})
        logging.getLogger("aiohttp").warning("slow", extra={"address": "http://secret"})
    LOGGER.info("idle")
    with about_request(request()):
        LOGGER.info("again")
    first, foreign, idle, again = (json.loads(line) for line in log())
    about = {"request": again["request"], "platform": "slack"}
    assert first == {"event": "answered", **about, "outcome": "answered", "seconds": 0.25} | times(first)
    assert foreign == {"event": "slow", **about} | times(foreign)
    assert idle == {"event": "idle"} | times(idle)
    assert re.fullmatch("[0-9a-f]{8}", again["request"])


@pytest.mark.parametrize("question", ["why is the canary's song yellow?", "金丝雀为什么是黄的？", 'a "canary"\nor two'])
def test_what_is_asked_is_written_only_where_that_is_wanted(log, question):
    error = raised(RuntimeError(f"no answer to {question!r}"))
    error.__cause__ = raised(ValueError(question))
    for with_questions in (False, True):
        configure_logging("INFO", as_json=True, with_questions=with_questions)
        with about_request(request(question)):
            LOGGER.error("failed at %s", question, exc_info=error, extra={"question": question})
    hidden, logged = (json.loads(line) for line in log())
    assert (hidden["event"], "question" in hidden) == ("failed at [question]", False)
    assert "ValueError: [question]" in hidden["exception"]
    assert "canary" not in str(hidden)
    assert "金丝雀" not in str(hidden)
    assert logged["question"] == question.replace("\n", r"\n")


def request(text="why"):
    return Request(
        platform="slack", kind="command", keys=("slack:trigger:1.2",), workspace="T1", channel="C1", user="U1",
        asked_at=1.0, text=text,
    )  # fmt: skip


def times(event):
    """What every event holds besides what it tells."""
    return {name: event[name] for name in ("time", "level", "logger")}
