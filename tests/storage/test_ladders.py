"""The rows of reminders: planned anew as often as it takes, and never a second time what was tried."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.domain.ids import OutboxId
from bot.domain.outbox import Accepted, Message, MessageKind, MessageState
from storage.delivery import SqlOutbox
from storage.outbox import outbox as rows
from storage.store import SqlStore
from storage.undelivered import OutboxDesk
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, T1
from tests.storage.steps import POSTED, claim_one, intend, record

HOUR = timedelta(hours=1)
CANCELLED, PENDING, SENT = MessageState.CANCELLED, MessageState.PENDING, MessageState.SENT


def rung(name: str, hours: int = 0, **changed: Any) -> Message:
    return make.rung(**({"key": f"rung:R-1:{name}", "due_at": NOW + hours * HOUR, "facts": {"rung": name}} | changed))


def replace(store: SqlStore, rungs: Sequence[Message], spare: str | None = None, label: str = "R-1") -> None:
    with store.begin(OWN_WORK) as tx:
        tx.ladders.replace(label, rungs, spare=spare)


def states(engine: Engine) -> dict[str, MessageState]:
    with engine.connect() as connection:
        return {
            row.key.removeprefix("rung:R-1:"): row.state
            for row in connection.execute(select(rows).where(rows.c.team_id == T1))
        }


def one(engine: Engine, name: str) -> Any:
    with engine.connect() as connection:
        return connection.execute(select(rows).where(rows.c.team_id == T1, rows.c.key == f"rung:R-1:{name}")).one()


def test_what_is_not_planned_any_more_is_cancelled(store: SqlStore, engine: Engine) -> None:
    replace(store, [rung("soon", 1), rung("due", 3)])
    replace(store, [rung("due", 3)])
    assert states(engine) == {"soon": CANCELLED, "due": PENDING}


def test_planned_again_it_waits_again_and_is_the_same_row(store: SqlStore, engine: Engine) -> None:
    replace(store, [rung("due", 3)])
    before = one(engine, "due")
    replace(store, [])
    replace(store, [rung("due", 5, fallback=BEN)])
    after = one(engine, "due")
    assert (after.id, after.state, after.due_at, after.fallback) == (before.id, PENDING, NOW + 5 * HOUR, BEN)
    assert (after.ended_at, after.reason) == (None, None)


def test_what_an_operator_has_discarded_does_not_come_back(store: SqlStore, engine: Engine) -> None:
    """However often its item is planned anew since; another one of the same item waits again."""
    replace(store, [rung("soon", 1), rung("due", 3)])
    OutboxDesk(engine).discard(one(engine, "due").id, "they are on holiday")
    for _ in range(2):
        replace(store, [])
        replace(store, [rung("soon", 1), rung("due", 5)])
    assert states(engine) == {"soon": PENDING, "due": CANCELLED}
    assert one(engine, "due").reason == "discarded: they are on holiday"


def test_each_has_its_place_in_the_order(store: SqlStore, engine: Engine) -> None:
    replace(store, [rung("soon", 1), rung("due", 3), rung("day-after", 9)])
    sequences = [one(engine, name).sequence for name in ("soon", "due", "day-after")]
    assert sequences == [1, 2, 3]


def test_other_items_and_other_kinds_stay(store: SqlStore, engine: Engine) -> None:
    replace(store, [rung("T-1", about="T-1")], label="T-1")
    with store.begin(OWN_WORK) as tx:
        tx.outbox.add(make.message(kind=MessageKind.REQUEST_FOR_OWNER, key="rung:R-1:message"))
    replace(store, [])
    assert states(engine) == {"T-1": PENDING, "message": PENDING}


def test_what_is_spared_stays(store: SqlStore, engine: Engine) -> None:
    replace(store, [rung("due", 3), rung("snooze-1", 1), rung("snoozeX2", 1)])
    replace(store, [], spare="rung:R-1:snooze-")
    assert states(engine) == {"due": CANCELLED, "snooze-1": PENDING, "snoozeX2": CANCELLED}


def test_what_was_sent_is_not_sent_again(store: SqlStore, engine: Engine, outbox: SqlOutbox) -> None:
    replace(store, [rung("due")])
    row = claim_one(outbox)
    intend(outbox, row)
    record(outbox, row, Accepted(POSTED))
    replace(store, [])
    replace(store, [rung("due", 5)])
    assert states(engine) == {"due": SENT}


def test_what_is_being_sent_is_let_be(store: SqlStore, engine: Engine, outbox: SqlOutbox) -> None:
    replace(store, [rung("due")])
    row = claim_one(outbox)
    intend(outbox, row)
    replace(store, [])
    assert states(engine) == {"due": MessageState.SENDING}


def test_one_in_hand_is_taken_away_before_it_is_posted(store: SqlStore, outbox: SqlOutbox) -> None:
    replace(store, [rung("due")])
    row = claim_one(outbox)
    replace(store, [])
    assert not outbox.intend([row])


@pytest.fixture
def sent(store: SqlStore, outbox: SqlOutbox) -> OutboxId:
    replace(store, [rung("due", facts={"rung": "due"})])
    row = claim_one(outbox)
    intend(outbox, row)
    record(outbox, row, Accepted(POSTED))
    return row.id


def test_sent_ones_have_their_buttons_until_they_are_changed(store: SqlStore, sent: OutboxId) -> None:
    replace(store, [rung("day-after", 9)])
    with store.begin(OWN_WORK) as tx:
        assert [each.id for each in tx.ladders.sent("R-1")] == [sent]
        found = tx.ladders.one(sent)
        assert found is not None
        assert (found.about, found.to, found.facts) == ("R-1", ANA, {"rung": "due"})
        tx.outbox.add(rung("changed", edits=sent))
    with store.begin(OWN_WORK) as tx:
        assert tx.ladders.sent("R-1") == []
        assert tx.ladders.one(sent) is None


def test_snoozes_are_counted_and_the_last_that_waits_is_known(store: SqlStore) -> None:
    replace(store, [rung("snooze-1", 1), rung("due", 9)])
    replace(store, [rung("snooze-2", 2)])
    with store.read(T1) as tx:
        assert tx.ladders.snoozes("R-1", "rung:R-1:snooze-") == 2
        assert tx.ladders.snoozed_until("R-1", "rung:R-1:snooze-", ANA) == NOW + 2 * HOUR
    with store.read(T1) as tx:
        assert tx.ladders.snoozed_until("R-1", "rung:R-1:snooze-", BEN) is None, "others put off their own"
    replace(store, [])
    with store.read(T1) as tx:
        assert tx.ladders.snoozed_until("R-1", "rung:R-1:snooze-", ANA) is None


def test_what_somebody_owns_is_known_also_when_they_may_see_nothing(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(owner=BEN))
        tx.tasks.add(make.task(owner=BEN))
    with store.read(T1) as tx:
        assert [item.label for item in tx.ladders.owned_by(BEN)] == ["R-1", "T-1"]
        assert tx.ladders.owned_by(ANA) == []
