"""Deliveries that come twice, from several people and to several processes, make one request of one message."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.channel_settings import ChannelSetting, Replies
from bot.domain.heard import permalink_of
from bot.domain.ids import ChannelId, ClientNumber, MessageTs, RequestNumber, UserId
from bot.domain.origins import Told
from bot.domain.outbox import MessageKind
from bot.domain.people import PersonKind
from bot.services.intake import IntakeService, Spoken
from bot.services.pages import Which
from bot.services.people import PeopleService
from bot.services.request_drafts import Draft, Log
from tests.services.office import GUS, NobodyElse, Office
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1, HandClock


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


@pytest.mark.parametrize(
    ("said", "thread"),
    [
        pytest.param(spoken(-6, "a banner"), None, id="long ago"),
        pytest.param(spoken(0, "a banner"), "1.0", id="thread"),
    ],
)
def test_a_word_that_is_mended_in_what_nobody_wanted_heard_logs_nothing(
    office: Office, intake: Callable[[], IntakeService], said: Spoken, thread: str | None
) -> None:
    said = replace(said, thread_ts=MessageTs(thread) if thread else said.ts)
    intake().edited(told(said), said)
    assert titles(office) == []


def test_what_was_too_short_to_be_one_is_logged_once_it_says_more(
    office: Office, intake: Callable[[], IntakeService]
) -> None:
    said = spoken(-4, "a banner")
    intake().edited(told(said), said)
    assert titles(office) == [("a banner", "")]


def test_said_after_the_emoji_it_is_no_second_one(office: Office, intake: Callable[[], IntakeService]) -> None:
    """Slack tells of the message late."""
    said = spoken(0, "the site is down")
    intake().by_emoji(office.by(ANA, channel_id=PRIVATE), said, "ticket")
    intake().hear(told(said), said)
    assert titles(office) == [("the site is down", "")]


def test_an_emoji_of_somebody_who_is_not_there_logs_nothing(
    office: Office, intake: Callable[[], IntakeService]
) -> None:
    intake().by_emoji(office.by(CAT, channel_id=PRIVATE), spoken(0, "the site is down"), "ticket")
    assert titles(office) == []


def test_what_is_said_once_it_is_closed_is_another_one(office: Office, intake: Callable[[], IntakeService]) -> None:
    first, second = spoken(0, "a banner"), spoken(1, "a flag")
    intake().hear(told(first), first)
    office.requests.finish(office.by(), RequestNumber(1))
    intake().hear(told(second), second)
    assert titles(office) == [("a flag", "")]
    assert office.requests.one(office.by(), RequestNumber(1)).details == ""


@pytest.mark.parametrize(
    ("clients", "number"),
    [
        pytest.param({1: PRIVATE, 2: PUBLIC}, 1, id="of the channel"),
        pytest.param({1: PUBLIC}, None, id="of another one"),
        pytest.param({1: PRIVATE, 2: PRIVATE}, None, id="either of two"),
    ],
)
def test_whose_channel_it_is_theirs_it_is(
    office: Office, intake: Callable[[], IntakeService], clients: dict[int, ChannelId], number: int | None
) -> None:
    with office.store.begin(OWN_WORK) as tx:
        for one, channel in clients.items():
            name = f"client{one}"
            tx.clients.add(make.client(number=ClientNumber(one), name=name, folded_name=name, channel_id=channel))
    said = spoken(0, "a banner")
    intake().hear(told(said), said)
    assert office.requests.one(office.by(), RequestNumber(1)).client_number == number


def test_of_a_guest_nothing_is_logged_once_whoever_wanted_it_heard_has_left(
    office: Office, intake: Callable[[], IntakeService]
) -> None:
    with office.store.begin(OWN_WORK) as tx:
        ana = tx.people.for_change(ANA)
        assert ana is not None
        ana.kind = PersonKind.DEACTIVATED
    for said in (spoken(0, "a banner", GUS), spoken(1, "a flag", BEN)):
        intake().hear(told(said), said)
    assert [one.logged_by for one in office.requests.page(office.by(BEN), Which.OPEN).page.items] == [BEN]


def test_whoever_has_it_hears_what_was_deleted(office: Office, intake: Callable[[], IntakeService]) -> None:
    said = spoken(0, "a banner")
    intake().hear(told(said), said)
    office.requests.assign(office.by(), RequestNumber(1), ANA)
    intake().deleted(replace(told(said), key="deleted"), PRIVATE, said.ts)
    assert replied(office) == [ANA]


@pytest.mark.parametrize("is_shared", [False, True])
def test_where_another_company_reads_along_only_whoever_asked_is_told_that_it_is_one(
    office: Office, intake: Callable[[], IntakeService], is_shared: bool
) -> None:
    said = spoken(0, "a banner")
    draft = Draft(title="A banner", source_permalink=permalink_of(PRIVATE, said.ts))
    office.requests.log(Log(by=office.by(BEN, channel_id=PRIVATE), draft=draft))
    with office.store.begin(OWN_WORK) as tx:
        channel = tx.channels.for_change(PRIVATE)
        assert channel is not None
        channel.is_shared = is_shared
    intake().by_emoji(office.by(ANA, channel_id=PRIVATE), said, "ticket")
    assert replied(office) == [ANA if is_shared else PRIVATE]


def replied(office: Office) -> list[str]:
    with office.store.read(T1) as tx:
        return [one.to for one in tx.outbox.news("R-1", MessageKind.REPLIED)]
