import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.answer import Filters
from index.build import build_index
from index.corpus.documents import read_documents
from index.embed import make_embedder
from index.errors import IndexDamagedError, QuestionError
from index.search import Searcher, usable_question
from index.storage.generations import read_current
from tests.support.fakes import HashEmbedder, HereHome, write_corpus

SMALL = "Small models cost less to run than large ones on any machine that you own."
DATA = "Data is what other companies cannot copy, so we look after it before anything else."
HIRING = "Nearly everybody whom we hired last year had never written a line of code before."
FOOD = "For nearly everyone in this office good food matters more than money."
FOOD_AGAIN = "Good food matters more than money for nearly everyone in this office."
PETS = "Cats and dogs and birds and mice and cows and hens and goats and ducks and all the rest."
PETS_AGAIN = "Cats and goats and hens and dogs and ducks and cows and mice and birds and all the rest."
ROBOTS = "机器人每一次倒水的温度误差不到一度，老师傅的手再稳也做不到。"
TRAINS = "地铁站旁边租金贵一倍，可是每天有三万人从门口走过。"
KNOWN = "title = 'A talk'\nlink = 'https://example.com/talk'\nhosts = ['Bob']\n"
FILES = {
    "one.txt": f"Ada: {SMALL} {DATA}\n\nBob: {FOOD}\n\nAda: {HIRING}\n\nEve: {PETS}\n\nEve: {PETS_AGAIN}\n",
    "two.txt": f"Ada: {FOOD_AGAIN}\n\n林晓：{ROBOTS}\n\n林晓：{TRAINS}\n",
    "sources.toml": f"[one]\nguests = ['Ada', 'Eve']\n{KNOWN}\n[two]\nguests = ['Ada', '林晓']\n{KNOWN}",
    "speakers.toml": '["Ada"]\naliases = ["Ada Byron", "爱达"]\n["林晓"]\nother_script = "Lin Xiao"\n',
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    build_index(read_documents([write_corpus(folder / "seeds", FILES)]), HashEmbedder(), HereHome(folder / "data"))
    return folder / "data"


@pytest.fixture(scope="module")
def searcher(data):
    searcher = Searcher(read_current(data), HashEmbedder())
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def real(indexed):
    searcher = Searcher(read_current(indexed / "data"), make_embedder())
    yield searcher
    searcher.close()


def texts(answer):
    return [match.quote.text for match in answer.hits]


def test_the_words_of_a_quote_find_it(searcher):
    for text in (SMALL, DATA, HIRING, ROBOTS, TRAINS):
        answer = searcher.search(text, 1)
        assert texts(answer) == [text]
        assert answer.hits[0].dense_rank == 1
        assert answer.hits[0].word_score == pytest.approx(1.0)
        assert (answer.question, answer.outcome, answer.best, answer.reason) == (text, "answer", answer.hits[0], None)


def test_a_closed_searcher_leaves_no_thread(data):
    searcher = Searcher(read_current(data), HashEmbedder())
    before = threads()
    searcher.search(SMALL)
    running = threads() - before
    searcher.close()
    assert (len(running) > 0, threads() & running) == (True, set())


def threads():
    return {thread.ident for thread in threading.enumerate() if thread.name.startswith("search")}


def test_of_overlapping_quotes_only_the_best_is_shown(searcher):
    assert sorted(quote.text for quote in searcher.generation.quotes if SMALL in quote.text) == [
        SMALL,
        f"{SMALL} {DATA}",
    ]
    assert f"{SMALL} {DATA}" not in texts(searcher.search(SMALL, 20))
    assert texts(searcher.search(f"{SMALL} {DATA}", 20))[0] == f"{SMALL} {DATA}"
    assert not {SMALL, DATA} & set(texts(searcher.search(f"{SMALL} {DATA}", 20)))


def test_a_slip_of_the_pen_does_not_lose_a_word(searcher):
    right, wrong = (
        searcher.search(question, 1).hits[0] for question in ("who had written code", "who had wrttten code")
    )
    assert (wrong.quote.text, wrong.word_score) == (HIRING, right.word_score)


def test_a_guest_comes_before_a_host_who_says_the_same(searcher):
    assert texts(searcher.search("food matters more than money", 2)) == [FOOD_AGAIN, FOOD]


def test_a_host_who_is_asked_for_is_found(searcher):
    answer = searcher.search("What does Bob say about food and money?", 5)
    assert (answer.speaker_filter, texts(answer)) == (("Bob",), [FOOD])


@pytest.mark.parametrize(
    "question", ["What does Ada Byron say about ducks?", "what does ADA think of ducks", "爱达怎么看 ducks？"]
)
def test_who_is_named_in_a_question_is_searched_alone(searcher, question):
    answer = searcher.search(question, 20)
    assert answer.speaker_filter == ("Ada",)
    assert {match.quote.speaker for match in answer.hits} == {"Ada"}


def test_named_speakers_win_over_who_is_named_in_the_question(searcher):
    answer = searcher.search("What does Ada say about robots?", 20, Filters(speakers=("Eve", "林晓")))
    assert answer.speaker_filter == ("Eve", "林晓")
    assert sorted(texts(answer)) == sorted([PETS, PETS_AGAIN, ROBOTS, TRAINS])


def test_speakers_who_say_nothing_give_nothing(searcher):
    answer = searcher.search("robots", 5, Filters(speakers=("Zoe",)))
    assert (answer.outcome, answer.confidence, answer.hits, answer.best) == ("nothing", 0.0, (), None)
    assert answer.reason == "no quote shares a word or a meaning with the question"


def test_only_the_languages_that_are_asked_for_are_searched(searcher):
    everything = texts(searcher.search("machines", 50))
    assert texts(searcher.search("machines", 50, Filters(languages=("zh",)))) == [
        text for text in everything if text in (ROBOTS, TRAINS)
    ]
    assert not {ROBOTS, TRAINS} & set(texts(searcher.search(ROBOTS, 50, Filters(languages=("en",)))))
    assert texts(searcher.search("machines", 50, Filters(languages=("en", "zh")))) == everything


def test_speakers_and_languages_narrow_down_together(searcher):
    answer = searcher.search("robots", 5, Filters(speakers=("Ada",), languages=("zh",)))
    assert (answer.outcome, answer.hits) == ("nothing", ())


@pytest.mark.parametrize(
    ("typed", "name"), [("Ada", "Ada"), ("ada byron", "Ada"), ("爱达", "Ada"), ("lin xiao", "林晓"), ("林晓", "林晓")]
)
def test_a_speaker_is_called_by_any_alias(searcher, typed, name):
    assert searcher.speakers_called(typed) == (name,)


@pytest.mark.parametrize("typed", ["Zoe", "", "A"])
def test_a_name_that_nobody_has_says_who_speaks(searcher, typed):
    with pytest.raises(QuestionError) as caught:
        searcher.speakers_called(typed)
    assert str(caught.value) == f"Nobody called {typed!r} speaks here. Speaking here: Ada, Bob, Eve, 林晓."


def test_a_name_that_is_nearly_one_is_told_so(searcher):
    with pytest.raises(
        QuestionError, match=r"Nobody called 'Adaa' speaks here. Did you mean Ada\? Speaking here: Ada, "
    ):
        searcher.speakers_called("Adaa")


def test_who_is_named_does_not_narrow_a_question_to_everybody(searcher):
    answer = searcher.search("What does Ada Byron say about ducks?", 20, Filters(everybody=True))
    assert answer.speaker_filter == ()
    assert {match.quote.speaker for match in answer.hits} > {"Ada"}


def test_a_filter_that_is_applied_is_told_with_the_names_in_the_question(searcher):
    answer = searcher.search("What does Ada say about food?", 5, Filters(languages=("en",)))
    assert answer.filters == Filters(speakers=("Ada",), languages=("en",))


def test_an_interview_without_a_day_is_left_out_where_days_count(searcher):
    assert searcher.search(SMALL, 5, Filters(after="1990")).hits == ()


def test_equal_scores_come_in_the_order_of_their_ids(searcher):
    hits = searcher.search("cats and dogs", 5, Filters(speakers=("Eve",))).hits
    assert hits[0].score == hits[1].score
    assert {match.quote.text for match in hits} == {PETS, PETS_AGAIN}
    assert [match.quote.id for match in hits] == sorted(match.quote.id for match in hits)


def test_count_is_the_most_that_is_shown(searcher):
    assert [len(searcher.search(SMALL, count).hits) for count in (1, 2, 3, 50)] == [1, 2, 3, 9]


def test_a_quote_that_its_stored_document_does_not_hold_is_never_shown(data, tmp_path):
    searcher = Searcher(read_current(shutil.copytree(data, tmp_path / "data")), HashEmbedder())
    stored = searcher.generation.folder / "clean" / "one.txt"
    stored.write_text(stored.read_text().replace("cost less", "cost more"))
    shown = texts(searcher.search(SMALL, 50))
    searcher.close()
    assert [text for text in shown if "Small models" in text] == []
    assert DATA in shown


def test_a_quote_is_known_by_its_id_while_its_document_holds_it(data, tmp_path):
    searcher = Searcher(read_current(shutil.copytree(data, tmp_path / "data")), HashEmbedder())
    stored = searcher.generation.folder / "clean" / "one.txt"
    stored.write_text(stored.read_text().replace("cost less", "cost more"))
    by_text = {quote.text: searcher.quote(quote.id) for quote in searcher.generation.quotes}
    searcher.close()
    assert (by_text[DATA].text, by_text[SMALL]) == (DATA, None)
    assert searcher.quote("0" * 16) is None


def test_a_stored_document_that_is_gone_is_damage(data, tmp_path):
    searcher = Searcher(read_current(shutil.copytree(data, tmp_path / "data")), HashEmbedder())
    (searcher.generation.folder / "clean" / "one.txt").unlink()
    with pytest.raises(
        IndexDamagedError, match=r"the index in '.*' cannot be read \(.*one\.txt.*\); run: quotebot index"
    ):
        searcher.search(SMALL)
    searcher.close()


def test_eight_threads_get_the_answers_that_one_gets(searcher):
    questions = [SMALL, "data", "hiring people", "What does Ada say about food?", ROBOTS, "地铁站", "cats", "Bob"] * 20
    alone = [searcher.search(question, 3) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda question: searcher.search(question, 3), questions)) == alone


