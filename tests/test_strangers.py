"""The kinds of transcripts that people really have: each word under the right name, or under none."""

import pytest
from fakes import make_document

from index.corpus.people import Roster
from index.errors import CorpusError
from index.turns import split_turns

ANA, BO = "Ana Ruiz", "Bo Lind"
SOLD, FROZE, EAT = "We sold the red bicycle.", "The river froze early.", "And what did you eat?"
LISTED = {"hosts": (BO,), "guests": (ANA,)}
ODD_NAMES = [
    "bolind42", "Bo (Lindco)", "Bo | Lindco", "Bo (he/him)", "bo lind", "@bo", "Bo, Lindco", "Bo 🚲", "?",
    "+1 555 010 0199", "Бо Линд", "Μπο Λιντ", "SPEAKER_02", "Bo", "BO LIND", "bo.lind@example.com", "话者1", "话者 1", "ボー",
]  # fmt: skip


def spoken(raw, suffix=".txt", **fields):
    """Return who says what; stretches that are nobody's with None."""
    document = make_document(raw, suffix=suffix, **fields)
    return [(turn.speaker, document.clean[turn.start : turn.end]) for turn in split_turns(document, Roster())]


def said_by(raw, suffix=".txt", **fields):
    """Return who says what, without what is nobody's."""
    return [pair for pair in spoken(raw, suffix, **fields) if pair[0]]


def cues(*texts, suffix=".vtt", line_end="\n"):
    """Return subtitles with a cue of five seconds for each text."""
    head = "WEBVTT\n\n" if suffix == ".vtt" else ""
    mark = "." if suffix == ".vtt" else ","
    times = [f"00:{5 * number // 60:02}:{5 * number % 60:02}{mark}000" for number in range(len(texts) + 1)]
    made = [f"{n + 1}\n{times[n]} --> {times[n + 1]}\n{text}\n\n" for n, text in enumerate(texts)]
    return (head + "".join(made)).replace("\n", line_end)


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("times", [1, 2])
def test_a_label_that_looks_like_no_name_is_a_speaker_where_every_turn_has_one(name, times):
    lines = [(ANA, SOLD), (name, FROZE), (ANA, EAT), *[(name, "It was still cold.")] * (times - 1)]
    expected = [(speaker, text) for speaker, text in lines]
    plain = [f"{speaker}: {text}" for speaker, text in lines]
    assert spoken("\n".join(plain)) == expected
    assert spoken("\n\n".join(plain)) == expected
    for suffix in (".vtt", ".srt"):
        assert spoken(cues(*plain, suffix=suffix), suffix) == expected
        assert spoken(cues(*plain, suffix=suffix), suffix, guests=(ANA,)) == expected


@pytest.mark.parametrize("name", ["Cy Oh / Dee Ng", "Cy Oh & Dee Ng", "Cy Oh and Dee Ng", "Audience"])
def test_two_people_behind_one_label_are_nobody(name):
    plain = [f"{ANA}: {SOLD}", f"{name}: {FROZE}", f"{ANA}: {EAT}", f"{BO}: Bread.", f"{BO}: And cheese."]
    expected = [(ANA, SOLD), (ANA, EAT), (BO, "Bread."), (BO, "And cheese.")]
    assert said_by("\n\n".join(plain)) == expected
    assert [pair for pair in said_by(cues(*plain), ".vtt") if pair[0] == ANA] == expected[:2]
    assert not any(FROZE in text for _, text in said_by(cues(*plain), ".vtt"))


@pytest.mark.parametrize("name", ["bolind42", "Bo (Lindco)", "Bo | Lindco", "Bo (he/him)", "SPEAKER_02", "Бо Линд"])
def test_an_odd_label_among_bare_paragraphs_ends_the_turn_before(name):
    raw = f"Ana: {SOLD}\n\nIt was old.\n\nIt was mine.\n\nCy: Why?\n\nAna: I was tired.\n\nOf it all.\n\nCy: Ah.\n\n"
    assert not any(FROZE in text for _, text in said_by(f"{raw}{name}: {FROZE}\n\nIndeed it did.\n\nAna: {EAT}"))
    twice = f"{raw}{name}: {FROZE}\n\nIndeed it did.\n\nAna: {EAT}\n\n{name}: We ate it all."
    assert (name, f"{FROZE}\nIndeed it did.") in said_by(twice)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("suffix", [".vtt", ".srt"])
