"""Workspaces in which Slack refuses our token: their rows wait, for every process."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, func, or_, select

from bot.domain.clock import Clock
from bot.domain.ids import TeamId
from bot.domain.installations import Silence
from bot.domain.outbox import Message, MessageKind
from storage.engine import asking, background, database_now, reading, refusing
from storage.its_clock import NOW, ByItsClock
from storage.messages import add_message
from storage.outbox import outbox
from storage.pace import EVERY_METHOD, pauses, refuse, resume
from storage.sweeping import TEAMS

_IS_REFUSED = (pauses.c.team_id.in_(TEAMS), pauses.c.method == EVERY_METHOD, pauses.c.until_at > NOW)
_REFUSED = ByItsClock(select(pauses.c.team_id).where(*_IS_REFUSED))


class SqlInstallations:
    """Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = background(engine)
        self._asking = asking(engine)
        self._clock = clock

    def refused(self, teams: Collection[TeamId]) -> set[TeamId]:
        with refusing(), self._asking.connect() as connection:
            return {TeamId(team) for team in _REFUSED.ask(connection, {"teams": list(teams)}).scalars()}

    def refuse(self, team: TeamId) -> None:
        with refusing(), self._engine.begin() as connection:
            refuse(connection, team, now=database_now(connection), felt=self._clock.now())

    def accept(self, team: TeamId, told: Callable[[Silence], Message | None]) -> bool:
        """Says whether it was refused; of several that find out that it is not any more, one tells so."""
        with refusing(), self._engine.begin() as connection:
            since = resume(connection, team)
            if since is None:
                return False
            message = told(Silence(team, since, _waiting(connection, team, self._clock.now())))
            if message is not None:
                add_message(connection, team, message)
            return True


def silences(engine: Engine, felt: datetime) -> Sequence[Silence]:
    """Of all workspaces, as they are now. Raises StoreUnavailable."""
    with refusing(), reading(engine).begin() as connection:
        teams = connection.scalars(select(pauses.c.team_id).distinct()).all()
        its = (pauses.c.team_id.in_(teams), pauses.c.method == EVERY_METHOD, pauses.c.begun_at.is_not(None))
        found = connection.execute(select(pauses.c.team_id, pauses.c.begun_at).where(*its).order_by(pauses.c.team_id))
        return [
            Silence(TeamId(team), since, _waiting(connection, TeamId(team), felt))
            for team, since in found.all()
            if since is not None
        ]


def _waiting(connection: Connection, team: TeamId, felt: datetime) -> int:
    """Messages that are due and not too late; a Home is no message."""
    due = (outbox.c.team_id == team, outbox.c.ended_at.is_(None), outbox.c.due_at <= felt)
    of_use = or_(outbox.c.expires_at.is_(None), outbox.c.expires_at >= felt)
    messages = select(func.count()).where(*due, of_use, outbox.c.kind != MessageKind.HOME)
    return connection.execute(messages).scalar_one()
