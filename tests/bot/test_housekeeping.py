"""Liaison at work keeps house: by itself, and as often as it is asked."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select

from bot.liaison import Liaison
from bot.services.housekeeping import BATCH, REMEMBERED
from sandbox import Sandbox
from storage.inbox import inbox
from tests.engines import kept_engine
from tests.storage.taps import looking_on


def test_all_that_is_old_goes(slack: Sandbox, liaison: Liaison, database_url: str) -> None:
    """More than one batch of it, and nothing of today's."""
    old, new = datetime.now(UTC) - REMEMBERED - timedelta(minutes=1), datetime.now(UTC)
    rows = [{"team_id": slack.team_id, "key": f"old:{number}", "received_at": old} for number in range(BATCH + 1)]
    with looking_on(kept_engine(database_url)).begin() as connection:
        connection.execute(insert(inbox), [*rows, {"team_id": slack.team_id, "key": "new", "received_at": new}])
    liaison._parts.housekeeping.wake()
    slack.settle()
    with looking_on(kept_engine(database_url)).connect() as connection:
        left = connection.scalars(select(inbox.c.key).where(inbox.c.team_id == slack.team_id)).all()
    assert [key for key in left if key.startswith(("old", "new"))] == ["new"]
