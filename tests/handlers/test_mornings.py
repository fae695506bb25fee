"""A person's own digest, from what they are given to the morning after. It is Tuesday 3 March, 14:00 in London."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import TeamId
from bot.liaison import Liaison
from sandbox import Sandbox
from sandbox.driver import Person
from tests.engines import kept_engine
from tests.storage.conftest import DatabaseTime

LONDON, BERLIN, NEW_YORK = map(ZoneInfo, ("Europe/London", "Europe/Berlin", "America/New_York"))
PAIRS_OF_ZONES = (("ana", LONDON), ("ben", BERLIN), ("carla", NEW_YORK))


def mornings(person: Person) -> list[str]:
    return [message.words for message in person.dm().messages if message.words.startswith("Your day")]


def turn(slack: Sandbox, moment: str, zone: ZoneInfo = LONDON) -> None:
    slack.clock.to(datetime.fromisoformat(moment).replace(tzinfo=zone))
    slack.settle()


def given(ana: Person, *names: str) -> None:
    for name in names:
        ana.slash(f"/request poster for {name} by fri 16:00 @{name}", in_="acme")


def test_each_at_half_past_eight_on_their_own_clock(slack: Sandbox, ana: Person, ben: Person, carla: Person) -> None:
    given(ana, "ana", "ben", "carla")
    people = {"ana": ana, "ben": ben, "carla": carla}
    for name, zone in sorted(PAIRS_OF_ZONES, key=lambda pair: datetime(2026, 3, 4, 8, 30, tzinfo=pair[1])):
        turn(slack, "2026-03-04 08:29", zone)
        assert mornings(people[name]) == []
        turn(slack, "2026-03-04 08:30", zone)
        (words,) = mornings(people[name])
        assert words.startswith("Your day, Wednesday 4 March\n1 not due today\n")
        assert f"poster for {name} · due Fri 6 Mar" in words
    turn(slack, "2026-03-04 23:00")
    assert [len(mornings(person)) for person in people.values()] == [1, 1, 1]


def test_what_stands_in_it(slack: Sandbox, ana: Person) -> None:
    ana.slash("/request *late* <one> by tue 18:00 @ana", in_="acme")
    ana.slash("/task @ana today by wed 17:00", in_="acme")
    ana.slash("/request some day @ana", in_="acme")
    ana.slash("/nudge me tomorrow 15:00 call Acme", in_="acme")
    ana.slash("/request somebody else's by wed 17:00 @ben", in_="acme")
    turn(slack, "2026-03-04 08:30")
    assert mornings(ana)[0].splitlines()[:2] == [
        "Your day, Wednesday 4 March",
        "1 overdue · 1 due today · 1 not due today · 1 reminder today",
    ]
    words = mornings(ana)[0]
    for said in ("was due Tue 3 Mar, 18:00", "T-1", "R-2", "15:00", "call Acme"):
        assert said in words
    assert "somebody else" not in words


def test_who_has_nothing_to_do_hears_nothing(slack: Sandbox, ana: Person, ben: Person) -> None:
    given(ana, "ben")
    ana.slash("/nudge me tomorrow 15:00 call Acme", in_="acme")
    ben.click("Done", in_="acme")
    turn(slack, "2026-03-04 09:00")
    assert (mornings(ana), mornings(ben)) == ([], [])


def test_not_at_the_weekend(slack: Sandbox, ana: Person) -> None:
    given(ana, "ana")
    for day in ("2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09"):
        turn(slack, f"{day} 09:00")
    assert [words.splitlines()[0] for words in mornings(ana)] == [
        f"Your day, {day} March" for day in ("Wednesday 4", "Thursday 5", "Friday 6", "Monday 9")
    ]


def test_after_a_stop_the_last_one_says_that_it_is_late(slack: Sandbox, ana: Person) -> None:
    given(ana, "ana")
    turn(slack, "2026-03-06 11:00")
    (words,) = mornings(ana)
    assert "Friday 6 March" in words
    assert "(late: was due Fri 6 Mar, 08:30 London time)" in words
    turn(slack, "2026-03-09 13:00")
    assert len(mornings(ana)) == 1, "four hours later it is no help any more"


def test_a_start_repeats_nothing(slack: Sandbox, ana: Person, liaison: Liaison) -> None:
    given(ana, "ana")
    turn(slack, "2026-03-04 09:00")
    liaison._parts.people.load(TeamId(slack.team_id))  # as it starts
    liaison.wake()
    slack.settle()
    assert len(mornings(ana)) == 1


def test_it_travels(slack: Sandbox, ana: Person, carla: Person) -> None:
    given(ana, "carla")
    turn(slack, "2026-03-04 02:00")
    carla.moves_to("Europe/Berlin")
    turn(slack, "2026-03-04 08:30", BERLIN)
    assert len(mornings(carla)) == 1
    carla.moves_to("America/New_York")
    turn(slack, "2026-03-04 23:00", NEW_YORK)
    assert len(mornings(carla)) == 1, "one a date, wherever that is"


def test_east_of_its_time_it_comes_late_and_not_only_tomorrow(slack: Sandbox, ana: Person) -> None:
    given(ana, "ana")
    turn(slack, "2026-03-04 08:15")
    ana.moves_to("Europe/Berlin")
    slack.settle()
    turn(slack, "2026-03-04 08:45")
    (words,) = mornings(ana)
    assert "(late: was due Wed 4 Mar, 08:30 Berlin time)" in words
    turn(slack, "2026-03-05 09:00", BERLIN)
    assert len(mornings(ana)) == 2


def test_one_a_day_also_when_it_is_set_to_a_later_hour(slack: Sandbox, ana: Person) -> None:
    """Nor a second part of what had one part in the morning, and two by now."""
    given(ana, "ana")
    turn(slack, "2026-03-04 08:31")
    assert "The next one is for Thu 5 Mar, 10:00" in ana.slash("/digest me 10:00", in_="acme").words
    ana.slash("/digest me off", in_="acme")
    assert "The next one is for Thu 5 Mar, 11:00" in ana.slash("/digest me 11:00", in_="acme").words
    turn(slack, "2026-03-04 11:01")
    assert len(mornings(ana)) == 1
    turn(slack, "2026-03-05 11:01")
    assert len(mornings(ana)) == 2


def test_a_day_that_had_none_has_one_at_a_later_hour(slack: Sandbox, ana: Person) -> None:
    """Begun in the afternoon, and set to the evening of that day."""
    given(ana, "ana")
    assert "The next one is for Tue 3 Mar, 18:00" in ana.slash("/digest me 18:00", in_="acme").words
    turn(slack, "2026-03-03 18:01")
    assert len(mornings(ana)) == 1


def test_it_is_set_shown_and_stopped(slack: Sandbox, ana: Person) -> None:
    given(ana, "ana")
    assert "comes Monday to Friday at 08:30 London time" in ana.slash("/digest me", in_="general").words
    assert "comes Monday to Friday at 07:15 London time" in ana.slash("/digest me 7:15", in_="general").words
    assert "comes every day at 07:00 London time" in ana.slash("/digest me daily 7:00", in_="general").words
    turn(slack, "2026-03-04 07:00")
    assert len(mornings(ana)) == 1
    ana.click("Turn it off", in_=ana.dm().id)
    assert "is off" in ana.slash("/digest me", in_="general").words
    turn(slack, "2026-03-06 09:00")
    assert len(mornings(ana)) == 1
    assert "comes every day at 07:00" in ana.slash("/digest me on", in_="general").words
    turn(slack, "2026-03-07 07:00")
    assert len(mornings(ana)) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("weekdays at 7:45", "comes Monday to Friday at 07:45 London time"),
        ("every 2 weeks on thu 7:45", "comes every 2 weeks on Thursday at 07:45 London time"),
        ("monthly on the 5th 7:45", "comes on the 5th of every month at 07:45 London time"),
        ("quarterly on the first monday 7:45", "comes on the first Monday of every quarter at 07:45 London time"),
    ],
)
def test_by_any_rule(ana: Person, typed: str, said: str) -> None:
    assert said in ana.slash(f"/digest me {typed}", in_="general").words
    assert said.replace("07:45", "08:00") in ana.slash("/digest me 8:00", in_="general").words


def test_once_a_month_and_again_each_working_day(slack: Sandbox, ana: Person) -> None:
    given(ana, "ana")
    ana.slash("/digest me monthly on the 5th 8:00", in_="general")
    turn(slack, "2026-03-04 09:00")
    assert mornings(ana) == []
    turn(slack, "2026-03-05 08:00")
    assert len(mornings(ana)) == 1
    ana.slash("/digest me weekdays 8:00", in_="general")
    turn(slack, "2026-03-06 08:00")
    assert len(mornings(ana)) == 2


def test_before_there_is_anything(ben: Person) -> None:
    assert "As soon as something is yours" in ben.slash("/digest me", in_="general").words
    assert "is off" in ben.slash("/digest me off", in_="general").words


@pytest.mark.parametrize("line", ["me whenever", "me 25:00", "me 7:00 7:30"])
def test_what_is_not_understood_changes_nothing(ana: Person, line: str) -> None:
    words = ana.slash(f"/digest {line}", in_="general").words
    assert "Your own digest" not in words
    assert "As soon as" in ana.slash("/digest me", in_="general").words


@pytest.mark.parametrize(
    ("line", "came"),
    [
        pytest.param("leave 4 mar - 4 mar", ["Thursday 5"], id="on leave"),
        pytest.param("thu-fri 9:00-17:00", ["Thursday 5"], id="not a working day"),
        pytest.param("mon-fri 9:00-17:00", ["Wednesday 4", "Thursday 5"], id="before they begin"),
    ],
)
def test_on_days_off_there_is_none(slack: Sandbox, ana: Person, line: str, came: list[str]) -> None:
    given(ana, "ana")
    ana.slash(f"/liaison hours {line}", in_="general")
    for day in ("2026-03-04", "2026-03-05"):
        turn(slack, f"{day} 08:30")
    assert [words.splitlines()[0] for words in mornings(ana)] == [f"Your day, {day} March" for day in came]


def test_what_quiet_hours_hold_is_late_by_their_end(slack: Sandbox, ana: Person) -> None:
    given(ana, "ana")
    ana.slash("/liaison hours quiet 22:00-13:00", in_="general")
    turn(slack, "2026-03-04 12:45")
    assert mornings(ana) == []
    turn(slack, "2026-03-04 13:00")
    (words,) = mornings(ana)
    assert "late" not in words


def test_quiet_hours_hold_it(slack: Sandbox, ana: Person) -> None:
    given(ana, "ana")
    ana.slash("/liaison hours quiet 22:00-8:45", in_="general")
    turn(slack, "2026-03-04 08:44")
    assert mornings(ana) == []
    turn(slack, "2026-03-04 08:45")
    assert len(mornings(ana)) == 1


def test_what_is_all_done_by_the_end_of_quiet_hours_is_no_digest(slack: Sandbox, ana: Person) -> None:
    given(ana, "ana")
    ana.slash("/liaison hours quiet 22:00-8:45", in_="general")
    turn(slack, "2026-03-04 08:40")
    ana.click("Done", in_="acme", value="R-1")
    turn(slack, "2026-03-04 08:50")
    assert mornings(ana) == []


def test_a_reminder_that_has_moved_to_another_day_by_then_does_not_stand_in_it(slack: Sandbox, ana: Person) -> None:
    given(ana, "ana")
    ana.slash("/liaison hours quiet 22:00-8:45", in_="general")
    ana.slash("/nudge me every day 9:30 stretch", in_="general")
    turn(slack, "2026-03-04 08:40")
    ana.slash("/nudge skip N-1", in_="general")
    turn(slack, "2026-03-04 08:50")
    (words,) = mornings(ana)
    assert "stretch" not in words


def test_whoever_may_not_have_got_theirs_is_asked(
    slack: Sandbox, liaison: Liaison, database_url: str, ana: Person
) -> None:
    given(ana, "ana")
    slack.fault("reset_after", "chat.postMessage", times=1)
    slack.fault("no_permission", "conversations.history", times=1)
    turn(slack, "2026-03-04 08:30")
    DatabaseTime(kept_engine(database_url)).passes(40)
    liaison.wake()
    slack.settle()
    assert ana.dm().messages[-1].words.startswith("I cannot tell whether your digest of the day reached you")
    ana.click("Send again", in_=ana.dm().id)
    assert [len(mornings(ana)), ana.dm().messages[-2].words.endswith("You asked me to send it again.")] == [2, True]


def rung(person: Person) -> list[str]:
    """The first lines of the reminders of what is theirs."""
    return [one.words.splitlines()[0] for one in person.dm().messages if one.text.startswith(("⏳", ":warning:"))]


@pytest.mark.parametrize(
    ("typed", "digest", "rings"),
    [
        pytest.param("poster by thu 16:00", "", 0, id="the day before"),
        pytest.param("poster by thu 16:00", "/digest me 9:00", 0, id="a digest at the same minute"),
        pytest.param("poster by thu 16:00", "/digest me 9:30", 1, id="a digest that comes later"),
        pytest.param("poster by thu 16:00", "/digest me off", 1, id="no digest"),
        pytest.param("poster !urgent by thu 16:00", "", 1, id="urgent"),
        pytest.param("poster !urgent; /task proof by thu 16:00 for R-1", "", 1, id="of something urgent"),
        pytest.param("poster by wed 9:00", "", 1, id="due in that minute"),
        pytest.param("poster by tue 17:00", "", 0, id="overdue"),
        pytest.param("poster by tue 19:00", "", 0, id="due after hours, and held"),
    ],
)
def test_what_it_has_told_does_not_ring_as_well(
    slack: Sandbox, ben: Person, typed: str, digest: str, rings: int
) -> None:
    for line in f"/request {typed}".split("; "):
        ben.slash(f"{line} @ben", in_="acme")
    if digest:
        ben.slash(digest, in_="acme")
    turn(slack, "2026-03-03 18:00", BERLIN)
    before = len(rung(ben))
    for minute in ("08:30", "09:00", "09:01"):
        turn(slack, f"2026-03-04 {minute}", BERLIN)
    assert len(rung(ben)) - before == rings


def test_what_it_has_told_rings_for_whoever_gave_it(slack: Sandbox, ana: Person, ben: Person) -> None:
    """On the fourth working day, though the owner's digest of that day names it too."""
    ana.slash("/request poster by tue 17:00 @ben", in_="acme")
    for day in (4, 5, 6, 9):
        for minute in ("08:30", "09:00"):
            turn(slack, f"2026-03-{day:02} {minute}")
    assert "@ben has it, and it is still open." in rung(ana)[-1]
    assert not any("still open" in words for words in rung(ben))


def test_what_one_has_logged_and_nobody_has_taken(slack: Sandbox, ana: Person, ben: Person) -> None:
    given(ana, "ana")
    ana.slash("/request flyer by thu 16:00", in_="acme")
    ana.slash("/request banner", in_="acme")
    ben.slash("/request not hers", in_="acme")
    turn(slack, "2026-03-04 08:30")
    (words,) = mornings(ana)
    assert words.splitlines()[1] == "2 nobody's yet · 1 not due today"
    assert "Nobody's yet, logged by you" in words
    assert "R-2 flyer · due Thu 5 Mar" in words.replace("*", "")
    assert "not hers" not in words
    assert mornings(ben) == []
