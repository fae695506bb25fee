"""`liaison outbox`: what waits, what could not be delivered, and what an operator decides about it."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import database
from bot.domain.errors import StoreUnavailable
from bot.domain.undelivered import NotDecided, Standing, Undelivered
from bot.settings import load_for_store
from bot.startup import CannotStart
from storage.engine import make_engine
from storage.undelivered import OutboxDesk

WHY_NOT = {
    "missing": "there is no message {id} in the outbox; liaison outbox lists them",
    "ended": "{id} is over: it was sent, cancelled or expired",
    "held": "{id} is being sent right now; try again in a minute",
    "looked_for": "{id} may have arrived and is looked for; nothing needs to be done, or discard it",
}


def report(*, standing: Standing | None, limit: int, as_json: bool) -> int:
    said = _as_json if as_json else _as_lines
    return _at_the_desk(lambda desk: said(_found(desk, standing, limit)))


def retry(message: str) -> int:
    return _at_the_desk(lambda desk: _decide(message, lambda: desk.retry(message), f"{message} goes out again."))


def discard(message: str, why: str) -> int:
    """It stays in the store with its reason, and is not listed any more."""
    return _at_the_desk(lambda desk: _decide(message, lambda: desk.discard(message, why), f"{message} is discarded."))


def _at_the_desk(work: Callable[[OutboxDesk], None]) -> int:
    url = load_for_store().database_url.get_secret_value()
    fault = database.fault(url)
    if fault is not None:
        raise CannotStart(fault)
    engine = make_engine(url)
    try:
        work(OutboxDesk(engine))
    except StoreUnavailable:
        raise CannotStart(database.UNREACHABLE) from None
    finally:
        engine.dispose()
    return 0


def _decide(message: str, decide: Callable[[], None], done: str) -> None:
    try:
        decide()
    except NotDecided as refused:
        raise CannotStart(WHY_NOT[refused.why].format(id=message)) from None
    sys.stdout.write(f"{done}\n")


@dataclass(frozen=True)
class Found:
    counts: Mapping[Standing, int]
    rows: Sequence[Undelivered]


def _found(desk: OutboxDesk, only: Standing | None, limit: int) -> Found:
    now = datetime.now(UTC)
    counts = desk.counts(now)
    rows = [row for standing in ([only] if only else Standing) for row in desk.newest(standing, now, limit)]
    return Found({standing: counts.get(standing, 0) for standing in Standing}, rows)


def _as_lines(found: Found) -> None:
    counts = ", ".join(f"{count} {standing}" for standing, count in found.counts.items())
    sys.stdout.writelines(f"{line}\n" for line in (counts, *map(_line, found.rows)))


def _as_json(found: Found) -> None:
    facts = {"counts": found.counts, "messages": [_facts(row) for row in found.rows]}
    sys.stdout.write(json.dumps(facts, indent=2) + "\n")


def _line(row: Undelivered) -> str:
    tries = "not tried" if row.attempt == 0 else "tried once" if row.attempt == 1 else f"tried {row.attempt} times"
    why = f" ({row.reason})" if row.reason else ""
    due = f"{row.due_at:%Y-%m-%d %H:%M} UTC"
    return f"{row.standing:<7}  {row.id}  {row.kind} {row.about} to {row.to} in {row.team_id}, due {due}, {tries}{why}"


def _facts(row: Undelivered) -> dict[str, object]:
    return {**vars(row), "due_at": row.due_at.isoformat()}