def test_line_ends_of_subtitles_make_no_difference(suffix, line_end):
    raw = cues(
        f"{ANA}: I walked to a bakery", f"{ANA}: in the old town.", f"{BO}: {FROZE}", suffix=suffix, line_end=line_end
    )
    assert spoken(raw, suffix) == [(ANA, "I walked to a bakery in the old town."), (BO, FROZE)]
    changes = cues(
        f"{ANA}: I walked to a bakery",
        "in the old town.",
        f"{BO}: {FROZE}",
        f"{ANA}: {EAT}",
        suffix=suffix,
        line_end=line_end,
    )
    assert spoken(changes, suffix, **LISTED) == [
        (ANA, "I walked to a bakery in the old town."),
        (BO, FROZE),
        (ANA, EAT),
    ]


def test_mixed_line_ends_of_voices():
    raw = cues(f"<v {BO}>It stayed shut for weeks, and</v>", f"<v {ANA}>Could I stop you there?</v>")
    expected = [(BO, "It stayed shut for weeks, and"), (ANA, "Could I stop you there?")]
    assert spoken(raw, ".vtt") == expected
    assert spoken(raw.replace("\n", "\r\n", 5), ".vtt") == expected


def test_two_voices_in_one_cue_are_two_turns():
    raw = cues(f"<v {BO}>It stayed shut.</v> <v {ANA}>Could I stop you?</v>", f"<v {ANA}>Please.</v>")
    assert spoken(raw, ".vtt") == [(BO, "It stayed shut."), (ANA, "Could I stop you? Please.")]


OTTER = f"{ANA}  0:00  \n{SOLD}\n\n{BO}  0:05  \n{FROZE}\nIndeed.\n\n{ANA}  0:12  \n{EAT}\n"
TEAMS = f"{ANA}   0:03\n{SOLD}\n{BO}   0:19\n{FROZE}\nIndeed.\n{ANA}   0:30\n{EAT}"


@pytest.mark.parametrize("raw", [OTTER, TEAMS, OTTER.replace("\n", "\r\n"), TEAMS.replace("\n", "\r\n")])
@pytest.mark.parametrize("fields", [{}, LISTED])
def test_a_name_and_a_time_on_a_line(raw, fields):
    assert spoken(raw, **fields) == [(ANA, SOLD), (BO, f"{FROZE} Indeed."), (ANA, EAT)]


@pytest.mark.parametrize("name", ["bolind42", "Bo (Lindco)", "Speaker 1", "说话人 1", "話者1", "Unknown Speaker 2"])
def test_an_odd_name_and_a_time_on_a_line(name):
    raw = TEAMS.replace(BO, name)
    expected = None if name.startswith("Unknown") else name
    assert spoken(raw) == [(ANA, SOLD), (expected, f"{FROZE} Indeed."), (ANA, EAT)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("00:03\n{0}\n", "00:19\n{0}\n"),
        ("[{0}] [00:03] ", "[{0}] [00:19] "),
        ("{0} 00:03\n", "{0} 00:19\n"),
        ("[00:03] {0}: ", "[00:19] {0}: "),
        ("({0}) 00:03: ", "({0}) 00:19: "),
        ("{0}\n00:03\n", "{0}\n00:19\n"),
    ],
)
@pytest.mark.parametrize("names", [(ANA, BO), ("Speaker 1", "Speaker 2"), ("说话人 1", "说话人 2")])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_times_above_beside_and_below_names(first, second, names, between):
    one, two = names
    turns = [
        first.format(one) + SOLD,
        second.format(two) + FROZE,
        first.format(one) + EAT,
        second.format(two) + "Bread.",
    ]
    assert spoken(between.join(turns)) == [(one, SOLD), (two, FROZE), (one, EAT), (two, "Bread.")]


