"""What looking for a message takes: how long, how far back, and what it means when nothing can be seen."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.outbox import SAID, UNCLEAR, Claimed, NotSent, Outcome, Refused, Unclear

#: As much earlier than the first try as Slack's clock and ours may differ within it.
MARGIN = timedelta(minutes=5)
#: Seconds for one look, within the lease; the next goes on where it ended.
PATIENCE = 15.0


def earliest(rows: Sequence[Claimed], now: datetime) -> datetime:
    """None of them can stand there from before this, which is by the clock of `now`."""
    ago = max((row.tried_ago for row in rows if row.tried_ago is not None), default=timedelta())
    return min(now - ago, *(row.due_at for row in rows)) - MARGIN


def unseen(why: Outcome) -> Outcome:
    match why:
        case Refused():
            # Not allowed to look, not in the channel any more, the thread is gone: only people can see it.
            return Refused(UNCLEAR)
        case Unclear(reason) | NotSent(reason):
            return NotSent(reason.removeprefix(SAID))
        case _:
            return why
