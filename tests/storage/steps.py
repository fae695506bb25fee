"""The steps of delivery, for tests that need one done."""

from datetime import timedelta
from typing import Any

from bot.domain.ids import MessageTs, TeamId
from bot.domain.outbox import Claimed, Message, MessageKind, Outcome, Posted, Result
from storage.delivery import SqlOutbox
from storage.pace import resume
from tests.storage import make
from tests.storage.make import ANA, PUBLIC

LEASE = timedelta(seconds=30)
POSTED = Posted(PUBLIC, MessageTs("1.000001"))


def home(**changed: Any) -> Message:
    values: dict[str, Any] = {"about": ANA, "to": ANA, "key": "home:1", "merge_key": "home"}
    return make.message(kind=MessageKind.HOME, **(values | changed))


def mend(outbox: SqlOutbox, team: TeamId) -> None:
    """Its installation is no longer refused."""
    with outbox._engine.begin() as connection:
        resume(connection, team)


def claim_one(outbox: SqlOutbox) -> Claimed:
    (claimed,) = outbox.claim(limit=10, lease=LEASE)
    return claimed


def intend(outbox: SqlOutbox, claimed: Claimed) -> bool:
    return outbox.intend([claimed]) == {claimed.id}


def record(outbox: SqlOutbox, claimed: Claimed, outcome: Outcome, *, follow_up: Message | None = None) -> bool:
    return outbox.record([Result(claimed, outcome, follow_up)]) == {claimed.id}


def send(outbox: SqlOutbox, outcome: Outcome) -> Claimed:
    claimed = claim_one(outbox)
    assert intend(outbox, claimed)
    assert record(outbox, claimed, outcome)
    return claimed
