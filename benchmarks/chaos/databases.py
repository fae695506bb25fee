"""The databases under test, and what is done to them while they work."""

import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from pwd import getpwnam
from typing import Protocol

import psycopg

from benchmarks.chaos.plan import Database
from benchmarks.chaos.processes import forked
from bot import database
from tests.postgres import Postgres, running

#: No crash of the machine is played, so nothing has to reach the disk; a killed process loses nothing.
WITHOUT_DISK = ("fsync=off", "full_page_writes=off", "max_connections=200", "autovacuum=off", "jit=off")
#: Seconds for which whoever holds the database holds it, once for longer than background work waits.
LOCKS = (3.0, 1.0, 12.0, 3.0)


class Busy(Exception):
    """It cannot be had just now."""


class Victim(Protocol):
    @property
    def url(self) -> str: ...
    def hold(self) -> Callable[[], None]:
        """Nobody else can write until what this returns is called. Raises Busy where somebody stands still in it."""
        ...

    def terminate(self, chance: float) -> int:
        """Cuts one of its connections, chosen by `chance` from 0 to 1; says how many."""
        ...

    def restart(self) -> None:
        """As after a crash."""
        ...


@contextmanager
def a_new(kind: Database, folder: Path) -> Iterator[Victim]:
    made: AbstractContextManager[Victim] = sqlite(folder) if kind is Database.SQLITE else postgresql()
    with made as victim:
        database.upgrade(victim.url)
        yield victim


class Sqlite:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.url = f"sqlite:///{path}"

    def hold(self) -> Callable[[], None]:
        # In a process of its own: what is forked from one with an open connection takes its locks for its own.
        holder = forked.Process(target=_hold, args=(self._path,), daemon=True)
        holder.start()

        def let_go() -> None:
            holder.kill()
            holder.join()

        return let_go

    def terminate(self, chance: float) -> int:  # noqa: ARG002 - it has no connections that could be cut
        return 0

    def restart(self) -> None:
        pass


def _hold(path: Path) -> None:
    """Until it is killed."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=max(LOCKS))
    connection.execute("begin immediate")
    time.sleep(2 * max(LOCKS))


@contextmanager
def sqlite(folder: Path) -> Iterator[Sqlite]:
    yield Sqlite(folder / "liaison.db")


class Postgresql:
    def __init__(self, postgres: Postgres, name: str) -> None:
        self.url = postgres.url(name)
        self._uri = self.url.replace("+psycopg", "")
        self._name = name
        self._is_another = False
        with self._connected() as connection:
            folder = connection.execute("show data_directory").fetchone()
        assert folder is not None
        self._data = Path(folder[0])

    def hold(self) -> Callable[[], None]:
        connection = psycopg.connect(self._uri, options="-c lock_timeout=200")
        try:
            connection.execute("lock table outbox in exclusive mode")
        except psycopg.errors.LockNotAvailable:
            connection.close()
            raise Busy from None
        # Closing ends the transaction, also where it was cut off meanwhile.
        return connection.close

    def terminate(self, chance: float) -> int:
        with self._connected() as connection:
            found = connection.execute(
                "select pid from pg_stat_activity where datname = %s and application_name = 'liaison' order by pid",
                (self._name,),
            ).fetchall()
            if not found:
                return 0
            pid = found[min(int(chance * len(found)), len(found) - 1)][0]
            connection.execute("select pg_terminate_backend(%s)", (pid,))
        return 1

    def restart(self) -> None:
        self._control("restart", "-l", str(self._data / "log"))
        self._is_another = True

    def stop(self) -> None:
        """The package that started it does not know the server that a restart has made."""
        if self._is_another:
            self._control("stop")

    def _control(self, what: str, *arguments: str) -> None:
        # Two servers are in the wheel; the one that runs says which it is.
        program = Path((self._data / "postmaster.opts").read_text(encoding="utf-8").split()[0])
        command = [str(program.with_name("pg_ctl")), "-D", str(self._data), "-m", "immediate", "-w", what, *arguments]
        user = "pgserver" if os.geteuid() == 0 else None
        subprocess.run(  # noqa: S603 - the server that we started
            command,
            check=True,
            user=user,
            group=None if user is None else getpwnam(user).pw_gid,
            extra_groups=None if user is None else [],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(self._uri, autocommit=True)


@contextmanager
def postgresql() -> Iterator[Postgresql]:
    with running(WITHOUT_DISK) as postgres:
        victim = Postgresql(postgres, postgres.create())
        try:
            yield victim
        finally:
            victim.stop()
