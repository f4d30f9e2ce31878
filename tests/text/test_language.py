import pytest

from index.text.language import (
    count_han,
    document_languages,
    measured_as,
    question_language,
    text_language,
    text_length,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("人工智能很好。", "zh"),
        ("Databricks 的客户更喜欢小模型", "zh"),
        ("We call it 人 here, as they do in town", "en"),
        ("three words and 二一", "zh"),
        ("a b c d e 二一", "en"),
        ("Plain English.", "en"),
        ("405", "en"),
        ("", "en"),
    ],
)
def test_a_text_is_chinese_where_three_tenths_of_it_are(text, language):
    assert text_language(text) == language


@pytest.mark.parametrize(("text", "language"), [("What is 智能?", "zh"), ("What is it?", "en"), ("？", "en")])
def test_a_question_with_any_chinese_is_chinese(text, language):
    assert question_language(text) == language


def test_length_is_characters_in_chinese_and_words_in_english():
    assert text_length("人工 智能，AI。", "zh") == 8
    assert text_length("It's state-of-the-art, is it?", "en") == 4


def test_count_han_counts_rare_characters_and_no_marks():
    assert count_han("人，𠮷。豈A１") == 3


ENGLISH = "We started with a small oven in my grandmother's kitchen, and nobody believed that it would last."
SPANISH = "Empezamos con un horno pequeño en la cocina de mi abuela, y nadie creía que fuera a durar."
CANTONESE = "我哋喺阿嫲個廚房度用machine learning開始，佢哋唔信。"
JAPANESE = "祖母の台所の小さな窯から始めました。誰も信じませんでした。"


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        (ENGLISH, ("en",)),
        (SPANISH, ("es",)),
        ("Wir haben mit einem kleinen Ofen in der Küche angefangen, und niemand glaubte an uns.", ("de",)),
        ("Nous avons commencé avec un petit four dans la cuisine de ma grand-mère.", ("fr",)),
        ("Começamos com um forno pequeno na cozinha da minha avó, e ninguém acreditava em nós.", ("pt",)),
        ("Мы начали с маленькой печи на кухне моей бабушки, и никто в нас не верил.", ("ru",)),
        ("بدأنا بفرن صغير في مطبخ جدتي، ولم يؤمن بنا أحد في ذلك الشتاء الأول.", ("ar",)),
        ("हमने अपनी दादी की रसोई में एक छोटी भट्ठी से शुरुआत की।", ("hi",)),
        ("우리는 할머니의 부엌에 있는 작은 오븐으로 빵집을 시작했습니다.", ("ko",)),
        ("เราเริ่มจากเตาเล็กๆในครัวของคุณยาย", ("th",)),
        (JAPANESE, ("ja",)),
        (CANTONESE, ("zh",)),
        ("我们用 machine learning 做推荐，用 Databricks 存数据。", ("zh",)),
        (f"{ENGLISH}\n{SPANISH}\n{SPANISH}", ("es", "en")),
        (f"{SPANISH}\n" * 9 + ENGLISH[:70], ("es",)),
        ("Hola.", ("en",)),
        ("Да.", ("ru",)),
        ("", ("en",)),
    ],
)
def test_a_document_is_in_the_languages_that_much_of_it_is_in(text, languages):
    assert document_languages(text) == languages


@pytest.mark.parametrize(
    ("text", "stated", "languages"),
    [
        ("Hola.", "es", ("es",)),
        (ENGLISH, "es", ("es",)),
        (CANTONESE, "en", ("zh",)),
        ("東京大学。", "ja", ("ja",)),
        (f"{SPANISH}\n{CANTONESE}", "es", ("es", "zh")),
    ],
)
def test_what_a_document_is_stated_to_be_in_wins_but_over_characters(text, stated, languages):
    assert document_languages(text, stated) == languages


@pytest.mark.parametrize(
    ("text", "others", "language"),
    [
        (SPANISH, ("en", "es"), "es"),
        (ENGLISH, ("es", "en"), "en"),
        ("Sí.", ("es", "en"), "es"),
        (SPANISH, ("en",), "en"),
        ("東京大学。", ("ja",), "ja"),
        (JAPANESE, ("zh", "ja"), "ja"),
        ("我们说「の」。", ("zh",), "zh"),
        ("OpenAI", ("zh",), "en"),
    ],
)
def test_a_paragraph_is_in_one_of_its_documents_languages(text, others, language):
    assert text_language(text, others) == language


@pytest.mark.parametrize(
    ("question", "among", "language"),
    [
        ("¿Qué dice sobre los precios?", ("en", "es", "zh"), "es"),
        ("What about the prices of bread?", ("en", "es", "zh"), "en"),
        ("¿Qué dice sobre los precios?", ("en", "zh"), "en"),
        ("価格について", ("en", "ja"), "ja"),
        ("価格について", ("en", "zh"), "zh"),
        ("Was sagt er über Preise?", ("de",), "de"),
    ],
)
def test_a_question_is_in_a_language_that_quotes_are_in(question, among, language):
    assert question_language(question, among) == language


def test_what_has_no_spaces_is_measured_in_characters():
    assert text_length("パン が好き", "ja") == 5
    assert text_length("pan con tomate", "es") == 3
    assert [measured_as(language) for language in ("ja", "th", "ko", "es")] == ["zh", "zh", "en", "en"]
