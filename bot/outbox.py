"""`liaison outbox`: what waits, what could not be delivered, and what an operator decides about it."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import database
from bot.domain.errors import StoreUnavailable
from bot.domain.installations import Silence
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
    return _at_the_desk(lambda desk: _decide(message, lambda: _goes_out(message, desk.retry(message))))


def discard(message: str, why: str) -> int:
    """It stays in the store with its reason, and is not listed any more."""

    def give_up(desk: OutboxDesk) -> str:
        told = desk.discard(message, why)
        with_it = f", and with it {told} that it was to tell" if told else ""
        return f"{message} is discarded{with_it}."

    return _at_the_desk(lambda desk: _decide(message, lambda: give_up(desk)))


def _goes_out(message: str, due_at: datetime) -> str:
    if due_at > datetime.now(UTC):
        return f"{message} goes out when it is due, {_moment(due_at)}."
    return f"{message} goes out again."


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


def _decide(message: str, decide: Callable[[], str]) -> None:
    try:
        done = decide()
    except NotDecided as refused:
        raise CannotStart(WHY_NOT[refused.why].format(id=message)) from None
    sys.stdout.write(f"{done}\n")


@dataclass(frozen=True)
class Found:
    """`shown` are those of `counts` that were asked for, and `rows` as many of each as the limit lets through.
    `silences` are the workspaces in which Slack refuses our token.
    """

    counts: Mapping[Standing, int]
    shown: Sequence[Standing]
    rows: Sequence[Undelivered]
    silences: Sequence[Silence]


def _found(desk: OutboxDesk, only: Standing | None, limit: int) -> Found:
    now = datetime.now(UTC)
    counts = desk.counts(now)
    shown = [only] if only else list(Standing)
    rows = [row for standing in shown for row in desk.newest(standing, now, limit)]
    return Found({standing: counts.get(standing, 0) for standing in Standing}, shown, rows, desk.silences(now))


def _as_lines(found: Found) -> None:
    counts = ", ".join(f"{count} {standing}" for standing, count in found.counts.items())
    lines = (counts, *map(silent, found.silences), *map(_line, found.rows), *_more(found))
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _more(found: Found) -> list[str]:
    listed = Counter(row.standing for row in found.rows)
    left = {standing: found.counts[standing] - listed[standing] for standing in found.shown}
    more = ", ".join(f"{count} {standing}" for standing, count in left.items() if count > 0)
    return [f"Not listed: {more}. --limit lists more."] if more else []


def silent(silence: Silence) -> str:
    """What to do about it is the doctor's to say, who asks Slack."""
    waits = "1 message waits" if silence.waiting == 1 else f"{silence.waiting} messages wait"
    return (
        f"Nothing is sent in {silence.team_id} since {silence.since:%Y-%m-%d %H:%M} UTC, because Slack refused "
        f"LIAISON_BOT_TOKEN; {waits}. liaison doctor says what to do."
    )


def _as_json(found: Found) -> None:
    silences = [{**vars(silence), "since": silence.since.isoformat()} for silence in found.silences]
    facts = {"counts": found.counts, "refused": silences, "messages": [_facts(row) for row in found.rows]}
    sys.stdout.write(json.dumps(facts, indent=2) + "\n")


def _line(row: Undelivered) -> str:
    tries = "not tried" if row.attempt == 0 else "tried once" if row.attempt == 1 else f"tried {row.attempt} times"
    why = f" ({row.reason})" if row.reason else ""
    what = f"{row.kind} {row.about} to {row.to} in {row.team_id}"
    return f"{row.standing:<7}  {row.id}  {what}, due {_moment(row.due_at)}, {tries}{why}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _facts(row: Undelivered) -> dict[str, object]:
    return {**vars(row), "due_at": row.due_at.isoformat()}
