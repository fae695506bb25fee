"""Messages that must reach people exactly once: what is to be said, to whom, and how an attempt may end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId, UserId

#: Why a row has failed that was tried, where nobody but people can see whether it arrived.
UNCLEAR = "unclear"
#: Under which the id of an upload is kept among its row's facts, with what it is of. It is good for one share.
UPLOADED, SHARED = "uploaded", "shared"
#: How a reason begins where Slack did answer, with a word that says neither yes nor no.
SAID = "said "
#: As often such a word is believed to be a passing one.
MOST_TRIES = 5
#: The same of what is asked before anything is posted, and so again after a second already.
MOST_QUESTIONS = 10


class MessageKind(StrEnum):
    REQUEST_CARD = "request_card"
    REQUEST_FOR_OWNER = "request_for_owner"
    RECEIPT = "receipt"
    TASK_CARD = "task_card"
    TASK_FOR_OWNER = "task_for_owner"
    NUDGE = "nudge"
    CATCH_UP = "catch_up"
    RUNG = "rung"
    CHASE = "chase"
    UNOWNED = "unowned"
    UNHEEDED = "unheeded"
    UNHEEDED_WEEK = "unheeded_week"
    QUESTION = "question"
    ANSWER = "answer"
    CHANGED = "changed"
    ALIKE = "alike"
    BULK = "bulk"
    EXPORT = "export"
    DIGEST = "digest"
    MORNING = "morning"
    HELD_BACK = "held_back"
    REPLIED = "replied"
    NOTICE = "notice"
    REPLY = "reply"
    WELCOME = "welcome"
    HOME = "home"


class MessageState(StrEnum):
    """`sending` with a last try and no lease is what reliability.md calls unknown."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Lane(IntEnum):
    """Lower goes first."""

    INTERACTIVE = 0
    REMINDER = 1
    DIGEST = 2


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a service asks to be said. It is rendered from current state when it is sent.

    `about` is a label (R-12, T-4, N-3), an occurrence of a digest (D-2/2026-03-04) or a person's id for a Home. `to` is
    a channel's or a person's id. `edits` names the message to change in place; `under` the one to answer in its thread;
    `after` the one that must have ended before this goes out. `key` says what the message is, so that a repeated cause
    cannot make a second one. Of those with the same `merge_key` at most one waits. `instead_of` names the one whose
    message cannot be changed any more and in whose place this is from now on. Of what has the same `alert` people are
    told at most once an hour. Of what has a `react_by` its reader is to do something about it by then, or later, as the
    hours of its reader say. `facts` are what rendering cannot read from the state any more.
    """

    kind: MessageKind
    about: str
    to: ChannelId | UserId
    key: str
    due_at: datetime
    lane: Lane = Lane.INTERACTIVE
    expires_at: datetime | None = None
    edits: OutboxId | None = None
    under: OutboxId | None = None
    after: OutboxId | None = None
    thread_ts: MessageTs | None = None
    merge_key: str | None = None
    instead_of: OutboxId | None = None
    alert: str | None = None
    fallback: UserId | None = None
    react_by: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def follow_up_key(message: OutboxId) -> str:
    """Of what a person is told of a message that could not be delivered."""
    return f"follow_up:{message}"


@dataclass(frozen=True)
class Posted:
    """Where Slack put a message."""

    channel: ChannelId
    ts: MessageTs


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """An outbox row in the hands of one delivery; `token` proves the claim until the lease ends.

    `edits` and `thread_ts` are resolved: the row is only claimed once the message it refers to was sent; `base` names
    that message. `tried_ago` is how long ago it was first tried, by the database's clock, `reason` why it came back.
    `mark` says what the message is and `tells` what others it tells with it, in words that mean nothing to others;
    `held_since`: from then on it may have been posted without this database knowing of it.
    """

    id: OutboxId
    team_id: TeamId
    token: str
    kind: MessageKind
    about: str
    to: str
    due_at: datetime
    expires_at: datetime | None
    lane: Lane
    attempt: int
    tried_ago: timedelta | None
    edits: Posted | None
    thread_ts: MessageTs | None
    fallback: UserId | None
    facts: Mapping[str, str]
    reason: str | None = None
    base: OutboxId | None = None
    mark: str = ""
    tells: Sequence[str] = ()
    held_since: datetime | None = None

    @property
    def was_tried(self) -> bool:
        return self.tried_ago is not None

    @property
    def may_repeat(self) -> bool:
        """Changing a message and publishing a Home can be done twice without anybody noticing."""
        return self.edits is not None or self.kind is MessageKind.HOME

    @property
    def is_hopeless(self) -> bool:
        """Slack has said for long enough that something goes wrong with this very message."""
        return self.attempt >= MOST_TRIES and (self.reason or "").startswith(SAID)

    @property
    def is_homeless(self) -> bool:
        """Slack has said for long enough that something goes wrong with its place."""
        return self.attempt >= MOST_QUESTIONS and (self.reason or "").startswith(SAID)

    @property
    def is_unclear(self) -> bool:
        """It may stand there already, so it is looked for before it is posted again."""
        return self.was_tried and not self.may_repeat


@dataclass(frozen=True)
class Accepted:
    """Slack took it; a Home has no place."""

    posted: Posted | None


@dataclass(frozen=True)
class Refused:
    """Refused for certain, and again if repeated: archived, removed, too long."""

    error: str


@dataclass(frozen=True)
class Throttled:
    """Refused for certain, for now."""

    method: str
    seconds: float


@dataclass(frozen=True)
class InstallationDead:
    """The token is refused: nothing goes out for this workspace until somebody mends it."""

    error: str


@dataclass(frozen=True)
class NotSent:
    """Nothing left this machine."""

    reason: str


@dataclass(frozen=True)
class Unclear:
    """It may have arrived."""

    reason: str


@dataclass(frozen=True)
class Unchangeable:
    """The message to change cannot be changed: it was deleted, or it `stands` as it is for good."""

    reason: str
    stands: bool


@dataclass(frozen=True)
class NotThere:
    """Where it would stand if it had arrived it does not: the row is as if it had never been tried."""


@dataclass(frozen=True)
class Dropped:
    """Rendering found that it need not or must not be said any more."""

    reason: str


@dataclass(frozen=True)
class Withheld(Dropped):
    """The place may not be posted to any more, though it could when the message was written."""


@dataclass(frozen=True)
class Held:
    """It comes late, and its reader's hours keep it until this moment, by the clock that people feel."""

    until: datetime


@dataclass(frozen=True)
class Expired:
    """Too late to be of use."""


Outcome = (
    Accepted
    | Refused
    | Throttled
    | InstallationDead
    | NotSent
    | Unclear
    | Unchangeable
    | NotThere
    | Dropped
    | Held
    | Expired
)


@dataclass(frozen=True)
class Result:
    """How an attempt ended, and what is to be told of it."""

    claimed: Claimed
    outcome: Outcome
    follow_up: Message | None = None
