from dataclasses import replace

import pytest

from bot.answers.card import answer_message
from bot.answers.history import answer_view
from bot.domain.button_value import ButtonValue
from index.embed import make_embedder
from index.search.live_searcher import LiveSearcher
from index.search.restrictions import NO_RESTRICTIONS
from tests.chat.conversation import Conversation, actions_of, buttons_of, lines_of, quotes_in
from tests.retrieval.two_talks import open_searcher
from tests.support.two_interviews import INTERVIEWS, NOT_HERE, PRICE, TEA_LOSS

PRICE_QUESTION = "How do you set the price of a jar?"
PRICE_IN_CHINESE = "一罐蜂蜜的价格怎么定？"
LOSS_QUESTION = "第一年亏了多少钱？"
CITY_QUESTION = "城市的蜂蜜比乡下多吗？"
CITY = "City bees make more honey than country bees, because parks flower from March until October."
SETTINGS = {"slack": "/quote settings", "discord": "/quotes settings"}
IN_CHINESE = {name: text for name, text in INTERVIEWS.items() if name != "bees.txt"}


@pytest.fixture
def talk(live, state, platform):
    return Conversation(live, state, platform)


@pytest.fixture(scope="module")
def chinese_live(tmp_path_factory):
    """A searcher over interviews that are all in Chinese."""
    folder = tmp_path_factory.mktemp("chinese")
    open_searcher(folder, IN_CHINESE, make_embedder()).close()
    searcher = LiveSearcher(folder / "data", make_embedder())
    yield searcher
    searcher.close()


def test_an_answer_in_the_other_language_says_which_it_is_before_the_quote(talk):
    assert lines_of(talk.ask(PRICE_IN_CHINESE))[:3] == [f"ann：{PRICE_IN_CHINESE}", "这一条是英文的。", PRICE]
    assert lines_of(talk.ask(PRICE_QUESTION))[:2] == [f"ann: {PRICE_QUESTION}", PRICE]


def test_where_the_language_that_is_read_first_has_no_answer_the_other_has_it_and_that_is_said(talk):
    talk.reads("en-first")
    message = talk.ask(LOSS_QUESTION)
    assert lines_of(message)[:3] == [f"ann：{LOSS_QUESTION}", "英文访谈里没有答案；这一条是中文的。", TEA_LOSS]
    assert (message.visibility, talk.given.outcome, talk.given.lacking) == ("public", "answer", "en")
    following = talk.press(message, "next")
    assert lines_of(following)[1] == "英文访谈里没有答案；这一条是中文的。"


def test_what_is_read_first_is_answered_from_though_the_asker_writes_the_other(talk):
    talk.reads("en-first")
    message = talk.ask(PRICE_IN_CHINESE)
    assert (quotes_in(message), lines_of(message)[1]) == ([PRICE], "这一条是英文的。")
    assert talk.given.lacking is None


def test_the_closest_of_a_language_that_has_no_answer_is_not_passed_off_as_one(talk, live):
    talk.reads("en-first")
    talk.ask(LOSS_QUESTION)
    with live.current(NO_RESTRICTIONS) as searcher:
        [quote] = [quote for quote in searcher.generation.quotes if quote.text == PRICE]
        given = replace(talk.given, interface="en", expected="en")
        view = answer_view(searcher, given, ButtonValue(answer_id=given.id), quote)
    assert lines_of(answer_message(view, "private"))[:2] == [
        "Not sure this is what you mean. The closest:",
        PRICE,
    ]


def test_next_stays_within_what_is_read(talk, live):
    talk.reads("en")
    message = talk.ask(PRICE_QUESTION)
    assert lines_of(message)[:2] == [f"ann: {PRICE_QUESTION}", PRICE]
    with live.current(NO_RESTRICTIONS) as searcher:
        assert {searcher.quote(hit.quote_id).language for hit in talk.given.hits} == {"en"}
    following = talk.press(message, "next")
    assert (len(quotes_in(following)), "This one is in Chinese." in lines_of(following)) == (1, False)


def test_no_quote_in_the_other_language_is_offered_beside_an_answer_in_the_only_one(talk):
    talk.reads("en")
    message = talk.ask(PRICE_IN_CHINESE)
    assert lines_of(message)[1:3] == ["这一条是英文的。", PRICE]
    assert ("language" in actions_of(message), talk.given.other_language) == (False, None)


