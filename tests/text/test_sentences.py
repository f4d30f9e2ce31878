import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import is_finished, is_question, split_sentences


def sentences(text):
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["第一句。", "第二句！", "第三句？", "没有说完"],
        ["One here.", "Two now!", "Three?", "And then"],
        ["真的吗?", "是的!", "好。"],
        ["我们用Spark.", "然后呢?"],
        ["什么？！", "不！！", "好。"],
        ["What?!", "No way!", "Yes..."],
        ["没有句号"],
        ["LLAMA 405 is big.", "GPT-4 is not."],
        ["It costs $1.3 billion.", "405 of them do."],
    ],
)
def test_both_widths_of_marks_end_sentences(expected):
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected", [["第一句。", "第二句！", "没有说完"], ["等等……", "你说什么？"], ["真的吗?", "是的。"]]
)
def test_chinese_needs_no_space_between_sentences(expected):
    assert sentences("".join(expected)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "增长了3.5倍，从1.2到4.2。",
        "It grew 3.5 times and v1.2.3 is at example.com today.",
        "He met Mr. Smith, Dr. Who and Prof. Lee vs. St. Mary.",
        "The U.S. Army hired J. K. Rowling, e.g. as a writer, i.e. for words.",
        "We rank No. 5 of all.",
        "1. The first item of a list.",
        "So... that is it.",
        "Well!... maybe not.",
        "嗯……，是的。",
        "他想…？",
    ],
)
def test_decimals_abbreviations_initials_item_numbers_and_pauses_end_no_sentence(sentence):
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    "expected",
    [
        ["No.", "I mean it."],
        ["So...", "The fact is plain."],
        ["We were 10.", "Then we were 20."],
        ["他想……", "好吧。"],
    ],
)
def test_what_looks_like_an_abbreviation_or_a_pause_may_end_a_sentence(expected):
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["他说：“好。”", "然后走了。"],
        ["他说（很快。）", "然后走了。"],
        ['He said "No." ', "Then he left."],
        ["He said “fine.” ", "Next."],
        ["(He left.) ", "Then I did."],
        ["“你好。”", "他说。"],
    ],
)
def test_marks_that_close_belong_to_the_sentence_before_them(expected):
    assert sentences("".join(expected)) == [sentence.strip() for sentence in expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "我说，“嘿，我们有一把枪。只剩一颗子弹！你怎么办？”",
        "「一。二。」，他说。",
        "“这款新车更好。”的说法很多。",
        'He said "One. Two? Three!" again and again.',
        "He said “One. Two.” again.",
    ],
)
def test_speech_inside_quotation_marks_is_kept_whole(sentence):
    assert sentences(sentence) == [sentence]


def test_a_speech_of_more_than_160_characters_is_split():
    speech = "长" * 158 + "。好"
    assert sentences(f"“{speech}”") == [f"“{'长' * 158}。", "好”"]
    assert sentences(f"“{speech[1:]}”") == [f"“{speech[1:]}”"]


def test_a_straight_mark_that_opens_is_left_to_the_next_sentence():
    assert sentences('I left. "Why?" he asked.') == ["I left.", '"Why?" he asked.']


def test_a_lone_quotation_mark_protects_nothing():
    assert sentences('The 5" one. Then more.') == ['The 5" one.', "Then more."]
    assert sentences("“一。二。") == ["“一。", "二。"]


def test_blank_text_has_no_sentences():
    assert sentences(" \n ") == []


@given(st.text(alphabet="ab Z9.!?…。！？“”\"')）好，1", max_size=80))
def test_sentences_hold_every_word_once_and_in_order(text):
    spans = split_sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert [edge for span in spans for edge in span] == sorted(edge for span in spans for edge in span)


@pytest.mark.parametrize(
    ("sentence", "finished", "question"),
    [
        ("好。", True, False),
        ("“好吗？”", True, True),
        ('"Is it?")', True, True),
        ("Well...", True, False),
        ("嗯…", True, False),
        ("Go!", True, False),
        ("and then", False, False),
        ("以及：", False, False),
        ("", False, False),
    ],
)
def test_a_sentence_is_finished_by_its_last_mark(sentence, finished, question):
    assert (is_finished(sentence), is_question(sentence)) == (finished, question)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("いつ凍りましたか。", True),
        ("「なぜでしょうか。」", True),
        ("本当なのか．", True),
        ("海は静か。", False),
        ("なかなか。", False),
        ("언제 얼었습니까.", True),
        ("갈까요.", True),
        ("무엇을 하셨나요.", True),
        ("누구인가요.", True),
        ("추우니까.", False),
        ("학교에 가요.", False),
    ],
)
def test_questions_in_japanese_and_korean_end_with_a_word(sentence, question):
    assert is_question(sentence) == question


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["Wir haben am 3. Oktober angefangen, z. B. mit Brot.", "Das war im 19. Jahrhundert nicht üblich.",
                "„Niemand glaubte daran.“", "Er kam bzw. Frau Klein.", "Das war 1998.", "Dann kam Dr. Weber."]),
        ("es", ["¿Cómo empezó?", "¡Nadie!", "El Sr. Ruiz y la Sra. Paz vinieron.", "¿Quién más?"]),
        ("fr", ["Pourquoi ici ?", "« Personne ne viendra ! » disait ma mère.", "M. Dupont est venu, p. ex. hier."]),
        ("ja", ["小さな店から始めました。", "「誰も来ない。」と母は言いました。", "本当ですか？", "百人来た！"]),
        ("hi", ["हमने शुरुआत की।", "किसने मदद की?", "किसी ने नहीं।"]),
        ("ar", ["بدأنا بفرن صغير.", "من ساعدكم؟", "لا أحد."]),
        ("ru", ["Мы начали в 1998 г. на кухне.", "Т. е. денег не было.", "Кто помог?"]),
        ("th", ["เราเริ่มจากเตาเล็กๆ", "ไม่มีใครเชื่อ"]),
    ],
)  # fmt: skip
def test_other_languages_have_ends_of_their_own(language, expected):
    text = " ".join(expected).replace("。 ", "。").replace("？ ", "？").replace("」 ", "」")
    assert [text[start:end] for start, end in split_sentences(text, language)] == expected


@pytest.mark.parametrize(
    ("sentence", "language", "finished", "question"),
    [
        ("Pourquoi ici ?", "fr", True, True),
        ("« Personne ne viendra ! »", "fr", True, False),
        ("„Niemand glaubte daran.“", "de", True, False),
        ("किसी ने नहीं।", "hi", True, False),
        ("من ساعدكم؟", "ar", True, True),
        ("ไม่มีใครเชื่อ", "th", True, False),
        ("ไม่มีใครเชื่อ", "en", False, False),
    ],
)
def test_other_marks_finish_sentences_and_ask(sentence, language, finished, question):
    assert (is_finished(sentence, language), is_question(sentence)) == (finished, question)
