import math

import pytest

from index.topics.streams import binding, clustering, entropy, read_stream, repeated_groups


def test_english_words_are_stems_and_marks_end_a_part_of_a_sentence():
    stream = read_stream(["Heat pumps, they say.", "It’s X-rays!"], "en")
    assert stream.units == (None, "heat", "pump", None, "they", "say", None, None, "it", "x-ray", None, None)
    assert stream.written == ("", "Heat", "pumps", "", "they", "say", "", "", "It’s", "X-rays", "", "")
    assert stream.sentences == (0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)


def test_chinese_characters_stand_alone_and_latin_words_between_them_whole():
    assert read_stream(["複合 AI系统，GPT-4。"], "zh").units == (
        None,
        "复",
        "合",
        "ai",
        "系",
        "统",
        None,
        "gpt-4",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("sentences", "language", "group", "places", "text"),
    [
        (["Heat pumps. A heat pump. Heat pumps."], "en", ("heat", "pump"), [1, 5, 8], "Heat pumps"),
        (["AI 系统和AI系统"], "zh", ("ai", "系", "统"), [1, 5], "AI系统"),
        (["South Park 公司"], "zh", ("south", "park", "公", "司"), [1], "South Park公司"),
    ],
)
def test_a_group_is_written_as_it_mostly_is(sentences, language, group, places, text):
    assert read_stream(sentences, language).text(group, places) == text


def test_what_repeats_is_found_at_all_its_places_and_never_across_an_end():
    units = [None, "a", "b", "c", None, "a", "b", None, "c", "a"]
    assert repeated_groups(units, 3, 2) == {("a",): [1, 5, 9], ("b",): [2, 6], ("c",): [3, 8], ("a", "b"): [1, 5]}


def test_what_comes_in_clusters_stands_out_from_what_comes_evenly():
    even, cluster = clustering([100, 300, 500, 700, 900], 1000), clustering([500, 502, 505, 509, 511], 1000)
    assert even == pytest.approx(-1.78, abs=0.01)
    assert cluster == pytest.approx(2.44, abs=0.01)


def test_neighbours_that_are_always_the_same_have_no_entropy_and_ends_differ():
    assert entropy(["a", "a"]) == 0
    assert entropy(["a", "b"]) == pytest.approx(math.log(2))
    assert entropy(["a", "a", None, None]) == pytest.approx(math.log(4) - math.log(2) / 2)


def test_a_group_is_bound_as_much_as_its_weakest_parts():
    places = {("a",): [1, 2], ("b",): [3, 4], ("c",): range(8), ("a", "b"): [1, 2], ("b", "c"): [3, 4]}
    group = {("a", "b", "c"): [1, 2]}
    assert binding(("a", "b"), places, 100) == pytest.approx(math.log(100 * 2 / (2 * 2)))
    assert binding(("a", "b", "c"), places | group, 100) == pytest.approx(math.log(100 * 2 / (2 * 8)))
