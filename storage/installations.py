"""Workspaces in which Slack refuses our token: their rows wait, for every process."""

from collections.abc import Collection

from sqlalchemy import Engine, delete, select

from bot.domain.ids import TeamId
from storage.engine import background, database_now, reading, refusing
from storage.pace import EVERY_METHOD, UNTIL_MENDED, pause, pauses


class SqlInstallations:
    """Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = background(engine)
        self._reading = reading(engine)

    def refused(self, teams: Collection[TeamId]) -> set[TeamId]:
        with refusing(), self._reading.begin() as connection:
            now = database_now(connection)
            its = (pauses.c.team_id.in_(list(teams)), pauses.c.method == EVERY_METHOD, pauses.c.until_at > now)
            return {TeamId(team) for team in connection.scalars(select(pauses.c.team_id).where(*its))}

    def refuse(self, team: TeamId) -> None:
        with refusing(), self._engine.begin() as connection:
            pause(connection, team, EVERY_METHOD, database_now(connection) + UNTIL_MENDED)

    def accept(self, team: TeamId) -> None:
        """Pauses of single methods stay: Slack has not said anything else of them."""
        its = (pauses.c.team_id == team, pauses.c.method == EVERY_METHOD)
        with refusing(), self._engine.begin() as connection:
            connection.execute(delete(pauses).where(*its))
