"""Working hours, quiet hours, holidays and leave: table, mapping and queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, Named, String, Table, TypedColumns, bindparam, select

from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import TeamId, UserId
from storage.hooks import TeamSession
from storage.known import Known
from storage.mapping import map_, metadata
from storage.types import NumberTuple, UtcDateTime, text_id


class HoursColumns(TypedColumns):
    """No foreign key: `subject` is a person, a channel or the workspace itself, each by Slack's id."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    subject: Named[str] = Column(String(32), primary_key=True)
    zone_name: Named[str]
    set_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    set_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    weekdays: Named[tuple[int, ...] | None] = Column(NumberTuple(none_as_null=True), nullable=True)
    spans: Named[str | None]
    quiet: Named[str | None]
    country: Named[str | None]
    leave: Named[str]
    version: Named[int] = Column(BigInteger(), nullable=False)


hours = Table("hours", metadata, HoursColumns)
map_(HoursSetting, hours)


_HOURS = select(hours).where(hours.c.team_id == bindparam("team"), hours.c.subject == bindparam("subject"))


def _hours(connection: Connection, team: TeamId, subject: str) -> HoursSetting | None:
    row = connection.execute(_HOURS, {"team": team, "subject": subject}).one_or_none()
    return None if row is None else HoursSetting(**row._asdict())


class SqlHours:
    def __init__(self, session: TeamSession) -> None:
        self._session = session
        self._known = Known(session, HoursSetting, _hours)

    def one(self, subject: str) -> HoursSetting | None:
        return self._known.one(subject)

    def for_change(self, subject: str) -> HoursSetting | None:
        return self._known.for_change(subject)

    def all(self) -> Sequence[HoursSetting]:
        return self._session.scalars(select(HoursSetting)).all()

    def add(self, setting: HoursSetting) -> bool:
        return self._known.add(setting)
