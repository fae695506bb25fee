"""Parts of requests and tasks on a store of their own: nothing is closed over open ones unless it is forced."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from bot.domain.checklists import Check
from bot.domain.edits import fingerprint
from bot.domain.errors import (
    AlreadyClosed,
    ChangedMeanwhile,
    DomainError,
    FieldRefused,
    NoPartsOfParts,
    NotFound,
    PartsOpen,
)
from bot.domain.ids import RequestNumber, TaskNumber
from bot.domain.sub_tasks import Closing, Fate, Progress
from bot.domain.tasks import TaskStatus
from bot.services import sub_tasks
from bot.services.checklists import ChecklistService, Ticking
from bot.services.sub_tasks import SubTaskService
from bot.services.task_drafts import Draft, HandOver
from tests.engines import kept_engine
from tests.patience import PATIENCE
from tests.services.office import GUS, ONE, Office
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, HandClock

TWO, THREE = TaskNumber(2), TaskNumber(3)
R1 = RequestNumber(1)
FORCED = Closing(Fate.LEAVE, "the client has it printed elsewhere")


def of_request(office: Office) -> tuple[Draft, Callable[..., Any]]:
    """A part to be given, and how its whole is closed."""
    return Draft(title="Plates", request_number=office.request(PUBLIC)), office.requests.finish


def of_task(office: Office) -> tuple[Draft, Callable[..., Any]]:
    return Draft(title="Plates", parent_number=office.tasks.give(office.by(), Draft(title="Whole")).task.number), (
        office.tasks.finish
    )


WHOLES = [pytest.param(of_request, id="request"), pytest.param(of_task, id="task")]


def is_open(office: Office, number: TaskNumber) -> bool:
    return office.tasks.one(office.by(), number).is_open


@pytest.mark.parametrize("whole", WHOLES)
def test_it_is_not_closed_over_an_open_part(office: Office, whole: Callable[[Office], Any]) -> None:
    draft, close = whole(office)
    part = office.tasks.give(office.by(), draft).task.number
    with pytest.raises(PartsOpen) as refused:
        close(office.by(), 1)
    assert refused.value.parts == (f"T-{part}",)
    with pytest.raises(FieldRefused):
        close(office.by(), 1, Closing(Fate.LEAVE))
    assert is_open(office, part)


@pytest.mark.parametrize("whole", WHOLES)
@pytest.mark.parametrize(
    ("closing", "becomes"),
    [
        pytest.param(FORCED, TaskStatus.OPEN, id="left"),
        pytest.param(Closing(Fate.FINISH), TaskStatus.DONE, id="finished"),
        pytest.param(Closing(Fate.CANCEL, "not needed"), TaskStatus.CANCELLED, id="cancelled"),
    ],
)
def test_what_was_chosen_becomes_of_the_open_ones(
    office: Office, whole: Callable[[Office], Any], closing: Closing, becomes: TaskStatus
) -> None:
    draft, close = whole(office)
    part = office.tasks.give(office.by(), draft).task.number
    closed = close(office.by(), 1, closing)
    assert (closed.is_open, closed.why) == (False, closing.why)
    assert office.tasks.one(office.by(), part).status is becomes


@pytest.mark.parametrize("whole", WHOLES)
def test_nothing_new_hangs_on_what_is_closed(office: Office, whole: Callable[[Office], Any]) -> None:
    draft, close = whole(office)
    part = office.tasks.give(office.by(), draft).task.number
    office.tasks.finish(office.by(), part)
    close(office.by(), 1)
    with pytest.raises(AlreadyClosed):
        office.tasks.give(office.by(), draft)
    with pytest.raises(AlreadyClosed):
        office.tasks.reopen(office.by(), part)


def test_a_request_is_not_closed_over_a_part_of_a_task_either(office: Office) -> None:
    office.tasks.give(office.by(), Draft(title="Whole", request_number=office.request(PUBLIC)))
    office.tasks.give(office.by(), Draft(title="Plates", parent_number=ONE))
    office.tasks.finish(office.by(), ONE, FORCED)
    with pytest.raises(PartsOpen) as refused:
        office.requests.finish(office.by(), R1)
    assert refused.value.parts == ("T-2",)


def test_parts_have_no_parts(office: Office) -> None:
    office.tasks.give(office.by(), Draft(title="Whole"))
    office.tasks.give(office.by(), Draft(title="Plates", parent_number=ONE))
    with pytest.raises(NoPartsOfParts):
        office.tasks.give(office.by(), Draft(title="Ink", parent_number=TWO))


def test_a_part_is_of_its_request_and_for_its_people(office: Office) -> None:
    office.tasks.give(office.by(), Draft(title="Whole", request_number=office.request(PRIVATE)))
    part = office.tasks.give(office.by(), Draft(title="Plates", parent_number=ONE)).task
    assert (part.request_number, part.audience) == (1, PRIVATE)
    with pytest.raises(NotFound):
        office.tasks.give(office.by(CAT), Draft(title="Ink", parent_number=ONE))


def test_what_only_others_see_stays_and_needs_a_reason(office: Office) -> None:
    """Ana gave the whole to Ben in private; Ben gave a part of it to Cat."""
    office.tasks.give(office.by(channel_id=None), Draft(title="Whole", owner=BEN))
    office.tasks.give(office.by(BEN, channel_id=None), Draft(title="Secret", parent_number=ONE, owner=CAT))
    with pytest.raises(PartsOpen) as refused:
        office.tasks.finish(office.by(), ONE)
    assert (refused.value.parts, refused.value.hidden) == ((), 1)
    with pytest.raises(FieldRefused):
        office.tasks.finish(office.by(), ONE, Closing(Fate.FINISH))
    office.tasks.finish(office.by(), ONE, Closing(Fate.FINISH, "over"))
    assert office.tasks.one(office.by(BEN), TWO).is_open


def test_cancelled_parts_do_not_count(office: Office) -> None:
    draft, _ = of_request(office)
    for _ in range(4):
        office.tasks.give(office.by(), draft)
    office.tasks.finish(office.by(), ONE)
    office.tasks.cancel(office.by(), TWO)
    whole = office.requests.one(office.by(), R1)
    assert SubTaskService(office.store).progress(whole.team_id, whole) == Progress(1, 3)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Office]:
    """On each database: who waits for whom is theirs to say."""
    engine = kept_engine(request.getfixturevalue(f"empty_{request.param}_url"))
    yield Office(engine)
    engine.dispose()


@pytest.mark.parametrize("whole", WHOLES)
def test_whoever_comes_first_the_other_is_told(either: Office, whole: Callable[[Office], Any]) -> None:
    """Never closed with an open part: whatever the order, one of the two is refused."""
    draft, close = whole(either)
    both = Barrier(2, timeout=PATIENCE)

    def attempt(does: Callable[[], Any]) -> str:
        both.wait()
        try:
            does()
        except DomainError as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(2) as threads:
        closing = threads.submit(attempt, lambda: close(either.by(key="close"), 1))
        giving = threads.submit(attempt, lambda: either.tasks.give(either.by(BEN, key="give"), draft))
        ended = (closing.result(), giving.result())
    assert ended in {("done", "AlreadyClosed"), ("PartsOpen", "done")}


@pytest.mark.parametrize("whole", WHOLES)
def test_a_part_that_is_being_given_is_waited_for(either: Office, whole: Callable[[Office], Any]) -> None:
    draft, close = whole(either)
    with ThreadPoolExecutor(1) as threads:
        with either.store.begin(OWN_WORK) as tx:
            sub_tasks.whole(tx, either.by(), draft.request_number, draft.parent_number)
            closing = threads.submit(close, either.by(), 1)
            either.tasks._give(tx, either.by(), draft)
        with pytest.raises(PartsOpen):
            closing.result()


def test_the_same_delivery_again_closes_once(office: Office) -> None:
    draft, close = of_task(office)
    office.tasks.give(office.by(), draft)
    by = office.by()
    assert close(by, 1, FORCED).version == close(by, 1, FORCED).version


def test_handing_over_says_to_whom_and_where(office: Office) -> None:
    office.tasks.give(office.by(), Draft(title="Plates", owner=BEN, department="Design"))
    task = office.tasks.hand_over(office.by(BEN), ONE, HandOver(CAT, "Print", "approved"))
    assert (task.owner, task.department, task.note) == (CAT, "Print", "approved")
    kept = office.tasks.hand_over(office.by(CAT), ONE, HandOver(ANA))
    assert (kept.owner, kept.department) == (ANA, "Print")
    queued = office.tasks.hand_over(office.by(), ONE, HandOver(None, "design", "again"))
    assert (queued.owner, queued.department, queued.note) == (None, "design", "again")


def test_a_guest_is_handed_nothing(office: Office) -> None:
    office.tasks.give(office.by(), Draft(title="Plates"))
    with pytest.raises(DomainError):
        office.tasks.hand_over(office.by(), ONE, HandOver(GUS))
    with pytest.raises(NotFound):
        office.tasks.hand_over(office.by(GUS), ONE, HandOver(ANA))


def test_departments_are_remembered_as_first_written_for_those_who_see_them(office: Office) -> None:
    give = office.tasks.give
    give(office.by(), Draft(title="Plates", department="Print"))
    assert give(office.by(), Draft(title="Plates", department="PRINT")).task.department == "Print"
    give(office.by(channel_id=PRIVATE), Draft(title="Plates", department="Board"))
    service = SubTaskService(office.store)
    assert (list(service.departments(office.by())), list(service.departments(office.by(CAT)))) == (
        ["Board", "Print"],
        ["Print"],
    )


def ticking(**changed: Any) -> Ticking:
    values: dict[str, Any] = {
        "label": "T-1",
        "lines": ["Proof", "Plates"],
        "shown_lines": fingerprint(""),
        "ticked": [],
        "shown_ticked": [],
    }
    return Ticking(**(values | changed))


def test_a_checklist_is_written_ticked_and_kept(office: Office) -> None:
    office.tasks.give(office.by(), Draft(title="Whole"))
    service, written = ChecklistService(office.store, HandClock(NOW)), fingerprint("Proof\nPlates")
    service.save(office.by(), ticking())
    for user, item in ((ANA, "Proof"), (BEN, "Plates")):
        service.save(office.by(user), ticking(shown_lines=written, ticked=[fingerprint(item)]))
    assert service.of(office.by(), "T-1").checklist == (Check("Proof", ANA, NOW), Check("Plates", BEN, NOW))
    with pytest.raises(ChangedMeanwhile):
        service.save(office.by(), ticking(lines=["Ink"]))
    with pytest.raises(NotFound):
        service.save(office.by(GUS), ticking(shown_lines=written))
    office.tasks.finish(office.by(), ONE)
    with pytest.raises(AlreadyClosed):
        service.save(office.by(), ticking(shown_lines=written))
