"""Every entity comes back as it went in, and every field of it is stored."""

from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.clients import Client
from bot.domain.digests import DigestSchedule
from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import ClientNumber, NudgeNumber, RequestNumber, ScheduleNumber, TaskNumber
from bot.domain.nudge_occurrences import Coming, NudgeOccurrence, Settled
from bot.domain.nudges import Nudge
from bot.domain.people import Channel, Person, PersonKind
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from bot.domain.tasks import Task, TaskStatus
from storage.mapping import mappers
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PRIVATE, PUBLIC, T1

ENTITIES = (ClientRequest, Task, Client, Person, Channel, Nudge, NudgeOccurrence, DigestSchedule, HoursSetting)


@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: kind.__name__)
def test_every_field_is_a_column(kind: type[Any]) -> None:
    mapper = next(mapper for mapper in mappers.mappers if mapper.class_ is kind)
    assert {field.name for field in fields(kind)} == {attribute.key for attribute in mapper.column_attrs}


def test_client_request(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.clients.add(make.client())
        card = tx.outbox.add(make.message())
        request = make.request(
            number=tx.client_requests.next_number(),
            title="Größe \N{SNOWMAN} '; drop table client_request; --",
            priority=Priority.URGENT,
            status=RequestStatus.CANCELLED,
            acceptance=Acceptance.ACCEPTED,
            client_number=ClientNumber(1),
            client_words="Acmee",
            asker="Joe",
            source="by phone",
            source_permalink="https://example.com/p",
            owner=BEN,
            assigned_by=ANA,
            due_at=NOW + timedelta(days=2, microseconds=7),
            due_zone="Asia/Kolkata",
            audience=PRIVATE,
            card=card,
            closed_by=BEN,
            closed_at=NOW,
            undone=True,
            changed_by=BEN,
        )
        tx.client_requests.add(request)
    with store.read(T1) as tx:
        loaded = tx.client_requests.one(RequestNumber(1), seen_by=ANA)
    assert loaded is not request
    assert asdict(loaded) == asdict(request)
    assert (type(loaded.priority), type(loaded.status)) == (Priority, RequestStatus)


def test_task(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.client_requests.add(make.request())
        task = make.task(
            number=tx.tasks.next_number(),
            status=TaskStatus.DONE,
            request_number=RequestNumber(1),
            owner=BEN,
            due_at=NOW,
            due_zone="Europe/Berlin",
            audience=PUBLIC,
            card=tx.outbox.add(make.message(key="card:T-1")),
            closed_by=BEN,
            closed_at=NOW,
        )
        tx.tasks.add(task)
    with store.read(T1) as tx:
        assert asdict(tx.tasks.one(TaskNumber(1), seen_by=ANA)) == asdict(task)


def test_client(store: SqlStore) -> None:
    client = make.client(channel_id=PUBLIC)
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.clients.add(client)
    with store.read(T1) as tx:
        assert asdict(tx.clients.one(ClientNumber(1), seen_by=ANA)) == asdict(client)
        assert [found.name for found in tx.clients.all(seen_by=ANA)] == ["Acme"]
        assert tx.clients.named("acme", seen_by=ANA) is not None
        assert tx.clients.named("acne", seen_by=ANA) is None
        assert tx.clients.of_channel(PUBLIC) is not None
        assert tx.clients.of_channel(PRIVATE) is None


def test_person(store: SqlStore) -> None:
    person = make.person(kind=PersonKind.GUEST, zone_name="Europe/Berlin", home_opened_at=NOW, welcomed_at=NOW)
    with store.begin(OWN_WORK) as tx:
        tx.people.add(person)
    with store.read(T1) as tx:
        loaded = tx.people.one(ANA)
        assert loaded is not None
        assert asdict(loaded) == asdict(person)
        assert tx.people.one(BEN) is None


def test_channel(store: SqlStore) -> None:
    channel = make.channel(is_private=True, is_member=False, is_archived=True, is_shared=True)
    with store.begin(OWN_WORK) as tx:
        tx.channels.add(channel)
    with store.read(T1) as tx:
        loaded = tx.channels.one(PUBLIC)
        assert loaded is not None
        assert asdict(loaded) == asdict(channel)
        assert [found.name for found in tx.channels.all()] == ["general"]


def test_nudge(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        nudge = make.nudge(number=tx.nudges.next_number(), about="R-1", cancelled_at=NOW)
        tx.nudges.add(nudge)
    with store.read(T1) as tx:
        assert asdict(tx.nudges.one(NudgeNumber(1), seen_by=ANA)) == asdict(nudge)


def test_nudge_occurrence(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.nudges.add(make.nudge(number=tx.nudges.next_number()))
        answered = {"settled": Settled.SNOOZED, "settled_by": ANA, "settled_at": NOW, "until": NOW}
        message = tx.outbox.add(make.message())
        occurrence = make.occurrence(message=message, local_date=date(2026, 3, 8), **answered)
        tx.nudge_occurrences.add(occurrence)
    with store.read(T1) as tx:
        loaded = tx.nudge_occurrences.one(Coming(NudgeNumber(1), 1))
        assert loaded is not None
        assert asdict(loaded) == asdict(occurrence)


def test_digest_schedule(store: SqlStore) -> None:
    schedule = make.schedule(rule="month 1,15 09:00:00 Europe/Berlin", next_date=date(2026, 3, 8), is_on=False)
    with store.begin(OWN_WORK) as tx:
        tx.digests.add(schedule)
    with store.read(T1) as tx:
        assert asdict(tx.digests.one(ScheduleNumber(1))) == asdict(schedule)


def test_what_is_loaded_can_be_used_after_the_transaction(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.client_requests.add(make.request())
    with store.begin(OWN_WORK) as tx:
        request = tx.client_requests.for_change(RequestNumber(1), seen_by=ANA)
        request.take(BEN)
    assert (request.owner, request.version) == (BEN, 2)


@pytest.mark.parametrize("weekdays", [None, (0, 1, 4)])
def test_hours(store: SqlStore, weekdays: tuple[int, ...] | None) -> None:
    hours = HoursSetting(
        team_id=T1,
        subject=ANA,
        zone_name="Europe/Berlin",
        set_by=BEN,
        set_at=NOW,
        weekdays=weekdays,
        spans="09:00-12:30 13:00-17:30" if weekdays else None,
        quiet="22:00-07:00",
        country="DE-BY",
        leave="2026-12-24/2027-01-02",
    )
    with store.begin(OWN_WORK) as tx:
        tx.hours.add(hours)
    with store.read(T1) as tx:
        read = tx.hours.one(ANA)
        assert tx.hours.one(BEN) is None
    assert read is not None
    assert read is not hours
    assert asdict(read) == asdict(hours)
