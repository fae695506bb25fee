"""The date of a quick line, taken out of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.dates import Doubtful, Found, anywhere, leading, scan
from bot.domain.moments import DateRefused, Moment, NotUnderstood
from bot.domain.quick_deadlines import deadlines, with_neighbours, with_others
from bot.domain.quick_marks import Line
from bot.domain.quick_results import Ambiguity, TwoDates


@dataclass(frozen=True)
class When:
    """What the dates of a line are read against."""

    now: datetime
    zone: ZoneInfo
    day_end: time
    morning: time
    default_time: time | None = None

    def scan(self, text: str) -> Found | Doubtful | None:
        return self._read(scan, text)

    def leading(self, text: str) -> Found | Doubtful | None:
        return self._read(leading, text)

    def anywhere(self, text: str) -> Found | Doubtful | None:
        return self._read(anywhere, text)

    def _read(self, reader: Callable[..., Found | Doubtful | None], text: str) -> Found | Doubtful | None:
        return reader(
            text,
            now=self.now,
            zone=self.zone,
            day_end=self.day_end,
            morning=self.morning,
            default_time=self.default_time,
        )


@dataclass(frozen=True)
class TakenDue:
    """What was found of a due moment."""

    moment: Moment | None = None
    refused: DateRefused | None = None
    ambiguities: tuple[Ambiguity, ...] = ()


def take_due(line: Line, when: When) -> TakenDue:
    """By fri, or at the end of the line; `fri 4pm` may begin it, but `Monday` there may be part of the title."""
    typed = deadlines(line.dated)
    found = when.scan(typed)
    if found is None:
        opening = when.leading(typed)
        found = opening if isinstance(opening, Found) and opening.timed else None
    if found is None:
        return TakenDue()
    found = _whole(line, with_neighbours(typed, found))
    first = line.read(found.start, found.end)
    taken = _taken(line, found)
    second = when.scan(deadlines(line.dated)) if taken.moment else None
    if second is None or not second.asked:
        return taken
    return TakenDue(taken.moment, ambiguities=(TwoDates(first, line.read(second.start, second.end)),))


def _whole(line: Line, found: Found | Doubtful) -> Found | Doubtful:
    """To the end of a word that stands for a shorter one."""
    end, text = found.end, line.dated
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return replace(found, end=end)


def take_when(line: Line, when: When) -> TakenDue:
    """The moment of a reminder stands in front of what to do, at the end, or else somewhere in between."""
    typed = deadlines(line.dated)
    start = len(typed) - len(typed.lstrip())
    first = when.leading(typed[start:])
    if isinstance(first, Found):
        return _taken(line, _whole(line, _with_other(typed, _moved(first, start))))
    found = when.scan(typed)
    if first is not None and not (isinstance(found, Found) and found.start >= first.end + start):
        return _taken(line, _moved(first, start))
    found = with_neighbours(typed, found) if found else when.anywhere(typed)
    return _taken(line, _whole(line, found) if found else None)


def _with_other(typed: str, found: Found | Doubtful) -> Found | Doubtful:
    """`mon and wed 9:00`; a dash may set apart what is to be done."""
    return found if typed[found.end :].lstrip()[:1] in set("-–—") else with_others(typed, found)


def _moved(found: Found | Doubtful, by: int) -> Found | Doubtful:
    if isinstance(found, Found):
        return Found(found.moment, found.start + by, found.end + by, found.asked)
    return Doubtful(found.refused, found.start + by, found.end + by, found.asked)


def _taken(line: Line, found: Found | Doubtful | None) -> TakenDue:
    if found is None:
        return TakenDue()
    if isinstance(found, Found):
        line.take_date(found.start, found.end)
        return TakenDue(found.moment)
    refused = found.refused
    if isinstance(refused, NotUnderstood):
        # Dates are looked for in a line with signs in place of links and quotes, which nobody typed.
        refused = NotUnderstood(line.read(found.start, found.end))
    line.take_date(found.start, found.end)
    return TakenDue(refused=refused, ambiguities=(refused,))
