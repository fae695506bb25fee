"""What is taken of the rows that may be: for each place one, of every team its share, what is more urgent first."""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select, update

from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import Lane, MessageKind, MessageState, Posted
from storage.inserts import as_list
from storage.outbox import TOLD_TOGETHER, ended, outbox
from storage.pace import Place
from storage.takeable import EDIT, PLACES, POST, PUBLISH, SOMETHING, TAKEABLE

#: So many more rows than are wanted are looked at: of those for one place only the first is posted, and all that may
#: stand there already are looked for together.
BEYOND = 20
#: Rows of a team that are worth a query; of many teams some have their turn now and the others at the next claim.
SHARE, FEWEST = 10, 2

_stood = outbox.alias("stood")
_Message = tuple[TeamId, OutboxId]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is to be known of a row that may be taken, and what the message that it edits or answers came to."""

    id: OutboxId
    team_id: TeamId
    kind: MessageKind
    #: What it calls, where it would be a new post and which of its kind it is one of: see `_candidate`.
    method: Place | None
    place: Place | None
    target: tuple[str, ...]
    edits: Posted | None
    under: Posted | None
    is_unclear: bool
    #: What was to stand under a message that was never sent is posted by itself.
    has_nothing_to_edit: bool


def _candidate(row: Row[*tuple[Any, ...]], places: Mapping[_Message, Posted]) -> Candidate:
    """What is unclear is only looked for, which needs no turn and no allowance, all in one place together. A new post
    waits for its turn there. Of the rows with one target only one is under way at a time, lest an older state
    overwrite a newer one.
    """
    team, id_, kind, to, base, under, last_try_at = row
    is_home = kind is MessageKind.HOME
    is_post = base is None and not is_home
    edits = places.get((team, base)) if base is not None else None
    is_unclear = is_post and last_try_at is not None
    method = PUBLISH if is_home else EDIT if base is not None else POST
    return Candidate(
        id=id_,
        team_id=team,
        kind=kind,
        method=None if is_unclear else (team, method),
        place=(team, to) if is_post and not is_unclear else None,
        target=(team, "look", id_) if is_unclear else (team, base or ("home" if is_home else "post"), to),
        edits=edits,
        under=places.get((team, under)) if under is not None else None,
        is_unclear=is_unclear,
        has_nothing_to_edit=base is not None and edits is None,
    )


def is_there_something(connection: Connection, teams: Collection[TeamId], *, felt: datetime) -> bool:
    """That may be taken. Nothing is locked."""
    return SOMETHING.ask(connection, {"listed": as_list(connection, teams), "felt": felt}).first() is not None


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
            rows = connection.execute(TAKEABLE, asked).all() if share else []
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
            _give_up(connection, candidate)
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
    found = connection.execute(PLACES[connection.dialect.name], asked).all()
    shuffled = random.sample(found, len(found))
    return {lane: [TeamId(team) for team, where in shuffled if where == lane.value] for lane in Lane}


def _with_bases(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Candidate]:
    named = {(row.team_id, base) for row in rows for base in (row.edits, row.under) if base is not None}
    places = dict(_places(connection, named)) if named else {}
    return (_candidate(row, places) for row in rows)


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


def _give_up(connection: Connection, candidate: Candidate) -> None:
    stopped = update(outbox).where(outbox.c.team_id == candidate.team_id, outbox.c.id == candidate.id)
    connection.execute(stopped.values(ended(MessageState.CANCELLED, "what it refers to was never sent")))
