"""Deliveries with one step left out: what the worker of a mutant is put together from instead."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from sqlalchemy import ColumnElement, Connection, update

import storage.delivery
import storage.engine
from benchmarks.chaos.plan import SIZES
from benchmarks.chaos.worker import Assembly
from bot.domain.delivery_sizes import Sizes
from bot.domain.ids import OutboxId
from bot.domain.outbox import Accepted, Claimed, NotThere, Outcome, Posted
from bot.services.delivery import Call, Delivery, Looking
from handlers.web_clients import web_client
from storage.outbox import outbox
from storage.outcomes import after


class NeverLooks:
    """Whatever may have arrived is posted again when its lease is over."""

    def __init__(self, _: Looking) -> None:
        pass

    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        return {row.id: NotThere() for row in rows}


def retrying_client(token: str, api_url: str, timeout: float) -> WebClient:
    """As the SDK makes it by itself."""
    client = web_client(token, api_url, timeout)
    client.retry_handlers = [ConnectionErrorRetryHandler()]
    return client


class Unsettled(Sizes):
    """Without the check that refuses such sizes."""

    def __post_init__(self) -> None:
        pass


class NoDeadline(Delivery):
    """However long ago the intent was, the call is made."""

    def _sent(self, call: Call, before_intent: float) -> Outcome:  # noqa: ARG002 - what it leaves out
        return super()._sent(call, math.inf)


class IntentAfter(Delivery):
    """Posts first and says so later."""

    def _send(self, ready: Sequence[tuple[Claimed, Call]]) -> None:
        for row, call in ready:
            self._results.add(row, self._sent(call, math.inf))
        self._store.intend([row for row, _ in ready])


def without_fence() -> None:
    """An outcome is recorded whoever holds the row by now."""

    def any_owners(claimed: Claimed) -> tuple[ColumnElement[bool], ...]:
        return outbox.c.team_id == claimed.team_id, outbox.c.id == claimed.id

    def write_sent(connection: Connection, messages: Sequence[tuple[Claimed, Posted | None]]) -> set[OutboxId]:
        for claimed, posted in messages:
            sent = after(claimed, Accepted(posted), datetime.now(UTC), SIZES.settle)
            connection.execute(update(outbox).where(*any_owners(claimed)).values(sent))
        return {claimed.id for claimed, _ in messages}

    storage.delivery._held = any_owners  # noqa: SLF001
    storage.delivery.write_sent = write_sent  # type: ignore[attr-defined]


def with_deferred_begin() -> None:
    """As SQLite begins by itself: the lock is only asked for at the first write, when it may be too late to wait."""

    def begin(_: object, connection: Connection) -> None:
        connection.exec_driver_sql("begin")

    storage.engine._OneWriter.begin = begin  # type: ignore[assignment,method-assign] # noqa: SLF001


ASSEMBLIES: Mapping[str, Callable[[], Assembly]] = {
    "": Assembly,
    "naive_resend": lambda: Assembly(looking=NeverLooks),
    "sdk_retries": lambda: Assembly(client=retrying_client),
    "no_settle": lambda: Assembly(
        settling=Unsettled(grace=SIZES.grace, call=SIZES.call, lease=SIZES.lease, settle=timedelta())
    ),
    "no_deadline_check": lambda: Assembly(delivery=NoDeadline),
    "no_fence": lambda: Assembly(prepare=without_fence),
    "intent_after_send": lambda: Assembly(delivery=IntentAfter),
    "deferred_begin": lambda: Assembly(prepare=with_deferred_begin),
}


def assembly_of(mutant: str) -> Assembly:
    """Without a mutant it is the product's."""
    return ASSEMBLIES[mutant]()
