"""Templates of milestones: table, mapping and queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Named, String, Table, TypedColumns, select

from bot.domain.ids import TeamId, UserId
from bot.domain.milestones import MilestoneTemplate
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.queries import held
from storage.types import UtcDateTime, text_id


class TemplateColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    name: Named[str] = Column(String(32), primary_key=True)
    steps: Named[str]
    set_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    set_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    version: Named[int] = Column(BigInteger(), nullable=False)


templates = Table("milestone_template", metadata, TemplateColumns)
map_(MilestoneTemplate, templates)


class SqlMilestones:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def all(self) -> Sequence[MilestoneTemplate]:
        return self._session.scalars(select(MilestoneTemplate).order_by(templates.c.name)).all()

    def one(self, name: str) -> MilestoneTemplate | None:
        named = select(MilestoneTemplate).where(templates.c.name == name)
        return held(self._session, named, MilestoneTemplate).one_or_none()

    def add(self, template: MilestoneTemplate) -> None:
        self._session.add(template)

    def remove(self, name: str) -> None:
        template = self.one(name)
        if template is not None:
            self._session.delete(template)
