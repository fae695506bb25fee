"""By which edition of the zone data each workspace's moments were worked out."""

from collections.abc import Collection

from sqlalchemy import Column, Engine, Named, Table, TypedColumns, select

from bot.domain.ids import TeamId
from storage.engine import asking
from storage.hooks import TeamSession, core
from storage.inserts import insert_into, proposed
from storage.mapping import metadata
from storage.sweeping import EDITION, TEAMS, swept
from storage.types import text_id


class EditionColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    edition: Named[str]


editions = Table("zone_edition", metadata, EditionColumns)


class SqlZoneData:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def worked_out_by(self, edition: str) -> None:
        connection = core(self._session)
        row = insert_into(connection, editions).values(team_id=self._session.team_id, edition=edition)
        newer = row.on_conflict_do_update(
            index_elements=["team_id"],
            set_={"edition": proposed(editions.c.edition)},
            where=editions.c.edition < proposed(editions.c.edition),
        )
        connection.execute(newer)


#: Those whose moments this edition or a later one has worked out.
UP_TO_DATE = select(editions.c.team_id).where(editions.c.edition >= EDITION, editions.c.team_id.in_(TEAMS))


class ZoneDataSweep:
    """For the teams whose work is ours. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._asking = asking(engine)

    def outdated(self, edition: str, teams: Collection[TeamId]) -> list[TeamId]:
        """Those whose moments neither this edition nor a later one has worked out."""
        done = {row.team_id for row in swept(self._asking, UP_TO_DATE, teams, edition=edition)}
        return [team for team in teams if team not in done]
