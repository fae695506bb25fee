"""What all sweeps share: the moment, the workspaces, and one short reading. Their statements are made once, because to
make one anew costs more than to ask it.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, Engine, Executable, Row, bindparam

from bot.domain.ids import TeamId
from storage.engine import refusing
from storage.types import UtcDateTime

#: By the clock that people feel.
FELT: BindParameter[Any] = bindparam("felt", type_=UtcDateTime())
#: The workspaces whose work is ours.
TEAMS: BindParameter[list[str]] = bindparam("teams", expanding=True)
#: Of the zone data.
EDITION: BindParameter[str] = bindparam("edition")


def swept(
    asking: Engine, statement: Executable, teams: Collection[TeamId], **given: object
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Raises StoreUnavailable."""
    with refusing(), asking.connect() as connection:
        return connection.execute(statement, {"teams": list(teams), **given}).all()
