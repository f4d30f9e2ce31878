from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from rich.text import Text

from bot.answers.card import quote_card
from bot.cli.terminal import print_answer, print_card
from index.answer import Absent, Answer, Filters, Judgement, Match
from index.domain import Person
from tests.support.fakes import make_quote, make_source

PEOPLE = {"Ada": Person(name="Ada", other_script="爱达"), "Bob": Person(name="Bob")}
SOURCE = make_source(published="2024-05-02", recording="https://example.com/v?a=1&b=2")
LONG = "Small models cost less to run than large ones, [b]and[/b] they answer :smile: faster, on any \\ machine."
CHINESE = (
    "小模型更便宜，而且在你自己的机器上也跑得更快，所以大多数客户最后都选择了它们，而不是选择那些更大、更贵的模型。" * 2
)


def printed(show, *, width, terminal=False):
    """Return what is printed on a terminal of this width, or into a pipe."""
    screen = Console(
        file=StringIO(), width=width, force_terminal=terminal, color_system="standard" if terminal else None,
        highlight=False, soft_wrap=not terminal, legacy_windows=False, no_color=False,
    )  # fmt: skip
    show(screen)
    return screen.file.getvalue()


def plain(text):
    """Return a terminal's output without its escape sequences, as it is read."""
    screen = Console(file=StringIO(), width=500, color_system=None)
    screen.print(Text.from_ansi(text), soft_wrap=True)
    return "\n".join(line.rstrip() for line in screen.file.getvalue().split("\n"))


def answer(outcome="answer", *quotes, **fields):
    hits = tuple(
        Match(quote=quote, score=2.5, similarity=2.25, word_score=1.5, dense_rank=1, word_rank=None) for quote in quotes
    )
    return Answer(question="why", outcome=outcome, confidence=0.5, hits=hits, **fields)


def shown(to_show, *, interface="en", width=120, terminal=False, explain=False):
    return printed(
        lambda screen: print_answer(to_show, PEOPLE, interface, screen, explain=explain), width=width, terminal=terminal
    )


def quote_lines(output):
    return [line.split("▎ ", 1)[1] for line in plain(output).split("\n") if "▎ " in line]


def test_an_answer_is_the_quote_then_who_where_and_the_links():
    assert shown(answer("answer", make_quote(source=SOURCE))) == (
        "\n"
        "  ▎ Small models cost less.\n"
        "\n"
        "  Ada (爱达)\n"
        "  A talk, 2 May 2024\n"
        "  Read it in the article: https://example.com/talk\n"
        "  Watch the talk: https://example.com/v?a=1&b=2\n"
        "\n"
    )


def test_the_interface_is_in_the_askers_language():
    assert shown(answer("answer", make_quote(source=SOURCE)), interface="zh") == (
        "\n"
        "  这一条是英文的。\n"
        "\n"
        "  ▎ Small models cost less.\n"
        "\n"
        "  Ada（爱达）\n"
        "  A talk，2024年5月2日\n"
        "  在文章中阅读: https://example.com/talk\n"
        "  观看原视频: https://example.com/v?a=1&b=2\n"
        "\n"
    )


def test_a_host_and_an_inferred_speaker_are_marked():
    quote = make_quote(speaker="Bob", role="host", attribution="inferred")
    assert "\n  Bob · host · inferred\n" in shown(answer("answer", quote))


def test_unsure_says_so_above_the_closest():
    output = shown(answer("unsure", make_quote()))
    assert output.startswith("\n  Not sure this is what you mean. The closest:\n\n  ▎ Small models cost less.\n")


def test_nothing_says_so_and_who_speaks_here():
    assert shown(answer("nothing", make_quote())) == (
        "\n  Nothing in these interviews answers that.\n  Speaking here: Ada, Bob\n\n"
    )
    assert shown(answer("nothing"), interface="zh-Hant") == (
        "\n  這些訪談裡沒有能回答這個問題的話。\n  在這裡說話的人：Ada, Bob\n\n"
    )


def test_a_filter_is_told_first():
    output = shown(answer("answer", make_quote(), filters=Filters(speakers=("Ada", "Bob"), after="2024")))
    assert output.startswith("\n  Only Ada, Bob · from 2024 on\n\n  ▎ Small models cost less.\n")


