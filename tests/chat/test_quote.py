import json

import pytest

from bot.answers.card import quote_card
from bot.wording.quote import answer_json, links, match_json, quote_json, quote_markdown, source_line, speaker_name
from index.answer import Answer, Match
from index.domain import NOBODY, Person
from tests.support.fakes import make_quote, make_source

ADA = Person(name="Ada Byron", other_script="爱达·拜伦")
TRANSLATED = make_source(
    title="深度｜小模型", publisher="瓜哥AI新知", published="2024-11-26", show="The Show", aired="2024-11-22",
    translated_from="en",
)  # fmt: skip
QUOTE = make_quote(
    "小模型更便宜。", language="zh", source=TRANSLATED, start=5, end=12, raw_start=9, raw_end=16, speaker="Ada Byron",
    context_before="前。", context_after="后。", answers="为什么？", deep_link="https://example.com/talk#:~:text=x",
    attribution="inferred", attribution_confidence=0.8,
)  # fmt: skip
QUOTE_JSON = {
    "id": "q1",
    "text": "小模型更便宜。",
    "speaker": "Ada Byron",
    "role": "guest",
    "attribution": "inferred",
    "attribution_confidence": 0.8,
    "language": "zh",
    "source": {
        "id": "talk",
        "title": "深度｜小模型",
        "published": "2024-11-26",
        "publisher": "瓜哥AI新知",
        "translated_from": "en",
    },
    "link": "https://example.com/talk",
    "link_kind": "article",
    "deep_link": "https://example.com/talk#:~:text=x",
    "start": 5,
    "end": 12,
    "raw_start": 9,
    "raw_end": 16,
    "start_seconds": None,
    "context_before": "前。",
    "context_after": "后。",
}


def answer(outcome, *scores, **fields):
    hits = tuple(Match(quote=QUOTE, score=score) for score in scores)
    return Answer(question="为什么？", outcome=outcome, confidence=0.87654321, hits=hits, **fields)


def test_a_quote_in_json_is_what_was_promised():
    assert quote_json(QUOTE) == QUOTE_JSON
    assert list(quote_json(QUOTE)) == list(QUOTE_JSON)


def test_what_is_not_known_about_a_source_is_null():
    fields = quote_json(make_quote())
    assert fields["source"] == {
        **{"id": "talk", "title": "A talk", "published": None, "publisher": None, "translated_from": None}
    }
    assert (fields["deep_link"], fields["context_before"], fields["context_after"]) == (None, "", "")


def test_a_found_quote_has_a_score():
    assert match_json(Match(quote=QUOTE, score=1.23456789)) == {**QUOTE_JSON, "score": 1.234568}


def test_an_answer_in_json_is_what_was_promised():
    assert answer_json(answer("answer", 2.0, 1.0, speaker_filter=("Ada Byron",))) == {
        "query": "为什么？",
        "outcome": "answer",
        "answer": {**QUOTE_JSON, "score": 2.0},
        "answer_confidence": 0.8765,
        "hits": [{**QUOTE_JSON, "score": 2.0}, {**QUOTE_JSON, "score": 1.0}],
        "reason": None,
        "speaker_filter": "Ada Byron",
    }


@pytest.mark.parametrize("outcome", ["unsure", "nothing"])
def test_only_a_sure_answer_is_in_the_answer(outcome):
    fields = answer_json(answer(outcome, 2.0, reason="not close enough"))
    assert (fields["answer"], fields["hits"]) == (None, [{**QUOTE_JSON, "score": 2.0}])
    assert (fields["outcome"], fields["reason"], fields["speaker_filter"]) == (outcome, "not close enough", None)


def test_no_hits_are_an_empty_list():
    assert answer_json(answer("nothing", reason="nothing")) == {
        **{"query": "为什么？", "outcome": "nothing", "answer": None, "answer_confidence": 0.8765, "hits": []},
        **{"reason": "nothing", "speaker_filter": None},
    }
    assert json.loads(json.dumps(answer_json(answer("answer", 1.0)))) == answer_json(answer("answer", 1.0))


