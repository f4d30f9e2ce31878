"""Whom a name that somebody gives as a filter means: by any alias, or by what they do."""

from index.errors import UnaskableError
from index.search.mentions import person_called
from index.search.role_holders import holders_called
from index.search.similar_names import similar_people
from index.storage.generations import Generation


def speakers_called(name: str, generation: Generation) -> tuple[str, ...]:
    """Return the canonical name of whom `name` means, by any alias, or by what they do ("CEO of Databricks").

    Raises:
        UnaskableError: Nobody here is called so; names who speaks.
    """
    people = generation.people
    if person := person_called(name, people.values()):
        return (person.name,)
    if holders := holders_called(name, generation):
        return holders
    near = similar_people(name, people.values())
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    names = ", ".join(people)
    reason = f"Nobody called {name!r} speaks here.{meant} Speaking here: {names}."
    raise UnaskableError(reason, "nobody_called", name=name, names=names)
