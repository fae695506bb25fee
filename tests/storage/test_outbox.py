"""Messages as services write them: once per key, one waiting per merge key, stopped only while untried."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest

from bot.domain.errors import NotFound
from bot.domain.ids import ClientNumber, OutboxId, UserId
from bot.domain.outbox import Accepted, MessageKind, Refused
from storage.delivery import SqlOutbox
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import DatabaseTime
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, OWN_WORK_OF_T2, PUBLIC, T1, HandClock
from tests.storage.steps import LEASE, POSTED, claim_one, intend, send


def test_a_cause_that_comes_again_makes_no_second_message(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        first = tx.outbox.add(make.message())
        assert tx.outbox.add(make.message(about="other")) == first
    with store.begin(OWN_WORK) as tx:
        assert tx.outbox.add(make.message()) == first
        assert tx.outbox.add(make.message(key="another")) != first


def test_of_those_with_one_merge_key_one_waits(store: SqlStore, outbox: SqlOutbox) -> None:
    with store.begin(OWN_WORK) as tx:
        first = tx.outbox.add(make.message(key="a", merge_key="home"))
        assert tx.outbox.add(make.message(key="b", merge_key="home")) == first
        assert tx.outbox.add(make.message(key="c", merge_key="other")) != first
    with store.begin(OWN_WORK_OF_T2) as tx:
        assert tx.outbox.add(make.message(key="a", merge_key="home")) != first
    assert outbox.unfinished() == 3


def test_one_that_is_under_way_is_not_merged_with(store: SqlStore, outbox: SqlOutbox) -> None:
    with store.begin(OWN_WORK) as tx:
        first = tx.outbox.add(make.message(key="a", merge_key="home"))
    claim_one(outbox)
    with store.begin(OWN_WORK) as tx:
        assert tx.outbox.add(make.message(key="b", merge_key="home")) != first


def test_one_that_is_merged_with_is_not_rendered_before_the_commit(store: SqlStore, outbox: SqlOutbox) -> None:
    """Otherwise it would show what was before, and nothing would show what is now."""
    with store.begin(OWN_WORK) as tx:
        tx.outbox.add(make.message(key="a", merge_key="home"))
    claims: list[int] = []
    claiming = Thread(target=lambda: claims.append(len(outbox.claim(limit=10, lease=LEASE))))
    with store.begin(OWN_WORK) as tx:
        tx.outbox.add(make.message(key="b", merge_key="home"))
        claiming.start()
        # SQLite's claim waits for the writer; PostgreSQL's passes the locked row by.
        claiming.join(timeout=0.2)
        assert sum(claims) == 0
    claiming.join()
    assert sum(claims) + len(outbox.claim(limit=10, lease=LEASE)) == 1


def _untouched(outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    pass


def _claimed(outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    claim_one(outbox)


def _tried(outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    assert intend(outbox, claim_one(outbox))


def _sent(outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    send(outbox, Accepted(POSTED))


def _failed(outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    send(outbox, Refused("x"))


BEFORE = [
    pytest.param(_untouched, True, id="waiting"),
    pytest.param(_claimed, True, id="claimed"),
    pytest.param(_tried, False, id="tried"),
    pytest.param(_sent, False, id="sent"),
    pytest.param(_failed, False, id="failed"),
]
Event = Callable[[SqlOutbox, DatabaseTime], None]


@pytest.mark.parametrize(("event", "stopped"), BEFORE)
def test_cancel_only_what_was_never_tried(
    *, store: SqlStore, outbox: SqlOutbox, database_time: DatabaseTime, event: Event, stopped: bool
) -> None:
    with store.begin(OWN_WORK) as tx:
        message = tx.outbox.add(make.message())
    event(outbox, database_time)
    with store.begin(OWN_WORK) as tx:
        assert tx.outbox.cancel(message) is stopped
    with store.begin(OWN_WORK) as tx:
        assert tx.outbox.cancel(message) is False


def test_nothing_to_cancel(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        assert tx.outbox.cancel(OutboxId("nowhere")) is False


@pytest.mark.parametrize(("event", "moved"), BEFORE)
def test_postpone_only_what_was_never_tried(
    *,
    store: SqlStore,
    outbox: SqlOutbox,
    database_time: DatabaseTime,
    clock: HandClock,
    event: Event,
    moved: bool,
) -> None:
    with store.begin(OWN_WORK) as tx:
        message = tx.outbox.add(make.message())
    event(outbox, database_time)
    tomorrow = NOW + timedelta(days=1)
    with store.begin(OWN_WORK) as tx:
        assert tx.outbox.postpone(message, due_at=tomorrow, expires_at=tomorrow + timedelta(hours=1)) is moved
    database_time.passes(60)
    early = outbox.claim(limit=10, lease=LEASE)
    clock.pass_(timedelta(days=1))
    late = outbox.claim(limit=10, lease=LEASE)
    assert [claimed.due_at for claimed in late] == ([tomorrow] if moved else [])
    assert not (moved and early)


def test_cards_about(store: SqlStore, outbox: SqlOutbox) -> None:
    with store.begin(OWN_WORK) as tx:
        failed = tx.outbox.add(make.message())
    send(outbox, Refused("x"))
    with store.begin(OWN_WORK) as tx:
        card = tx.outbox.add(make.message(key="card"))
        mine = tx.outbox.add(make.message(key="owner", kind=MessageKind.REQUEST_FOR_OWNER))
        reply = tx.outbox.add(make.message(key="reply", kind=MessageKind.REPLY, facts={"user": ANA}))
        tx.outbox.add(make.message(key="edit", edits=card))
        tx.outbox.add(make.message(key="other", about="R-11"))
        tx.outbox.add(make.message(key="notice", kind=MessageKind.NOTICE))
        stopped = tx.outbox.add(make.message(key="stopped"))
        tx.outbox.cancel(stopped)
    with store.read(T1) as tx:
        shown = tx.outbox.cards_about("R-1")
    assert [(posted.id, posted.kind, posted.facts) for posted in shown] == [
        (card, MessageKind.REQUEST_CARD, {}),
        (mine, MessageKind.REQUEST_FOR_OWNER, {}),
        (reply, MessageKind.REPLY, {"user": ANA}),
    ]
    assert {posted.to for posted in shown} == {PUBLIC}
    assert failed not in {posted.id for posted in shown}


def test_the_page_of_a_home_that_was_last_asked_for(store: SqlStore) -> None:
    home = {"kind": MessageKind.HOME, "about": ANA, "to": ANA}
    with store.read(T1) as tx:
        assert tx.outbox.home_offset(ANA) == 0
    with store.begin(OWN_WORK) as tx:
        for key, facts in {"a": {"offset": "0"}, "b": {"offset": "40"}, "c": {}, "d": {"notice": "Done."}}.items():
            tx.outbox.add(make.message(key=key, facts=facts, **home))
        tx.outbox.add(make.message(key="e", facts={"offset": "60"}))
    with store.begin(OWN_WORK_OF_T2) as tx:
        tx.outbox.add(make.message(key="a", facts={"offset": "20"}, **home))
    with store.read(T1) as tx:
        assert tx.outbox.home_offset(ANA) == 40
        assert tx.outbox.home_offset(BEN) == 0


def test_of_those_that_merge_the_facts_are_joined_and_the_newest_counts(store: SqlStore, outbox: SqlOutbox) -> None:
    waiting = {"to": ANA, "merge_key": "home"}
    with store.begin(OWN_WORK) as tx:
        for number, facts in enumerate([{}, {"offset": "20"}, {"notice": "old"}, {"notice": "new"}, {}]):
            tx.outbox.add(make.message(key=f"home:{number}", facts=facts, **waiting))
    assert claim_one(outbox).facts == {"offset": "20", "notice": "new"}


def test_what_is_added_last_is_written_once_and_in_the_order_of_its_keys(store: SqlStore, outbox: SqlOutbox) -> None:
    with store.begin(OWN_WORK) as tx:
        for user in ("UB", "UA", "UB"):
            tx.outbox.add_last(make.message(key=f"{user}:1", about=user, to=UserId(user), merge_key=f"home:{user}"))
        tx.outbox.add(make.message())
    assert [claimed.about for claimed in outbox.claim(limit=10, lease=LEASE)] == ["R-1", "UA", "UB"]


def test_nothing_is_added_last_by_what_is_refused(store: SqlStore, outbox: SqlOutbox) -> None:
    def refused() -> None:
        with store.begin(OWN_WORK) as tx:
            tx.outbox.add_last(make.message())
            tx.clients.one(ClientNumber(404), seen_by=ANA)

    with pytest.raises(NotFound):
        refused()
    assert outbox.unfinished() == 0


def test_what_is_kept_with_a_row_is_kept_by_whoever_has_it(
    store: SqlStore, outbox: SqlOutbox, database_time: DatabaseTime
) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.outbox.add(make.message(key="a", facts={"text": "x"}))
    first = claim_one(outbox)
    assert outbox.keep(first, "file", "F1")
    database_time.passes(60)
    second = claim_one(outbox)
    assert not outbox.keep(first, "file", "F2")
    assert second.facts == {"text": "x", "file": "F1"}
