"""Which reminders that wait in one place are told in one message."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.catch_up import CROWD, Waiting, expiry, to_gather
from bot.domain.ids import OutboxId
from bot.domain.outbox import MessageKind

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)


def late(minutes: float, *, next_in: float | None = None, lasts: float | None = None) -> Waiting:
    """So many minutes; the one behind it comes so many from now."""
    return Waiting(
        id=OutboxId(f"{minutes}"),
        kind=MessageKind.RUNG,
        about="R-1",
        due_at=NOW - timedelta(minutes=minutes),
        expires_at=NOW + timedelta(minutes=lasts) if lasts is not None else None,
        fallback=None,
        facts={} if next_in is None else {"next": (NOW + timedelta(minutes=next_in)).isoformat()},
    )


@pytest.mark.parametrize(
    ("waiting", "told"),
    [
        pytest.param([late(60)], [], id="one alone goes alone"),
        pytest.param([late(3), late(60)], [60, 3], id="two, oldest first"),
        pytest.param([late(2), late(60)], [], id="the other is on time"),
        pytest.param([late(3), late(0), late(60)], [60, 3], id="without what is on time"),
        pytest.param([late(3), late(60, next_in=0), late(50)], [50, 3], id="without what the next one says"),
        pytest.param([late(3), late(60, next_in=1)], [60, 3], id="the next one is not due yet"),
        pytest.param([late(3), late(721, next_in=1)], [], id="too late, and there is a next one"),
        pytest.param([late(one) for one in range(-CROWD, 0)], [], id="as many as come one by one"),
        pytest.param(
            [late(one / 10) for one in range(CROWD + 1)],
            [one / 10 for one in range(CROWD, -1, -1)],
            id="a crowd on time",
        ),
    ],
)
def test_what_is_told_together(waiting: list[Waiting], told: list[float]) -> None:
    assert [float(one.id) for one in to_gather(waiting, NOW)] == told


def test_it_lasts_as_long_as_the_first_of_them() -> None:
    assert expiry([late(3), late(4, lasts=20), late(5, lasts=10)]) == NOW + timedelta(minutes=10)
    assert expiry([late(3)]) is None
