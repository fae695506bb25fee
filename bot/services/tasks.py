"""Tasks: given in a line or a form, then taken, accepted, declined, changed, closed and opened again."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.ids import OutboxId, TaskNumber, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.quick_results import PersonName, QuickTask, UnresolvedPerson
from bot.domain.quick_task import parse_task
from bot.domain.sub_tasks import Closing
from bot.domain.tasks import Task, TaskStatus
from bot.services import cards, due_moves, edits, item_changes, rungs, stand_ins, sub_tasks, task_edits
from bot.services.cards import Item
from bot.services.pages import Page, Which
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.task_drafts import Draft, Edit, Edited, Given, HandOver

PAGE = 10


class TaskService:
    def __init__(self, store: Store[Transaction], people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def understand(self, by: Gesture, text: str) -> QuickTask:
        """Saves nothing. Everybody's name is only looked up for a line that names somebody whom Slack did not."""
        now, text = self._clock.now(), self._people.with_names(by.team_id, text)
        quick = parse_task(text, now=now, zone=by.zone, me=by.user_id)
        if not any(isinstance(asked, UnresolvedPerson) for asked in quick.ambiguities):
            return quick
        names = [PersonName(person.user_id, person.name) for person in self._people.members(by.team_id)]
        return parse_task(text, now=now, zone=by.zone, me=by.user_id, people=names)

    def give(self, by: Gesture, draft: Draft) -> Given:
        self._people.must_take_work(by.team_id, draft.owner)
        try:
            with self._store.begin(by) as tx:
                given = self._give(tx, by, draft)
                tx.remember(given.task.label)
        except AlreadyDone as done:
            return self._given_before(by, done)
        return given

    def one(self, by: Gesture, number: TaskNumber) -> Task:
        with self._store.read(by.team_id) as tx:
            return tx.tasks.one(number, seen_by=by.user_id)

    def page(self, by: Gesture, which: Which, *, offset: int = 0) -> Page[Task]:
        with self._store.read(by.team_id) as tx:
            return tx.tasks.page(which, seen_by=by.user_id, offset=offset, limit=PAGE)

    def shown(self, team: TeamId, label: str) -> Task | None:
        """For rendering: as it is now, whoever may see it."""
        with self._store.read(team) as tx:
            return _as_task(tx, label)

    def is_latest(self, team: TeamId, label: str, to: str, card: str | None) -> bool:
        """Of the messages that gave it to this person."""
        with self._store.read(team) as tx:
            return cards.is_latest(tx.outbox, label, MessageKind.TASK_FOR_OWNER, to, card)

    def take(self, by: Gesture, number: TaskNumber) -> Task:
        return self._change(by, number, lambda task, _: task.take(by.user_id))

    def accept(self, by: Gesture, number: TaskNumber) -> Task:
        return self._change(by, number, lambda task, _: task.accept(by.user_id))

    def decline(self, by: Gesture, number: TaskNumber, why: str) -> Task:
        return self._change(by, number, lambda task, tx: self._decline(tx, task, by, why))

    def assign(
        self, by: Gesture, number: TaskNumber, owner: UserId, note: str = "", shown: Mapping[str, str] | None = None
    ) -> Task:
        """`shown` is the fingerprint of whose it was on a form."""

        def assign(task: Task, tx: Transaction) -> None:
            edits.must_be_as_shown(tx, task, shown, {"owner": task.owner or ""}, {"owner": owner})
            task.assign(owner, by=by.user_id, note=note)

        self._people.must_take_work(by.team_id, owner)
        return self._change(by, number, assign)

    def hand_over(self, by: Gesture, number: TaskNumber, hand_over: HandOver) -> Task:
        self._people.must_take_work(by.team_id, hand_over.owner)
        return self._change(by, number, lambda task, tx: task_edits.hand_over(tx, task, by, hand_over))

    def finish(self, by: Gesture, number: TaskNumber, closing: Closing | None = None) -> Task:
        return self._change(by, number, lambda task, tx: self._close(tx, task, by, task.finish, closing))

    def cancel(self, by: Gesture, number: TaskNumber, closing: Closing | None = None) -> Task:
        return self._change(by, number, lambda task, tx: self._close(tx, task, by, task.cancel, closing))

    def reopen(self, by: Gesture, number: TaskNumber, shown: datetime | None = None) -> Task:
        return self._change(by, number, lambda task, _: task.reopen(shown), hold_above=True)

    def edit(self, command: Edit) -> Edited:
        by = command.by
        self._people.must_take_work(by.team_id, command.wanted.owner)
        return self._edited(by, command.number, lambda task, tx: task_edits.edit(tx, task, command))

    def _change(
        self,
        by: Gesture,
        number: TaskNumber,
        change: Callable[[Task, Transaction], None],
        *,
        hold_above: bool = False,
    ) -> Task:
        return self._edited(by, number, change, hold_above=hold_above).task

    def _edited(
        self,
        by: Gesture,
        number: TaskNumber,
        change: Callable[[Task, Transaction], None],
        *,
        hold_above: bool = False,
    ) -> Edited:
        try:
            with self._store.begin(by) as tx:
                if hold_above and tx.tasks.one(number, seen_by=by.user_id):
                    sub_tasks.must_hang_on_open(tx, number)
                task = tx.tasks.for_change(number, seen_by=by.user_id)
                before = item_changes.Before.of(task)
                change(task, tx)
                task.changed_by = by.user_id
                item_changes.follow(tx, task, before, self._at)
                if task.owner != before.rungs.owner:
                    cards.tell_owner(tx.outbox, task, now=self._clock.now(), by=by.user_id)
                if task.is_open != before.rungs.is_open:
                    sub_tasks.show_above(tx, task, self._at)
                return Edited(task, due_moves.undo_of_edit(tx, by, task, before.news.due))
        except AlreadyDone as done:
            return Edited(self._changed_before(by, number), done.reference)

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)

    def _changed_before(self, by: Gesture, number: TaskNumber) -> Task:
        """Whoever declined may not see it any more, and is told all the same what they did."""
        task = self.shown(by.team_id, f"T-{number}")
        if task is None:
            raise NotFound(f"T-{number}")
        return task

    def give_in(self, tx: Transaction, by: Gesture, draft: Draft) -> Task:
        """As part of a change that is more than that."""
        return self._give(tx, by, draft).task

    def _give(self, tx: Transaction, by: Gesture, draft: Draft) -> Given:
        now = self._clock.now()
        whole = sub_tasks.whole(tx, by, draft.request_number, draft.parent_number)
        place, under = _place(tx, by, whole)
        task = self._new(tx, by, draft)
        if isinstance(whole, Task):
            task.request_number = whole.request_number
        task.audience = whole.audience if whole else place.audience
        if draft.owner is not None:
            task.assign(draft.owner, by=by.user_id)
        task.card = cards.first_card(tx.outbox, task, place, asker=by.user_id, now=now, under=under)
        tx.tasks.add(task)
        cards.tell_owner(tx.outbox, task, now=now)
        cards.refresh_homes(tx, {by.user_id, task.owner}, now=now)
        rungs.begin(tx, task, self._at)
        sub_tasks.show_above(tx, task, self._at)
        return Given(task, place, in_thread=under is not None)

    def _new(self, tx: Transaction, by: Gesture, draft: Draft) -> Task:
        return Task(
            team_id=by.team_id,
            number=tx.tasks.next_number(),
            title=draft.title,
            details=draft.details,
            status=TaskStatus.OPEN,
            acceptance=Acceptance.NOT_ASKED,
            request_number=draft.request_number,
            parent_number=draft.parent_number,
            department=task_edits.department_of(tx, by, draft.department),
            owner=None,
            given_by=by.user_id,
            given_at=self._clock.now(),
            due_at=draft.due.at if draft.due else None,
            due_zone=draft.due.zone_name if draft.due else None,
            audience=None,
            card=None,
            changed_by=by.user_id,
        )

    def _given_before(self, by: Gesture, done: AlreadyDone) -> Given:
        with self._store.read(by.team_id) as tx:
            task = tx.tasks.one(TaskNumber(int((done.reference or "T-0")[2:])), seen_by=by.user_id)
            place, under = _place(tx, by, _whole(tx, by, task))
        return Given(task, place, in_thread=under is not None)

    def _close(
        self, tx: Transaction, task: Task, by: Gesture, close: Callable[..., None], closing: Closing | None
    ) -> None:
        task.must_be_open()
        sub_tasks.close(tx, task, by, self._at, closing)
        close(by=by.user_id, at=self._clock.now(), why=closing.why if closing else "")

    def _decline(self, tx: Transaction, task: Task, by: Gesture, why: str) -> None:
        asked_by = stand_ins.of_assigner(tx, task, now=self._at.now, zone=self._at.zone)
        task.decline(by.user_id, why)
        cards.declined(tx, task, to=asked_by, by=by, now=self._clock.now())


