"""Vectors that are balanced among themselves, as those of a generation are."""

from index.embed.balance import measure_balance
from index.embed.views import measure_views


def balance_passages(passages, questions):
    """Return each language's balanced passages, and what balances them."""
    balance = measure_balance(passages, questions)
    return {language: balance.passages(vectors, language) for language, vectors in passages.items()}, balance


def balance_views(passages, questions):
    """Return each language's balanced passages, in all views, and what balances them."""
    balance = measure_views(passages, questions)
    return {
        language: balance.passages([view[language] for view in passages], language) for language in passages[0]
    }, balance
