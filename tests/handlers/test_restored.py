"""An older copy of the database is brought back: nobody sees anything twice, and nothing is missing.

It is Tuesday 3 March, 14:00 in London.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, text

from bot.liaison import Liaison
from sandbox import Sandbox
from sandbox.driver import Person
from storage.holds import Begun, HoldDesk
from storage.mapping import metadata
from tests.engines import kept_engine
from tests.handlers.reminders import HOUR, MINUTE, reminders
from tests.handlers.stores import changed
from tests.storage.conftest import DatabaseTime
from tests.storage.taps import looking_on

AtWork = Callable[[], AbstractContextManager[Liaison]]
TABLES = metadata.sorted_tables


@dataclass
class Copy:
    """All rows as they were at one moment; Slack and its people go on."""

    slack: Sandbox
    engine: Engine
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def make(self, *, without: str = "") -> None:
        """Of one moment, also while Liaison is at work."""
        with looking_on(self.engine).connect() as connection:
            connection.execution_options(isolation_level="SERIALIZABLE")
            for table in (one for one in TABLES if one.name != without):
                self.rows[table.name] = [dict(row) for row in connection.execute(table.select()).mappings()]

    def bring_back(self) -> Begun:
        with looking_on(self.engine).begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text("pragma defer_foreign_keys=on"))
            for table in reversed(TABLES):
                connection.execute(delete(table))
            for table in TABLES:
                if self.rows.get(table.name):
                    connection.execute(insert(table).values(self.rows[table.name]))
        # The database's clock stands still while people's is turned, so the copy is as old as that may have gone on.
        return HoldDesk(self.engine).begin(self.slack.clock.now(), datetime.now(UTC) - timedelta(hours=3))


@pytest.fixture
def copy(slack: Sandbox, database_url: str) -> Copy:
    return Copy(slack, kept_engine(database_url))


@pytest.fixture
def people(slack: Sandbox) -> tuple[Person, Person]:
    return slack.person("ana"), slack.person("ben")


def seen(slack: Sandbox) -> Counter[str]:
    """What Liaison posted, each as its first line."""
    posted = (sight for sight in slack.truth if sight.what == "message" and sight.by == slack.bot_user_id)
    return Counter(f"{sight.channel}: {sight.words.splitlines()[0]}" for sight in posted)


def edits(slack: Sandbox) -> list[str]:
    return [sight.words for sight in slack.truth if sight.what == "edit" and sight.by == slack.bot_user_id]


def tried(copy: Copy) -> int:
    return sum(row["last_try_at"] is not None and row["ended_at"] is None for row in copy.rows["outbox"])


def later(slack: Sandbox, seconds: int) -> None:
    slack.clock.advance(seconds)
    slack.settle()


def busy(ana: Person, ben: Person) -> None:
    """Cards, an answer in a thread, a message to a person, and moments to come: one, many, a digest, an item's own."""
    ana.slash("/request Poster by today 16:00 @ben", in_="acme")
    ana.slash("/task @ben prepare the proof for R-1", in_="acme")
    ana.slash("/nudge @ben in 30m call Acme", in_="acme")
    ana.slash("/nudge #acme daily 15:10 stand-up", in_="acme")
    ben.slash("/digest daily 15:20", in_="acme")


def tidied_up(slack: Sandbox, liaison: Liaison) -> None:
    housekeeping = liaison._parts.housekeeping
    stop_watching = slack.watch(housekeeping.is_idle)
    slack.clock.advance(11 * MINUTE)
    housekeeping.wake()
    slack.settle()
    stop_watching()


@pytest.fixture
def paused(slack: Sandbox, database_url: str) -> Callable[[], None]:
    """Nothing is posted from now on, so that what people ask for waits."""
    far = "'2100-01-01 00:00:00'"
    pause = f"insert into pause (team_id, method, until_at) values ('{slack.team_id}', 'chat.postMessage', {far})"
    return lambda: changed(database_url, pause)


