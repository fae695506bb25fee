"""What was understood from one typed line, and what must be asked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.client_names import Meant, NearlyKnown
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, RequestNumber, TaskNumber, UserId
from bot.domain.moments import DateRefused, Moment
from bot.domain.priority import Priority
from bot.domain.recurrence import Rule
from bot.domain.request_types import RequestType
from bot.domain.schedules import ScheduleRefused


class LineRefused(DomainError):
    """A line of which nothing can be made."""


@dataclass(eq=False)
class NothingToLog(LineRefused):
    """No words are left to be a title."""


@dataclass(eq=False)
class LineTooLong(LineRefused):
    length: int
    limit: int


@dataclass(eq=False)
class TooManyPeople(LineRefused):
    count: int
    limit: int


class Source(StrEnum):
    """How a client's word came in."""

    PHONE = "phone"
    MAIL = "mail"
    VISIT = "visit"
    CHAT = "chat"
    POST = "post"
    WEB = "website"


@dataclass(frozen=True)
class Mention:
    """A person as Slack resolved them: `<@U0ANA|ana>`; the label may be missing."""

    user: UserId
    label: str | None = None


@dataclass(frozen=True)
class ChannelMention:
    """`<#C0ACME|acme>`."""

    channel: ChannelId
    label: str | None = None


@dataclass(frozen=True)
class GroupMention:
    """`<!subteam^S0TEAM|@team>`."""

    group: str
    label: str | None = None


@dataclass(frozen=True)
class Me:
    """The person who typed the line."""


@dataclass(frozen=True)
class PersonName:
    """Somebody who might be meant by a name that Slack did not resolve."""

    user: UserId
    name: str


@dataclass(frozen=True)
class UnresolvedPerson:
    """`@bob` as plain text. Two people may have that name, so even a single candidate is asked."""

    words: str
    candidates: tuple[PersonName, ...]


@dataclass(frozen=True)
class UnresolvedChannel:
    """`#acme` as plain text."""

    words: str


@dataclass(frozen=True)
class TwoOwners:
    owners: tuple[Mention, ...]


@dataclass(frozen=True)
class TwoPriorities:
    priorities: tuple[Priority, ...]


@dataclass(frozen=True)
class NearPriority:
    """`!urgnt`; `level` is the one it is near to."""

    typed: str
    level: Priority


@dataclass(frozen=True)
class ClientAssumed:
    """The line begins with a word that is a known client's name, but may be just a word."""

    name: str


@dataclass(frozen=True)
class NoTitle:
    """The line names a client and nothing else."""


@dataclass(frozen=True)
class SeveralTargets:
    """A reminder for more than one person or channel."""


@dataclass(frozen=True)
class Broadcast:
    """A reminder for `here`, `channel` or `everyone`."""

    word: str


@dataclass(frozen=True)
class Repeats:
    """A reminder for every hour, or by another rule that we do not keep."""

    typed: str


@dataclass(frozen=True)
class RepeatsUnclear:
    """How often a reminder is to come is meant, but not clear."""

    typed: str
    refused: ScheduleRefused


@dataclass(frozen=True)
class TwoDates:
    """As typed; the first was taken."""

    first: str
    second: str


@dataclass(frozen=True)
class DueOrReceived:
    """`by phone 16:30`: when it is due, or when it came in."""

    typed: str


@dataclass(frozen=True)
class TwoSources:
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class TwoAskers:
    askers: tuple[Mention, ...]


@dataclass(frozen=True)
class PriorityAssumed:
    """The title begins with a word that is a priority, but may be just a word."""

    typed: str
    level: Priority


@dataclass(frozen=True)
class TwoRequests:
    numbers: tuple[RequestNumber, ...]


@dataclass(frozen=True)
class UnknownType:
    """`#prnt` names no type of requests; `known` are those there are, `near` the one that was probably meant."""

    typed: str
    near: str | None
    known: tuple[str, ...]


@dataclass(frozen=True)
class TypeAsks:
    """A request of this type needs more than its line says: the labels of those fields."""

    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class NoTime:
    """A reminder without a moment."""


Ambiguity: TypeAlias = (
    NearlyKnown
    | DateRefused
    | UnresolvedPerson
    | UnresolvedChannel
    | TwoOwners
    | TwoPriorities
    | NearPriority
    | ClientAssumed
    | NoTitle
    | SeveralTargets
    | Broadcast
    | Repeats
    | RepeatsUnclear
    | TwoDates
    | DueOrReceived
    | TwoSources
    | TwoAskers
    | PriorityAssumed
    | TwoRequests
    | UnknownType
    | TypeAsks
    | NoTime
)
Target: TypeAlias = Mention | ChannelMention | GroupMention | Me


@dataclass(frozen=True, kw_only=True)
class QuickRequest:
    """A client request in one line. `ambiguities` is empty when it may be saved at once.

    `owner_words` and `asker_words` are an `@name` that Slack did not resolve; `mentions` counts all people
    named anywhere. `type_words` is what stands behind a #.
    """

    title: str
    details: str = ""
    client: Meant | None = None
    due: Moment | None = None
    due_refused: DateRefused | None = None
    priority: Priority = Priority.NORMAL
    owner: Mention | None = None
    owner_words: str | None = None
    asker: Mention | None = None
    asker_words: str | None = None
    source: Source | None = None
    type_words: str | None = None
    of_type: RequestType | None = None
    types_version: int = 0
    received: Moment | None = None
    received_refused: DateRefused | None = None
    mentions: int = 0
    ambiguities: tuple[Ambiguity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuickTask:
    title: str
    details: str = ""
    owner: Mention | None = None
    owner_words: str | None = None
    due: Moment | None = None
    due_refused: DateRefused | None = None
    request_number: RequestNumber | None = None
    parent_number: TaskNumber | None = None
    department: str = ""
    ambiguities: tuple[Ambiguity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuickNudge:
    """`moment` is in the recipient's zone; with a `rule`, typed as `rule_typed`, there is none. `target` is None while
    a typed name is unresolved, and for everybody.
    """

    target: Target | None
    text: str
    moment: Moment | None = None
    refused: DateRefused | None = None
    rule: Rule | None = None
    rule_typed: str = ""
    is_urgent: bool = False
    request_number: RequestNumber | None = None
    ambiguities: tuple[Ambiguity, ...] = ()
