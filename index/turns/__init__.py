"""Who says what: from the labels printed in a document, and from what a person wrote down."""

from index.turns.turns import split_turns

__all__ = ["split_turns"]
