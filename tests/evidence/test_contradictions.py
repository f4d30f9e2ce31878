"""Quotes made by hand, as a reader with a wrong rule would make them, against the raw file that they are from."""

import pytest

from index.corpus.people import Roster
from index.domain import Document, Person
from index.evidence import contradictions
from tests.support.fakes import make_quote, make_source


def quoted(raw, pieces, speaker, suffix=".txt", attribution="printed", **source_fields):
    """Return a document whose clean text is nothing but a quote made of `pieces` of the raw text, and the quote."""
    source = make_source(suffix=suffix, **source_fields)
    offsets, place = [], 0
    for piece in pieces:
        start = raw.index(piece, place)
        offsets += [place, *range(start, start + len(piece))] if offsets else range(start, start + len(piece))
        place = start + len(piece)
    text = " ".join(pieces)
    quote = make_quote(
        text, speaker=speaker, source=source, raw_start=offsets[0], raw_end=place, attribution=attribution
    )
    return Document(source=source, raw=raw, clean=text, raw_offsets=offsets, blocks=()), quote


def against(raw, pieces, speaker, suffix=".txt", roster=None, **fields):
    document, quote = quoted(raw, pieces, speaker, suffix, **fields)
    return [
        (contradiction.line, str(contradiction.reason))
        for contradiction in contradictions(document, [quote], roster or Roster())
    ]


LABELS = """Ana Ruiz: We sold the red bicycle.
{other}: The river froze early.
Ana Ruiz: And what did you eat?
{other}: Fish, and a little bread.
Ana Ruiz: Where did you sleep?
{other}: Under the old bridge.
"""
ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Ana Ruiz: We carried the oven

2
00:00:05.000 --> 00:00:08.000
Ana Ruiz: in the old town to a bakery.

3
00:00:09.000 --> 00:00:12.000
bolind42: The river froze early.

4
00:00:13.000 --> 00:00:16.000
Ana Ruiz: And what did you eat?
"""
VOICES = """WEBVTT

00:01.000 --> 00:04.000
<v Bo Lind>It stayed shut for weeks, and</v>

00:04.000 --> 00:06.000
<v Ana Ruiz>Could I stop you there?</v>

00:06.000 --> 00:09.000
Somebody coughed for a long time.
"""
TEAMS = """Ana Ruiz   0:03
The oven was older than the house.
Bo Lind   0:19
Nobody could carry it alone.
Ana Ruiz   0:25
So we took it apart.
"""
TIME_FIRST = """00:03
Ana Ruiz
The oven was older than the house.
00:19
Bo Lind
Nobody could carry it alone.
00:25
Ana Ruiz
So we took it apart.
"""
TIME_LABELS = """[Speaker 1] [00:03] The oven was older than the house.

[Speaker 2] [00:19] Nobody could carry it alone.
"""
HAN_TIMES = """说话人 1 00:03
烤炉比房子还老。
说话人 2 00:19
没有人能一个人搬动它。
"""
INLINE = """Ada Lovelace: We stopped. Charles Babbage: And the money? Ada Lovelace: Less than ever.

Charles Babbage: Did the engine help?

Ada Lovelace: It did.

Charles Babbage: How much?
"""
INLINE_HAN = """**河报：何时结冰？****林波：**十一月就结冰了。

**河报：**后来呢？

**林波：**后来大家都走路过河。
"""
BOLD_QUESTIONS = """Bo Lind: It began in spring.

**How did it close?**

The river froze.
"""
ROLLING = """WEBVTT

00:01.000 --> 00:03.000
we carried the oven up

00:03.000 --> 00:05.000
we carried the oven up
four flights of stairs

00:05.000 --> 00:07.000
four flights of stairs
"""
COLOURS = """1
00:00:01,000 --> 00:00:03,000
<font color="#ffff00">Ada: We stopped the engine.</font>

