from contextlib import closing

from bot.state import State


def test_before_the_first_index_nothing_is_current(state):
    assert state.generation_names() == []


def test_the_current_generation_and_the_one_before_are_known_to_every_process(state, state_url):
    for name in ("first", "second", "third"):
        state.make_generation_current(name)
    with closing(State.open(state_url)) as another:
        assert another.generation_names() == ["third", "second"]


def test_making_the_same_one_current_again_changes_nothing(state):
    for name in ("first", "second", "second"):
        state.make_generation_current(name)
    assert state.generation_names() == ["second", "first"]


def test_those_that_are_named_are_all_there_are(state):
    for name in ("first", "second"):
        state.make_generation_current(name)
    state.name_generations(["second"])
    assert state.generation_names() == ["second"]
    state.name_generations([])
    assert state.generation_names() == []


def test_the_one_before_can_be_made_current_again(state):
    for name in ("first", "second", "first"):
        state.make_generation_current(name)
    assert state.generation_names() == ["first", "second"]
