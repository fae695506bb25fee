"""Files that a workspace was set up with, each version of them: table, mapping and queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Named, Select, String, Table, TypedColumns, select

from bot.domain.config_files import ConfigVersion
from bot.domain.ids import TeamId
from storage.hooks import TeamSession
from storage.kept import kept
from storage.mapping import map_, metadata
from storage.queries import added, asked
from storage.types import UtcDateTime, text_id


class ConfigColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    kind: Named[str] = Column(String(20), primary_key=True)
    number: Named[int] = Column(BigInteger(), primary_key=True, autoincrement=False)
    text: Named[str]
    loaded_by: Named[str]
    loaded_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


configs = Table("config_version", metadata, ConfigColumns)
map_(ConfigVersion, configs)


class SqlConfigs:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def live(self, kind: str) -> ConfigVersion | None:
        return asked(self._session, _newest(kind)).first()

    def of_version(self, kind: str, number: int) -> ConfigVersion | None:
        return self._session.get(ConfigVersion, (self._session.team_id, kind, number))

    def all(self, kind: str) -> Sequence[ConfigVersion]:
        return self._session.scalars(_newest_first(kind)).all()

    def add(self, config: ConfigVersion) -> bool:
        return added(self._session, config)


@kept
def _newest(kind: str) -> Select[ConfigVersion]:
    return _newest_first(kind).limit(1)


def _newest_first(kind: str) -> Select[ConfigVersion]:
    return select(ConfigVersion).where(configs.c.kind == kind).order_by(configs.c.number.desc())
