"""A reminder that has arrived is not yet one that was acted upon. It is Tuesday 3 March, 14:00 in London."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import or_, select

from sandbox import Sandbox
from sandbox.driver import Person
from storage.outbox import outbox
from tests.bot.command_line import liaison as typed
from tests.engines import kept_engine
from tests.handlers.pressing import press
from tests.storage.taps import looking_on

LONDON = ZoneInfo("Europe/London")
SILENT = "has not reacted since"


def turn(slack: Sandbox, *moments: str) -> None:
    for moment in moments:
        slack.clock.to(datetime.fromisoformat(moment).replace(tzinfo=LONDON))
        slack.settle()


def passed_on(person: Person, word: str = SILENT) -> list[str]:
    found = (message.words for message in person.dm().messages)
    return [words.splitlines()[0].replace("*", "") for words in found if word in words]


def unheeded(database_url: str, slack: Sandbox) -> set[str]:
    """What the list must say, asked of the store by itself."""
    has_come = or_(outbox.c.state == "sent", outbox.c.reason.in_(("delivered", "in their digest of that day")))
    these = (outbox.c.kind == "rung", has_come, outbox.c.react_by.is_not(None))
    with looking_on(kept_engine(database_url)).connect() as connection:
        rows = connection.execute(
            select(outbox.c.about, outbox.c.acted_at).where(outbox.c.team_id == slack.team_id, *these)
        ).all()
    return {about for about, acted_at in rows if acted_at is None}


def test_what_is_not_acted_upon_goes_to_the_next_person_once(
    slack: Sandbox, ana: Person, ben: Person, database_url: str, tmp_path: Path
) -> None:
    for title in ("draw it", "print it", "bring it"):
        ana.slash(f"/task @ben {title} by today 15:00", in_="acme")
    turn(slack, "2026-03-03 15:00")
    ben.click("Done", in_=ben.dm().id, ts=ben.dm().newest("print it").ts, value="T-2")
    ben.slash("/task due T-3 thu 16:00 because the printer is ill", in_="acme")
    turn(slack, "2026-03-04 09:01", "2026-03-04 14:59")
    assert passed_on(ana) == []
    turn(slack, "2026-03-04 15:01")
    due = "Tue 3 Mar, 15:00 London time"
    once = f":warning: T-1 draw it was due {due}. @ben has not reacted since {due}."
    assert passed_on(ana) == [once]
    turn(slack, "2026-03-05 09:01", "2026-03-05 16:00")
    ben.click("Done", in_=ben.dm().id, ts=ben.dm().newest("bring it").ts, value="T-3")
    turn(slack, "2026-03-06 09:01", "2026-03-06 17:00")
    assert passed_on(ana) == [once]

    turn(slack, "2026-03-09 08:59")
    assert passed_on(ana, "nobody has acted upon") == []
    turn(slack, "2026-03-09 09:01")
    week = ana.dm().newest("nobody has acted upon").words
    assert "in the week of Monday 2 March" in week
    listed = {line.split("*")[1] for line in week.splitlines() if line.startswith("• *")}
    assert listed == unheeded(database_url, slack) == {"T-1"}
    assert passed_on(ben, "nobody has acted upon") == []

    day = typed("pings", "--day", "2026-03-03", folder=tmp_path, LIAISON_DATABASE_URL=database_url).stdout
    assert "  rung: 3 sent, 0 held back, 0 exempt, 2 acted upon" in day.splitlines()
    ana.click("Done", in_=ana.dm().id, ts=ana.dm().newest(SILENT).ts, value="T-1")
    assert passed_on(ana) == [], "and it says what has become of it"
    turn(slack, "2026-03-16 09:01")
    assert len(passed_on(ana, "nobody has acted upon")) == 1, "a week without any says nothing"


def test_once_it_is_due_another_day_it_is_passed_on_again(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/task @ben draw it by today 15:00", in_="acme")
    turn(slack, "2026-03-03 15:00", "2026-03-04 15:01")
    assert len(passed_on(ana)) == 1
    ana.slash("/task due T-1 fri 15:00 because the printer is ill", in_="acme")
    turn(slack, "2026-03-06 15:00", "2026-03-09 15:01")
    assert ["was due Fri 6 Mar" in line for line in passed_on(ana)] == [True]


def test_what_whoever_gave_it_has_put_out_of_sight_leaves_its_owner_their_time_after_that(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    ana.slash("/task @ben draw it by today 15:00", in_="acme")
    turn(slack, "2026-03-03 15:00")
    ana.slash("/task snooze T-1 until mon 11:00", in_="acme")
    turn(slack, "2026-03-04 15:01", "2026-03-05 15:01", "2026-03-09 09:01", "2026-03-09 11:01", "2026-03-10 10:59")
    assert [passed_on(ana), passed_on(ana, "nobody has acted upon")] == [[], []]
    turn(slack, "2026-03-10 11:01")
    assert len(passed_on(ana)) == 1


@pytest.mark.parametrize(
    ("button", "filled"),
    [
        ("Wait", {"What for?": "the approval", "Bring it back on": "2026-03-13", "At": "10:00"}),
        ("Wait", {"It is": "On hold", "What for?": "the budget", "Bring it back on": "", "At": ""}),
        ("Assign", {"Owner": "carla"}),
    ],
    ids=["waits", "on hold", "given to another"],
)
def test_what_somebody_else_has_seen_to_is_not_passed_on(
    slack: Sandbox, ana: Person, ben: Person, button: str, filled: dict[str, str]
) -> None:
    """Before the time that its owner has is over, and not in the list of the week either."""
    ana.slash("/request draw it @ben by today 15:00", in_="acme")
    turn(slack, "2026-03-03 15:00")
    press(ana, button, in_="acme", value="R-1")
    assert ana.submit(filled).closed
    turn(slack, "2026-03-04 15:01", "2026-03-09 09:01")
    assert passed_on(ana, "@ben has not reacted") == []


def test_what_is_put_out_of_sight_before_the_next_person_reads_of_it_is_not_told(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    ana.slash("/task @ben draw it by today 15:00", in_="acme")
    ana.slash("/liaison hours quiet 14:30-17:00", in_="acme")
    turn(slack, "2026-03-03 15:00", "2026-03-04 15:01")
    assert passed_on(ana) == []
    ana.slash("/task snooze T-1 until fri 9:00", in_="acme")
    turn(slack, "2026-03-04 17:01", "2026-03-05 09:01")
    assert passed_on(ana) == []


def test_each_of_those_who_look_after_it_reads_of_each_week(
    slack: Sandbox, ana: Person, ben: Person, carla: Person
) -> None:
    """Carla in New York."""
    for person in (ana, carla):
        person.slash("/task @ben draw it by wed 10:00", in_="acme")
    turn(slack, "2026-03-04 10:00", "2026-03-04 15:00", "2026-03-09 15:00")
    assert [len(passed_on(person, "nobody has acted upon")) for person in (ana, carla)] == [1, 1]
    ana.slash("/task @ben print it by tue 15:00", in_="acme")
    turn(slack, "2026-03-10 15:00", "2026-03-16 09:01")
    assert len(passed_on(ana, "nobody has acted upon")) == 2


def test_who_is_gone_is_not_waited_for(slack: Sandbox, ana: Person, ben: Person) -> None:
    """Once before the reminder comes, and once when Slack has taken it."""
    ana.slash("/task @ben draw it by today 15:00", in_="acme")
    ana.slash("/task @ben print it by today 16:00", in_="acme")
    turn(slack, "2026-03-03 15:00")
    assert "draw it" in ben.dm().newest().words
    ben.leaves()
    slack.settle()
    gone = "@ben, who has it, is no full member of this workspace any more."
    assert passed_on(ana, gone) == [f":warning: T-1 draw it was due Tue 3 Mar, 15:00 London time. {gone}"]
    turn(slack, "2026-03-03 16:00")
    assert ana.dm().newest().words.startswith(":warning: *T-2* print it was due Tue 3 Mar, 16:00")
    assert len(ben.dm().messages) == 3, "two tasks and a reminder, while he was there"


def test_what_several_were_told_together_is_passed_on_like_one(
    slack: Sandbox, ana: Person, ben: Person, database_url: str
) -> None:
    """Two after a downtime, one in the digest of the morning on which it would have come, and one of nothing else."""
    for title, due in (("draw it", "15:00"), ("print it", "15:00"), ("post it", "18:30")):
        ana.slash(f"/task @ben {title} by today {due}", in_="acme")
    turn(slack, "2026-03-03 15:10")
    together = ben.dm().newest("draw it")
    assert "print it" in together.words
    press(ben, "Done", in_="acme", value="T-2")
    turn(slack, "2026-03-04 08:31", "2026-03-04 09:01")
    assert [one.words.count("post it") for one in ben.dm().messages[-2:]] == [0, 1], "in the digest alone"
    turn(slack, "2026-03-04 15:09")
    assert passed_on(ana) == []
    turn(slack, "2026-03-04 15:11", "2026-03-05 08:59")
    assert [line.split()[1] for line in passed_on(ana)] == ["T-1"]
    turn(slack, "2026-03-05 09:01", "2026-03-05 16:00")
    assert [line.split()[1] for line in passed_on(ana)] == ["T-1", "T-3"]
    turn(slack, "2026-03-09 09:01")
    week = ana.dm().newest("nobody has acted upon").words
    listed = {line.split("*")[1] for line in week.splitlines() if line.startswith("• *")}
    assert listed == unheeded(database_url, slack) == {"T-1", "T-3"}


def test_what_was_held_back_is_passed_on_once_it_was_told(slack: Sandbox, ana: Person, ben: Person) -> None:
    """On the day on which its digest came, and in the list of that week."""
    turn(slack, "2026-03-06 10:00")
    for number in range(1, 12):
        ana.slash(
            f"/task @ben proof {number} by {'today 15:00' if number < 3 else 'mon 16:00'}", in_="acme", settle=False
        )
    slack.settle()
    turn(slack, "2026-03-06 15:00", "2026-03-09 08:29")
    assert passed_on(ana) == []
    assert passed_on(ana, "nobody has acted upon") == []
    turn(slack, "2026-03-09 08:31")
    digest = ben.dm().newest("Held back")
    ben.click("Accept", in_=ben.dm().id, ts=digest.ts, value="T-2")
    turn(slack, "2026-03-10 08:00")
    assert passed_on(ana) == []
    turn(slack, "2026-03-10 09:01", "2026-03-10 10:00")
    assert [line.split()[1] for line in passed_on(ana)] == ["T-1"]
    turn(slack, "2026-03-16 09:01")
    assert "T-1" in ana.dm().newest("nobody has acted upon").words
