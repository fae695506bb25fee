"""`liaison pings`: what reached people unasked on one of their days, and what of it was held back."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby

from bot import database
from bot.domain.errors import StoreUnavailable
from bot.domain.pings import Ping, Tally
from bot.settings import load_for_store
from bot.startup import CannotStart
from storage.engine import make_engine
from storage.ping_report import tallies

WORDS = {Ping.SENT: "sent", Ping.FOLDED: "held back", Ping.EXEMPT: "exempt"}


def report(day: date | None, *, as_json: bool) -> int:
    day = day or datetime.now(UTC).date()
    found = _found(day)
    lines = [_json(day, found)] if as_json else _lines(day, found)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _found(day: date) -> Sequence[Tally]:
    url = load_for_store().database_url.get_secret_value()
    fault = database.fault(url)
    if fault is not None:
        raise CannotStart(fault)
    engine = make_engine(url)
    try:
        return tallies(engine, day)
    except StoreUnavailable:
        raise CannotStart(database.UNREACHABLE) from None
    finally:
        engine.dispose()


def _lines(day: date, found: Sequence[Tally]) -> list[str]:
    lines = [f"{day}: {_counts(found)}"]
    for (team, user), theirs in groupby(found, key=lambda one: (one.team_id, one.user)):
        causes = list(theirs)
        lines.append(f"{causes[0].name} ({user} in {team}): {_counts(causes)}")
        for kind, alike in groupby(causes, key=lambda one: one.kind):
            lines.append(f"  {kind}: {_counts(list(alike))}")
    return lines


def _counts(found: Sequence[Tally]) -> str:
    counts: Counter[Ping] = Counter()
    for one in found:
        counts[one.ping] += one.count
    acted = sum(one.acted for one in found)
    told = [f"{counts[ping]} {words}" for ping, words in WORDS.items()]
    return ", ".join([*told, *([f"{acted} acted upon"] if acted else [])])


def _json(day: date, found: Sequence[Tally]) -> str:
    return json.dumps({"day": day.isoformat(), "pings": [vars(one) for one in found]}, indent=2)
