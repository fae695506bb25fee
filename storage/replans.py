"""What is to be planned anew, because the hours of whom it reaches or many items at once have changed: a row for each
label.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Engine,
    Named,
    Select,
    Table,
    TypedColumns,
    and_,
    cast,
    delete,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy import String as Text

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.outbox import MessageKind
from storage.client_requests import requests
from storage.engine import asking
from storage.hooks import TeamSession, core
from storage.inserts import insert_into, is_among, proposed
from storage.mapping import metadata
from storage.nudges import nudges
from storage.outbox import outbox
from storage.sweeping import TEAMS, swept
from storage.tasks import tasks
from storage.types import text_id


class ReplanColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    about: Named[str] = Column(Text(32), primary_key=True)


replans = Table("replan", metadata, ReplanColumns)


class SqlReplans:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def mark_reaching(self, user: UserId) -> None:
        """An item reaches also who gave it to its owner."""
        givers = or_(requests.c.assigned_by == user, requests.c.logged_by == user)
        self._mark(_items(requests, "R", or_(requests.c.owner == user, givers)))
        self._mark(_items(tasks, "T", or_(tasks.c.owner == user, tasks.c.given_by == user)))
        self._mark(_reminders(outbox.c.recipient == user))

    def mark_posted_in(self, channel: ChannelId) -> None:
        self._mark(_reminders(outbox.c.recipient == channel))

    def mark(self, labels: Sequence[str]) -> None:
        if not labels:
            return
        connection = core(self._session)
        row = insert_into(connection, replans).on_conflict_do_update(
            index_elements=["team_id", "about"], set_={"about": proposed(replans.c.about)}
        )
        connection.execute(row, [{"team_id": self._session.team_id, "about": label} for label in sorted(labels)])

    def mark_all(self) -> None:
        self._mark(_items(requests, "R", true()))
        self._mark(_items(tasks, "T", true()))
        self._mark(_reminders(true()))

    def mark_recurring(self) -> None:
        label = literal("N-") + cast(nudges.c.number, Text)
        recurring = (nudges.c.rule.is_not(None), nudges.c.cancelled_at.is_(None))
        self._mark(select(nudges.c.team_id, label).where(*recurring))

    def marked(self, limit: int) -> Sequence[str]:
        some = select(replans.c.about).where(self._ours).order_by(replans.c.about).limit(limit)
        return list(core(self._session).execute(some).scalars())

    def take(self, labels: Sequence[str]) -> Collection[str]:
        """Nobody else takes these, and who marks one of them anew waits for the end of this transaction."""
        connection = core(self._session)
        these = select(replans.c.about).where(self._ours, is_among(connection, replans.c.about, labels))
        taken = list(connection.execute(these.with_for_update(skip_locked=True)).scalars())
        connection.execute(delete(replans).where(self._ours, is_among(connection, replans.c.about, taken)))
        return taken

    @property
    def _ours(self) -> ColumnElement[bool]:
        return replans.c.team_id == self._session.team_id

    def _mark(self, labels: Select[Any, Any]) -> None:
        """One that is marked is locked: whoever is about to take it sees what has changed here."""
        connection = core(self._session)
        those = labels.where(labels.selected_columns[0] == self._session.team_id).order_by(labels.selected_columns[1])
        row = insert_into(connection, replans).from_select(["team_id", "about"], those)
        connection.execute(
            row.on_conflict_do_update(index_elements=["team_id", "about"], set_={"about": proposed(replans.c.about)})
        )


TO_REPLAN = select(replans.c.team_id).where(replans.c.team_id.in_(TEAMS)).distinct()


class ReplanSweep:
    """For the teams whose work is ours. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._asking = asking(engine)

    def to_replan(self, teams: Collection[TeamId]) -> list[TeamId]:
        return [TeamId(row.team_id) for row in swept(self._asking, TO_REPLAN, teams)]


def _items(table: Table, letter: str, those: ColumnElement[bool]) -> Select[Any, Any]:
    """Open, with an owner: nobody is reminded of others."""
    label = literal(f"{letter}-") + cast(table.c.number, Text)
    owned = and_(table.c.closed_at.is_(None), table.c.owner.is_not(None))
    return select(table.c.team_id, label).where(owned, those)


def _reminders(those: ColumnElement[bool]) -> Select[Any, Any]:
    """That somebody set, or that bring something back, as far as one is waiting to be sent."""
    kinds = (MessageKind.NUDGE, MessageKind.CHASE)
    waiting = and_(outbox.c.kind.in_(kinds), outbox.c.ended_at.is_(None), outbox.c.edits.is_(None))
    return select(outbox.c.team_id, outbox.c.about).where(waiting, those).distinct()
