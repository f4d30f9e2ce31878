import pytest

from bot.answers.examples import example_questions
from index.embed import make_embedder
from tests.retrieval.two_talks import HEAT, SOIL, SOURCES, open_searcher

IN_AN_OLD_HOUSE = "How does a heat pump work in an old house?"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    searcher = open_searcher(tmp_path_factory.mktemp("examples"), embedder=make_embedder())
    yield searcher
    searcher.close()


def examples_of(folder, interface, **files):
    searcher = open_searcher(
        folder,
        {f"{name}.txt": text for name, text in files.items()} | {"sources.toml": SOURCES},
        make_embedder(),
    )
    questions = example_questions(searcher, interface)
    searcher.close()
    return questions


def test_questions_that_were_asked_come_before_topics(searcher):
    assert example_questions(searcher, "en") == [IN_AN_OLD_HOUSE, "steam engines"]


@pytest.mark.parametrize(("interface", "question"), [("zh", "怎样保护真菌网络？"), ("zh-Hant", "怎樣保護真菌網路？")])
def test_examples_are_in_the_language_and_script_of_the_interface(searcher, interface, question):
    assert example_questions(searcher, interface) == [question]


def test_every_example_has_an_answer(searcher):
    for interface in ("en", "zh", "zh-Hant"):
        questions = example_questions(searcher, interface)
        assert [searcher.search(question).outcome for question in questions] == ["answer"] * len(questions)


def test_no_more_are_offered_than_are_wanted(searcher):
    assert example_questions(searcher, "en", 1) == [IN_AN_OLD_HOUSE]


def test_examples_are_found_once_and_cannot_be_spoiled(searcher):
    example_questions(searcher, "en").clear()
    assert example_questions(searcher, "en") == [IN_AN_OLD_HOUSE, "steam engines"]


def test_questions_that_cannot_stand_alone_are_no_examples(tmp_path):
    questions = [
        "And how does a heat pump work in an old house?",  # goes on from something
        "Does a heat pump work for them?",  # points back
        "How does a heat pump work in a house that was built two hundred years ago?",  # long
        "Tell us about the heat pump.",  # no question
        "What about children?",  # on no topic
    ]
    first, *others = HEAT.replace(IN_AN_OLD_HOUSE, questions[0]).split("\n\nAda: ")
    asked = [f"{other}\n\nBob: {question}" for other, question in zip(others, questions[1:], strict=False)]
    talk = "\n\nAda: ".join([first, *asked, *others[len(asked) :]])
    assert examples_of(tmp_path, "en", heat=talk) == ["heat pump", "steam engines"]


def test_where_nobody_speaks_the_language_there_are_topics_of_the_other(tmp_path):
    assert examples_of(tmp_path, "en", soil=SOIL) == ["真菌网络"]


def test_examples_have_their_answer_in_the_languages_that_are_read(searcher):
    assert example_questions(searcher, "en", languages=("en",)) == [IN_AN_OLD_HOUSE, "steam engines"]
    assert example_questions(searcher, "zh", languages=("zh",)) == ["怎样保护真菌网络？"]
    assert example_questions(searcher, "en", languages=("zh",)) == []
