"""The reminders of requests and tasks, as rows of the outbox that move and go with their item until they are tried."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, update

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import OutboxId, RequestNumber, TaskNumber, UserId
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.tasks import Task
from bot.services.time_ports import SentRung
from storage.client_requests import open_requests, requests
from storage.hooks import TeamSession, core
from storage.inserts import insert_into, proposed
from storage.outbox import DISCARDED, FOLDED, ended, outbox
from storage.queries import held
from storage.tasks import open_tasks, tasks

_UNTRIED = outbox.c.ended_at.is_(None) & outbox.c.last_try_at.is_(None)
_CANCELLED = (
    (outbox.c.state == MessageState.CANCELLED)
    & outbox.c.last_try_at.is_(None)
    & outbox.c.instead.is_(None)
    & or_(outbox.c.reason.is_(None), ~or_(outbox.c.reason == FOLDED, outbox.c.reason.startswith(DISCARDED)))
)
_OFFERS_BUTTONS = or_(
    outbox.c.state == MessageState.SENT,
    (outbox.c.state == MessageState.SENDING) & outbox.c.last_try_at.is_not(None),
)
#: What a rung that waits, or was cancelled, takes over from the same one as it is planned now.
_PLANNED = ("recipient", "due_at", "expires_at", "fallback", "react_by", "facts")
_WAITING: dict[str, Any] = {
    "state": MessageState.PENDING,
    "reason": None,
    "owner": None,
    "free_at": None,
    "ended_at": None,
}


class SqlLadders:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def add(self, rungs: Sequence[Message]) -> None:
        if not rungs:
            return
        connection = core(self._session)
        last = select(func.coalesce(func.max(outbox.c.sequence), 0)).where(outbox.c.team_id == self._session.team_id)
        row = insert_into(connection, outbox).values(sequence=last.scalar_subquery() + 1)
        anew = _WAITING | {name: proposed(outbox.c[name]) for name in _PLANNED}
        placed = row.on_conflict_do_update(
            index_elements=["team_id", "key"], set_=anew, where=or_(_UNTRIED, _CANCELLED)
        )
        connection.execute(placed, [self._row(rung) for rung in rungs])

    def replace(self, label: str, rungs: Sequence[Message], *, spare: str | None) -> None:
        spared = outbox.c.key.startswith(spare, autoescape=True) if spare else false()
        others = (~spared, outbox.c.key.not_in([rung.key for rung in rungs]))
        stopped = update(outbox).where(*self._rungs(label), _UNTRIED, *others)
        core(self._session).execute(stopped.values(ended(MessageState.CANCELLED, "planned anew")))
        self.add(rungs)

    def owned_by(self, user: UserId) -> Sequence[ClientRequest | Task]:
        these = open_requests().where(requests.c.owner == user).order_by(None).order_by(requests.c.number)
        those = open_tasks().where(tasks.c.owner == user).order_by(None).order_by(tasks.c.number)
        return [
            *held(self._session, these, ClientRequest),
            *held(self._session, those, Task),
        ]

    def for_planning(self, labels: Sequence[str]) -> Sequence[ClientRequest | Task]:
        numbers = {letter: [int(label[2:]) for label in labels if label.startswith(f"{letter}-")] for letter in "RT"}
        these = select(ClientRequest).where(requests.c.number.in_(map(RequestNumber, numbers["R"])))
        those = select(Task).where(tasks.c.number.in_(map(TaskNumber, numbers["T"])))
        return [
            *held(self._session, these.order_by(requests.c.number), ClientRequest),
            *held(self._session, those.order_by(tasks.c.number), Task),
        ]

    def snoozes(self, label: str, prefix: str) -> int:
        of_it = (*self._rungs(label), outbox.c.key.startswith(prefix, autoescape=True))
        return core(self._session).execute(select(func.count()).where(*of_it)).scalar_one()

    def snoozed_until(self, label: str, prefix: str, user: UserId) -> datetime | None:
        of_it = (*self._rungs(label), outbox.c.key.startswith(prefix, autoescape=True), _UNTRIED)
        theirs = select(outbox.c.due_at).where(*of_it, outbox.c.recipient == user)
        last = theirs.order_by(outbox.c.due_at.desc()).limit(1)
        return core(self._session).execute(last).scalar_one_or_none()

    def sent(self, label: str) -> Sequence[SentRung]:
        rows = core(self._session).execute(_sent().where(*self._rungs(label)).order_by(outbox.c.sequence))
        return [SentRung(row.id, row.about, UserId(row.recipient), row.facts) for row in rows]

    def for_change(self, message: OutboxId) -> SentRung | None:
        team = outbox.c.team_id == self._session.team_id
        held = select(outbox.c.id).where(team, outbox.c.id == message).with_for_update()
        core(self._session).execute(held)
        return self.one(message)

    def one(self, message: OutboxId) -> SentRung | None:
        team = outbox.c.team_id == self._session.team_id
        this = _sent().where(team, outbox.c.id == message, outbox.c.kind == MessageKind.RUNG)
        row = core(self._session).execute(this).first()
        return SentRung(row.id, row.about, UserId(row.recipient), row.facts) if row else None

    def _row(self, rung: Message) -> dict[str, Any]:
        return {
            "team_id": self._session.team_id,
            "id": uuid.uuid4().hex,
            "key": rung.key,
            "kind": rung.kind,
            "about": rung.about,
            "recipient": rung.to,
            "lane": int(rung.lane),
            "due_at": rung.due_at,
            "expires_at": rung.expires_at,
            "fallback": rung.fallback,
            "react_by": rung.react_by,
            "facts": dict(rung.facts),
            "state": MessageState.PENDING,
            "attempt": 0,
        }

    def _rungs(self, label: str) -> tuple[ColumnElement[bool], ...]:
        return (
            outbox.c.team_id == self._session.team_id,
            outbox.c.about == label,
            outbox.c.kind == MessageKind.RUNG,
            outbox.c.edits.is_(None),
        )


def _sent() -> Select[OutboxId, str, str, Any]:
    """Those that still have their buttons: nobody has answered them and no change has taken them away."""
    change = outbox.alias()
    same = (change.c.team_id == outbox.c.team_id, change.c.about == outbox.c.about)
    changed = select(change.c.id).where(*same, change.c.edits == outbox.c.id)
    return select(outbox.c.id, outbox.c.about, outbox.c.recipient, outbox.c.facts).where(
        _OFFERS_BUTTONS, ~changed.exists()
    )
