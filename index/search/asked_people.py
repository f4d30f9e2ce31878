"""Who is to be searched: the people whom a question names or means by what they do, if it is not said beside it."""

from dataclasses import replace

from index.answer import Filters
from index.search.mentions import named_speakers
from index.search.role_holders import ResolvedQuestion, resolve_roles
from index.storage.generations import Generation


def with_names_for_roles(text: str, filters: Filters, generation: Generation) -> ResolvedQuestion:
    """Return the question with names in the place of roles, where it is to be asked of nobody else."""
    is_settled = filters.speakers or filters.everybody
    return ResolvedQuestion(text) if is_settled else resolve_roles(text, generation)


def with_named_speakers(text: str, filters: Filters, generation: Generation) -> Filters:
    """Return the filters with the people who are named in the question, where it is to be asked of nobody else."""
    if filters.speakers or filters.everybody:
        return filters
    return replace(filters, speakers=tuple(named_speakers(text, generation.people, generation.others.values())))