def test_a_name_is_followed_by_the_other_script():
    assert [speaker_name(ADA, interface) for interface in ("en", "zh", "zh-Hant")] == [
        *("Ada Byron (爱达·拜伦)", "Ada Byron（爱达·拜伦）", "Ada Byron（爱达·拜伦）"),
    ]
    assert speaker_name(Person(name="Bob"), "en") == "Bob"


@pytest.mark.parametrize(
    ("source", "english", "chinese"),
    [
        ({}, "A talk", "A talk"),
        ({"published": "2024-05-02"}, "A talk, 2 May 2024", "A talk，2024年5月2日"),
        (
            {"show": "The Show", "published": "2024-05-02", "aired": "2024-05-01"},
            "The Show, 1 May 2024",
            "The Show，2024年5月1日",
        ),
        (
            {"translated_from": "zh", "publisher": "The Review"},
            "A talk · English translation by The Review, spoken in Chinese",
            "A talk · The Review英文翻译，原话为中文",
        ),
        (
            {"translated_from": "zh"},
            "A talk · English translation, spoken in Chinese",
            "A talk · 英文翻译，原话为中文",
        ),
        (
            {"translated_from": "zh", "machine_transcript": True},
            "A talk · English translation, spoken in Chinese",
            "A talk · 英文翻译，原话为中文",
        ),
        ({"machine_transcript": True}, "A talk · automatic English transcript", "A talk · 英文自动转写稿"),
        ({"translated_from": "en"}, "A talk", "A talk"),
    ],
)
def test_the_source_says_where_when_and_whose_words_they_are(source, english, chinese):
    quote = make_quote(source=make_source(**source))
    assert (source_line(quote, "en"), source_line(quote, "zh")) == (english, chinese)


def test_a_translation_is_shown_as_one_in_the_askers_script():
    assert source_line(QUOTE, "en") == ("The Show, 22 Nov 2024 · Chinese translation by 瓜哥AI新知, spoken in English")
    assert source_line(QUOTE, "zh") == "The Show，2024年11月22日 · 瓜哥AI新知中文翻译，原话为英文"
    assert source_line(QUOTE, "zh-Hant") == "The Show，2024年11月22日 · 瓜哥AI新知中文翻譯，原話為英文"


def test_the_first_link_goes_to_the_words_where_it_can():
    assert links(QUOTE, "en") == [("Read it in the article", "https://example.com/talk#:~:text=x")]
    assert links(make_quote(), "en") == [("Read it in the article", "https://example.com/talk")]


def test_every_link_is_named_for_what_it_is():
    source = make_source(link_kind="publisher", recording="https://example.com/v", transcript="https://example.com/t")
    assert links(make_quote(source=source), "en") == [
        ("Publisher's page", "https://example.com/talk"),
        ("Watch the talk", "https://example.com/v"),
        ("Original transcript", "https://example.com/t"),
    ]
    assert links(make_quote(source=source), "zh") == [
        ("节目页面", "https://example.com/talk"),
        ("观看原视频", "https://example.com/v"),
        ("原文文字稿", "https://example.com/t"),
    ]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"show": "The Show", "aired": "2024-11-22"}, "A talk, The Show, 22 Nov 2024"),
        ({}, "A talk"),
    ],
)
def test_what_has_no_link_shows_its_title_and_no_link_anywhere(fields, line):
    quote = make_quote(source=make_source(link=None, link_kind=None, **fields))
    assert (source_line(quote, "en"), links(quote, "en")) == (line, [])
    assert quote_markdown(quote, Person(name="Ada"), "en") == f"> Small models cost less.\n>\n> — **Ada**, {line}."
    as_json = quote_json(quote)
    assert (as_json["link"], as_json["link_kind"], as_json["deep_link"]) == (None, None, None)


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0.4, "A talk, 2 May 2024, at 0:00", "A talk，2024年5月2日，0:00 处"),
        (723.9, "A talk, 2 May 2024, at 12:03", "A talk，2024年5月2日，12:03 处"),
        (3723.0, "A talk, 2 May 2024, at 1:02:03", "A talk，2024年5月2日，1:02:03 处"),
    ],
)
def test_the_source_says_when_it_is_heard(seconds, english, chinese):
    quote = make_quote(source=make_source(published="2024-05-02"), start_seconds=seconds, line=7)
    lines = [source_line(quote, interface) for interface in ("en", "zh", "zh-Hant")]
    assert lines == [english, chinese, chinese.replace("处", "處")]
    assert quote_json(quote)["start_seconds"] == seconds


