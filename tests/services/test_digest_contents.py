"""What a channel's digest names once it is posted: who reads it may have changed since, and so may what it lists."""

from datetime import time

import pytest
from sqlalchemy import Engine, select

from bot.domain.ids import ChannelId, ClientNumber, RequestNumber
from bot.domain.outbox import Lane, MessageKind
from bot.domain.schedules import EVERY_DAY, DailyRule
from storage.outbox import outbox
from tests.services.test_digests import ROOM, Office, in_berlin
from tests.storage import make
from tests.storage.make import ANA, OWN_WORK, PRIVATE, PUBLIC, T1


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)


def planned(office: Office, channel: ChannelId) -> None:
    """For nine in the morning, of what there is."""
    office.digests.set(office.gesture(channel_id=channel), DailyRule(time(9), EVERY_DAY, "Europe/Berlin"))
    office.pass_to(in_berlin(4, 9))
    assert office.digests.plan_due() == 1


def named(office: Office) -> dict[str, bool]:
    digest = office.digests.part(T1, "D-1/2026-03-04", 1)
    assert digest is not None
    return {line.label: line.item is not None for line in digest.lines}


def test_in_a_clients_channel_what_went_elsewhere_is_not_named_though_everybody_may_see_it(office: Office) -> None:
    office.request(1)
    office.request(2)
    planned(office, PUBLIC)
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(RequestNumber(1), seen_by=ANA).audience = ROOM
    assert named(office) == {"R-1": False, "R-2": True}


def test_in_a_private_channel_its_own_is_named(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.channels.set_members(PRIVATE, [ANA])
    office.request(1, audience=PRIVATE)
    planned(office, PRIVATE)
    assert named(office) == {"R-1": True}


@pytest.mark.parametrize(
    ("channel", "of", "name"),
    [
        pytest.param(PUBLIC, {"client_words": "Zebra"}, "Zebra", id="one that nobody has added"),
        pytest.param(PUBLIC, {"client_number": ClientNumber(3)}, "Everywhere", id="of no channel"),
        pytest.param(PRIVATE, {"client_number": ClientNumber(2)}, "Secret", id="in its own private channel"),
        pytest.param(ROOM, {"client_number": ClientNumber(2)}, None, id="of a private channel, elsewhere"),
        pytest.param(ROOM, {"client_number": ClientNumber(1)}, "Acme", id="of a public channel, elsewhere"),
        pytest.param(PUBLIC, {}, None, id="none"),
    ],
)
def test_a_client_is_named_to_those_who_may_know_it(
    office: Office, channel: ChannelId, of: dict[str, object], name: str | None
) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(number=ClientNumber(3), name="Everywhere", channel_id=None))
    office.request(1, audience=channel, **of)
    (line,) = office.digests.preview(office.gesture(channel_id=channel)).lines
    assert line.client == name


def test_a_preview_of_nothing_is_one_message(office: Office) -> None:
    digest = office.digests.preview(office.gesture())
    assert (digest.lines, digest.part, digest.parts) == ((), 1, 1)


def test_digests_do_not_stand_before_what_people_wait_for(office: Office) -> None:
    office.request(1)
    planned(office, PUBLIC)
    with office.engine.connect() as connection:
        lanes = connection.scalars(select(outbox.c.lane).where(outbox.c.kind == MessageKind.DIGEST)).all()
    assert lanes == [Lane.DIGEST]
