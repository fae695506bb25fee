"""Hours, from what people type and pick to what they see. It is Tuesday, 3 March 2026, 14:00 in London."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import Pair

#: The rows on each database: tests/storage/test_round_trips.py.
PAIRS = (Pair.SOCKET_SQLITE,)
LONDON = ZoneInfo("Europe/London")


def hours(person: Person, typed: str = "", in_: str = "general") -> str:
    return person.slash(f"/liaison hours {typed}".strip(), in_=in_).words


def turn(slack: Sandbox, local: str, zone: ZoneInfo = LONDON) -> None:
    slack.clock.to(datetime.fromisoformat(local).replace(tzinfo=zone))
    slack.settle()


def test_before_anybody_sets_any(ana: Person) -> None:
    words = hours(ana)
    assert "*Your hours*, on London time" in words
    assert "Working: Mon–Fri, 09:00–17:30 (nobody set any, so they hold only what I send by myself" in words
    assert "Quiet: none" in words
    assert "Holidays: none" in words
    assert "Leave: none" in words
    assert "Open now." in words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mon-thu 9:00-12:30 13:00-17:00", "Working: Mon–Thu, 09:00–12:30 and 13:00–17:00 (set by you)"),
        ("mon wed-fri 9-5", "Working: Mon, Wed–Fri, 09:00–17:00 (set by you)"),
        ("24/7", "Working: at any hour (set by you)"),
        ("mon-fri 22:00-6:00", "Working: Mon–Fri, 22:00–06:00 (set by you)"),
        ("quiet 22:00-7:00", "Quiet: 22:00–07:00 (set by you)"),
        ("holidays germany", "Holidays: those of Germany (set by you)"),
        ("leave 24 dec - 2 jan", "Leave: Thu 24 Dec 2026 – Sat 2 Jan 2027"),
        ("leave tomorrow", "Leave: Wed 4 Mar 2026"),
        ("mon-fri 15:00-18:00", "Closed now (outside working hours), open again on Tue 3 Mar, 15:00 London time."),
        ("leave today", "Closed now (on leave), open again on Wed 4 Mar, 09:00 London time."),
    ],
)
def test_set_by_a_line(ana: Person, typed: str, said: str) -> None:
    words = hours(ana, typed)
    assert words.startswith("Saved.")
    assert said in words
    assert said in hours(ana)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sometimes", "I don't understand *sometimes* as hours. Try `mon-fri 9:00-17:30`"),
        ("mon-fri 17:00-9:00", "ends before it begins"),
        ("quiet 8:00-18:00", "Nothing would be left of the week"),
        ("holidays atlantis", "I know no holidays for *atlantis*"),
        ("leave 31 feb", "There is no 31 February"),
        ("leave 5 apr - 4 may 2027", "days are too long for one leave"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_saved(ana: Person, typed: str, said: str) -> None:
    answer = hours(ana, typed)
    assert said in answer
    assert f"/liaison hours {typed}" in answer
    if typed.startswith("quiet"):
        hours(ana, "mon-fri 9:00-17:00")
        assert said in hours(ana, typed)
    assert "Quiet: none" in hours(ana)


def test_off_forgets_what_was_set(ana: Person) -> None:
    for typed in ("mon-thu 9:00-17:00", "quiet 22:00-7:00", "holidays germany", "leave tomorrow"):
        hours(ana, typed)
    words = hours(ana, "off")
    assert "Mon–Fri, 09:00–17:30 (nobody set any" in words
    assert "Quiet: none" in words
    assert "Holidays: none" in words
    assert "Leave: none" in words


@pytest.mark.parametrize(
    ("typed", "shown"), [("quiet 22:00-7:00", "Quiet"), ("holidays germany", "Holidays"), ("leave tomorrow", "Leave")]
)
def test_off_forgets_one_part(ana: Person, typed: str, shown: str) -> None:
    hours(ana, "mon-thu 9:00-17:00")
    assert f"{shown}: none" not in hours(ana, typed)
    words = hours(ana, f"{shown} off")
    assert f"{shown}: none" in words
    assert "Working: Mon–Thu, 09:00–17:00 (set by you)" in words


def test_the_workspaces_count_for_whoever_set_none(ana: Person, ben: Person) -> None:
    assert "*The workspace's hours*, on London time" in hours(ana, "workspace mon-thu 8:00-16:00")
    assert "Working: Mon–Thu, 08:00–16:00 (as in your workspace)" in hours(ben)
    hours(ben, "mon-fri 10:00-18:00")
    hours(ana, "workspace quiet 20:00-8:00")
    words = hours(ben)
    assert "Working: Mon–Fri, 10:00–18:00 (set by you)" in words
    assert "Quiet: 20:00–08:00 (as in your workspace)" in words


def test_a_channel_has_its_own_and_hears_of_it(slack: Sandbox, ana: Person, ben: Person) -> None:
    assert "*The hours of this channel*" in hours(ana, "channel mon-fri 8:00-18:00", in_="acme")
    slack.settle()
    hears = "changed when reminders may come to this channel"
    assert hears in ben.sees("acme").newest().words
    hours(ana, "channel quiet 20:00-7:00", in_="acme")
    slack.settle()
    assert len([one for one in ben.sees("acme").messages if hears in one.words]) == 2
    assert "Working: Mon–Fri, 08:00–18:00" in hours(ben, "channel", in_="acme")
    assert "Working: at any hour" in hours(ben, "channel", in_="general")


def test_a_channel_that_sets_none_any_more_keeps_the_workspaces_by_their_clock(ana: Person, ben: Person) -> None:
    hours(ben, "workspace mon-fri 9:00-17:00")
    hours(ana, "channel mon-fri 8:00-16:00", in_="acme")
    words = hours(ana, "channel off", in_="acme")
    assert "*The hours of this channel*, on Berlin time" in words
    assert "Working: Mon–Fri, 09:00–17:00 (as in your workspace)" in words


def test_quiet_hours_of_a_channel_leave_what_no_working_hours_close(ana: Person) -> None:
    words = hours(ana, "channel quiet 8:00-18:00", in_="acme")
    assert "Quiet: 08:00–18:00" in words
    assert "Working: at any hour" in words
    assert "Nothing would be left of the week" in hours(ana, "channel mon-fri 9:00-17:00", in_="acme")


def test_the_workspaces_must_leave_something_to_those_who_set_none(ana: Person, ben: Person) -> None:
    """However long whoever sets them may be written to."""
    hours(ana, "24/7")
    assert "Nothing would be left of the week" in hours(ana, "workspace quiet 8:00-18:00")
    assert "Quiet: none" in hours(ben)


def test_the_workspaces_leave_something_to_whoever_sets_them(ana: Person, ben: Person) -> None:
    hours(ben, "workspace mon-fri 18:00-22:00")
    hours(ana, "quiet 8:00-18:00")
    assert "Nothing would be left of the week" in hours(ana, "workspace mon-fri 9:00-17:00")
    assert "Working: Mon–Fri, 18:00–22:00 (as in your workspace)" in hours(ben)


def test_leave_of_the_workspace_is_everybodys(slack: Sandbox, ana: Person, ben: Person) -> None:
    words = hours(ana, "workspace leave thu - fri")
    assert "Leave: Thu 5 Mar 2026 – Fri 6 Mar 2026\n" in words
    shown = "Thu 5 Mar 2026 – Fri 6 Mar 2026 (as in your workspace)"
    assert f"Leave: Wed 4 Mar 2026, {shown}" in hours(ben, "leave tomorrow")
    assert f"Leave: {shown}" in hours(ben, "leave off")
    assert f"Leave: {shown}" in hours(ben, "channel", in_="acme")
    held = ana.slash("/nudge @ben thu 11:00 call Acme", in_="general").words
    assert "It is held until Sat 7 Mar, 00:00 Berlin time, because at the time you gave there is leave for @ben" in held
    assert "Leave: none" in hours(ana, "workspace leave off")
    slack.settle()
    assert "Thu 5 Mar, 10:00 London time" in ana.slash("/nudge list", in_="general").words


def test_a_channel_without_the_bot_has_none(ana: Person) -> None:
    assert "I am not in this channel" in hours(ana, "channel 9-17", in_="nobot")
    ana.kick("liaison", from_="acme")
    assert "I am not in this channel" in hours(ana, "channel 9-17", in_="acme")
    assert "This does not work in a direct message" in hours(ana, "channel 9-17", in_=ana.dm().id)


def test_the_form(ana: Person) -> None:
    hours(ana, "mon-thu 9:00-17:00")
    ana.home()
    ana.click("My hours")
    assert ana.modal is not None
    assert "mon tue wed thu 09:00-17:00" in str(ana.modal.values)
    sent = ana.submit({"Working hours": "whenever", "Quiet hours": "22-7"})
    assert not sent.closed
    assert "I don't understand whenever as hours" in str(sent.errors)
    ana.submit(
        {
            "Working hours": "mon-fri 9-13 14-18",
            "Quiet hours": "22-7",
            "Public holidays of": "DE",
            "Leave from": "2026-12-24",
            "Leave to, that day included": "2027-01-02",
        }
    )
    words = hours(ana)
    assert "Working: Mon–Fri, 09:00–13:00 and 14:00–18:00 (set by you)" in words
    assert "Quiet: 22:00–07:00 (set by you)" in words
    assert "Holidays: those of Germany (set by you)" in words
    assert "Leave: Thu 24 Dec 2026 – Sat 2 Jan 2027" in words


def test_what_a_form_leaves_empty_is_the_workspaces(ana: Person) -> None:
    hours(ana, "workspace quiet 21:00-6:00")
    hours(ana, "mon-thu 9:00-17:00")
    ana.click("Change", in_="general")
    ana.submit({"Working hours": ""})
    words = hours(ana)
    assert "Mon–Fri, 09:00–17:30 (nobody set any" in words
    assert "Quiet: 21:00–06:00 (as in your workspace)" in words


def test_what_a_form_leaves_as_it_was_stays_as_a_line_has_set_it_meanwhile(ana: Person) -> None:
    hours(ana, "mon-fri 9:00-17:00")
    ana.click("Change", in_="general")
    hours(ana, "mon-thu 10:00-16:00")
    saved = ana.submit({"Quiet hours": "22:00-7:00"}).modal
    assert saved is not None
    assert "Working: Mon–Thu, 10:00–16:00" in saved.words
    assert "Quiet: 22:00–07:00" in saved.words


def test_leave_is_shown_until_it_is_over_on_ones_own_clock(slack: Sandbox, carla: Person) -> None:
    """In New York it is five hours earlier."""
    assert "Leave: Tue 3 Mar 2026\n" in hours(carla, "leave today")
    turn(slack, "2026-03-04 04:59")
    assert "Leave: Tue 3 Mar 2026\n" in hours(carla)
    turn(slack, "2026-03-04 05:00")
    assert "Leave: none" in hours(carla)


def test_reminders_of_ones_work_follow_the_new_hours(slack: Sandbox, ana: Person, ben: Person) -> None:
    """On Thursday nobody tells Ben, who is on leave then: the day before is his Wednesday."""
    ana.slash("/request Acme: reprint by fri 16:00 @ben", in_="acme")
    hours(ben, "leave thu")
    ben.slash("/digest me off", in_="general")
    turn(slack, "2026-03-04 09:01", ZoneInfo("Europe/Berlin"))
    assert len([one for one in ben.dm().messages if "is due" in one.words]) == 1
    turn(slack, "2026-03-05 12:00")
    assert len([one for one in ben.dm().messages if "is due" in one.words]) == 1
