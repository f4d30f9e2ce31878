"""Labels that are roles in other languages: letters in pairs, words, and who asks by them."""

import pytest

from index.corpus.people import Roster
from index.errors import CorpusError
from index.turns import split_turns
from tests.support.fakes import make_document
from tests.turns.transcripts import ANA, BO, EAT, FROZE, LISTED, SOLD, paragraphs, said_by, spoken

ROLES = [
    ("P", "R"), ("F", "A"), ("Q", "R"), ("D", "R"), ("В", "О"), ("س", "ج"), ("P1", "R1"), ("Pregunta", "Respuesta"),
    ("Frage", "Antwort"), ("Domanda", "Risposta"), ("Вопрос", "Ответ"), ("문", "답"), ("Fråga", "Svar"),
]  # fmt: skip
NAMED_ROLES = [
    ("Entrevistador", "Entrevistado"), ("Interviewerin", "Befragter"), ("Intervieweur", "Interviewé"),
    ("聞き手", "話し手"), ("聴き手", "ゲスト"), ("インタビュアー", "回答者"), ("進行", "ゲスト"), ("질문자", "답변자"),
    ("Prowadzący", "Gość"),
]  # fmt: skip


def asked_and_answered(asking, answering):
    return [(asking, EAT), (answering, FROZE), (asking, "Why?"), (answering, SOLD)]


def roles_in(raw, **fields):
    turns = split_turns(make_document(raw, **fields), Roster())
    return dict.fromkeys((turn.speaker, turn.role) for turn in turns)


@pytest.mark.parametrize("roles", ROLES + NAMED_ROLES)
@pytest.mark.parametrize("shape", ["{}: {}", "**{}:** {}"])
def test_roles_are_the_one_host_and_the_one_guest_who_are_listed(roles, shape):
    raw = "\n\n".join(shape.format(*pair) for pair in asked_and_answered(*roles))
    document = make_document(raw, suffix=".md", **LISTED)
    turns = split_turns(document, Roster())
    assert [(turn.speaker, document.clean[turn.start : turn.end]) for turn in turns] == asked_and_answered(BO, ANA)
    assert {turn.attribution for turn in turns} == {"inferred"}


@pytest.mark.parametrize("roles", [*ROLES, ("Q", "A")])
@pytest.mark.parametrize("shape", ["{}: {}", "**{}:** {}"])
@pytest.mark.parametrize("fields", [{}, {"guests": (ANA,)}, {"hosts": (BO, "Cy Oh"), "guests": (ANA,)}])
def test_letters_and_words_for_question_and_answer_are_nobodys_names(roles, shape, fields):
    raw = "\n\n".join(shape.format(*pair) for pair in asked_and_answered(*roles))
    with pytest.raises(CorpusError, match="no speaker found"):
        spoken(raw, ".md", **fields)


@pytest.mark.parametrize(
    "pairs",
    [
        [("P", SOLD), ("R", EAT), ("P", FROZE), ("R", "Why?")],  # the one that should answer asks
        [("P", SOLD), ("R", FROZE), ("P", FROZE), ("R", SOLD)],  # nobody asks
        [("P", EAT), ("R", FROZE), ("P", "Why?"), ("R", SOLD), ("M", "Oh."), ("M", "Ah.")],  # a third letter
        [("P", EAT), ("R", FROZE), ("P", "Why?"), ("R", SOLD), ("Rosa Lind", "Oh."), ("Rosa Lind", "Ah.")],
    ],
)
def test_letters_that_may_be_initials_stay_labels(pairs):
    assert said_by(paragraphs(*pairs)) == pairs


@pytest.mark.parametrize("asking", ["聞き手", "聴き手", "インタビュアー", "進行", "기자", "Interviewer"])
def test_who_has_the_label_of_those_who_ask_is_a_host(asking):
    pairs = [(asking, "川の話をしてください。"), ("林", "冬は長かった。"), (asking, "はい。"), ("林", "静かでした。")]
    assert list(roles_in(paragraphs(*pairs))) == [(asking, "host"), ("林", "guest")]
    several = {"hosts": (BO, "Cy Oh"), "guests": ("林",)}
    assert list(roles_in(paragraphs(*pairs), **several)) == [(asking, "host"), ("林", "guest")]


@pytest.mark.parametrize(
    ("asking", "questions", "answering", "answers"),
    [
        ("山田", ("川はいつ凍りましたか。", "なぜでしょうか。"), "林", ("早く凍りました。", "静かな町でしたから。")),
        ("김민수", ("강은 언제 얼었습니까.", "왜 그랬을까요."), "이지은", ("일찍 얼었습니다.", "추웠으니까.")),
    ],
)
def test_who_asks_without_a_question_mark_is_the_host(asking, questions, answering, answers):
    pairs = [
        pair for two in zip(questions, answers, strict=True) for pair in zip((asking, answering), two, strict=True)
    ]
    assert list(roles_in(paragraphs(*pairs))) == [(asking, "host"), (answering, "guest")]