@pytest.mark.parametrize(
    "question",
    ["", " \n\t", "\u3000", "🙂🙂", "\0\a\x1b", "？！", "...", "\ud800", "!" * 1000 + "why", "长长长长", "Aaa aaA!"],
)
def test_a_question_without_a_letter_or_with_one_alone_over_and_over_is_told_how_to_ask(searcher, question):
    with pytest.raises(QuestionError) as caught:
        searcher.search(question)
    assert str(caught.value) == "There is nothing to look for in that. Ask in your own words, in Chinese or English."


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("  What is\n\tthis?\u3000", "What is this?"),
        ("What\0is\x1bthis\ud800?", "What is this ?"),
        ("为什么？", "为什么？"),
        ("7", "7"),
        ("why " * 10_000, "why " * 250),
    ],
)
def test_a_question_is_searched_as_one_line_of_a_thousand_characters_at_most(typed, searched):
    assert usable_question(typed) == searched


def test_a_question_of_forty_thousand_characters_is_answered(searcher):
    assert texts(searcher.search(f"{SMALL} " * 533, 1)) == [SMALL]


@pytest.mark.parametrize(
    ("question", "begins", "speaker"),
    [
        ("How do you set the price of a jar?", "We set the price", "Mara Field"),
        ("How much money did they lose in the first year?", "第一年我们亏了八十万", "林晓"),
        ("年轻人为什么不喝茶？", "年轻人不是不喝茶", "林晓"),
        ("蜜蜂冬天怎么取暖？", "In winter the bees", "Mara Field"),
    ],
)
def test_both_languages_are_answered_in_both_languages(real, question, begins, speaker):
    answer = real.search(question)
    assert (answer.outcome, answer.best.quote.speaker) == ("answer", speaker)
    assert answer.best.quote.text.startswith(begins)


def test_a_question_in_another_language_finds_the_closest(real):
    assert texts(real.search("Почему городские пчёлы дают больше мёда?", 1)) == [
        "City bees make more honey than country bees, because parks flower from March until October."
    ]


def test_what_nothing_answers_has_no_best_and_a_reason(real):
    answer = real.search("Who won the football match yesterday?", 3)
    assert (answer.outcome, answer.best, len(answer.hits)) == ("nothing", None, 3)
    assert answer.reason == "the closest quote is not close enough to be sure"
