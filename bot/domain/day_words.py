"""Reading a day out of tokens: fri, tomorrow, 28 feb, 5.3.2026, 13/4, end of next week."""

from collections.abc import Callable
from typing import Literal

from bot.domain.date_phrase import Calendar, Day, DayOfMonth, MonthEnd, Near, PeriodEnd, Slashed, Vague, Weekday
from bot.domain.date_tokens import Token, Tokens
from bot.domain.date_words import CLOSING_SIGNS, COUNTS, MONTHS, NEAR_DAYS, ORDINALS, WEEKDAYS, WEEKS

Read = tuple[Day, int] | None
_LAST_HOUR = 23
_WEEK = frozenset({"week", "wk"})
#: Four digits behind a day and a month that are rather an hour than a year.
_TIMES = range(100, 1900)


def read_day(tokens: Tokens, index: int) -> tuple[Day, int] | None:
    """The day that starts here, and the index behind it."""
    readers: tuple[Callable[[Tokens, int], Read], ...] = (
        _near,
        _weekday,
        _period_end,
        _period,
        _numeric,
        _day_and_month,
        _month_and_day,
    )
    for reader in readers:
        read = reader(tokens, index)
        if read is not None:
            return read
    return None


def read_weekday(tokens: Tokens, index: int) -> tuple[Weekday, int] | None:
    """A weekday's bare name."""
    number = WEEKDAYS.get(tokens[index].word)
    return None if number is None else (Weekday(number), _past_dot(tokens, index + 1))


def read_calendar(tokens: Tokens, index: int) -> tuple[Calendar | Slashed | DayOfMonth, int] | None:
    """A day and a month, or a day of the month, behind a weekday: `Thursday 12th`."""
    for reader in (_numeric, _day_and_month, _month_and_day):
        read = reader(tokens, index)
        if read is not None and isinstance(read[0], Calendar | Slashed | DayOfMonth):
            return read[0], read[1]
    return None


def read_week_from(tokens: Tokens, index: int) -> tuple[Day, int] | None:
    """`a week on Friday`, `a fortnight today`, `tomorrow week`, as Britons say it."""
    days = NEAR_DAYS.get(tokens[index].word)
    if days is not None and days >= 0 and tokens[index + 1].word in _WEEK:
        return Near(days + 7), index + 2
    weeks, at = _weeks(tokens, index)
    days = NEAR_DAYS.get(tokens[_past(tokens, at, "from")].word) if weeks else None
    if days is not None and days >= 0:
        return Near(days + 7 * weeks), _past(tokens, at, "from") + 1
    named = read_weekday(tokens, at + 1) if weeks and tokens[at].word in {"on", "from"} else None
    return (Weekday(named[0].number, "after", weeks), named[1]) if named else None


def _weeks(tokens: Tokens, index: int) -> tuple[int, int]:
    """A week, 2 weeks, a fortnight: how many, 0 where it is none, and the index behind them."""
    first = tokens[index]
    count = first.number if first.number is not None and first.digits <= 2 else COUNTS.get(first.word)
    at = index if count is None else index + 1
    return WEEKS.get(tokens[at].word, 0) * (1 if count is None else count), at + 1


def _near(tokens: Tokens, index: int) -> Read:
    if tokens.words(index, "day", "after") and NEAR_DAYS.get(tokens[index + 2].word) == 1:
        return Near(2), index + 3
    if is_letters_for_today(tokens, index):
        return Vague(("today", "in 2 days")), index + 2
    word = tokens[index].word
    if word == "now":
        return Vague(("in 5 min", "in 1 hour")), index + 1
    if word in NEAR_DAYS and word != "tonight":
        return Near(NEAR_DAYS[word]), index + 1
    return None


def is_letters_for_today(tokens: Tokens, index: int) -> bool:
    """2day may be today or 2 days."""
    return tokens[index].number == 2 and tokens[index + 1].word == "day" and tokens[index + 1].glued