def test_a_second_label_inside_a_line():
    raw = "Ada Lovelace: We stopped. Charles Babbage: And the money? Ada Lovelace: Less.\n\nAda Lovelace: Much less."
    expected = [("Ada Lovelace", "We stopped."), ("Ada Lovelace", "Less."), ("Ada Lovelace", "Much less.")]
    found = spoken(raw, hosts=("Charles Babbage",), guests=("Ada Lovelace",))
    assert [pair for pair in found if pair[0] == "Ada Lovelace"] == expected
    assert [text for name, text in found if name != "Ada Lovelace"] == ["And the money?"]


def test_a_second_label_inside_a_line_in_bold():
    raw = "**河报：何时结冰？****林波：**十一月。\n\n**河报：**然后呢？**林波：**春天来了。"
    assert spoken(raw, ".md", hosts=("河报",), guests=("林波",)) == [
        ("河报", "何时结冰？"), ("林波", "十一月。"), ("河报", "然后呢？"), ("林波", "春天来了。"),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["**{}**", "## {}", "__{}__"])
def test_marked_questions_and_bare_answers(mark):
    asked = ["How did it close?", "What came then?"]
    raw = (
        f"An introduction.\n\n{mark.format(asked[0])}\n\n{FROZE}\n\nIndeed it did.\n\n{mark.format(asked[1])}\n\n{SOLD}"
    )
    assert spoken(raw, ".md", hosts=(BO,), guests=(ANA,)) == [
        (BO, asked[0]), (ANA, FROZE), (ANA, "Indeed it did."), (BO, asked[1]), (ANA, SOLD),
    ]  # fmt: skip


def test_credits_and_captions_are_nobodys():
    raw = "赵明：冬天冷吗？\n\n图源：资料馆\n\n林晓：很冷，河都结冰了。\n\n图源：资料馆\n\n赵明：谢谢你来做客。\n\n林晓：不客气，我很高兴。\n\n欢迎点赞、在看、转发。排版：小王"
    assert said_by(raw) == [
        ("赵明", "冬天冷吗？"), ("林晓", "很冷，河都结冰了。"), ("赵明", "谢谢你来做客。"), ("林晓", "不客气，我很高兴。"),
    ]  # fmt: skip


def test_a_caption_above_a_bold_question_is_no_part_of_it():
    raw = "**How did it close?**\n\n{0}\n\nA photo of the river\n**What came then?**\n\n{1}\n\n**And later?**\n\n{0}"
    assert said_by(raw.format(FROZE, SOLD), ".md", hosts=(BO,), guests=(ANA,)) == [
        (BO, "How did it close?"), (ANA, FROZE), (BO, "What came then?"), (ANA, SOLD), (BO, "And later?"), (ANA, FROZE),
    ]  # fmt: skip


def test_an_image_whose_address_is_wrapped_begins_no_quote():
    raw = f"Ana: {EAT}\n\nBo: ![](https://x.org/a.jpg?y\n&from;=z) {FROZE}\n\nAna: Ah.\n\nBo: Yes."
    assert said_by(raw, ".md") == [("Ana", EAT), ("Bo", FROZE), ("Ana", "Ah."), ("Bo", "Yes.")]


