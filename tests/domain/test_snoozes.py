"""How long what may be out of sight, and the lines that ask for it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_requests import Due, SnoozedFor
from bot.domain.errors import AlreadyClosed, NotSnoozed, SnoozeTooLong
from bot.domain.hours import Hours, Leave, Span
from bot.domain.priority import Priority
from bot.domain.snooze_lines import SnoozeLine, snooze_meant
from bot.domain.snoozes import Snooze, exceeds, is_snoozed, latest, put_away
from tests.storage import make

LONDON, BERLIN = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin")
OFFICE = Hours(LONDON)


def local(text: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("priority", "now", "most"),
    [
        (Priority.URGENT, "2026-03-03 10:00", "2026-03-03 14:00"),
        (Priority.URGENT, "2026-03-03 15:30", "2026-03-04 11:00"),
        (Priority.URGENT, "2026-03-06 17:00", "2026-03-09 12:30"),
        (Priority.URGENT, "2026-03-07 12:00", "2026-03-09 13:00"),
        (Priority.HIGH, "2026-03-03 10:00", "2026-03-04 10:00"),
        (Priority.HIGH, "2026-03-28 10:00", "2026-03-29 10:00"),
        (Priority.NORMAL, "2026-03-03 10:00", "2026-03-17 10:00"),
        (Priority.NORMAL, "2026-03-20 10:00", "2026-04-03 10:00"),
        (Priority.LOW, "2026-03-03 10:00", "2026-05-03 10:00"),
        (Priority.LOW, "2026-12-31 10:00", "2027-02-28 10:00"),
        (Priority.LOW, "2026-11-15 10:00", "2027-01-15 10:00"),
    ],
)
def test_the_cap_follows_from_the_priority(priority: Priority, now: str, most: str) -> None:
    assert latest(priority, local(now), OFFICE) == local(most)


def test_four_working_hours_pass_over_a_break_and_a_leave() -> None:
    hours = Hours(LONDON, spans=(Span(9 * 60, 12 * 60), Span(13 * 60, 17 * 60)))
    assert latest(Priority.URGENT, local("2026-03-03 11:00"), hours) == local("2026-03-03 16:00")
    away = Hours(LONDON, leave=(Leave(local("2026-03-04 00:00").date(), local("2026-03-05 00:00").date()),))
    assert latest(Priority.URGENT, local("2026-03-03 16:30"), away) == local("2026-03-06 12:00")


@pytest.mark.parametrize("priority", list(Priority))
def test_the_cap_itself_is_taken_and_a_minute_more_is_not(priority: Priority) -> None:
    now = local("2026-03-03 10:00")
    most = latest(priority, now, OFFICE)
    request = make.request(priority=priority)
    put_away(request, Snooze(Due(most, "Europe/London")), now, OFFICE)
    assert (request.snoozed_until, request.snoozed_for) == (most, SnoozedFor.DATE)
    later = most.replace(minute=most.minute + 1)
    with pytest.raises(SnoozeTooLong) as refused:
        put_away(request, Snooze(Due(later, "Europe/London")), now, OFFICE)
    assert (refused.value.priority, refused.value.latest) == (priority, most)
    assert request.snoozed_until == most


def test_until_reply_lasts_as_long_as_it_may() -> None:
    now, request = local("2026-03-03 10:00"), make.request(priority=Priority.HIGH)
    put_away(request, Snooze(None), now, OFFICE)
    assert (request.snoozed_until, request.snoozed_for) == (local("2026-03-04 10:00"), SnoozedFor.REPLY)
    assert is_snoozed(request, local("2026-03-04 09:59"))
    assert not is_snoozed(request, local("2026-03-04 10:00"))


def test_what_becomes_urgent_may_not_stay_away_for_long() -> None:
    now, request = local("2026-03-03 10:00"), make.request(priority=Priority.LOW)
    put_away(request, Snooze(None), now, OFFICE)
    assert not exceeds(request, now, OFFICE)
    request.priority = Priority.URGENT
    assert exceeds(request, now, OFFICE)


@pytest.mark.parametrize("end", ["finish", "take", "assign", "release", "wake"])
def test_it_is_in_sight_once_it_is_closed_or_somebody_elses(end: str) -> None:
    now = local("2026-03-03 10:00")
    for item in (make.request(owner=make.ANA), make.task(owner=make.ANA)):
        put_away(item, Snooze(None), now, OFFICE)
        match end:
            case "finish":
                item.finish(by=make.ANA, at=now)
            case "take":
                item.take(make.ANA)
            case "assign":
                item.assign(make.BEN, by=make.ANA)
            case "release":
                item.release()
            case _:
                item.wake()
        assert (item.snoozed_until, item.snoozed_zone, item.snoozed_for) == (None, None, None)
        with pytest.raises(NotSnoozed):
            item.wake()


def test_what_is_closed_is_not_snoozed() -> None:
    now, request = local("2026-03-03 10:00"), make.request()
    request.finish(by=make.ANA, at=now)
    with pytest.raises(AlreadyClosed):
        put_away(request, Snooze(None), now, OFFICE)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("snooze R-12 until fri 9am", SnoozeLine("R-12", "until fri 9am")),
        ("Snooze r-12 fri", SnoozeLine("R-12", "fri")),
        ("snooze R 12, tomorrow", SnoozeLine("R-12", "tomorrow")),
        ("snooze #12 until monday", SnoozeLine("R-12", "until monday")),
        ("snooze T-4 until 9:00", SnoozeLine("T-4", "until 9:00")),
        ("R-12 snooze until fri", SnoozeLine("R-12", "until fri")),
        ("R-12: snooze until fri", SnoozeLine("R-12", "until fri")),
        ("snooze R-12 for 2 hours", SnoozeLine("R-12", "2 hours")),
        ("snooze R-12 until 2h", SnoozeLine("R-12", "2h")),
        ("snooze R-12 for a week", SnoozeLine("R-12", "a week")),
        ("snooze R-12", SnoozeLine("R-12")),
        ("snooze 12", SnoozeLine("R-12")),
        ("snooze 12 until fri", SnoozeLine("R-12", "until fri")),
        ("snooze R-12 until reply", SnoozeLine("R-12", until_reply=True)),
        ("snooze R-12 until a reply", SnoozeLine("R-12", until_reply=True)),
        ("snooze R-12 till they reply", SnoozeLine("R-12", until_reply=True)),
        ("snooze R-12 until the client answers", SnoozeLine("R-12", until_reply=True)),
        ("snooze R-12 until we hear back", SnoozeLine("R-12", until_reply=True)),
        ("snooze R-12 until there is a reply", SnoozeLine("R-12", until_reply=True)),
        ("snooze R-12 reply", SnoozeLine("R-12", until_reply=True)),
        ("wake R-12", SnoozeLine("R-12", wakes=True)),
        ("wake up R-12", SnoozeLine("R-12", wakes=True)),
        ("unsnooze R-12", SnoozeLine("R-12", wakes=True)),
        ("R-12 wake", SnoozeLine("R-12", wakes=True)),
        ("snooze button is broken by fri", None),
        ("snooze 12 machines by fri", None),
        ("wake R-12 people by fri", None),
        ("snooze R-12b", None),
        ("please snooze everything", None),
        ("", None),
    ],
)
def test_lines(line: str, meant: SnoozeLine | None) -> None:
    assert snooze_meant(line, "R") == meant
