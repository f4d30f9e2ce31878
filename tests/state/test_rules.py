from dataclasses import asdict

import pytest
from sqlalchemy import insert

from bot.domain.audit import AuditEntry
from bot.domain.rules import Rule, Scope
from bot.state.tables import rules

pytestmark = pytest.mark.on_both_databases
ANN = "operator ann"
IN_C1 = Scope(platform="slack", workspace="T1", channel="C1")
UNSEEN = " \u202emodel\u200b"


def keep_as_typed(state, *typed):
    """Keep rules as they were kept when nothing was cleaned."""
    with state.engine.begin() as connection:
        for kind, value, scope in typed:
            connection.execute(insert(rules), asdict(scope) | {"kind": kind, "value": value, "made_at": 1.0})


def test_words_and_topics_are_forbidden_once_and_permitted_again(state):
    assert [state.forbid("word", "layoff", ANN, at) for at in (1.0, 2.0)] == [True, False]
    assert state.forbid("topic", "layoff", ANN, 3.0)
    assert state.rules() == [
        Rule(kind="word", value="layoff", made_at=1.0),
        Rule(kind="topic", value="layoff", made_at=3.0),
    ]
    assert [state.permit("word", "layoff", ANN, at) for at in (4.0, 5.0)] == [True, False]
    assert [rule.kind for rule in state.rules()] == ["topic"]
    assert [(entry.at, entry.action, entry.subject) for entry in state.audit_entries()] == [
        (1.0, "forbid word", "layoff"),
        (3.0, "forbid topic", "layoff"),
        (4.0, "permit word", "layoff"),
    ]


@pytest.mark.parametrize(("kind", "typed", "kept", "again"), [
    ("word", UNSEEN, "model", "Model"),
    ("word", " Project \n Falcon ", "Project Falcon", "project-falcon"),
    ("word", "Layoff", "Layoff", "layoff"),
    ("word", "裁員", "裁員", "裁员"),
    ("word", "mo\U000e0041del", "model", "ＭＯＤＥＬ"),
    ("word", "café", "café", "cafe"),
    ("topic", "\u2066Robots\u2069  at home", "Robots at home", "robots at home"),
])  # fmt: skip
def test_a_rule_is_kept_as_it_is_listed_and_is_the_same_however_it_is_spelled(state, kind, typed, kept, again):
    assert [state.forbid(kind, value, ANN, 1.0) for value in (typed, kept, again)] == [True, False, False]
    assert state.rules() == [Rule(kind=kind, value=kept, made_at=1.0)]
    assert [state.permit(kind, value, ANN, 2.0) for value in (again, typed)] == [True, False]
    assert state.rules() == []
    assert [entry.subject for entry in state.audit_entries()] == [kept, kept]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("word", "layoff", "layoffs"),
        ("word", "lay off", "layoff"),
        ("word", "C", "C++"),
        ("topic", "robots", "robots at home"),
        ("topic", "दिन", "दान"),
    ],
)
def test_what_is_found_in_other_places_is_another_rule(state, kind, one, other):
    assert [state.forbid(kind, value, ANN, at) for at, value in enumerate((one, other))] == [True, True]
    assert state.permit(kind, other, ANN, 3.0)
    assert [rule.value for rule in state.rules()] == [one]


def test_what_was_kept_as_it_was_typed_is_taken_back_by_what_is_listed(state):
    keep_as_typed(state, ("word", UNSEEN, Scope()), ("word", "Layoff", Scope()), ("word", "layoff", Scope()))
    assert [rule.value for rule in state.rules()] == ["model", "Layoff", "layoff"]
    assert not state.forbid("word", "LAYOFF", ANN, 2.0)
    assert [state.permit("word", value, ANN, 3.0) for value in ("model", "layoff")] == [True, True]
    assert state.rules() == []
    assert [entry.subject for entry in state.audit_entries()] == ["model", "Layoff", "layoff"]


def test_a_place_is_kept_as_it_is_listed(state):
    typed = Scope(platform="slack", workspace="T1\u200b", channel="\u202eC1")
    keep_as_typed(state, ("source", "tea", typed))
    assert state.rules() == [Rule(kind="source", value="tea", scope=IN_C1, made_at=1.0)]
    state.set_sources(typed, ["bees"], ANN, 2.0)
    assert state.rules() == [Rule(kind="source", value="bees", scope=IN_C1, made_at=2.0)]
    assert [state.permit_sources(IN_C1, ANN, at) for at in (3.0, 4.0)] == [True, False]
    assert [(entry.subject, entry.before, entry.after) for entry in state.audit_entries()] == [
        ("slack:T1:C1", ["tea"], ["bees"]),
        ("slack:T1:C1", ["bees"], None),
    ]


def test_the_sources_of_a_scope_are_replaced_as_one(state):
    state.set_sources(IN_C1, ["tea", "bees", "tea"], ANN, 1.0)
    state.set_sources(IN_C1, ["tea"], ANN, 2.0)
    state.set_sources(Scope(), None, ANN, 3.0)
    assert state.rules() == [
        Rule(kind="source", value="tea", scope=IN_C1, made_at=2.0),
        Rule(kind="every_source", value="", made_at=3.0),
    ]
    assert [state.permit_sources(scope, ANN, 4.0) for scope in (IN_C1, IN_C1, Scope())] == [True, False, True]
    assert state.rules() == []
    subject, action = "slack:T1:C1", "show sources"
    changed = [(None, ["bees", "tea"]), (["bees", "tea"], ["tea"]), (["tea"], None)]
    assert [entry for entry in state.audit_entries() if entry.subject == subject] == [
        AuditEntry(at=at, actor=ANN, action=action, subject=subject, before=before, after=after)
        for at, (before, after) in zip((1.0, 2.0, 4.0), changed, strict=True)
    ]
    assert [(entry.before, entry.after) for entry in state.audit_entries() if entry.subject == "::"] == [
        (None, "all"),
        ("all", None),
    ]


def test_a_workspace_that_is_forgotten_takes_its_rules_along(state):
    state.set_sources(IN_C1, ["tea"], ANN, 1.0)
    state.forbid("word", "layoff", ANN, 2.0)
    assert state.forget_workspace("slack", "T1") == 2  # the rule, and its entry in the audit log
    assert [rule.kind for rule in state.rules()] == ["word"]