def _weekday(tokens: Tokens, index: int) -> Read:
    """A week starts on Monday. `next fri` is the Friday of the next one, `fri week` the one after the coming one."""
    index += tokens.words(index, "this", "coming")
    word = tokens[index].word
    if word in {"this", "next", "coming"} and (named := read_weekday(tokens, index + 1)):
        return Weekday(named[0].number, _WEEKS[word]), named[1]
    if word in {"this", "next"} and tokens[index + 1].word in _WEEK:
        at = index + (3 if tokens[index + 2].word == "on" else 2)
        named = read_weekday(tokens, at)
        return (Weekday(named[0].number, _WEEKS[word]), named[1]) if named else None
    named = read_weekday(tokens, index)
    return _with_week(tokens, *named) if named else None


_WEEKS: dict[str, Literal["coming", "this", "next", "after"]] = {"this": "this", "next": "next", "coming": "coming"}


def _with_week(tokens: Tokens, weekday: Weekday, index: int) -> Read:
    at = _past(tokens, index, "of")
    word = tokens[at].word
    if word in {"this", "next"} and tokens[at + 1].word in _WEEK:
        return Weekday(weekday.number, _WEEKS[word]), at + 2
    if word == "next" and (tokens[at + 1].end == -1 or tokens[at + 1].word in CLOSING_SIGNS):
        return Weekday(weekday.number, "next"), at + 1
    if word in {*_WEEK, "fortnight"}:
        return Weekday(weekday.number, "after", WEEKS[word]), at + 1
    return weekday, index


def _period_end(tokens: Tokens, index: int) -> Read:
    word = tokens[index].word
    if word in {"eow", "eom"}:
        return PeriodEnd("week" if word == "eow" else "month"), index + 1
    if not tokens.words(index, "end", "of"):
        return None
    at = index + (3 if tokens[index + 2].word in {"the", "this", "next"} else 2)
    ahead = 1 if tokens[at - 1].word == "next" else 0
    unit = tokens[at].word
    if unit in MONTHS:
        return _month_end(tokens, MONTHS[unit], at + 1)
    if unit in _WEEK:
        return PeriodEnd("week", ahead), at + 1
    return (PeriodEnd("month", ahead), at + 1) if unit == "month" else None


def _month_end(tokens: Tokens, month: int, index: int) -> tuple[MonthEnd, int]:
    """The year of `end of january 2027`, by the same rule as that of `28 feb 2027`."""
    year = _read_year(tokens, index)
    return (MonthEnd(month), index) if year is None else (MonthEnd(month, year), index + 1)


def _period(tokens: Tokens, index: int) -> Read:
    if tokens[index].word in {"mid", "early", "late"}:
        month = tokens[_past(tokens, index + 1, "-")].word
        suggestions = _of_month(month) if month in MONTHS else ()
        return (Vague(suggestions), _past(tokens, index + 1, "-") + 1) if suggestions else None
    if tokens[index].word == "next" and tokens[index + 1].word in {*_WEEK, "month"}:
        week = tokens[index + 1].word != "month"
        return Vague(("next mon", "next fri") if week else ("end of next month", "in 4 weeks")), index + 2
    if tokens[index].word == "this" and tokens[index + 1].word in {*_WEEK, "month"}:
        return Vague(("tomorrow", "end of month" if tokens[index + 1].word == "month" else "end of week")), index + 2
    return None


def _numeric(tokens: Tokens, index: int) -> Read:
    """Numbers with the same sign between them, all without a space."""
    first, sign, second = tokens[index], tokens[index + 1], tokens[index + 2]
    if first.number is None or second.number is None or not (sign.glued and second.glued):
        return None
    if sign.word not in {"-", "/", "."}:
        return None
    again, third = tokens[index + 3], tokens[index + 4]
    if again.word == sign.word and again.glued and third.number is not None and third.glued:
        day = _three_parts(first, second, third, sign.word)
        return (day, index + 5) if day else None
    if sign.word == "/" and not (again.word == "/" and again.glued):
        return Slashed(first.number, second.number), index + 3
    return _dotted(tokens, index, first.number, second) if sign.word == "." else None


def _three_parts(first: Token, second: Token, third: Token, sign: str) -> Day | None:
    """212-555-0130 is a telephone number."""
    one, two, three = (token.number or 0 for token in (first, second, third))
    if first.digits == 3 or second.digits > 2:
        return None
    if first.digits > 2:
        return Calendar(three, two, one)
    year = three + 2000 if third.digits <= 2 and three else three
    return Calendar(one, two, year) if sign == "." else Slashed(one, two, year)


