"""The outside of delivery for the state machine: a Slack that does to each call what was drawn for it, and a time that
passes only when it is told to.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from sqlalchemy import Engine

from bot.domain.ids import ChannelId, MessageTs, OutboxId
from bot.domain.outbox import (
    UNCLEAR,
    Accepted,
    Claimed,
    InstallationDead,
    MessageKind,
    NotSent,
    NotThere,
    Outcome,
    Posted,
    Refused,
    Throttled,
    Unclear,
)
from bot.services import delivery
from handlers.calls import Call
from tests.storage.conftest import DatabaseTime
from tests.storage.make import NOW, HandClock

#: Seconds that a call may travel and that the history may lag: together well within the time to settle.
LATE, LAG = 5.0, 5.0


class Answer(Enum):
    ACCEPTED = "accepted"
    LOST_REPLY = "accepted, and the reply was lost"
    LATE = "accepted after we stopped listening"
    VANISHED = "never arrived, which nobody knows"
    THROTTLED = "429"
    DEAD = "the token is refused"
    REFUSED = "refused for certain"
    NOT_SENT = "nothing left this machine"


class Look(Enum):
    SEES = "sees"
    THROTTLED = "429"
    BUSY = "503"
    DEAD = "the token is refused"
    FORBIDDEN = "may not look"


class Point(Enum):
    """Where a worker may be stopped, killed or overtaken: between two of its transactions and calls."""

    CLAIMED = "claimed"
    READY = "ready to be posted"
    INTENDED = "intended"
    POSTED = "posted"
    LOOKING = "about to look"
    LOOKED = "looked"
    RECORDED = "recorded"
    PUT_BACK = "put back"


class Time:
    """The database's, the clock that people feel and the machine's own, in step. Stands in for the module `time`."""

    CLOCK_BOOTTIME = 7

    def __init__(self, engine: Engine) -> None:
        self._database = DatabaseTime(engine)
        self.clock = HandClock(NOW)
        self.seconds = 0.0

    def passes(self, seconds: float) -> None:
        self._database.passes(seconds)
        self.clock.pass_(timedelta(seconds=seconds))
        self.seconds += seconds

    def monotonic(self) -> float:
        return self.seconds

    def clock_gettime(self, _: int) -> float:
        return self.seconds


@dataclass(frozen=True)
class Copy:
    """What people see; in the history it is from `shown_at` on."""

    row: Claimed
    posted: Posted
    shown_at: float


@dataclass
class Slack:
    """`answers` and `looks` say how the next calls end, which otherwise end well."""

    """`happens` is called wherever a worker may be stopped, killed or overtaken."""

    time: Time
    happens: Callable[[Point], None]
    answers: list[Answer] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    lag: float = 0.0
    copies: list[Copy] = field(default_factory=list)
    #: Which state of a message, or of a person's Home, was accepted last.
    shown: dict[str, int] = field(default_factory=dict)
    on_post: Callable[[Claimed], None] = lambda _: None

    def prepare(self, claimed: Claimed, call: delivery.Call) -> delivery.Call | Outcome:
        assert isinstance(call, Call)
        self.happens(Point.READY)
        return Call(_method(claimed), {**call.arguments, "row": claimed})

    def send(self, call: delivery.Call, *, latest: float) -> Outcome:
        assert isinstance(call, Call)
        row, version = call.arguments["row"], call.arguments["version"]
        assert isinstance(row, Claimed)
        assert isinstance(version, int)
        answer = self.answers.pop(0) if self.answers else Answer.ACCEPTED
        outcome = self._answered(row, version, answer)
        self.happens(Point.POSTED)
        return outcome

    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        self.happens(Point.LOOKING)
        look = self.looks.pop(0) if self.looks else Look.SEES
        shown = {copy.row.id: copy.posted for copy in self.copies if copy.shown_at <= self.time.seconds}
        seen = {row.id: self._seen(look, shown.get(row.id)) for row in rows}
        self.happens(Point.LOOKED)
        return seen

    def _answered(self, row: Claimed, version: int, answer: Answer) -> Outcome:
        if answer in {Answer.ACCEPTED, Answer.LOST_REPLY, Answer.LATE}:
            posted = self._takes(row, version, LATE if answer is Answer.LATE else 0)
            return Accepted(posted) if answer is Answer.ACCEPTED else Unclear("timeout")
        refusals: dict[Answer, Outcome] = {
            Answer.VANISHED: Unclear("timeout"),
            Answer.THROTTLED: Throttled(_method(row), 7),
            Answer.DEAD: InstallationDead("token_revoked"),
            Answer.REFUSED: Refused("is_archived"),
            Answer.NOT_SENT: NotSent("ConnectionRefusedError"),
        }
        return refusals[answer]

    def _takes(self, row: Claimed, version: int, late: float) -> Posted:
        self.on_post(row)
        shows = row.facts.get("shows", row.id)
        assert version >= self.shown.get(shows, 0), "an older state overwrote a newer one"
        self.shown[shows] = version
        if row.may_repeat:
            return row.edits or Posted(ChannelId(row.to), MessageTs("home"))
        posted = Posted(ChannelId(row.to), MessageTs(f"{len(self.copies) + 1}.000000"))
        self.copies.append(Copy(row, posted, self.time.seconds + late + self.lag))
        return posted

    @staticmethod
    def _seen(look: Look, posted: Posted | None) -> Outcome:
        match look:
            case Look.SEES:
                return Accepted(posted) if posted else NotThere()
            case Look.THROTTLED:
                return Throttled("conversations.history", 7)
            case Look.BUSY:
                return NotSent("status 503")
            case Look.DEAD:
                return InstallationDead("token_revoked")
            case Look.FORBIDDEN:
                return Refused(UNCLEAR)


def _method(row: Claimed) -> str:
    if row.kind is MessageKind.HOME:
        return "views.publish"
    return "chat.update" if row.edits else "chat.postMessage"
