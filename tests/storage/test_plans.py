"""SQLite has no statistics unless somebody asks it to make some: it must find the right index without."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.domain.ids import ChannelId, MessageTs, OutboxId, UserId
from bot.domain.outbox import Accepted, Message, MessageKind, Posted, Result
from storage.delivery import SqlOutbox
from storage.engine import reading
from storage.store import SqlStore, SqlTransaction
from tests.storage.make import NOW, OWN_WORK, T1, HandClock


@contextmanager
def plans(engine: Engine) -> Iterator[list[str]]:
    """Of every statement that reads, one line for each table that it goes through."""
    steps, asked = list[str](), list[tuple[str, Any]]()

    def listen(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    for each in (engine, reading(engine)):
        event.listen(each, "before_cursor_execute", listen)
    yield steps
    for each in (engine, reading(engine)):
        event.remove(each, "before_cursor_execute", listen)
    with engine.connect() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"explain query plan {statement}", parameters)
            steps += [row[3] for row in rows if "outbox" in row[3] or "stood" in row[3]]


def _say(tx: SqlTransaction, key: str, **changed: Any) -> OutboxId:
    values: dict[str, Any] = {
        "kind": MessageKind.TASK_CARD,
        "about": "T-1",
        "to": ChannelId("C1"),
        "key": key,
        "due_at": NOW,
    }
    return tx.outbox.add(Message(**(values | changed)))


def test_a_change_of_a_message_is_claimed_without_going_through_all_of_them(sqlite: Engine) -> None:
    store, outbox = SqlStore(sqlite, lambda: None), SqlOutbox(sqlite, HandClock(NOW), 0.0, lambda: (T1,))
    with store.begin(OWN_WORK) as tx:
        cards = [_say(tx, f"card {n}", to=ChannelId(f"C{n}")) for n in range(3)]
    sent = Accepted(Posted(ChannelId("C1"), MessageTs("1.1")))
    outbox.record([Result(row, sent) for row in outbox.claim(limit=3, lease=timedelta(seconds=30))])
    with store.begin(OWN_WORK) as tx:
        for card in cards:
            _say(tx, f"change of {card}", edits=card)
    with plans(sqlite) as steps:
        changes = outbox.claim(limit=3, lease=timedelta(seconds=30))
    assert [change.edits for change in changes] == [sent.posted] * 3
    assert steps
    assert [step for step in steps if step.startswith("SCAN")] == []
    assert [step for step in steps if "ix_outbox_team_id_sequence" in step] == []


@pytest.mark.parametrize(
    "ask",
    [lambda tx: tx.outbox.cards_about("T-1"), lambda tx: tx.outbox.home_offset(UserId("U1"))],
    ids=["cards_about", "home_offset"],
)
def test_what_is_about_something_is_found_by_that(sqlite: Engine, ask: Callable[[SqlTransaction], object]) -> None:
    with plans(sqlite) as steps, SqlStore(sqlite, lambda: None).read(T1) as tx:
        ask(tx)
    assert steps
    assert all("about=?" in step for step in steps), steps
