import dataclasses

import pytest

from bot.domain.message import Message
from bot.intake.service import QuoteService
from index.answer import Filters
from index.search.restrictions import NO_RESTRICTIONS
from tests.chat.conversation import Conversation, actions_of, buttons_of, lines_of, quotes_in, request
from tests.support.two_interviews import NOT_HERE, PRICE, TEA_LOSS

PRICE_QUESTION = "How do you set the price of a jar?"
LOSS_QUESTION = "第一年亏了多少钱？"


@pytest.fixture
def talk(live, state):
    """Somebody to ask the service as; what is given is remembered, as the request queue does."""
    return Conversation(live, state, "slack")


def quote_of(message):
    [quote] = quotes_in(message)
    return quote


def test_an_answer_says_who_asked_what_was_said_by_whom_and_where(talk):
    message = talk.ask(PRICE_QUESTION)
    assert message.visibility == "public"
    assert lines_of(message) == [
        f"ann: {PRICE_QUESTION}",
        PRICE,
        "Mara Field (玛拉·菲尔德)",
        "Bees above the city, 2 May 2024",
        "Read it in the article https://example.com/bees",
    ]
    assert actions_of(message) == ["next", "context", "up", "down", "why", "delete"]


def test_a_chinese_question_gets_a_chinese_interface(talk):
    message = talk.ask(LOSS_QUESTION)
    assert lines_of(message)[:4] == [
        f"ann：{LOSS_QUESTION}",
        TEA_LOSS,
        "林晓（Lin Xiao）",
        "机器人茶馆，2025年2月26日 · 中文自动转写稿",
    ]
    assert [button.label for button in buttons_of(message)][:2] == ["下一条", "上下文"]


def test_the_question_is_not_repeated_where_it_stands_right_above(talk):
    assert lines_of(talk.ask(PRICE_QUESTION, kind="mention", thread="1.0"))[0] == PRICE


def test_what_is_remembered_of_an_answer_is_not_the_question(talk):
    talk.ask(PRICE_QUESTION)
    assert talk.state.answer_given(talk.given.id) == talk.given
    assert "jar" not in repr(talk.given)


@pytest.mark.parametrize(
    ("text", "fields", "visibility"),
    [
        (PRICE_QUESTION, {}, "public"),
        (f"{PRICE_QUESTION} --private", {}, "private"),
        (PRICE_QUESTION, {"kind": "shortcut"}, "private"),
        (f"{PRICE_QUESTION} --private", {"kind": "direct"}, "public"),
    ],
)
def test_who_sees_an_answer(talk, text, fields, visibility):
    message = talk.ask(text, **fields)
    assert (quote_of(message), message.visibility) == (PRICE, visibility)
    assert ("share" in actions_of(message)) is (visibility == "private")
    assert ("delete" in actions_of(message)) is (visibility == "public")


@pytest.mark.parametrize(("text", "visibility"), [("random", "public"), ("random --private", "private")])
def test_any_quote_is_private_where_that_is_asked(talk, text, visibility):
    assert talk.ask(text).visibility == visibility


def test_a_channel_can_have_its_answers_private_first(talk):
    talk.state.save_settings("slack", "T1", "C1", {"answers_first": "private"})
    assert talk.ask(PRICE_QUESTION).visibility == "private"
    assert talk.ask(PRICE_QUESTION, channel="C2").visibility == "public"


def test_the_language_of_the_interface_can_be_set(talk):
    talk.state.save_settings("slack", "T1", "", {"interface": "zh-Hant"})
    assert lines_of(talk.ask(PRICE_QUESTION))[4] == "在文章中閱讀 https://example.com/bees"


def test_nothing_is_private_and_says_who_speaks_here(talk):
    message = talk.ask(NOT_HERE)
    assert (message.visibility, talk.given) == ("private", None)
    assert lines_of(message)[0] == f"ann: {NOT_HERE}"
    assert "Nothing in these interviews answers that." in lines_of(message)
    assert lines_of(message)[-1] == "Speaking here: Mara Field, 林晓, Tom Reed"


