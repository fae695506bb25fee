"""Which outbox rows may be taken now, as questions: due, free, not paused, in turn, and what they refer to ended."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Integer,
    Select,
    String,
    TableValuedAlias,
    and_,
    bindparam,
    case,
    exists,
    func,
    join,
    literal,
    literal_column,
    or_,
    select,
    true,
)

from bot.domain.ids import OutboxId
from bot.domain.outbox import Lane, MessageKind, MessageState
from storage.its_clock import NOW, ByItsClock
from storage.outbox import outbox
from storage.pace import EVERY_METHOD, paces, pauses
from storage.sweeping import FELT, TEAMS
from storage.types import spelt

POST, EDIT, PUBLISH, OPEN = "chat.postMessage", "chat.update", "views.publish", "conversations.open"
HISTORY, REPLIES = "conversations.history", "conversations.replies"


_base = outbox.alias("base")
_sibling = outbox.alias("sibling")

_IS_HOME = outbox.c.kind == MessageKind.HOME
_IS_EDIT = outbox.c.edits.is_not(None)
IS_UNCLEAR = and_(~_IS_HOME, ~_IS_EDIT, outbox.c.last_try_at.is_not(None))
_IN_THREAD = or_(outbox.c.thread_ts.is_not(None), outbox.c.under.is_not(None))
_METHOD = case(
    (_IS_HOME, spelt(PUBLISH)),
    (_IS_EDIT, spelt(EDIT)),
    (and_(IS_UNCLEAR, _IN_THREAD), spelt(REPLIES)),
    (IS_UNCLEAR, spelt(HISTORY)),
    else_=spelt(POST),
)
#: A new message to a person may need its conversation opened first.
_ONE: ColumnElement[int] = literal_column("1")
_IS_DIRECT = and_(~_IS_HOME, ~_IS_EDIT, func.substr(outbox.c.recipient, _ONE, _ONE).in_([spelt("U"), spelt("W")]))
_OPENING = case((_IS_DIRECT, spelt(OPEN)), else_=_METHOD)

#: What a newer version beside us wrote is left to it.
_IS_KNOWN = outbox.c.kind.in_(list(MessageKind))
_IS_DUE = and_(outbox.c.ended_at.is_(None), outbox.c.due_at <= FELT, _IS_KNOWN)
IS_OURS = and_(outbox.c.team_id.in_(TEAMS), _IS_DUE)


def is_free(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    return or_(outbox.c.free_at.is_(None), outbox.c.free_at <= at)


def is_paused(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    stopped = pauses.c.method.in_([spelt(EVERY_METHOD), _METHOD, _OPENING])
    return exists().where(pauses.c.team_id == outbox.c.team_id, stopped, pauses.c.until_at > at)


def _is_unfinished(base: Column[OutboxId | None]) -> ColumnElement[bool]:
    """The test for NULL comes first, and keeps PostgreSQL from joining every row with every other."""
    unfinished = exists().where(_base.c.team_id == outbox.c.team_id, _base.c.id == base, _base.c.ended_at.is_(None))
    return and_(base.is_not(None), unfinished)


WAITS_FOR_ANOTHER = or_(_is_unfinished(outbox.c.edits), _is_unfinished(outbox.c.under), _is_unfinished(outbox.c.after))

_PLACE_IS_TAKEN = (
    exists()
    .where(paces.c.team_id == outbox.c.team_id, paces.c.recipient.in_([outbox.c.recipient, _METHOD]))
    .where(paces.c.next_at > NOW)
)
_METHOD_IS_SPENT = (
    exists().where(paces.c.team_id == outbox.c.team_id, paces.c.recipient == _METHOD).where(paces.c.next_at > NOW)
)
_SIBLING_UNDER_WAY = (
    exists()
    .where(_sibling.c.team_id == outbox.c.team_id, _sibling.c.id != outbox.c.id, _sibling.c.free_at > NOW)
    .where(_sibling.c.state == MessageState.SENDING, _sibling.c.recipient == outbox.c.recipient)
    .where(or_(_sibling.c.edits == outbox.c.edits, and_(_IS_HOME, _sibling.c.kind == MessageKind.HOME)))
)
_SAME_THREAD = or_(_sibling.c.under == outbox.c.under, _sibling.c.thread_ts == outbox.c.thread_ts)
_EARLIER_BACKS_OFF = (
    exists()
    .where(_sibling.c.team_id == outbox.c.team_id, _sibling.c.recipient == outbox.c.recipient)
    .where(_sibling.c.state == MessageState.PENDING, _sibling.c.free_at.is_not(None), _sibling.c.free_at > NOW)
    # The sum, or SQLite would walk all that is older in the workspace by their sequence.
    .where(_SAME_THREAD, _sibling.c.edits.is_(None), _sibling.c.sequence + literal_column("0") < outbox.c.sequence)
)
#: Nobody overtakes: neither what another delivery is about to post there, nor in a thread what may stand there already.
_OTHER_GOES_FIRST = (
    exists()
    .where(_sibling.c.team_id == outbox.c.team_id, _sibling.c.id != outbox.c.id)
    .where(_sibling.c.state == MessageState.SENDING)
    .where(_sibling.c.recipient == outbox.c.recipient, _sibling.c.kind != MessageKind.HOME, _sibling.c.edits.is_(None))
    .where(
        or_(
            and_(_sibling.c.owner.is_not(None), _sibling.c.free_at > NOW),
            and_(_SAME_THREAD, _sibling.c.sequence < outbox.c.sequence),
        )
    )
)
_IS_ITS_TURN = case(
    (or_(_IS_HOME, _IS_EDIT), and_(~_SIBLING_UNDER_WAY, ~_METHOD_IS_SPENT)),
    (IS_UNCLEAR, true()),
    else_=and_(~_PLACE_IS_TAKEN, ~_OTHER_GOES_FIRST, ~_EARLIER_BACKS_OFF),
)

#: What a choice among them needs: more are looked at than taken, and a whole row costs ten times as much.
_SEEN = (
    outbox.c.team_id,
    outbox.c.id,
    outbox.c.kind,
    outbox.c.recipient,
    outbox.c.edits,
    outbox.c.under,
    outbox.c.last_try_at,
)
_MAY_BE_TAKEN = and_(_IS_DUE, is_free(NOW), ~is_paused(NOW), ~WAITS_FOR_ANOTHER, _IS_ITS_TURN)
#: Of one team and lane, locked.
TAKEABLE: Select[*tuple[Any, ...]] = (
    select(*_SEEN)
    .where(outbox.c.team_id == bindparam("team"), outbox.c.lane == bindparam("lane"), _MAY_BE_TAKEN)
    .order_by(outbox.c.due_at, outbox.c.sequence)
    .limit(bindparam("rows"))
    .with_for_update(of=outbox, skip_locked=True, key_share=True)
)


def _places_with_some(teams: TableValuedAlias, lanes: TableValuedAlias) -> Select[*tuple[Any, ...]]:
    """Each lane of each team, so that a search ends with the first that may be taken there."""
    here = and_(outbox.c.team_id == teams.c.value, outbox.c.lane == lanes.c.value)
    places = select(teams.c.value, lanes.c.value).select_from(join(teams, lanes, true()))
    return places.where(exists().where(here, _MAY_BE_TAKEN))


def _json(values: ColumnElement[str], name: str) -> TableValuedAlias:
    return func.json_each(values).table_valued("value", name=name)


def _array(values: ColumnElement[Sequence[Any]], name: str) -> TableValuedAlias:
    return func.unnest(values).table_valued("value", name=name).render_derived()


_LANES = [lane.value for lane in Lane]
#: By dialect, the teams and lanes of which something may be taken; `listed` are the teams that are asked for.
PLACES = {
    "sqlite": _places_with_some(
        _json(bindparam("listed", type_=String()), "listed"), _json(spelt(json.dumps(_LANES)), "lanes")
    ),
    "postgresql": _places_with_some(
        _array(bindparam("listed", type_=ARRAY(String)), "listed"), _array(literal(_LANES, ARRAY(Integer)), "lanes")
    ),
}


#: The same, where the moment is needed for nothing else.
SOMETHING = ByItsClock(PLACES["sqlite"], postgresql=PLACES["postgresql"])
