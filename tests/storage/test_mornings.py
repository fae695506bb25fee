"""Mornings: two that begin one at once have one, and only members with something to do are found without."""

from sqlalchemy import Engine

from bot.domain.ids import NudgeNumber, RequestNumber
from bot.domain.people import PersonKind
from storage.mornings import MorningSweep
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import Wakes
from tests.storage.make import ANA, BEN, CAT, OWN_WORK, OWN_WORK_OF_T2, T1, T2


def test_it_is_begun_once(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        assert tx.mornings.add(make.morning())
    with store.begin(OWN_WORK) as tx:
        assert not tx.mornings.add(make.morning(zone_name="Asia/Tokyo"))
        kept = tx.mornings.one(ANA)
        assert kept is not None
        assert kept.zone_name == "Europe/Berlin"


def test_who_has_none_yet(store: SqlStore, engine: Engine) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.channels.add(make.channel())
        for user, kind in ((ANA, PersonKind.MEMBER), (BEN, PersonKind.GUEST), (CAT, PersonKind.MEMBER)):
            tx.people.add(make.person(user_id=user, kind=kind))
        for number, owner in enumerate((ANA, BEN, None), start=1):
            tx.client_requests.add(make.request(number=RequestNumber(number), owner=owner))
    with store.begin(OWN_WORK_OF_T2) as tx:
        tx.people.add(make.person(team_id=T2))
        tx.client_requests.add(make.request(team_id=T2, owner=ANA))
    sweep = MorningSweep(engine)
    assert sweep.without_morning([T1]) == [(T1, ANA)]
    assert sorted(sweep.without_morning([T1, T2])) == [(T1, ANA), (T2, ANA)]
    with store.begin(OWN_WORK) as tx:
        tx.mornings.add(make.morning())
    assert sweep.without_morning([T1]) == []


def test_whoever_reads_one_waits_for_nobody(postgresql: Engine) -> None:
    """A digest is planned while somebody gives its reader something, or sees what waits for them."""
    store = SqlStore(postgresql, Wakes())
    with store.begin(OWN_WORK) as tx:
        tx.mornings.add(make.morning())
        tx.nudges.add(make.nudge(user_id=ANA, rule="every day"))
    with store.begin(OWN_WORK) as planning, store.begin(OWN_WORK) as gesture:
        assert planning.mornings.for_change(ANA) is not None
        assert gesture.nudges.for_planning(NudgeNumber(1)) is not None
        assert gesture.mornings.one(ANA) is not None
        assert [one.number for one in planning.nudges.waiting_for(ANA)] == [1]