@pytest.mark.parametrize(
    ("fields", "english", "chinese"),
    [
        ({"line": 7}, "A talk, line 7", "A talk，第 7 行"),
        ({"line": 7, "start_seconds": 63.0}, "A talk, at 1:03", "A talk，1:03 处"),
        ({}, "A talk", "A talk"),
    ],
)
def test_what_has_no_link_shows_its_place(fields, english, chinese):
    quote = make_quote(source=make_source(link=None, link_kind=None), **fields)
    assert (source_line(quote, "en"), source_line(quote, "zh")) == (english, chinese)


def test_a_recording_is_linked_to_the_second():
    source = make_source(recording="https://youtu.be/a?si=b")
    assert links(make_quote(source=source, start_seconds=723.9), "en")[1:] == [
        ("Watch the talk", "https://youtu.be/a?si=b&t=723")
    ]
    assert links(make_quote(source=source), "en")[1:] == [("Watch the talk", "https://youtu.be/a?si=b")]
    source = make_source(recording="https://example.com/v")
    assert links(make_quote(source=source, start_seconds=1.0), "en")[1:] == [
        ("Watch the talk", "https://example.com/v")
    ]


def test_markdown_is_ready_to_paste():
    assert quote_markdown(QUOTE, ADA, "en") == (
        "> 小模型更便宜。\n>\n"
        "> — **Ada Byron \\(爱达·拜伦\\)**, The Show, 22 Nov 2024 · Chinese translation by 瓜哥AI新知, "
        "spoken in English. [Read it in the article](https://example.com/talk#:~:text=x)"
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**bold** _it_ `code`", r"\*\*bold\*\* \_it\_ \`code\`"),
        ("[a](https://evil.example)", r"\[a\]\(https://evil.example\)"),
        ("<script>alert(1)</script>", r"\<script\>alert\(1\)\</script\>"),
        ("a &lt; b", r"a \&lt; b"),
        ("# no heading", r"\# no heading"),
        ("> no quote | no ~~cell~~", r"\> no quote \| no \~\~cell\~\~"),
        ("- no list", r"\- no list"),
        ("1. no list - really", r"1\. no list - really"),
        ("![no](image)", r"\!\[no\]\(image\)"),
        (r"back\slash", r"back\\slash"),
    ],
)
def test_markdown_shows_hostile_text_as_it_is(text, escaped):
    assert quote_markdown(make_quote(text), Person(name="Ada"), "en") == (
        f"> {escaped}\n>\n> — **Ada**, A talk. [Read it in the article](https://example.com/talk)"
    )


def test_a_link_in_markdown_ends_where_it_ends():
    source = make_source(link="https://example.com/a_(b) <c>")
    assert quote_markdown(make_quote(source=source), Person(name="Ada"), "en").endswith(
        "[Read it in the article](https://example.com/a_%28b%29%20%3Cc%3E)"
    )


@pytest.mark.parametrize(
    ("interface", "said"), [("en", "speaker not named in the source"), ("zh", "来源没有写明说话人")]
)
def test_a_quote_of_nobody_says_so_everywhere(interface, said):
    quote = make_quote(speaker="", attribution="none", attribution_confidence=0.0)
    card = quote_card(quote, NOBODY, interface)
    assert (card.speaker, card.marks) == (said, ())
    assert f"**{said}**" in quote_markdown(quote, NOBODY, interface)


def test_a_quote_of_nobody_has_no_speaker_in_json():
    shown = quote_json(make_quote(speaker="", attribution="none", attribution_confidence=0.0))
    assert (shown["speaker"], shown["attribution"], shown["attribution_confidence"]) == (None, "none", 0.0)
