"""The file that holds a workspace's queues and routing rules."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.config_files import Fault, Reading, Table, wrong
from bot.domain.hours import MIDNIGHT
from bot.domain.ids import ChannelId, UserId
from bot.domain.priority import Priority
from bot.domain.queues import EVERYONE, Queue, Strategy
from bot.domain.routing import DAYS, FALLBACK, Daily, Routing, Rule, Times
from bot.domain.suggestions import nearest
from bot.domain.text import clean, folded
from bot.domain.toml_lines import Path
from bot.domain.zones import zone_or

T = TypeVar("T")

KIND = "routing"
NAME, WORDS = 40, 100
MOST_QUEUES, MOST_RULES, MOST_PEOPLE, MOST_VALUES = 50, 500, 100, 100
LARGEST_CAP, LONGEST_PATIENCE = 1000, 7 * 24 * 60
_PERSON, _CHANNEL = re.compile(r"[UW][A-Z0-9]{1,30}"), re.compile(r"[CG][A-Z0-9]{1,30}")
_DAYS = re.compile(r"([a-z]+)(?:-([a-z]+))?")
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_CONDITIONS = ("client", "type", "priority", "channel", "source", "words", "weekdays", "time")
_RESULTS = ("queue", "owner", "set_priority", "post_in")


@dataclass(frozen=True)
class Named:
    """A person or channel that the file names, and where."""

    id: str
    line: int | None
    key: str

    def fault(self, reason: str) -> Fault:
        return Fault(self.line, self.key, reason)


@dataclass(frozen=True)
class RoutingFile:
    """`named` are for whoever knows the workspace to look at."""

    routing: Routing
    named: tuple[Named, ...]
    clients: tuple[str, ...]


@lru_cache(maxsize=64)
def read_routing(text: str) -> RoutingFile:
    """Raises BadFile. Kept, because every new request asks for it."""
    return _RoutingReading(text).file()


class _RoutingReading(Reading):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._named: list[Named] = []
        self._zone: ZoneInfo | None = None

    def file(self) -> RoutingFile:
        self.only((), self.table, ("zone", "queue", "rule", "fallback"))
        self._zone = self.value((), self.table, "zone", _zone)
        for name, most in (("queue", MOST_QUEUES), ("rule", MOST_RULES)):
            found = self.table.get(name, [])
            if not _are_tables(found):
                self.fault((name,), f"write each one under a line of its own, [[{name}]]")
            elif len(found) > most:
                self.fault((name, most), f"there are {len(found)}; at most {most} are read")
        queues = tuple(self._queues())
        known = [table["name"] for _, table in self._tables("queue") if isinstance(table.get("name"), str)]
        rules = tuple(self._rules(known))
        fallback = self._fallback(known)
        if not self.table:
            self.fault((), "there is nothing in it; a queue begins with [[queue]], a rule with [[rule]]")
        self.must_be_faultless()
        clients = dict.fromkeys(client for rule in rules for client in rule.clients)
        return RoutingFile(Routing(queues, rules, fallback), tuple(self._named), tuple(clients))

    def _queues(self) -> Iterator[Queue]:
        taken = {folded(EVERYONE.name)}
        for path, table in self._tables("queue"):
            self.only(path, table, ("name", "people", "lead", "strategy", "cap", "unowned_minutes"))
            name = self.value(path, table, "name", lambda found: _text(found, NAME), needed=True)
            lead = self.value(path, table, "lead", self._person((*path, "lead")), needed=True)
            people = self.value(path, table, "people", self._people((*path, "people"))) or ()
            strategy = self.value(path, table, "strategy", lambda found: _one_of(found, Strategy)) or Strategy.NONE
            cap = self.value(path, table, "cap", lambda found: _count(found, LARGEST_CAP))
            minutes = self.value(path, table, "unowned_minutes", lambda found: _count(found, LONGEST_PATIENCE))
            if name is None or lead is None:
                continue
            if folded(name) in taken:
                self.fault((*path, "name"), f"there is another queue called {name}")
            taken.add(folded(name))
            queue = Queue(name=name, people=people, lead=lead, strategy=strategy, cap=cap)
            if queue.takes_turns and not people and "people" not in table:
                self.fault(path, f"has no people, but {strategy} gives to them")
            patience = timedelta(minutes=minutes) if minutes else queue.patience
            yield Queue(name=name, people=people, lead=lead, strategy=strategy, cap=cap, patience=patience)

    def _rules(self, queues: list[str]) -> Iterator[Rule]:
        tables = list(self._tables("rule"))
        for number, (path, table) in enumerate(tables, start=1):
            self.only(path, table, (*_CONDITIONS, *_RESULTS))
            conditions: dict[str, Any] = {
                "clients": self._values(path, table, "client", lambda found: _text(found, WORDS)),
                "types": self._values(path, table, "type", lambda found: _text(found, WORDS)),
                "priorities": self._values(path, table, "priority", lambda found: _one_of(found, Priority)),
                "channels": self._values(path, table, "channel", self._channel((*path, "channel"))),
                "sources": self._values(path, table, "source", lambda found: _text(found, WORDS)),
                "words": self._values(path, table, "words", _words),
            }
            rule = Rule(
                number=number, times=self._times(path, table), **conditions, **self._results(path, table, queues)
            )
            if not any(key in table for key in _CONDITIONS):
                self.fault(path, "has no condition, so it fits everything; write it as [fallback], the last word")
            yield rule

    def _fallback(self, queues: list[str]) -> Rule | None:
        table = self.table.get("fallback")
        if table is None:
            return None
        if not isinstance(table, dict):
            self.fault(("fallback",), "is no table; write [fallback]")
            return None
        for key in table:
            if key in _CONDITIONS:
                self.fault(("fallback", key), "the fallback fits everything that no rule fits; it has no conditions")
        self.only(("fallback",), {key: None for key in table if key not in _CONDITIONS}, _RESULTS)
        return Rule(number=FALLBACK, **self._results(("fallback",), table, queues))

    def _results(self, path: Path, table: Table, queues: list[str]) -> dict[str, Any]:
        if not any(key in table for key in _RESULTS):
            self.fault(path, f"says nothing of the request; it may name {', '.join(_RESULTS)}")
        return {
            "queue": self.value(path, table, "queue", lambda found: _queue(found, queues)),
            "owner": self.value(path, table, "owner", self._person((*path, "owner"))),
            "priority": self.value(path, table, "set_priority", lambda found: _one_of(found, Priority)),
            "channel": self.value(path, table, "post_in", self._channel((*path, "post_in"))),
        }

    def _times(self, path: Path, table: Table) -> Times | None:
        if "weekdays" not in table and "time" not in table:
            return None
        weekdays = self._values(path, table, "weekdays", _weekdays)
        spans = self._values(path, table, "time", _span)
        if self._zone is None:
            if "zone" not in self.table:
                where = "weekdays" if "weekdays" in table else "time"
                self.fault((*path, where), 'by which clock? Write zone = "Europe/London" at the top of the file')
            return None
        return Times(self._zone, frozenset().union(*weekdays) if weekdays else None, spans)

    def _tables(self, name: str) -> Iterator[tuple[Path, Table]]:
        found = self.table.get(name, [])
        found = found if _are_tables(found) else []
        yield from (((name, place), table) for place, table in enumerate(found))

    def _values(self, path: Path, table: Table, key: str, read: Callable[[Any], T]) -> tuple[T, ...]:
        """One, or several in a list."""
        return self.value(path, table, key, lambda found: _several(found, read, MOST_VALUES)) or ()

    def _people(self, path: Path) -> Callable[[Any], tuple[UserId, ...]]:
        one = self._person(path)
        return lambda found: _several(found, one, MOST_PEOPLE)

    def _person(self, path: Path) -> Callable[[Any], UserId]:
        def read(found: Any) -> UserId:
            if not isinstance(found, str) or not _PERSON.fullmatch(found):
                wrong(f"{found!r} is nobody's id; Slack shows it under Profile, Copy member ID: U0123ABCD")
            self._note(found, path)
            return UserId(found)

        return read

    def _channel(self, path: Path) -> Callable[[Any], ChannelId]:
        def read(found: Any) -> ChannelId:
            if not isinstance(found, str) or not _CHANNEL.fullmatch(found):
                wrong(f"{found!r} is no channel's id; Slack shows it at the end of the channel's details: C0123ABCD")
            self._note(found, path)
            return ChannelId(found)

        return read

    def _note(self, id_: str, path: Path) -> None:
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        self._named.append(Named(id_, self.line(path), key))


def _are_tables(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(one, dict) for one in found)


def _several(found: Any, read: Callable[[Any], T], most: int) -> tuple[T, ...]:
    listed = found if isinstance(found, list) else [found]
    if not listed:
        wrong("is empty; leave it out, or name one")
    if len(listed) > most:
        wrong(f"names {len(listed)}; at most {most} are read")
    values = tuple(map(read, listed))
    if len(set(values)) < len(values):
        wrong("names one of them twice")
    return values


def _text(found: Any, most: int) -> str:
    if not isinstance(found, str):
        wrong('is no text; write it in quotes: "…"')
    if not found or clean(found) != found or "\n" in found:
        wrong("is empty, has spaces at its ends or signs that cannot be seen")
    return found if len(found) <= most else wrong(f"is longer than {most} characters")


def _words(found: Any) -> str:
    text = _text(found, WORDS)
    return text if any(sign.isalnum() for sign in text) else wrong("holds no word")


def _one_of(found: Any, kind: Callable[[str], T]) -> T:
    known = [one.value for one in kind]  # type: ignore[attr-defined]
    if isinstance(found, str) and found in known:
        return kind(found)
    meant = nearest(found, known) if isinstance(found, str) else None
    return wrong(f"{found!r} is none of {', '.join(known)}" + (f"; did you mean {meant}?" if meant else ""))


def _count(found: Any, most: int) -> int:
    if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= most:
        wrong(f"{found!r} is no number from 1 to {most}")
    return found


def _queue(found: Any, queues: list[str]) -> str:
    text = _text(found, NAME)
    name = next((one for one in queues if folded(one) == folded(text)), None)
    if name is None:
        meant = nearest(folded(text), map(folded, queues))
        wrong(f"there is no queue {text}" + (f"; did you mean {meant}?" if meant else f"; there are: {_list(queues)}"))
    return name


def _list(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _zone(found: Any) -> ZoneInfo:
    choice = zone_or(_text(found, WORDS), ZoneInfo("UTC"))
    return choice.zone if choice.problem is None else wrong(f"there is no zone {found!r}; write it as Europe/London")


def _weekdays(found: Any) -> frozenset[int]:
    """`mon`, or `mon-fri`, or both with commas."""
    if not isinstance(found, str):
        wrong('is no text; write "mon-fri", or ["mon", "wed"]')
    days = set[int]()
    for part in found.lower().replace(" ", "").split(","):
        match = _DAYS.fullmatch(part)
        ends = [one[:3] for one in match.groups() if one] if match else []
        if not ends or not all(end in DAYS for end in ends):
            wrong(f"{part!r} is no weekday; write mon, tue, wed, thu, fri, sat or sun, or mon-fri")
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        days |= {day % len(DAYS) for day in range(first, last + 1 if first <= last else last + 1 + len(DAYS))}
    return frozenset(days)


def _span(found: Any) -> Daily:
    match = _SPAN.fullmatch(found) if isinstance(found, str) else None
    numbers = list(map(int, match.groups())) if match else []
    if not match or max(numbers[1], numbers[3]) > 59:
        wrong(f'{found!r} are no times of day; write "09:00-17:30"')
    start, stop = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if start >= MIDNIGHT or stop > MIDNIGHT or start == stop:
        wrong(f'{found!r} are no times of day; write "09:00-17:30", or "17:30-09:00" over midnight')
    return Daily(start, stop if stop > start else stop + MIDNIGHT)
