"""A reminder that has come is handed on: somebody else is reminded of the same thing instead, at once."""

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.ids import UserId
from bot.domain.nudge_occurrences import Coming
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture
from bot.domain.wall_clock import wall_time
from bot.services import nudge_holds
from bot.services import nudge_occurrences as occurrences
from bot.services.nudge_occurrences import Answered
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction


class NudgeHandOverService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def hand_over(self, by: Gesture, coming: Coming, to: UserId) -> Answered:
        """Nothing happens to one that was answered before. One that recurs goes on as it was."""
        self._people.must_take_work(by.team_id, to)
        try:
            with self._store.begin(by) as tx:
                nudge = tx.nudges.reached(coming.number, by=by.user_id)
                occurrence = tx.nudge_occurrences.one(coming)
                if occurrence is None:
                    raise NotFound(nudge.label)
                is_news = occurrence.hand_over(to, by=by.user_id, at=self._clock.now())
                if is_news:
                    occurrences.show_answer(tx, nudge, occurrence, self._clock.now())
                    self._set(tx, nudge, by, to)
                return Answered(nudge, occurrence, is_news)
        except AlreadyDone:
            return self._handed_before(by, coming)

    def _set(self, tx: Transaction, handed: Nudge, by: Gesture, to: UserId) -> None:
        """As if whoever hands it on had set it for now; their hours hold it."""
        now, zone = self._clock.now(), self._people.zone_of(by.team_id, to)
        nudge = Nudge(
            team_id=by.team_id,
            number=tx.nudges.next_number(),
            text=handed.text,
            about=handed.about,
            user_id=to,
            channel_id=None,
            local=wall_time(now, zone).isoformat(),
            zone_name=zone.key,
            due_at=now,
            set_by=by.user_id,
            set_at=now,
            is_urgent=handed.is_urgent,
        )
        nudge.due_at = nudge_holds.held(tx, nudge, now, self._people.workspace_zone).at
        tx.nudges.add(nudge)
        first = occurrences.first_set_by(tx, handed) or handed.set_by
        facts = {occurrences.FIRST_SET_BY: first}
        occurrences.plan(tx, nudge, at=nudge.due_at, key=f"nudge:{nudge.label}", facts=facts)

    def _handed_before(self, by: Gesture, coming: Coming) -> Answered:
        with self._store.read(by.team_id) as tx:
            nudge, occurrence = tx.nudges.reached(coming.number, by=by.user_id), tx.nudge_occurrences.one(coming)
        if occurrence is None:
            raise NotFound(nudge.label)
        return Answered(nudge, occurrence, is_news=False)
