"""The days that a search is bounded by: `2026-10`, `5 oct`, `monday`, `last week`. They lie in the past, or are now."""

import re
from datetime import date, timedelta
from typing import TypeAlias

from bot.domain.date_words import DAY_UNITS, MONTH_UNITS, MONTHS, WEEKDAYS

#: The first day, and the one behind the last.
Span: TypeAlias = tuple[date, date]

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+)\.?,?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_MONTH = re.compile(r"([a-z]+)\.?(?: (\d{4}))?")
_AGO = re.compile(r"(\d{1,3}) ?([a-z]+)(?: ago)?")
_WEEKDAY = re.compile(r"(?:last |this )?([a-z]+)")
_FIRST, _LAST = 1970, 2200
_DAY = timedelta(days=1)


def span_of(typed: str, today: date) -> Span | None:
    """A day of the week is the latest such day, today included; a month without a year the latest such month."""
    text = " ".join(typed.casefold().split())
    readers = (_near, _iso, _dotted, _day_month, _month_day, _weekday, _month, _ago)
    try:
        span = next((span for read in readers if (span := read(text, today)) is not None), None)
    except (ValueError, OverflowError):
        return None
    return span if span is not None and span[0].year >= _FIRST and span[1].year <= _LAST + 1 else None


def _near(text: str, today: date) -> Span | None:
    monday = today - timedelta(days=today.weekday())
    near = {
        "today": (today, today + _DAY),
        "yesterday": (today - _DAY, today),
        "this week": (monday, monday + 7 * _DAY),
        "last week": (monday - 7 * _DAY, monday),
        "this month": _of_month(today.year, today.month),
        "last month": _of_month(*_earlier(today.year, today.month, 1)),
        "this year": _of_year(today.year),
        "last year": _of_year(today.year - 1),
    }
    return near.get(text)


def _iso(text: str, _: date) -> Span | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    if match[2] is None:
        return _of_year(int(match[1]))
    return _of_day(match[1], match[2], match[3]) if match[3] else _of_month(int(match[1]), int(match[2]))


def _dotted(text: str, _: date) -> Span | None:
    match = _DOTTED.fullmatch(text)
    return _of_day(match[3], match[2], match[1]) if match else None


def _day_month(text: str, today: date) -> Span | None:
    match = _DAY_MONTH.fullmatch(text)
    return _in_month(match[2], match[1], match[3], today) if match else None


def _month_day(text: str, today: date) -> Span | None:
    match = _MONTH_DAY.fullmatch(text)
    return _in_month(match[1], match[2], match[3], today) if match else None


def _in_month(name: str, day: str, year: str | None, today: date) -> Span | None:
    month = MONTHS.get(name)
    if month is None:
        return None
    if year is not None:
        return _of_day(year, month, day)
    this = date(today.year, month, int(day))
    return _of_day(today.year if this <= today else today.year - 1, month, day)


def _weekday(text: str, today: date) -> Span | None:
    match = _WEEKDAY.fullmatch(text)
    wanted = WEEKDAYS.get(match[1]) if match else None
    if wanted is None:
        return None
    back = (today.weekday() - wanted) % 7
    if text.startswith("last ") and back == 0:
        back = 7
    return today - back * _DAY, today - back * _DAY + _DAY


def _month(text: str, today: date) -> Span | None:
    match = _MONTH.fullmatch(text)
    month = MONTHS.get(match[1]) if match else None
    if match is None or month is None:
        return None
    year = int(match[2]) if match[2] else today.year if month <= today.month else today.year - 1
    return _of_month(year, month)


def _ago(text: str, today: date) -> Span | None:
    match = _AGO.fullmatch(text)
    if match is None:
        return None
    count = int(match[1])
    if match[2] in DAY_UNITS:
        day = today - count * DAY_UNITS[match[2]] * _DAY
    elif match[2] in MONTH_UNITS:
        year, month = _earlier(today.year, today.month, count * MONTH_UNITS[match[2]])
        day = min(date(year, month, 1) + (today.day - 1) * _DAY, _of_month(year, month)[1] - _DAY)
    else:
        return None
    return day, day + _DAY


def _of_day(year: str | int, month: str | int, day: str | int) -> Span:
    first = date(int(year), int(month), int(day))
    return first, first + _DAY


def _of_month(year: int, month: int) -> Span:
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def _of_year(year: int) -> Span:
    return date(year, 1, 1), date(year + 1, 1, 1)


def _earlier(year: int, month: int, months: int) -> tuple[int, int]:
    count = year * 12 + month - 1 - months
    return count // 12, count % 12 + 1
