"""How much reaches each person unasked on one of their days. It is counted in the transaction in which a message is
intended, so that several deliveries together never send more.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, func, select, text, update

from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import Claimed, MessageKind, MessageState
from bot.domain.pings import Ping, Unasked, is_ping, must_ring
from bot.domain.priority import Priority
from bot.domain.wall_clock import wall_time
from bot.domain.zones import zone_or
from storage.client_requests import requests
from storage.nudges import nudges
from storage.outbox import FOLDED, REACHES, ended, outbox
from storage.people import people
from storage.tasks import tasks

#: Why a message that tells several has ended, of which each is on its own again.
TAKEN_APART = "taken apart"
_GATHERED = "gathered"
_OF_URGENT = (
    select(requests.c.number)
    .where(requests.c.team_id == tasks.c.team_id, requests.c.number == tasks.c.request_number)
    .where(requests.c.priority == Priority.URGENT)
    .exists()
)
_Labels = set[tuple[str, str]]


@dataclass(frozen=True)
class Judged:
    """Of rows that are about to be posted: on whose day each counts, and how."""

    days: Mapping[OutboxId, date] = field(default_factory=dict)
    pings: Mapping[OutboxId, Ping] = field(default_factory=dict)

    @property
    def folded(self) -> Collection[OutboxId]:
        return {id_ for id_, ping in self.pings.items() if ping is Ping.FOLDED}


@dataclass(frozen=True)
class PingBudget:
    """`most` a person and day, 0 for any number; `zone` is that of those of whom no usable one is known."""

    most: int
    zone: ZoneInfo

    def judge(self, connection: Connection, rows: Sequence[Claimed], felt: datetime) -> Judged:
        unasked = _uncounted(connection, [row for row in rows if row.base is None and is_ping(row.kind, row.to)])
        if not unasked:
            return Judged()
        days = self._days(connection, unasked, felt)
        ringing = _ringing(connection, unasked)
        pings = {row.id: Ping.EXEMPT if row.id in ringing else Ping.SENT for row in unasked}
        counted = [row for row in unasked if row.id not in ringing]
        if self.most and counted:
            _take_turns(connection, counted)
            pings |= self._beyond(counted, _sent(connection, counted, days), days)
        return Judged(days, pings)

    def _beyond(
        self, rows: Sequence[Claimed], sent: Counter[tuple[str, str, date]], days: Mapping[OutboxId, date]
    ) -> dict[OutboxId, Ping]:
        folded: dict[OutboxId, Ping] = {}
        for row in rows:
            whose = (row.team_id, row.to, days[row.id])
            if sent[whose] >= self.most:
                folded[row.id] = Ping.FOLDED
            else:
                sent[whose] += 1
        return folded

    def _days(self, connection: Connection, rows: Sequence[Claimed], felt: datetime) -> dict[OutboxId, date]:
        whose = (people.c.team_id.in_({row.team_id for row in rows}), people.c.user_id.in_({row.to for row in rows}))
        found = connection.execute(select(people.c.team_id, people.c.user_id, people.c.zone_name).where(*whose))
        zones: dict[tuple[str, str], str | None] = {(team, user): name for team, user, name in found}
        return {
            row.id: wall_time(felt, zone_or(zones.get((row.team_id, row.to)), self.zone).zone).date() for row in rows
        }


def fold(connection: Connection, rows: Iterable[Claimed], judged: Judged) -> None:
    """They wait for a digest, as if they had never been in hand. Of what tells several each waits for itself, and what
    must ring among it does so alone.
    """
    for row in rows:
        if judged.pings.get(row.id) is not Ping.FOLDED:
            continue
        held = (outbox.c.team_id == row.team_id, outbox.c.owner == row.token, outbox.c.id == row.id)
        is_bundle = row.kind is MessageKind.CATCH_UP
        values = ended(MessageState.CANCELLED, TAKEN_APART) if is_bundle else _folded(judged.days[row.id])
        if connection.execute(update(outbox).where(*held).values(values)).rowcount and is_bundle:
            _take_apart(connection, row, judged.days[row.id])


def count(connection: Connection, rows: Iterable[Claimed], judged: Judged) -> None:
    """Those that are posted now."""
    alike: dict[tuple[TeamId, Ping, date], list[OutboxId]] = {}
    for row in rows:
        if row.id in judged.pings:
            alike.setdefault((row.team_id, judged.pings[row.id], judged.days[row.id]), []).append(row.id)
    for (team, ping, day), ids in alike.items():
        these = (outbox.c.team_id == team, outbox.c.id.in_(ids))
        connection.execute(update(outbox).where(*these).values(ping=ping, pinged_on=day))


def _folded(day: date) -> dict[str, Any]:
    return ended(MessageState.CANCELLED, FOLDED) | {"ping": Ping.FOLDED, "pinged_on": day}


def _take_apart(connection: Connection, bundle: Claimed, day: date) -> None:
    told = _told_by(connection, [bundle])
    ringing = _urgent_or_asked_for(connection, bundle.team_id, [(row, bundle.to) for row in told])
    alone = {"state": MessageState.PENDING, "reason": None, "ended_at": None, "owner": None}
    for row in told:
        values = alone if row.id in ringing else _folded(day)
        this = (outbox.c.team_id == bundle.team_id, outbox.c.id == row.id)
        connection.execute(update(outbox).where(*this).values(values | {"instead": None}))


def _uncounted(connection: Connection, rows: Sequence[Claimed]) -> list[Claimed]:
    """Without what was counted when it was tried before."""
    if not rows:
        return []
    these = (outbox.c.team_id.in_({row.team_id for row in rows}), outbox.c.id.in_([row.id for row in rows]))
    counted = select(outbox.c.id).where(*these, outbox.c.pinged_on.is_not(None))
    known = set(connection.scalars(counted))
    return [row for row in rows if row.id not in known]


def _ringing(connection: Connection, rows: Sequence[Claimed]) -> Collection[OutboxId]:
    """What tells several must ring when all of them must."""
    found: set[OutboxId] = set()
    for team in {row.team_id for row in rows}:
        theirs = [row for row in rows if row.team_id == team]
        found |= _urgent_or_asked_for(connection, team, [(row, row.to) for row in theirs])
        for bundle in (row for row in theirs if row.kind is MessageKind.CATCH_UP):
            told = _told_by(connection, [bundle])
            ringing = _urgent_or_asked_for(connection, team, [(row, bundle.to) for row in told])
            if told and len(ringing) == len(told):
                found.add(bundle.id)
    return found


def _urgent_or_asked_for(connection: Connection, team: TeamId, rows: Sequence[tuple[Any, str]]) -> set[OutboxId]:
    urgent = _urgent(connection, team, {row.about for row, _ in rows})
    return {OutboxId(row.id) for row, to in rows if _rings(row, to, is_urgent=row.about in urgent)}


def _rings(row: Unasked, to: str, *, is_urgent: bool) -> bool:
    return row.kind is not MessageKind.CATCH_UP and must_ring(row, to, is_urgent=is_urgent)


def _urgent(connection: Connection, team: TeamId, labels: Collection[str]) -> set[str]:
    """A task is as urgent as its request, a reminder also as what it is about."""
    nudged = _numbers(labels, "N")
    its = (nudges.c.team_id == team, nudges.c.number.in_(nudged), nudges.c.about.is_not(None))
    rows = connection.execute(select(nudges.c.number, nudges.c.about).where(*its)).all() if nudged else []
    about: dict[str, str] = {f"N-{number}": item for number, item in rows if item}
    urgent = _urgent_by_itself(connection, team, {*labels, *about.values()})
    return urgent | {label for label, item in about.items() if item in urgent}


def _urgent_by_itself(connection: Connection, team: TeamId, labels: Collection[str]) -> set[str]:
    found: set[str] = set()
    for letter, number, is_urgent in (
        ("R", requests.c.number, requests.c.priority == Priority.URGENT),
        ("T", tasks.c.number, _OF_URGENT),
        ("N", nudges.c.number, nudges.c.is_urgent),
    ):
        numbers = _numbers(labels, letter)
        if numbers:
            its = (number.table.c.team_id == team, number.in_(numbers), is_urgent)
            found |= {f"{letter}-{one}" for one in connection.scalars(select(number).where(*its))}
    return found


def _numbers(labels: Collection[str], letter: str) -> list[int]:
    return [int(label[2:]) for label in labels if label.startswith(f"{letter}-")]


def _told_by(connection: Connection, bundles: Sequence[Claimed]) -> Sequence[Row[Any]]:
    these: tuple[ColumnElement[bool], ...] = (
        outbox.c.team_id.in_([row.team_id for row in bundles]),
        outbox.c.instead.in_([row.id for row in bundles]),
        outbox.c.reason == _GATHERED,
    )
    told = (outbox.c.id, outbox.c.kind, outbox.c.about, outbox.c.fallback, outbox.c.facts)
    return connection.execute(select(*told).where(*these)).all()


def _sent(
    connection: Connection, rows: Sequence[Claimed], days: Mapping[OutboxId, date]
) -> Counter[tuple[str, str, date]]:
    these = (
        outbox.c.team_id.in_({row.team_id for row in rows}),
        outbox.c.recipient.in_({row.to for row in rows}),
        outbox.c.pinged_on.in_({days[row.id] for row in rows}),
    )
    by = (outbox.c.team_id, outbox.c.recipient, outbox.c.pinged_on)
    counted = select(*by, func.count()).where(*these, outbox.c.ping == Ping.SENT, REACHES).group_by(*by)
    return Counter({(team, user, day): count for team, user, day, count in connection.execute(counted) if day})


def _take_turns(connection: Connection, rows: Sequence[Claimed]) -> None:
    """In one order, so that no two wait for each other. SQLite's writing transactions take turns anyway."""
    if connection.dialect.name == "postgresql":
        for whose in sorted({f"ping:{row.team_id}:{row.to}" for row in rows}):
            connection.execute(text("select pg_advisory_xact_lock(hashtext(:whose))"), {"whose": whose})
