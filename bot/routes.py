"""`liaison route`: the file that says where new requests go is checked, loaded, shown and asked."""

import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bot import database
from bot.domain.clock import SYSTEM_CLOCK
from bot.domain.config_files import LARGEST, BadFile, ConfigVersion, Fault
from bot.domain.errors import StoreUnavailable
from bot.domain.ids import TeamId
from bot.domain.routing import Facts, Routing
from bot.domain.routing_files import read_routing
from bot.route_words import counted, explained, explained_facts, lines, shown_facts
from bot.services.routing_files import RoutingFileService
from bot.settings import load_for_store
from bot.startup import CannotStart, reason
from storage.configs import workspaces
from storage.engine import make_engine
from storage.store import SqlStore

T = TypeVar("T")

NOBODY_YET = "no workspace is known yet; start liaison run once, then load its rules"
KEPT = "nothing is changed: the rules that were in force stay so"
UNCHECKED = "Whether the people in it are there is looked at when it is loaded"


def check(path: Path, workspace: str | None) -> int:
    """Against the people of the workspace where the store can be asked."""
    text = _text(path)
    try:
        routing, is_whole = read_routing(text).routing, _is_store_there()
        notes = _at_the_desk(workspace, lambda files, team: _notes(files, team, text)) if is_whole else [UNCHECKED]
    except BadFile as bad:
        return _told(path, bad)
    sys.stdout.write(f"{path} can be loaded: {counted(routing)}.\n")
    sys.stdout.writelines(f"{note}.\n" for note in notes)
    return 0


def load(path: Path, workspace: str | None) -> int:
    text = _text(path)
    try:
        _at_the_desk(workspace, lambda files, team: _load(files, team, text))
    except BadFile as bad:
        return _told(path, bad, KEPT)
    return 0


def show(workspace: str | None, form: str) -> int:
    """`form` is lines, json or toml."""
    return _at_the_desk(workspace, lambda files, team: _show(files.versions(team), form))


def explain(facts: Facts, workspace: str | None, *, as_json: bool) -> int:
    def ask(files: RoutingFileService, team: TeamId) -> int:
        found = files.explain(team, facts)
        if as_json:
            _as_json(explained_facts(found))
        else:
            sys.stdout.writelines(f"{line}\n" for line in explained(found))
        return 0

    return _at_the_desk(workspace, ask)


def _notes(files: RoutingFileService, team: TeamId, text: str) -> Sequence[str]:
    file = files.check(team, text)
    return [f"No client is called {name} yet" for name in files.unknown_clients(team, file)]


def _load(files: RoutingFileService, team: TeamId, text: str) -> int:
    done = files.load(team, text, _who())
    if done.is_new:
        sys.stdout.write(f"Version {done.version} is in force in {team}: {counted(read_routing(text).routing)}.\n")
    else:
        sys.stdout.write(f"Nothing is changed: version {done.version}, in force in {team}, says the same.\n")
    sys.stdout.writelines(f"{note}.\n" for note in _notes(files, team, text))
    return 0


def _show(versions: Sequence[ConfigVersion], form: str) -> int:
    text = versions[0].text if versions else ""
    if form == "toml":
        sys.stdout.write(text)
        return 0
    routing = read_routing(text).routing if versions else Routing()
    if form == "json":
        _as_json(shown_facts(routing, versions))
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines(routing, versions))
    return 0


def _as_json(facts: object) -> None:
    sys.stdout.write(json.dumps(facts, indent=2, ensure_ascii=False) + "\n")


def _at_the_desk(workspace: str | None, work: Callable[[RoutingFileService, TeamId], T]) -> T:
    url = load_for_store().database_url.get_secret_value()
    fault = database.fault(url)
    if fault is not None:
        raise CannotStart(fault)
    engine = make_engine(url)
    try:
        team = _team(workspaces(engine), workspace)
        return work(RoutingFileService(SqlStore(engine, lambda: None), SYSTEM_CLOCK), team)
    except StoreUnavailable:
        raise CannotStart(database.UNREACHABLE) from None
    finally:
        engine.dispose()


def _is_store_there() -> bool:
    url = load_for_store().database_url.get_secret_value()
    if database.fault(url) is not None:
        return False
    engine = make_engine(url)
    try:
        return bool(workspaces(engine))
    except StoreUnavailable:
        return False
    finally:
        engine.dispose()


def _team(known: Sequence[TeamId], wanted: str | None) -> TeamId:
    if not known:
        raise CannotStart(NOBODY_YET)
    if wanted is not None and wanted not in known:
        raise CannotStart(f"there is no workspace {wanted}; there is {', '.join(known)}")
    if wanted is None and len(known) > 1:
        raise CannotStart(f"say which workspace with --workspace: {', '.join(known)}")
    return TeamId(wanted or known[0])


def _text(path: Path) -> str:
    """A byte more than may be there is enough to see that it is too much."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise CannotStart(f"{path} is no text in UTF-8") from None
    except OSError as error:
        raise CannotStart(f"{path} cannot be read ({reason(error)})") from None


def _told(path: Path, bad: BadFile, last: str = "") -> int:
    sys.stderr.writelines(f"{path}{_place(fault)} {fault.reason}\n" for fault in bad.faults)
    if last:
        sys.stderr.write(f"liaison: {last}\n")
    return 1


def _place(fault: Fault) -> str:
    """`:12: rule.3.client:`."""
    line = f":{fault.line}" if fault.line else ""
    return f"{line}: {fault.key}:" if fault.key else f"{line}:"


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody without a name"
