"""Many requests and tasks changed at once: shown first, told once, and taken back. It is Tuesday 3 March."""

from datetime import timedelta

from sqlalchemy import Engine, create_engine, select

from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.seen import Message
from storage.audit import audit
from tests.handlers.pressing import press
from tests.handlers.shown import buttons

WHY = {"Why does the due date change?": "The client is away"}


def told(person: Person) -> list[Message]:
    return [one for one in person.dm().messages if "at once" in one.words]


def batches(url: str) -> list[tuple[str, str]]:
    engine: Engine = create_engine(url)
    rows = select(audit.c.entity, audit.c.batch).where(audit.c.batch.is_not(None), audit.c.entity != "bulk")
    with engine.connect() as connection:
        found = [(row.entity, row.batch) for row in connection.execute(rows)]
    engine.dispose()
    return found


def test_thirty_are_moved_by_form_told_once_and_taken_back(
    slack: Sandbox, ana: Person, ben: Person, database_url: str
) -> None:
    for number in range(1, 31):
        ana.slash(f"/request poster {number:02}x by thu 3pm @ben", in_="acme", settle=False)
    before = len(ben.dm().messages)
    ana.slash("/request find poster", in_="acme")
    ana.click("Choose several…", in_="acme")
    ana.submit({"All of them": ["All 30"], "What to do": "Move their due date"})
    shown = ana.submit({"Due date": "2026-03-06", "Due time": "16:00", **WHY}).modal
    assert shown is not None
    assert "30 of 30 would change: due Fri 6 Mar, 16:00 London time: The client is away" in shown.words
    assert ana.submit().closed
