"""What a search finds as a file in somebody's direct messages: asked for, and made when it is sent."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.client_names import ClientName
from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone
from bot.domain.exports import Format
from bot.domain.find_lines import FindLine, Known, parse_find
from bot.domain.finds import Kind
from bot.domain.ids import TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Dropped, Message, MessageKind
from bot.domain.people import PersonKind
from bot.domain.quick_results import PersonName
from bot.domain.zones import zone_or
from bot.services.exports import exported
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction

#: Rows of a file that is sent.
MOST = 5_000
#: Slack takes files at another address than messages: whoever waits for one is told when that cannot be reached.
LATEST = timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """Of each kind that is `found` a file is sent."""

    kind: Kind
    how: Format
    found: tuple[Kind, ...]


@dataclass(frozen=True)
class ExportFile:
    """So many `rows` of what `line` asks for, as its reader sees them at `at`; one more than MOST are too many, and of
    a line that is not understood any more there are none.
    """

    kind: Kind
    how: Format
    line: FindLine
    rows: int
    content: bytes
    zone: ZoneInfo
    at: datetime


class ExportFileService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def ask(self, by: Gesture, kind: Kind, text: str, line: FindLine) -> Asked:
        """`line` is what `text` was understood as: without a problem, and looking for something."""
        kinds = (Kind.REQUESTS, Kind.TASKS) if kind is Kind.BOTH else (kind,)
        with self._store.read(by.team_id) as tx:
            found = tuple(one for one in kinds if _is_there(tx, one, line, by.user_id))
        asked = Asked(kind, Format(line.export or Format.CSV), found)
        if found:
            self._queue(by, asked, text)
        return asked

    def file(self, team: TeamId, to: UserId, facts: Mapping[str, str]) -> ExportFile | Dropped:
        """For rendering: what they may see by now of what they looked for then."""
        kind, how, at = Kind(facts["what"]), Format(facts["how"]), datetime.fromisoformat(facts["asked_at"])
        with self._store.read(team) as tx:
            person = tx.people.one(to)
            if person is None or person.kind is not PersonKind.MEMBER:
                return Dropped("hidden")
            zone = zone_or(person.zone_name, self._people.workspace_zone).zone
            line = parse_find(facts["query"], _known(tx, to, at, zone))
            if line.problems or line.asks_for_nothing:
                # What it names has been renamed or hidden since: without it, it would be of everything.
                return ExportFile(kind, how, line, 0, b"", zone, self._clock.now())
            pieces = [*exported(tx, kind, line.wanted, how, seen_by=to, zone=zone, most=MOST + 1)]
        content = "".join(pieces).encode()
        # One piece is the frame of either format.
        return ExportFile(kind, how, line, len(pieces) - 1, content, zone, self._clock.now())

    def _queue(self, by: Gesture, asked: Asked, text: str) -> None:
        now = self._clock.now()
        facts = {"how": asked.how.value, "query": text, "asked_at": now.isoformat()}
        with suppress(AlreadyDone), self._store.begin(by) as tx:
            for kind in asked.found:
                tx.outbox.add(
                    Message(
                        kind=MessageKind.EXPORT,
                        about=by.user_id,
                        to=by.user_id,
                        key=f"export:{kind.value}:{by.key}",
                        due_at=now,
                        expires_at=now + LATEST,
                        facts={**facts, "what": kind.value},
                    )
                )


def _is_there(tx: Transaction, kind: Kind, line: FindLine, reader: UserId) -> bool:
    """How many there are is counted when they are written: that may take longer than somebody waits for an answer."""
    search = tx.search.tasks if kind is Kind.TASKS else tx.search.requests
    return bool(search(line.wanted, seen_by=reader, limit=1, below=None))


def _known(tx: Transaction, reader: UserId, at: datetime, zone: ZoneInfo) -> Known:
    clients = [ClientName(one.number, one.name) for one in tx.clients.all(seen_by=reader)]
    people = [PersonName(person.user_id, person.name) for person in tx.people.members()]
    return Known(reader, at, zone, clients, lambda: people)
