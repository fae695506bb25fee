"""Rules that say into which queue a new request goes and whose it is: in order, and the first that fits counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.hours import MIDNIGHT, clock
from bot.domain.ids import ChannelId, UserId
from bot.domain.priority import Priority
from bot.domain.queues import EVERYONE, Queue
from bot.domain.text import folded
from bot.domain.wall_clock import wall_time

#: The rule that counts when none fits.
FALLBACK = 0
#: Thai and its neighbours, Chinese, Japanese.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What rules look at. `client` is its name, known or not, `channel` the one where it was asked for."""

    at: datetime
    text: str
    client: str | None = None
    type: str | None = None
    priority: Priority = Priority.NORMAL
    channel: ChannelId | None = None
    source: str | None = None


@dataclass(frozen=True)
class Miss:
    """A condition that is not met, with what it asks for and what is there."""

    condition: str
    wanted: str
    found: str


@dataclass(frozen=True)
class Daily:
    """Minutes of a day, from the first to before the last, which may be of the next morning: nights may be long here,
    because they are all that is not the day.
    """

    start: int
    stop: int

    def __contains__(self, minute: int) -> bool:
        return self.start <= minute < self.stop

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.stop if self.stop <= MIDNIGHT else self.stop - MIDNIGHT)}"


@dataclass(frozen=True)
class Times:
    """Days of the week and times of day, by the clocks of a zone. What begins on a day belongs to it."""

    zone: ZoneInfo
    weekdays: frozenset[int] | None
    spans: tuple[Daily, ...]

    def __contains__(self, at: datetime) -> bool:
        local = wall_time(at, self.zone)
        minute = local.hour * 60 + local.minute
        yesterday = (local - timedelta(days=1)).weekday()
        if not self.spans:
            return self._is_day(local.weekday())
        return any(
            (minute in span and self._is_day(local.weekday()))
            or (minute + MIDNIGHT in span and self._is_day(yesterday))
            for span in self.spans
        )

    def __str__(self) -> str:
        days = ",".join(DAYS[day] for day in sorted(self.weekdays)) if self.weekdays is not None else ""
        return " ".join([*([days] if days else []), *map(str, self.spans), self.zone.key])

    def _is_day(self, weekday: int) -> bool:
        return self.weekdays is None or weekday in self.weekdays


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Each condition that it has must be met, by one of its values; without any it fits everything. What it says of
    the request stands behind them.
    """

    number: int
    clients: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    channels: tuple[ChannelId, ...] = ()
    sources: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    times: Times | None = None

    queue: str | None = None
    owner: UserId | None = None
    priority: Priority | None = None
    channel: ChannelId | None = None

    def misses(self, facts: Facts) -> tuple[Miss, ...]:
        return tuple(self._misses(facts))

    def _misses(self, facts: Facts) -> Iterator[Miss]:
        asked: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
            ("client", self.clients, facts.client),
            ("type", self.types, facts.type),
            ("priority", self.priorities, facts.priority),
            ("channel", self.channels, facts.channel),
            ("source", self.sources, facts.source),
        )
        for name, wanted, found in asked:
            if wanted and folded(found or "") not in map(folded, wanted):
                yield Miss(name, _listed(wanted), found or "none")
        if self.words and not any(_says(facts.text, words) for words in self.words):
            yield Miss("words", _listed(self.words), "none of them")
        if self.times is not None and facts.at not in self.times:
            yield Miss("time", str(self.times), f"{wall_time(facts.at, self.times.zone):%a %H:%M}".lower())


@dataclass(frozen=True)
class Passed:
    """A rule that did not fit, and why not."""

    number: int
    misses: tuple[Miss, ...]


@dataclass(frozen=True)
class Decision:
    """`rule` is the one that fits; None where none does and there is no fallback."""

    rule: Rule | None
    passed: tuple[Passed, ...]


@dataclass(frozen=True)
class Routing:
    """The rules and queues of a workspace."""

    queues: tuple[Queue, ...] = ()
    rules: tuple[Rule, ...] = ()
    fallback: Rule | None = None

    def decide(self, facts: Facts) -> Decision:
        passed = list[Passed]()
        for rule in self.rules:
            misses = rule.misses(facts)
            if not misses:
                return Decision(rule, tuple(passed))
            passed.append(Passed(rule.number, misses))
        return Decision(self.fallback, tuple(passed))

    def queue(self, name: str | None) -> Queue:
        """That of everybody where there is none of the name (any more)."""
        wanted = folded(name or "")
        return next((one for one in self.queues if folded(one.name) == wanted), EVERYONE)

    def of(self, user: UserId) -> tuple[Queue, ...]:
        """Those that somebody works in or leads."""
        return tuple(one for one in self.queues if one.has(user))


def apply(rule: Rule | None, request: ClientRequest) -> None:
    """What somebody has said themselves stands."""
    if rule is None:
        return
    request.rule, request.queue = rule.number, rule.queue
    request.priority = with_rule(rule, request.priority)


def with_rule(rule: Rule | None, said: Priority) -> Priority:
    """Normal is what nobody has said."""
    return rule.priority if rule and rule.priority and said is Priority.NORMAL else said


def _listed(wanted: tuple[str, ...]) -> str:
    return " or ".join(wanted)


def _says(text: str, words: str) -> bool:
    """Whole words, one after the other; in scripts that put nothing between words, wherever they stand."""
    if _UNSPACED.search(words):
        return _plain(words) in _plain(text)
    return f" {_plain(words)} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    """Letters and digits only, with one space between words."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded(text)).split())
