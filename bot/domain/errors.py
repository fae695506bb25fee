"""Refusals as facts. Each is worded once, in handlers/views/refusals.py; a test proves that every one is.

DomainError
├── NotAMember
├── NotFound (requests, tasks, nudges, clients; the same for missing and for hidden)
├── AlreadyDone (a delivery seen before), LoggedAMomentAgo
├── AlreadyTaken, AlreadyClosed, AlreadyAnswered, StillOpen, NotPaused, PausedOtherwise, WrongState,
│   NotRecurring, NotYours
├── PartsOpen, NoPartsOfParts, NobodyToAsk, MayNotSee, NotWatched
├── SnoozeTooLong, NotSnoozed
├── MergeRefused: AlreadyMerged, NotMerged, MergeStands, NotItself, HasMerged, StandsForOthers, OtherClient,
│   ShowsMore
├── ChangedMeanwhile, TooLateToUndo, TooLateToTakeBack, TakenBack, NotApplied, DueStands, DueChangedSince
├── FieldRefused, NeedsAnswers, ClientExists, NoDigestHere, NoSuchQueue, NotHere
└── TooSlow, StoreUnavailable (nothing was saved)
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, UserId
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus


class DomainError(Exception):
    """A refusal that a person is told about."""


@dataclass(eq=False)
class NotAMember(DomainError):
    """The person may not act, or may not be given work. `kind` is a PersonKind's value."""

    user_id: UserId
    kind: str


@dataclass(eq=False)
class NotFound(DomainError):
    """No such thing, or not for this person: both sound the same. `label` is what was asked for, such as R-12."""

    label: str


@dataclass(eq=False)
class AlreadyDone(DomainError):
    """The delivery was committed before; `reference` is what it made, such as R-12."""

    key: str
    reference: str | None


@dataclass(eq=False)
class AlreadyTaken(DomainError):
    label: str
    by: UserId


@dataclass(eq=False)
class AlreadyClosed(DomainError):
    """`how` is the closing status: done, cancelled or sent."""

    label: str
    how: str
    by: UserId | None
    at: datetime | None


@dataclass(eq=False)
class AlreadyAnswered(DomainError):
    """The question does not stand any more, or was never this person's to answer."""


@dataclass(eq=False)
class StillOpen(DomainError):
    label: str


@dataclass(eq=False)
class PartsOpen(DomainError):
    """It cannot be closed without a word on what of it is open: `parts` are the labels of those that this person may
    see, `hidden` counts the others.
    """

    label: str
    parts: tuple[str, ...]
    hidden: int = 0


@dataclass(eq=False)
class NoPartsOfParts(DomainError):
    """`label` is itself a part of `whole`."""

    label: str
    whole: str


@dataclass(eq=False)
class NobodyToAsk(DomainError):
    """Whoever has it gave it to themselves, or whoever gave it has left."""

    label: str


@dataclass(eq=False)
class MayNotSee(DomainError):
    """`user_id` may not see what they are to watch."""

    label: str
    user_id: UserId


@dataclass(eq=False)
class NotWatched(DomainError):
    label: str
    user_id: UserId


@dataclass(eq=False)
class NotPaused(DomainError):
    """It neither waits for anybody nor is on hold."""

    label: str


@dataclass(eq=False)
class PausedOtherwise(DomainError):
    """It does not wait for what it was shown to wait for, but is in the state `now`."""

    label: str
    now: RequestStatus
    why: str


@dataclass(eq=False)
class WrongState(DomainError):
    """It cannot go from the one state to the other."""

    label: str
    now: RequestStatus
    wanted: RequestStatus


class MergeRefused(DomainError):
    """Two requests do not become one, or one does not become two."""


@dataclass(eq=False)
class AlreadyMerged(MergeRefused):
    """`into` is the one that it became a part of."""

    label: str
    into: str


@dataclass(eq=False)
class NotMerged(MergeRefused):
    """It is in no other, so there is nothing to split."""

    label: str


@dataclass(eq=False)
class MergeStands(MergeRefused):
    """It was merged more than so many minutes ago, or by somebody else: it can be split, not undone."""

    label: str
    minutes: int


