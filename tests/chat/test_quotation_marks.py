import pytest

from bot.daily.parse_schedule import parse_schedule
from bot.discord.commands import chosen_command
from bot.domain.command import Ask, as_typed
from bot.domain.quotation_marks import as_word, unquoted
from bot.intake.commands import parse_command
from tests.support.strangers import NAMES

PAIRS = [
    *('""', "“”", "””", "““", '"”', "„“", "„”", "‟”", "＂＂", "〝〞"),
    *("''", "‘’", "‘'", "‚‘", "‚’", "‛’", "＇＇"),
    *("«»", "»«", "‹›", "›‹", "「」", "『』", "｢｣", "《》", "〈〉"),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_filter_is_read_in_any_marks_of_quotation(pair):
    name = f"{pair[0]}Ali Ghodsi{pair[1]}"
    asked = Ask(question="small models", speakers=("Ali Ghodsi",))
    assert parse_command(f"from:{name} small models") == asked
    assert parse_command(f"small models from: {name}") == asked
    assert parse_command(f"why source:{pair[0]}bees{pair[1]} lang:{pair[0]}zh{pair[1]}") == Ask(
        question="why", sources=("bees",), languages=("zh",)
    )


@pytest.mark.parametrize("pair", PAIRS)
def test_a_daily_insight_is_narrowed_in_any_marks_of_quotation(pair):
    topic, speaker = f"{pair[0]}small models 10:30{pair[1]}", f"{pair[0]}Ali Ghodsi{pair[1]}"
    wish = parse_schedule(f"09:00 topic:{topic} from:{speaker} weekdays")
    assert wish == parse_schedule('09:00 topic:"small models 10:30" from:"Ali Ghodsi" weekdays')
    assert (wish.topic, wish.speakers) == ("small models 10:30", ("Ali Ghodsi",))


@pytest.mark.parametrize("pair", PAIRS)
def test_a_speaker_in_an_option_may_stand_in_marks(pair):
    options = [{"name": "question", "value": "why"}, {"name": "speaker", "value": f"{pair[0]}Ali{pair[1]}"}]
    assert chosen_command("quote", options) == Ask(question="why", speakers=("Ali",))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("from:'Conan O'Brien' luck", Ask(question="luck", speakers=("Conan O'Brien",))),
        ("from:‘Conan O’Brien’ luck", Ask(question="luck", speakers=("Conan O’Brien",))),
        ("from:O'Brien what's luck", Ask(question="what's luck", speakers=("O'Brien",))),
        ("from:‘林晓’怎么看茶", Ask(question="怎么看茶", speakers=("林晓",))),
        ("from:「林晓」怎么看茶", Ask(question="怎么看茶", speakers=("林晓",))),
        ("from:“Ali luck", Ask(question="luck", speakers=("“Ali",))),
        ("from:'Ali luck", Ask(question="luck", speakers=("'Ali",))),
        ("what did «Ali Ghodsi» say", Ask(question="what did «Ali Ghodsi» say")),
    ],
)
def test_apostrophes_and_marks_that_do_not_close_are_words(typed, asked):
    assert parse_command(typed) == asked


@pytest.mark.parametrize(
    ("text", "value"), [(" ‘a b’ ", "a b"), ("« a »", "a"), ("a's", "a's"), ("'a", "'a"), ("''", "''"), ("", "")]
)
def test_only_marks_around_a_whole_value_are_taken_off(text, value):
    assert unquoted(text) == value


@pytest.mark.parametrize("piece", ["from:'", "from:‘a ", "from:«", 'from:"', "from:「 "])
def test_forty_thousand_characters_of_opened_marks_are_read_at_once(piece):
    text = (piece * 40_000)[:40_000]
    assert isinstance(parse_command(text), Ask)


VALUES = [name for name in NAMES if name == name.strip()] + ['Dwayne "The Rock" Johnson', "'a' \"b\" «c»", "''"]


@pytest.mark.parametrize("value", VALUES)
def test_an_offered_question_is_read_again_with_the_very_values_of_its_filters(value):
    asked = Ask(question="why", speakers=(value,), sources=(value,))
    assert parse_command(as_typed(asked)) == asked
    assert parse_command(f"why source:{as_word(value)}") == Ask(question="why", sources=(value,))


def test_plain_values_are_shown_bare_and_others_in_marks():
    assert [as_word(value) for value in ("bees", "it's", "my talk", 'a "b"')] == [
        "bees", "it's", '"my talk"', "'a \"b\"'",
    ]  # fmt: skip


def test_a_question_that_no_marks_fit_is_not_offered():
    assert as_typed(Ask(question="why", speakers=("\"'«»‹›「」『』｢｣《》〈〉",))) is None
