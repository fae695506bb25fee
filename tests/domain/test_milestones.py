"""Milestones: how steps are read, and that they are counted back as a calendar on the wall would have it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import holiday_calendars
from bot.domain.client_requests import Due
from bot.domain.hours import Hours
from bot.domain.milestones import (
    MOST_STEPS,
    NotAStep,
    NoTemplateName,
    Offset,
    Step,
    TooManySteps,
    planned,
    read_name,
    read_steps,
)
from bot.domain.schedules import once

LONDON = ZoneInfo("Europe/London")
ENGLAND = Hours(LONDON, holidays="GB-ENG")


def due_on(day: date, at: time = time(17), zone: ZoneInfo = LONDON) -> Due:
    return Due(once(datetime.combine(day, at), zone), zone.key)


def day_of(due: Due) -> date:
    return due.at.astimezone(ZoneInfo(due.zone_name)).date()


@pytest.mark.parametrize(
    ("due", "days", "milestone"),
    [
        pytest.param(date(2026, 1, 2), 3, date(2025, 12, 29), id="over New Year"),
        pytest.param(date(2026, 1, 2), 6, date(2025, 12, 22), id="over Christmas too"),
        pytest.param(date(2027, 1, 2), 3, date(2026, 12, 29), id="due on a Saturday"),
        pytest.param(date(2026, 1, 2), 1, date(2025, 12, 31), id="the day before is free"),
        pytest.param(date(2026, 4, 7), 1, date(2026, 4, 2), id="over Easter"),
    ],
)
def test_working_days_are_counted_back_over_holidays(due: date, days: int, milestone: date) -> None:
    assert day_of(Offset(days, is_working=True).before(due_on(due), ENGLAND)) == milestone


def _by_hand(due: date, days: int) -> date:
    """One day after the other, as somebody with a calendar would."""
    day = due
    while days:
        day -= timedelta(days=1)
        if day.weekday() < 5 and holiday_calendars.holiday("GB-ENG", day) is None:
            days -= 1
    return day


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 60))
def test_it_agrees_with_counting_by_hand(due: date, days: int) -> None:
    assert day_of(Offset(days, is_working=True).before(due_on(due), ENGLAND)) == _by_hand(due, days)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 366), st.times())
def test_it_is_at_the_same_time_of_day(due: date, days: int, at: time) -> None:
    found = Offset(days, is_working=False).before(due_on(due, at.replace(microsecond=0)), ENGLAND)
    assert (due_on(due).at.date() - day_of(found)).days in {days - 1, days}
    wanted = once(datetime.combine(due - timedelta(days=days), at.replace(microsecond=0)), LONDON)
    assert abs(found.at - wanted) <= timedelta(hours=1)


def test_the_clock_of_the_due_moment_counts() -> None:
    """Due at 9:00 in Auckland, which is the day before in London."""
    due = due_on(date(2026, 3, 10), time(9), ZoneInfo("Pacific/Auckland"))
    found = Offset(1, is_working=True).before(due, Hours(LONDON))
    assert found == due_on(date(2026, 3, 9), time(9), ZoneInfo("Pacific/Auckland"))


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("T-3 business days: proof to client", Step(Offset(3, is_working=True), "proof to client")),
        ("t - 3 working days – proof", Step(Offset(3, is_working=True), "proof")),
        ("T-1 workday: proof", Step(Offset(1, is_working=True), "proof")),
        ("T-2 weeks: files", Step(Offset(14, is_working=False), "files")),
        ("- T-5: files: all of them", Step(Offset(5, is_working=False), "files: all of them")),
        ("T: delivery", Step(Offset(0, is_working=False), "delivery")),
        ("T-0 days: delivery", Step(Offset(0, is_working=False), "delivery")),
    ],
)
def test_a_step(typed: str, step: Step) -> None:
    assert read_steps(f"\n{typed}\n") == (step,)
    assert Offset.read(str(step.offset)) == step.offset


@pytest.mark.parametrize(
    "typed", ["proof", "T-3 business days", "T+3 days: proof", "T-3 moons: proof", "T-999 weeks: x"]
)
def test_what_is_no_step_is_told_with_its_line(typed: str) -> None:
    with pytest.raises(NotAStep) as refused:
        read_steps(f"T: delivery\n{typed}")
    assert refused.value.line == 2


def test_no_more_than_a_form_shows() -> None:
    assert len(read_steps("T: x\n" * MOST_STEPS)) == MOST_STEPS
    with pytest.raises(TooManySteps):
        read_steps("T: x\n" * (MOST_STEPS + 1))


def test_they_come_in_the_order_of_their_moments() -> None:
    steps = read_steps("T: delivery\nT-3 days: proof\nT-2 weeks: files")
    found = planned(steps, due_on(date(2026, 3, 30)), ENGLAND)
    assert [step.title for step, _ in found] == ["files", "proof", "delivery"]


@pytest.mark.parametrize(("typed", "name"), [("Print Job", "print-job"), ("poster", "poster"), ("a_1", "a_1")])
def test_a_name(typed: str, name: str) -> None:
    assert read_name(typed) == name


@pytest.mark.parametrize("typed", ["", "1st", "x" * 25, "ü", "a:b"])
def test_what_is_no_name(typed: str) -> None:
    with pytest.raises(NoTemplateName):
        read_name(typed)
