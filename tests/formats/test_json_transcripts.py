"""Transcripts in JSON, in the shapes that recognisers, services and podcasts have; all of them invented."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import CorpusError
from index.formats.clean_text import clean_reading
from index.formats.escapes import reference_at
from index.formats.readers import read_text
from tests.support.fakes import make_document

SHAPES = {
    "whisper": (
        {"text": "all", "segments": [
            {"id": 0, "start": 0.0, "end": 2.0, "text": " The river froze"},
            {"id": 1, "start": 2.0, "end": 4.5, "text": " early. It stayed shut."},
        ]},
        [(None, "The river froze early. It stayed shut.")], [0.0, 2.0],
    ),
    "whisperx": (
        {"segments": [
            {"start": 0.5, "text": "The river froze", "speaker": "SPEAKER_00", "words": [{"word": "The"}]},
            {"start": 2, "text": "early.", "speaker": "SPEAKER_00"},
            {"start": 3, "text": "And then?", "speaker": "SPEAKER_01"},
            {"start": 4, "text": "Hm."},
        ], "word_segments": [{"word": "The", "start": 0.5, "speaker": "SPEAKER_00"}]},
        [("SPEAKER_00", "The river froze early."), ("SPEAKER_01", "And then?"), ("", "Hm.")], [0.5, 2.0, 3.0, 4.0],
    ),
    "podcast namespace": (
        {"version": "1.0.0", "segments": [
            {"speaker": "Ada Reed", "startTime": 0.5, "endTime": 1, "body": "Was it cold?"},
            {"speaker": "Bo Lind", "startTime": 1.5, "endTime": 2, "body": "It was."},
        ]},
        [("Ada Reed", "Was it cold?"), ("Bo Lind", "It was.")], [0.5, 1.5],
    ),
    "words of an item each, marks apart": (
        {"results": {"transcripts": [{"transcript": "all"}], "items": [
            {"start_time": "0.04", "speaker_label": "spk_0",
             "alternatives": [{"content": "Well"}, {"content": "Bell"}]},
            {"speaker_label": "spk_0", "alternatives": [{"content": ","}]},
            {"start_time": "0.9", "speaker_label": "spk_0", "alternatives": [{"content": "yes."}]},
            {"start_time": "1.5", "speaker_label": "spk_1", "alternatives": [{"content": "Good."}]},
        ]}},
        [("spk_0", "Well, yes."), ("spk_1", "Good.")], [0.04, 1.5],
    ),
    "milliseconds": (
        {"utterances": [
            {"speaker": "A", "start": 250, "end": 12000, "text": "It was cold that year, and the river froze."},
            {"speaker": "B", "start": 12500, "end": 14000, "text": "It did."},
        ], "words": [{"text": "It", "start": 250, "speaker": "A"}]},
        [("A", "It was cold that year, and the river froze."), ("B", "It did.")], [0.25, 12.5],
    ),
    "sentences in paragraphs that name the speaker": (
        {"paragraphs": [
            {"speaker": 0, "sentences": [{"text": "It was cold.", "start": 1}, {"text": "Very.", "start": 2}]},
            {"speaker": 1, "sentences": [{"text": "Was it?", "start": 3}]},
        ]},
        [("0", "It was cold. Very."), ("1", "Was it?")], [1.0, 2.0, 3.0],
    ),
    "pieces with their own spaces": (
        {"monologues": [{"speaker": 0, "elements": [
            {"type": "text", "value": "Hello", "ts": 0.5}, {"type": "punct", "value": " "},
            {"type": "text", "value": "you"}, {"type": "punct", "value": "."},
        ]}]},
        [("0", "Hello you.")], [0.5],
    ),
    "the first guess of several": (
        {"phrases": [{"speaker": 2, "offset": "PT1M0.5S",
                      "nBest": [{"display": "It froze."}, {"display": "It rose."}]}]},
        [("2", "It froze.")], [60.5],
    ),
    "clocks in an object": (
        {"transcription": [{"timestamps": {"from": "00:01:01,500", "to": "x"}, "text": " It was cold."}]},
        [(None, "It was cold.")], [61.5],
    ),
    "speakers named once": (
        {"speakers": [{"speaker_id": 7, "speaker_name": "Ada"}],
         "transcripts": [{"speaker_id": 7, "transcript": "One.\n\nTwo\nlines."}]},
        [("Ada", "One."), ("Ada", "Two lines.")], [None, None],
    ),
    "a speaker that is an object": (
        [{"speaker": {"id": 3, "name": "Ada\u200b \n Reed"}, "text": "Yes."}], [("Ada Reed", "Yes.")], [None],
    ),
    "Chinese keys": (
        [{"说话人": "林波", "开始时间": "00:03", "内容": "河在十一月"}, {"说话人": "林波", "内容": "就结冰了。"}],
        [("林波", "河在十一月就结冰了。")], [3.0, None],
    ),
}  # fmt: skip
MIXED = {"segments": [
    {"speaker": "A", "text": "We sold it.",
     "words": [{"word": "We", "speaker": "A"}, {"word": "sold", "speaker": "B"}]},
    {"speaker": "B", "text": "Did you?", "words": [{"word": "Did", "speaker": "B"}]},
]}  # fmt: skip


def read(value, **options):
    return read_text(value if isinstance(value, str) else json.dumps(value, **options), ".json")


def pairs(reading):
    clean, _, blocks = clean_reading(reading)
    return [(block.voice, clean[block.start : block.end]) for block in blocks]


@pytest.mark.parametrize("options", [{}, {"indent": 1}, {"separators": (",", ":"), "ensure_ascii": False}], ids=str)
@pytest.mark.parametrize(("value", "expected", "starts"), SHAPES.values(), ids=SHAPES)
def test_a_transcript_is_known_by_its_shape(value, expected, starts, options):
    reading = read(value, **options)
    assert pairs(reading) == expected
    assert [segment.start_seconds for segment in reading.segments] == starts


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\r\n\n"])
def test_one_object_a_line_is_a_list(line_end):
    raw = line_end.join(('{"speaker": "A", "text": "One."}', '{"speaker": "B", "text": "Two."}', ""))
    assert pairs(read_text(raw, ".jsonl")) == [("A", "One."), ("B", "Two.")]


def test_an_object_whose_words_are_given_to_others_too_is_nobodys():
    reading = read(MIXED)
    assert pairs(reading) == [("", "We sold it."), ("B", "Did you?")]
    assert reading.warnings == ["1 of 2 pieces have words of several speakers and are nobody's"]


def test_the_name_of_what_is_around_the_list_is_no_speaker():
    assert pairs(read({"name": "My show", "author": "Ada", "segments": [{"text": "It froze.", "start": 0}]})) == [
        (None, "It froze.")
    ]


def test_keys_that_were_guessed_are_said():
    reading = read([{"person": "Ada", "said": "It was a rather long and cold year.", "start": 3}])
    assert pairs(reading) == [(None, "It was a rather long and cold year.")]
    assert reading.warnings == ["keys of this JSON were guessed: text from 'said', speaker from None"]
    reading = read([{"name": "Ada", "text": "It was a rather long and cold year."}])
    assert pairs(reading) == [("Ada", "It was a rather long and cold year.")]
    assert reading.warnings == ["keys of this JSON were guessed: text from 'text', speaker from 'name'"]


def test_what_the_file_says_about_itself_are_facts():
    reading = read(
        {
            "title": "Cold\nyears",
            "metadata": {"url": "https://a.b/c", "audio_url": "javascript:x", "pubDate": "2024-11-22"},
            "segments": [{"speaker": "A", "text": "Yes."}],
        }
    )
    assert reading.facts == {"title": "Cold years", "link": "https://a.b/c", "published": "2024-11-22"}


def test_escapes_point_to_the_file_and_a_span_ends_behind_them():
    raw = r'[{"speaker": "A", "text": "\u4e2d \"\ud83d\ude00\" a\/b\\\nc\ud800\u00e9"}]'
    document = make_document(raw, suffix=".json")
    assert document.clean == '中 "😀" a/b\\ cé'
    start = raw.index(r"\u4e2d")
    assert [document.raw_span(place, place + 1) for place in (0, 2, 3, 7, 9, 11)] == [
        (start, start + 6),
        (start + 7, start + 9),
        (start + 9, start + 21),
        (raw.index("\\/"), raw.index("\\/") + 2),
        (raw.index("\\\\"), raw.index("\\\\") + 2),
        (raw.index("c\\ud800"), raw.index("c\\ud800") + 1),
    ]
    assert document.raw_span(12, 13) == (raw.index(r"\u00e9"), raw.index(r"\u00e9") + 6)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("", r"line 1: this is no JSON \(Expecting value\); export the transcript again"),
        ('{"a":\nnope}', r"line 2: this is no JSON .+"),
        ("[" * 100000, "this JSON is nested too deeply .+"),
        ("[" * 300 + "]" * 300, "this JSON is nested too deeply .+|no transcript .+"),
        ('{"name": "x", "scripts": {"test": "y"}}', "no transcript in this JSON; looked for a list of objects .+"),
        ('{"chapters": [{"startTime": 1, "title": "How the river froze that year"}]}', "no transcript in this JSON.+"),
        ('[{"name": "colour", "value": "red"}]', "no transcript in this JSON.+"),
        ('{"segments": [{"text": "no time and no speaker, that is anything"}]}', "no transcript in this JSON.+"),
    ],
)
def test_json_of_another_kind_is_refused_in_one_line(raw, message):
    with pytest.raises(CorpusError, match=rf"\A(?:{message})\Z"):
        read_text(raw, ".json")


@pytest.mark.parametrize(
    "hostile",
    [
        '{"a":' + "9" * 1_000_000 + "}",
        '{"a":1e' + "9" * 1_000_000 + "}",
        '"' + '\\"' * 1_000_000,
        '"' + "\\" * 999_999,
        '{"a":' * 100_000,
        '[{"text":"' + "\\u4e2d" * 300_000 + '","start":1}]',
        "[" + '{"text":"a","speaker":"b"},' * 100_000 + "0]",
        '{"a":1,' * 50_000,
        '{"k":0}' * 100_000,
        '[{"start":[[[[[[1]]]]]],"text":"a"}]',
        '[{"start":"' + "9" * 500_000 + '","text":"a"}]',
    ],
    ids=lambda text: text[:12],
)
def test_hostile_json_takes_linear_time_and_is_read_or_refused(hostile):
    check_characters(hostile)


LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=30)
KEYS = st.sampled_from(["text", "speaker", "start", "words", "name", "segments", "alternatives"]) | st.text(max_size=4)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


def check_characters(raw):
    """Every clean character is the raw one at its offset or what stands for it; whatever is no JSON is refused."""
    try:
        clean, offsets, _ = clean_reading(read_text(raw, ".json"))
    except CorpusError:
        return False
    assert all(before < after for before, after in pairwise(offsets))
    for character, offset in zip(clean, offsets, strict=True):
        reference = reference_at(raw, offset, ".json")
        in_file = reference[0] if reference else raw[offset]
        assert character == "\n" or in_file == character or (character == " " and in_file.isspace())
    return True


@given(VALUES, st.booleans())
def test_any_json_is_read_or_refused(value, ascii_only):
    check_characters(json.dumps(value, ensure_ascii=ascii_only))


@given(st.lists(st.tuples(st.sampled_from(["A", "B", "林波"]), st.text(max_size=40)), min_size=1), st.booleans())
def test_every_clean_character_is_the_raw_one_or_what_its_escape_stands_for(turns, ascii_only):
    raw = json.dumps([{"speaker": name, "text": text} for name, text in turns], ensure_ascii=ascii_only)
    assert check_characters(raw)


@given(st.text())
def test_any_text_is_read_or_refused(raw):
    check_characters(raw)
