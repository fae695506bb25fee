"""Milestones: their templates, the tasks that are made after one, and that they move with the request's due date."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest, Due
from bot.domain.clock import Clock
from bot.domain.edits import fingerprint
from bot.domain.errors import AlreadyDone, ChangedMeanwhile, Difference, NotFound
from bot.domain.hours import Hours
from bot.domain.hours_settings import WORKSPACE
from bot.domain.ids import RequestNumber, UserId
from bot.domain.milestones import MilestoneTemplate, NoDueDate, Offset, Step, planned, read_steps
from bot.domain.origins import Gesture
from bot.domain.people import PersonKind
from bot.domain.tasks import Task
from bot.services import cards, item_news, rungs
from bot.services.holding import of_place
from bot.services.people import PeopleService
from bot.services.ports import Store, Transaction
from bot.services.task_drafts import Draft
from bot.services.tasks import TaskService


@dataclass(frozen=True)
class Preview:
    """What would be made. `standing` are the labels of the open milestones that it has already."""

    request: ClientRequest
    template: MilestoneTemplate
    steps: Sequence[tuple[Step, Due]]
    standing: Sequence[str]

    @property
    def shown(self) -> str:
        """What it stands for: it is of no use once the due date, the template or what there is already is another."""
        steps = [f"{due_text(due)} {step.title}" for step, due in self.steps]
        return _shown(self.request, [str(self.template.version), *steps, *self.standing])


@dataclass(frozen=True)
class Moves:
    """Which milestones stand elsewhere than the due date of their request puts them."""

    request: ClientRequest
    tasks: Sequence[tuple[Task, Due]]

    @property
    def shown(self) -> str:
        """What it stands for: each by itself may have been moved since."""
        return _shown(self.request, [f"{task.label} {_due_or_none(task)} {due_text(to)}" for task, to in self.tasks])


class MilestoneService:
    def __init__(self, store: Store[Transaction], people: PeopleService, tasks: TaskService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._tasks = tasks
        self._clock = clock

    def templates(self, by: Gesture) -> Sequence[MilestoneTemplate]:
        with self._store.read(by.team_id) as tx:
            return tx.milestones.all() if _is_member(tx, by.user_id) else ()

    def template(self, by: Gesture, name: str) -> MilestoneTemplate:
        with self._store.read(by.team_id) as tx:
            return _template(tx, by, name)

    def keep(self, by: Gesture, name: str, steps: str, shown: int) -> MilestoneTemplate | None:
        """Without steps it goes. `shown` is the version that a form showed, 0 where there was none."""
        read_steps(steps)
        try:
            with self._store.begin(by) as tx:
                return self._keep(tx, by, name, steps, shown)
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                return tx.milestones.one(name)

    def preview(self, by: Gesture, number: RequestNumber, name: str) -> Preview:
        with self._store.read(by.team_id) as tx:
            request = tx.client_requests.one(number, seen_by=by.user_id)
            template = _template(tx, by, name)
            return self._preview(tx, request, template)

    def apply(
        self, by: Gesture, number: RequestNumber, name: str, *, shown: str, wanted: Collection[int]
    ) -> list[Task]:
        """`shown` is what the preview stood for, `wanted` the places in it of the steps that are to be tasks."""
        try:
            with self._store.begin(by) as tx:
                request = tx.client_requests.for_change(number, seen_by=by.user_id)
                preview = self._preview(tx, request, _template(tx, by, name))
                _must_be_as_shown(preview, shown)
                steps = [each for place, each in enumerate(preview.steps) if place in wanted]
                return [self._give(tx, by, request, step, due) for step, due in steps]
        except AlreadyDone:
            return []

    def moves(self, by: Gesture, number: RequestNumber) -> Moves:
        with self._store.read(by.team_id) as tx:
            return self._moves(tx, by, tx.client_requests.one(number, seen_by=by.user_id))

    def move(self, by: Gesture, number: RequestNumber, *, shown: str) -> Moves:
        """All that `moves` told of, if it would tell the same now."""
        try:
            with self._store.begin(by) as tx:
                request = tx.client_requests.for_change(number, seen_by=by.user_id)
                moves = self._moves(tx, by, request)
                if moves.shown != shown:
                    raise _changed(request, shown)
                moved = [(task, self._set_due(tx, by, task, due, request.due_why or "")) for task, due in moves.tasks]
                item_news.follow_together(tx, request, moved, self._clock.now())
                return moves
        except AlreadyDone:
            return self.moves(by, number)

    def _keep(self, tx: Transaction, by: Gesture, name: str, steps: str, shown: int) -> MilestoneTemplate | None:
        if not _is_member(tx, by.user_id):
            raise NotFound(name)
        there = tx.milestones.one(name)
        if there is not None and there.version != shown:
            raise ChangedMeanwhile(name, there.set_by, (Difference("steps", there.steps, steps),))
        if not steps:
            if there is not None:
                tx.milestones.remove(name)
            return None
        if there is None and shown:
            raise NotFound(name)
        if there is None:
            there = MilestoneTemplate(
                team_id=by.team_id, name=name, steps=steps, set_by=by.user_id, set_at=self._clock.now()
            )
            tx.milestones.add(there)
        there.steps, there.set_by, there.set_at = steps, by.user_id, self._clock.now()
        return there

    def _preview(self, tx: Transaction, request: ClientRequest, template: MilestoneTemplate) -> Preview:
        request.must_be_open()
        if request.due is None:
            raise NoDueDate(request.label)
        steps = planned(read_steps(template.steps), request.due, _calendar(tx, self._people.workspace_zone))
        standing = [task for task in tx.tasks.open_below([request.number], []) if task.milestone]
        return Preview(request, template, steps, [task.label for task in standing])

    def _give(self, tx: Transaction, by: Gesture, request: ClientRequest, step: Step, due: Due) -> Task:
        draft = Draft(title=step.title, due=due, request_number=request.number)
        task = self._tasks.give_in(tx, by, draft)
        task.milestone = str(step.offset)
        return task

    def _moves(self, tx: Transaction, by: Gesture, request: ClientRequest) -> Moves:
        request.must_be_open()
        if request.due is None:
            raise NoDueDate(request.label)
        tasks = tx.tasks.of_request(request.number)
        misplaced = _misplaced(tx, tasks, request.due, self._people.workspace_zone)
        return Moves(request, [one for one in misplaced if cards.is_seen_by(tx, one[0], by.user_id)])

    def _set_due(self, tx: Transaction, by: Gesture, task: Task, due: Due, why: str) -> item_news.Basis:
        """What those who watch it knew of it."""
        before, told, now = rungs.Basis.of(task), item_news.Basis.of(task), self._clock.now()
        task.set_due(due, why)
        task.changed_by = by.user_id
        cards.refresh(tx, task, now=now)
        rungs.follow(tx, task, before, rungs.At(now, self._people.workspace_zone))
        return told


def offer(tx: Transaction, request: ClientRequest, before: Due | None, by: Gesture, at: rungs.At) -> None:
    """Whoever has moved a request's due date is asked whether its milestones move too, if any is not in its place."""
    if request.due is None or request.due == before or not request.is_open:
        return
    found = _misplaced(tx, tx.tasks.open_below([request.number], []), request.due, at.zone)
    misplaced = [task for task, _ in found if cards.is_seen_by(tx, task, by.user_id)]
    if not misplaced:
        return
    facts = {"what": "milestones", "due": request.due.at.isoformat(), "count": str(len(misplaced))}
    cards.notice(tx.outbox, request.label, to=by.user_id, now=at.now, key=f"milestones:{by.key}", facts=facts)


