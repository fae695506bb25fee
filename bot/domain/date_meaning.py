"""From a date phrase to the moment it means, or to the reason why it is asked about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.clock_meaning import TimeOfDay, time_of_day
from bot.domain.date_phrase import Around, Calendar, Clock, DayOfMonth, Phrase, Slashed, Span, Weekday
from bot.domain.day_meaning import YEARS_AHEAD, calendar_date, day_of, later
from bot.domain.moments import (
    Ambiguous,
    AtOnce,
    DateRefused,
    InThePast,
    LongPast,
    Moment,
    NoSuchDate,
    Note,
    NotUnderstood,
    RolledToTomorrow,
    TooFar,
    UnknownZone,
    ZoneGiven,
)
from bot.domain.vagueness import refuse_vague
from bot.domain.wall_clock import instant_of, wall_time
from bot.domain.zones import typed_zone

#: What passed while it was being typed is meant as now.
GRACE = timedelta(minutes=2)
_ONE_DAY = timedelta(days=1)
_ONE_WEEK = timedelta(weeks=1)
_LONGEST_MONTH = 31
_HOURS = 24
_LONGEST_SPAN = (YEARS_AHEAD + 1) * 366 * 86_400
_LONGEST_AGO = 36_500 * 86_400


def moment_of(phrase: Phrase, around: Around) -> Moment:
    """The moment meant, in the zone typed or else in the speaker's."""
    refuse_vague(phrase, around)
    around, notes = zoned(phrase, around)
    if isinstance(phrase.day, Span) and counts_from_now(phrase, phrase.day):
        return _checked(after_span(phrase, phrase.day, around), around)
    numbered = _numbered(phrase, around)
    if numbered is not None:
        return numbered
    at = time_of_day(phrase, around)
    at = replace(at, notes=at.notes + notes)
    if isinstance(phrase.day, Slashed):
        return _slashed(phrase.day, phrase.weekday, at, around)
    if isinstance(phrase.day, DayOfMonth) and phrase.weekday is not None:
        named = day_of(phrase.day, around.today)
        return _dated(Calendar(named.day, named.month, named.year), phrase.weekday, at, around)
    if isinstance(phrase.day, Calendar):
        if phrase.day.dotted and phrase.weekday is None and phrase.clock is None and phrase.part is None:
            _refuse_dotted(phrase.day, Clock(phrase.day.day, phrase.day.month, exact=True), at, around)
        return _dated(phrase.day, phrase.weekday, at, around)
    if _may_be_date(phrase):
        assert isinstance(phrase.clock, Clock)
        default = time_of_day(Phrase(0, 0), around)
        _refuse_dotted(Calendar(phrase.clock.hour, phrase.clock.minute), phrase.clock, default, around)
    return _checked(_coming(phrase, at, around), around)


def zoned(phrase: Phrase, around: Around) -> tuple[Around, tuple[Note, ...]]:
    """In the zone that was typed, if one was."""
    if phrase.zone is None:
        return around, ()
    zone = typed_zone(phrase.zone)
    if zone is None:
        raise UnknownZone(phrase.zone)
    return replace(around, zone=zone), (ZoneGiven(zone.key),)


def _may_be_date(phrase: Phrase) -> bool:
    clock = phrase.clock
    if phrase.day is not None or phrase.part is not None or phrase.lead in {"at", "@"} or not isinstance(clock, Clock):
        return False
    return clock.dotted and clock.hour >= 1 and 1 <= clock.minute <= 12


def _refuse_dotted(day: Calendar, clock: Clock, default: TimeOfDay, around: Around) -> None:
    """9.10 is ten past nine to Britons and the ninth of October to Germans."""
    phrase = Phrase(0, 0, clock=clock)
    timed = _coming(phrase, time_of_day(phrase, around), around)
    raise Ambiguous(around.typed, (timed, _unchecked(day, default, around)))


def _numbered(phrase: Phrase, around: Around) -> Moment | None:
    """`fri 6` is six o'clock, and Friday the 6th where the 6th is one; `fri 27` can only be the 27th."""
    weekday, clock = phrase.day, phrase.clock
    if not isinstance(clock, Clock) or clock.form != "numbered" or not 1 <= clock.hour <= _LONGEST_MONTH:
        return None
    named = day_of(DayOfMonth(clock.hour), around.today)
    if not isinstance(weekday, Weekday) or named.weekday() != weekday.number:
        return None
    dated = moment_on(named, time_of_day(Phrase(0, 0), around), around)
    timed = _coming(phrase, time_of_day(phrase, around), around) if clock.hour < _HOURS else dated
    if timed.at == dated.at:
        return _checked(dated, around)
    raise Ambiguous(around.typed, (timed, dated))


def counts_from_now(phrase: Phrase, span: Span) -> bool:
    """`in 2 days` is a day with the usual hour, `in 0 min` is now, `2 days ago` is as long ago as it says."""
    if span.seconds or not span.names_day:
        return True
    return span.is_past and phrase.clock is None and phrase.part is None


