"""What comes again: when it is due, what was missed, and how a line says it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_names import ClientName, KnownClient
from bot.domain.hours import Hours
from bot.domain.ids import ClientNumber
from bot.domain.priority import Priority
from bot.domain.quick_series import parse_series
from bot.domain.recurrence import MonthlyRule, NthWorkdayRule, stored
from bot.domain.series import MOST_DAYS, DueIn, NotDueIn, missed, read_due_in
from tests.storage import make
from tests.storage.make import NOW

LONDON = ZoneInfo("Europe/London")

FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("3 working days", DueIn(3, is_working=True)),
        ("in 3 business days", DueIn(3, is_working=True)),
        ("one workday", DueIn(1, is_working=True)),
        ("5 days", DueIn(5, is_working=False)),
        ("two weeks", DueIn(14, is_working=False)),
        ("a week", DueIn(7, is_working=False)),
        ("Same day", DueIn(0, is_working=False)),
        ("the same day", DueIn(0, is_working=False)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_time_to_do_it(typed: str, due: DueIn | None) -> None:
    assert read_due_in(typed) == due


@pytest.mark.parametrize("typed", ["soon", "3", "-3 days", "3 working", "friday", f"{MOST_DAYS + 1} days", "999 weeks"])
def test_what_is_no_such_time_is_refused(typed: str) -> None:
    with pytest.raises(NotDueIn):
        read_due_in(typed)


@pytest.mark.parametrize(
    ("due", "on"),
    [
        (DueIn(0, is_working=False), FRIDAY),
        (DueIn(0, is_working=True), FRIDAY),
        (DueIn(1, is_working=False), date(2026, 3, 7)),
        (DueIn(1, is_working=True), date(2026, 3, 9)),
        (DueIn(6, is_working=True), date(2026, 3, 16)),
    ],
)
def test_it_is_counted_from_the_day_on_which_it_is_logged(due: DueIn, on: date) -> None:
    assert due.on(FRIDAY, Hours(LONDON)) == on


def test_what_was_missed_and_what_follows() -> None:
    rule = MonthlyRule(time(9), frozenset({1}), "Europe/London")
    due, following = missed(rule, date(2026, 3, 1), datetime(2026, 5, 1, 8, tzinfo=UTC))
    assert [one.local_date for one in due] == [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]
    assert following.local_date == date(2026, 6, 1)
    assert missed(rule, date(2026, 5, 1), datetime(2026, 5, 1, 7, 59, tzinfo=UTC))[0] == []


ACME = ClientName(ClientNumber(1), "Acme")


@pytest.mark.parametrize(
    ("line", "title", "typed", "due"),
    [
        (
            '"Monthly report for Acme" first working day of the month 9:00 <@U1|ana> due in 3 working days',
            "Monthly report for Acme",
            "first working day of the month 9:00",
            DueIn(3, is_working=True),
        ),
        ("Acme: report every monday 9:00", "report", "every monday 9:00", None),
        (
            "report due in 2 weeks monthly on the 1st 9:00",
            "report",
            "monthly on the 1st 9:00",
            DueIn(14, is_working=False),
        ),
        (
            "report due within 5 days every year on 24 dec 9:00",
            "report",
            "every year on 24 dec 9:00",
            DueIn(5, is_working=False),
        ),
        ("report every weekday", "report", "every weekday", None),
    ],
)
def test_a_line_says_what_comes_when(line: str, title: str, typed: str, due: DueIn | None) -> None:
    quick = parse_series(line, now=NOW, zone=LONDON, clients=[ACME])
    assert (quick.title, quick.typed, quick.due_in, quick.ambiguities) == (title, typed, due, ())
    assert quick.rule is not None


def test_a_line_names_people_clients_and_priorities() -> None:
    line = "Acme: report !high <@U1|ana> first working day of the month 9:00"
    quick = parse_series(line, now=NOW, zone=LONDON, clients=[ACME])
    assert (quick.owner, quick.priority, quick.client) == ("U1", Priority.HIGH, KnownClient(ClientNumber(1), "Acme"))
    assert quick.rule == NthWorkdayRule(time(9), 1, "Europe/London")
    task = parse_series("clean dept:print every friday 15:00", now=NOW, zone=LONDON)
    assert (task.title, task.department) == ("clean", "print")


@pytest.mark.parametrize("line", ["the reprint of May", "order of 500 flyers", '"report"'])
def test_a_line_that_does_not_say_how_often(line: str) -> None:
    assert not parse_series(line, now=NOW, zone=LONDON, clients=[ACME]).repeats


@pytest.mark.parametrize("line", ["report every month", "report every 3 days", "report every hour"])
def test_a_line_that_is_not_clear_about_it(line: str) -> None:
    quick = parse_series(line, now=NOW, zone=LONDON, clients=[ACME])
    assert quick.repeats
    assert quick.rule is None
    assert quick.ambiguities


@pytest.mark.parametrize(
    ("shown", "is_left_out", "next_date"),
    [
        (None, True, date(2026, 5, 1)),
        (date(2026, 4, 1), True, date(2026, 5, 1)),
        (date(2026, 3, 1), False, date(2026, 4, 1)),
    ],
    ids=["whichever is next", "the next", "one that was logged"],
)
def test_only_the_one_that_was_shown_is_left_out(shown: date | None, is_left_out: bool, next_date: date) -> None:
    first = MonthlyRule(time(9), frozenset({1}), "Europe/London")
    series = make.series(rule=stored(first), next_date=date(2026, 4, 1))
    assert series.skip(first, shown) is is_left_out
    assert series.next_date == next_date
