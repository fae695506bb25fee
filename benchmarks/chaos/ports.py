"""The real parts of delivery behind points at which a worker can die; what they are given and give is not touched."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse

from benchmarks.chaos.points import WRITTEN, Phase, Point, Trail
from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import Claimed, Dropped, Held, Outcome, Result
from bot.services.delivery import Call, Looking, OutboxStore, Rendering, Sending


class WatchedStore:
    def __init__(self, store: OutboxStore, trail: Trail) -> None:
        self._store = store
        self._trail = trail

    def claim(self, *, limit: int, lease: timedelta) -> list[Claimed]:
        with self._trail.during(Phase.CLAIM):
            rows = self._store.claim(limit=limit, lease=lease)
        if rows:
            self._trail.hold(row.id for row in rows)
            self._trail.passes(Point.CLAIM_COMMITTED)
        return rows

    def intend(self, rows: Sequence[Claimed]) -> Collection[OutboxId]:
        with self._trail.during(Phase.INTENT):
            going = self._store.intend(rows)
        self._trail.passes(Point.INTENT_COMMITTED)
        return going

    def put_back(self, rows: Sequence[Claimed]) -> None:
        self._store.put_back(rows)
        self._trail.let_go(row.id for row in rows)

    def record(self, results: Sequence[Result]) -> Collection[OutboxId]:
        with self._trail.during(Phase.RECORD):
            recorded = self._store.record(results)
        self._trail.let_go(result.claimed.id for result in results)
        self._trail.has_done(len(results))
        self._trail.passes(Point.RECORD_COMMITTED)
        return recorded

    def has_some(self) -> bool:
        return self._store.has_some()


class WatchedRendering:
    def __init__(self, rendering: Rendering, trail: Trail) -> None:
        self._rendering = rendering
        self._trail = trail

    def render(self, claimed: Claimed) -> Call | Dropped | Held:
        self._trail.passes(Point.BEFORE_RENDER)
        rendered = self._rendering.render(claimed)
        self._trail.passes(Point.RENDERED)
        return rendered


@dataclass(frozen=True)
class TeamCall:
    """A call that remembers where it goes: the product serves one workspace a process."""

    team: TeamId
    call: Call

    @property
    def method(self) -> str:
        return self.call.method


class ByTeam:
    """Each workspace has its own sender and its own lookup."""

    def __init__(self, senders: Mapping[TeamId, Sending], lookups: Mapping[TeamId, Looking], trail: Trail) -> None:
        self._senders = senders
        self._lookups = lookups
        self._trail = trail

    def prepare(self, claimed: Claimed, call: Call) -> Call | Outcome:
        prepared = self._senders[claimed.team_id].prepare(claimed, call)
        self._trail.passes(Point.PREPARED)
        return prepared if isinstance(prepared, Outcome) else TeamCall(claimed.team_id, prepared)

    def send(self, call: Call, *, latest: float) -> Outcome:
        assert isinstance(call, TeamCall), "what was prepared comes back unchanged"
        self._trail.passes(Point.BEFORE_CALL)
        with self._trail.during(Phase.SEND):
            outcome = self._senders[call.team].send(call.call, latest=latest)
        self._trail.passes(Point.CALL_ANSWERED)
        return outcome

    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        self._trail.passes(Point.BEFORE_LOOK)
        with self._trail.during(Phase.LOOK):
            outcomes = self._lookups[rows[0].team_id].look(rows)
        self._trail.passes(Point.LOOKED)
        return outcomes


def watch_connections(trail: Trail) -> None:
    """Of this process: between the request and its reply."""
    answered = HTTPConnection.getresponse

    def getresponse(connection: HTTPConnection) -> HTTPResponse:
        phase = trail.phase
        trail.passes(WRITTEN.get(phase))
        response = answered(connection)
        if phase is Phase.SEND:
            trail.passes(Point.CALL_ACCEPTED)
        return response

    HTTPConnection.getresponse = getresponse  # type: ignore[method-assign,assignment]
