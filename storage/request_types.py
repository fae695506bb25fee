"""Files of request types: table, mapping and queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Named, Table, TypedColumns, select

from bot.domain.ids import TeamId
from bot.domain.request_type_files import RequestTypeFile
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.queries import added
from storage.types import UtcDateTime, text_id


class FileColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[int] = Column(BigInteger(), primary_key=True, autoincrement=False)
    text: Named[str]
    loaded_by: Named[str]
    loaded_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


files = Table("request_type_file", metadata, FileColumns)
map_(RequestTypeFile, files)


class SqlRequestTypes:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def newest(self) -> RequestTypeFile | None:
        """That which is in force."""
        return self._session.scalars(select(RequestTypeFile).order_by(files.c.number.desc()).limit(1)).first()

    def of_version(self, number: int) -> RequestTypeFile | None:
        return self._session.get(RequestTypeFile, (self._session.team_id, number))

    def loaded(self) -> Sequence[RequestTypeFile]:
        """Oldest first."""
        return self._session.scalars(select(RequestTypeFile).order_by(files.c.number)).all()

    def add(self, file: RequestTypeFile) -> bool:
        """False when somebody else has loaded one in this very moment."""
        return added(self._session, file)
