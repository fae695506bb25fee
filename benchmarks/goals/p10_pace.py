"""P10: a workspace's messages take no longer than Slack's own limits make them, and a narrower limit is soon kept."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from benchmarks.goals.figures import Figure, at_most
from benchmarks.goals.paced import PER_MINUTE, Paced, is_refusal, workspace

CHANNELS, EACH = 40, 3
#: Slack refuses after so many, and so many more are watched. Seconds that it names.
BEFORE, AFTER, RETRY = 15, 30, 4.0
HALF = PER_MINUTE // 2
#: Seconds.
PATIENCE = 40.0


def figures() -> Iterator[Figure]:
    with workspace(CHANNELS) as paced:
        yield from _bounded(paced)
    with workspace(CHANNELS) as paced:
        yield from _halved(paced)


def bound(channels: int, each: int, per_minute: int) -> float:
    """Seconds that so many messages in so many channels take at least."""
    return max(channels * each * 60 / per_minute, each - 1)


def _bounded(paced: Paced) -> Iterator[Figure]:
    for n, channel in product(range(EACH), range(CHANNELS)):
        paced.write(f"message {n} in {channel}", channel)
    least = bound(CHANNELS, EACH, PER_MINUTE)
    begun = time.monotonic()
    with paced.delivering():
        paced.wait(lambda: len(paced.seen()) == CHANNELS * EACH, patience=2 * least)
    taken = time.monotonic() - begun
    said = f"of the bound of {least:.1f} s for {EACH} messages in each of {CHANNELS} channels: {taken:.1f} s"
    yield at_most(1.05, taken / least, said)
    yield at_most(0, paced.refused() + len(paced.slack.violations), "refused as too fast, or held against us")


def _halved(paced: Paced) -> Iterator[Figure]:
    """Slack refuses once; how soon the next message stands there, and how fast they follow then."""
    for n, channel in product(range(EACH), range(CHANNELS)):
        paced.write(f"message {n} in {channel}", channel)
    with paced.delivering():
        paced.wait(lambda: len(paced.seen()) >= BEFORE, PATIENCE)
        paced.slack.fault("ratelimited", "chat.postMessage", times=1, seconds=RETRY)
        paced.wait(lambda: paced.refused() > 0, PATIENCE)
        paced.wait(lambda: len(paced.seen()) >= BEFORE + AFTER, PATIENCE)
    refused = [call.at for call in paced.slack.core.slack.traffic if is_refusal(call)]
    # What was on its way already still arrives.
    after = [sight.at for sight in paced.seen() if sight.at > refused[0] + timedelta(seconds=RETRY / 2)]
    pause = (after[0] - refused[0]).total_seconds() / RETRY
    yield at_most(2, pause, f"times Retry-After of {RETRY:.0f} s from a refusal to the next message")
    a_minute = (len(after) - 1) * timedelta(minutes=1) / (after[-1] - after[0])
    yield at_most(1.05, a_minute / HALF, f"of half the pace from then on: {a_minute:.0f} a minute")
    yield at_most(0, sum(at > after[0] for at in refused), "refused again once messages go out again")
