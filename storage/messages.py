"""The outbox as the services see it: what is to be said is a row of the transaction that makes it true."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, Select, bindparam, func, or_, select, text, update

from bot.domain.alerts import hourly, with_others
from bot.domain.holds import held_from
from bot.domain.ids import ChannelId, OutboxId, TeamId, UserId
from bot.domain.outbox import UNCLEAR, Message, MessageKind, MessageState, follow_up_key
from bot.services.outbox_ports import PostedCard, Question, Told
from storage.engine import database_now
from storage.holds import AS_HELD
from storage.hooks import TeamSession, core
from storage.inserts import Insert, kept_insert, proposed
from storage.kept import Asked, kept
from storage.outbox import ANEW, OutboxRow, ended, outbox

_PENDING = text("state = 'pending'")
SHOWING_AN_ITEM = (
    MessageKind.REQUEST_CARD,
    MessageKind.REQUEST_FOR_OWNER,
    MessageKind.RECEIPT,
    MessageKind.TASK_CARD,
    MessageKind.TASK_FOR_OWNER,
    MessageKind.REPLY,
    MessageKind.CHASE,
    MessageKind.UNOWNED,
    MessageKind.UNHEEDED,
)
AT_ONCE = timedelta()
#: A change that others follow waits for so many times the rest of one.
MOST_RESTS = 5
SHOWN = (MessageState.PENDING, MessageState.SENDING, MessageState.SENT)


class SqlMessages:
    def __init__(self, session: TeamSession, rest: timedelta) -> None:
        self._session = session
        self._rest = rest
        self._last: list[Message] = []

    def add(self, message: Message) -> OutboxId:
        return add_message(core(self._session), self._session.team_id, message, self._rest)

    def add_last(self, message: Message) -> None:
        self._last.append(message)

    def write_last(self) -> None:
        """After the last change of the transaction: the locks are held for the shortest time."""
        for message in sorted(self._last, key=lambda message: message.merge_key or ""):
            self.add(message)
        self._last.clear()

    def cancel(self, message: OutboxId) -> bool:
        return bool(self.cancel_each([message]))

    def cancel_each(self, messages: Collection[OutboxId]) -> Collection[OutboxId]:
        stopped = update(outbox).where(*self._untried(messages)).values(ended(MessageState.CANCELLED, None))
        return set(core(self._session).scalars(stopped.returning(outbox.c.id)))

    def postpone(self, message: OutboxId, *, due_at: datetime, expires_at: datetime | None) -> bool:
        again = {"state": MessageState.PENDING, "owner": None, "free_at": None}
        moved = update(outbox).where(*self._untried([message])).values(due_at=due_at, expires_at=expires_at, **again)
        return core(self._session).execute(moved).rowcount == 1

    def question(self, message: OutboxId, *, user: UserId) -> Question | None:
        unclear = (outbox.c.state == MessageState.FAILED, outbox.c.reason == UNCLEAR)
        this = select(outbox.c.id).where(outbox.c.team_id == self._session.team_id, outbox.c.id == message, *unclear)
        if core(self._session).execute(this.with_for_update()).first() is None:
            return None
        notice = (outbox.c.team_id == self._session.team_id, outbox.c.key == follow_up_key(message))
        asked = select(outbox.c.id, outbox.c.about, outbox.c.facts).where(*notice, outbox.c.recipient == user)
        found = core(self._session).execute(asked).first()
        return Question(found.id, found.about, found.facts) if found else None

    def send_again(self, message: OutboxId) -> None:
        self._change(message, ANEW)

    def count_as_sent(self, message: OutboxId) -> None:
        self._change(message, {"state": MessageState.SENT, "reason": "seen"})

    def _change(self, message: OutboxId, values: dict[str, Any]) -> None:
        this = update(outbox).where(outbox.c.team_id == self._session.team_id, outbox.c.id == message)
        core(self._session).execute(this.values(values))

    def news(self, label: str, told_as: MessageKind) -> Sequence[Told]:
        of = select(outbox.c.id, outbox.c.recipient, outbox.c.facts).select_from(OutboxRow)
        told = of.where(outbox.c.about == label, outbox.c.kind == told_as, outbox.c.state.in_(SHOWN))
        rows = self._session.execute(told.order_by(outbox.c.sequence))
        return [Told(id_, UserId(to), facts) for id_, to, facts in rows]

    def cards_about(self, label: str) -> Sequence[PostedCard]:
        return [card for _, card in self._cards(_showing(label))]

    def cards_about_each(self, labels: Sequence[str]) -> Mapping[str, Sequence[PostedCard]]:
        found: dict[str, list[PostedCard]] = {}
        for about, card in self._cards(_showing_some(labels)):
            found.setdefault(about, []).append(card)
        return found

    def _cards(self, those: Asked[str, OutboxId, MessageKind, str, datetime, Any]) -> Iterator[tuple[str, PostedCard]]:
        for about, id_, kind, to, due_at, facts in self._session.execute(those.statement, those.given):
            yield about, PostedCard(id_, kind, ChannelId(to), due_at, facts)

    def home_offset(self, user: UserId) -> int:
        offset = outbox.c.facts["offset"].as_string()
        homes = select(offset).select_from(OutboxRow).where(outbox.c.kind == MessageKind.HOME, outbox.c.about == user)
        asked = homes.where(offset.is_not(None)).order_by(outbox.c.sequence.desc()).limit(1)
        return int(self._session.scalars(asked).first() or 0)

    def _untried(self, messages: Collection[OutboxId]) -> tuple[ColumnElement[bool], ...]:
        """In somebody's hands or not: the claim is taken away with it, and is noticed before the call."""
        return (
            outbox.c.team_id == self._session.team_id,
            outbox.c.id.in_(messages),
            outbox.c.ended_at.is_(None),
            outbox.c.last_try_at.is_(None),
        )


