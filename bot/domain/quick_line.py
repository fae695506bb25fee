"""One typed line as a client request, a task or a reminder: marks in any order, the rest is the title."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.client_names import ClientName, ClientNames, KnownClient, Meant, NearlyKnown, UnknownClient
from bot.domain.dates import DAY_END, MORNING
from bot.domain.ids import UserId
from bot.domain.quick_client import TakenClient, take_client
from bot.domain.quick_due import TakenDue, When, take_due, take_when
from bot.domain.quick_marks import (
    Line,
    People,
    Priorities,
    people_named,
    plain,
    said,
    take_me,
    take_mine,
    take_numbers,
    take_people,
    take_priorities,
    take_type,
    take_urgent,
    take_workers,
)
from bot.domain.quick_parts import take_parts
from bot.domain.quick_received import take_received, take_source
from bot.domain.quick_repeats import take_rule
from bot.domain.quick_results import (
    Ambiguity,
    Broadcast,
    ChannelMention,
    ClientAssumed,
    GroupMention,
    LineRefused,
    LineTooLong,
    Me,
    Mention,
    NearPriority,
    NothingToLog,
    NoTime,
    NoTitle,
    PersonName,
    QuickNudge,
    QuickRequest,
    QuickTask,
    Repeats,
    RepeatsUnclear,
    SeveralTargets,
    Source,
    Target,
    TooManyPeople,
    TwoAskers,
    TwoDates,
    TwoOwners,
    TwoPriorities,
    TwoRequests,
    UnresolvedChannel,
    UnresolvedPerson,
)
from bot.domain.quick_target import take_target
from bot.domain.quick_urgency import assumed, take_soon, take_urgency
from bot.domain.quick_words import TAKEN
from bot.domain.text import COMMAND_LIMIT, clean

__all__ = [
    "Broadcast",
    "ChannelMention",
    "ClientAssumed",
    "ClientName",
    "GroupMention",
    "KnownClient",
    "LineRefused",
    "LineTooLong",
    "Me",
    "Mention",
    "NearPriority",
    "NearlyKnown",
    "NoTime",
    "NoTitle",
    "NothingToLog",
    "PersonName",
    "QuickNudge",
    "QuickRequest",
    "QuickTask",
    "Repeats",
    "RepeatsUnclear",
    "SeveralTargets",
    "Source",
    "Target",
    "TooManyPeople",
    "TwoDates",
    "TwoOwners",
    "TwoPriorities",
    "TwoRequests",
    "UnknownClient",
    "UnresolvedChannel",
    "UnresolvedPerson",
    "must_fit",
    "parse_nudge",
    "parse_request",
    "parse_task",
]

PEOPLE_LIMIT = 10
NOBODY = ClientNames(())
_Quick = TypeVar("_Quick", QuickRequest, QuickTask)
#: A further line that holds marks only belongs to the first; longer or later ones are details in any case.
_MARKS_LINE = 120
_MARKS_LINES = 12
_SAYING = re.compile(r"^[\s,;:–—-]*(?:to|that)\s+")


@dataclass(frozen=True)
class _Reader:
    """Takes the marks that requests and tasks share out of a line."""

    when: When
    for_asks: bool
    types: Collection[str] = ()

    def split(self, text: str) -> tuple[str, str]:
        """The line with the title and the marks, and the details as typed."""
        if "\n" not in text and text[:1].isalnum():
            # To see whether it is all marks takes as long as to read it, and would change nothing.
            return text, ""
        lines = text.split("\n")
        marks = [line for line in lines[:_MARKS_LINES] if self._holds_marks_only(line)]
        others = [line for line in lines if line not in marks]
        title = others[0] if others else ""
        return f" {TAKEN} ".join([title, *marks]), "\n".join(others[1:])

    def _holds_marks_only(self, text: str) -> bool:
        if len(text) > _MARKS_LINE:
            return False
        line = Line(text)
        take_people(line, (), for_asks=self.for_asks)
        take_priorities(line)
        if not self.for_asks:
            take_parts(line)
        take_numbers(line)
        if self.for_asks:
            take_urgency(line)
            received = take_received(line, self.when, NOBODY)
            take_source(line, NOBODY, received)
        take_due(line, self.when)
        if self.for_asks:
            take_type(line, self.types)
        return TAKEN in line.left and not line.words()


def parse_request(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    clients: Sequence[ClientName] = (),
    people: Sequence[PersonName] = (),
    types: Collection[str] = (),
    me: UserId | None = None,
    day_end: time = DAY_END,
    morning: time = MORNING,
) -> QuickRequest:
    """`Acme: reprint of the brochure by fri 4pm !high @ana`, as Slack sends it: escaped, people as `<@U0ANA|ana>`.

    `me` is who types it.
    """
    typed, mentions = _checked(text)
    reader = _Reader(When(now, zone, day_end, morning), for_asks=True, types=types)
    names = ClientNames(clients)

    def read(head: str, details: str) -> QuickRequest:
        line = Line(head)
        is_mine = me is not None and take_mine(line)
        who = take_people(line, people, for_asks=True)
        who = replace(who, owners=_owners(who, me if is_mine else None))
        priorities = take_priorities(line)
        priorities = priorities.with_words(take_urgency(line))
        received = take_received(line, reader.when, names)
        due = take_due(line, reader.when)
        due, soon = take_soon(line, due)
        received = take_source(line, names, received)
        type_words = take_type(line, types)
        taken = take_client(line, names)
        title, client = _titled(line, taken, details)
        assuming = (*soon, *assumed(title)) if not priorities.levels else ()
        return QuickRequest(
            title=title,
            details=plain(details),
            client=client,
            due=due.moment,
            due_refused=due.refused,
            priority=next((one.level for one in assuming), priorities.first),
            owner=who.owners[0] if who.owners else None,
            owner_words=who.unresolved[0].words if who.unresolved else None,
            asker=who.askers[0] if who.askers else None,
            asker_words=who.asking[0].words if who.asking else None,
            source=received.source,
            received=received.moment,
            received_refused=received.refused,
            type_words=type_words,
            mentions=mentions,
            ambiguities=(
                *taken.asked,
                *_priorities_asked(priorities),
                *assuming,
                *received.ambiguities,
                *due.ambiguities,
                *_people_asked(who),
            ),
        )

    return _with_title(read, *reader.split(typed))


def parse_task(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    me: UserId | None = None,
    people: Sequence[PersonName] = (),
    day_end: time = DAY_END,
    morning: time = MORNING,
) -> QuickTask:
    """`@ana prepare the proof by thu 3pm for R-12`; `me` is who types it."""
    typed, _ = _checked(text)
    reader = _Reader(When(now, zone, day_end, morning), for_asks=False)

    def read(head: str, details: str) -> QuickTask:
        line = Line(head)
        is_mine = me is not None and take_me(line)
        who = take_workers(line, people)
        owners = _owners(who, me if is_mine else None)
        parts = take_parts(line)
        numbers = () if parts.parent else take_numbers(line)
        due = take_due(line, reader.when)
        title, _ = _titled(line, TakenClient(), details)
        asked: list[Ambiguity] = [TwoRequests(numbers)] if len(numbers) > 1 else []
        return QuickTask(
            title=title,
            details=plain(details),
            owner=owners[0] if owners else None,
            owner_words=who.unresolved[0].words if who.unresolved else None,
            due=due.moment,
            due_refused=due.refused,
            request_number=numbers[0] if numbers else None,
            parent_number=parts.parent,
            department=parts.department,
            ambiguities=(*asked, *due.ambiguities, *_people_asked(replace(who, owners=owners))),
        )

    return _with_title(read, *reader.split(typed))


def parse_nudge(
    text: str,
    *,
    now: datetime,
    zone_of: Callable[[Target], ZoneInfo],
    people: Sequence[PersonName] = (),
    day_end: time = DAY_END,
    morning: time = MORNING,
) -> QuickNudge:
    """`@ana fri 9:00 call Acme`, `me in 2h to call Acme`, `#acme tomorrow 9:00 about R-12`.

    The moment is in the recipient's zone; a day without a time means its morning. Without anybody named it is for
    the one who typed it, whose zone also holds while a name is unresolved.
    """
    typed, _ = _checked(text)
    line = Line(typed)
    target, asked = take_target(line, people)
    numbers = take_numbers(line)
    is_urgent = take_urgent(line)
    when = When(now, zone_of(target or Me()), day_end, morning, default_time=morning)
    taken = take_rule(line, when)
    due = TakenDue() if taken.is_with_time else take_when(line, when)
    words = _said(line.left)
    if not words and not numbers:
        raise NothingToLog
    missing: tuple[Ambiguity, ...] = () if due.moment or due.refused or taken.ambiguities or taken.rule else (NoTime(),)
    return QuickNudge(
        target=target,
        text=words,
        moment=due.moment,
        refused=due.refused or taken.refused,
        rule=taken.rule,
        rule_typed=taken.typed if taken.rule else "",
        is_urgent=is_urgent,
        request_number=numbers[0] if numbers else None,
        ambiguities=(*asked, *due.ambiguities, *taken.ambiguities, *missing),
    )


def _said(left: str) -> str:
    """The text of a reminder, its further lines as they were typed."""
    first, _, rest = left.partition("\n")
    return f"{_SAYING.sub('', said(first))}\n{plain(rest.replace(TAKEN, ' '))}".strip()


def must_fit(text: str) -> None:
    """Counted as it was typed: Slack sends a person with their id and `&` as five characters."""
    length = len(plain(text))
    if length > COMMAND_LIMIT:
        raise LineTooLong(length, COMMAND_LIMIT)


def _checked(text: str) -> tuple[str, int]:
    """Cleaned, with the number of people named; refused before anything is looked at closely."""
    must_fit(text)
    typed = clean(text)
    named = people_named(typed)
    if named > PEOPLE_LIMIT:
        raise TooManyPeople(named, PEOPLE_LIMIT)
    return typed, named


def _with_title(read: Callable[[str, str], _Quick], head: str, details: str) -> _Quick:
    """A first line of marks only takes the next one for its title: `Acme:`, and below it what they want."""
    try:
        return read(head, details)
    except NothingToLog:
        first, _, rest = details.strip().partition("\n")
        if not first:
            raise
    return read(f"{head}\n{first}", rest)


def _titled(line: Line, taken: TakenClient, details: str) -> tuple[str, Meant | None]:
    """What is left is the title; `reprint: by fri` means the reprint, no client of that name."""
    title = line.words()
    if title or (NoTitle() in taken.asked and not details.strip()):
        return title, taken.client
    if isinstance(taken.client, UnknownClient):
        return taken.client.name, None
    raise NothingToLog


def _owners(who: People, me: UserId | None) -> tuple[Mention, ...]:
    return tuple({one.user: one for one in (*([Mention(me)] if me else ()), *who.owners)}.values())


def _priorities_asked(priorities: Priorities) -> Iterator[Ambiguity]:
    if len(priorities.levels) > 1:
        yield TwoPriorities(priorities.levels)
    yield from priorities.doubtful


def _people_asked(who: People) -> Iterator[Ambiguity]:
    if len(who.owners) > 1:
        yield TwoOwners(who.owners)
    if len(who.askers) > 1:
        yield TwoAskers(who.askers)
    yield from (*who.unresolved, *who.asking)
