"""Which outbox rows may be taken now: due, free, not paused, in turn, and with what they refer to already ended."""

import json
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Row,
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
    update,
)
from sqlalchemy.sql.visitors import replacement_traverse

from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import Lane, MessageKind, MessageState, Posted
from storage.engine import database_now
from storage.inserts import as_list
from storage.outbox import TOLD_TOGETHER, ended, outbox
from storage.pace import EVERY_METHOD, Place, paces, pauses
from storage.sweeping import FELT, TEAMS
from storage.types import UtcDateTime

#: So many more rows than are wanted are looked at: of those for one place only the first is posted, and all that may
#: stand there already are looked for together.
BEYOND = 20
#: Rows of a team that are worth a query; of many teams some have their turn now and the others at the next claim.
SHARE, FEWEST = 10, 2

POST, EDIT, PUBLISH, OPEN = "chat.postMessage", "chat.update", "views.publish", "conversations.open"
HISTORY, REPLIES = "conversations.history", "conversations.replies"


def _spelt(word: str) -> ColumnElement[str]:
    """What never differs: as parameters, those of one question cost more than its answer."""
    return literal_column(f"'{word}'", String())


_base = outbox.alias("base")
_sibling = outbox.alias("sibling")
_stood = outbox.alias("stood")

#: By the database's clock.
NOW = bindparam("now", type_=UtcDateTime())

_HOME = _spelt(MessageKind.HOME.value)
_IS_HOME = outbox.c.kind == _HOME
_IS_EDIT = outbox.c.edits.is_not(None)
IS_UNCLEAR = and_(~_IS_HOME, ~_IS_EDIT, outbox.c.last_try_at.is_not(None))
_IN_THREAD = or_(outbox.c.thread_ts.is_not(None), outbox.c.under.is_not(None))
_METHOD = case(
    (_IS_HOME, _spelt(PUBLISH)),
    (_IS_EDIT, _spelt(EDIT)),
    (and_(IS_UNCLEAR, _IN_THREAD), _spelt(REPLIES)),
    (IS_UNCLEAR, _spelt(HISTORY)),
    else_=_spelt(POST),
)
#: A new message to a person may need its conversation opened first.
_ONE: ColumnElement[int] = literal_column("1")
_IS_DIRECT = and_(~_IS_HOME, ~_IS_EDIT, func.substr(outbox.c.recipient, _ONE, _ONE).in_([_spelt("U"), _spelt("W")]))
_OPENING = case((_IS_DIRECT, _spelt(OPEN)), else_=_METHOD)

#: What a newer version beside us wrote is left to it.
_IS_KNOWN = outbox.c.kind.in_([_spelt(kind.value) for kind in MessageKind])
_IS_DUE = and_(outbox.c.ended_at.is_(None), outbox.c.due_at <= FELT, _IS_KNOWN)
IS_OURS = and_(outbox.c.team_id.in_(TEAMS), _IS_DUE)


