from index.domain import Person
from index.topics.generic import EN_NEVER, EN_WEAK
from index.topics.terms import key_terms
from tests.support.fakes import make_quote, make_source

LEADING_EN = ["data annotation", "enterprise customers", "data intelligence", "ice skating rink", "open source"]
LEADING_ZH = ["复合AI系统", "AI系统", "应用程序", "人工智能", "AI", "计算能力", "中小型企业", "合成数据"]


def said(*texts, language="en"):
    """Return quotes, each from a talk of its own."""
    return [
        make_quote(text, id=f"q{number}", language=language, source=make_source(id=f"talk{number}"))
        for number, text in enumerate(texts)
    ]


def terms(*texts, language="en", people=()):
    return [term.text for term in key_terms(said(*texts, language=language), language, people)]


def test_a_term_is_found_with_its_quotes_however_it_is_inflected():
    quotes = said("A heat pump is loud.", "Nobody likes it.", "Most heat pumps are.", "Buy the heat pump!")
    assert [(term.text, term.quotes) for term in key_terms(quotes, "en", [])] == [("heat pump", (0, 2, 3))]


def test_a_sentence_of_overlapping_quotes_counts_once():
    source, text = make_source(), "A heat pump hums. Nobody minds."
    quotes = [make_quote(text, id="q1", source=source), make_quote("A heat pump hums.", id="q2", source=source)]
    assert key_terms(quotes, "en", []) == []


def test_a_term_that_is_said_only_within_a_longer_one_is_left_out():
    texts = ("The heat pump owner is here.", "A heat pump owner was.")
    assert terms(*texts) == ["heat pump owner"]
    assert terms(*texts, "A heat pump is on.", "The heat pump is off.") == ["heat pump owner", "heat pump"]


def test_what_is_too_general_is_no_term():
    assert terms(*["I think that one of the good things is a lot of time."] * 4) == []
    assert terms(*["We had a lot of small models."] * 2) == ["small models"]


def test_half_of_a_phrase_is_no_term():
    assert terms("Some deep sea divers rest.", "Few deep sea fish rest.", "Old deep sea mud rests.") == []


def test_nobodys_name_is_a_term():
    texts = ("Ada Byron said no to Zoe Okafor.", "I saw Zoe Okafor with Ada Byron.")
    assert terms(*texts, people=[Person(name="Ada Byron")]) == []


def test_a_company_is_a_term_where_it_stands_like_one():
    assert terms("I was at Acme.", "So Acme grew.", "And Acme fell.") == ["Acme"]
    assert terms("I was with Okafor.", "So Okafor grew.", "And Okafor fell.") == []


def test_a_chinese_term_is_whole_and_has_no_function_words_at_its_ends():
    texts = ("这个真菌网络断了。", "我们看懂了真菌网络。", "真菌网络在地下。", "保护真菌网络吧。")
    assert terms(*texts, language="zh") == ["真菌网络"]


def test_a_chinese_term_may_hold_latin_words():
    texts = ("复合 AI 系统很快。", "我们做复合AI系统。", "复合AI系统在用。", "谁要复合AI系统？")
    assert terms(*texts, language="zh") == ["复合AI系统"]


def test_a_name_or_part_of_one_is_no_chinese_term():
    texts = ("后来林晓到山上住了三年。", "村里人都记得林晓。", "林晓在用。", "谁是林晓？")
    assert terms(*texts, language="zh") == ["林晓"]
    assert terms(*texts, language="zh", people=[Person(name="Lin Xiao", other_script="陈林晓")]) == []


def test_other_languages_are_passed_over():
    quotes = said(*["A heat pump is on."] * 2) + said(*["真菌网络断了。"] * 4, language="zh")
    assert [term.text for term in key_terms(quotes, "en", [])] == ["heat pump"]


def test_nothing_said_has_no_terms():
    assert key_terms([], "zh", []) == []


def test_the_seeds_are_about_what_they_are_about(seeds, cut_seeds):
    people = seeds.roster.people.values()
    guests = [quote for quote in cut_seeds.quotes if quote.role == "guest"]
    english, chinese = (key_terms(guests, language, people)[:80] for language in ("en", "zh"))
    assert [term.text for term in english[:5]] == LEADING_EN
    assert [term.text for term in chinese[:8]] == LEADING_ZH
    assert {"fine tuning", "RAG", "test time compute", "Databricks"} <= {term.text for term in english}
    assert {"开源模型", "招聘", "竞争", "追求真相"} <= {term.text for term in chinese}


def test_every_term_of_the_seeds_is_said_and_fits_a_button(seeds, cut_seeds):
    quotes = [quote for quote in cut_seeds.quotes if quote.role == "guest"]
    names = {word.casefold() for person in seeds.roster.people.values() for word in person.name.split()}
    for term in key_terms(quotes, "en", seeds.roster.people.values()):
        words = term.text.casefold().split()
        assert names.isdisjoint(words)
        assert EN_NEVER.isdisjoint(words)
        assert words[-1] not in EN_WEAK
        assert len(term.text) <= 40
        assert any(term.text.casefold() in quotes[number].text.casefold() for number in term.quotes)
