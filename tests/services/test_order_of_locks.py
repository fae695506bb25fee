"""Whoever locks several locks client requests before tasks, and each by number (docs/decisions/0041): of two who meet
one waits for the other, and neither for ever.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.bulks import BulkAct, BulkVerb
from bot.domain.client_requests import Due
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber, TaskNumber, UserId
from bot.domain.priority import Priority
from bot.domain.sub_tasks import Closing, Fate
from bot.services.merges import MergeService
from bot.services.task_drafts import Draft
from tests.services.interleaved import in_the_midst
from tests.services.office import Office
from tests.services.test_many_at_once import Does
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PRIVATE, PUBLIC

R1, R2 = map(RequestNumber, (1, 2))
ACME = ClientNumber(1)
Made = Callable[[Office], tuple[Does, Does]]


def bulk(office: Office, act: BulkAct, *labels: str, by: UserId = ANA) -> Does:
    number, gesture = office.bulks.preview(office.by(by), labels, act).bulk.number, office.by(by)
    return lambda: office.bulks.apply(gesture, number)


def undone(office: Office, act: BulkAct, *labels: str) -> Does:
    bulk(office, act, *labels)()
    gesture = office.by()
    return lambda: office.bulks.undo(gesture, 1)


def task_of(office: Office, request: RequestNumber | None, parent: TaskNumber | None = None) -> TaskNumber:
    draft = Draft(title="Proof", request_number=request, parent_number=parent)
    return office.tasks.give(office.by(), draft).task.number


def crosswise(office: Office, other: ChannelId = PUBLIC) -> None:
    """The first task is the second request's and the other way round."""
    office.request(PUBLIC)
    office.request(other)
    task_of(office, R2)
    task_of(office, R1)


def both_tasks(office: Office) -> Does:
    return bulk(office, BulkAct(verb=BulkVerb.ASSIGN, owner=BEN), "T-1", "T-2", by=BEN)


def opened_again_and_closed_above(office: Office) -> tuple[Does, Does]:
    office.request(PUBLIC)
    task_of(office, R1)
    undo, gesture = undone(office, BulkAct(verb=BulkVerb.DONE), "T-1"), office.by(BEN)
    return undo, lambda: office.requests.finish(gesture, R1, Closing(Fate.FINISH))


def closed_and_opened_again_below(office: Office) -> tuple[Does, Does]:
    undo, close = opened_again_and_closed_above(office)
    return close, undo


def part_opened_again_and_closed_above(office: Office) -> tuple[Does, Does]:
    part = task_of(office, None, task_of(office, None))
    undo, gesture = undone(office, BulkAct(verb=BulkVerb.DONE), f"T-{part}"), office.by(BEN)
    return undo, lambda: office.tasks.finish(gesture, TaskNumber(1), Closing(Fate.FINISH))


def moved_to_client(office: Office) -> tuple[Does, Does]:
    crosswise(office)
    add_client(office)
    return bulk(office, BulkAct(verb=BulkVerb.CLIENT, client=ACME), "R-1", "R-2"), both_tasks(office)


def moved_back(office: Office) -> tuple[Does, Does]:
    crosswise(office)
    add_client(office)
    return undone(office, BulkAct(verb=BulkVerb.CLIENT, client=ACME), "R-1", "R-2"), both_tasks(office)


def made_urgent(office: Office) -> tuple[Does, Does]:
    crosswise(office)
    act = BulkAct(verb=BulkVerb.PRIORITY, priority=Priority.URGENT)
    return bulk(office, act, "R-1", "R-2"), both_tasks(office)


def merged(office: Office) -> tuple[Does, Does]:
    crosswise(office, PRIVATE)
    gesture, people = office.by(), office.requests._people
    return lambda: MergeService(office.store, people, office.clock).merge(gesture, R1, R2), both_tasks(office)


def reminded(office: Office) -> Does:
    """Of either request; both reminders are planned anew. The first is about the second and the other way round."""
    for label in ("R-2", "R-1"):
        with office.store.begin(OWN_WORK) as tx:
            tx.nudges.add(make.nudge(number=tx.nudges.next_number(), about=label, user_id=BEN))
            tx.replans.mark(["N-1", "N-2"])
    return office.replanning.plan_due


def given_on_and_reminded(office: Office) -> tuple[Does, Does]:
    for number in (office.request(PUBLIC), office.request(PUBLIC)):
        office.requests.take(office.by(BEN), number)
    return bulk(office, BulkAct(verb=BulkVerb.ASSIGN, owner=ANA), "R-1", "R-2"), reminded(office)


def moved_and_planned_anew(office: Office) -> tuple[Does, Does]:
    """It was marked before, and is marked again by the change."""
    office.requests.take(office.by(BEN), office.request(PUBLIC))
    due = Due(NOW + timedelta(days=1), "Europe/London")
    with office.store.begin(OWN_WORK) as tx:
        tx.replans.mark(["R-1"])
    return bulk(office, BulkAct(verb=BulkVerb.DUE, due=due), "R-1"), office.replanning.plan_due


def merged_and_reminded(office: Office) -> tuple[Does, Does]:
    merge, _ = merged(office)
    return merge, reminded(office)


def add_client(office: Office) -> None:
    """Whose channel is another one, so that the tasks move along."""
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(number=tx.clients.next_number(), channel_id=PRIVATE))


#: Where the first has locked what when the other begins, and how both end.
CASES: list[tuple[Made, str, list[str]]] = [
    (opened_again_and_closed_above, "task", ["done", "done"]),
    (closed_and_opened_again_below, "client_request", ["done", "done"]),
    (part_opened_again_and_closed_above, "task", ["done", "done"]),
    (moved_to_client, "task", ["done", "shown anew"]),
    (moved_back, "task", ["done", "shown anew"]),
    (made_urgent, "client_request", ["done", "done"]),
    (merged, "task", ["done", "shown anew"]),
    (given_on_and_reminded, "nudge", ["done", "done"]),
    (moved_and_planned_anew, "client_request", ["done", "done"]),
    (merged_and_reminded, "nudge", ["done", "done"]),
]


@pytest.mark.parametrize(("made", "of", "ends"), CASES)
def test_neither_waits_for_ever(server: Office, made: Made, of: str, ends: list[str]) -> None:
    assert in_the_midst(server.engine, *made(server), of=of) == ends
