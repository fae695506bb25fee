"""Messages that may stand in Slack without a row here: after a copy was brought back, and as far as one can look."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Engine, and_, exists, or_, select, union, update

from bot.domain.doubles import Copy
from bot.domain.holds import Search
from bot.domain.ids import ChannelId, TeamId
from storage.engine import asking, background, database_now, refusing
from storage.holds import holds
from storage.inserts import is_among
from storage.outbox import outbox
from storage.people import channels

_IS_UNDER_WAY = exists().where(
    outbox.c.team_id == holds.c.team_id, outbox.c.last_try_at == holds.c.since_at, outbox.c.ended_at.is_(None)
)


class OrphanSweep:
    """Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = background(engine)
        self._asking = asking(engine)

    def searches(self, teams: Collection[TeamId], until: datetime) -> list[Search]:
        due = and_(holds.c.until_at <= until, holds.c.searched_at.is_(None), ~_IS_UNDER_WAY)
        columns = (holds.c.team_id, holds.c.since_at, holds.c.until_at)
        with refusing(), self._asking.connect() as connection:
            rows = connection.execute(select(*columns).where(holds.c.team_id.in_(list(teams)), due)).all()
            now = database_now(connection) if rows else until
        return [Search(row.team_id, row.since_at, row.until_at, now - row.since_at) for row in rows]

    def places(self, team: TeamId) -> list[ChannelId]:
        posted = select(outbox.c.posted_channel).where(outbox.c.team_id == team, outbox.c.posted_channel.is_not(None))
        joined = select(channels.c.channel_id).where(channels.c.team_id == team, channels.c.is_member)
        with refusing(), self._asking.connect() as connection:
            return sorted(ChannelId(place) for place in connection.scalars(union(posted, joined)))

    def unknown(self, team: TeamId, copies: Sequence[Copy]) -> list[Copy]:
        with refusing(), self._asking.connect() as connection:
            these = or_(
                is_among(connection, outbox.c.id, [copy.id for copy in copies]),
                is_among(connection, outbox.c.posted_ts, [copy.posted.ts for copy in copies]),
            )
            known = select(outbox.c.id, outbox.c.posted_channel, outbox.c.posted_ts).where(outbox.c.team_id == team)
            rows = connection.execute(known.where(these)).all()
        ids, places = {row.id for row in rows}, {(row.posted_channel, row.posted_ts) for row in rows}
        return [copy for copy in copies if copy.id not in ids and (copy.posted.channel, copy.posted.ts) not in places]

    def conclude(self, search: Search) -> None:
        this = (holds.c.team_id == search.team_id, holds.c.since_at == search.since, holds.c.until_at == search.until)
        with refusing(), self._engine.begin() as connection:
            done = {"searched_at": database_now(connection)}
            connection.execute(update(holds).where(*this).values(done))
