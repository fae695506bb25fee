"""What must hold before Liaison starts: a place for its data, and nobody else at work on it."""

import fcntl
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class CannotStart(Exception):
    """One line that says what is wrong and how to mend it; holds no secret."""


def shut_out_the_sandbox() -> None:
    """From now on `import sandbox` fails in this process: a local Slack does not stand beside real clients' records."""
    # None is how Python is told to halt an import.
    sys.modules["sandbox"] = None  # type: ignore[assignment]


@contextmanager
def uncollected() -> Iterator[None]:
    """Around imports: what they make stays; looking through it for garbage took an eighth of a start, and would take
    its part of each later collection.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def sqlite_file(database_url: str) -> Path | None:
    """None for PostgreSQL, and for a database in memory."""
    scheme, _, rest = database_url.partition("://")
    if not scheme.startswith("sqlite") or not rest.startswith("/"):
        return None
    name = rest.removeprefix("/").partition("?")[0]
    return Path(name) if name and name != ":memory:" else None


def make_folder(folder: Path) -> None:
    """The folder stands afterwards and can be written."""
    trial = folder / ".liaison-can-write"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise CannotStart(
            f"the data folder {folder} cannot be used ({reason(error)}). Make it writable or choose another."
        ) from None


@contextmanager
def only_process(database_url: str) -> Iterator[None]:
    """SQLite serves one Liaison; the system lets go of the lock when the process ends, however it ends."""
    file = sqlite_file(database_url)
    if file is None:
        yield
        return
    make_folder(file.parent)
    with _opened(file.with_name(file.name + ".lock")) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart(
                f"another Liaison is at work on {file}. Stop it first, or use PostgreSQL to run several."
            ) from None
        yield


def _opened(lock: Path) -> TextIO:
    try:
        return lock.open("w")
    except OSError as error:
        raise CannotStart(f"{lock} cannot be used ({reason(error)}). Remove it or choose another folder.") from None


def reason(error: OSError) -> str:
    """In the system's words, without what a library adds to them."""
    return os.strerror(error.errno) if error.errno else type(error).__name__
