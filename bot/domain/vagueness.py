"""Words that could be many moments: they are answered with words that are one."""

from datetime import date

from bot.domain.date_phrase import Around, Clock, Phrase, Span, Vague, Weekday
from bot.domain.date_words import TIME_LEADS
from bot.domain.day_meaning import later
from bot.domain.moments import TooVague

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Four digits alone that look more like a year than like a time.
_YEARS = range(2000, 2060)


def refuse_vague(phrase: Phrase, around: Around) -> None:
    suggestions = _instead_of(phrase, around)
    if suggestions:
        raise TooVague(around.typed, suggestions)


def _instead_of(phrase: Phrase, around: Around) -> tuple[str, ...]:
    day, clock = phrase.day, phrase.clock
    if isinstance(day, Vague):
        return day.suggestions
    if isinstance(day, Span) and day.doubtful:
        minutes = max(day.seconds // 60, 1)
        return f"{minutes} min", f"{minutes} months"
    if isinstance(clock, Clock) and clock.form == "hours" and not clock.exact:
        return f"in {clock.hour}h", f"{clock.hour + 12}:00"
    if isinstance(day, Weekday) and phrase.is_day_alone and not phrase.lead and around.typed.lower() == "sun":
        return "sunday", "sun 9:00"
    if day is None and phrase.part is None and isinstance(clock, Clock) and _is_bare(clock, phrase.lead):
        return _instead_of_number(clock, around.today)
    return ()


def _is_bare(clock: Clock, lead: str) -> bool:
    """`at 9` and `1600` are times; `9`, `on 9`, `930`, `2026` and `by 2027` may be anything."""
    is_year = clock.digits == 4 and clock.hour * 100 + clock.minute in _YEARS
    if clock.digits == 0 or lead in TIME_LEADS:
        return is_year and lead not in {"at", "@"} and clock.minute % 5 != 0
    return clock.digits < 4 or is_year


def _instead_of_number(clock: Clock, today: date) -> tuple[str, ...]:
    hour = clock.hour + 12 if 1 <= clock.hour <= 7 else clock.hour
    time = f"{hour}:{clock.minute:02}" if hour < 24 and clock.minute < 60 else "17:00"
    if clock.digits > 2 or not 1 <= clock.hour <= 28:
        return (time,)
    month = today if clock.hour >= today.day else later(today.replace(day=1), Span(months=1))
    return f"{clock.hour} {_MONTHS[month.month - 1]}", time
