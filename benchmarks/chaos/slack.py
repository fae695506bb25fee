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

from benchmarks.chaos.callers import Asked, Callers
from benchmarks.chaos.processes import forked
from benchmarks.chaos.weather import Spell
from benchmarks.chaos.world import CALLING, QUIET, TEAMS, world
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
class Door:
    """What lets an app into the workspace where people gesture."""

    api_url: str
    bot_token: str
    app_token: str


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
    asked: Sequence[Asked]


class Slack:
    """The parent's hand on it. Through the `door` an app gets to people who gesture."""

    def __init__(self, weather: Sequence[Spell], seed: int) -> None:
        self._ours, theirs = forked.Pipe()
        self._process = forked.Process(target=_serve, args=(theirs, weather, seed), daemon=True)
        self._process.start()
        self.addresses: Sequence[Address]
        self.door: Door
        self.addresses, self.door = self._ours.recv()

    def let_people_call(self) -> None:
        self._ask("call")

    def hush(self) -> int:
        """Nobody gestures any more; how often their sockets were cut."""
        return int(self._ask("hush"))

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
        slacks = {team: running.enter_context(_workspace(manifest, team)) for team in QUIET}
        for slack in slacks.values():
            # Nobody listens to events here, and nothing shall wait for that.
            slack.socket_mode(on=False)
        # The days on which clocks change have no weather of their own, or few of them would pass.
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
            for number, slack in enumerate(slacks[team] for team in TEAMS)
            for place, spell in enumerate(weather)
            if not spell.in_teams or number in spell.in_teams
        ]
        calling = running.enter_context(_workspace(manifest, CALLING))
        door = Door(calling.api_url, calling.bot_token, calling.app_token)
        parent.send(([Address(team, slack.api_url, slack.bot_token) for team, slack in slacks.items()], door))
        callers: Callers | None = None
        while (asked := parent.recv()) != "stop":
            match asked:
                case "call":
                    callers = Callers(calling, seed)
                    parent.send(None)
                case "hush":
                    if callers is not None:
                        callers.hush()
                    parent.send(callers.cuts if callers else 0)
                case "calm":
                    for slack in slacks.values():
                        slack.clear_faults()
                    parent.send(sum(fault.hits for fault in faults))
                case _:
                    parent.send(_record({**slacks, CALLING: calling}, callers.asked() if callers else ()))
        parent.send(None)


def _workspace(manifest: Json, team: TeamId) -> Sandbox:
    """The app's tokens follow from its name, so that each workspace has its own."""
    declared = copy.deepcopy(manifest)
    declared["features"]["bot_user"]["display_name"] = f"Liaison {team.removeprefix('T0')}"
    return Sandbox(declared, world(team), rates=False)


def _record(slacks: dict[TeamId, Sandbox], asked: Sequence[Asked]) -> Record:
    seen = [_seen(team, sight) for team, slack in slacks.items() for sight in slack.truth]
    violations = Counter(f"{found.kind} in {found.method}" for slack in slacks.values() for found in slack.violations)
    return Record(seen, violations, asked)


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
