"""Who may be posted to when, by the database's clock, so that replicas share it without a leader."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Float, Named, String, Table, TypedColumns, delete, select, update

from bot.domain.ids import TeamId
from bot.domain.pacing import Allowance, Rate
from storage.inserts import insert_into, proposed
from storage.mapping import metadata
from storage.types import UtcDateTime, text_id

#: A workspace, and a channel's or person's id in it or the name of a method.
Place = tuple[TeamId, str]


class PaceColumns(TypedColumns):
    """One message per second and channel, and so many calls of a method per minute and workspace: the next is not
    before `next_at`.
    """

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    recipient: Named[str] = Column(primary_key=True)
    next_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    slowness: Named[float] = Column(Float(), nullable=False, default=1.0)


class PauseColumns(TypedColumns):
    """Slack has refused a method for a while; `EVERY_METHOD` means that the installation itself is refused, and has
    been since `begun_at` by the clock that people feel.
    """

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    method: Named[str] = Column(String(100), primary_key=True)
    until_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    begun_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)


paces = Table("pace", metadata, PaceColumns)
pauses = Table("pause", metadata, PauseColumns)

EVERY_METHOD = "*"
UNTIL_MENDED = timedelta(days=36500)
#: As long ago the last call was of a method that was never called.
RESTED = timedelta(days=1)


def take_turns(connection: Connection, places: Iterable[Place], *, now: datetime, spacing: timedelta) -> set[Place]:
    """The places where it is ours to post next; where another process was faster it is not. Sorted, so that two
    processes cannot wait for each other.
    """
    rows = [_row(place, now + spacing) for place in sorted(places)]
    if not rows:
        return set()
    insert = insert_into(connection, paces).values(rows)
    turns = insert.on_conflict_do_update(
        index_elements=["team_id", "recipient"],
        set_={"next_at": proposed(paces.c.next_at)},
        where=paces.c.next_at <= now,
    )
    taken = connection.execute(turns.returning(paces.c.team_id, paces.c.recipient))
    return {(TeamId(team), to) for team, to in taken}


def take_calls(connection: Connection, method: Place, rate: Rate, *, wanted: int, now: datetime) -> int:
    """How many calls of a method are ours; the others of its workspace wait for as long as this takes."""
    taken, left = _allowance(connection, method, now).take(rate, wanted, now)
    _keep(connection, method, left)
    return taken


def slow_down(connection: Connection, method: Place, now: datetime) -> None:
    _keep(connection, method, _allowance(connection, method, now).slowed())


def put_off(connection: Connection, places: Collection[Place], until: datetime) -> None:
    # Pairs against a list of pairs SQLite finds without its index.
    for team, to in sorted(places):
        its = (paces.c.team_id == team, paces.c.recipient == to)
        connection.execute(update(paces).where(*its).values(next_at=until))


def is_shut(connection: Connection, method: Place, now: datetime) -> bool:
    this = (pauses.c.team_id == method[0], pauses.c.method == method[1], pauses.c.until_at > now)
    return connection.execute(select(pauses.c.until_at).where(*this)).first() is not None


def pause(connection: Connection, team: TeamId, method: str, until: datetime) -> None:
    """A longer pause that stands already is kept."""
    insert = insert_into(connection, pauses).values(team_id=team, method=method, until_at=until)
    longer = pauses.c.until_at < proposed(pauses.c.until_at)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["team_id", "method"], set_={"until_at": proposed(pauses.c.until_at)}, where=longer
        )
    )


def refuse(connection: Connection, team: TeamId, *, now: datetime, felt: datetime) -> None:
    """The installation is refused until it is mended; whoever finds that again learns nothing new."""
    refused = {"team_id": team, "method": EVERY_METHOD, "until_at": now + UNTIL_MENDED, "begun_at": felt}
    connection.execute(insert_into(connection, pauses).values(refused).on_conflict_do_nothing())


def resume(connection: Connection, team: TeamId) -> datetime | None:
    """The installation works again, and was refused since then. What Slack asked of single methods stands."""
    its = (pauses.c.team_id == team, pauses.c.method == EVERY_METHOD)
    return connection.execute(delete(pauses).where(*its).returning(pauses.c.begun_at)).scalar()


def _row(place: Place, next_at: datetime) -> dict[str, object]:
    return {"team_id": place[0], "recipient": place[1], "next_at": next_at, "slowness": 1.0}


def _allowance(connection: Connection, method: Place, now: datetime) -> Allowance:
    """Locked until the transaction ends."""
    fresh = insert_into(connection, paces).values(_row(method, now - RESTED)).on_conflict_do_nothing()
    connection.execute(fresh)
    its = (paces.c.team_id == method[0], paces.c.recipient == method[1])
    found = connection.execute(select(paces.c.next_at, paces.c.slowness).where(*its).with_for_update()).one()
    return Allowance(found.next_at, found.slowness)


def _keep(connection: Connection, method: Place, left: Allowance) -> None:
    its = (paces.c.team_id == method[0], paces.c.recipient == method[1])
    connection.execute(update(paces).where(*its).values(next_at=left.next_at, slowness=left.slowness))
