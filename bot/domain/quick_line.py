"""What reading a typed line as a request, a task or a reminder has in common."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.client_names import ClientNames, Meant, UnknownClient
from bot.domain.ids import UserId
from bot.domain.quick_client import TakenClient
from bot.domain.quick_due import When, take_due
from bot.domain.quick_marks import (
    Line,
    People,
    people_named,
    plain,
    take_numbers,
    take_people,
    take_priorities,
    take_type,
)
from bot.domain.quick_parts import take_parts
from bot.domain.quick_received import take_received, take_source
from bot.domain.quick_results import (
    Ambiguity,
    LineTooLong,
    Mention,
    NothingToLog,
    NoTitle,
    QuickRequest,
    QuickTask,
    TooManyPeople,
    TwoAskers,
    TwoOwners,
)
from bot.domain.quick_sources import lone_sources
from bot.domain.quick_urgency import take_urgency
from bot.domain.quick_words import TAKEN
from bot.domain.text import COMMAND_LIMIT, clean

PEOPLE_LIMIT = 10
NOBODY = ClientNames(())
_Quick = TypeVar("_Quick", QuickRequest, QuickTask)
#: A further line that holds marks only belongs to the first; longer or later ones are details in any case.
_MARKS_LINE = 120
_MARKS_LINES = 12


@dataclass(frozen=True)
class Reader:
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
            for mark in lone_sources(line):
                line.take(mark.start, mark.end)
        return TAKEN in line.left and not line.words()


def must_fit(text: str) -> None:
    """Counted as it was typed: Slack sends a person with their id and `&` as five characters."""
    length = len(plain(text))
    if length > COMMAND_LIMIT:
        raise LineTooLong(length, COMMAND_LIMIT)


def checked(text: str) -> tuple[str, int]:
    """Cleaned, with the number of people named; refused before anything is looked at closely."""
    must_fit(text)
    typed = clean(text)
    named = people_named(typed)
    if named > PEOPLE_LIMIT:
        raise TooManyPeople(named, PEOPLE_LIMIT)
    return typed, named


def with_title(read: Callable[[str, str], _Quick], head: str, details: str) -> _Quick:
    """A first line of marks only takes the next one for its title: `Acme:`, and below it what they want."""
    try:
        return read(head, details)
    except NothingToLog:
        first, _, rest = details.strip().partition("\n")
        if not first:
            raise
    return read(f"{head}\n{first}", rest)


def titled(line: Line, taken: TakenClient, details: str) -> tuple[str, Meant | None]:
    """What is left is the title; `reprint: by fri` means the reprint, no client of that name."""
    title = line.words()
    if title or (NoTitle() in taken.asked and not details.strip()):
        return title, taken.client
    if isinstance(taken.client, UnknownClient):
        return taken.client.name, None
    raise NothingToLog


def owners_with(who: People, me: UserId | None) -> tuple[Mention, ...]:
    return tuple({one.user: one for one in (*([Mention(me)] if me else ()), *who.owners)}.values())


def people_asked(who: People) -> Iterator[Ambiguity]:
    if len(who.owners) > 1:
        yield TwoOwners(who.owners)
    if len(who.askers) > 1:
        yield TwoAskers(who.askers)
    yield from (*who.unresolved, *who.asking)