def test_a_running_page_header_is_nobodys():
    page = "The River Review, page {}\n"
    raw = "".join(
        f"Ana: We sold the red bicycle and then went to\n{page.format(n)}the old town for bread.\n\nBo: Why, and when was it?\n\n"
        for n in range(5)
    )
    assert not any("Review" in text for _, text in said_by(raw))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ruiz. ", "Lind. "), ("Mr. Ruiz. ", "Ms. Lind. "), ("MR. RUIZ. ", "MS. LIND. "), ("Ana Ruiz – ", "Bo Lind – "),
        ("__Ana Ruiz__ ", "__Bo Lind__ "), ("**Ana Ruiz** ", "**Bo Lind** "), ("> **Ana Ruiz:** ", "> **Bo Lind:** "),
        ("Ana Ruiz | ", "Bo Lind | "), ("SPEAKER_00: ", "SPEAKER_01: "), ("[SPEAKER_00]: ", "[SPEAKER_01]: "),
        ("アナ：", "ボー："), ("話者1：", "話者2："), ("__アナ__ ", "__ボー__ "), ("<ana> ", "<bo> "), ("**Ana Ruiz:** ", "**Bo Lind:** "),
    ],
)  # fmt: skip
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_labels_of_other_shapes(one, two, between):
    raw = between.join([one + SOLD, two + FROZE, one + EAT, two + "Bread, of course.", one + "Ah."])
    names = {one: one.strip(" .–_*>|:：[]<"), two: two.strip(" .–_*>|:：[]<")}
    assert spoken(raw, ".md") == [
        (names[one], SOLD), (names[two], FROZE), (names[one], EAT), (names[two], "Bread, of course."), (names[one], "Ah."),
    ]  # fmt: skip


def test_question_and_answer_with_full_stops():
    raw = f"Q. {EAT}\n\nA. {FROZE}\n\nQ. Why?\n\nA. {SOLD}"
    assert spoken(raw, hosts=(BO,), guests=(ANA,)) == [(BO, EAT), (ANA, FROZE), (BO, "Why?"), (ANA, SOLD)]


@pytest.mark.parametrize(
    "explained",
    [
        "AR = Ana Ruiz\nBL = Bo Lind\n\n", "An evening with Ana Ruiz (AR) and Bo Lind (BL).\n\n",
        "Participants: Ana Ruiz, Bo Lind\n\n", "---\nspeakers: Ana Ruiz, Bo Lind\n---\n\n", "AR: Ana Ruiz\nBL: Bo Lind\n\n",
    ],
)  # fmt: skip
def test_initials_are_resolved_from_the_document(explained):
    raw = f"{explained}AR: {SOLD}\n\nBL: {FROZE}\n\nAR: {EAT}\n\nBL: Bread, of course."
    assert [pair for pair in said_by(raw) if pair[1] in (SOLD, FROZE, EAT)] == [(ANA, SOLD), (BO, FROZE), (ANA, EAT)]


def test_a_short_label_for_two_is_nobody():
    raw = f"Ana Ruiz: {SOLD}\n\nAna Lopez: {FROZE}\n\nAna: {EAT}\n\nAna Ruiz: Bread, of course.\n\nAna Lopez: Ah."
    assert EAT not in [text for _, text in said_by(raw)]


def rolling(lines):
    """Return captions as YouTube's download has them: each line comes, stands a moment alone, and moves up."""
    made, before = ["WEBVTT\nKind: captions\n"], " "
    for number, line in enumerate(lines):
        start, end = f"00:00:{2 * number:02}.000", f"00:00:{2 * number + 2:02}.000"
        words = line.split()
        timed = words[0] + "".join(f"<00:00:{2 * number:02}.500><c> {word}</c>" for word in words[1:])
        made += [f"{start} --> {end} align:start\n{before}\n{timed}\n", f"{end} --> {end[:-3]}010\n{line}\n \n"]
        before = line
    return "\n".join(made)


def test_rolling_captions_have_each_word_once():
    lines = [
        f"Ana: {SOLD}",
        "It was old and",
        "nobody wanted it.",
        f"Bo: {FROZE}",
        "Nobody could sail",
        "before March.",
        f"Ana: {EAT}",
        "Bo: Bread.",
    ]
    assert spoken(rolling(lines), ".vtt") == [
        ("Ana", f"{SOLD} It was old and nobody wanted it."), ("Bo", f"{FROZE} Nobody could sail before March."),
        ("Ana", EAT), ("Bo", "Bread."),
    ]  # fmt: skip


def test_what_is_really_said_twice_stays():
    raw = cues("Ana: Yes.", "Yes.", "Bo: No.", "Really not.", "Ana: Well.", "We shall see.", suffix=".srt")
    assert spoken(raw, ".srt", hosts=("Ana",), guests=("Bo",))[0] == ("Ana", "Yes. Yes.")


