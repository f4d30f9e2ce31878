from collections import Counter
from io import StringIO

from rich.console import Console

from bot.cli.report_table import print_failures, report_table
from index.report import BuildReport, SourceReport
from tests.support.command_line import table_cells
from tests.support.fakes import make_source


def report(*sources, failures=None):
    return BuildReport(sources=sources, quote_count=9, failures=failures or {})


def rows(table):
    screen = Console(file=StringIO(), width=120, highlight=False)
    screen.print(table)
    return table_cells(screen.file.getvalue())


def lines(failures):
    """What is printed of failures, on a screen that is too narrow for it."""
    screen = Console(file=StringIO(), width=40, highlight=False)
    print_failures(report(failures=failures), screen)
    return screen.file.getvalue().splitlines()


def test_a_report_has_a_row_a_speaker_most_turns_first_and_its_warnings():
    source = make_source(hosts=("Bob",))
    source_report = SourceReport(
        source=source, turns=Counter(Bob=2, Ada=5), quotes=Counter(Ada=9), warnings=("Cyd is listed but says nothing",)
    )
    assert rows(report_table(report(source_report))) == [
        ["Interview", "Speaker", "Turns", "Quotes"],
        ["talk", "Ada", "5", "9"],
        ["Bob · host", "2", "0"],
        ["note: Cyd is listed but says nothing"],
    ]


def test_a_report_says_what_failed_and_why():
    reason = 'no link: write ["[odd]"] and link = "https://…" (or link = false) in sources.toml'
    assert lines({"seeds/[odd].txt": reason}) == [f"seeds/[odd].txt not indexed: {reason}"]


def test_where_many_fail_for_one_reason_one_line_says_so():
    failures = {
        f"talk-{number}.txt": f"talk-{number}.txt:{number} no speaker found in 'a{number}'" for number in range(1000)
    }
    assert lines({**failures, "b.pdf": "it has no text"}) == [
        "talk-0.txt and 999 others not indexed: talk-0.txt:0 no speaker found in 'a0'",
        "b.pdf not indexed: it has no text",
    ]


def test_three_that_fail_for_one_reason_are_all_named():
    failures = dict.fromkeys(("a.txt", "b.txt", "c.txt"), "no speaker found")
    assert lines(failures) == [f"{name} not indexed: no speaker found" for name in failures]


def test_of_many_interviews_only_what_is_to_be_looked_at_is_told():
    sources = [
        SourceReport(
            source=make_source(id=f"talk-{number}"), turns=Counter(Ada=1), quotes=Counter(Ada=1),
            warnings=(f"{number} stretches of words that nobody is named for",) if number % 2 else (),
        )
        for number in range(100)
    ]  # fmt: skip
    assert rows(report_table(report(*sources)))[1:] == [
        ["talk-1 and 49 others", "note: 1 stretches of words that nobody is named for"],
    ]
