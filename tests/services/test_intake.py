"""Deliveries that come twice, from several people and to several processes, make one request of one message."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.channel_settings import ChannelSetting, Replies
from bot.domain.ids import MessageTs, RequestNumber, UserId
from bot.domain.origins import Told
from bot.services.intake import IntakeService, Spoken
from bot.services.pages import Which
from bot.services.people import PeopleService
from tests.services.office import NobodyElse, Office
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PRIVATE, T1, HandClock


@pytest.fixture
def intake(office: Office) -> Callable[[], IntakeService]:
    """One for each process, all on one store."""
    with office.store.begin(OWN_WORK) as tx:
        tx.channel_settings.add(
            ChannelSetting(
                team_id=T1,
                channel_id=PRIVATE,
                replies=Replies.OFF,
                emoji="ticket",
                captures=True,
                window_minutes=5,
                set_by=ANA,
                set_at=NOW,
            )
        )
    clock = HandClock(NOW)
    people = PeopleService(office.store, NobodyElse(), clock, ZoneInfo("Europe/London"))
    return lambda: IntakeService(office.store, people, office.requests, clock)


def spoken(minutes: float, text: str, author: UserId = BEN) -> Spoken:
    ts = MessageTs(f"{(NOW + timedelta(minutes=minutes)).timestamp():.6f}")
    return Spoken(channel=PRIVATE, ts=ts, thread_ts=ts, author=author, text=text)


def told(said: Spoken) -> Told:
    return Told(team_id=T1, deadline=float("inf"), key=f"said:{said.channel}:{said.ts}")


def titles(office: Office) -> list[tuple[str, str]]:
    page = office.requests.page(office.by(), Which.OPEN).page
    return sorted((one.title, one.details) for one in page.items)


def test_an_emoji_of_several_people_counts_once(office: Office, intake: Callable[[], IntakeService]) -> None:
    said = spoken(0, "the site is down")
    for user in (ANA, BEN, ANA):
        intake().by_emoji(office.by(user, channel_id=PRIVATE), said, "ticket")
    assert titles(office) == [("the site is down", "")]


def test_the_same_delivery_to_two_processes(office: Office, intake: Callable[[], IntakeService]) -> None:
    first, second = spoken(0, "a banner"), spoken(1, "two metres wide")
    for said in (first, first, second, second, first):
        intake().hear(told(said), said)
    assert titles(office) == [("a banner", "two metres wide")]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=str)
def test_in_whatever_order_they_come(
    office: Office, intake: Callable[[], IntakeService], order: tuple[int, ...]
) -> None:
    said = [spoken(0, "a banner"), spoken(1, "two metres wide"), spoken(2, "for the fair")]
    for each in order:
        intake().hear(told(said[each]), said[each])
    assert titles(office) == [("a banner", "two metres wide\nfor the fair")]


def test_others_and_later_ones_are_requests_of_their_own(office: Office, intake: Callable[[], IntakeService]) -> None:
    for said in (spoken(0, "a banner"), spoken(1, "a poster", ANA), spoken(6, "a flag")):
        intake().hear(told(said), said)
    assert [title for title, _ in titles(office)] == ["a banner", "a flag", "a poster"]


def test_what_somebody_wrote_anew_stays(office: Office, intake: Callable[[], IntakeService]) -> None:
    said, more = spoken(0, "a baner"), spoken(1, "for the fair")
    intake().hear(told(said), said)
    with office.store.begin(OWN_WORK) as tx:
        request = tx.client_requests.for_change(RequestNumber(1), seen_by=ANA)
        request.title, request.details = "A banner for the fair", "Ask Cat first."
    intake().hear(told(more), more)
    intake().edited(Told(team_id=T1, deadline=float("inf"), key="changed:1"), spoken(0, "a banner"))
    assert titles(office) == [("A banner for the fair", "Ask Cat first.\nfor the fair")]