def test_another_colour_is_another_voice():
    yellow, cyan = '<font color="#ffff00">{}</font>', '<font color="#00ffff">{}</font>'
    raw = cues(
        yellow.format("Ada: The river froze early that year."), cyan.format("And the money?"), yellow.format("Ada: Gone by May."),
        cyan.format("Charles: A pity."), cyan.format("A great pity."), yellow.format("Ada: Indeed it is."), suffix=".srt",
    )  # fmt: skip
    assert said_by(raw, ".srt", hosts=("Charles",), guests=("Ada",)) == [
        ("Ada", "The river froze early that year."), ("Ada", "Gone by May."), ("Charles", "A pity. A great pity."), ("Ada", "Indeed it is."),
    ]  # fmt: skip


def test_an_interrupted_sentence_is_not_given_to_who_interrupts():
    raw = cues(
        "Ana Ruiz (host): Is it for the people",
        "Bo Lind (guest): and of course",
        "for the river.",
        "Ana Ruiz (host): I see.",
        suffix=".srt",
    )
    assert spoken(raw, ".srt") == [(ANA, "Is it for the people"), (BO, "and of course for the river."), (ANA, "I see.")]


def test_a_cue_without_a_name_among_named_ones_is_nobodys():
    labelled = [
        f"{name}: It was the {number}." for name in (ANA, BO) for number in ("first", "second", "third", "last")
    ]
    raw = cues(*labelled, *labelled[::-1], "yeah.", f"{ANA}: {EAT}")
    assert "yeah." not in " ".join(text for _, text in said_by(raw, ".vtt"))
    assert said_by(raw, ".vtt")[-1] == (ANA, EAT)


@pytest.mark.parametrize("label", ["Unknown", "Unknown Speaker", "一同", "配音", "Jingles", "Ana/Bo"])
def test_labels_of_nobody_known(label):
    lines = [
        f"Ana: {SOLD}",
        f"Bo: {FROZE}",
        f"Ana: {EAT}",
        "Bo: Bread.",
        f"{label}: We laughed at that.",
        "Ana: Ah, yes.",
    ]
    assert "We laughed at that." not in [text for _, text in said_by("\n\n".join(lines))]


def test_a_time_alone_goes_on_with_the_turn():
    raw = f"Bo Lind (00:00:00):\n{FROZE}\n\n(00:00:09):\nIndeed it did.\n\nAna Ruiz (00:00:12):\n{EAT}\n\nBo Lind (00:00:15):\nBread."
    document = make_document(raw)
    turns = split_turns(document, Roster())
    assert [(turn.speaker, turn.start_seconds, document.clean[turn.start : turn.end]) for turn in turns] == [
        (BO, 0, FROZE), (BO, 9, "Indeed it did."), (ANA, 12, EAT), (BO, 15, "Bread."),
    ]  # fmt: skip


def test_a_name_alone_on_a_line_with_blanks_behind():
    raw = f"{ANA}  \nIs it for the people, and\n\n{BO}  \n{FROZE}\n\n{ANA}  \n{EAT}\n\n{BO}  \nBread."
    assert spoken(raw, ".md") == [(ANA, "Is it for the people, and"), (BO, FROZE), (ANA, EAT), (BO, "Bread.")]


def test_a_misprinted_label_is_nobodys():
    raw = f"Stormy Lind: {FROZE}\n\nIt was cold.\n\nAna: {EAT}\n\nI wondered.\n\nStormy Lind: Bread.\n\nAna: Ah.\n\ntormy Lind: And cheese.\n\nAna: I see."
    assert "And cheese." not in " ".join(text for _, text in said_by(raw))


