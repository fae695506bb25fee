"""What is left when all is over: what was committed, what the store says of it, and what people saw."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from benchmarks.chaos.almanac import Series
from benchmarks.chaos.callers import Asked
from benchmarks.chaos.slack import Seen
from benchmarks.chaos.world import CALLING, EVERYWHERE, TEAMS
from benchmarks.chaos.writer import Entry
from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import MessageKind, MessageState
from storage.client_requests import requests
from storage.clients import clients
from storage.engine import make_engine, reading
from storage.outbox import outbox
from storage.tasks import tasks


@dataclass(frozen=True, kw_only=True)
class Row:
    """An outbox row at the end."""

    id: OutboxId
    team: TeamId
    kind: MessageKind
    about: str
    to: str
    state: MessageState
    due_at: datetime
    reason: str | None = None
    owner: str | None = None
    edits: OutboxId | None = None
    under: OutboxId | None = None
    after: OutboxId | None = None
    fallback: str | None = None
    key: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    has_ended: bool = True
    channel: str | None = None
    ts: str | None = None

    @property
    def is_post(self) -> bool:
        return self.edits is None and self.kind is not MessageKind.HOME


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """As it was `at` that moment. `shown` is what each card shows, by workspace and number, and whose it is. `tokens`
    may be in no log. `logged` are the titles of what people asked for by gesture, each with its number,
    `expected` the days on which something that recurs must have come.
    """

    at: datetime
    entries: Sequence[Entry]
    rows: Sequence[Row]
    seen: Sequence[Seen]
    shown: Mapping[tuple[TeamId, int], tuple[str, str]] = field(default_factory=dict)
    violations: Counter[str] = field(default_factory=Counter)
    asked: Sequence[Asked] = ()
    logged: Counter[str] = field(default_factory=Counter)
    expected: Sequence[tuple[Series, date]] = ()
    logs: Sequence[Path] = ()
    tokens: Sequence[str] = ()


def rows_of(url: str) -> Sequence[Row]:
    """As the store has them, workspace by workspace."""
    engine = make_engine(url)
    with reading(engine).begin() as connection:
        found = connection.execute(select(outbox).where(outbox.c.team_id.in_(EVERYWHERE))).all()
    engine.dispose()
    return [
        Row(
            id=row.id,
            team=row.team_id,
            kind=row.kind,
            about=row.about,
            to=row.recipient,
            state=row.state,
            reason=row.reason,
            owner=row.owner,
            edits=row.edits,
            under=row.under,
            after=row.after,
            fallback=row.fallback,
            key=row.key,
            due_at=row.due_at,
            facts=row.facts,
            has_ended=row.ended_at is not None,
            channel=row.posted_channel,
            ts=row.posted_ts,
        )
        for row in found
    ]


def shown_by(url: str) -> Mapping[tuple[TeamId, int], tuple[str, str]]:
    engine = make_engine(url)
    with reading(engine).begin() as connection:
        asked = select(clients.c.team_id, clients.c.number, clients.c.name, clients.c.owner)
        found = connection.execute(asked.where(clients.c.team_id.in_(TEAMS))).all()
    engine.dispose()
    return {(team, number): (name, owner) for team, number, name, owner in found}


def titles_of(url: str) -> Counter[str]:
    engine = make_engine(url)
    with reading(engine).begin() as connection:
        logged = connection.scalars(select(requests.c.title).where(requests.c.team_id == CALLING)).all()
        given = connection.scalars(select(tasks.c.title).where(tasks.c.team_id == CALLING)).all()
    engine.dispose()
    return Counter((*logged, *given))
