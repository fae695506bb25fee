"""P11: a reminder that falls due while a workspace's digests go out need not wait for them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median

from benchmarks.goals.figures import Figure, at_most
from benchmarks.goals.paced import PER_MINUTE, Paced, workspace
from bot.domain.outbox import Lane

DIGESTS, REMINDERS = 150, 20
#: Each in a channel of its own, so that no channel's spacing is felt.
CHANNELS = DIGESTS + REMINDERS
FIRST, APART = timedelta(seconds=4), timedelta(seconds=0.77)
#: Seconds.
PATIENCE = 50.0
SLOT = 60 / PER_MINUTE


def figures() -> Iterator[Figure]:
    with workspace(CHANNELS) as paced:
        begun = datetime.now(UTC)
        due = {f"reminder {n}": begun + FIRST + n * APART for n in range(REMINDERS)}
        for n in range(DIGESTS):
            paced.write(f"digest {n}", n)
        for n, (text, due_at) in enumerate(due.items(), start=DIGESTS):
            paced.write(text, n, lane=Lane.REMINDER, due_at=due_at)
        with paced.delivering():
            paced.wait(lambda: due.keys() <= {sight.text for sight in paced.seen()}, PATIENCE)
        yield _figure(paced, due)


def _figure(paced: Paced, due: dict[str, datetime]) -> Figure:
    # What people feel as now runs at the pace of real time in the local Slack.
    ahead = paced.slack.clock.now() - datetime.now(UTC)
    seen = paced.seen()
    late = [(sight.at - ahead - due[sight.text]).total_seconds() for sight in seen if sight.text in due]
    left = DIGESTS + REMINDERS - len(seen)
    said = f"slots of {SLOT:.2f} s that the slowest of {REMINDERS} reminders waited, median {median(late) / SLOT:.1f}"
    return at_most(2, max(late) / SLOT, f"{said}; {left} of {DIGESTS} digests were still to come")
