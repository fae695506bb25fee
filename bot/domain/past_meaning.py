"""From a date phrase to the moment that it means of what has happened: `called at 4.50pm yesterday`, `rec'd fri`."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.clock_meaning import TimeOfDay, time_of_day
from bot.domain.date_meaning import GRACE, after_span, counts_from_now, moment_on, zoned
from bot.domain.date_phrase import Around, Calendar, DayOfMonth, Near, Phrase, Slashed, Span, Weekday
from bot.domain.day_meaning import calendar_date, later
from bot.domain.moments import (
    AfternoonAssumed,
    Ambiguous,
    DateRefused,
    Moment,
    NotUnderstood,
    NotYet,
    RolledToYesterday,
    TooLongAgo,
)
from bot.domain.vagueness import refuse_vague
from bot.domain.wall_clock import instant_of

YEARS_BACK = 2
_ONE_DAY = timedelta(days=1)
_ONE_WEEK = timedelta(weeks=1)
#: A day without a year that is longer ago than this is rather one that is still to come.
_HALF_A_YEAR = timedelta(days=183)


def past_moment(phrase: Phrase, around: Around, *, before_today: bool = False) -> Moment:
    """The latest such moment that is over, in the zone typed or else in the speaker's. A day without a time means
    its morning. `before_today`: it was called the last one.
    """
    refuse_vague(phrase, around)
    around, notes = zoned(phrase, around)
    if isinstance(phrase.day, Span) and counts_from_now(phrase, phrase.day):
        return checked(after_span(phrase, phrase.day, around), around.now)
    at = _over(phrase, time_of_day(phrase, around), around)
    at = replace(at, notes=at.notes + notes)
    if isinstance(phrase.day, Slashed):
        return _slashed(phrase.day, at, around)
    moment = _latest(phrase, at, around, before_today=before_today)
    is_early = phrase.clock is None and (phrase.part is None or phrase.part.name == "morning")
    if is_early and moment.at > around.now and moment.local.date() == around.today:
        moment = _now(around)
    return checked(moment, around.now)


def _over(phrase: Phrase, at: TimeOfDay, around: Around) -> TimeOfDay:
    """`rang at 7` was in the morning while the evening is still ahead."""
    assumed = [note for note in at.notes if isinstance(note, AfternoonAssumed)]
    is_today = phrase.day is None or phrase.day == Near(0)
    if not assumed or not is_today or not _is_ahead(moment_on(around.today, at, around), around):
        return at
    return replace(at, time=at.time.replace(hour=at.time.hour - 12), notes=())


def picked_past(local: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    """The instant of a date and a time that were picked and not typed: possible or refused by the same rules."""
    if abs(local.year - now.year) > YEARS_BACK + 1:
        # Before anything is converted: the ends of the calendar have no instant in every zone.
        raise TooLongAgo(YEARS_BACK) if local.year < now.year else NotYet(Moment(local, zone, now, (), ""))
    wall = instant_of(local, zone)
    return checked(Moment(wall.local, zone, wall.at, (), ""), now).at


def checked(moment: Moment, now: datetime) -> Moment:
    if moment.at > now + GRACE:
        raise NotYet(moment)
    if moment.local.date() < later(now.astimezone(moment.zone).date(), Span(months=-12 * YEARS_BACK)):
        raise TooLongAgo(YEARS_BACK)
    if moment.at <= now:
        return moment
    now = now.astimezone(UTC).replace(second=0, microsecond=0)
    return replace(moment, local=now.astimezone(moment.zone).replace(tzinfo=None), at=now)


def _now(around: Around) -> Moment:
    at = around.now.astimezone(UTC).replace(second=0, microsecond=0)
    return Moment(at.astimezone(around.zone).replace(tzinfo=None), around.zone, at, (), around.typed)


def _latest(phrase: Phrase, at: TimeOfDay, around: Around, *, before_today: bool) -> Moment:
    today = around.today
    match phrase.day:
        case None:
            return _time_alone(phrase, at, around, before_today=before_today)
        case Near(days):
            return moment_on(today + timedelta(days=days), at, around)
        case Weekday(number, week):
            return _weekday(number, week, at, around, before_today=before_today)
        case Calendar() as day:
            return _dated(day, at, around)
        case DayOfMonth(number):
            return _day_of_month(number, at, around)
        case Span() as span:
            return moment_on(later(today, span), at, around)
        case _:
            raise NotUnderstood(around.typed)


def _time_alone(phrase: Phrase, at: TimeOfDay, around: Around, *, before_today: bool) -> Moment:
    if before_today:  # last night
        return moment_on(around.today - _ONE_DAY, at, around)
    moment = moment_on(around.today, at, around)
    begins = phrase.clock is None and phrase.part is not None and phrase.part.today
    if moment.at <= around.now + GRACE or begins:
        return moment
    return moment_on(around.today - _ONE_DAY, replace(at, notes=(*at.notes, RolledToYesterday())), around)


def _weekday(number: int, week: str, at: TimeOfDay, around: Around, *, before_today: bool) -> Moment:
    back = (around.today.weekday() - number) % 7
    if week in {"next", "after"} or (week == "this" and around.today.weekday() < number):
        raise NotYet(moment_on(around.today + timedelta(days=7 - back), at, around))
    moment = moment_on(around.today - timedelta(days=back), at, around)
    if back == 0 and (before_today or (_is_ahead(moment, around) and week == "coming")):
        return moment_on(around.today - _ONE_WEEK, at, around)
    return moment


def _is_ahead(moment: Moment, around: Around) -> bool:
    return moment.at > around.now + GRACE


def _dated(day: Calendar, at: TimeOfDay, around: Around) -> Moment:
    """Without a year this year's, or last year's in the first months of one."""
    if day.year is not None:
        if day.year < around.today.year - YEARS_BACK:
            raise TooLongAgo(YEARS_BACK)
        return moment_on(calendar_date(day, around.today)[0], at, around)
    found = [_of_year(day, year, at, around) for year in (around.today.year, around.today.year - 1)]
    over = next((one for one in found if not _is_ahead(one, around)), found[0])
    recent = around.now - over.at <= _HALF_A_YEAR
    return over if recent else found[0]


def _of_year(day: Calendar, year: int, at: TimeOfDay, around: Around) -> Moment:
    return moment_on(calendar_date(replace(day, year=year), around.today)[0], at, around)


def _day_of_month(number: int, at: TimeOfDay, around: Around) -> Moment:
    month = (
        around.today.month if number <= around.today.day else later(around.today.replace(day=1), Span(days=-1)).month
    )
    year = around.today.year - (month > around.today.month)
    return _of_year(Calendar(number, month), year, at, around)


def _slashed(day: Slashed, at: TimeOfDay, around: Around) -> Moment:
    """Britons and Americans read it differently: taken when one reading is possible, asked otherwise."""
    pairs = dict.fromkeys(((day.first, day.second), (day.second, day.first)))
    possible: list[Moment] = []
    refused: DateRefused = NotUnderstood(around.typed)
    for number, month in pairs:
        try:
            possible.append(checked(_dated(Calendar(number, month, day.year), at, around), around.now))
        except DateRefused as doubt:
            refused = doubt
    if not possible:
        raise refused
    if len(possible) > 1:
        raise Ambiguous(around.typed, (possible[0], possible[1]))
    return possible[0]
