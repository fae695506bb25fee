"""Merging on a store of its own: nobody sees more by it, and of two who merge crosswise one is told."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, select, update

from bot.domain.client_requests import UNDO_WINDOW
from bot.domain.errors import DomainError, HasMerged, MergeStands, NotFound, ShowsMore
from bot.domain.ids import ChannelId, RequestNumber, UserId, is_person
from bot.domain.item_questions import ItemQuestion
from bot.domain.item_watchers import ItemWatcher
from bot.domain.merges import PieceKind
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.people import PersonKind
from bot.services import nudge_occurrences
from bot.services.duplicates import DuplicateService
from bot.services.merges import MergeService
from storage.outbox import outbox
from tests.engines import kept_engine
from tests.patience import PATIENCE
from tests.services.office import GUS, Office
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1
from tests.storage.taps import looking_on

R1, R2, R3 = map(RequestNumber, (1, 2, 3))


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Office]:
    engine = kept_engine(request.getfixturevalue(f"empty_{request.param}_url"))
    yield Office(engine)
    engine.dispose()


def merging(office: Office) -> MergeService:
    return MergeService(office.store, office.requests._people, office.clock)


def told_of(office: Office, what: str) -> dict[str, Any]:
    """People, and what is to be told them or was."""
    with looking_on(office.engine).connect() as connection:
        rows = connection.execute(select(outbox.c.recipient, outbox.c.facts).where(outbox.c.state != "cancelled"))
        return {row.recipient: row.facts for row in rows if row.facts.get("what") == what and is_person(row.recipient)}


def send_notices(office: Office) -> None:
    notices = update(outbox).where(outbox.c.kind == MessageKind.NOTICE)
    with looking_on(office.engine).begin() as connection:
        connection.execute(notices.values(state=MessageState.SENT, first_try_at=NOW, ended_at=NOW))


@pytest.mark.parametrize(
    ("goes", "stays", "owner", "shows_more"),
    [
        pytest.param(PUBLIC, PUBLIC, CAT, False, id="the same public channel"),
        pytest.param(PUBLIC, PRIVATE, CAT, False, id="to fewer"),
        pytest.param(PRIVATE, PRIVATE, BEN, False, id="the same private channel"),
        pytest.param(PRIVATE, PRIVATE, CAT, True, id="somebody outside has the one that stays"),
        pytest.param(PRIVATE, PUBLIC, BEN, True, id="to everybody"),
        pytest.param(None, PUBLIC, BEN, True, id="from messages to a channel"),
        pytest.param(None, None, None, False, id="both in the same person's messages"),
        pytest.param(None, None, BEN, True, id="somebody else has the one that stays"),
    ],
)
def test_nobody_sees_more(
    office: Office, goes: ChannelId | None, stays: ChannelId | None, owner: UserId | None, *, shows_more: bool
) -> None:
    office.request(stays)
    office.request(goes)
    if owner is not None:
        office.requests.assign(office.by(), R1, owner)
    if shows_more:
        with pytest.raises(ShowsMore):
            merging(office).merge(office.by(), R2, R1)
        assert office.requests.one(office.by(), R2).is_open
        return
    merging(office).merge(office.by(), R2, R1)
    assert office.requests.one(office.by(), R2).merged_into == R1


def test_a_task_goes_where_fewer_see_it_and_comes_back(office: Office) -> None:
    office.request(PRIVATE)
    office.request(PUBLIC)
    with office.store.begin(OWN_WORK) as tx:
        tx.tasks.add(make.task(number=tx.tasks.next_number(), request_number=R2, audience=PUBLIC))
    merging(office).merge(office.by(), R2, R1)
    with office.store.read(office.by().team_id) as tx:
        assert [task.audience for task in tx.tasks.of_request(R1)] == [PRIVATE]
    done = merging(office).split(office.by(BEN), R2)
    assert [piece.kind for piece in done.back] == [PieceKind.TASK]
    with office.store.read(office.by().team_id) as tx:
        assert [task.audience for task in tx.tasks.of_request(R2)] == [PUBLIC]


def test_what_stays_behind_is_told_to_whom_it_concerns(office: Office) -> None:
    """Cat may not see the one that stays, so that her reminders and what she asked stay with the one that goes."""
    office.request(PRIVATE)
    office.request(PUBLIC)
    with office.store.begin(OWN_WORK) as tx:
        for number, user, text, channel in (
            (1, CAT, "", None),
            (2, BEN, "", None),
            (3, CAT, "x", None),
            (4, None, "", PUBLIC),
        ):
            nudge = make.nudge(number=number, about="R-2", text=text, user_id=user, channel_id=channel, set_by=BEN)
            tx.nudges.add(nudge)
            nudge_occurrences.plan(tx, nudge, at=nudge.due_at, key=f"nudge:{number}")
        asked: dict[str, Any] = {"team_id": T1, "label": "R-2", "asked_by": CAT, "asked_of": BEN, "asked_at": NOW}
        tx.item_questions.add(ItemQuestion(**asked, number=1, words="Which blue?"))
        tx.item_questions.add(ItemQuestion(**asked, number=2, words="When?", answer="now", answered_at=NOW))
    by = office.by()
    assert merging(office).preview(by, R2, R1).stays == ["N-1", "N-4"]
    done = merging(office).merge(by, R2, R1)
    assert (done.stays, done.questions, merging(office).merge(by, R2, R1).stays) == (["N-1", "N-4"], 1, ["N-1", "N-4"])
    told = told_of(office, "merged")
    assert {user: (facts.get("nudges"), facts.get("asked_by")) for user, facts in told.items()} == {
        CAT: ("N-1", CAT),
        BEN: ("N-1 N-4", CAT),
    }
    send_notices(office)
    merging(office).split(office.by(), R2)
    assert {user: facts["nudges"] for user, facts in told_of(office, "split").items()} == {CAT: "N-1", BEN: "N-1 N-4"}


def test_who_watches_hears_of_a_merge_that_is_taken_back_unless_they_have_not_heard_of_it(office: Office) -> None:
    office.request(PUBLIC)
    office.request(PUBLIC)
    with office.store.begin(OWN_WORK) as tx:
        tx.item_watchers.add(ItemWatcher(team_id=T1, label="R-2", user_id=CAT, added_by=CAT, added_at=NOW))
    merging(office).merge(office.by(), R2, R1)
    assert [*told_of(office, "merged")] == [CAT]
    merging(office).split(office.by(), R2)
    assert told_of(office, "merged") == told_of(office, "split") == {}
    merging(office).merge(office.by(), R2, R1)
    send_notices(office)
    merging(office).split(office.by(), R2)
    assert [*told_of(office, "split")] == [CAT]


def test_two_that_are_not_the_same_are_not_named_again_to_anybody(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        for number in (1, 2, 3):
            words = {"title": "Reprint of the spring brochure", "client_words": "Acme", "audience": PUBLIC}
            tx.client_requests.add(make.request(number=RequestNumber(number), **words))
    duplicates = DuplicateService(office.store, office.clock)

    def named(user: UserId, number: RequestNumber) -> set[int]:
        found = duplicates.of(office.by(user), number)
        return {one.number for one in found.others} if found else set()

    assert named(BEN, R2) == {1, 3}
    by = office.by()
    for _ in range(2):
        duplicates.tell_apart(by, R2, R1)
    duplicates.tell_apart(office.by(BEN), R1, R2)
    assert (named(BEN, R2), named(CAT, R1), named(ANA, R3)) == ({3}, {3}, {1, 2})
    assert [one.number for one in duplicates.shown(T1, CAT, R2, [R1, R3]).others] == [R3]
    with pytest.raises(NotFound):
        duplicates.tell_apart(office.by(GUS), R2, R3)
    assert named(BEN, R2) == {3}


def test_what_has_taken_one_in_goes_no_further_and_a_delivery_counts_once(office: Office) -> None:
    for _ in range(3):
        office.request(PUBLIC)
    by = office.by()
    assert merging(office).merge(by, R2, R1).into.number == merging(office).merge(by, R2, R1).into.number == R1
    with pytest.raises(HasMerged):
        merging(office).merge(office.by(), R1, R3)


def test_whoever_may_not_see_a_merged_request_does_not_hear_that_it_is_one(office: Office) -> None:
    for _ in range(2):
        office.request(PRIVATE)
    merging(office).merge(office.by(), R2, R1)
    for number in (R2, R3):
        with pytest.raises(NotFound):
            merging(office).undo(office.by(CAT), number)


@pytest.mark.parametrize(
    ("user", "later", "is_undone"),
    [
        pytest.param(ANA, UNDO_WINDOW, True, id="as long as the answer says"),
        pytest.param(ANA, UNDO_WINDOW + timedelta(seconds=1), False, id="later"),
        pytest.param(BEN, timedelta(0), False, id="by somebody else"),
    ],
)
def test_by_whom_and_for_how_long_a_merge_is_undone(
    office: Office, user: UserId, later: timedelta, *, is_undone: bool
) -> None:
    for _ in range(2):
        office.request(PUBLIC)
    merging(office).merge(office.by(), R2, R1)
    office.clock.moment += later
    with nullcontext() if is_undone else pytest.raises(MergeStands):
        merging(office).undo(office.by(user), R2)
    assert office.requests.one(office.by(), R2).is_open is is_undone


def test_of_two_who_merge_crosswise_one_is_told(either: Office) -> None:
    either.request(PUBLIC)
    either.request(PUBLIC)
    both = Barrier(2, timeout=PATIENCE)

    def attempt(user: UserId, goes: RequestNumber, stays: RequestNumber) -> str:
        by = either.by(user, key=f"merge {goes}")
        both.wait()
        try:
            merging(either).merge(by, goes, stays)
        except DomainError as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(2) as threads:
        merged = [threads.submit(attempt, ANA, R2, R1), threads.submit(attempt, BEN, R1, R2)]
        ended = sorted(one.result() for one in merged)
    assert ended == ["AlreadyMerged", "done"]
    assert sum(either.requests.one(either.by(), one).is_open for one in (R1, R2)) == 1


VANISHED: dict[str, dict[str, bool]] = {
    "archived": {"is_archived": True},
    "left by Liaison": {"is_member": False},
    "shared with another company": {"is_shared": True},
}


@pytest.mark.parametrize("channel", [PRIVATE, PUBLIC], ids=["where it stays", "where it goes"])
@pytest.mark.parametrize("changed", VANISHED.values(), ids=VANISHED)
def test_people_and_places_that_are_gone_meanwhile_stop_no_merge(
    office: Office, channel: ChannelId, changed: dict[str, bool]
) -> None:
    """Ben has the one that goes and is asked about it, Cat watches it."""
    office.request(PRIVATE)
    office.request(PUBLIC)
    office.requests.assign(office.by(), R2, BEN)
    with office.store.begin(OWN_WORK) as tx:
        tx.item_watchers.add(ItemWatcher(team_id=T1, label="R-2", user_id=CAT, added_by=ANA, added_at=NOW))
        tx.tasks.add(make.task(number=tx.tasks.next_number(), request_number=R2, audience=PUBLIC, owner=CAT))
    merging(office).preview(office.by(), R2, R1)
    with office.store.begin(OWN_WORK) as tx:
        for user in (BEN, CAT):
            person = tx.people.for_change(user)
            assert person is not None
            person.kind = PersonKind.DEACTIVATED
        gone = tx.channels.for_change(channel)
        assert gone is not None
        for name, value in changed.items():
            setattr(gone, name, value)
    merging(office).merge(office.by(), R2, R1)
    with looking_on(office.engine).connect() as connection:
        rows = connection.execute(select(outbox.c.recipient, outbox.c.facts)).all()
    assert not {row.recipient for row in rows if row.facts.get("what") == "merged" and is_person(row.recipient)}
    back = merging(office).split(office.by(), R2).back
    assert {piece.kind for piece in back} == {PieceKind.TASK, PieceKind.WATCHER}
    assert office.requests.one(office.by(), R2).is_open


def test_tasks_are_not_gone_through_once_for_each_of_them(office: Office) -> None:
    """Else the split of one with five hundred takes longer than anybody may wait, and so never comes about."""
    asked = list[str]()
    event.listen(office.engine, "before_cursor_execute", lambda _, __, said, *___: asked.append(said))

    def readings(stays: RequestNumber, goes: RequestNumber, tasks: int) -> int:
        office.request(PUBLIC)
        office.request(PUBLIC)
        with office.store.begin(OWN_WORK) as tx:
            for _ in range(tasks):
                number = tx.tasks.next_number()
                tx.tasks.add(make.task(number=number, request_number=goes, audience=PUBLIC))
        asked.clear()
        assert len(merging(office).merge(office.by(), goes, stays).pieces) == tasks
        assert len(merging(office).split(office.by(), goes).back) == tasks
        return sum(said.startswith("SELECT") for said in asked)

    assert readings(R1, R2, 3) == readings(R3, RequestNumber(4), 30)


def test_those_who_watch_are_not_asked_about_one_by_one(office: Office) -> None:
    """Only what each is told is written by itself."""
    asked = list[str]()
    event.listen(office.engine, "before_cursor_execute", lambda _, __, said, *___: asked.append(said))

    def statements() -> int:
        return sum(not said.startswith("INSERT INTO outbox") for said in asked)

    def counted(stays: RequestNumber, goes: RequestNumber, watchers: int) -> tuple[int, int]:
        office.request(PUBLIC)
        office.request(PUBLIC)
        users = [UserId(f"U{goes}X{number}") for number in range(watchers)]
        with office.store.begin(OWN_WORK) as tx:
            for user in users:
                tx.people.add(make.person(user_id=user, name=user))
            tx.item_watchers.add_each(
                [
                    ItemWatcher(team_id=T1, label=f"R-{goes}", user_id=user, added_by=user, added_at=NOW)
                    for user in users
                ]
            )
        asked.clear()
        assert len(merging(office).merge(office.by(), goes, stays).pieces) == watchers
        merged = statements()
        send_notices(office)
        asked.clear()
        assert len(merging(office).split(office.by(), goes).back) == watchers
        assert {*users} <= told_of(office, "split").keys()
        return merged, statements()

    assert counted(R1, R2, 3) == counted(R3, RequestNumber(4), 30)