def test_what_waited_in_the_copy_is_not_sent_again(
    *, slack: Sandbox, at_work: AtWork, copy: Copy, people: tuple[Person, Person], paused: Callable[[], None]
) -> None:
    """Moments of every kind, cards, an answer in a thread and messages to a person, all sent after that."""
    with at_work() as liaison:
        paused()
        busy(*people)
        copy.make(without="pause")
        assert not seen(slack)
        changed(str(copy.engine.url), "delete from pause")
        liaison.wake()
        for _ in range(3):
            later(slack, HOUR // 2)
    before = seen(slack)
    assert (len(before), set(before.values())) == (7, {1})
    assert copy.bring_back().held == 5
    with at_work() as liaison:
        slack.settle()
        tidied_up(slack, liaison)
        assert seen(slack) == before, "and nothing is taken for unknown"
        people[1].click("Done", in_="acme")
        later(slack, 24 * HOUR)
    assert len(edits(slack)) >= 1, "the card is known, so it is kept up"
    assert seen(slack).items() >= before.items()
    assert len(seen(slack)) > len(before), "what is newer comes as usual"


def test_a_copy_that_was_made_while_much_was_being_sent(
    slack: Sandbox, at_work: AtWork, copy: Copy, people: tuple[Person, Person]
) -> None:
    """Of some it knows that they were sent, of some that they were tried, and some it does not know at all."""
    ana, ben = people
    with at_work():
        for number in range(1, 15):
            # Nobody is given more than is sent to one person in a day.
            owner = "ben" if number % 2 else "carla"
            ana.slash(f"/request Poster {number} @{owner}", in_="acme", settle=False)
            if number == 10:
                copy.make()
        slack.settle()
    before = seen(slack)
    assert (len(before), set(before.values())) == (28, {1})
    assert 0 < copy.bring_back().held + tried(copy) <= 20
    DatabaseTime(copy.engine).passes(60)
    with at_work():
        slack.settle()
        assert seen(slack) == before
        for number in (1, 10):
            posted = (message for message in ana.sees("acme").messages if not message.ephemeral)
            card = next(message for message in posted if f"*R-{number}*" in message.words)
            ben.click("Done", in_="acme", ts=card.ts)
        assert len(edits(slack)) >= 2


def test_what_was_not_sent_is_sent(slack: Sandbox, at_work: AtWork, copy: Copy, people: tuple[Person, Person]) -> None:
    """The copy was brought back an hour after everything had stopped."""
    with at_work():
        busy(*people)
        slack.settle()
        copy.make()
    before = seen(slack)
    slack.clock.advance(HOUR)
    assert copy.bring_back().held == 1
    with at_work():
        slack.settle()
        come = seen(slack) - before
        assert set(come.values()) == {1}
        assert any("call Acme" in said for said in come)


def test_reminders_that_were_told_together(
    slack: Sandbox, at_work: AtWork, copy: Copy, people: tuple[Person, Person]
) -> None:
    ana, _ = people
    with at_work():
        for minutes in (10, 20, 30):
            ana.slash(f"/nudge @ben in {minutes}m call {minutes}", in_="acme", settle=False)
        slack.settle()
        copy.make()
        later(slack, 2 * HOUR)
    before = seen(slack)
    assert ["3 reminders come late" in said for said in before] == [True]
    assert copy.bring_back().held == 3
    with at_work():
        later(slack, HOUR)
        assert seen(slack) == before


def test_where_one_may_not_look_a_person_is_asked(
    slack: Sandbox, at_work: AtWork, copy: Copy, people: tuple[Person, Person]
) -> None:
    ana, ben = people
    with at_work():
        ana.slash("/nudge @ben in 30m call Acme", in_="acme")
        slack.settle()
        copy.make()
        later(slack, HOUR // 2)
    copy.bring_back()
    slack.fault("not_in_channel", "conversations.history")
    with at_work():
        slack.settle()
        assert "I cannot tell whether the reminder N-1" in ana.dm().newest().words
        assert len(reminders(ben)) == 1
        ana.click("It arrived", in_=ana.dm().id)
        later(slack, HOUR)
        assert len(reminders(ben)) == 1


@pytest.fixture
def lost(slack: Sandbox, at_work: AtWork, copy: Copy, people: tuple[Person, Person]) -> Counter[str]:
    """What people see of two requests that the copy knows nothing of, besides one that it knows."""
    ana, _ = people
    with at_work():
        ana.slash("/request Poster @ben", in_="acme")
        copy.make()
        ana.slash("/request Brochure @ben", in_="acme")
        ana.slash("/request Leaflet", in_="acme")
    copy.bring_back()
    return seen(slack)


def test_what_no_row_is_known_of_is_reported_once_where_it_stands(
    slack: Sandbox, at_work: AtWork, lost: Counter[str], people: tuple[Person, Person]
) -> None:
    ana, ben = people
    with at_work() as liaison:
        tidied_up(slack, liaison)
        assert ana.sees("acme").newest().words == (
            "My records had to be brought back to an earlier state, and 2 messages of mine here, the first of "
            "Tue 3 Mar, 14:00 London time, are no longer in them. Buttons on them do nothing any more. If what they "
            "say still matters, please enter it again."
        )
        assert ben.dm().newest().words.startswith("My records had to be brought back")
        assert (
            "a message of mine here, of Tue 3 Mar, 14:00 London time, is no longer in them." in ben.dm().newest().words
        )
        reported = seen(slack)
        assert [reported[said] for said in lost] == [1] * len(lost), "they are left alone"
        assert reported.total() == lost.total() + 2
        tidied_up(slack, liaison)
    with at_work() as liaison:
        tidied_up(slack, liaison)
        assert seen(slack) == reported


def test_nobody_acts_on_something_else_through_it(
    slack: Sandbox, at_work: AtWork, lost: Counter[str], people: tuple[Person, Person]
) -> None:
    """Its number is not given again."""
    ana, _ = people
    with at_work():
        ana.slash("/request Banner", in_="acme")
        posted = (message for message in ana.sees("acme").messages if not message.ephemeral)
        card = next(message for message in posted if "Brochure" in message.words)
        ana.click("Done", in_="acme", ts=card.ts)
        *_, banner, answer = [message.words for message in ana.sees("acme").messages]
        assert lost["C0ACME: *R-2* · *Brochure*"] == 1
        assert "R-1001" in banner
        assert "New" in banner
        assert answer == "No request R-2. Check the number: `/request list` shows those that you can see."
