"""What must not be shown is in no byte that Slack or Discord receives, whatever is said or pressed there."""

import asyncio
import shutil
from functools import partial

import pytest

from bot.domain.rules import Scope
from bot.intake.button_verbs import VERBS
from bot.intake.limits import Limits
from bot.intake.service import QuoteService
from index.embed import make_embedder
from index.search.live_searcher import LiveSearcher
from index.search.restrictions import NO_RESTRICTIONS
from tests.platforms.canary import CANARY_INTERVIEWS, INTERVIEW, OF_SPEAKER, WORDS
from tests.platforms.discord import discord_bot
from tests.platforms.slack import slack_bot
from tests.platforms.wire_chats import InDiscord, InSlack
from tests.platforms.wire_walk import Walk, verbs_of
from tests.support.fakes import write_corpus
from tests.support.made_once import made_once

ACTOR = "operator ann"
LIMITS = Limits(burst_questions=10_000)


@pytest.fixture(scope="session")
def canary_folder(tmp_path_factory, commands):
    """A folder with the two interviews and their index, which no test changes."""

    def make(folder):
        write_corpus(folder / "seeds", CANARY_INTERVIEWS)
        assert commands.run(folder, "index").code == 0

    return made_once(tmp_path_factory, "canary", make)


@pytest.fixture(scope="session")
def canary_embedder():
    """What understands questions, loaded once."""
    return make_embedder("auto")


def canary_in(live):
    with live.current(NO_RESTRICTIONS) as searcher:
        [quote] = [quote for quote in searcher.generation.quotes if WORDS[0] in quote.text]
    return quote


CHATS = {"slack": (InSlack, slack_bot, {}), "discord": (InDiscord, discord_bot, {"timeout_seconds": 120})}
# What shows the quote if nothing restricts it, and which buttons below something that stands already.
SHOWS = {
    *("role", "mentioned", "command", "private", "speaker", "source", "id", "random", "mention", "edited", "thread"),
    *("direct", "shortcut", "daily preview", "daily now", "daily scheduled"),
}
BUTTONS = {"context", "language", "next", "share", "ask:", "ask:in:", "ask:where", "ask:without:"}
NAMES = {"speakers": "Quillwhistle", "offered": "Quillwhistle", "sources": "Ombrelune"}


async def leave(bot, quote, folder, commands):
    """Restrict nothing."""


async def withhold(bot, quote, folder, commands):
    bot.state.withhold(quote, "wrong", ACTOR, 1.0)


async def forbid_word(bot, quote, folder, commands):
    assert bot.state.forbid("word", "Glassharp", ACTOR, 1.0)


async def forbid_topic(bot, quote, folder, commands):
    assert bot.state.forbid("topic", "a glassharp teacher", ACTOR, 1.0)


async def show_tea_alone(bot, quote, folder, commands):
    for platform in CHATS:
        bot.state.set_sources(Scope(platform=platform), ["tea"], ACTOR, 1.0)


async def remove_interview(bot, quote, folder, commands):
    run = await asyncio.to_thread(commands.run, folder, "remove", "wexbees", "--yes")
    assert (run.code, run.err) == (0, "")


async def remove_speaker(bot, quote, folder, commands):
    run = await asyncio.to_thread(commands.run, folder, "remove", "--speaker", quote.speaker, "--yes")
    assert (run.code, run.err) == (0, "")


@pytest.fixture
def walked(platform, canary_folder, canary_embedder, commands, tmp_path):
    """Runs a bot whose messages stand already when something is restricted, and returns the walk through it."""
    folder = shutil.copytree(canary_folder, tmp_path / "folder")
    live = LiveSearcher(folder / "data", canary_embedder)
    chat, module, options = CHATS[platform]
    quote = canary_in(live)

    def run(restrict, *, but_alike=True):
        async def scenario(bot):
            walk = Walk(chat(bot, quote.id), live)
            old = await walk.say_all("old")
            await restrict(bot, quote, folder, commands)
            walk.begin_again()
            await walk.press_all(old, but_alike=but_alike)
            await walk.say_all("new")
            return walk

        return module.run_bot(partial(QuoteService, live), folder / "data", scenario, limits=LIMITS, **options)

    yield run
    live.close()


def test_the_walk_presses_every_button_and_sees_the_quote_where_nothing_restricts_it(platform, walked):
    walk = walked(leave)
    unpressed = {"forget"} | ({"set:"} if platform == "slack" else set())  # Slack has a form for settings
    assert set(VERBS) - verbs_of(walk.pressed) == unpressed
    shown = {name for name, sent in (walk.seen_before | walk.seen).items() if WORDS[0] in sent}
    assert {f"{when} {name}" for when in ("old", "new") for name in SHOWS} - shown == set()
    assert BUTTONS - {name.rpartition(" > ")[2] for name in shown} == set()
    named = NAMES | ({"home": "Quillwhistle"} if platform == "slack" else {"offered source": "Ombrelune"})
    assert [name for name, word in named.items() if word not in walk.seen[f"new {name}"]] == []


# Who asks for an interview or a person by name is told that they are not there; so is who presses a button that does.
TYPED = {
    ("new source", "wexbees"),
    ("old wrong source > ask:", "wexbees"),
    ("old wrong speaker > ask:", "Quillwhistle"),
}
# Who is listed with a role is known by it, though they speak nowhere any more.
LISTED = {("new role", "Quillwhistle")}
SAID = (*WORDS, "bicycle", "Ombrelune", "Thistlewick")  # what stood in the interview and above it


def left_in(walk, hidden):
    return {(name, word) for name, sent in walk.seen.items() for word in hidden if word in sent}


@pytest.mark.parametrize(
    ("restrict", "hidden", "allowed"),
    [
        (withhold, WORDS, set()),
        (show_tea_alone, INTERVIEW, TYPED),
        pytest.param(forbid_word, WORDS, set(), marks=pytest.mark.slow),
        pytest.param(forbid_topic, WORDS, set(), marks=pytest.mark.slow),
    ],
)
def test_what_is_restricted_is_in_no_byte_that_a_platform_receives(walked, restrict, hidden, allowed):
    walk = walked(restrict)
    assert len(walk.seen) > len(SHOWS)
    assert left_in(walk, hidden) - allowed == set()


@pytest.mark.parametrize(
    ("remove", "hidden", "allowed"),
    [
        (remove_interview, INTERVIEW, TYPED | LISTED),
        pytest.param(remove_speaker, OF_SPEAKER, TYPED, marks=pytest.mark.slow),
    ],
)
def test_what_is_removed_is_in_no_byte_that_a_platform_receives(walked, tmp_path, remove, hidden, allowed):
    walk = walked(remove)
    assert len(walk.seen) > len(SHOWS)
    assert left_in(walk, hidden) - allowed == set()
    if remove is remove_interview:
        files = [file for file in (tmp_path / "folder" / "data").rglob("*") if file.is_file()]
        assert [(file.name, word) for file in files for word in SAID if word.encode() in file.read_bytes()] == []


@pytest.mark.slow
@pytest.mark.parametrize("restrict", [withhold, show_tea_alone])
def test_no_button_of_any_message_shows_what_is_restricted(walked, restrict):
    walk = walked(restrict, but_alike=False)
    hidden, allowed = (WORDS, set()) if restrict is withhold else (INTERVIEW, TYPED)
    assert left_in(walk, hidden) - allowed == set()
