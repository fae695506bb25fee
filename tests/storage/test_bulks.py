"""Changes of many items at once as they are kept, and what the audit says belongs to one."""

import pytest
from sqlalchemy import Engine, select

from bot.domain.bulks import Bulk, BulkTold, BulkVerb, Picked
from bot.domain.errors import NotFound
from bot.domain.ids import OutboxId, RequestNumber, TaskNumber
from bot.domain.request_states import Cause
from storage.audit import audit
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1
from tests.storage.taps import looking_on

PICKED = (Picked("R-1", 2, was={"owner": None, "why": "x"}), Picked("T-1", 1, "closed", None, left="changed"))
TOLD = (BulkTold(BEN, OutboxId("a" * 32), ("R-1", "T-1")),)


def bulk(number: int) -> Bulk:
    values = {"owner": BEN, "due_at": NOW, "due_zone": "Europe/London", "cause": Cause.OTHER, "why": "late"}
    of = {"team_id": T1, "made_by": ANA, "made_at": NOW, "verb": BulkVerb.CANCEL}
    return Bulk(number=number, picked=PICKED, told=TOLD, **values, **of)  # type: ignore[arg-type]


def test_it_is_kept_and_its_makers_alone(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        first, second = bulk(tx.bulks.next_number()), bulk(tx.bulks.next_number())
        first.applied_at = NOW
        tx.bulks.add(first)
        tx.bulks.add(second)
    with store.read(T1) as tx:
        last = tx.bulks.last_applied(seen_by=ANA)
        assert last is not None
        assert (last.number, last.picked, last.told, last.act) == (1, PICKED, TOLD, first.act)
        assert tx.bulks.last_applied(seen_by=BEN) is None
        with pytest.raises(NotFound):
            tx.bulks.for_change(1, seen_by=BEN)


def test_the_audit_says_what_belongs_together(store: SqlStore, engine: Engine) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person(user_id=ANA))
        tx.people.add(make.person(user_id=CAT))
        for channel, is_private in ((PUBLIC, False), (PRIVATE, True)):
            tx.channels.add(make.channel(channel_id=channel, is_private=is_private))
        for number, audience in enumerate((PUBLIC, PUBLIC, PRIVATE), start=1):
            tx.client_requests.add(make.request(number=RequestNumber(number), audience=audience, logged_by=BEN))
        tx.tasks.add(make.task(request_number=RequestNumber(1), audience=PUBLIC))
        tx.tasks.add(make.task(number=TaskNumber(2), parent_number=TaskNumber(1), audience=PUBLIC))
    numbers = [RequestNumber(n) for n in (3, 2, 1, 9)]
    with store.begin(OWN_WORK) as tx:
        tx.bulks.mark("B-1")
        several = tx.client_requests.several(numbers, seen_by=CAT)
        assert [one.number for one in several] == [1, 2]
        for one in several:
            one.details = "changed"
        assert list(tx.bulks.versions(several)) == [2, 2]
        below = tx.tasks.open_below([RequestNumber(1)], [TaskNumber(1)])
        assert [one.number for one in below] == [1, 2]
        assert [one.number for one in tx.tasks.several([TaskNumber(2)], seen_by=CAT)] == [2]
    rows = select(audit.c.what, audit.c.batch).where(audit.c.batch.is_not(None))
    with looking_on(engine).connect() as connection:
        assert sorted(tuple(row) for row in connection.execute(rows)) == [("1", "B-1"), ("2", "B-1")]
    with store.read(T1) as tx:
        assert [one.batch for one in tx.histories.of("client_request", "1", most=9)] == ["", "B-1"]
