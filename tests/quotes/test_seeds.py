"""The interviews that come with the project, from end to end: every promise about a quote, kept by all of them."""

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import unquote

import pytest

from index.embed.pieces import different_pieces

ALI = "000_dac4415e3c8e87e1"
SCALE = "001_d9b10cb4f84c3d92"
MOSAIC = "002_99461924bc81412a"
OPENAI = "003_db0142c2bbde2aab"

# Words of editors and machines: headlines, summaries, introductions, adverts, page furniture.
NOBODYS_WORDS = [
    "文章作者",
    "关注公众号",
    "本文访谈内容整理自",
    "内容导读",
    "从专业领域走向大众消费级应用的转折点",
    "最终会走向专业化和整合",
    "大公司拥有数据优势，但行动迟缓",
    "这需要果断决策和对未来趋势的准确判断",
    "早期培养领导者",
    "努力工作是成功的关键",
    "Databricks CEO Ali Ghodsi简介",
    "数据分析和云计算领域的杰出人物",
    "戈德西并非仅仅是一位企业领导者",
    "参考资料",
    "往期精选",
    "黄仁勋专访",
    "三维表征",
    "打开网易新闻",
    "全球最年轻的 95 后亿万富翁",
    "Alexandr 坦言初期阶段充满了焦虑和迷茫",
    "创业者必须具备非理性但坚定的自信",
    "以下为这次对谈的全部内容",
    "精选内容",
    "sunsetting PodQuest",
    "Export Podcast Subscriptions",
    "Shownotes",
    "我坚信,AI技术应该掌握在每个人手中",
    "数据标注仍然是AI世界中的一个关键环节",
    "本期节目探讨了AI技术从炒作到实际应用的转变",
    "字号",
    "4月16日消息",
    "首席运营官布拉德·莱特卡普(BradLightcap)",
    "在这次专访中",
    "以下为奥特曼和莱特卡普专访全文",
    "01七年前创建OpenAI",
    "02 工作中有分歧",
    "工作中有分歧",
    "还没有人评论",
    "wailaike",
    "is seconds",
    # Speakers' words that the documents give to the wrong one, or to nobody in particular.
    "我是 Ryan,想问一下你对合成数据的看法",
    "通常创业者在开始时会被告知",
    "想听听你对人们意见的看法",
    "我们现在冻结了模型开发",
    "The fact that Databricks was founded by a PhD super team",
]

WHO_SAYS_WHAT = [
    (ALI, "坦白说，我认为我们正处于顶峰。", "Ali Ghodsi", "printed"),
    (ALI, "这种动态正在发挥作用，在这个人工智能时代，数据极其重要", "Ali Ghodsi", "printed"),
    (ALI, "首先，必须制定正确的数据策略", "Ali Ghodsi", "printed"),
    (ALI, "我认为是2009年。", "Ali Ghodsi", "printed"),
    (ALI, "Ali是Databricks的联合创始人兼首席执行官", "Logan Bartlett", "printed"),
    (ALI, "所以你现在已经从事人工智能15年了", "Logan Bartlett", "printed"),
    (SCALE, "是的,我们做了 YC", "Alexandr Wang", "printed"),
    (SCALE, "很多公司都开始时都在模仿当时成功的公司", "Alexandr Wang", "printed"),
    (SCALE, "客户永远是对的", "Alexandr Wang", "printed"),
    (SCALE, "Mark 在 Facebook 常常告诉我们", "Aditya Agarwal", "printed"),
    (SCALE, "我安装 Cursor 时的想法也是", "Aditya Agarwal", "printed"),
    (MOSAIC, "making machine learning efficient for everyone", "Jonathan Frankle", "curated"),
    (MOSAIC, "the high school track at NeurIPS was really cool", "Jonathan Frankle", "curated"),
    (MOSAIC, "Chinchilla was like early visionary work", "Jonathan Frankle", "curated"),
    (MOSAIC, "I have the privilege of hosting Jonathan Frankel", "Jon Turow", "curated"),
    (MOSAIC, "There's an imaginative leap that you have to make", "Jon Turow", "curated"),
    (OPENAI, "我从小就对人工智能抱有浓厚的兴趣", "Sam Altman", "printed"),
    (OPENAI, "开源模型无疑将在未来的技术生态中占据一席之地", "Sam Altman", "printed"),
    (OPENAI, "山姆身上有两个令我印象深刻的优点", "Brad Lightcap", "printed"),
    (OPENAI, "而无需与山姆商讨", "Brad Lightcap", "curated"),
    (OPENAI, "我比奥特曼早一步进入OpenAI", "Brad Lightcap", "printed"),
    (OPENAI, "这次采访真的让我激动不已", "Harry Stebbings", "printed"),
]


def quotes_with(cut_seeds, words, document_id=None):
    return [quote for quote in cut_seeds.quotes if words in quote.text and document_id in (None, quote.source.id)]


def test_every_interview_is_read_and_quoted(seeds, cut_seeds):
    assert (seeds.failures, cut_seeds.failures) == ({}, {})
    assert [document.source.id for document in seeds.documents] == [ALI, SCALE, MOSAIC, OPENAI]
    least = {ALI: 1000, SCALE: 300, MOSAIC: 400, OPENAI: 200}
    counts = Counter(quote.source.id for quote in cut_seeds.quotes)
    assert {name: counts[name] >= count for name, count in least.items()} == dict.fromkeys(least, True)


