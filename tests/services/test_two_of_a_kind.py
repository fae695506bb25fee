"""Nothing is lost because it is like something else: of another item, to another reader, or of the same one again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.client_requests import Due, Pause
from bot.domain.edits import fingerprints
from bot.domain.ids import NudgeNumber, RequestNumber, UserId
from bot.domain.moments import Moment
from bot.domain.nudge_occurrences import Coming
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.people import PersonKind
from bot.domain.request_states import RequestStatus
from bot.services.item_watchers import ItemWatcherService
from bot.services.nudge_hand_overs import NudgeHandOverService
from bot.services.nudge_occurrences import NudgeOccurrenceService
from bot.services.nudges import NudgeService, SetNudge
from bot.services.people import PeopleService
from bot.services.request_drafts import Draft, Edit, Log, fields_of
from storage.outbox import outbox
from tests.services.office import NobodyElse, Office
from tests.storage import make
from tests.storage.make import BEN, CAT, NEWS, NOW

R1, R2 = RequestNumber(1), RequestNumber(2)
LONDON = make.gesture().zone
FRIDAY = Due(datetime(2026, 3, 13, 16, tzinfo=UTC), "Europe/London")
BOTH = (R1, R2)
DAY = timedelta(days=1)

Acts = Callable[[Office], object]


@pytest.fixture
def two(office: Office) -> Office:
    """R-1 and R-2, alike in all but their titles, from Ana to Ben."""
    for title in ("Logo", "Brochure"):
        office.requests.log(Log(by=office.by(), draft=Draft(title=title, owner=BEN, due=FRIDAY)))
    return office


def told(office: Office, kind: MessageKind, *, edits: bool = False) -> list[str]:
    """About what and whom: what was not withdrawn."""
    alive = (outbox.c.kind == kind, outbox.c.state != MessageState.CANCELLED)
    rows = select(outbox.c.about, outbox.c.recipient).where(*alive, outbox.c.edits.is_not(None) == edits)
    with office.engine.connect() as connection:
        return sorted(f"{row.about} {row.recipient}" for row in connection.execute(rows))


def people(office: Office) -> PeopleService:
    return PeopleService(office.store, NobodyElse(), office.clock, LONDON)


def given_back_twice(office: Office) -> None:
    for number in BOTH:
        for _ in range(2):
            office.requests.assign(office.by(), number, BEN)
            office.requests.decline(office.by(BEN), number, "no time")


def given_to_and_fro(office: Office) -> None:
    for owner in (CAT, BEN):
        for number in BOTH:
            office.requests.assign(office.by(), number, owner)


def wait_on_the_client(office: Office) -> None:
    """Each until two mornings, and R-1 with two owners."""
    for until in (FRIDAY.at, FRIDAY.at + DAY):
        for number in BOTH:
            due = Due(until, "Europe/London")
            office.requests.pause(office.by(BEN), number, Pause(RequestStatus.WAITING_ON_CLIENT, "", due))
    office.requests.assign(office.by(), R1, CAT)


def moved_twice(office: Office) -> None:
    """Ben has them, Cat watches them."""
    for number in BOTH:
        ItemWatcherService(office.store, people(office), office.clock).watch(office.by(), f"R-{number}", [CAT])
    for days in (1, 2):
        for number in BOTH:
            request = office.requests.one(office.by(), number)
            wanted = Draft(title=request.title, owner=BEN, due=Due(FRIDAY.at + days * DAY, "Europe/London"))
            shown, asked = fingerprints(fields_of(request)), frozenset({"due"})
            office.requests.edit(
                Edit(by=office.by(), number=number, shown=shown, wanted=wanted, asked=asked, due_why="the fair")
            )


def asked_by_others(office: Office) -> None:
    """Each by Cat, R-1 by Ben after all."""
    for title in ("Poster", "Flyer"):
        office.requests.log(Log(by=office.by(), draft=Draft(title=title, asker=CAT)))
    request = office.requests.one(office.by(), RequestNumber(3))
    wanted = Draft(title=request.title, asker=BEN)
    shown, asked = fingerprints(fields_of(request)), frozenset({"asker"})
    office.requests.edit(Edit(by=office.by(), number=request.number, shown=shown, wanted=wanted, asked=asked))


def watched(office: Office) -> None:
    """At one gesture by two, and again after it was ended."""
    watchers = ItemWatcherService(office.store, people(office), office.clock)
    for label in ("R-1", "R-2"):
        watchers.watch(office.by(), label, [BEN, CAT])
    watchers.unwatch(office.by(), "R-1", [CAT])
    watchers.watch(office.by(), "R-1", [CAT])


def leave(office: Office, user: UserId, kind: PersonKind = PersonKind.DEACTIVATED) -> None:
    people(office).changed(NEWS, make.person(user_id=user, name=user, kind=kind))


def have_left(office: Office) -> None:
    """Two in one minute. What one of them had given is of no matter once the other leaves a second time."""
    office.requests.assign(office.by(), R2, CAT)
    office.requests.log(Log(by=office.by(CAT), draft=Draft(title="Poster", owner=BEN, due=FRIDAY)))
    leave(office, BEN)
    leave(office, CAT)
    office.clock.pass_(DAY)
    leave(office, BEN, PersonKind.MEMBER)
    leave(office, BEN)


def set_reminders(office: Office) -> None:
    """N-1 and N-2 for Ben, N-3 for Cat."""
    service = NudgeService(office.store, people(office), office.clock)
    moment = Moment(NOW.replace(tzinfo=None), LONDON, NOW + DAY, (), "tomorrow")
    for user in (BEN, BEN, CAT):
        service.set(SetNudge(by=office.by(), text="call", user=user, moment=moment))


def travelled(office: Office) -> None:
    """Both to New York, Ben on to Tokyo and back, home, and once more to New York on another day."""
    set_reminders(office)
    for days, user, zone in (
        (0, BEN, "America/New_York"),
        (0, CAT, "America/New_York"),
        (0, BEN, "Asia/Tokyo"),
        (0, BEN, "America/New_York"),
        (0, BEN, "Europe/London"),
        (1, BEN, "America/New_York"),
    ):
        office.clock.pass_(days * DAY)
        people(office).changed(NEWS, make.person(user_id=user, name=user, zone_name=zone))


def welcomed(office: Office) -> None:
    for user in (BEN, CAT, BEN):
        people(office).welcome(NEWS, user)


def handed_on(office: Office) -> None:
    set_reminders(office)
    office.clock.pass_(DAY)
    for number in (1, 2):
        service = NudgeHandOverService(office.store, people(office), office.clock)
        service.hand_over(office.by(BEN), Coming(NudgeNumber(number), 1), CAT)


def put_off(office: Office) -> None:
    set_reminders(office)
    office.clock.pass_(DAY)
    for number in (1, 2):
        service = NudgeOccurrenceService(office.store, people(office), office.clock)
        for sequence in (1, 2):
            service.snooze(office.by(BEN), Coming(NudgeNumber(number), sequence), "in 20m")
            office.clock.pass_(timedelta(hours=1))


@pytest.mark.parametrize(
    ("act", "kind", "expected"),
    [
        pytest.param(lambda _: None, MessageKind.REQUEST_CARD, ["R-1 CPUBLIC", "R-2 CPUBLIC"], id="cards"),
        pytest.param(
            given_to_and_fro,
            MessageKind.REQUEST_FOR_OWNER,
            ["R-1 UBEN", "R-1 UBEN", "R-1 UCAT", "R-2 UBEN", "R-2 UBEN", "R-2 UCAT"],
            id="given to and fro",
        ),
        pytest.param(
            given_back_twice,
            MessageKind.NOTICE,
            ["R-1 UANA", "R-1 UANA", "R-2 UANA", "R-2 UANA"],
            id="given back twice",
        ),
        pytest.param(
            wait_on_the_client,
            MessageKind.CHASE,
            ["R-1 UBEN", "R-1 UBEN", "R-1 UCAT", "R-2 UBEN", "R-2 UBEN"],
            id="wait on the client",
        ),
        pytest.param(
            moved_twice,
            MessageKind.CHANGED,
            [f"R-{number} {user}" for number in BOTH for user in (BEN, BEN, CAT, CAT)],
            id="moved twice",
        ),
        pytest.param(asked_by_others, MessageKind.RECEIPT, ["R-3 UBEN", "R-3 UCAT", "R-4 UCAT"], id="asked by others"),
        pytest.param(
            watched,
            MessageKind.NOTICE,
            ["R-1 UBEN", "R-1 UCAT", "R-1 UCAT", "R-2 UBEN", "R-2 UCAT"],
            id="watched",
        ),
        pytest.param(
            have_left, MessageKind.NOTICE, ["UBEN UANA", "UBEN UANA", "UBEN UCAT", "UCAT UANA"], id="have left"
        ),
        pytest.param(travelled, MessageKind.NOTICE, ["UBEN UBEN"] * 5 + ["UCAT UCAT"], id="travelled"),
        pytest.param(welcomed, MessageKind.WELCOME, ["UBEN UBEN", "UCAT UCAT"], id="welcomed"),
        pytest.param(handed_on, MessageKind.NUDGE, ["N-3 UCAT", "N-4 UCAT", "N-5 UCAT"], id="handed on"),
        pytest.param(put_off, MessageKind.NUDGE, ["N-1 UBEN", "N-2 UBEN", "N-3 UCAT"], id="put off"),
    ],
)
def test_each_is_told(two: Office, act: Acts, kind: MessageKind, expected: list[str]) -> None:
    act(two)
    assert told(two, kind) == expected


def test_each_reminder_that_was_sent_says_what_became_of_it(two: Office) -> None:
    sent = {"state": MessageState.SENT, "last_try_at": NOW, "ended_at": NOW}
    with two.engine.begin() as connection:
        has_come = (outbox.c.kind == MessageKind.RUNG, outbox.c.due_at < FRIDAY.at)
        connection.execute(outbox.update().where(*has_come).values(sent))
    for number in BOTH:
        two.requests.finish(two.by(BEN), number)
    assert told(two, MessageKind.RUNG, edits=True) == ["R-1 UBEN", "R-1 UBEN", "R-2 UBEN", "R-2 UBEN"]
