import pytest

from bot.domain.audit import AuditEntry
from bot.domain.rules import Rule, Scope

pytestmark = pytest.mark.on_both_databases
ANN = "operator ann"
IN_C1 = Scope(platform="slack", workspace="T1", channel="C1")


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