def test_where_one_language_is_read_alone_the_other_is_offered_only_where_that_has_no_answer(talk, platform):
    talk.reads("en")
    message = talk.ask(LOSS_QUESTION)
    assert (quotes_in(message), message.visibility) == ([], "private")
    assert lines_of(message)[:3] == [
        f"ann：{LOSS_QUESTION}",
        f"这里只显示英文引文 · {SETTINGS[platform]}",
        "英文访谈里没有答案，中文访谈里可能有。",
    ]
    [offer] = [button for button in buttons_of(message) if button.action == "ask:in:zh"]
    assert offer.label == "看中文回答"
    shown = talk.press(message, "ask:in:zh")
    assert (shown.visibility, shown.replaces) == ("private", True)
    assert lines_of(shown)[:3] == [f"ann：{LOSS_QUESTION}", "只看 中文", TEA_LOSS]
    back = talk.press(shown, "ask:without:languages")
    assert lines_of(back)[2] == "英文访谈里没有答案，中文访谈里可能有。"


def test_beside_the_closest_in_the_only_language_the_other_is_offered_if_it_has_an_answer(talk, platform):
    talk.reads("zh")
    message = talk.ask(CITY_QUESTION)
    assert lines_of(message)[:4] == [
        f"ann：{CITY_QUESTION}",
        f"这里只显示中文引文 · {SETTINGS[platform]}",
        "不确定这是不是你要找的。最接近的一句：",
        *quotes_in(message),
    ]
    [label] = [button.label for button in buttons_of(message) if button.action == "ask:in:en"]
    assert (label, message.visibility) == ("看英文回答", "private")
    assert quotes_in(talk.press(message, "ask:in:en")) == [CITY]


def test_the_offer_keeps_the_filters_of_the_question(talk):
    talk.reads("en")
    shown = talk.press(talk.ask(f"{LOSS_QUESTION} from:林晓"), "ask:in:zh")
    assert lines_of(shown)[1:3] == ["只看 林晓 · 中文", TEA_LOSS]


def test_what_nobody_answers_is_said_as_before(talk):
    talk.reads("en")
    message = talk.ask(NOT_HERE)
    assert lines_of(message)[:2] == [f"ann: {NOT_HERE}", "Nothing in these interviews answers that."]
    assert ("ask:in:zh" in actions_of(message), talk.given) == (False, None)


def test_a_filter_goes_before_the_setting_and_can_be_removed(talk):
    talk.reads("en")
    message = talk.ask(f"{LOSS_QUESTION} lang:zh")
    assert (quotes_in(message), lines_of(message)[1]) == ([TEA_LOSS], "只看 中文")
    assert actions_of(message)[-2:] == ["ask:without:languages", "delete"]


@pytest.mark.parametrize(("reading", "languages"), [("en", {"en"}), ("zh-first", {"zh"}), ("any", {"en", "zh"})])
def test_any_quote_is_in_what_is_read(talk, live, reading, languages):
    talk.reads(reading)
    with live.current(NO_RESTRICTIONS) as searcher:
        seen = set()
        for _ in range(30):
            message = talk.ask("random")
            quote = searcher.quote(talk.given.hits[0].quote_id)
            seen.add(quote.language)
            assert ("This one is in Chinese." in lines_of(message)) is (reading == "any" and quote.language == "zh")
    assert seen == languages


def test_any_quote_on_a_topic_is_in_the_other_language_only_where_that_may_be(talk):
    topic = "How do you decide what a jar costs?"
    talk.reads("zh-first")
    assert PRICE in {quote for _ in range(20) for quote in quotes_in(talk.ask(f"random {topic}"))}
    talk.reads("zh")
    assert talk.ask(f"random {topic}").text == f"Nothing on {topic} in Chinese here."


def test_more_like_it_is_in_what_is_read(talk, live):
    talk.reads("zh")
    talk.ask("random")
    message = talk.respond(kind="button", action="like", value=f"{talk.given.id}.0")
    with live.current(NO_RESTRICTIONS) as searcher:
        assert {searcher.quote(hit.quote_id).language for hit in talk.given.hits} == {"zh"}
    assert quotes_in(message) != []


def test_where_no_interview_is_in_the_only_language_it_is_said_with_what_to_do(chinese_live, state, platform):
    talk = Conversation(chinese_live, state, platform)
    talk.reads("en")
    notice = (
        "Only English quotes are shown here, and none of these interviews is in English. "
        f"To change that: {SETTINGS[platform]}"
    )
    talk.state.save_settings(platform, "T1", "C1", {"interface": "en"})
    message = talk.ask(LOSS_QUESTION)
    assert lines_of(message)[1] == notice
    assert quotes_in(talk.press(message, "ask:in:zh")) == [TEA_LOSS]
    assert (talk.ask("random").text, talk.ask("random tea").text) == (notice, notice)
    talk.reads("en-first")
    assert quotes_in(talk.ask(LOSS_QUESTION)) == [TEA_LOSS]


def test_mentions_are_in_the_language_that_is_read_or_else_in_the_other(talk):
    talk.reads("zh")
    message = talk.respond(kind="button", action="ask:where", value="school teacher", locale="en-US")
    assert quotes_in(message) == [PRICE]
