import json

import pytest

from bot.domain.records import Vote
from tests.support.command_line import Run, failed
from tests.support.fresh_state import open_fresh
from tests.support.two_interviews import NOT_HERE

PREVIEW = ("daily", "preview", "--from", "2024-11-22")


def days_of(out):
    return [line.strip() for line in out.splitlines() if " November" in line or "星期" in line]


def test_a_day_is_a_date_a_quote_and_the_question_it_answered(quotebot):
    assert quotebot(*PREVIEW, "--days", "1", "--speaker", "Mara", "--topic", "advice: spend a summer") == Run(
        code=0,
        out="\n"
        "  Friday, 22 November\n"
        "\n"
        "  ▎ Spend a whole summer helping another beekeeper before you spend any money on a hive of\n"
        "  ▎ your own.\n"
        "\n"
        "  Mara Field (玛拉·菲尔德)\n"
        "  Bees above the city, 2 May 2024\n"
        "  Read it in the article: https://example.com/bees\n"
        "\n"
        "  Said in answer to: What would you tell somebody who wants to begin?\n"
        "\n",
        err="",
    )


def test_there_are_as_many_days_as_asked_for_and_a_week_else(quotebot):
    week = [f"{name}, {22 + number} November" for number, name in enumerate(NAMES)]
    assert days_of(quotebot(*PREVIEW).out) == week
    assert days_of(quotebot(*PREVIEW, "--days", "2").out) == week[:2]


NAMES = ("Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday")


def test_the_same_channel_is_shown_the_same_again(quotebot):
    assert quotebot(*PREVIEW, "--channel", "C1") == quotebot(*PREVIEW, "--channel", "C1")


def test_each_time_that_all_were_shown_it_is_said_and_they_come_again(quotebot):
    run = quotebot(*PREVIEW, "--days", "30")
    assert len(days_of(run.out)) == 9  # of November; the others are December's
    assert run.out.count("Every insight there is has been shown; from here on they come again.") == 7


def test_language_and_the_topics_language_are_kept_to(quotebot):
    run = quotebot(*PREVIEW, "--days", "2", "--topic", "先把一家店做到赚钱", "--language", "zh")
    assert run.out.splitlines()[:5] == [
        *("", "  11月22日 星期五", "", "  ▎ 先把一家店做到赚钱再开第二家，快不是本事，活下来才是本事。", ""),
    ]
    assert "Mara" not in run.out


def test_explain_says_what_the_score_is_made_of(quotebot):
    run = quotebot(*PREVIEW, "--days", "1", "--topic", "先把一家店做到赚钱", "--explain")
    assert run.out.splitlines()[-2] == (
        "  5.5: is brief +1, makes a claim +1.5, gives advice +1.5, turns against what one expects +1.5"
    )


def test_a_topic_that_nothing_is_about_is_code_1(quotebot):
    assert quotebot(*PREVIEW, "--topic", NOT_HERE) == failed(
        "No quote here is worth showing on its own. Try another topic, person or language."
    )


def test_a_speaker_whom_nobody_knows_is_told_who_speaks(quotebot):
    assert quotebot(*PREVIEW, "--speaker", "Zoe") == failed(
        "Nobody called 'Zoe' speaks here. Speaking here: Mara Field, Tom Reed, 林晓."
    )


@pytest.mark.parametrize("wrong", [("--days", "0"), ("--from", "tomorrow"), ("--language", "fr")])
def test_what_cannot_be_is_code_2(quotebot, wrong):
    run = quotebot("daily", "preview", *wrong)
    assert (run.code, run.out) == (2, "")
    assert run.err.endswith("see: quotebot daily preview --help\n")


def test_looking_changes_nothing(quotebot, indexed):
    before = sorted(path for path in (indexed / "data").iterdir())
    quotebot(*PREVIEW)
    assert sorted(path for path in (indexed / "data").iterdir()) == before


def test_what_was_voted_down_does_not_come(folder, commands):
    preview = (*PREVIEW, "--days", "1", "--topic", "先把一家店做到赚钱", "--language", "zh")
    quotes = json.loads(commands.run(folder, "quotes", "--json").out)
    shown = commands.run(folder, *preview).out.splitlines()[3].removeprefix("  ▎ ")
    quote_id = next(quote["id"] for quote in quotes if quote["text"] == shown)
    state = open_fresh(f"sqlite:///{folder / 'data' / 'state.db'}")
    for user in "ABCDEFGH":
        vote = Vote(
            platform="slack", workspace="T1", user=user, quote_id=quote_id, answer_id="a1", value=-1, voted_at=1.0
        )
        state.vote(vote)
    state.close()
    assert commands.run(folder, *preview).out.splitlines()[3:4] != [f"  ▎ {shown}"]
