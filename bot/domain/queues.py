"""Queues of requests: the people who share the work of one, and whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.ids import UserId
from bot.domain.people import PersonKind


class Strategy(StrEnum):
    """Who in a queue gets what comes into it."""

    ROUND_ROBIN = "round_robin"
    LEAST_OPEN = "least_open"
    #: The client's owner, wherever they are.
    OWNER = "owner"
    #: Whoever takes it.
    NONE = "none"


class WhyNot(StrEnum):
    """Why somebody is passed over."""

    NO_MEMBER = "no_member"
    NOT_THERE = "not_there"
    DECLINED = "declined"
    AT_CAP = "at_cap"


@dataclass(frozen=True, kw_only=True)
class Queue:
    """`cap` is of the open requests that one person has, from whichever queue. After `patience`, in working time, its
    lead is told of what nobody has.
    """

    name: str
    people: tuple[UserId, ...]
    lead: UserId | None
    strategy: Strategy = Strategy.NONE
    cap: int | None = None
    patience: timedelta = timedelta(minutes=30)

    @property
    def takes_turns(self) -> bool:
        return self.strategy in {Strategy.ROUND_ROBIN, Strategy.LEAST_OPEN}

    def has(self, user: UserId) -> bool:
        return user == self.lead or user in self.people


#: For what no rule puts anywhere: it has no people of its own, and a working day is time enough to take something.
EVERYONE = Queue(name="Everyone", people=(), lead=None, patience=timedelta(hours=8, minutes=30))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One of a queue's people as they are when something is to be given out. `turn` is that of the last thing the queue
    gave them, 0 for none yet; `is_there`: they may see what is in its channel.
    """

    user: UserId
    kind: PersonKind
    is_there: bool = True
    has_declined: bool = False
    open: int = 0
    turn: int = 0

    def why_not(self, cap: int | None) -> WhyNot | None:
        """Deactivated people, guests, people of other companies and bots are no members."""
        if self.kind is not PersonKind.MEMBER:
            return WhyNot.NO_MEMBER
        if not self.is_there:
            return WhyNot.NOT_THERE
        if self.has_declined:
            return WhyNot.DECLINED
        return WhyNot.AT_CAP if cap is not None and self.open >= cap else None


def candidates(people: Sequence[Standing], cap: int | None = None) -> tuple[Standing, ...]:
    """Those who may be given it, in their order."""
    return tuple(one for one in people if one.why_not(cap) is None)


def chosen(strategy: Strategy, people: Sequence[Standing], cap: int | None = None) -> UserId | None:
    """Whose turn it is. By turns that is whoever got something longest ago, so that whoever was passed over is next."""
    found = candidates(people, cap)
    match strategy:
        case Strategy.ROUND_ROBIN:
            return min(found, key=lambda one: one.turn).user if found else None
        case Strategy.LEAST_OPEN:
            return min(found, key=lambda one: (one.open, one.turn)).user if found else None
        case Strategy.OWNER:
            return found[0].user if found else None
        case _:
            return None
