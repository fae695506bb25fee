"""The states of a client request: every way from one to another, those that are refused, and what goes with each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.client_requests import Acceptance, ClientRequest, Due, Pause
from bot.domain.errors import AlreadyClosed, DomainError, NotPaused, StillOpen, WrongState
from bot.domain.ids import RequestNumber, TeamId, UserId
from bot.domain.priority import Priority
from bot.domain.request_states import CLOSED, NEXT, PAUSED, WAITING, Cause, RequestStatus

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)
ANA, BEN = UserId("U0ANA"), UserId("U0BEN")
FRIDAY = Due(NOW + timedelta(days=3), "Europe/London")
S = RequestStatus

Step = Callable[[ClientRequest], None]


def request(status: RequestStatus, *, owner: UserId | None = BEN) -> ClientRequest:
    found = ClientRequest(
        team_id=TeamId("T1"),
        number=RequestNumber(4),
        title="Proof",
        details="",
        priority=Priority.NORMAL,
        status=status,
        acceptance=Acceptance.ACCEPTED if owner else Acceptance.NOT_ASKED,
        client_number=None,
        client_words=None,
        asker=None,
        source=None,
        source_permalink=None,
        owner=owner,
        assigned_by=owner,
        due_at=None,
        due_zone=None,
        audience=None,
        card=None,
        logged_by=ANA,
        logged_at=NOW,
    )
    if status in CLOSED:
        found.closed_by, found.closed_at = ANA, NOW
    if status in PAUSED:
        found.why, found.paused_at = "the proof", NOW
    return found


def pause(status: RequestStatus) -> Step:
    return lambda it: it.pause(Pause(status, "the approval", FRIDAY), at=NOW)


WAIT, HOLD = pause(S.WAITING_ON_CLIENT), pause(S.ON_HOLD)
STEPS: dict[str, Step] = {
    "wait": WAIT,
    "wait for a provider": pause(S.WAITING_ON_PROVIDER),
    "hold": HOLD,
    "resume": lambda it: it.resume(),
    "finish": lambda it: it.finish(by=ANA, at=NOW),
    "cancel": lambda it: it.cancel(by=ANA, at=NOW, cause=Cause.OTHER, why="they moved"),
    "reopen": lambda it: it.reopen(),
    "release": lambda it: it.release(),
}
#: What each comes to; a refusal by its name.
TABLE: dict[RequestStatus, tuple[RequestStatus | type[DomainError], ...]] = {
    #                  wait, provider, hold, resume, finish, cancel, reopen, release
    S.NEW: (S.WAITING_ON_CLIENT, S.WAITING_ON_PROVIDER, S.ON_HOLD, NotPaused, S.DONE, S.CANCELLED, StillOpen, S.NEW),
    S.WORKING: (
        S.WAITING_ON_CLIENT,
        S.WAITING_ON_PROVIDER,
        S.ON_HOLD,
        NotPaused,
        S.DONE,
        S.CANCELLED,
        StillOpen,
        S.NEW,
    ),
    S.WAITING_ON_CLIENT: (
        *(S.WAITING_ON_CLIENT, S.WAITING_ON_PROVIDER, S.ON_HOLD, S.WORKING, S.DONE, S.CANCELLED, StillOpen),
        S.WAITING_ON_CLIENT,
    ),
    S.WAITING_ON_PROVIDER: (
        *(S.WAITING_ON_CLIENT, S.WAITING_ON_PROVIDER, S.ON_HOLD, S.WORKING, S.DONE, S.CANCELLED, StillOpen),
        S.WAITING_ON_PROVIDER,
    ),
    S.ON_HOLD: (
        *(S.WAITING_ON_CLIENT, S.WAITING_ON_PROVIDER, S.ON_HOLD, S.WORKING, WrongState, S.CANCELLED, StillOpen),
        S.ON_HOLD,
    ),
    S.DONE: (WrongState, WrongState, WrongState, AlreadyClosed, AlreadyClosed, AlreadyClosed, S.WORKING, AlreadyClosed),
    S.CANCELLED: (
        *(WrongState, WrongState, WrongState, AlreadyClosed, AlreadyClosed, AlreadyClosed),
        *(S.WORKING, AlreadyClosed),
    ),
}


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("name", list(STEPS))
def test_each_step_from_each_state(status: RequestStatus, name: str) -> None:
    it = request(status)
    comes_to = TABLE[status][list(STEPS).index(name)]
    if isinstance(comes_to, RequestStatus):
        STEPS[name](it)
        assert it.status is comes_to
        return
    before = dict(vars(it))
    with pytest.raises(comes_to):
        STEPS[name](it)
    assert vars(it) == before, "nothing is half done"


def test_the_table_names_every_state() -> None:
    assert set(NEXT) == set(S)
    assert WAITING < PAUSED
    assert not PAUSED & CLOSED


@pytest.mark.parametrize("name", ["resume", "finish", "cancel"])
def test_what_was_said_of_the_pause_goes_with_it(name: str) -> None:
    it = request(S.WORKING)
    WAIT(it)
    assert (it.why, it.until, it.paused_at) == ("the approval", FRIDAY, NOW)
    STEPS[name](it)
    assert (it.until, it.paused_at) == (None, None)
    assert it.why == ("they moved" if name == "cancel" else "")


def test_reopening_forgets_why_it_was_closed() -> None:
    it = request(S.WORKING)
    STEPS["cancel"](it)
    assert (it.cause, it.why, it.closed_by) == (Cause.OTHER, "they moved", ANA)
    with pytest.raises(AlreadyClosed):
        it.reopen(NOW - timedelta(minutes=1))
    it.reopen(NOW)
    assert (it.cause, it.why, it.closed_by, it.status) == (None, "", None, S.WORKING)


@pytest.mark.parametrize(
    ("step", "owner"),
    [
        pytest.param(lambda it: it.take(ANA), ANA, id="taken"),
        pytest.param(lambda it: it.assign(ANA, by=ANA), ANA, id="taken by assigning"),
        pytest.param(lambda it: it.assign(ANA, by=BEN), ANA, id="given"),
    ],
)
def test_who_gets_what_waits_gets_it_waiting(step: Step, owner: UserId) -> None:
    it = request(S.NEW, owner=None)
    WAIT(it)
    step(it)
    assert (it.owner, it.status, it.until) == (owner, S.WAITING_ON_CLIENT, FRIDAY)


def test_what_nobody_has_is_new_again_once_it_waits_no_more() -> None:
    it = request(S.NEW, owner=None)
    WAIT(it)
    it.resume()
    assert it.status is S.NEW
