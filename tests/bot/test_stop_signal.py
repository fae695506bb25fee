"""Ctrl-C and SIGTERM: once, twice at once, and once more because it takes too long."""

import signal
from collections.abc import Iterator

import pytest

from bot.__main__ import StopSignal


@pytest.fixture
def signals() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_only_a_later_signal_ends_at_once(number: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = StopSignal()
    signal.raise_signal(number)
    signal.raise_signal(number)
    ended.wait()
    monkeypatch.setattr("bot.__main__.SAME_WISH", 0.0)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)
