"""A typed line as a client request: marks in any order, the rest is the title."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.client_names import ClientName, ClientNames
from bot.domain.dates import DAY_END, MORNING
from bot.domain.ids import UserId
from bot.domain.quick_client import take_client
from bot.domain.quick_due import When, take_due
from bot.domain.quick_line import Reader, checked, owners_with, people_asked, titled, with_title
from bot.domain.quick_marks import (
    Line,
    People,
    Priorities,
    plain,
    take_mine,
    take_people,
    take_priorities,
    take_type,
)
from bot.domain.quick_received import take_lone_source, take_received, take_source, take_source_beside
from bot.domain.quick_results import (
    Ambiguity,
    PersonName,
    QuickRequest,
    TwoPriorities,
)
from bot.domain.quick_urgency import assumed, take_soon, take_urgency


def parse_request(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    clients: Sequence[ClientName] = (),
    people: Sequence[PersonName] = (),
    types: Collection[str] = (),
    me: UserId | None = None,
    here: ClientName | None = None,
    day_end: time = DAY_END,
    morning: time = MORNING,
) -> QuickRequest:
    """`Acme: reprint of the brochure by fri 4pm !high @ana`, as Slack sends it: escaped, people as `<@U0ANA|ana>`.

    `me` is who types it, `here` the client whose channel that is.
    """
    typed, mentions = checked(text)
    reader = Reader(When(now, zone, day_end, morning), for_asks=True, types=types)
    requests = _Requests(reader, ClientNames(clients), people, me, here, mentions)
    return with_title(requests.read, *reader.split(typed))


@dataclass(frozen=True)
class _Requests:
    """What is known while a line is read: around it, and of how many people it names."""

    reader: Reader
    names: ClientNames
    people: Sequence[PersonName]
    me: UserId | None
    here: ClientName | None
    mentions: int

    def read(self, head: str, details: str) -> QuickRequest:
        """The order counts: what one takes away the next does not see."""
        line = Line(head)
        who = self._people(line)
        priorities = take_priorities(line)
        priorities = priorities.with_words(take_urgency(line))
        received = take_received(line, self.reader.when, self.names)
        due = take_due(line, self.reader.when)
        due, soon = take_soon(line, due)
        received = take_source(line, self.names, received)
        type_words = take_type(line, self.reader.types)
        received = take_source_beside(line, self.names, received)
        taken = take_client(line, self.names, self.here)
        received = take_lone_source(line, received)
        title, client = titled(line, taken, details)
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
            mentions=self.mentions,
            ambiguities=(
                *taken.asked,
                *_priorities_asked(priorities),
                *assuming,
                *received.ambiguities,
                *due.ambiguities,
                *people_asked(who),
            ),
        )

    def _people(self, line: Line) -> People:
        is_mine = self.me is not None and take_mine(line)
        who = take_people(line, self.people, for_asks=True)
        return replace(who, owners=owners_with(who, self.me if is_mine else None))


def _priorities_asked(priorities: Priorities) -> Iterator[Ambiguity]:
    if len(priorities.levels) > 1:
        yield TwoPriorities(priorities.levels)
    yield from priorities.doubtful
