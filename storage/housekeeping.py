"""Removing what is not needed any more, of all teams."""

from datetime import timedelta

from sqlalchemy import Engine, delete, select, tuple_

from storage.engine import background, database_now, refusing
from storage.inbox import inbox


class OldDeliveries:
    def __init__(self, engine: Engine) -> None:
        self._engine = background(engine)

    def forget(self, *, older_than: timedelta, limit: int) -> int:
        """Raises StoreUnavailable."""
        row = (inbox.c.team_id, inbox.c.key)
        with refusing(), self._engine.begin() as connection:
            before = database_now(connection) - older_than
            old = select(*row).where(inbox.c.received_at < before).order_by(inbox.c.received_at).limit(limit)
            return connection.execute(delete(inbox).where(tuple_(*row).in_(old))).rowcount
