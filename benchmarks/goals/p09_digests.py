"""P9: what is open in each channel, with a million requests as with ten thousand of which as many are open."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, bindparam, event, text

from benchmarks.goals import bulk
from benchmarks.goals.databases import new_sqlite, upgraded
from benchmarks.goals.figures import Figure, NotMeasured, at_most, paired, seconds
from bot.domain.ids import ChannelId, TeamId
from bot.services.digest_contents import work_of
from storage.engine import reading
from storage.store import SqlStore
from storage.types import UtcDateTime
from tests.postgres import AS_IT_COMES, running

FEW, MANY = 10_000, 1_000_000
CHANNELS, OPEN_EACH = 50, 10
OPEN = CHANNELS * OPEN_EACH
TEAM = TeamId("T1")
TIMES = 5

_INSERT = text("""
insert into client_request
    (team_id, number, title, details, priority, status, acceptance, audience, logged_by, logged_at,
     closed_by, closed_at, undone, why, note, version)
with recursive n (i) as (select 1 union all select i + 1 from n where i < :rows)
select :team, i, 'Request ' || i, '', 'normal', case when i <= :open then 'new' else 'done' end, 'not_asked',
       'C' || (i % :channels), 'U1', :now, case when i > :open then 'U1' end, case when i > :open then :now end,
       1 = 0, '', '', 1
from n
""").bindparams(bindparam("now", type_=UtcDateTime()))


def figures() -> Iterator[Figure]:
    with ExitStack() as opened:
        few, many = (upgraded(opened.enter_context(new_sqlite())) for _ in range(2))
        yield from _compared("SQLite", few, many)
    with running(AS_IT_COMES) as postgres:
        few, many = (upgraded(postgres.url(postgres.create())) for _ in range(2))
        yield from _compared("PostgreSQL", few, many)


def _compared(database: str, few: Engine, many: Engine) -> Iterator[Figure]:
    _fill(few, FEW)
    _fill(many, MANY)
    pair = paired(partial(_taken, many), partial(_taken, few), times=TIMES)
    said = f"{database}, ms for a channel's open ones of {MANY:,}: {pair.ours:.2f}, of {FEW:,}: {pair.theirs:.2f}"
    yield at_most(2, pair.ratio, said)
    asked = _asked(few)
    yield at_most(1, asked, f"{database}, queries of the requests' table for {CHANNELS} channels")
    few.dispose()
    many.dispose()


def _fill(engine: Engine, rows: int) -> None:
    given = {
        "rows": rows,
        "team": TEAM,
        "open": OPEN,
        "channels": CHANNELS,
        "now": datetime.now(UTC) - timedelta(days=1),
    }
    bulk.insert(engine, "client_request", _INSERT, given)
    bulk.analyse(engine)


def _taken(engine: Engine) -> float:
    """Milliseconds a channel."""
    return seconds(lambda: _read(engine)) * 1000 / CHANNELS


def _read(engine: Engine) -> None:
    now = datetime.now(UTC)
    with SqlStore(engine, lambda: None).read(TEAM) as tx:
        work = work_of(tx)
    listed = [work.of_channel(ChannelId(f"C{n}"), since=now, now=now, zone=ZoneInfo("UTC")) for n in range(CHANNELS)]
    found = [items.counts.open for items in listed]
    if found != [OPEN_EACH] * CHANNELS:
        raise NotMeasured(f"not what is open there: {found}")


def _asked(engine: Engine) -> int:
    statements = list[str]()

    def listen(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    event.listen(reading(engine), "before_cursor_execute", listen)
    _read(engine)
    event.remove(reading(engine), "before_cursor_execute", listen)
    return sum("FROM client_request" in statement for statement in statements)
