"""Deliveries that were committed: the row stands or falls with the change that the delivery asked for."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import Column, Engine, Index, Named, Table, TypedColumns, bindparam, delete, insert, select, update

from bot.domain.errors import AlreadyDone
from bot.domain.ids import TeamId
from storage.hooks import TeamSession, core
from storage.inserts import kept_insert
from storage.mapping import metadata
from storage.types import UtcDateTime, text_id


class InboxColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    key: Named[str] = Column(primary_key=True)
    reference: Named[str | None]
    received_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


TRIAL_BYTES = 1 << 16

inbox = Table("inbox", metadata, InboxColumns, Index(None, "received_at"))

_TAKEN_IN = kept_insert(inbox, lambda row: row.on_conflict_do_nothing().returning(inbox.c.key))
_SAME = (inbox.c.team_id == bindparam("team"), inbox.c.key == bindparam("same"))
_REFERRED = update(inbox).where(*_SAME).values(reference=bindparam("to"))


def take_in(session: TeamSession, key: str) -> None:
    """Waits for a twin that is being worked on, and is refused once that one is committed."""
    connection = core(session)
    row = {"team_id": session.team_id, "key": key, "received_at": datetime.now(UTC)}
    if connection.execute(_TAKEN_IN[connection.dialect.name], row).first() is None:
        same = (inbox.c.team_id == session.team_id, inbox.c.key == key)
        raise AlreadyDone(key, connection.execute(select(inbox.c.reference).where(*same)).scalar_one())


def refer(session: TeamSession, key: str, reference: str) -> None:
    core(session).execute(_REFERRED, {"team": session.team_id, "same": key, "to": reference})


def try_writing(engine: Engine, team: TeamId) -> None:
    """A delivery of our own, as large as several pages and gone again: to overwrite a row would need no more room."""
    key = f"trial:{secrets.token_hex(16)}"
    row = insert(inbox).values(team_id=team, key=key, reference="-" * TRIAL_BYTES, received_at=datetime.now(UTC))
    with engine.begin() as connection:
        connection.execute(row)
    with engine.begin() as connection:
        connection.execute(delete(inbox).where(inbox.c.team_id == team, inbox.c.key == key))
