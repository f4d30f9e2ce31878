import pytest

from bot.daily.parse_schedule import parse_schedule
from bot.discord.commands import chosen_command
from bot.domain.command import Ask
from bot.domain.quotation_marks import unquoted
from bot.intake.commands import parse_command

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