def _cards_of(those: ColumnElement[bool]) -> Select[str, OutboxId, MessageKind, str, datetime, Any]:
    columns = (outbox.c.about, outbox.c.id, outbox.c.kind, outbox.c.recipient, outbox.c.due_at, outbox.c.facts)
    shown = (outbox.c.edits.is_(None), outbox.c.kind.in_(SHOWING_AN_ITEM), outbox.c.state.in_(SHOWN))
    return select(*columns).select_from(OutboxRow).where(those, *shown).order_by(outbox.c.sequence)


@kept
def _showing(label: str) -> Select[str, OutboxId, MessageKind, str, datetime, Any]:
    return _cards_of(outbox.c.about == label)


@kept
def _showing_some(labels: Sequence[str]) -> Select[str, OutboxId, MessageKind, str, datetime, Any]:
    return _cards_of(outbox.c.about.in_(labels))


def give_up_message(connection: Connection, team: TeamId, message: OutboxId, reason: str) -> None:
    """It was sent and nothing of it can be changed any more: no edit is made for it from now on."""
    this = (outbox.c.team_id == team, outbox.c.id == message, outbox.c.state == MessageState.SENT)
    connection.execute(update(outbox).where(*this).values(state=MessageState.CANCELLED, reason=reason))


def add_message(connection: Connection, team: TeamId, message: Message, rest: timedelta = AT_ONCE) -> OutboxId:
    """A row that this one merges with is locked, so that nobody renders it before this transaction is seen. A change of
    a message rests, so that those which follow at once go out with it.
    """
    if message.alert is not None:
        return add_alert(connection, team, message)
    id_ = _added(connection, team, message)
    if message.edits is not None and rest:
        _let_rest(connection, team, id_, rest)
    if message.instead_of is not None:
        stood = or_(outbox.c.id == message.instead_of, outbox.c.instead == message.instead_of)
        connection.execute(update(outbox).where(outbox.c.team_id == team, stood).values(instead=id_))
    return id_