2
00:00:03,500 --> 00:00:05,000
<font color="#00ffff">And the money?</font>
"""
JSON = """{"segments": [
 {"start": 0.5, "text": "We sold the red bicycle.", "speaker": "Ana Ruiz"},
 {"speaker": "Bo Lind", "start": 3.5, "text": "The river froze early."},
 {"start": 6.0, "text": "Somebody coughed."}
]}
"""
JSON_IDS = """{"speakers": [{"id": 0, "name": "Ana Ruiz"}, {"id": 1, "name": "Bo Lind"}],
"segments": [{"speaker": 0, "text": "We sold the red bicycle."},
{"speaker": 1, "text": "The river froze early."}]}
"""
HEARING = """Mr. Ruiz. We sold the red bicycle.

Ms. Lind. The river froze early.

Mr. Ruiz. And what did you eat?

Ms. Lind. Fish, and a little bread.
"""
SEVERAL = """Cy Oh: The choir rehearsed in a barn.

Cy Oh / Dee Ng: We both sang bass.

Dee Ng: He sang louder.
"""
CHANGES = """1
00:00:01,000 --> 00:00:03,000
Ana Ruiz: We sold the red bicycle.

2
00:00:03,500 --> 00:00:05,000
>> The river froze early.

3
00:00:05,500 --> 00:00:07,000
Ana Ruiz: And what did you eat?
"""
NUMBERED = """18    MR. RUIZ: We sold
19    the red bicycle.
20    MS. LIND: The river
21    froze early.
22    MR. RUIZ: What did you eat?
23    MS. LIND: Fish.
"""
PAGE = """<p><b>Ana Ruiz</b>: We sold the
red bicycle.</p><p><b>Bo Lind</b>: The river froze early.</p>
<p><b>Ana Ruiz</b>: And what did you eat?</p>"""
HEADERS = "\n".join(
    f"Ana Ruiz: The {thing} was older\nThe Baker's Almanac, page {number}\nthan the house of the {thing}."
    for number, thing in enumerate(("oven", "mill", "cart"), 1)
)
UNNAMED = "stands behind a change of speakers that does not name Ana Ruiz"
OF_A_CUE = "holds the number or time of a cue"


def behind(label, speaker):
    return f"stands behind the label {label!r}, not {speaker}'s"


BEHIND_BO = behind("Bo Lind", "Ana Ruiz")


@pytest.mark.parametrize(
    ("raw", "suffix", "pieces", "speaker", "expected"),
    [
        (ZOOM, ".vtt", ["bolind42: The river froze early."], "Ana Ruiz", (13, "holds the label 'bolind42'")),
        (
            ZOOM,
            ".vtt",
            ["in the old town to a bakery.", "3", "bolind42: The river froze early."],
            "Ana Ruiz",
            (13, "runs over the label 'bolind42'"),
        ),
        (ZOOM, ".vtt", ["The river froze early."], "Ana Ruiz", (13, behind("bolind42", "Ana Ruiz"))),
        (ZOOM, ".vtt", ["We carried the oven", "2", "in the old town"], "Ana Ruiz", (7, OF_A_CUE)),
        (ZOOM.replace("\n", "\r\n"), ".vtt", ["We carried the oven", "2", "in the"], "Ana Ruiz", (7, OF_A_CUE)),
        (ZOOM.replace("\n", "\r"), ".vtt", ["We carried the oven", "2", "in the"], "Ana Ruiz", (7, OF_A_CUE)),
        (
            VOICES,
            ".vtt",
            ["It stayed shut for weeks, and", "Could I stop you there?"],
            "Bo Lind",
            (7, "runs over the label 'Ana Ruiz'"),
        ),
        (VOICES, ".vtt", ["Could I stop you there?"], "Bo Lind", (7, behind("Ana Ruiz", "Bo Lind"))),
        (VOICES, ".vtt", ["Somebody coughed for a long time."], "Ana Ruiz", (10, "stands where the file names nobody")),
        (VOICES.replace("\n", "\r\n"), ".vtt", ["Could I stop"], "Bo Lind", (7, behind("Ana Ruiz", "Bo Lind"))),
        (TEAMS, ".txt", ["Nobody could carry it alone."], "Ana Ruiz", (3, BEHIND_BO)),
        (
            TEAMS,
            ".txt",
            ["The oven was older than the house.", "Bo Lind   0:19"],
            "Ana Ruiz",
            (3, "holds the label 'Bo Lind'"),
        ),
        (TEAMS.replace("   ", "  ").replace("\n", "  \n"), ".txt", ["Nobody could carry"], "Ana Ruiz", (3, BEHIND_BO)),
        (TIME_FIRST, ".txt", ["Nobody could carry it alone."], "Ana Ruiz", (5, BEHIND_BO)),
        (TIME_LABELS, ".txt", ["Nobody could"], "Speaker 1", (3, behind("Speaker 2", "Speaker 1"))),
        (HAN_TIMES, ".txt", ["没有人能一个人搬动它。"], "说话人 1", (3, behind("说话人 2", "说话人 1"))),
        (
            INLINE,
            ".txt",
            ["We stopped. Charles Babbage: And the money?"],
            "Ada Lovelace",
            (1, "holds the label 'Charles Babbage'"),
        ),
        (INLINE_HAN, ".md", ["何时结冰？****林波：**十一月就结冰了。"], "河报", (1, "holds '**'")),
        (INLINE_HAN, ".md", ["何时结冰？", "林波：", "十一月就结冰了。"], "河报", (1, "holds the label '林波'")),
        (
            BOLD_QUESTIONS,
            ".md",
            ["How did it close?", "The river froze."],
            "Bo Lind",
            (3, "runs over a question in bold"),
        ),
        (
            "图源：资料馆，摄于去年冬天。\n图源：资料馆，摄于今年夏天。",
            ".txt",
            ["资料馆，摄于去年冬天。"],
            "图源",
            (1, "is given to '图源', which is no name"),
        ),
        (
            "林波：\n\n![](https://x/a.jpg?y\n&from;=z)后来大家都走路过河。",
            ".md",
            ["&from;=z)后来大家都走路过河。"],
            "林波",
            (4, "holds '&from;='"),
        ),
        (
            HEADERS,
            ".txt",
            ["The mill was older", "The Baker's Almanac, page 2", "than the house"],
            "Ana Ruiz",
            (5, 'runs over "The Baker\'s Almanac, page 2", which recurs'),
        ),
        (NUMBERED, ".txt", ["We sold", "19    the red bicycle."], "MR. RUIZ", (2, "holds the number of a line")),
        (NUMBERED, ".txt", ["The river", "froze early."], "MR. RUIZ", (3, behind("MS. LIND", "MR. RUIZ"))),
        (HEARING, ".txt", ["The river froze early."], "Ruiz", (3, behind("Ms. Lind", "Ruiz"))),
        (SEVERAL, ".txt", ["We both sang bass."], "Cy Oh", (3, behind("Cy Oh / Dee Ng", "Cy Oh"))),
        (
            ROLLING,
            ".vtt",
            ["we carried the oven up", "we carried the oven up"],
            "Bo Lind",
            (7, "says 'we carried the oven up' twice"),
        ),
        (COLOURS, ".srt", ["We stopped the engine.", "And the money?"], "Ada", (7, "runs over a change of speakers")),
        (COLOURS, ".srt", ["And the money?"], "Ada", (7, "stands behind a change of speakers that does not name Ada")),
        (CHANGES, ".srt", ["The river froze early."], "Ana Ruiz", (7, UNNAMED)),
        (CHANGES.replace(">>", "-"), ".srt", ["The river froze early."], "Ana Ruiz", (7, UNNAMED)),
        (JSON, ".json", ["The river froze early."], "Ana Ruiz", (3, BEHIND_BO)),
        (
            JSON,
            ".json",
            ["We sold the red bicycle.", "The river froze early."],
            "Ana Ruiz",
            (3, "runs over the label 'Bo Lind'"),
        ),
        (JSON, ".json", ["Somebody coughed."], "Bo Lind", (4, "stands where the file names nobody")),
        (JSON_IDS, ".json", ["The river froze early."], "Ana Ruiz", (3, BEHIND_BO)),
        (PAGE, ".html", ["The river froze early."], "Ana Ruiz", (2, BEHIND_BO)),
        (PAGE, ".html", ["red bicycle.", "The river froze early."], "Ana Ruiz", (2, "runs over the label 'Bo Lind'")),
    ],
)
def test_the_file_contradicts_what_a_wrong_reader_makes_of_it(raw, suffix, pieces, speaker, expected):
    assert against(raw, pieces, speaker, suffix) == [expected]


@pytest.mark.parametrize(
    ("raw", "suffix", "pieces", "speaker"),
    [
        (ZOOM, ".vtt", ["We carried the oven", "in the old town to a bakery."], "Ana Ruiz"),
        (ZOOM, ".vtt", ["The river froze early."], "bolind42"),
        (ZOOM.replace("\n", "\r\n"), ".vtt", ["And what did you eat?"], "Ana Ruiz"),
        (VOICES, ".vtt", ["Could I stop you there?"], "Ana Ruiz"),
        (TEAMS, ".txt", ["Nobody could carry it alone."], "Bo Lind"),
        (TIME_FIRST, ".txt", ["Nobody could carry it alone."], "Bo Lind"),
        (TIME_LABELS, ".txt", ["Nobody could carry it alone."], "Speaker 2"),
        (HAN_TIMES, ".txt", ["没有人能一个人搬动它。"], "说话人 2"),
        (INLINE, ".txt", ["Did the engine help?"], "Charles Babbage"),
        (INLINE_HAN, ".md", ["后来大家都走路过河。"], "林波"),
        (BOLD_QUESTIONS, ".md", ["The river froze."], "Bo Lind"),
        (HEADERS, ".txt", ["The mill was older"], "Ana Ruiz"),
        (NUMBERED, ".txt", ["The river", "froze early."], "MS. LIND"),
        (HEARING, ".txt", ["The river froze early."], "Lind"),
        (SEVERAL, ".txt", ["We both sang bass."], "Cy Oh / Dee Ng"),
        (ROLLING, ".vtt", ["we carried the oven up", "four flights of stairs"], "Bo Lind"),
        (COLOURS, ".srt", ["We stopped the engine."], "Ada"),
        (CHANGES, ".srt", ["And what did you eat?"], "Ana Ruiz"),
        (JSON, ".json", ["The river froze early."], "Bo Lind"),
        (JSON_IDS, ".json", ["The river froze early."], "Bo Lind"),
        (JSON.replace("Bo Lind", "Ana Ruiz"), ".json", ["We sold the red bicycle.", "The river froze"], "Ana Ruiz"),
        (PAGE, ".html", ["We sold the", "red bicycle."], "Ana Ruiz"),
    ],
)
def test_the_file_has_nothing_against_who_did_say_it(raw, suffix, pieces, speaker):
    assert against(raw, pieces, speaker, suffix) == []


OTHERS = ["bolind42", "Bo (Lindco)", "Bo | Lindco", "Bo (he/him)", "bo lind", "@bo", "Bo, Lindco", "Bo 🚲",
          "+49 170 5550123", "Бо Линд", "Μπο Λιντ", "SPEAKER_02", "林波", "Cy Oh / Dee Ng"]  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("form", ["{}", "**{}**", "**{}:**", "{} [00:10]", "[00:10] {}", "> {}"])
def test_a_label_of_whatever_name_is_somebody_elses(other, form):
    label = form.format(other)
    raw = LABELS.replace("{other}:", label if label.endswith(":**") else f"{label}:")
    ((line, reason),) = against(raw, ["Fish, and a little bread."], "Ana Ruiz")
    assert (line, reason.startswith("stands behind the label")) == (4, True)
    assert against(raw, ["And what did you eat?"], "Ana Ruiz") == []
    assert against(raw, ["Fish, and a little bread."], other) == []


@pytest.mark.parametrize(
    ("printed", "speaker"),
    [
        ("Bekah", "Bekah Hawrot Weigel"), ("MSM", "Michael S. Mahoney"), ("McIlroy", "M.D. McIlroy"),
        ("Dr. Lind", "Bo Lind"), ("Bo Lind (Lindco)", "Bo Lind"), ("林波老师", "林波"), ("主持人赵明", "赵明"),
        ("阿里", "Ali Ghodsi"), ("戈德西", "Ali Ghodsi"), ("Sam Alt", "Sam Alt"), ("SPEAKER_01", "Speaker 1"),
        ("BO LIND", "Bo Lind"), ("Host", "Bo Lind"), ("问", "Bo Lind"),
    ],
)  # fmt: skip
def test_a_person_goes_by_many_names(printed, speaker):
    people = {"Ali Ghodsi": Person(name="Ali Ghodsi", other_script="阿里·戈德西")}
    raw = LABELS.replace("{other}", printed)
    assert against(raw, ["The river froze early."], speaker, roster=Roster(people=people), hosts=("Bo Lind",)) == []
    assert len(against(raw, ["The river froze early."], "Ana Ruiz", hosts=("Bo Lind",), guests=("Ana Ruiz",))) == 1


@pytest.mark.parametrize("attribution", ["curated", "inferred"])
def test_who_a_person_wrote_down_is_not_judged_by_the_label_before(attribution):
    raw = LABELS.replace("{other}", "Bo Lind")
    assert against(raw, ["The river froze early."], "Ana Ruiz", attribution=attribution) == []
    held = ["The river froze early.", "Ana Ruiz", "And what did you eat?"]
    assert against(raw, held, "Bo Lind", attribution=attribution) == [(3, "runs over the label 'Ana Ruiz'")]


@pytest.mark.parametrize(
    ("text", "suffix", "mark"),
    [
        ("It opened at 00:00:05.000 --> there.", ".txt", "00:00:05.000"),
        ("We left. [00:12] We came back.", ".txt", "[00:12]"),
        ("<v Bo>We left early.", ".txt", "<v Bo>"),
        ("We left </font>early.", ".txt", "</font>"),
        ("We left <i>early</i>.", ".srt", "<i>"),
        ("We **left early.", ".txt", "**"),
        ("We __left early.", ".txt", "__"),
        ("We left&nbsp;early.", ".txt", "&nbsp;"),
        (r"{\an8}We left early.", ".srt", r"{\an8"),
        (r"We left \u65e9 today.", ".txt", r"\u65e9"),
        ("![](a.jpg) We left.", ".txt", "![]("),
        ("We left [SPEAKER_01] early.", ".txt", "[SPEAKER_01"),
        (": We left early.", ".txt", ":"),
    ],
)
def test_markup_and_times_are_not_what_anybody_says(text, suffix, mark):
    cue = "1\n00:00:01,000 --> 00:00:02,000\n" if suffix == ".srt" else ""
    ((_, reason),) = against(f"{cue}{text}", [text], "Ana Ruiz", suffix)
    assert reason == f"holds {mark!r}"


@pytest.mark.parametrize(
    "text",
    [
        "We met at 10:30 and left at 11:00 sharp.", "The <div> tag: it is old.", "Call __init__ first.",
        "It's a s**t show.",
        "See https://example.com: it is there.", r"They said \[unintelligible 00:21:01.12\] and left.",
        "I told him: Bo, come here.", "There were two of us: me and the dog.", "他说：“河结冰了。”",
    ],
)  # fmt: skip
def test_what_people_may_well_say_is_left_alone(text):
    assert against(f"Ana Ruiz: {text}\n\nAna Ruiz: Yes.", [text], "Ana Ruiz") == []


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100000, "<a " * 50000, '<a href="' * 50000, "<!--" * 50000, "<script>" * 50000,
        "<font color=" * 20000,
        "](" * 50000, "![" * 50000, "**" * 50000, "a:" * 50000, ": " * 50000, "0:00 " * 50000, "[" * 100000,
        "{" * 50000,
        '"\\' * 50000, '{"speaker":' * 20000, "A: b\n" * 30000, "\r" * 50000, "0:00 --> 0:01\n" * 20000, " " * 200000,
    ],
    ids=lambda text: repr(text[:10]),
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".html", ".vtt", ".md", ".json"])
def test_hostile_text_takes_linear_time(hostile, suffix):
    raw = f"Ana Ruiz: We left.\n\n{hostile}\n\nAna Ruiz: We came back."
    document, quote = quoted(raw, ["We left."], "Ana Ruiz", suffix)
    assert contradictions(document, [quote] * 50, Roster()) == []


def test_part_of_a_time_is_no_label():
    raw = "".join(
        f"0:0:{3 * n}.0 --> 0:0:{3 * n + 2}.500\n{name}\nThe river froze {n} times.\n\n"
        for n, name in enumerate(("Ana Ruiz", "Bo Lind") * 3)
    )
    assert against(raw, ["The river froze 3 times."], "Bo Lind", ".docx") == []
