"""That messages were sent, of many at once: a statement for each took a fifth of all that delivery does."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import JSON, ColumnElement, Connection, String, and_, bindparam, case, cast, column, func, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.ids import OutboxId
from bot.domain.outbox import Claimed, MessageState, Posted
from storage.outbox import ended, outbox
from storage.types import UtcDateTime, spelt

#: What is told of one message, by its name.
_Of = Callable[[str], ColumnElement[str]]
_TOLD = bindparam("told", type_=String())


def write_sent(connection: Connection, messages: Sequence[tuple[Claimed, Posted | None]]) -> set[OutboxId]:
    """Says of which the claim still held."""
    if not messages:
        return set()
    told = json.dumps([_told(claimed, posted) for claimed, posted in messages])
    return set(connection.scalars(_WRITTEN[connection.dialect.name], {"told": told, "at": datetime.now(UTC)}))


def _told(claimed: Claimed, posted: Posted | None) -> dict[str, str | None]:
    place = {"channel": posted.channel, "ts": posted.ts} if posted else {"channel": None, "ts": None}
    return {"team": claimed.team_id, "id": claimed.id, "token": claimed.token, "to": claimed.to, **place}


def _written(of: _Of) -> ReturningUpdate[OutboxId]:
    this = (outbox.c.team_id == of("team"), outbox.c.id == of("id"), outbox.c.owner == of("token"))
    # Its channel may have got another id since it was claimed.
    has_moved = and_(of("channel") == of("to"), outbox.c.recipient != of("to"))
    channel = case((has_moved, outbox.c.recipient), else_=of("channel"))
    at = bindparam("at", type_=UtcDateTime())
    values = ended(MessageState.SENT, None) | {"ended_at": at, "posted_channel": channel, "posted_ts": of("ts")}
    return update(outbox).where(*this).values(values).returning(outbox.c.id)


def _by_json_each() -> ReturningUpdate[OutboxId]:
    told = func.json_each(_TOLD).table_valued("value", name="told")
    return _written(lambda name: func.json_extract(told.c.value, spelt(f"$.{name}"), type_=String()))


def _by_recordset() -> ReturningUpdate[OutboxId]:
    columns = (column(name, String()) for name in ("team", "id", "token", "to", "channel", "ts"))
    told = func.json_to_recordset(cast(_TOLD, JSON())).table_valued(*columns)
    its = told.render_derived(name="told", with_types=True).c
    return _written(lambda name: its[name])


_WRITTEN: Mapping[str, ReturningUpdate[OutboxId]] = {"sqlite": _by_json_each(), "postgresql": _by_recordset()}