def test_a_filter_holds_and_is_shown(talk):
    message = talk.ask(f"{PRICE_QUESTION} from:玛拉")
    assert lines_of(message)[1:3] == ["Only Mara Field", PRICE]


@pytest.mark.parametrize(
    ("question", "role_line"),
    [
        ("What does the boss of Vale Bees say about the price of a jar?", "Only Mara Field (head of Vale Bees)"),
        ("Vale Bees 的老板怎么定一罐蜂蜜的价格？", "只看 Mara Field（Vale Bees 掌门人）"),
    ],
)
def test_who_is_meant_by_a_role_is_told_with_it_and_can_be_left_out(talk, question, role_line):
    message = talk.ask(question)
    assert lines_of(message)[1] == role_line
    remove = next(button for button in buttons_of(message) if button.action == "ask:without:speakers")
    assert remove.label in ("Remove: Mara Field", "移除：Mara Field")
    assert talk.given.filters.roles == (role_line.split("(")[-1].split("（")[-1].strip(")）"),)
    assert role_line not in lines_of(talk.press(message, "ask:without:speakers"))
    assert talk.given is None or talk.given.filters == Filters(everybody=True)


def test_a_role_is_a_filter_too(talk):
    message = talk.ask(f'{PRICE_QUESTION} from:"CEO of Vale Bees"')
    assert lines_of(message)[1:3] == ["Only Mara Field", PRICE]


def test_an_unknown_name_is_said_to_be_unknown(talk):
    message = talk.ask("compute from:altman")
    assert (message.visibility, message.text) == (
        "private",
        "Nobody called altman speaks here. Speaking here: Mara Field, 林晓, Tom Reed",
    )


@pytest.mark.parametrize(
    ("text", "suggestion", "buttons"),
    [
        ("jars from:Feeld", "Did you mean: Mara Field", ['jars from:"Mara Field"']),
        ("jars from:linxiau lang:en", "Did you mean: 林晓", ['jars from:"林晓" lang:en']),
        ("罐子 from:林小", "你要找的是不是：林晓", ['罐子 from:"林晓"']),
        ("jars source:bee", "Did you mean: bees", ['jars source:"bees"']),
        ("罐子 source:机器人茶官", "你要找的是不是：tea", ['罐子 source:"tea"']),
        (
            "jars lang:chinise",
            "“chinise” is no language that quotes are in here. Write lang:zh or lang:en",
            ["jars lang:zh"],
        ),
        (
            "jars after:spring",
            "after: takes a year, month or day, such as 2024, 2024-11 or 2024-11-22, and spring is none. "
            "The interviews are from 2024-05-02 to 2025-02-26.",
            ["jars"],
        ),
    ],
)
def test_an_unknown_value_of_a_filter_is_answered_with_the_nearest(talk, text, suggestion, buttons):
    message = talk.ask(text)
    assert lines_of(message)[-1] == suggestion
    assert (
        [button.label for button in buttons_of(message)] == [button.value for button in buttons_of(message)] == buttons
    )
    assert message.visibility == "private"


def test_the_nearest_value_is_asked_by_its_button(talk):
    message = talk.press(talk.ask("How do you set the price of a jar from:Feeld"), "ask:1")
    assert lines_of(message)[1:3] == ["Only Mara Field", PRICE]


def test_interviews_are_narrowed_down_by_their_day(talk):
    assert lines_of(talk.ask(f"{PRICE_QUESTION} before:2025 after:2024"))[1:3] == [
        "Only from 2024 on, before 2025",
        PRICE,
    ]
    assert PRICE not in lines_of(talk.ask(f"{PRICE_QUESTION} after:2025"))


