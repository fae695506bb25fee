"""A million rows in seconds: their indexes are made once, when they are there."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, Row, TextClause, create_engine, text

#: In the order in which they may be dropped.
_CONSTRAINTS = text("""
select conrelid::regclass::text as owner, conname, pg_get_constraintdef(oid) as definition from pg_constraint
where to_regclass(:name) in (conrelid, confrelid) and contype in ('f', 'u', 'p')
order by array_position(array['f', 'u', 'p'], contype::text)
""")
_INDEXES = {
    "postgresql": text("""
        select indexname as name, indexdef as definition from pg_indexes
        where tablename = :name and not exists (select from pg_constraint where conname = indexname)
    """),
    # In their order, which decides between those that look alike.
    "sqlite": text("""
        select name, sql as definition from sqlite_schema
        where type = 'index' and tbl_name = :name and sql is not null order by rowid
    """),
}

_HURRY = {
    "postgresql": ("set synchronous_commit = off", "set maintenance_work_mem = '256MB'"),
    "sqlite": ("pragma synchronous = off", "pragma cache_size = -300000"),
}


def insert(engine: Engine, table: str, statement: TextClause, given: Mapping[str, object]) -> None:
    with _hurried(engine) as connection, _without_indexes(connection, table):
        connection.execute(statement, given)


def analyse(engine: Engine) -> None:
    """As PostgreSQL does by itself where it has run for a while; SQLite does not."""
    if engine.dialect.name == "postgresql":
        with _hurried(engine) as connection:
            connection.execute(text("analyze"))


@contextmanager
def _hurried(engine: Engine) -> Iterator[Connection]:
    """Of an engine without the product's limits and care."""
    plain = create_engine(engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with plain.connect() as connection:
        for setting in _HURRY[engine.dialect.name]:
            connection.exec_driver_sql(setting)
        yield connection


@contextmanager
def _without_indexes(connection: Connection, table: str) -> Iterator[None]:
    constraints: Sequence[Row[Any]] = ()
    if connection.dialect.name == "postgresql":
        constraints = connection.execute(_CONSTRAINTS, {"name": table}).all()
    for constraint in constraints:
        _do(connection, f'alter table {constraint.owner} drop constraint "{constraint.conname}"')
    indexes = connection.execute(_INDEXES[connection.dialect.name], {"name": table}).all()
    for index in indexes:
        _do(connection, f'drop index "{index.name}"')
    yield
    for constraint in reversed(constraints):
        made = f'add constraint "{constraint.conname}" {constraint.definition}'
        _do(connection, f"alter table {constraint.owner} {made}")
    for index in indexes:
        _do(connection, index.definition)


def _do(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)