def _misplaced(tx: Transaction, tasks: Iterable[Task], due: Due, zone: ZoneInfo) -> Iterator[tuple[Task, Due]]:
    """Of a request's tasks the open milestones that stand elsewhere than this due date puts them, and where that is."""
    standing = [task for task in tasks if task.is_open and task.milestone]
    if not standing:
        return
    hours = _calendar(tx, zone)
    for task in standing:
        place = Offset.read(task.milestone or "").before(due, hours)
        if place != task.due:
            yield task, place


def _calendar(tx: Transaction, zone: ZoneInfo) -> Hours:
    """The workspace's: a promise to a client is not counted in one person's days."""
    return of_place(None, tx.hours.one(WORKSPACE), zone, by_default=True).hours


def _shown(request: ClientRequest, facts: Sequence[str]) -> str:
    assert request.due is not None
    return f"{due_text(request.due)} {fingerprint(' '.join(facts))}"


def _due_or_none(task: Task) -> str:
    return due_text(task.due) if task.due else ""


def due_text(due: Due) -> str:
    return f"{due.at.isoformat()}/{due.zone_name}"


def _must_be_as_shown(preview: Preview, shown: str) -> None:
    if preview.shown != shown:
        raise _changed(preview.request, shown)


def _changed(request: ClientRequest, shown: str) -> ChangedMeanwhile:
    now = request.due.at.isoformat() if request.due else ""
    who = request.changed_by or request.logged_by
    return ChangedMeanwhile(request.label, who, (Difference("due", theirs=now, yours=shown.partition("/")[0]),))


def _template(tx: Transaction, by: Gesture, name: str) -> MilestoneTemplate:
    found = tx.milestones.one(name) if _is_member(tx, by.user_id) else None
    if found is None:
        raise NotFound(name)
    return found


def _is_member(tx: Transaction, user: UserId) -> bool:
    person = tx.people.one(user)
    return person is not None and person.kind is PersonKind.MEMBER