@pytest.mark.parametrize(
    ("text", "line", "action"),
    [
        (f"{PRICE_QUESTION} from:mara", "Only Mara Field", "ask:without:speakers"),
        ("What does Mara Field say about the price of a jar?", "Only Mara Field", "ask:without:speakers"),
        (f"{PRICE_QUESTION} lang:en", "Only English", "ask:without:languages"),
        (f"{PRICE_QUESTION} source:bees", "Only bees", "ask:without:sources"),
        (f"{PRICE_QUESTION} after:2024", "Only from 2024 on", "ask:without:days"),
    ],
)
def test_a_filter_is_removed_by_its_button(talk, text, line, action):
    message = talk.ask(text)
    assert lines_of(message)[1] == line
    again = talk.press(message, action)
    assert (again.visibility, [text for text in lines_of(again) if text.startswith("Only")]) == ("private", [])
    assert quote_of(again) == PRICE


def test_removing_one_filter_keeps_the_others(talk):
    message = talk.press(talk.ask(f"{PRICE_QUESTION} from:mara lang:en"), "ask:without:speakers")
    assert lines_of(message)[1] == "Only English"
    assert actions_of(message)[-1] == "ask:without:languages"


def test_a_filter_that_leaves_nothing_can_be_removed_too(talk):
    message = talk.ask(f"{PRICE_QUESTION} from:林晓")
    assert "Nothing in these interviews answers that." in lines_of(message)
    assert buttons_of(message)[0].label == "Remove: 林晓"
    assert quote_of(talk.press(message, "ask:without:speakers")) == PRICE


def test_a_filter_of_an_answer_that_is_forgotten_cannot_be_removed(talk):
    forgotten = {"kind": "button", "action": "ask:without:speakers", "value": "gone.0\nann\nwhy", "locale": "en-US"}
    assert talk.respond(**forgotten).text == "I no longer remember this answer. Please ask again."


def test_somebody_who_is_asked_for_in_vain_is_told_of_and_the_question_is_searched(talk):
    message = talk.ask("What does Jensen Huang say about the price of a jar?")
    assert "Jensen Huang does not speak in these interviews." in lines_of(message)
    assert "ask:where" not in actions_of(message)


def test_where_somebody_is_mentioned_is_shown_beside_the_answer(talk):
    message = talk.respond(kind="button", action="ask:where", value="school teacher", message_is_private=True)
    assert (quote_of(message), message.visibility, message.replaces) == (PRICE, "private", False)
    assert talk.given.hits[0].score == 0.0
    gone = talk.respond(kind="button", action="ask:where", value="Jensen Huang", locale="en-US")
    assert gone.text == "This quote is no longer in the interviews. Ask again to find what is."


def test_a_question_without_end_is_shown_short(talk):
    assert len(lines_of(talk.ask(PRICE_QUESTION + " please" * 500))[0]) == 305


def test_a_language_can_be_asked_for(talk):
    assert talk.ask("what did the first year cost lang:zh").parts != ()
    assert {hit.quote_id for hit in talk.given.hits} <= {
        quote.id for quote in talk_quotes(talk) if quote.language == "zh"
    }


def talk_quotes(talk):
    with talk.service._searcher.current(NO_RESTRICTIONS) as searcher:
        return searcher.generation.quotes


def test_next_goes_through_all_matches_and_then_says_so(talk):
    message, seen = talk.ask(PRICE_QUESTION), []
    while "next" in actions_of(message):
        seen.append(quote_of(message))
        message = talk.press(message, "next", message="1.5")
    seen.append(quote_of(message))
    assert len(seen) == len(set(seen)) == len(talk.given.hits)


def test_next_replaces_the_answer_for_who_asked_and_is_private_for_others(talk):
    message = talk.ask(PRICE_QUESTION)
    mine = talk.press(message, "next", message="1.5")
    assert (mine.replaces, mine.visibility, lines_of(mine)[0]) == (True, "public", f"ann: {PRICE_QUESTION}")
    others = talk.press(message, "next", message="1.5", user="U2")
    assert (others.replaces, others.visibility, "share" in actions_of(others)) == (False, "private", True)
    again = talk.press(others, "next", message="1.6", user="U2", message_is_private=True)
    assert (again.replaces, again.visibility) == (True, "private")


