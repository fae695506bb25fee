"""Within a turn no time passes, for the thread whose turn it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from bot.steady_clock import SteadyClock
from tests.storage.make import NOW, HandClock


def test_a_turn_sees_one_moment() -> None:
    hand = HandClock(NOW)
    clock = SteadyClock(hand)

    def turn() -> tuple[datetime, datetime]:
        hand.pass_(timedelta(hours=1))
        with ThreadPoolExecutor(1) as others:
            return clock.now(), others.submit(clock.now).result()

    assert clock.steady(turn)() == (NOW, NOW + timedelta(hours=1))
    assert clock.now() == NOW + timedelta(hours=1)
