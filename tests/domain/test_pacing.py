"""A minute never holds more calls than it may, however they come, and what was refused is asked for less often."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.delivery_sizes import Sizes
from bot.domain.pacing import Allowance, Rate

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
RATE = Rate(per_minute=60, burst=10)


def taken(rate: Rate, seconds: float, *, wanted: int, each: float, slowness: float = 1.0) -> list[datetime]:
    """When calls went out, by somebody who asks for as many as are wanted every so many seconds."""
    allowance, went = Allowance(NOW - timedelta(days=1), slowness), list[datetime]()
    for turn in range(int(seconds / each)):
        at = NOW + timedelta(seconds=turn * each)
        count, allowance = allowance.take(rate, wanted, at)
        went += [at] * count
    return went


@pytest.mark.parametrize(("wanted", "each"), [(100, 0.25), (100, 7.0), (1, 0.1), (3, 1.5), (100, 61.0)])
def test_no_minute_holds_more_than_it_may(wanted: int, each: float) -> None:
    went = taken(RATE, 300, wanted=wanted, each=each)
    busiest = max(sum(first <= at < first + timedelta(minutes=1) for at in went) for first in went)
    assert busiest <= RATE.per_minute


@pytest.mark.parametrize("each", [0.25, 1.0, 7.0])
def test_whoever_asks_steadily_gets_nearly_all(each: float) -> None:
    assert len(taken(RATE, 300, wanted=100, each=each)) >= 5 * (RATE.per_minute - RATE.burst) - RATE.burst


def test_after_a_rest_a_few_go_at_once() -> None:
    assert Allowance(NOW - timedelta(hours=1)).take(RATE, 100, NOW)[0] == RATE.burst
    assert Allowance(NOW + timedelta(seconds=1)).take(RATE, 100, NOW)[0] == 0
    assert Allowance(NOW).take(RATE, 0, NOW)[0] == 0


def test_a_refusal_halves_the_rate_and_time_mends_it() -> None:
    slowed = Allowance(NOW).slowed()
    assert slowed.slowness == 2.0
    usual, halved = (len(taken(RATE, 60, wanted=100, each=0.5, slowness=slowness)) for slowness in (1.0, 2.0))
    assert halved <= usual / 2
    _, later = Allowance(NOW - timedelta(hours=1), 1.0004).take(RATE, 1, NOW)
    assert later.slowness == 1.0
    for _ in range(10):
        slowed = slowed.slowed()
    assert slowed.slowness == 16.0


@pytest.mark.parametrize(
    "lengths",
    [
        pytest.param({"lease": 11}, id="a lease that the call may outlast"),
        pytest.param({"settle": 11}, id="settling that the call may outlast"),
        pytest.param({"call": 29}, id="a long call"),
        pytest.param({"grace": 20}, id="a long grace"),
    ],
)
def test_lengths_with_which_a_message_may_come_twice_are_refused(lengths: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must outlast"):
        Sizes(**{name: timedelta(seconds=seconds) for name, seconds in lengths.items()})
