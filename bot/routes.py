"""`liaison route`: the file that says where new requests go is checked, loaded, shown and asked."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bot import database
from bot.config_desk import at_the_desk, text_of, told, who
from bot.domain.clock import SYSTEM_CLOCK
from bot.domain.config_files import LARGEST, BadFile, ConfigVersion
from bot.domain.errors import StoreUnavailable
from bot.domain.ids import TeamId
from bot.domain.routing import Facts, Routing
from bot.domain.routing_files import read_routing
from bot.route_words import counted, explained, explained_facts, lines, shown_facts
from bot.services.routing_files import RoutingFileService
from bot.settings import load_for_store
from storage.engine import make_engine
from storage.people import teams_of

T = TypeVar("T")

KEPT = "nothing is changed: the rules that were in force stay so"
UNCHECKED = "Whether the people in it are there is looked at when it is loaded"


def check(path: Path, workspace: str | None) -> int:
    """Against the people of the workspace where the store can be asked."""
    text = text_of(path, LARGEST)
    try:
        routing, is_whole = read_routing(text).routing, _is_store_there()
        notes = _at_the_desk(workspace, lambda files, team: _notes(files, team, text)) if is_whole else [UNCHECKED]
    except BadFile as bad:
        return told(path, bad)
    sys.stdout.write(f"{path} can be loaded: {counted(routing)}.\n")
    sys.stdout.writelines(f"{note}.\n" for note in notes)
    return 0


def load(path: Path, workspace: str | None) -> int:
    text = text_of(path, LARGEST)
    try:
        _at_the_desk(workspace, lambda files, team: _load(files, team, text))
    except BadFile as bad:
        return told(path, bad, KEPT)
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
    done = files.load(team, text, who())
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
    return at_the_desk(workspace, "rules", lambda store, team: work(RoutingFileService(store, SYSTEM_CLOCK), team))


def _is_store_there() -> bool:
    url = load_for_store().database_url.get_secret_value()
    if database.fault(url) is not None:
        return False
    engine = make_engine(url)
    try:
        return bool(teams_of(engine))
    except StoreUnavailable:
        return False
    finally:
        engine.dispose()
