"""Databases and engines that outlive a test: what one has opened, compiled and prepared the next would anew, which is a
third of what most tests do.
"""

import shutil
import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from storage.engine import make_engine
from storage.mapping import metadata

TABLES = tuple(table.name for table in metadata.sorted_tables)
EMPTIED = tuple(f'delete from "{name}"' for name in reversed(TABLES))
#: Of a database whose content of the first day is kept beside it.
FILLED = tuple(f'insert into "{name}" select * from kept."{name}"' for name in TABLES)


@cache
def kept_engine(url: str) -> Engine:
    """Whoever takes the database away needs an engine of their own."""
    engine = make_engine(url)
    engine.dispose = _left_open  # type: ignore[method-assign]
    return engine


def _left_open(close: bool = True) -> None:
    """At the end the database goes, and the connections with it."""


def renewed(template: Path) -> str:
    """The address of a database as the template is: the same one each time, so that one engine does for all."""
    return _copy_of(template).renewed()


class _Copy:
    def __init__(self, template: Path) -> None:
        self._file = Path(shutil.copy(template, template.with_name("now.db")))
        # Without foreign keys, whose order would matter.
        self._connection = sqlite3.connect(self._file, isolation_level=None, cached_statements=3 * len(TABLES))
        self._connection.execute("pragma synchronous=off")
        self._connection.execute("attach ? as kept", (str(template),))

    def renewed(self) -> str:
        self._do(("begin immediate", *EMPTIED, *FILLED, "commit"))
        return f"sqlite:///{self._file}"

    def _do(self, statements: Iterable[str]) -> None:
        for statement in statements:
            self._connection.execute(statement)


_copy_of = cache(_Copy)