def test_a_first_name_is_who_speaks_under_it_and_not_the_interviewer_of_that_name():
    raw = f"INTERVIEWER: Bo Ruiz\n\nINTERVIEWEE: Bo Lind\n\nQ: {EAT}\n\nBo Lind: {FROZE}\n\nQ: Why?\n\nBo: It was cold.\n\nQ: And?\n\nBo Lind: {SOLD}"
    assert [pair for pair in said_by(raw) if pair[1] in (FROZE, "It was cold.", SOLD)] == [
        (BO, FROZE), (BO, "It was cold."), (BO, SOLD),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "timing", ["0.000 --> 3.480", "00:01.2 --> 00:03.4", "00:00:00.000-->00:00:02.000", "0:00:00,000 --> 0:00:02,000"]
)
def test_times_of_cues_in_other_forms(timing):
    raw = "".join(f"{timing}\n{name}: {text}\n\n\n" for name, text in ((ANA, SOLD), (BO, FROZE), (ANA, EAT)))
    assert spoken(raw, ".srt") == [(ANA, SOLD), (BO, FROZE), (ANA, EAT)]


def test_questions_with_a_mark_and_answers_with_one_only_sometimes():
    raw = f"**Q. {EAT}**\n\n{SOLD}\n\n**Q. Why?**\n\n**A:** {FROZE}\n\n**Q. Then?**\n\nWe went home."
    assert said_by(raw, ".md", hosts=(BO,), guests=(ANA,)) == [
        (BO, EAT), (ANA, SOLD), (BO, "Why?"), (ANA, FROZE), (BO, "Then?"), (ANA, "We went home."),
    ]  # fmt: skip


def test_chinese_headings_that_ask_with_closing_marks():
    raw = "####问：河什么时候结冰？####\n\n**答：** 十一月，每年都一样。\n\n###问：然后呢？\n\n答：\n    春天就化了，鱼也回来了。"
    assert spoken(raw, ".md", hosts=("赵明",), guests=("林晓",)) == [
        ("赵明", "河什么时候结冰？"), ("林晓", "十一月，每年都一样。"), ("赵明", "然后呢？"), ("林晓", "春天就化了，鱼也回来了。"),
    ]  # fmt: skip


def test_times_without_names_name_nobody():
    raw = "".join(f"{n}:5{n}\n\nOkay, yes, it was {n} years ago.\n\n" for n in range(10, 20))
    with pytest.raises(CorpusError, match="no speaker found"):
        spoken(raw)


def test_seconds_are_those_of_cues():
    document = make_document(cues(f"{ANA}: {SOLD}", f"{BO}: {FROZE}", f"{ANA}: {EAT}"), suffix=".vtt")
    assert [turn.start_seconds for turn in split_turns(document, Roster())] == [0, 5, 10]


def test_line_numbers_are_no_words():
    said = [f"MR. RUIZ: {SOLD}", "It was old and", "nobody wanted it.", f"MS. LIND: {FROZE}", "Nobody could sail."] * 6
    raw = "".join(f" {number % 25 + 1:2}   {line}\n" for number, line in enumerate(said))
    assert spoken(raw)[:2] == [
        ("MR. RUIZ", f"{SOLD} It was old and nobody wanted it."),
        ("MS. LIND", f"{FROZE} Nobody could sail."),
    ]


def test_a_title_behind_a_name_is_nobodys():
    raw = f"Bo Lind: An Interview Conducted by Ana Ruiz, 4 November 2013.\n\nInterview #694 for the institute.\n\nQ: {EAT}\n\nBo Lind: {FROZE}\n\nQ: Why?\n\nBo Lind: It was cold."
    assert [text for name, text in said_by(raw) if name == BO] == [FROZE, "It was cold."]


@pytest.mark.parametrize("suffix", [".vtt", ".srt"])
def test_subtitles_in_a_text_file_are_subtitles(suffix):
    raw = cues(f"{ANA}: {SOLD}", f"{BO}: {FROZE}", f"{ANA}: {EAT}", suffix=suffix)
    assert spoken(raw, ".txt") == [(ANA, SOLD), (BO, FROZE), (ANA, EAT)]


def test_a_time_behind_the_colon_is_when_the_turn_begins():
    raw = f"Speaker 0: 00:00:02\n\n{SOLD}\n\nSpeaker 1: 00:01:05\n\n{FROZE}\n\nSpeaker 0: 01:00:00\n\n{EAT}"
    assert [turn.start_seconds for turn in split_turns(make_document(raw), Roster())] == [2, 65, 3600]
