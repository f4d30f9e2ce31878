from bot.cli.json_difference import difference_line


def test_of_two_objects_only_what_differs_is_shown_under_the_names_that_lead_to_it():
    before = {"weights": {"rank": {"words": 1.0, "host": 0.5}, "outcome": {"answer": 0.1}}, "day": "2026-11-01"}
    after = {"weights": {"rank": {"words": 2.5, "host": 0.5}, "outcome": {"answer": 0.1}}, "day": "2026-11-30"}
    assert difference_line(before, after) == 'day "2026-11-01" → "2026-11-30"; weights.rank.words 1.0 → 2.5'


def test_what_came_and_what_went_is_shown_beside_nothing():
    assert (
        difference_line({"a": 1, "b": None}, {"b": 2, "c": {"d": "价"}})
        == 'a 1 → nothing; b null → 2; c nothing → {"d": "价"}'
    )


def test_what_is_no_pair_of_objects_is_shown_whole():
    assert difference_line(None, {"b": 1, "a": 2}) == '{"a": 2, "b": 1}'
    assert difference_line("as shipped", None) == '"as shipped"'
    assert difference_line([1], [2]) == "[1] → [2]"
    assert difference_line(None, None) == ""