def test_context_shows_the_question_and_the_words_around(talk):
    message = talk.press(talk.ask(PRICE_QUESTION), "context")
    assert message.visibility == "private"
    assert lines_of(message)[0] == "Said in answer to: How do you decide what a jar costs?"
    assert quote_of(message) == PRICE


def test_why_is_a_sentence_and_then_the_stages(talk):
    reasons = lines_of(talk.press(talk.ask(PRICE_QUESTION), "why"))
    assert reasons[0].startswith("Closest in meaning among 13 quotes; ")
    assert reasons[1] == "It was said in answer to: How do you decide what a jar costs?"
    assert reasons[2].startswith("Similarity ")


def test_votes_count_once_each_and_the_last_one_holds(talk):
    message = talk.ask(PRICE_QUESTION)
    assert lines_of(talk.press(message, "up")) == ["Thanks, noted."]
    down = talk.press(message, "down", asked_at=1001.0)
    assert actions_of(down) == ["down:off_point", "down:person", "down:words", "down:link"]
    quote_id = talk.given.hits[0].quote_id
    assert talk.state.all_votes().get(quote_id, (0, 0)) == (0, 1)
    thanks = talk.press(down, "down:off_point", asked_at=1002.0, message_is_private=True)
    assert (thanks.replaces, thanks.text) == (
        True, "Thanks. Whoever runs me sees it in the votes and can mend it."
    )  # fmt: skip
    talk.press(message, "up", user="U2")
    assert talk.state.all_votes().get(quote_id, (0, 0)) == (1, 1)


def test_share_posts_once_for_everybody_under_the_name_of_who_asked(talk):
    private = talk.ask(f"{PRICE_QUESTION} --private")
    shared = talk.press(private, "share", message_is_private=True)
    assert (shared.visibility, shared.removes, "share" in actions_of(shared)) == ("public", True, False)
    assert lines_of(shared)[:2] == [f"ann: {PRICE_QUESTION}", PRICE]
    assert lines_of(talk.press(private, "share", message_is_private=True)) == ["This one is shared already."]
    assert talk.state.all_votes() == {talk.given.hits[0].quote_id: (1, 0)}


def test_what_shares_is_done_anew_by_who_takes_it_over(talk):
    private = talk.ask(f"{PRICE_QUESTION} --private")
    press = {"keys": ("press",), "user": "U1"}
    talk.state.accept(request(kind="button", action="share", **press), "dead", 1000.0, 60)
    shared = [talk.press(private, "share", message_is_private=True, **press).text for _ in range(2)]
    assert shared[0].startswith(f"ann: {PRICE_QUESTION}\n")
    assert shared[1] == shared[0]
    others = talk.press(private, "share", message_is_private=True)
    assert others.text == "This one is shared already."


def test_what_could_not_be_shared_can_be_tried_again(talk):
    private = talk.ask(f"{PRICE_QUESTION} --private")
    pressed = [{"keys": (f"press {number}",), "user": "U1"} for number in (1, 2, 3)]
    works = [talk.state.accept(request(kind="button", action="share", **press), "me", 1000.0, 60) for press in pressed]
    shared = [talk.press(private, "share", message_is_private=True, **pressed[0]).text]
    talk.state.finish(works[0], "me", "failed")
    shared += [talk.press(private, "share", message_is_private=True, **press).text for press in pressed[1:]]
    assert shared[0].startswith(f"ann: {PRICE_QUESTION}\n")
    assert shared[1:] == [shared[0], "This one is shared already."]


def test_a_shared_answer_does_not_put_the_words_of_a_message_into_the_mouth_of_who_shares(talk):
    private = talk.ask(PRICE_QUESTION, kind="shortcut")
    assert lines_of(talk.press(private, "share", message_is_private=True))[0] == PRICE


def test_only_who_asked_or_an_admin_deletes(talk):
    message = talk.ask(PRICE_QUESTION)
    assert talk.press(message, "delete") == Message(removes=True)
    assert talk.press(message, "delete", user="U2", is_admin=True) == Message(removes=True)
    assert talk.press(message, "delete", user="U2").text == "Only who asked, or an admin, can delete this answer."


