"""Somebody met first is let in, however busy the store is and whoever else meets them; what was missed is caught up."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import NotAMember
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.people import Person, PersonKind, Rank
from bot.services import stand_ins
from bot.services.people import PeopleService
from bot.services.task_drafts import Draft
from storage.engine import make_engine
from tests.patience import PATIENCE, stopwatch
from tests.services.office import GUS, NobodyElse, Office
from tests.storage import make
from tests.storage.make import ANA, BEN, NEWS, NOW, OWN_WORK, PRIVATE, T1, HandClock

NIA = UserId("UNIA")
ROOM = ChannelId("CROOM")


class Slack(NobodyElse):
    """Knows everybody, and says so when `ready`."""

    def __init__(self, ready: Callable[[], object] = lambda: None) -> None:
        self._ready = ready

    def person(self, team: TeamId, user: UserId) -> Person | None:
        self._ready()
        return make.person(team_id=team, user_id=user, name="Nia")


def people_of(office: Office, slack: Slack) -> PeopleService:
    return PeopleService(office.store, slack, HandClock(NOW), ZoneInfo("Europe/London"))


def test_two_gestures_of_somebody_met_first(office: Office) -> None:
    people = people_of(office, Slack(Barrier(2, timeout=PATIENCE).wait))
    with ThreadPoolExecutor(2) as threads:
        met = [threads.submit(people.speaker, T1, NIA) for _ in range(2)]
        assert {speaker.result().person.name for speaker in met} == {"Nia"}
    with office.store.read(T1) as tx:
        assert tx.people.one(NIA) is not None


def test_a_store_that_others_write_to_holds_nobody_up(office: Office) -> None:
    people = people_of(office, Slack())
    other = make_engine(office.engine.url.render_as_string())
    with other.begin(), stopwatch() as seconds:
        assert people.speaker(T1, NIA).person.name == "Nia"
        assert seconds() < 1
    other.dispose()
    assert people.speaker(T1, NIA).person.name == "Nia"
    with office.store.read(T1) as tx:
        assert tx.people.one(NIA) is not None, "kept the next time"


@pytest.mark.parametrize("name", ["room", "renamed"])
def test_a_channel_that_is_told_twice_is_there_once(office: Office, name: str) -> None:
    people = people_of(office, Slack())
    people.bot_entered(NEWS, make.channel(channel_id=ROOM, name="room"))
    people.bot_entered(NEWS, make.channel(channel_id=ROOM, name=name))
    channel = people.channel(T1, ROOM)
    assert channel is not None
    assert channel.name == name


@pytest.mark.parametrize(
    ("ranks", "who"),
    [
        ({}, None),
        ({GUS: Rank.PRIMARY_OWNER}, None),
        ({ANA: Rank.ADMIN, BEN: Rank.ADMIN}, BEN),
        ({ANA: Rank.OWNER, BEN: Rank.ADMIN, GUS: Rank.PRIMARY_OWNER}, ANA),
    ],
)
def test_the_highest_of_its_full_members_looks_after_the_workspace(
    office: Office, ranks: Mapping[UserId, Rank], who: UserId | None
) -> None:
    with office.store.begin(OWN_WORK) as tx:
        for user, rank in ranks.items():
            person = tx.people.for_change(user)
            assert person is not None
            person.rank = rank
    assert people_of(office, Slack()).responsible(T1) == who
    with office.store.read(T1) as tx:
        assert [*stand_ins.responsible(tx)] == ([who] if who else [])


class Moved(NobodyElse):
    """While nobody listened, Ana went to New York, Ben left, and Nia came."""

    def people(self, team: TeamId) -> Sequence[Person]:
        return [
            make.person(team_id=team, user_id=NIA, name="Nia"),
            make.person(team_id=team, user_id=BEN, kind=PersonKind.DEACTIVATED),
            make.person(team_id=team, user_id=ANA, zone_name="America/New_York"),
        ]


def test_what_became_of_people_while_nobody_listened(office: Office) -> None:
    office.tasks.give(office.by(), Draft(title="plates", owner=BEN))
    people = PeopleService(office.store, Moved(), HandClock(NOW), ZoneInfo("Europe/London"))
    people.load(T1)
    assert [people.speaker(T1, user).zone.key for user in (ANA, NIA)] == ["America/New_York", "Europe/London"]
    with pytest.raises(NotAMember):
        people.speaker(T1, BEN)
    with office.store.read(T1) as tx:
        assert "T-1" in tx.replans.marked(10)


def test_what_it_was_removed_from_while_nobody_listened(office: Office) -> None:
    """Who comes and goes in there is no longer told to it, so nobody counts as being in it."""
    people = people_of(office, Slack())
    with office.store.read(T1) as tx:
        assert tx.channels.has_member(PRIVATE, ANA)
    people.load(T1)
    channel = people.channel(T1, PRIVATE)
    assert channel is not None
    assert not channel.is_member
    with office.store.read(T1) as tx:
        assert not tx.channels.has_member(PRIVATE, ANA)
