import pytest

from bot.domain.channel_post import Place
from tests.peers.slack import Channel, User
from tests.platforms.slack.slack_bot import actions_in, run_bot, text_of

SHANGHAI = "Asia/Shanghai"


@pytest.fixture
def run(make_service, tmp_path):
    async def prepared(bot, scenario):
        bot.peer.add(User(id="U1", name="ann", tz=SHANGHAI))
        return await scenario(bot)

    return lambda scenario, **options: run_bot(make_service, tmp_path, lambda bot: prepared(bot, scenario), **options)


def schedules(bot, channel="C1"):
    return bot.state.schedules_in(Place(platform="slack", workspace="T1", channel=channel))


def test_a_form_posts_a_line_in_the_channel_and_saves_what_was_chosen(run):
    async def scenario(bot):
        form = await bot.ask("daily")
        await bot.peer.suggest(form, "quote:daily:speakers", "Mara")
        await bot.peer.submit_view(
            form, {"time": "08:15", "days": ["0", "4"], "quote:daily:speakers": ["Mara Field"], "languages": "en"}
        )
        await bot.answer(3)
        return bot.peer.posts[1:], schedules(bot)

    (line, done), [schedule] = run(scenario)
    assert (line.kind, line.channel, line.user) == ("post", "C1", None)
    assert (done.kind, done.user, text_of(done).split("\n")[0][:4]) == ("response", "U1", "Set:")
    assert (f"{schedule.at:%H:%M}", schedule.zone, schedule.days) == ("08:15", SHANGHAI, (0, 4))
    assert (schedule.speakers, schedule.languages, schedule.topic) == (("Mara Field",), ("en",), "")
    assert (schedule.user, schedule.interface) == ("U1", "en")


@pytest.mark.parametrize("way", ["form", "words"])
def test_where_the_bot_may_not_post_nothing_is_saved_and_who_asks_is_told_how_to_invite_it(run, way):
    async def scenario(bot):
        bot.peer.add(Channel(id="C7", has_bot=False))
        if way == "form":
            await bot.peer.submit_view(await bot.ask("daily", channel="C7"), {})
        else:
            await bot.peer.slash("daily 09:00", channel="C7")
        answer = await bot.answer(2 if way == "form" else 1)
        return answer, schedules(bot, "C7"), bot.state.refused()

    answer, saved, refused = run(scenario)
    assert (answer.kind, answer.channel, answer.user) == ("response", "C7", "U1")
    assert "/invite @quotebot" in text_of(answer)
    assert (saved, refused) == ([], [])


@pytest.mark.parametrize("fault", ["lose_reply", "drop_request"])
def test_a_line_that_may_be_there_is_not_posted_again(run, fault):
    async def scenario(bot):
        getattr(bot.peer, fault)("chat.postMessage")
        await bot.peer.slash("daily 09:00")
        await bot.answer(2 if fault == "lose_reply" else 1)
        return [call.outcome for call in bot.peer.called("chat.postMessage")], len(schedules(bot))

    assert run(scenario) == (["reply lost" if fault == "lose_reply" else "request dropped"], 1)


def test_words_take_the_time_zone_of_who_writes_them(run):
    async def scenario(bot):
        await bot.peer.mention("<@U0BOT> daily 09:00 weekdays")
        await bot.answer(2)
        return [(schedule.zone, schedule.days) for schedule in schedules(bot)]

    assert run(scenario) == [(SHANGHAI, (0, 1, 2, 3, 4))]


def test_what_is_set_is_listed_and_paused_in_place(run):
    async def scenario(bot):
        await bot.peer.slash("daily 09:00")
        await bot.answer(2)
        [schedule] = schedules(bot)
        listed = await bot.ask("daily list")
        pressed = actions_in(listed)
        paused = await bot.press(listed, f"daily:pause:{schedule.id}")
        return pressed, schedule.id, paused, [entry.is_paused for entry in schedules(bot)]

    pressed, schedule_id, paused, is_paused = run(scenario)
    assert pressed == [f"daily:pause:{schedule_id}", f"daily:off:{schedule_id}"]
    assert (paused.replace_original, is_paused) == (True, [True])
    assert actions_in(paused) == [f"daily:resume:{schedule_id}", f"daily:off:{schedule_id}"]


def test_only_admins_set_it_where_that_is_so_set(run):
    async def scenario(bot):
        form, admins_form = await bot.ask("daily"), await bot.ask("daily", user="U9")
        bot.state.save_settings("slack", "T1", "C1", {"who_may_change": "admins"})
        unopened = await bot.ask("daily")
        await bot.peer.submit_view(form, {})
        refused = await bot.answer(4)
        before = len(schedules(bot))
        await bot.peer.submit_view(admins_form, {}, user="U9")
        await bot.answer(6)
        return text_of(unopened), text_of(refused), before, len(schedules(bot))

    notice = "Only an admin can change the settings here."
    assert run(scenario) == (notice, notice, 0, 1)


def test_the_page_shows_what_its_reader_set_there(run):
    async def scenario(bot):
        await bot.peer.open_home()
        form = await bot.press(await bot.answer(), "daily:new")
        await bot.peer.submit_view(form, {"channel": "C1", "topic": 'bees" lang:zh'})
        page = await bot.answer(5)
        return page, [schedule.topic for schedule in schedules(bot)]

    page, topics = run(scenario)
    assert (page.kind, page.user) == ("view", "U1")
    assert "Daily insights that you set" in text_of(page)
    assert topics == ['bees" lang:zh']
