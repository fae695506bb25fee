"""The local Slack in a process of its own: twenty workspaces, each with its own address and token."""

import copy
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

import yaml

from benchmarks.chaos.processes import forked
from benchmarks.chaos.weather import Spell
from benchmarks.chaos.world import TEAMS, world
from bot.domain.ids import TeamId
from bot.settings import MANIFEST
from sandbox import Sandbox, Sight

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Address:
    team: TeamId
    api_url: str
    token: str


@dataclass(frozen=True)
class Seen:
    """What became visible in a workspace; `row` is the outbox id in a message's metadata."""

    team: TeamId
    what: str
    channel: str | None
    ts: str | None
    thread_ts: str | None
    row: str | None
    at: datetime
    words: str
    to: frozenset[str]


@dataclass(frozen=True)
class Record:
    """All that Slack knows at the end. `violations` are counted by kind and method."""

    seen: Sequence[Seen]
    violations: Counter[str]


class Slack:
    """The parent's hand on it."""

    def __init__(self, weather: Sequence[Spell], seed: int) -> None:
        self._ours, theirs = forked.Pipe()
        self._process = forked.Process(target=_serve, args=(theirs, weather, seed), daemon=True)
        self._process.start()
        self.addresses: Sequence[Address] = self._ours.recv()

    def calm(self) -> int:
        """Nothing goes wrong from now on; how often something did."""
        return int(self._ask("calm"))

    def record(self) -> Record:
        record: Record = self._ask("record")
        return record

    def stop(self) -> None:
        self._ask("stop")
        self._process.join()

    def _ask(self, what: str) -> Any:
        self._ours.send(what)
        return self._ours.recv()


def _serve(parent: Connection, weather: Sequence[Spell], seed: int) -> None:
    with ExitStack() as running:
        manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
        slacks = {team: running.enter_context(_workspace(manifest, team)) for team in TEAMS}
        for slack in slacks.values():
            # Nobody listens to events here, and nothing shall wait for that.
            slack.socket_mode(on=False)
        faults = [
            slack.fault(
                spell.kind,
                spell.method,
                times=spell.times,
                share=spell.share,
                seconds=spell.seconds,
                # With one seed for two of them the one would only ever strike where the other does.
                seed=(seed * len(TEAMS) + number) * len(weather) + place,
            )
            for number, slack in enumerate(slacks.values())
            for place, spell in enumerate(weather)
            if not spell.in_teams or number in spell.in_teams
        ]
        parent.send([Address(team, slack.api_url, slack.bot_token) for team, slack in slacks.items()])
        while (asked := parent.recv()) != "stop":
            match asked:
                case "calm":
                    for slack in slacks.values():
                        slack.clear_faults()
                    parent.send(sum(fault.hits for fault in faults))
                case _:
                    parent.send(_record(slacks))
        parent.send(None)


def _workspace(manifest: Json, team: TeamId) -> Sandbox:
    """The app's tokens follow from its name, so that each workspace has its own."""
    declared = copy.deepcopy(manifest)
    declared["features"]["bot_user"]["display_name"] = f"Liaison {team.removeprefix('T0')}"
    return Sandbox(declared, world(team), rates=False)


def _record(slacks: dict[TeamId, Sandbox]) -> Record:
    seen = [_seen(team, sight) for team, slack in slacks.items() for sight in slack.truth]
    violations = Counter(f"{found.kind} in {found.method}" for slack in slacks.values() for found in slack.violations)
    return Record(seen, violations)


def _seen(team: TeamId, sight: Sight) -> Seen:
    payload = (sight.metadata or {}).get("event_payload") or {}
    return Seen(
        team=team,
        what=sight.what,
        channel=sight.channel,
        ts=sight.ts,
        thread_ts=sight.thread_ts,
        row=payload.get("id"),
        at=sight.at,
        words=sight.words,
        to=sight.to,
    )
