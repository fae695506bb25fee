"""Migrations make what the code expects, on both databases, and tell what they found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from bot.domain.type_files import KIND
from storage import schema
from storage.engine import background, make_engine
from storage.mapping import metadata
from storage.schema import BrokenReferences, Current, Empty, Newer, Older
from tests.postgres import Postgres

NewDatabase = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewDatabase]:
    if request.param == "sqlite":
        names = count()
        yield lambda: f"sqlite:///{tmp_path / f'{next(names)}.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    made: list[str] = []

    def create() -> str:
        made.append(postgres.create())
        return postgres.url(made[-1])

    yield create
    for name in made:
        postgres.drop(name)


@pytest.fixture
def url(new_database: NewDatabase) -> str:
    return new_database()


def reflected(engine: Engine) -> dict[str, Any]:
    """Everything that a database says of its tables, in an order of its own making."""
    inspector = inspect(engine)
    names = sorted(name for name in inspector.get_table_names() if _is_ours(name) and name != "alembic_version")
    return {
        name: {
            "columns": {column["name"]: _plain(column) for column in inspector.get_columns(name)},
            "key": inspector.get_pk_constraint(name),
            "references": _in_order(inspector.get_foreign_keys(name)),
            "unique": _in_order(inspector.get_unique_constraints(name)),
            "indexes": _in_order(inspector.get_indexes(name)),
            "checks": _in_order(inspector.get_check_constraints(name)),
        }
        for name in names
    }


def _is_ours(name: str) -> bool:
    """FTS5 makes tables of its own for each index: they come with it."""
    return "_search_fts" not in name


def _is_compared(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Of indexes that only one database has the reflection below tells."""
    if kind == "index":
        return not (name or "").endswith("_search_tokens")
    return kind != "table" or _is_ours(name or "")


COMPARED = {"compare_type": True, "include_object": _is_compared}


def _plain(value: Any) -> Any:
    """Types and expressions as text, because they are compared by identity."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in sorted(value.items())}
    return [_plain(part) for part in value] if isinstance(value, list) else str(value)


def _in_order(constraints: list[Any]) -> list[str]:
    return sorted(repr(_plain(constraint)) for constraint in constraints)


def test_the_migrated_schema_is_what_the_code_expects(new_database: NewDatabase) -> None:
    migrated_url = new_database()
    schema.upgrade(migrated_url)
    migrated, made = make_engine(migrated_url), make_engine(new_database())
    try:
        metadata.create_all(made)
        with migrated.connect() as connection:
            context = MigrationContext.configure(connection, opts=COMPARED)
            assert compare_metadata(context, metadata) == []
        assert reflected(migrated) == reflected(made)
    finally:
        migrated.dispose()
        made.dispose()


@pytest.mark.parametrize(
    "change",
    [
        "create index ix_extra on task (title)",
        "drop index ix_task_open",
        "alter table person add column extra text",
    ],
)
def test_the_comparison_can_fail(url: str, change: str) -> None:
    schema.upgrade(url)
    engine = background(make_engine(url))
    before = reflected(engine)
    with engine.begin() as connection:
        connection.execute(text(change))
    assert reflected(engine) != before
    engine.dispose()


def test_what_is_found(url: str) -> None:
    assert schema.state(url) == Empty()
    schema.upgrade(url)
    assert schema.state(url) == Current(schema.WANTED)
    schema.upgrade(url)
    assert schema.state(url) == Current(schema.WANTED)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param("update alembic_version set version_num = '9999'", Newer("9999"), id="newer"),
        pytest.param("delete from alembic_version", Empty(), id="never finished"),
    ],
)
def test_what_is_found_of_others(url: str, change: str, found: schema.State) -> None:
    schema.upgrade(url)
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()
    assert schema.state(url) == found


def test_an_upgrade_makes_the_folder(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'folder %' / 'liaison.db'}"
    schema.upgrade(url)
    assert schema.state(url) == Current(schema.WANTED)


def test_looking_makes_no_file(tmp_path: Path) -> None:
    assert schema.state(f"sqlite:///{tmp_path / 'none.db'}") == Empty()
    assert list(tmp_path.iterdir()) == []


def test_the_known_revisions_are_the_files() -> None:
    scripts = ScriptDirectory.from_config(schema.alembic_config())
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == schema.REVISIONS
    assert scripts.get_heads() == [schema.WANTED]


def test_states_name_their_revision() -> None:
    assert [field.name for kind in (Current, Older, Newer) for field in fields(kind)] == ["revision"] * 3


def test_an_upgrade_that_would_break_references_is_rolled_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'liaison.db'}"
    schema.upgrade(url)
    engine = make_engine(url)
    with engine.connect() as connection:
        connection.connection.cursor().execute("pragma foreign_keys=off")
        with connection.begin():
            connection.execute(text("insert into digest_occurrence values ('T1', 1, '2026-03-04', '{}', '2026-03-04')"))
    engine.dispose()
    with pytest.raises(BrokenReferences, match="digest_occurrence"):
        schema.upgrade(url)


@contextmanager
def brought_up_to_date(url: str, since: str, *statements: str) -> Iterator[Connection]:
    """A database of that revision, with what was written into it then."""
    engine = background(make_engine(url))
    config = schema.alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, since)
        for statement in statements:
            connection.execute(text(statement))
        command.upgrade(config, "head")
        yield connection
    engine.dispose()


def test_digests_set_before_there_were_other_rules_keep_their_times(url: str) -> None:
    then = (
        "insert into digest_schedule (team_id, number, channel_id, local_time, weekdays, zone_name, next_date, next_at,"
        " set_by, set_at, is_on, version) values ('T1', 1, 'C1', '08:15', '[0, 4]', 'Europe/Berlin', '2026-03-06',"
        " '2026-03-06 07:15:00', 'U1', '2026-03-03 07:15:00', true, 1)"
    )
    with brought_up_to_date(url, "0009", then) as connection:
        kept = connection.execute(text("select rule, zone_data, missed, is_on from digest_schedule")).one()
    assert tuple(kept) == ("week 0,4 08:15:00 Europe/Berlin", "", 0, True)


def test_what_was_open_before_it_had_reminders_is_planned_once(url: str) -> None:
    then = "'2026-03-03 07:15:00'"
    each = ("1, 'open', 'U1', null", "2, 'open', null, null", f"3, 'done', 'U1', {then}")
    columns = "number, status, owner, closed_at, team_id, title, details, acceptance, given_by, given_at, version"
    rest = f"'T1', 'draw', '', 'accepted', 'U1', {then}, 1"
    tasks = [f"insert into task ({columns}) values ({one}, {rest})" for one in each]
    with brought_up_to_date(url, "0013", *tasks) as connection:
        marked = connection.execute(text("select team_id, about from replan")).all()
    assert [tuple(row) for row in marked] == [("T1", "T-1")]


def test_types_of_requests_loaded_before_keep_their_versions(url: str) -> None:
    into = "insert into request_type_file (team_id, number, text, loaded_by, loaded_at) values"
    files = [f"{into} ('T1', {number}, 'words {number}', 'ana', '2026-03-03 07:15:00')" for number in (1, 2)]
    with brought_up_to_date(url, "0042", *files) as connection:
        found = connection.execute(text("select kind, number, text, loaded_by from config_version order by number"))
        kept = [tuple(row) for row in found]
    assert kept == [(KIND, 1, "words 1", "ana"), (KIND, 2, "words 2", "ana")]
