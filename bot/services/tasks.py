"""Tasks: given in a line or a form, then taken, accepted, declined, changed, closed and opened again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.client_requests import Acceptance, ClientRequest, Due
from bot.domain.clock import Clock
from bot.domain.edits import changed_fields, conflicts
from bot.domain.errors import AlreadyDone, ChangedMeanwhile, NotFound
from bot.domain.ids import OutboxId, RequestNumber, TaskNumber, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.quick_line import PersonName, QuickTask, UnresolvedPerson, parse_task
from bot.domain.tasks import Task, TaskStatus
from bot.services import cards, rungs
from bot.services.pages import Page, Which
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction

PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be given, from whichever surface."""

    title: str
    details: str = ""
    owner: UserId | None = None
    due: Due | None = None
    request_number: RequestNumber | None = None


@dataclass(frozen=True)
class Given:
    """`place` says where the card went, `in_thread` that it stands under its request's card."""

    task: Task
    place: cards.Place
    in_thread: bool


@dataclass(frozen=True, kw_only=True)
class Edit:
    """`shown` holds the fingerprints of the fields as the form showed them; `wanted` is what it sent back."""

    by: Gesture
    number: TaskNumber
    shown: Mapping[str, str]
    wanted: Draft


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
        """The last page when the list has become shorter than `offset`."""
        with self._store.read(by.team_id) as tx:
            page = tx.tasks.page(which, seen_by=by.user_id, offset=offset, limit=PAGE)
            if page.items or not page.total:
                return page
            last = (page.total - 1) // PAGE * PAGE
            return tx.tasks.page(which, seen_by=by.user_id, offset=last, limit=PAGE)

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

    def decline(self, by: Gesture, number: TaskNumber) -> Task:
        return self._change(by, number, lambda task, tx: self._decline(tx, task, by))

    def assign(self, by: Gesture, number: TaskNumber, owner: UserId) -> Task:
        self._people.must_take_work(by.team_id, owner)
        return self._change(by, number, lambda task, _: task.assign(owner, by=by.user_id))

    def finish(self, by: Gesture, number: TaskNumber) -> Task:
        return self._change(by, number, lambda task, _: task.finish(by=by.user_id, at=self._clock.now()))

    def cancel(self, by: Gesture, number: TaskNumber) -> Task:
        return self._change(by, number, lambda task, _: task.cancel(by=by.user_id, at=self._clock.now()))

    def reopen(self, by: Gesture, number: TaskNumber) -> Task:
        return self._change(by, number, lambda task, _: task.reopen())

    def edit(self, command: Edit) -> Task:
        by = command.by
        self._people.must_take_work(by.team_id, command.wanted.owner)
        return self._change(by, command.number, lambda task, _: _edit(task, command))

    def _change(self, by: Gesture, number: TaskNumber, change: Callable[[Task, Transaction], None]) -> Task:
        try:
            with self._store.begin(by) as tx:
                task = tx.tasks.for_change(number, seen_by=by.user_id)
                before = rungs.Basis.of(task)
                change(task, tx)
                task.changed_by = by.user_id
                now = self._clock.now()
                cards.refresh(tx, task, now=now, also=(before.owner,))
                if task.owner != before.owner:
                    cards.tell_owner(tx.outbox, task, now=now, by=by.user_id)
                rungs.follow(tx, task, before, self._at)
        except AlreadyDone:
            return self._changed_before(by, number)
        return task

    @property
    def _at(self) -> rungs.At:
        return rungs.At(self._clock.now(), self._people.workspace_zone)

    def _changed_before(self, by: Gesture, number: TaskNumber) -> Task:
        """Whoever declined may not see it any more, and is told all the same what they did."""
        task = self.shown(by.team_id, f"T-{number}")
        if task is None:
            raise NotFound(f"T-{number}")
        return task

    def _give(self, tx: Transaction, by: Gesture, draft: Draft) -> Given:
        now = self._clock.now()
        request = _request(tx, by, draft.request_number)
        place, under = _place(tx, by, request)
        task = self._new(tx, by, draft)
        task.audience = request.audience if request else place.audience
        if draft.owner is not None:
            task.assign(draft.owner, by=by.user_id)
        task.card = cards.post_card(tx.outbox, task, place, asker=by.user_id, now=now, under=under)
        tx.tasks.add(task)
        cards.tell_owner(tx.outbox, task, now=now)
        cards.refresh_homes(tx, {by.user_id, task.owner}, now=now)
        rungs.begin(tx, task, self._at)
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
            place, under = _place(tx, by, _request(tx, by, task.request_number))
        return Given(task, place, in_thread=under is not None)

    def _decline(self, tx: Transaction, task: Task, by: Gesture) -> None:
        task.decline(by.user_id)
        if task.given_by != by.user_id:
            cards.notice(
                tx.outbox,
                task.label,
                to=task.given_by,
                now=self._clock.now(),
                key=f"declined:{task.label}:{by.key}",
                facts={"what": "declined", "by": by.user_id},
            )


def _as_task(tx: Transaction, label: str) -> Task | None:
    found = next(iter(tx.digests.entries([label])), None)
    return found if isinstance(found, Task) else None


def _request(tx: Transaction, by: Gesture, number: RequestNumber | None) -> ClientRequest | None:
    return None if number is None else tx.client_requests.one(number, seen_by=by.user_id)


def _place(tx: Transaction, by: Gesture, request: ClientRequest | None) -> tuple[cards.Place, OutboxId | None]:
    """A request's tasks stand in the thread under its card, where that card is for the same people."""
    if request is None:
        return cards.place_for(tx, (by.channel_id,), else_to=by.user_id), None
    place = cards.place_for(tx, (request.audience,), else_to=by.user_id)
    shown = tx.outbox.cards_about(request.label)
    return place, next((card.id for card in shown if card.id == request.card and card.to == place.to), None)


def _edit(task: Task, command: Edit) -> None:
    task.must_be_open()
    wanted = command.wanted
    sent = fields_of(wanted)
    differing = conflicts(command.shown, fields_of(task), sent)
    if differing:
        raise ChangedMeanwhile(task.label, task.changed_by or task.given_by, differing)
    changed = changed_fields(command.shown, sent)
    if "title" in changed:
        task.title = wanted.title
    if "details" in changed:
        task.details = wanted.details
    if "due" in changed:
        task.set_due(wanted.due)
    if "owner" in changed and wanted.owner is None:
        task.release()
    if "owner" in changed and wanted.owner is not None:
        task.assign(wanted.owner, by=command.by.user_id)


def fields_of(task: Task | Draft) -> dict[str, str]:
    """The fields that a form shows, as text to compare."""
    due = task.due
    return {
        "title": task.title,
        "details": task.details,
        "owner": task.owner or "",
        "due": due.at.isoformat(timespec="minutes") if due else "",
    }
