"""The schema's version: what a database has, what this code wants, and the way from one to the other."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, inspect, make_url, text

from storage.engine import background, make_engine, reading

if TYPE_CHECKING:
    from alembic.config import Config

#: In order; a test holds them against the files in migrations/versions. Known here so that `run` need not load Alembic.
REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
    "0020",
    "0021",
    "0022",
    "0023",
    "0024",
    "0025",
    "0026",
    "0027",
    "0028",
    "0029",
    "0030",
    "0031",
    "0034",
    "0033",
    "0035",
    "0037",
    "0038",
    "0039",
    "0040",
    "0041",
    "0042",
    "0043",
)
WANTED = REVISIONS[-1]
#: Any number, as long as it is always the same: two processes that upgrade at once take turns by it.
_UPGRADE_LOCK = 7_105_414_263


@dataclass(frozen=True)
class Empty:
    """Nothing there yet."""


@dataclass(frozen=True)
class Current:
    revision: str


@dataclass(frozen=True)
class Older:
    """`liaison db upgrade` mends it."""

    revision: str


@dataclass(frozen=True)
class Newer:
    """A newer Liaison has been here: this one must not touch it."""

    revision: str


@dataclass(frozen=True)
class Foreign:
    """Somebody else's tables: ours among them would be neither's."""


State = Empty | Current | Older | Newer | Foreign


class BrokenReferences(RuntimeError):
    """The upgrade would leave rows that refer to nothing; it was rolled back."""


def state(url: str) -> State:
    if _is_missing_file(make_url(url)):
        return Empty()
    engine = make_engine(url)
    try:
        with reading(engine).begin() as connection:
            return _state_of(connection)
    finally:
        engine.dispose()


def upgrade(url: str) -> None:
    """To the newest version, in one transaction; nothing happens to a database that has it."""
    _make_folder(make_url(url))
    engine = background(make_engine(url))
    try:
        _upgrade(engine)
    finally:
        engine.dispose()


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(engine: Engine) -> None:
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Tables that others refer to are rebuilt, and inside a transaction this pragma would be ignored.
            connection.connection.cursor().execute("pragma foreign_keys=off")
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"select pg_advisory_xact_lock({_UPGRADE_LOCK})"))
                connection.execute(text("set local statement_timeout = 0"))
            _run_migrations(connection)
            _check_references(connection)


def _run_migrations(connection: Connection) -> None:
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("pragma foreign_key_check").all()
    if broken:
        raise BrokenReferences(sorted({row[0] for row in broken}))


def _state_of(connection: Connection) -> State:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        return Foreign() if tables else Empty()
    revision = connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()
    if revision is None:
        return Empty()
    if revision == WANTED:
        return Current(revision)
    return Older(revision) if revision in REVISIONS else Newer(revision)


def _is_missing_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


def _make_folder(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