def _as_task(tx: Transaction, label: str) -> Task | None:
    found = next(iter(tx.digests.entries([label])), None)
    return found if isinstance(found, Task) else None


def _whole(tx: Transaction, by: Gesture, task: Task) -> Item | None:
    if task.parent_number is not None:
        return tx.tasks.one(task.parent_number, seen_by=by.user_id)
    return None if task.request_number is None else tx.client_requests.one(task.request_number, seen_by=by.user_id)


def _place(tx: Transaction, by: Gesture, whole: Item | None) -> tuple[cards.Place, OutboxId | None]:
    """A request's tasks, and theirs, stand in the thread under its card, where that card is for the same people."""
    if whole is None:
        return cards.place_for(tx, (by.channel_id,), else_to=by.user_id), None
    place = cards.place_for(tx, (whole.audience,), else_to=by.user_id)
    top = _top(tx, whole)
    shown = tx.outbox.cards_about(top.label)
    return place, next((card.id for card in shown if card.id == top.card and card.to == place.to), None)


def _top(tx: Transaction, whole: Item) -> Item:
    """Threads have no threads: a part of a task of a request stands in that of the request."""
    if isinstance(whole, ClientRequest) or whole.request_number is None:
        return whole
    request = next(iter(tx.digests.entries([f"R-{whole.request_number}"])), None)
    return request if isinstance(request, ClientRequest) else whole