@pytest.mark.parametrize("value", ["", "nonsense", "0123456789ab.0", "a" * 3000])
def test_a_button_whose_answer_is_not_remembered_says_so(talk, value):
    message = talk.respond(kind="button", action="next", value=value)
    assert message.text == "I no longer remember this answer. Please ask again."


def test_a_quote_that_left_the_corpus_is_passed_over(talk):
    message = talk.ask(PRICE_QUESTION)
    gone = dataclasses.replace(talk.given, id="gone", hits=(
        talk.given.hits[0], dataclasses.replace(talk.given.hits[1], quote_id="0" * 16), talk.given.hits[2],
    ))  # fmt: skip
    asked = request()
    assert talk.state.begin_sending(talk.state.accept(asked, "me", 1000, 60), "me", gone)
    value = buttons_of(message)[0].value.replace(talk.given.id, "gone", 1)
    moved = talk.respond(kind="button", action="next", value=value)
    assert buttons_of(moved)[0].value.startswith("gone.2\n")
    lost = talk.respond(kind="button", action="context", value=value.replace("gone.0", "gone.1"))
    assert lost.text == "This quote is no longer in the interviews. Ask again to find what is."


def test_a_quote_is_shown_by_its_id(talk):
    talk.ask(PRICE_QUESTION)
    message = talk.ask(f"id:{talk.given.hits[0].quote_id[:8]}")
    assert (quote_of(message), actions_of(message)) == (PRICE, ["context", "up", "down", "delete"])
    assert talk.ask("id:0000").text == "No quote has the id 0000."


def test_random_gives_a_quote_and_on_a_topic_nothing_gives_none(talk):
    message = talk.ask("random the price of a jar")
    assert quote_of(message) in {quote.text for quote in talk_quotes(talk) if quote.role == "guest"}
    assert actions_of(message) == ["context", "up", "down", "delete"]
    assert talk.ask(f"random {NOT_HERE}").text == f"Nothing on {NOT_HERE} here."


def test_an_empty_mention_gets_a_hint_and_an_empty_command_help(talk):
    assert lines_of(talk.ask("", kind="mention"))[0].startswith("Write your question behind my name")
    assert lines_of(talk.ask(""))[0].startswith("Ask in your own words")


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "There is nothing to look for"), ("zh", "这里没有可以查找的内容")]
)
def test_a_question_without_words_is_answered_in_the_language_of_the_channel(talk, language, expected):
    talk.state.save_settings("slack", "T1", "C1", {"interface": language})
    assert talk.ask("？！").text.startswith(expected)


def test_help_tells_how_much_there_is_and_what_is_kept(talk):
    help_lines = lines_of(talk.ask("help"))
    assert help_lines[-2:] == [
        "2 interviews, 3 voices, 13 quotes, newest 26 Feb 2025.",
        "What I keep: votes, what is done with quotes, counts, and which quotes I showed; a question only until it is "
        "answered. To be forgotten: /quote forget me",
    ]
    narrow = "Narrow it: from:field · source:… · lang:zh · after:2024 · before:2024-11 · --private    One quote: id:…"
    assert narrow in help_lines
    edits = "If you edit a message within a day so that it asks me something (in a channel by adding my name), I "
    answered = "answer it. What I have answered I do not answer again, however it is edited: write it anew."
    assert edits + answered in help_lines
    assert lines_of(talk.ask("帮助"))[-2] == "2 篇访谈，3 位说话人，13 条引文，最新 2025年2月26日。"


@pytest.mark.parametrize(
    ("days", "word", "said"),
    [(1, "help", "which quotes I showed; a question for 1 day."), (30, "help", "a question for 30 days."),
     (30, "帮助", "问题保存 30 天。让我忘记你：")],
)  # fmt: skip
def test_help_and_the_bots_own_page_say_for_how_long_questions_are_kept(live, state, days, word, said):
    service = QuoteService(live, state, kept_question_days=days)
    assert said in service.respond(request(text=word)).message.text
    page = service.home("en", "slack", "T1", "U1").text
    assert page.count(f"A question is kept for {'1 day' if days == 1 else '30 days'}, with what it came to") == 1