@pytest.mark.parametrize(
    ("mentions", "notice"),
    [
        (0, "Zoe does not speak in these interviews."),
        (1, "Zoe does not speak in these interviews, but is mentioned once."),
        (2, "Zoe does not speak in these interviews, but is mentioned twice."),
        (7, "Zoe does not speak in these interviews, but is mentioned 7 times."),
    ],
)
def test_somebody_who_does_not_speak_here_is_told_of(mentions, notice):
    absent = (Absent(name="Zoe", mentions=mentions),)
    assert shown(answer("answer", make_quote(), absent=absent)).startswith(f"\n  {notice}\n\n  ▎ Small")


def test_an_explanation_has_a_row_a_match_and_how_sure_it_is():
    output = shown(answer("unsure", make_quote(), reason="not close enough"), explain=True)
    assert [line.split() for line in output.split("\n")[-6:] if line.strip()] == [
        ["Quote", "Score", "Similarity", "Rank", "Words", "Rank", "Speaker"],
        ["q1", "2.50", "2.25", "1", "1.50", "-", "Ada"],
        ["unsure:", "confidence", "0.50,", "not", "close", "enough"],
    ]


def test_an_explanation_names_both_views_of_meaning():
    with_one_hit = answer("answer", make_quote())
    both = replace(with_one_hit, hits=(replace(with_one_hit.hits[0], similarity_in_second=1.25),))
    assert [line.split() for line in shown(both, explain=True).split("\n")[-5:-3]] == [
        ["Quote", "Score", "e5", "mUSE", "Rank", "Words", "Rank", "Speaker"],
        ["q1", "2.50", "2.25", "1.25", "1", "1.50", "-", "Ada"],
    ]


def test_an_explanation_shows_that_a_cross_encoder_took_part():
    with_two_hits = answer("answer", make_quote(), make_quote(id="q2"))
    reranked = replace(with_two_hits, hits=(replace(with_two_hits.hits[1], rerank_score=0.75), with_two_hits.hits[0]))
    assert [line.split() for line in shown(reranked, explain=True).split("\n")[-6:-2]] == [
        ["Quote", "Cross-encoder", "Score", "Similarity", "Rank", "Words", "Rank", "Speaker"],
        ["q2", "0.75", "2.50", "2.25", "1", "1.50", "-", "Ada"],
        ["q1", "-", "2.50", "2.25", "1", "1.50", "-", "Ada"],
        ["answer:", "confidence", "0.50"],
    ]


def test_an_explanation_shows_what_a_language_model_said():
    judgement = Judgement(judge="llm:tiny", outcome="chosen", said="""it says '{"quote": 3}'""")
    output = shown(answer("answer", make_quote(), judgement=judgement), explain=True)
    assert output.split("\n")[-3:] == ["""  llm:tiny: chosen, it says '{"quote": 3}'""", "", ""]


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("width", [60, 120])
@pytest.mark.parametrize("text", [LONG, CHINESE])
def test_a_quotes_characters_are_all_there_at_any_width(text, width, terminal):
    output = shown(answer("answer", make_quote(text)), width=width, terminal=terminal)
    lines = quote_lines(output)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert len(lines) > 1


def test_the_lines_of_a_quote_break_between_words():
    assert " ".join(quote_lines(shown(answer("answer", make_quote(LONG)), width=60))) == LONG


@pytest.mark.parametrize("width", [60, 120])
def test_on_a_terminal_links_are_clickable_and_not_written_out(width):
    output = shown(answer("answer", make_quote(source=SOURCE)), width=width, terminal=True)
    assert ";https://example.com/talk\x1b\\" in output
    assert ";https://example.com/v?a=1&b=2\x1b\\" in output
    assert "\n  Read it in the article · Watch the talk\n" in plain(output)
    assert "https://" not in plain(output)


@pytest.mark.parametrize("width", [60, 120])
def test_in_a_pipe_links_are_written_out_in_full(width):
    source = make_source(link="https://example.com/" + "long/" * 60)
    output = shown(answer("answer", make_quote(source=source)), width=width)
    assert f"  Read it in the article: {source.link}\n" in output
    assert "\x1b" not in output


def test_a_terminal_that_knows_no_links_has_them_written_out():
    screen = Console(file=StringIO(), width=120, force_terminal=True, color_system=None)
    print_card(quote_card(make_quote(), PEOPLE["Ada"], "en"), screen)
    assert "  Read it in the article: https://example.com/talk\n" in plain(screen.file.getvalue())
