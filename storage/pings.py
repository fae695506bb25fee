"""What reaches people unasked, as it stands in the outbox."""

import uuid
from datetime import datetime

from sqlalchemy import select

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.outbox import Message
from storage.hooks import TeamSession, core
from storage.outbox import outbox


class SqlPings:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def last_change(self, channel: ChannelId, ts: MessageTs, *, now: datetime) -> Message | None:
        team = outbox.c.team_id == self._session.team_id
        there = select(outbox.c.id).where(team, outbox.c.posted_channel == channel, outbox.c.posted_ts == ts)
        connection = core(self._session)
        base = connection.execute(there.where(outbox.c.edits.is_(None)).limit(1)).scalar()
        if base is None:
            return None
        about = select(outbox.c.about).where(team, outbox.c.id == base).scalar_subquery()
        changes = select(outbox).where(team, outbox.c.about == about, outbox.c.edits == base)
        row = connection.execute(changes.order_by(outbox.c.sequence.desc()).limit(1)).first()
        if row is None:
            return None
        return Message(
            kind=row.kind,
            about=row.about,
            to=row.recipient,
            key=f"redrawn:{base}:{uuid.uuid4().hex}",
            due_at=now,
            edits=base,
            merge_key=f"edit:{base}",
            fallback=row.fallback,
            facts=row.facts,
        )