def test_a_question_goes_on_only_where_it_is_kept_and_its_key_is_with_the_answer(live, state):
    silent, keeping = (QuoteService(live, state, kept_question_days=days) for days in (0, 7))
    key = state.question_key(PRICE_QUESTION)
    replies = [service.respond(request(text=PRICE_QUESTION)) for service in (silent, keeping)]
    assert [reply.given.question_key for reply in replies] == [key, key]
    assert (replies[0].asked, replies[1].asked.question) == (None, PRICE_QUESTION)
    assert PRICE_QUESTION not in repr(replies[1].asked)
    unanswered = keeping.respond(request(text=NOT_HERE))
    assert (unanswered.given, unanswered.asked.question, unanswered.asked.outcome) == (None, NOT_HERE, "nothing")
    assert silent.respond(request(text="random")).given.question_key == ""


def test_speakers_and_sources_are_listed(talk):
    assert lines_of(talk.ask("speakers")) == [
        "Who speaks here",
        "Mara Field (玛拉·菲尔德) · 6 quotes",
        "林晓 (Lin Xiao) · 6 quotes",
        "Tom Reed · host · 1 quote",
    ]
    assert lines_of(talk.ask("sources")) == [
        "The interviews",
        "Bees above the city · 2 May 2024 · Read it in the article https://example.com/bees",
        "机器人茶馆 · 26 Feb 2025 · Publisher's page https://example.com/tea",
    ]


def test_settings_are_shown_with_what_they_could_be_and_set_by_a_button(talk):
    message = talk.ask("settings", kind="mention", platform="discord")
    assert lines_of(message) == [
        "Settings of this channel",
        "Who sees an answer: Everybody in the channel",
        "The language I speak: That of the question",
        "Which quotes I show: Quotes in any language",
        "Who may change this: Everybody",
    ]
    private = talk.press(message, "set:answers_first:private", platform="discord")
    assert (private.replaces, lines_of(private)[1]) == (True, "Who sees an answer: Whoever asked; they can share it")
    assert talk.ask(PRICE_QUESTION, platform="discord").visibility == "private"


def test_settings_can_be_for_admins_alone(talk):
    message = talk.ask("settings", kind="mention")
    refused = "Only an admin can change the settings here."
    assert talk.press(message, "set:who_may_change:admins").text == refused
    talk.press(message, "set:who_may_change:admins", is_admin=True)
    assert talk.press(message, "set:follow_ups:on").text == "Only an admin can change the settings here."
    assert "on" not in talk.state.settings("slack", "T1", "C1").values()
    assert talk.press(message, "set:follow_ups:on", is_admin=True).replaces
    assert talk.state.settings("slack", "T1", "C1")["follow_ups"] == "on"


def test_commands_without_words_follow_the_locale(talk):
    assert lines_of(talk.ask("help", locale="zh-TW"))[0].startswith("用你自己的話提問")
    assert lines_of(talk.ask("help", locale="en-GB"))[0].startswith("Ask in your own words")
    assert lines_of(talk.ask(LOSS_QUESTION, locale="en-GB"))[0].startswith("ann：")


def test_help_speaks_of_the_commands_that_the_platform_has(talk):
    help_text = talk.ask("help", platform="discord").text
    assert "/quotes speakers" in help_text
    assert "from:" not in help_text


def test_one_interview_can_be_asked_and_an_unknown_one_is_said_to_be(talk):
    message = talk.ask(f"{LOSS_QUESTION} source:tea")
    assert quote_of(message) == TEA_LOSS
    assert talk.ask("price source:coffee").text == "No interview has the id coffee. There are: bees, tea"
    talk.ask(f"{PRICE_QUESTION} source:bees")
    sources = {quote.id: quote.source.id for quote in talk_quotes(talk)}
    assert {sources[hit.quote_id] for hit in talk.given.hits} == {"bees"}
