"""Who may be posted to when, by the database's clock, so that replicas share it without a leader."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Named, String, Table, TypedColumns, delete, update

from bot.domain.ids import TeamId
from storage.inserts import insert_into, proposed
from storage.mapping import metadata
from storage.types import UtcDateTime, text_id


class PaceColumns(TypedColumns):
    """One message per second and channel: the next is not before `next_at`."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    recipient: Named[str] = Column(primary_key=True)
    next_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


class PauseColumns(TypedColumns):
    """Slack has refused a method for a while; `EVERY_METHOD` means that the installation itself is refused."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    method: Named[str] = Column(String(100), primary_key=True)
    until_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


paces = Table("pace", metadata, PaceColumns)
pauses = Table("pause", metadata, PauseColumns)

EVERY_METHOD = "*"


def take_turns(
    connection: Connection, places: Iterable[tuple[TeamId, str]], *, now: datetime, spacing: timedelta
) -> set[tuple[TeamId, str]]:
    """The places where it is ours to post next; where another process was faster it is not. Sorted, so that two
    processes cannot wait for each other.
    """
    rows = [{"team_id": team, "recipient": to, "next_at": now + spacing} for team, to in sorted(places)]
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


def put_off(connection: Connection, team: TeamId, to: str, until: datetime) -> None:
    turn = (paces.c.team_id == team, paces.c.recipient == to)
    connection.execute(update(paces).where(*turn).values(next_at=until))


def pause(connection: Connection, team: TeamId, method: str, until: datetime) -> None:
    """A longer pause that stands already is kept."""
    insert = insert_into(connection, pauses).values(team_id=team, method=method, until_at=until)
    longer = pauses.c.until_at < proposed(pauses.c.until_at)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["team_id", "method"], set_={"until_at": proposed(pauses.c.until_at)}, where=longer
        )
    )


def resume(connection: Connection, team: TeamId) -> None:
    connection.execute(delete(pauses).where(pauses.c.team_id == team))