def add_alert(connection: Connection, team: TeamId, alert: Message) -> OutboxId:
    """Told now if nothing of its kind was in this hour, with what waits to be told, or in a later hour."""
    for message in hourly(alert):
        same = select(outbox).where(outbox.c.team_id == team, outbox.c.key == message.key)
        there = connection.execute(same.with_for_update()).first()
        if there is None:
            return _added(connection, team, message)
        if there.ended_at is None and there.last_try_at is None and there.owner is None:
            both = update(outbox).where(outbox.c.team_id == team, outbox.c.id == there.id)
            connection.execute(both.values(facts=with_others(there.facts, alert)))
            return OutboxId(there.id)
    return _added(connection, team, replace(alert, alert=None))


def _let_rest(connection: Connection, team: TeamId, id_: OutboxId, rest: timedelta) -> None:
    """No longer than MOST_RESTS after it was written, however quickly one change follows another."""
    now = database_now(connection)
    waiting = (outbox.c.team_id == team, outbox.c.id == id_, outbox.c.state == MessageState.PENDING)
    written = connection.execute(select(outbox.c.written_at).where(*waiting)).scalar_one_or_none() or now
    until = min(now + rest, written + MOST_RESTS * rest)
    connection.execute(update(outbox).where(*waiting).values(written_at=written, free_at=until))


def _added(connection: Connection, team: TeamId, message: Message) -> OutboxId:
    if message.merge_key is not None:
        there = _with_key(connection, team, message.key)
        if there is not None:
            return there
    moment = held_from(message)
    held = {"state": MessageState.PENDING} if moment is None else {"moment": moment}
    row = {**_row_of(team, message), "team": team, **held}
    add = _ADDING[message.merge_key is not None, moment is not None][connection.dialect.name]
    added = connection.execute(add, row).first()
    if added is None:
        there = _with_key(connection, team, message.key)
        assert there is not None, "what could not be added is there"
        return there
    if message.merge_key is not None:
        _merge(connection, team, added.id, added.facts, message.facts)
    return OutboxId(added.id)


def _with_key(connection: Connection, team: TeamId, key: str) -> OutboxId | None:
    return connection.execute(_SAME, {"team": team, "same": key}).scalar_one_or_none()


def _merge(connection: Connection, team: TeamId, id_: str, facts: Mapping[str, Any], more: Mapping[str, Any]) -> None:
    both = {**facts, **more}
    if both != facts:
        merged = update(outbox).where(outbox.c.team_id == team, outbox.c.id == id_)
        connection.execute(merged.values(facts=both))


def _row_of(team: TeamId, message: Message) -> dict[str, Any]:
    return {
        "team_id": team,
        "id": uuid.uuid4().hex,
        "key": message.key,
        "merge_key": message.merge_key,
        "kind": message.kind,
        "about": message.about,
        "recipient": message.to,
        "lane": int(message.lane),
        "due_at": message.due_at,
        "expires_at": message.expires_at,
        "edits": message.edits,
        "under": message.under,
        "after": message.after,
        "thread_ts": message.thread_ts,
        "fallback": message.fallback,
        "react_by": message.react_by,
        "facts": dict(message.facts),
        "attempt": 0,
    }


def _placing(values: Mapping[str, Any], row: Insert) -> Executable:
    placed = row.values(values).on_conflict_do_nothing(index_elements=["team_id", "key"])
    return placed.returning(outbox.c.id, outbox.c.facts)


def _merging(values: Mapping[str, Any], row: Insert) -> Executable:
    placed = row.values(values).on_conflict_do_update(
        index_elements=["team_id", "merge_key"], index_where=_PENDING, set_={"merge_key": proposed(outbox.c.merge_key)}
    )
    return placed.returning(outbox.c.id, outbox.c.facts)


_SAME = select(outbox.c.id).where(outbox.c.team_id == bindparam("team"), outbox.c.key == bindparam("same"))
_LAST = select(func.coalesce(func.max(outbox.c.sequence), 0)).where(outbox.c.team_id == bindparam("team"))
_NEXT = {"sequence": _LAST.scalar_subquery() + 1}
#: By whether it merges, and whether it may be held.
_ADDING = {
    (merges, may_be_held): kept_insert(outbox, partial(adding, values))
    for merges, adding in ((False, _placing), (True, _merging))
    for may_be_held, values in ((False, _NEXT), (True, {**_NEXT, **AS_HELD}))
}
