"""Which build of the index is current, where its vectors are on a server that several processes share."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from bot.state.repository import Repository, reading, transactional
from bot.state.tables import generations

_NEWEST_FIRST = select(generations.c.name).order_by(generations.c.age)
_KEPT = 2


class Generations(Repository):
    """The names of the current generation and of the one before."""

    @reading
    def generation_names(self, connection: Connection) -> list[str]:
        """Return both, the current one first, as far as there are any."""
        return list(connection.scalars(_NEWEST_FIRST))

    @transactional
    def make_generation_current(self, connection: Connection, name: str) -> None:
        """Name another one as current; what was current is then the one before."""
        others = [other for other in connection.scalars(_NEWEST_FIRST) if other != name]
        _write(connection, [name, *others][:_KEPT])

    @transactional
    def name_generations(self, connection: Connection, names: Sequence[str]) -> None:
        """Name the current generation and the one before; none, where there are none any more."""
        _write(connection, names)


def _write(connection: Connection, names: Sequence[str]) -> None:
    rows = [{"age": age, "name": name} for age, name in enumerate(names)]
    connection.execute(delete(generations))
    if rows:
        connection.execute(insert(generations), rows)
