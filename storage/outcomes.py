"""What an attempt's end makes of its outbox row (the table of reliability.md 3.1)."""

from datetime import datetime, timedelta
from typing import Any, TypeAlias

from bot.domain.outbox import (
    SHARED,
    UPLOADED,
    Accepted,
    Claimed,
    Dropped,
    Expired,
    Held,
    InstallationDead,
    MessageKind,
    MessageState,
    NotSent,
    NotThere,
    Outcome,
    Refused,
    Throttled,
    Unchangeable,
    Unclear,
)
from storage.outbox import NEVER_TRIED, ended

LONGEST_BACKOFF = timedelta(seconds=60)
#: What is tried for weeks is counted no further: the column holds little more.
MOST_COUNTED = 10_000

Values: TypeAlias = dict[str, Any]


def unclaimed(row: Claimed) -> Values:
    """As if it had not been claimed, and nothing was intended."""
    return _untried(row) | {"owner": None, "free_at": None, "attempt": row.attempt}


def after(claimed: Claimed, outcome: Outcome, now: datetime, settle: timedelta) -> Values:
    match outcome:
        case Throttled() | InstallationDead() | NotSent() | Unclear():
            return _waiting(claimed, outcome, now, settle)
        case Held() | NotThere():
            return _anew(claimed, outcome)
        case Accepted(posted):
            place = {"posted_channel": posted.channel, "posted_ts": posted.ts} if posted else {}
            return ended(MessageState.SENT, None) | place
        case Refused(reason):
            return ended(MessageState.FAILED, reason) | _not_uploaded(claimed)
        case Dropped(reason) | Unchangeable(reason):
            return ended(MessageState.CANCELLED, reason)
        case Expired():
            return ended(MessageState.EXPIRED, None)


def _not_uploaded(row: Claimed) -> Values:
    """Whoever has it sent again has it uploaded anew: Slack would refuse to share the old upload."""
    facts = {name: value for name, value in row.facts.items() if name not in {UPLOADED, SHARED}}
    return {"facts": facts} if row.kind is MessageKind.EXPORT else {}


def _waiting(
    claimed: Claimed, outcome: Throttled | InstallationDead | NotSent | Unclear, now: datetime, settle: timedelta
) -> Values:
    """What certainly did not arrive is as if the call had not been made."""
    backoff = now + min(timedelta(seconds=2 ** min(claimed.attempt, 6)), LONGEST_BACKOFF)
    match outcome:
        case Throttled(method, seconds):
            return _free(now + timedelta(seconds=seconds), method) | _untried(claimed) | {"attempt": claimed.attempt}
        case InstallationDead(reason):
            return _free(now, reason) | _untried(claimed) | {"attempt": claimed.attempt}
        case NotSent(reason):
            # Also when it did not come to an intent, which counts the attempts otherwise.
            return _free(backoff, reason) | _untried(claimed) | {"attempt": min(claimed.attempt + 1, MOST_COUNTED)}
        case Unclear(reason) if claimed.may_repeat:
            # What comes later than its answer was waited for must not overwrite what is newer.
            return _free(now + settle, reason)
        case Unclear(reason):
            return _free(now + settle, reason) | {"state": MessageState.SENDING}


def _anew(claimed: Claimed, outcome: Held | NotThere) -> Values:
    """Nothing of it has arrived."""
    if isinstance(outcome, NotThere):
        return {"state": MessageState.PENDING, "owner": None, "free_at": None} | NEVER_TRIED | _shared(claimed)
    later = outcome.until - claimed.due_at
    expires_at = claimed.expires_at + later if claimed.expires_at else None
    return unclaimed(claimed) | {"due_at": outcome.until, "expires_at": expires_at, "reason": "hours"}


def _shared(row: Claimed) -> Values:
    """A file that stands nowhere yet: Slack shares it in its own time."""
    return {"facts": {**row.facts, SHARED: "tried"}} if UPLOADED in row.facts else {}


def _untried(claimed: Claimed) -> Values:
    state = MessageState.SENDING if claimed.is_unclear else MessageState.PENDING
    return {"state": state} | ({} if claimed.was_tried else NEVER_TRIED)


def _free(at: datetime, reason: str) -> Values:
    return {"state": MessageState.PENDING, "owner": None, "free_at": at, "reason": reason}
