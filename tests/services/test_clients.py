"""What a payload can ask for that a form would not offer."""

import time
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.domain.errors import FieldRefused
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.people import Channel, Person
from bot.services.clients import AddClient, ClientDraft, ClientService
from bot.services.people import PeopleService
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, NOW, OWN_WORK, T1, HandClock

HIDDEN, OLD = ChannelId("C0HIDDEN"), ChannelId("C0OLD")
LONDON = ZoneInfo("Europe/London")


class NobodyElse:
    """A directory of a workspace in which everybody is known already."""

    def person(self, team: TeamId, user: UserId) -> Person | None:
        return None

    def people(self, team: TeamId) -> Sequence[Person]:
        return ()

    def channels(self, team: TeamId) -> Sequence[Channel]:
        return ()

    def members(self, channel: ChannelId) -> Sequence[UserId]:
        return ()


@pytest.fixture
def clients(empty_store: Engine) -> ClientService:
    store, clock = SqlStore(empty_store, lambda: None), HandClock(NOW)
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.channels.add(make.channel(channel_id=HIDDEN, is_private=True))
        tx.channels.add(make.channel(channel_id=OLD, is_archived=True))
    return ClientService(store, PeopleService(store, NobodyElse(), clock, LONDON), clock)


@pytest.mark.parametrize(
    ("channel", "reason"),
    [(HIDDEN, "unknown"), (OLD, "archived")],
    ids=["private, of others", "archived meanwhile"],
)
def test_a_channel_that_the_form_would_not_offer_is_refused(
    clients: ClientService, channel: ChannelId, reason: str
) -> None:
    by = Gesture(team_id=T1, user_id=ANA, zone=LONDON, key="submit:1", deadline=time.monotonic() + 10)
    with pytest.raises(FieldRefused) as refused:
        clients.add(AddClient(by=by, draft=ClientDraft(name="Acme", owner=ANA, channel_id=channel)))
    assert (refused.value.field, refused.value.reason) == ("channel", reason)
    assert clients.page(by).total == 0


def test_the_same_delivery_twice_is_one_client(clients: ClientService) -> None:
    by = Gesture(team_id=T1, user_id=ANA, zone=LONDON, key="submit:1", deadline=time.monotonic() + 10)
    command = AddClient(by=by, draft=ClientDraft(name="Acme", owner=ANA))
    assert clients.add(command).number == clients.add(command).number
    assert clients.page(by).total == 1
