"""The one metadata, and the one way of mapping a domain class to its table."""

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import column_property, registry

from bot.domain.teams import OfTeam

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
mappers = registry(metadata=metadata)

AUDITED = "audited"


def map_(kind: type[OfTeam], table: Table) -> None:
    """`active_history` makes the value before a change known to the audit, also of what was not loaded."""
    table.info[AUDITED] = True
    version = {"version_id_col": table.c.version} if "version" in table.c else {}
    properties = {column.key: column_property(column, active_history=True) for column in table.c}
    mappers.map_imperatively(kind, table, properties=properties, **version)


def map_for_reading(kind: type[OfTeam], table: Table) -> None:
    """So that queries of entities can join a table of the machinery within the bounds of their team."""
    mappers.map_imperatively(kind, table)
