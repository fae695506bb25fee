"""P13: the newest twenty of a million requests that one may see: by a common word, two, a beginning, a rare one."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import Engine, bindparam, text

from benchmarks.goals import bulk
from benchmarks.goals.databases import new_sqlite, upgraded
from benchmarks.goals.figures import Figure, NotMeasured, at_most, seconds
from bot.domain.finds import Wanted
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.origins import OwnWork
from bot.domain.people import Channel, Person, PersonKind
from bot.domain.search_words import term
from storage.search_index import Tags, request_search
from storage.store import SqlStore
from storage.types import UtcDateTime
from tests.postgres import AS_IT_COMES, running

MANY, LIMIT_MS, TIMES, SHOWN = 1_000_000, 10, 5, 20
TEAM, USER = TeamId("T1"), UserId("U1")
#: What is typed, and how many of the shown are found at least.
SEARCHES = {
    "a common word": ("brochure", SHOWN),
    "two words": ("brochure spring", SHOWN),
    "a beginning": ("broch", SHOWN),
    "a rare beginning": ("zebr", 1),
    "a rare word": ("zebra", 1),
    "a rare and a common word": ("zebra brochure", 1),
}

_ITEMS = text("""
insert into client_request
    (team_id, number, title, details, priority, status, acceptance, audience, logged_by, logged_at,
     closed_by, closed_at, undone, why, note, version)
with recursive n (i) as (select 1 union all select i + 1 from n where i < :rows)
select :team, i, 'Request ' || i, '', 'normal', case when i % 100 = 0 then 'new' else 'done' end, 'not_asked',
       :channel, 'U2', :now, case when i % 100 > 0 then :closer end, case when i % 100 > 0 then :now end,
       1 = 0, '', '', 1
from n
""").bindparams(bindparam("now", type_=UtcDateTime()))

#: As the product writes them, with tags; every second one is of a brochure, every third of spring, one of a zebra.
_WORDS = {
    "sqlite": """' request ' || i || case when i % 2 = 0 then ' brochure' else ' poster' end
        || case when i % 3 = 0 then ' spring' else ' autumn' end || case when i = 2 then ' zebra' else '' end
        || ' word' || (i % 5000) || ' {team} {nobody} ' || case when i % 100 = 0 then '{open} ' else '' end""",
    "postgresql": """('''request'':1 ''' || i || ''':2 ''' || case when i % 2 = 0 then 'brochure' else 'poster' end
        || ''':3 ''' || case when i % 3 = 0 then 'spring' else 'autumn' end || ''':4 '''
        || case when i = 2 then 'zebra' else 'horse' end || ''':5 ''word' || (i % 5000) || ''':6'
        || ' ''{team}'':7 ''{nobody}'':8' || case when i % 100 = 0 then ' ''{open}'':9' else '' end)::tsvector""",
}


def figures(rows: int = MANY) -> Iterator[Figure]:
    with new_sqlite() as url:
        yield from _searched("SQLite", upgraded(url), rows)
    with running(AS_IT_COMES) as postgres:
        yield from _searched("PostgreSQL", upgraded(postgres.url(postgres.create())), rows)


def _searched(database: str, engine: Engine, rows: int) -> Iterator[Figure]:
    _fill(engine, rows)
    store = SqlStore(engine, lambda: None)
    for what, (typed, least) in SEARCHES.items():
        _read(store, typed, least)
        taken = median(seconds(lambda: _read(store, typed, least)) for _ in range(TIMES)) * 1000  # noqa: B023
        yield at_most(LIMIT_MS, taken, f"{database}, ms for the newest {SHOWN} of {rows:,} with {what}")
    engine.dispose()


def _read(store: SqlStore, typed: str, least: int) -> None:
    terms = tuple(one for word in typed.split() if (one := term(word, is_quoted=False)))
    with store.read(TEAM) as tx:
        found = tx.search.requests(Wanted(terms=terms), seen_by=USER, limit=SHOWN, below=None)
    if len(found) < least:
        raise NotMeasured(f"only {len(found)} found of {typed}")


def _fill(engine: Engine, rows: int) -> None:
    with SqlStore(engine, lambda: None).begin(OwnWork(team_id=TEAM)) as tx:
        tx.people.add(Person(team_id=TEAM, user_id=USER, name="Ana", kind=PersonKind.MEMBER))
        tx.channels.add(
            Channel(team_id=TEAM, channel_id=ChannelId("C1"), name="acme", is_private=False, is_member=True)
        )
    fill(engine, rows, TEAM, ChannelId("C1"), USER)


def fill(engine: Engine, rows: int, team: TeamId, channel: ChannelId, closer: UserId) -> None:
    """So many requests of a channel, each as the product indexes it; one in a hundred is open."""
    now = datetime.now(UTC) - timedelta(days=1)
    given = {"rows": rows, "team": team, "channel": channel, "closer": closer, "now": now}
    bulk.insert(engine, "client_request", _ITEMS, given)
    is_sqlite = engine.dialect.name == "sqlite"
    place = "i" if is_sqlite else "null"
    named = Tags(team)
    tags = {"team": named.team_tag, "nobody": named.owner(None), "open": named.open}
    words = f"""
    insert into {request_search.name} (team_id, number, place, tokens)
    with recursive n (i) as (select 1 union all select i + 1 from n where i < :rows)
    select :team, i, {place}, {_WORDS[engine.dialect.name].format(**tags)} from n
    """  # noqa: S608  # our own words
    bulk.insert(engine, request_search.name, text(words.replace("::", r"\:\:").replace("':", r"'\:")), given)
    bulk.analyse(engine)


if __name__ == "__main__":
    for one in figures(int(sys.argv[1])):
        sys.stdout.write(f"{one}: {one.what}\n")
