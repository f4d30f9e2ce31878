"""Names with times beside, above or below them, and times without names."""

import pytest

from index.errors import CorpusError
from tests.turns.transcripts import ANA, BO, EAT, FROZE, LISTED, SOLD, spoken, spoken_at

OTTER = f"{ANA}  0:00  \n{SOLD}\n\n{BO}  0:05  \n{FROZE}\nIndeed.\n\n{ANA}  0:12  \n{EAT}\n"
TEAMS = f"{ANA}   0:03\n{SOLD}\n{BO}   0:19\n{FROZE}\nIndeed.\n{ANA}   0:30\n{EAT}"


@pytest.mark.parametrize("raw", [OTTER, TEAMS, OTTER.replace("\n", "\r\n"), TEAMS.replace("\n", "\r\n")])
@pytest.mark.parametrize("fields", [{}, LISTED])
def test_a_name_and_a_time_on_a_line(raw, fields):
    assert spoken(raw, **fields) == [(ANA, SOLD), (BO, f"{FROZE} Indeed."), (ANA, EAT)]


@pytest.mark.parametrize("name", ["bolind42", "Bo (Lindco)", "Speaker 1", "说话人 1", "話者1", "Unknown Speaker 2"])
def test_an_odd_name_and_a_time_on_a_line(name):
    raw = TEAMS.replace(BO, name)
    speaker = None if name.startswith("Unknown") else name
    assert spoken(raw) == [(ANA, SOLD), (speaker, f"{FROZE} Indeed."), (ANA, EAT)]


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


def test_a_time_alone_goes_on_with_the_turn():
    raw = "\n\n".join(
        [
            f"Bo Lind (00:00:00):\n{FROZE}",
            "(00:00:09):\nIndeed it did.",
            f"Ana Ruiz (00:00:12):\n{EAT}",
            "Bo Lind (00:00:15):\nBread.",
        ]
    )
    assert spoken_at(raw) == [(BO, 0, FROZE), (BO, 9, "Indeed it did."), (ANA, 12, EAT), (BO, 15, "Bread.")]


def test_a_time_behind_the_colon_is_when_the_turn_begins():
    raw = f"Speaker 0: 00:00:02\n\n{SOLD}\n\nSpeaker 1: 00:01:05\n\n{FROZE}\n\nSpeaker 0: 01:00:00\n\n{EAT}"
    assert [seconds for _, seconds, _ in spoken_at(raw)] == [2, 65, 3600]


def test_times_without_names_name_nobody():
    raw = "".join(f"{n}:5{n}\n\nOkay, yes, it was {n} years ago.\n\n" for n in range(10, 20))
    with pytest.raises(CorpusError, match="no speaker found"):
        spoken(raw)


@pytest.mark.parametrize(
    "line", ["{} — Today at 10:31\n{}", "{} at 10:31\n{}", "10:31 - {}\n{}", "10:31 From {} to Everyone: {}"]
)
def test_what_stands_between_a_name_and_a_time_is_no_part_of_the_name(line):
    pairs = [(ANA, SOLD), (BO, FROZE), (ANA, EAT), (BO, SOLD)]
    assert spoken("\n\n".join(line.format(*pair) for pair in pairs)) == pairs


PLACES = [
    "{name} ({time}) {text}", "{name} ({time})\n{text}", "[{time}] {name}: {text}", "({time}) {name}: {text}",
    "{name} {time} -\n{text}", "{name} {time} - {text}", "{name} - {time}\n{text}", "{name} – {time} – {text}",
    "{name}, {time} {text}", "{name} | {time} {text}", "{name} @ {time}\n{text}", "{name}: {time} - {text}",
    "[{name}, {time}]: {text}", "[{time} {name}] {text}", "({name} {time}) {text}", "{name} <{time}> {text}",
    "<{time}> {name}: {text}", "{time}｜{name}：{text}", "[{time}] [{name}] {text}", "[{time}] {name} – {text}",
    "{name} ([{time}](https://a.example/?t=1)): {text}", "{name} [({time})](https://a.example/?t=1)\n{text}",
]  # fmt: skip
TURNS = [(ANA, SOLD), (BO, FROZE), (ANA, EAT), (BO, "Bread.")]


def timed(place, times, between="\n\n"):
    said = zip(TURNS, times, strict=True)
    return between.join(place.format(name=name, time=time, text=text) for (name, text), time in said)


def at(*seconds):
    return [(name, second, text) for (name, text), second in zip(TURNS, seconds, strict=True)]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "times", [("0:03", "0:19", "10:41", "1:11:02"), ("00:00:03", "00:00:19", "00:10:41", "01:11:02")]
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_time_wherever_it_stands_beside_a_name(place, times, between):
    suffix = ".md" if "](" in place else ".txt"
    assert spoken_at(timed(place, times, between), suffix) == at(3, 19, 641, 4262)


@pytest.mark.parametrize(
    "times",
    [
        ("0:03.5", "0:19.5", "10:41.5", "1:11:02.5"),
        ("0m3s", "0m 19s", "10m41s", "1h11m02s"),
        ("0 min 3 s", "0min19s", "10 min 41 sec", "1h 11m 2s"),
        ("0'03\"", "0′19″", "10'41''", "71′02″"),
        ("00:00:03:12", "00:00:19:01", "00:10:41:23", "01:11:02;24"),
        ("0:03 - 0:05", "0:19 → 0:22", "10:41 --> 10:44", "1:11:02–1:11:05"),
    ],
)
@pytest.mark.parametrize("place", ["[{time}] {name}: {text}", "{name} ({time}):\n{text}", "{name} {time}\n{text}"])
def test_a_time_in_whatever_way_it_is_written(times, place):
    half = 0.5 if "." in times[0] else 0
    assert spoken_at(timed(place, times)) == at(3 + half, 19 + half, 641 + half, 4262 + half)


def test_a_turn_of_several_lines_behind_a_name_and_a_time():
    lines = [f"{name} (0:{second})  {text}\nAnd that went on." for second, (name, text) in enumerate(TURNS, start=11)]
    assert spoken_at("\n".join(lines)) == [
        (name, second, f"{text} And that went on.") for second, (name, text) in enumerate(TURNS, start=11)
    ]


def test_numbers_with_a_colon_in_what_is_said_are_no_times_of_labels():
    said = [
        "John 3:16 says so.",
        "Luke 4:5 says more.",
        "John 3:17 goes on.",
        "Luke 4:6 ends it.",
        "Ana, 10:30 was late.",
    ]
    raw = "\n\n".join([f"{ANA}: {EAT}", f"{BO}: {FROZE}", *said, f"{ANA}: {SOLD}", f"{BO}: Bread."])
    text = "\n".join([FROZE, *said])
    assert spoken_at(raw) == [(ANA, None, EAT), (BO, None, text), (ANA, None, SOLD), (BO, None, "Bread.")]
    with pytest.raises(CorpusError, match="no speaker found"):
        spoken("\n\n".join(said))
