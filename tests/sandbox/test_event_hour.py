"""How many events an hour an app is sent, and what becomes of one that takes none of them."""

from collections.abc import Iterator

import pytest

from sandbox import DELAYED_EVENTS, Sandbox
from sandbox.event_hour import EXEMPT_BELOW, HOUR, LEAST_TAKEN, MINUTE, MOST, EventHour
from tests.sandbox.fields import differences
from tests.sandbox.http_face import get, post
from tests.sandbox.recorded import Recorded
from tests.sandbox.scripted import Says, obliging
from tests.sandbox.stock import EVERYTHING


def test_the_numbers_are_slacks() -> None:
    assert (MOST, EXEMPT_BELOW, LEAST_TAKEN) == (30_000, 1_000, 0.05)
    *hourly, first, soon, later = reversed(DELAYED_EVENTS)
    assert (hourly, later, soon, first) == ([3600.0] * 24, 0.0, 60.0, 300.0)


class Watch:
    """Real time that a test turns."""

    def __init__(self) -> None:
        self.now = 600.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch(work: Recorded) -> Watch:
    watch = Watch()
    work.slack.rates(on=True, real_time=watch)
    return watch


@pytest.fixture
def hour(work: Recorded) -> Iterator[EventHour]:
    """That of the sandbox, with Slack's numbers again afterwards."""
    hour = work.slack.core.delivery.hour
    yield hour
    hour.most, hour.exempt_below = MOST, EXEMPT_BELOW


def says(work: Recorded, times: int = 1) -> list[str]:
    """What the app gets of so many messages."""
    work.app.got.clear()
    for _ in range(times):
        work.ana.says("Hello", in_="acme")
    payloads = [got.payload for got in work.app.asked]
    return [payload["type"] if "event" not in payload else payload["event"]["type"] for payload in payloads]


LIMITED = 'token s, type "app_rate_limited", team_id s, api_app_id s, minute_rate_limited i, event -'


def test_too_many_in_an_hour(work: Recorded, watch: Watch, hour: EventHour) -> None:
    hour.most = 2
    assert says(work, 4) == ["message", "message", "app_rate_limited"]
    [told] = [got.payload for got in work.app.asked if b"app_rate_limited" in got.body]
    assert differences(told, LIMITED) == []
    assert told["minute_rate_limited"] == int(work.slack.clock.now().timestamp()) // 60 * 60

    watch.now += MINUTE
    assert says(work, 2) == ["app_rate_limited"]
    watch.now += HOUR
    assert says(work) == ["message"]


def test_nothing_is_counted_while_rates_are_off(work: Recorded, watch: Watch, hour: EventHour) -> None:
    hour.most = 1
    work.slack.rates(on=False, real_time=watch)
    assert says(work, 3) == ["message"] * 3
    work.slack.rates(on=True, real_time=watch)
    assert says(work, 2) == ["message", "app_rate_limited"]


@pytest.mark.parametrize(
    ("taken", "failed", "over"),
    [
        pytest.param(0, 1000, True, id="nothing taken"),
        pytest.param(49, 951, True, id="less than one in twenty"),
        pytest.param(50, 950, False, id="one in twenty"),
        pytest.param(0, 999, False, id="too few to count"),
        pytest.param(999, 9001, False, id="many of both"),
    ],
)
def test_who_takes_nothing_is_given_up(taken: int, failed: int, over: bool) -> None:
    hour = EventHour()
    for _ in range(taken):
        hour.ended(0, taken=True)
    assert [hour.ended(0, taken=False) for _ in range(failed)].count(True) == over
    assert hour.given_up is over


REFUSES = Says(500, headers={"X-Slack-No-Retry": "1"})


def given_up(work: Recorded, hour: EventHour) -> None:
    hour.exempt_below = 2
    work.app.says(REFUSES)
    assert get(work.slack, "app")["events_disabled"] is False
    with work.slack.expect_violation("http_error", "http_error", "events_disabled"):
        says(work, 2)
    assert get(work.slack, "app")["events_disabled"] is True
    work.app.answer = obliging


def test_events_are_off_and_gestures_are_not(work: Recorded, hour: EventHour) -> None:
    given_up(work, hour)
    assert says(work) == []
    assert work.ana.slash("/log", in_="acme").error is None


def test_somebody_enables_them_again(work: Recorded, hour: EventHour) -> None:
    given_up(work, hour)
    hour.exempt_below = EXEMPT_BELOW
    assert post(work.slack, "transport", request_url=work.app.url)["events_disabled"] is False
    assert says(work) == ["message"]


def test_a_reset_enables_them(work: Recorded, hour: EventHour) -> None:
    given_up(work, hour)
    hour.exempt_below = EXEMPT_BELOW
    work.slack.reset()
    assert says(work) == ["message"]


def test_retries_end_when_it_is_given_up(work: Recorded, hour: EventHour) -> None:
    hour.exempt_below = 1
    work.app.says(Says(500))
    with work.slack.expect_violation("http_error", "events_disabled"):
        assert says(work) == ["message"]


def test_an_hour_later_it_is_forgotten() -> None:
    hour = EventHour(exempt_below=2)
    assert not hour.ended(0, taken=False)
    assert not hour.ended(HOUR, taken=False)
    assert hour.ended(HOUR + 1, taken=False)
    assert not hour.ended(HOUR + 2, taken=False), "said once"


def test_hourly_attempts(work: Recorded) -> None:
    """A day of them, in less time."""
    work.app.says(Says(500))
    with Sandbox(EVERYTHING, retry_seconds=(0.0,) * len(DELAYED_EVENTS)) as slack:
        slack.requests_to(work.app.url)
        work.app.got.clear()
        with slack.expect_violation("http_error"):
            slack.person("ana").says("Hello", in_="acme")
    numbers = [got.headers.get("x-slack-retry-num") for got in work.app.asked]
    assert numbers == [None, *map(str, range(1, 28))]
    assert len({got.payload["event_id"] for got in work.app.asked}) == 1
