"""Reminders of somebody who has travelled: moved to the same time on the clocks where they are now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone
from bot.domain.ids import UserId
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.schedules import once
from bot.services import nudge_holds
from bot.services import nudge_occurrences as occurrences
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction

#: Of somebody who makes stops on a journey: whichever of the questions they answer, it is for all of it.
JOURNEY = timedelta(days=3)


@dataclass(frozen=True)
class Moved:
    """`passed` are those whose new time is over already: they stay where they were."""

    moved: tuple[Nudge, ...]
    passed: tuple[Nudge, ...]


class NudgeMoveService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def move_all(self, by: Gesture, left: str | None = None) -> Moved:
        """Every waiting reminder of this person to the same wall time where they are now.

        `left` names the zone they were in: what was set for a third zone on purpose stays. What was set before a stop
        on the way travels too.
        """
        try:
            with self._store.begin(by) as tx:
                stops = _left_lately(tx, by.user_id, self._clock.now())
                reaching = tx.nudges.for_moving(by.user_id)
                waiting = [nudge for nudge in reaching if _travels(nudge, by.zone, left, stops)]
                moved = tuple(nudge for nudge in waiting if self._moves(tx, nudge, by.zone))
            return Moved(moved, tuple(nudge for nudge in waiting if nudge not in moved))
        except AlreadyDone:
            return Moved((), ())

    def _moves(self, tx: Transaction, nudge: Nudge, zone: ZoneInfo) -> bool:
        """Not what is over there already, nor what is being sent in this very moment."""
        if nudge.rule is not None:
            nudge.move_to(zone)
            return True
        wanted = once(datetime.fromisoformat(nudge.local), zone)
        due_at = nudge_holds.held(tx, nudge, wanted, self._people.workspace_zone).at
        if wanted <= self._clock.now() or not nudge_holds.postpone(tx, nudge, due_at):
            return False
        nudge.move_to(zone)
        nudge.due_at = due_at
        return True


def _left_lately(tx: Transaction, user: UserId, now: datetime) -> Mapping[str, datetime]:
    """When this person has left which zones, as they were told."""
    told = [one.facts for one in tx.outbox.news(user, MessageKind.NOTICE) if one.facts.get("what") == "travelled"]
    left = [(facts["from"], datetime.fromisoformat(facts["at"])) for facts in told if "at" in facts]
    return {zone: at for zone, at in left if now - at <= JOURNEY}


def _travels(nudge: Nudge, to: ZoneInfo, left: str | None, stops: Mapping[str, datetime]) -> bool:
    if nudge.zone_name in {occurrences.INSTANT.key, to.key}:
        return False
    if left is None or nudge.zone_name == left:
        return True
    left_at = stops.get(nudge.zone_name)
    return left_at is not None and nudge.set_at <= left_at
