"""Interviews in other languages: who says what, in whole sentences, and in which language."""

import json

import pytest

from index.corpus.documents import read_documents
from index.corpus.people import Roster
from index.extraction import extract_corpus, extract_document
from tests.support.fakes import make_document, write_corpus

SPANISH = """\
Entrevistadora: ¿Cómo empezó la panadería?

Ana Ruiz: Empezamos con un horno pequeño en la cocina de mi abuela y con dinero prestado.

Entrevistadora: ¿Quién le ayudó?

Ana Ruiz: El Sr. Ruiz nos prestó la harina durante todo el primer año sin pedir nada.
"""
GERMAN = """\
Frage: Wie hat die Bäckerei angefangen?

Antwort: Wir haben am 3. Oktober mit einem kleinen Ofen angefangen, z. B. mit Brot.

Frage: Wer hat geholfen?

Antwort: Niemand glaubte an uns, aber meine Großmutter kaufte jeden Tag zwei Brote.
"""
JAPANESE = """\
聞き手：パン屋はどのように始まりましたか？

田中花子：祖母の台所の小さな窯から始めました。「誰も来ないよ。」と母は言いました。

聞き手：誰が助けてくれましたか？

田中花子：最初の年は近所の人が毎朝パンを買いに来てくれました。
"""
RUSSIAN = """\
Интервьюер: Как началась пекарня?

Анна Руис: Мы начали с маленькой печи на кухне моей бабушки в самом центре города.

Интервьюер: Кто вам помог?

Анна Руис: Никто не верил в нас, но соседи каждый день покупали два хлеба.
"""
HINDI = """\
प्रश्न: बेकरी कैसे शुरू हुई?

उत्तर: हमने अपनी दादी की रसोई में एक छोटी भट्ठी से शुरुआत की थी।

प्रश्न: किसने मदद की?

उत्तर: पहले साल पड़ोसी हर सुबह रोटी खरीदने आते थे और हमें बहुत खुशी होती थी।
"""


@pytest.mark.parametrize(
    ("raw", "language", "speaker", "texts"),
    [
        (
            SPANISH, "es", "Ana Ruiz", [
                "Empezamos con un horno pequeño en la cocina de mi abuela y con dinero prestado.",
                "El Sr. Ruiz nos prestó la harina durante todo el primer año sin pedir nada.",
            ],
        ),
        (
            GERMAN, "de", "Guest", [
                "Wir haben am 3. Oktober mit einem kleinen Ofen angefangen, z. B. mit Brot.",
                "Niemand glaubte an uns, aber meine Großmutter kaufte jeden Tag zwei Brote.",
            ],
        ),
        (
            JAPANESE, "ja", "田中花子", [
                "祖母の台所の小さな窯から始めました。「誰も来ないよ。」と母は言いました。",
                "最初の年は近所の人が毎朝パンを買いに来てくれました。",
            ],
        ),
        (
            RUSSIAN, "ru", "Анна Руис", [
                "Мы начали с маленькой печи на кухне моей бабушки в самом центре города.",
                "Никто не верил в нас, но соседи каждый день покупали два хлеба.",
            ],
        ),
        (
            HINDI, "hi", "Guest", [
                "हमने अपनी दादी की रसोई में एक छोटी भट्ठी से शुरुआत की थी।",
                "पहले साल पड़ोसी हर सुबह रोटी खरीदने आते थे और हमें बहुत खुशी होती थी।",
            ],
        ),
    ],
)  # fmt: skip
def test_answers_are_quoted_in_whole_sentences_with_their_language_and_whoever_asks_is_the_host(
    raw, language, speaker, texts
):
    guests = ("Guest",) if speaker == "Guest" else ()
    cut = extract_document(make_document(raw, hosts=("Host",), guests=guests), Roster())
    assert {turn.speaker for turn in cut.turns} == {"Host", speaker}
    assert [quote.text for quote in cut.quotes] == texts
    assert {(quote.language, quote.speaker, quote.role) for quote in cut.quotes} == {(language, speaker, "guest")}
    assert cut.contradicted == []


TALK = "Ana Ruiz: Si no, no.\n\nEva Gil: No, no, no, no, no, no, no, no.\n\nAna Ruiz: A la panadera no le va mal.\n"
PAGE = f"<html lang='pt-BR'><body>{TALK}</body></html>"
SEGMENTS = {
    "language": "Italian",
    "segments": [{"speaker": name, "text": text} for name, text in (line.split(": ") for line in TALK.split("\n\n"))],
}


@pytest.mark.parametrize(
    ("name", "content", "listed", "language"),
    [
        ("talk.txt", f"Language: es\n\n{TALK}", "", "es"),
        ("talk.txt", f"Language: plain\n\n{TALK}", "", None),
        ("talk.txt", f"Language: es\n\n{TALK}", 'language = "ca"', "ca"),
        ("talk.txt", TALK, 'language = "Spanish"', "es"),
        ("talk.html", PAGE, "", "pt"),
        ("talk.json", json.dumps(SEGMENTS), "", "it"),
    ],
)
def test_what_a_document_says_of_its_language_is_believed_and_what_is_listed_before_it(
    tmp_path, name, content, listed, language
):
    sources = f'[talk]\nlink = "https://example.com/talk"\n{listed}\n'
    (document,) = read_documents([write_corpus(tmp_path, {name: content, "sources.toml": sources})]).documents
    assert document.source.language == language


def test_a_language_that_is_none_is_refused(tmp_path):
    sources = '[talk]\nlink = "https://example.com/talk"\nlanguage = "klingon"\n'
    corpus = read_documents([write_corpus(tmp_path, {"talk.txt": TALK, "sources.toml": sources})])
    assert list(corpus.failures.values()) == [
        """[talk] in sources.toml: language is 'klingon', but must be the code of a language, such as "es\""""
    ]
    assert extract_corpus(corpus).quotes == ()