def _dotted(tokens: Tokens, index: int, day: int, second: Token) -> Read:
    """`5.3.` and `28.02` are days, `4.30` is left to the clock."""
    month = second.number or 0
    dot, behind = tokens[index + 3], tokens[index + 4]
    ends_in_dot = dot.word == "." and dot.glued and not (behind.glued and behind.number is not None)
    if not (1 <= day <= 31 and 1 <= month <= 12) or second.digits > 2:
        return None
    is_day = second.digits == 1 or day > _LAST_HOUR
    if is_day or (ends_in_dot and behind.end != -1):
        return Calendar(day, month, dotted=not is_day), index + (4 if ends_in_dot else 3)
    return None


def _day_and_month(tokens: Tokens, index: int) -> Read:
    day = tokens[index].number
    if day is None or tokens[index].digits > 2:
        return None
    at = index + 1
    ordinal = tokens[at].word in ORDINALS and tokens[at].glued
    at = _past(tokens, _past(tokens, at + ordinal, "of"), "-")
    month = MONTHS.get(tokens[at].word)
    if month is not None:
        return _with_year(tokens, day, month, at + 1)
    return (DayOfMonth(day), index + 2) if ordinal and tokens[at].word != "thing" else None


def _month_and_day(tokens: Tokens, index: int) -> Read:
    word = tokens[index].word
    if word not in MONTHS:
        return None
    at = _past(tokens, _past_dot(tokens, index + 1), "the")
    day = tokens[at].number
    if day is None or tokens[at].digits > 2 or _is_clock(tokens, at + 1):
        year = tokens[index + 1].digits == 4 and tokens[index + 1].number is not None
        return Vague(_of_month(word)), index + (2 if year else 1)
    at += 2 if tokens[at + 1].word in ORDINALS and tokens[at + 1].glued else 1
    return _with_year(tokens, day, MONTHS[word], at)


def _of_month(word: str) -> tuple[str, str]:
    return f"1 {word}", f"end of {word}"


def _with_year(tokens: Tokens, day: int, month: int, index: int) -> tuple[Day, int]:
    at = _past(tokens, _past_dot(tokens, index), ",")
    if _is_short_year(tokens, at):
        return Calendar(day, month, 2000 + (tokens[at + 1].number or 0)), at + 2
    at = _past(tokens, at, "-")
    year = _read_year(tokens, at)
    return (Calendar(day, month), _past_dot(tokens, index)) if year is None else (Calendar(day, month, year), at + 1)


def _is_short_year(tokens: Tokens, index: int) -> bool:
    """The 26 of `4-Dec-26` and `4 Dec '26`, though not that of `Dec 4-26`."""
    sign, year = tokens[index], tokens[index + 1]
    leads = sign.word == "'" or (sign.word == "-" and sign.glued and tokens[index - 1].word in MONTHS)
    return leads and year.number is not None and year.digits == 2 and year.glued and not tokens[index + 2].glued


def _read_year(tokens: Tokens, index: int) -> int | None:
    """`28 feb 1600` is a time, `28 feb 2027`, `28 feb 9999` and `28 feb 0001` are years."""
    year = tokens[index]
    if year.number is None or year.digits < 4 or _is_clock(tokens, index + 1):
        return None
    is_time = year.digits == 4 and year.number in _TIMES and year.number % 100 < 60 and year.number % 5 == 0
    return None if is_time else year.number


def _is_clock(tokens: Tokens, index: int) -> bool:
    """Whether the number before belongs to a time."""
    token = tokens[index]
    followed = token.word in {":", "."} and token.glued and tokens[index + 1].glued
    return token.word in {"am", "pm"} or (followed and tokens[index + 1].number is not None)


def _past(tokens: Tokens, index: int, word: str) -> int:
    return index + 1 if tokens[index].word == word else index


def _past_dot(tokens: Tokens, index: int) -> int:
    """The dot of `fri.` or `feb.`, unless the text ends with it."""
    token = tokens[index]
    return index + 1 if token.word == "." and token.glued and tokens[index + 1].end != -1 else index
