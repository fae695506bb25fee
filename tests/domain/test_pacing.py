"""A minute never holds more calls than it may, however they come, and what was refused is asked for less often."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.delivery_sizes import Sizes
from bot.domain.pacing import Allowance, Rate

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
RATE = Rate(per_minute=60, burst=10)


RESTED = Allowance(NOW - timedelta(days=1))


def taken(rate: Rate, seconds: float, *, wanted: int, each: float, begun: Allowance = RESTED) -> list[datetime]:
    """When calls went out, by somebody who asks for as many as are wanted every so many seconds."""
    allowance, went = begun, list[datetime]()
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
    usual, halved = (len(taken(RATE, 60, wanted=100, each=0.5, begun=begun)) for begun in (RESTED, slowed))
    assert halved <= usual / 2
    _, later = Allowance(NOW - timedelta(hours=1), 1.0004).take(RATE, 1, NOW)
    assert later.slowness == 1.0
    for _ in range(10):
        slowed = slowed.slowed()
    assert slowed.slowness == 16.0


@pytest.mark.parametrize("calls", [0, 1, 40])
def test_whoever_has_little_to_say_does_not_stay_slow(calls: int) -> None:
    """A night is enough, however few calls there are in it."""
    allowance, night = Allowance(NOW, 16.0), timedelta(hours=12)
    for call in range(1, calls + 1):
        taken, allowance = allowance.take(RATE, 1, NOW + night * call / (calls + 1))
        assert taken == 1
    assert allowance.take(RATE, 100, NOW + night)[1].slowness == 1.0


def test_a_narrower_limit_is_kept_for_a_while() -> None:
    """Half the rate is what Slack may mean from now on: of the first minutes nothing is taken back."""
    went = taken(RATE, 300, wanted=100, each=0.5, begun=Allowance(NOW).slowed())
    assert len(went) <= 1.1 * 5 * (RATE.per_minute - RATE.burst) / 2


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