def after_span(phrase: Phrase, span: Span, around: Around) -> Moment:
    """Calendar units first, on the wall clock; then hours and minutes, as they really pass."""
    if phrase.clock is not None or phrase.part is not None:
        raise NotUnderstood(around.typed)
    if span.seconds > _LONGEST_SPAN:
        raise TooFar(YEARS_AHEAD)
    if span.seconds < -_LONGEST_AGO:
        raise LongPast
    start = around.now
    if span.names_day:
        start = instant_of(datetime.combine(later(around.today, span), around.wall.time()), around.zone).at
    at = (start.astimezone(UTC) + timedelta(seconds=span.seconds)).replace(microsecond=0)
    return Moment(wall_time(at, around.zone), around.zone, at, (), around.typed)


def _coming(phrase: Phrase, at: TimeOfDay, around: Around) -> Moment:
    """A time alone and a weekday alone mean the next one: today's while it is ahead."""
    if phrase.day is None:
        today = moment_on(around.today, at, around)
        if not at.rolls or not _has_passed(today, around):
            return today
        return moment_on(around.today + _ONE_DAY, replace(at, notes=(*at.notes, RolledToTomorrow())), around)
    day = day_of(phrase.day, around.today)
    moment = moment_on(day, at, around)
    if isinstance(phrase.day, Weekday) and phrase.day.week in {"coming", "after"}:
        same_day = (around.today.weekday() - phrase.day.number) % 7 == 0
        if same_day and _has_passed(moment_on(around.today, at, around), around):
            return moment_on(day + _ONE_WEEK, at, around)
    return moment


def _dated(day: Calendar, weekday: Weekday | None, at: TimeOfDay, around: Around) -> Moment:
    named, notes = calendar_date(day, around.today)
    moment = moment_on(named, replace(at, notes=at.notes + notes), around)
    if weekday is not None and weekday.number != named.weekday():
        other = _coming(Phrase(0, 0, day=weekday), at, around)
        raise Ambiguous(around.typed, (moment, other))
    return _checked(moment, around)


def _slashed(day: Slashed, weekday: Weekday | None, at: TimeOfDay, around: Around) -> Moment:
    """Taken when only one reading is a date, falls on the weekday typed, or is not in the past; asked otherwise."""
    pairs = dict.fromkeys(((day.first, day.second), (day.second, day.first)))
    readings = [Calendar(number, month, day.year) for number, month in pairs if 1 <= month <= 12 and 1 <= number <= 31]
    if not readings:
        raise NoSuchDate(day.first, day.second, None)
    if len(readings) == 2 and weekday is not None:
        matching = [one for one in readings if calendar_date(one, around.today)[0].weekday() == weekday.number]
        readings = matching if len(matching) == 1 else readings
    if len(readings) == 1:
        return _dated(readings[0], weekday, at, around)
    first, second = (_unchecked(one, at, around) for one in readings)
    possible = [moment for moment in (first, second) if _is_possible(moment, around)]
    if day.year is None or len(possible) != 1:
        raise Ambiguous(around.typed, (first, second))
    return possible[0]


def _unchecked(day: Calendar, at: TimeOfDay, around: Around) -> Moment:
    named, notes = calendar_date(day, around.today)
    return moment_on(named, replace(at, notes=at.notes + notes), around)


def moment_on(day: date, at: TimeOfDay, around: Around) -> Moment:
    wall = instant_of(datetime.combine(day + _ONE_DAY if at.ends_day else day, at.time), around.zone)
    notes = (*at.notes, wall.change) if wall.change else at.notes
    return Moment(wall.local, around.zone, wall.at, notes, around.typed)


def _has_passed(moment: Moment, around: Around) -> bool:
    return moment.at < around.now - GRACE


def _is_possible(moment: Moment, around: Around) -> bool:
    try:
        _checked(moment, around)
    except DateRefused:
        return False
    return True


def _checked(moment: Moment, around: Around) -> Moment:
    if _has_passed(moment, around):
        raise InThePast(moment, around.now - moment.at)
    if moment.local.date() > later(around.today, Span(months=12 * YEARS_AHEAD)):
        raise TooFar(YEARS_AHEAD)
    return replace(moment, notes=(*moment.notes, AtOnce())) if moment.at < around.now else moment


def picked(local: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    """The instant of a date and a time that were picked and not typed: possible or refused by the same rules."""
    time = local.time()
    around = Around(now, zone, time, time, time, typed="")
    if abs(local.year - around.today.year) > YEARS_AHEAD + 1:
        # Before anything is converted: the ends of the calendar have no instant in every zone.
        if local.date() > around.today:
            raise TooFar(YEARS_AHEAD)
        at = local.replace(tzinfo=UTC)
        raise InThePast(Moment(local, zone, at, (), ""), now - at)
    wall = instant_of(local, zone)
    return _checked(Moment(wall.local, zone, wall.at, (), ""), around).at