@dataclass(eq=False)
class NotItself(MergeRefused):
    """It was to be merged into itself."""

    label: str


@dataclass(eq=False)
class HasMerged(MergeRefused):
    """It was to be merged into `into`, and others were merged into it before: `parts` are their labels."""

    label: str
    parts: tuple[str, ...]
    into: str


@dataclass(eq=False)
class StandsForOthers(MergeRefused):
    """Its logging was to be undone, and others were merged into it: `parts` are their labels."""

    label: str
    parts: tuple[str, ...]


@dataclass(eq=False)
class OtherClient(MergeRefused):
    """The two are of different clients."""

    label: str
    into: str


@dataclass(eq=False)
class ShowsMore(MergeRefused):
    """`into` may be seen by people who may not see what would be merged into it."""

    label: str
    into: str


@dataclass(eq=False)
class SnoozeTooLong(DomainError):
    """`latest` is how long something of this priority may be out of sight, by the clocks of `zone_name`."""

    label: str
    priority: Priority
    latest: datetime
    zone_name: str


@dataclass(eq=False)
class NotSnoozed(DomainError):
    """It is in sight already."""

    label: str


@dataclass(eq=False)
class NotRecurring(DomainError):
    """It comes once, so none of it can be left out."""

    label: str


@dataclass(eq=False)
class NotYours(DomainError):
    """Only `owner` may do this."""

    label: str
    owner: UserId | None


@dataclass(frozen=True)
class Difference:
    """One field that another person changed while a form was open."""

    field: str
    theirs: str
    yours: str


@dataclass(eq=False)
class ChangedMeanwhile(DomainError):
    label: str
    by: UserId
    differences: tuple[Difference, ...]


@dataclass(eq=False)
class LoggedAMomentAgo(DomainError):
    """The same person logged the same words within two minutes: perhaps the first answer was lost on the way."""

    label: str


@dataclass(eq=False)
class FieldRefused(DomainError):
    """A form's field does not hold what it should. `reason`: missing, too_long, unknown, both, no_number, …

    `detail` is what it holds or may hold; where that is a number of which there may be fewer, `most` is how many.
    """

    field: str
    reason: str
    detail: str = ""
    most: int | None = None


@dataclass(eq=False)
class NeedsAnswers(DomainError):
    """Its type asks for more than it holds before it may be done: the labels of those fields."""

    label: str
    type_label: str
    fields: tuple[str, ...]


@dataclass(eq=False)
class ClientExists(DomainError):
    name: str


@dataclass(eq=False)
class TooLateToUndo(DomainError):
    label: str
    minutes: int


@dataclass(eq=False)
class TooLateToTakeBack(DomainError):
    """A change of many at once: `label` is its own, such as B-7."""

    label: str
    minutes: int


@dataclass(eq=False)
class TakenBack(DomainError):
    """Once is enough."""

    label: str


@dataclass(eq=False)
class DueStands(DomainError):
    """Its due date was moved more than so many minutes ago: it is not put back, but may be moved again."""

    label: str
    minutes: int


@dataclass(eq=False)
class DueChangedSince(DomainError):
    """Its due date is not the one that was to be taken back: somebody has moved it since, or put it back already."""

    label: str
    by: UserId
    is_undo: bool


@dataclass(eq=False)
class NotApplied(DomainError):
    """There is no change of many at once of this person, or it is only a preview."""


@dataclass(eq=False)
class NoDigestHere(DomainError):
    """No digest is set in this channel."""


@dataclass(eq=False)
class NotHere(DomainError):
    """The bot is not in the channel, or may not post there. `reason`: not_member, archived, shared or direct.

    `channel` is there when another was meant than the one where it was asked.
    """

    reason: str
    channel: ChannelId | None = None


@dataclass(eq=False)
class NoSuchQueue(DomainError):
    """`queues` are the names of those that there are, `nearest` the one that was probably meant."""

    typed: str
    queues: tuple[str, ...]
    nearest: str | None = None


@dataclass(eq=False)
class TooSlow(DomainError):
    """The deadline of the gesture passed before the commit: rolled back, nothing was saved."""


@dataclass(eq=False)
class StoreUnavailable(DomainError):
    """The store is down, locked or read-only: nothing was saved."""