def test_every_quote_is_verbatim_in_the_clean_and_in_the_raw_text(seeds, cut_seeds):
    for quote in cut_seeds.quotes:
        document = seeds.document(quote.source.id)
        assert document.clean[quote.start : quote.end] == quote.text
        assert document.raw_span(quote.start, quote.end) == (quote.raw_start, quote.raw_end)
        offsets = document.raw_offsets[quote.start : quote.end]
        assert all(before < after for before, after in pairwise(offsets))
        for character, offset in zip(quote.text, offsets, strict=True):
            assert document.raw[offset] == character or (character == " " and document.raw[offset].isspace())


def test_nothing_but_white_space_and_emphasis_is_left_out_inside_a_quote(seeds, cut_seeds):
    for quote in cut_seeds.quotes:
        raw = seeds.document(quote.source.id).raw[quote.raw_start : quote.raw_end]
        assert re.sub(r"[\s*\\]", "", raw) == re.sub(r"\s", "", quote.text)


def test_one_turn_of_its_speaker_holds_every_quote(cut_seeds, turns_of_seeds):
    for quote in cut_seeds.quotes:
        turns = turns_of_seeds[quote.source.id]
        holding = [turn for turn in turns if turn.start < quote.end and quote.start < turn.end]
        assert [(turn.speaker, turn.role) for turn in holding] == [(quote.speaker, quote.role)]
        assert holding[0].start <= quote.start < quote.end <= holding[0].end


def test_every_quote_has_a_listed_speaker_and_a_link(cut_seeds):
    for quote in cut_seeds.quotes:
        assert quote.speaker in (*quote.source.hosts, *quote.source.guests)
        assert quote.role == ("host" if quote.speaker in quote.source.hosts else "guest")
        assert quote.attribution in ("printed", "curated")
        assert quote.source.link.startswith(("https://", "http://mp.weixin.qq.com/"))


def test_ids_and_texts_are_unique(cut_seeds):
    assert [text for text, count in Counter(quote.text for quote in cut_seeds.quotes).items() if count > 1] == []
    assert len({quote.id for quote in cut_seeds.quotes}) == len(cut_seeds.quotes)


@pytest.mark.parametrize("words", NOBODYS_WORDS)
def test_words_that_are_nobodys_are_in_no_quote(seeds, cut_seeds, words):
    assert any(words in document.raw or words in document.clean for document in seeds.documents)
    assert [quote.text for quote in quotes_with(cut_seeds, words)] == []


@pytest.mark.parametrize(("document_id", "words", "speaker", "attribution"), WHO_SAYS_WHAT)
def test_who_says_what(cut_seeds, document_id, words, speaker, attribution):
    matching = quotes_with(cut_seeds, words, document_id)
    assert {(quote.speaker, quote.attribution) for quote in matching} == {(speaker, attribution)}


def test_the_clip_at_the_start_of_an_episode_is_quoted_from_the_talk_alone(seeds, cut_seeds):
    document = seeds.document(MOSAIC)
    words = "you're going to be able to scale your business"
    places = [match.start() for match in re.finditer(words, document.clean)]
    assert len(places) == 2
    matching = quotes_with(cut_seeds, words)
    assert matching != []
    assert [quote.text for quote in matching if quote.start < places[1] - 1000] == []


@pytest.mark.parametrize(
    ("document_id", "guest"),
    [
        (ALI, "Ali Ghodsi"),
        (SCALE, "Alexandr Wang"),
        (MOSAIC, "Jonathan Frankle"),
        (OPENAI, "Sam Altman"),
        (OPENAI, "Brad Lightcap"),
    ],
)
def test_at_least_95_percent_of_a_guests_words_are_in_some_quote(seeds, cut_seeds, turns_of_seeds, document_id, guest):
    document = seeds.document(document_id)
    quoted = {
        place
        for quote in cut_seeds.quotes
        if (quote.source.id, quote.speaker) == (document_id, guest)
        for place in range(quote.start, quote.end)
    }
    words = [
        match.start()
        for turn in turns_of_seeds[document_id]
        if turn.speaker == guest
        for match in re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9]+").finditer(document.clean, turn.start, turn.end)
    ]
    assert len(words) > 1000
    assert sum(place in quoted for place in words) / len(words) >= 0.95


def test_a_deep_link_leads_to_the_quote_where_the_page_holds_its_words(seeds, cut_seeds):
    linked = [quote for quote in cut_seeds.quotes if quote.deep_link]
    assert {quote.source.id for quote in linked} == {ALI, SCALE}
    for quote in linked[::7]:
        page = seeds.document(quote.source.id).clean
        link, _, directive = quote.deep_link.partition(":~:text=")
        assert link.rstrip("#") == quote.source.link.rstrip("#")
        prefix, _, terms = directive.rpartition("-,")
        first, _, last = terms.partition(",")
        start = page.find(unquote(first), page.find(unquote(prefix), quote.start - 200 if prefix else 0))
        end = page.find(unquote(last), start + len(unquote(first))) + len(unquote(last)) if last else start
        assert quote.start <= start < quote.start + 3
        assert end <= quote.end


def test_translations_say_so(seeds):
    assert {document.source.id: document.source.translated_from for document in seeds.documents} == {
        ALI: "en",
        SCALE: "en",
        MOSAIC: None,
        OPENAI: "en",
    }


def test_the_pieces_of_a_quote_are_all_of_it(cut_seeds):
    for quote in cut_seeds.quotes:
        assert "".join("".join(quote.pieces).split()) == "".join(quote.text.split())
        assert 1 <= len(quote.pieces) <= 3


def test_each_sentence_is_embedded_once(cut_seeds):
    pieces = different_pieces([quote.pieces for quote in cut_seeds.quotes])
    assert (len(pieces), sum(map(len, pieces))) == (1762, 86753)
    assert sum(len(quote.text) for quote in cut_seeds.quotes) == 213544
