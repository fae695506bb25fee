"""When somebody may be written to: against a count of every minute, also over the days when the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import holiday_calendars
from bot.domain.hours import (
    ALWAYS,
    MIDNIGHT,
    Closed,
    Hours,
    Leave,
    LeaveTooLong,
    NeverOpen,
    NoSuchHours,
    NotLeave,
    Quiet,
    Reason,
    Span,
    TooManyLeaves,
)
from bot.domain.hours_settings import MOST_LEAVES, HoursSetting
from bot.domain.ids import TeamId, UserId
from bot.domain.schedules import EVERY_DAY

LONDON, BERLIN, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
NUUK = ZoneInfo("America/Nuuk")
NIGHT = Quiet(22 * 60, 7 * 60)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def spans(*pairs: tuple[float, float]) -> tuple[Span, ...]:
    return tuple(Span(int(start * 60), int(stop * 60)) for start, stop in pairs)


OFFICE = Hours(BERLIN)
WITH_LUNCH = Hours(BERLIN, spans=spans((9, 12.5), (13, 17.5)))
GERMANY = Hours(BERLIN, holidays="DE")
NIGHTS = Hours(BERLIN, spans=spans((22, 30)))


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        pytest.param(OFFICE, "2027-12-25T10:00", "2027-12-27T09:00", id="Saturday 25 December"),
        pytest.param(OFFICE, "2026-03-03T08:59", "2026-03-03T09:00", id="a minute before"),
        pytest.param(OFFICE, "2026-03-03T09:00", "2026-03-03T09:00", id="the first minute is open"),
        pytest.param(OFFICE, "2026-03-03T17:29", "2026-03-03T17:29", id="the last minute is open"),
        pytest.param(OFFICE, "2026-03-03T17:30", "2026-03-04T09:00", id="the end is not"),
        pytest.param(OFFICE, "2026-03-06T18:00", "2026-03-09T09:00", id="Friday evening"),
        pytest.param(WITH_LUNCH, "2026-03-03T12:30", "2026-03-03T13:00", id="lunch"),
        pytest.param(GERMANY, "2026-12-24T18:00", "2026-12-28T09:00", id="Christmas and the weekend behind it"),
        pytest.param(
            Hours(BERLIN, leave=(Leave(date(2026, 12, 24), date(2027, 1, 2)),)),
            "2026-12-24T10:00",
            "2027-01-04T09:00",
            id="leave that ends on a Saturday",
        ),
        pytest.param(
            Hours(BERLIN, EVERY_DAY, ALWAYS, quiet=NIGHT), "2026-03-03T23:30", "2026-03-04T07:00", id="over midnight"
        ),
        pytest.param(
            Hours(BERLIN, EVERY_DAY, ALWAYS, quiet=NIGHT), "2026-03-04T06:59", "2026-03-04T07:00", id="early morning"
        ),
        pytest.param(
            Hours(BERLIN, spans=spans((6, 14)), quiet=NIGHT), "2026-03-03T05:00", "2026-03-03T07:00", id="quiet first"
        ),
        pytest.param(
            Hours(BERLIN, frozenset({0}), spans((22, 24))), "2026-03-02T23:59", "2026-03-02T23:59", id="until 24:00"
        ),
        pytest.param(
            Hours(BERLIN, frozenset({0}), spans((22, 24))), "2026-03-03T00:00", "2026-03-09T22:00", id="not behind it"
        ),
        pytest.param(
            Hours(BERLIN, EVERY_DAY, spans((2.5, 4))), "2026-03-29T01:59", "2026-03-29T03:00", id="opens in a gap"
        ),
        pytest.param(
            Hours(BERLIN, EVERY_DAY, spans((2.5, 4))), "2026-10-25T01:59", "2026-10-25T02:30", id="the first of two"
        ),
        pytest.param(
            Hours(NUUK, EVERY_DAY, spans((0.25, 1)), quiet=Quiet(60, 23 * 60 + 30)),
            "2026-03-28T22:00",
            "2026-03-29T03:15",
            id="no 23:30 before it: clocks go from 23:00 to 0:00",
        ),
        pytest.param(NIGHTS, "2026-03-07T05:59", "2026-03-07T05:59", id="Friday's night ends on Saturday"),
        pytest.param(NIGHTS, "2026-03-07T06:00", "2026-03-09T22:00", id="which is free by itself"),
        pytest.param(NIGHTS, "2026-03-09T03:00", "2026-03-09T22:00", id="no night leads into Monday"),
        pytest.param(
            replace(NIGHTS, quiet=Quiet(60, 120)), "2026-03-07T01:30", "2026-03-07T02:00", id="quiet in the night"
        ),
        pytest.param(
            replace(NIGHTS, leave=(Leave(date(2026, 3, 6), date(2026, 3, 6)),)),
            "2026-03-06T23:00",
            "2026-03-09T22:00",
            id="with its day the night is free",
        ),
        pytest.param(Hours.always(BERLIN), "2026-03-29T02:30", "2026-03-29T02:30", id="always"),
    ],
)
def test_held_to_the_next_open_minute(hours: Hours, moment: str, opens: str) -> None:
    assert hours.next_open(at(moment)) == at(opens)


@pytest.mark.parametrize(
    ("hours", "moment", "closed"),
    [
        (GERMANY, "2026-12-25T10:00", Closed(Reason.HOLIDAY, "Christmas Day")),
        (OFFICE, "2026-03-07T10:00", Closed(Reason.DAY_OFF)),
        (OFFICE, "2026-03-03T20:00", Closed(Reason.OUT_OF_HOURS)),
        (WITH_LUNCH, "2026-03-03T12:45", Closed(Reason.OUT_OF_HOURS)),
        (Hours(BERLIN, quiet=NIGHT), "2026-03-03T23:00", Closed(Reason.QUIET)),
        (Hours(BERLIN, leave=(Leave(date(2026, 3, 3), date(2026, 3, 3)),)), "2026-03-03T10:00", Closed(Reason.LEAVE)),
        (OFFICE, "2026-03-03T10:00", None),
    ],
)
def test_why_it_is_closed(hours: Hours, moment: str, closed: Closed | None) -> None:
    assert hours.closed(at(moment)) == closed


def test_working_days() -> None:
    assert GERMANY.working_day_after(date(2026, 12, 24)) == date(2026, 12, 28)
    assert GERMANY.working_day_after(date(2026, 12, 24), 2) == date(2026, 12, 29)
    assert GERMANY.working_day_before(date(2026, 12, 28)) == date(2026, 12, 24)
    assert OFFICE.working_day_before(date(2026, 3, 9), 3) == date(2026, 3, 4)


@st.composite
def some_hours(draw: st.DrawFn) -> Hours:
    edges = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    pairs += [(92, 96 + draw(st.integers(1, 40)))] if draw(st.booleans()) else []
    quiet = draw(st.none() | st.tuples(st.integers(0, 95), st.integers(0, 95)).filter(lambda pair: pair[0] != pair[1]))
    day = draw(st.dates(date(2026, 3, 20), date(2026, 4, 6)) | st.dates(date(2026, 10, 20), date(2026, 11, 5)))
    return Hours(
        ZoneInfo(
            draw(
                st.sampled_from(
                    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Godthab", "Asia/Beirut"]
                )
            )
        ),
        draw(st.frozensets(st.integers(0, 6), min_size=1)),
        tuple(Span(start * 15, stop * 15) for start, stop in pairs),
        Quiet(quiet[0] * 15, quiet[1] * 15) if quiet else None,
        draw(st.sampled_from([None, "DE", "US"])),
        draw(st.sampled_from([(), (Leave(day, day + timedelta(days=2)),)])),
    )


STARTS = st.sampled_from(
    [at("2026-03-07T20:00", NEW_YORK), at("2026-03-28T22:00"), at("2026-10-24T22:00"), at("2026-10-31T20:00", NEW_YORK)]
)


@settings(max_examples=60, deadline=None)
@given(some_hours(), STARTS, st.integers(0, 48 * 60))
def test_against_a_count_of_every_minute(hours: Hours, start: datetime, minutes: int) -> None:
    """What the wall clock shows decides; nothing between the moment and the one found is open."""
    moment = start + timedelta(minutes=minutes)
    opens = hours.next_open(moment)
    counted = (moment + timedelta(minutes=ahead) for ahead in range(4 * MIDNIGHT))
    first = next((one for one in counted if _is_open(hours, one)), None)
    if first is not None:
        assert opens == first
    elif opens != moment:
        assert opens >= moment + timedelta(days=4)
        assert _is_open(hours, opens)


def _is_open(hours: Hours, moment: datetime) -> bool:
    local = moment.astimezone(hours.zone)
    minute = local.hour * 60 + local.minute
    quiet = hours.quiet
    if quiet and quiet.start < quiet.until and quiet.start <= minute < quiet.until:
        return False
    if quiet and quiet.start > quiet.until and not quiet.until <= minute < quiet.start:
        return False
    today, before = local.date(), local.date() - timedelta(days=1)
    return any(
        (span.start <= minute < span.stop and _works_on(hours, today))
        or (span.start <= minute + MIDNIGHT < span.stop and _works_on(hours, before))
        for span in hours.spans
    )


def _works_on(hours: Hours, day: date) -> bool:
    is_holiday = hours.holidays and holiday_calendars.holiday(hours.holidays, day)
    is_leave = any(one.first <= day <= one.last for one in hours.leave)
    return day.weekday() in hours.weekdays and not is_holiday and not is_leave


@pytest.mark.parametrize(
    "hours",
    [
        Hours(BERLIN, frozenset()),
        Hours(BERLIN, spans=()),
        Hours(BERLIN, spans=spans((22, 24)), quiet=NIGHT),
        Hours(BERLIN, spans=spans((0, 7), (22, 23)), quiet=NIGHT),
        Hours(BERLIN, spans=spans((23, 30)), quiet=NIGHT),
    ],
)
def test_hours_that_never_open_are_refused_and_hold_nothing(hours: Hours) -> None:
    with pytest.raises(NeverOpen):
        hours.must_open()
    assert hours.next_open(at("2026-03-03T10:00")) == at("2026-03-03T10:00")


def test_hours_that_open_are_not_refused() -> None:
    ends_early = Hours(BERLIN, spans=spans((22, 30)), quiet=Quiet(21 * 60, 2 * 60))
    for hours in (OFFICE, WITH_LUNCH, GERMANY, Hours.always(BERLIN), ends_early):
        hours.must_open()


@pytest.mark.parametrize(
    "make",
    [lambda: Span(60, 60), lambda: Span(61, 60), lambda: Quiet(5, 5), lambda: Span(0, 1441), lambda: Span(1080, 1801)],
)
def test_hours_that_are_none(make: object) -> None:
    assert callable(make)
    with pytest.raises(NoSuchHours):
        make()


def test_the_longest_that_are_taken() -> None:
    assert str(Span(18 * 60, 30 * 60)) == "18:00-06:00"
    assert Leave(date(2026, 3, 3), date(2027, 3, 3)).days == 366


def test_leave_that_is_none() -> None:
    with pytest.raises(NotLeave):
        Leave(date(2026, 3, 3), date(2026, 3, 2))
    with pytest.raises(LeaveTooLong):
        Leave(date(2026, 3, 3), date(2027, 3, 4))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("DE", "DE"),
        ("de-by", "DE-BY"),
        ("Germany", "DE"),
        ("united kingdom", "GB"),
        ("UK", "GB"),
        ("usa", "US"),
        ("GB-SCT", "GB-SCT"),
        ("Atlantis", None),
        ("DE-XX", None),
        ("", None),
    ],
)
def test_countries(typed: str, code: str | None) -> None:
    assert holiday_calendars.found(typed) == code


def test_holidays_differ_within_a_country() -> None:
    assert holiday_calendars.holiday("DE-BY", date(2026, 1, 6)) is not None
    assert holiday_calendars.holiday("DE", date(2026, 1, 6)) is None
    assert holiday_calendars.name_of("DE-BY") == "Germany (BY)"


def test_quiet_hours_alone() -> None:
    """Not working days or hours, as for a moment that somebody chose."""
    hours = Hours(BERLIN, quiet=NIGHT)
    assert hours.after_quiet(at("2026-03-07T23:30")) == at("2026-03-08T07:00")
    assert hours.after_quiet(at("2026-03-07T20:00")) == at("2026-03-07T20:00")
    assert OFFICE.after_quiet(at("2026-03-07T23:30")) == at("2026-03-07T23:30")


@pytest.mark.parametrize(
    ("hours", "moment", "closes"),
    [
        pytest.param(OFFICE, "2026-03-03T10:00", "2026-03-03T17:30", id="during the day"),
        pytest.param(WITH_LUNCH, "2026-03-03T08:00", "2026-03-03T17:30", id="before it, with a lunch"),
        pytest.param(OFFICE, "2026-03-03T17:30", None, id="when it is over"),
        pytest.param(OFFICE, "2026-03-07T10:00", None, id="on a day off"),
        pytest.param(NIGHTS, "2026-03-03T23:00", "2026-03-04T06:00", id="in the morning behind it"),
        pytest.param(NIGHTS, "2026-03-05T03:00", "2026-03-05T06:00", id="in its night"),
        pytest.param(NIGHTS, "2026-03-07T03:00", "2026-03-07T06:00", id="in the night before a day off"),
        pytest.param(NIGHTS, "2026-03-05T06:00", "2026-03-06T06:00", id="behind its night, the next one"),
        pytest.param(
            Hours(BERLIN, quiet=Quiet(17 * 60, 1080)), "2026-03-03T10:00", "2026-03-03T18:00", id="quiet then"
        ),
    ],
)
def test_when_the_working_day_ends(hours: Hours, moment: str, closes: str | None) -> None:
    assert hours.closing(at(moment)) == (at(closes) if closes else None)


def test_where_nothing_opens_minutes_and_days_of_any_kind_are_counted() -> None:
    never, moment = Hours(BERLIN, frozenset()), at("2026-03-03T10:00")
    assert never.after_open(moment, 30) == moment + timedelta(minutes=30)
    assert never.working_day_after(date(2026, 3, 3), 2) == date(2026, 3, 5)
    assert never.working_day_before(date(2026, 3, 3), 2) == date(2026, 3, 1)


def test_free_by_holiday_or_leave_and_not_by_the_weekend() -> None:
    assert [GERMANY.is_free(date(2026, 12, day)) for day in (24, 25, 26, 27, 28)] == [False, True, True, False, False]
    assert Hours(BERLIN, leave=(Leave(date(2026, 3, 3), date(2026, 3, 3)),)).is_free(date(2026, 3, 3))


def test_more_leaves_than_are_kept_are_refused_and_none_is_lost() -> None:
    setting = HoursSetting(
        team_id=TeamId("T1"), subject="U1", zone_name="UTC", set_by=UserId("U1"), set_at=at("2026-03-03T10:00")
    )
    days = [date(2026, 4, 1) + timedelta(days=2 * number) for number in range(MOST_LEAVES)]
    for day in (*days, days[0]):
        setting.add_leave(Leave(day, day), date(2026, 3, 1))
    with pytest.raises(TooManyLeaves):
        setting.add_leave(Leave(date(2027, 1, 1), date(2027, 1, 1)), date(2026, 3, 1))
    assert [leave.first for leave in setting.leaves] == days
    setting.add_leave(Leave(date(2027, 1, 1), date(2027, 1, 1)), days[1])
    assert len(setting.leaves) == MOST_LEAVES
