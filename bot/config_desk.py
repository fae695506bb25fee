"""What an operator's commands about a workspace's files have in common: the file, whose it is, and what is wrong."""

import getpass
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bot import database
from bot.domain.config_files import BadFile, Fault
from bot.domain.errors import StoreUnavailable
from bot.domain.ids import TeamId
from bot.settings import load_for_store
from bot.startup import CannotStart, reason
from storage.engine import make_engine
from storage.people import teams_of
from storage.store import SqlStore

T = TypeVar("T")

NOBODY_YET = "no workspace is known yet; start liaison run once, then load its {things}"


def text_of(path: Path, largest: int) -> str:
    """A byte more than may be there is enough to see that it is too much. Raises CannotStart."""
    try:
        with path.open("rb") as file:
            return file.read(largest + 1).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise CannotStart(f"{path} is no text in UTF-8") from None
    except OSError as error:
        raise CannotStart(f"{path} cannot be read ({reason(error)})") from None


def at_the_desk(workspace: str | None, things: str, work: Callable[[SqlStore, TeamId], T]) -> T:
    """With the store and the one workspace in it that is meant. Raises CannotStart."""
    url = load_for_store().database_url.get_secret_value()
    fault = database.fault(url)
    if fault is not None:
        raise CannotStart(fault)
    engine = make_engine(url)
    try:
        return work(SqlStore(engine, lambda: None), _team(teams_of(engine), workspace, things))
    except StoreUnavailable:
        raise CannotStart(database.UNREACHABLE) from None
    finally:
        engine.dispose()


def told(path: Path, bad: BadFile, last: str = "") -> int:
    sys.stderr.writelines(f"{path}{_place(fault)} {fault.reason}\n" for fault in bad.faults)
    if last:
        sys.stderr.write(f"liaison: {last}\n")
    return 1


def who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody without a name"


def _team(known: Sequence[TeamId], wanted: str | None, things: str) -> TeamId:
    if not known:
        raise CannotStart(NOBODY_YET.format(things=things))
    if wanted is not None and wanted not in known:
        raise CannotStart(f"there is no workspace {wanted}; there is {', '.join(known)}")
    if wanted is None and len(known) > 1:
        raise CannotStart(f"say which workspace with --workspace: {', '.join(known)}")
    return TeamId(wanted or known[0])


def _place(fault: Fault) -> str:
    """`:12: print.fields.copies.kind:`."""
    line = f":{fault.line}" if fault.line else ""
    return f"{line}: {fault.key}:" if fault.key else f"{line}:"