def is_free(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    return or_(outbox.c.free_at.is_(None), outbox.c.free_at <= at)


def is_paused(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    stopped = pauses.c.method.in_([_spelt(EVERY_METHOD), _METHOD, _OPENING])
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
    # Spelt out, because a parameter would keep the database from using the partial index.
    .where(literal_column("sibling.state = 'sending'"), _sibling.c.recipient == outbox.c.recipient)
    .where(or_(_sibling.c.edits == outbox.c.edits, and_(_IS_HOME, _sibling.c.kind == _HOME)))
)
_SAME_THREAD = or_(_sibling.c.under == outbox.c.under, _sibling.c.thread_ts == outbox.c.thread_ts)
_EARLIER_BACKS_OFF = (
    exists()
    .where(_sibling.c.team_id == outbox.c.team_id, _sibling.c.recipient == outbox.c.recipient)
    .where(literal_column("sibling.state = 'pending'"), _sibling.c.free_at.is_not(None), _sibling.c.free_at > NOW)
    # The sum, or SQLite would walk all that is older in the workspace by their sequence.
    .where(_SAME_THREAD, _sibling.c.edits.is_(None), _sibling.c.sequence + literal_column("0") < outbox.c.sequence)
)
#: Nobody overtakes: neither what another delivery is about to post there, nor in a thread what may stand there already.
_OTHER_GOES_FIRST = (
    exists()
    .where(_sibling.c.team_id == outbox.c.team_id, _sibling.c.id != outbox.c.id)
    .where(literal_column("sibling.state = 'sending'"))
    .where(_sibling.c.recipient == outbox.c.recipient, _sibling.c.kind != _HOME, _sibling.c.edits.is_(None))
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
_TAKEABLE: Select[*tuple[Any, ...]] = (
    select(*_SEEN)
    .where(outbox.c.team_id == bindparam("team"), outbox.c.lane == bindparam("lane"), _MAY_BE_TAKEN)
    .order_by(outbox.c.due_at, outbox.c.sequence)
    .limit(bindparam("rows"))
    .with_for_update(of=outbox, skip_locked=True, key_share=True)
)


@dataclass(frozen=True)
class Candidate:
    """What is seen of a row that may be taken, and what the message that it edits or answers came to."""

    row: Row[Any]
    edits: Posted | None
    under: Posted | None

    @property
    def id(self) -> OutboxId:
        return OutboxId(self.row.id)

    @property
    def is_post(self) -> bool:
        return self.row.edits is None and self.row.kind is not MessageKind.HOME

    @property
    def is_unclear(self) -> bool:
        return self.is_post and self.row.last_try_at is not None

    @property
    def method(self) -> Place | None:
        """What it will call, where that is paced."""
        if self.is_unclear:
            return None
        return TeamId(self.row.team_id), _method_of(self.row)

    @property
    def place(self) -> Place | None:
        """Where it would be a new post, and so must wait its turn; to look whether it is there needs none."""
        if not self.is_post or self.is_unclear:
            return None
        return TeamId(self.row.team_id), self.row.recipient

    @property
    def target(self) -> tuple[str, ...]:
        """Of the rows with one target only one is under way at a time, lest an older state overwrite a newer one. All
        that are unclear in one place are looked for together.
        """
        if self.is_unclear:
            return self.row.team_id, "look", self.id
        what = self.row.edits or ("home" if self.row.kind is MessageKind.HOME else "post")
        return self.row.team_id, what, self.row.recipient

    @property
    def has_nothing_to_edit(self) -> bool:
        """What was to stand under a message that was never sent is posted by itself."""
        return self.row.edits is not None and self.edits is None


def is_there_something(connection: Connection, teams: Collection[TeamId], *, felt: datetime) -> bool:
    """That may be taken. Nothing is locked."""
    asked = {"listed": as_list(connection, teams), "felt": felt}
    if connection.dialect.name != "postgresql":
        asked |= {"now": database_now(connection)}
    return connection.execute(_SOMETHING[connection.dialect.name], asked).first() is not None


def candidates(
    connection: Connection, teams: Collection[TeamId], *, felt: datetime, now: datetime, limit: int
) -> list[Candidate]:
    """Locked, one for each target, at most `limit` besides those that are only looked for; by lane, in each lane as
    many of every team that has some, and of a team in the order in which they were due.
    """
    chosen: list[Candidate] = []
    room = limit
    for lane, waiting in _waiting(connection, teams, felt, now).items():
        if not room:
            break
        turns = max(FEWEST, room // SHARE)
        for left, team in zip(range(len(waiting), 0, -1), waiting, strict=True):
            share = -(-room // min(left, turns)) if turns else 0
            asked = {"team": team, "lane": lane.value, "felt": felt, "now": now, "rows": share + BEYOND}
            rows = connection.execute(_TAKEABLE, asked).all() if share else []
            first = _first(connection, _with_bases(connection, rows), share, taken={one.target for one in chosen})
            room -= sum(not one.is_unclear for one in first)
            chosen += first
            turns -= bool(first)
    return chosen


def _first(
    connection: Connection, found: Iterator[Candidate], share: int, *, taken: set[tuple[str, ...]]
) -> list[Candidate]:
    chosen: dict[tuple[str, ...], Candidate] = {}
    room = share
    for candidate in found:
        if candidate.has_nothing_to_edit:
            _give_up(connection, candidate.row)
        elif candidate.target not in taken | chosen.keys() and (candidate.is_unclear or room):
            chosen[candidate.target] = candidate
            room -= not candidate.is_unclear
    return list(chosen.values())


def _waiting(
    connection: Connection, teams: Collection[TeamId], felt: datetime, now: datetime
) -> dict[Lane, list[TeamId]]:
    """Of each lane the teams of which something may be taken, in any order, so that none is always first. Most that is
    due waits for its turn, and to ask for it one by one would be most of a claim.
    """
    asked = {"listed": as_list(connection, teams), "felt": felt, "now": now}
    found = connection.execute(_PLACES[connection.dialect.name], asked).all()
    shuffled = random.sample(found, len(found))
    return {lane: [TeamId(team) for team, where in shuffled if where == lane.value] for lane in Lane}


def _with_bases(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Candidate]:
    named = {(row.team_id, base) for row in rows for base in (row.edits, row.under) if base is not None}
    places = dict(_places(connection, named)) if named else {}
    for row in rows:
        edits, under = places.get((row.team_id, row.edits)), places.get((row.team_id, row.under))
        yield Candidate(row, edits=edits, under=under)


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
_PLACES = {
    "sqlite": _places_with_some(
        _json(bindparam("listed", type_=String()), "listed"), _json(_spelt(json.dumps(_LANES)), "lanes")
    ),
    "postgresql": _places_with_some(
        _array(bindparam("listed", type_=ARRAY(String)), "listed"), _array(literal(_LANES, ARRAY(Integer)), "lanes")
    ),
}


def _by_its_own_clock(element: Any, **_: object) -> ColumnElement[datetime] | None:
    is_now = isinstance(element, BindParameter) and element.key == NOW.key
    return func.statement_timestamp(type_=UtcDateTime()) if is_now else None


#: PostgreSQL looks at its clock by itself, where the moment is needed for nothing else: to ask for it would be half of
#: a look.
_SOMETHING: Mapping[str, Select[*tuple[Any, ...]]] = {
    "sqlite": _PLACES["sqlite"],
    "postgresql": cast("Any", replacement_traverse(_PLACES["postgresql"], {}, _by_its_own_clock)),
}


def _method_of(row: Row[Any]) -> str:
    if row.kind is MessageKind.HOME:
        return PUBLISH
    return EDIT if row.edits is not None else POST


_Message = tuple[TeamId, OutboxId]


def _places(connection: Connection, named: set[_Message]) -> Iterator[tuple[_Message, Posted]]:
    stands = and_(_stood.c.team_id == outbox.c.team_id, _stood.c.id == func.coalesce(outbox.c.instead, outbox.c.id))
    place = select(outbox.c.team_id, outbox.c.id, _stood.c.posted_channel, _stood.c.posted_ts).join(_stood, stands)
    # Not as pairs: SQLite finds those without an index.
    these = (outbox.c.team_id.in_({team for team, _ in named}), outbox.c.id.in_({id_ for _, id_ in named}))
    # What was told with others has no message of its own: that of all of them is not to be written over.
    own = or_(outbox.c.reason.is_(None), outbox.c.reason.not_in(TOLD_TOGETHER))
    sent = place.where(*these, own, _stood.c.state == MessageState.SENT)
    for team, id_, channel, ts in connection.execute(sent):
        if channel is not None and ts is not None:
            yield (team, id_), Posted(channel, ts)


def _give_up(connection: Connection, row: Row[Any]) -> None:
    stopped = update(outbox).where(outbox.c.team_id == row.team_id, outbox.c.id == row.id)
    connection.execute(stopped.values(ended(MessageState.CANCELLED, "what it refers to was never sent")))
