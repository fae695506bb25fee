"""Questions about requests and tasks: table, mapping and queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Named, String, Table, TypedColumns, select

from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.item_questions import ItemQuestion
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.queries import held
from storage.types import UtcDateTime, text_id


class ItemQuestionColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    label: Named[str] = Column(String(20), primary_key=True)
    number: Named[int] = Column(BigInteger(), primary_key=True, autoincrement=False)
    asked_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    asked_of: Named[UserId] = Column(text_id(UserId), nullable=False)
    words: Named[str]
    asked_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    message: Named[OutboxId | None] = Column(text_id(OutboxId), nullable=True)
    answer: Named[str]
    answered_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


questions = Table(
    "item_question",
    metadata,
    ItemQuestionColumns,
    ForeignKeyConstraint(["team_id", "message"], ["outbox.team_id", "outbox.id"]),
)
map_(ItemQuestion, questions)


class SqlItemQuestions:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def of(self, label: str) -> Sequence[ItemQuestion]:
        of_it = select(ItemQuestion).where(questions.c.label == label).order_by(questions.c.number)
        return self._session.scalars(of_it).all()

    def one(self, label: str, number: int) -> ItemQuestion | None:
        this = select(ItemQuestion).where(questions.c.label == label, questions.c.number == number)
        return held(self._session, this, ItemQuestion).one_or_none()

    def add(self, question: ItemQuestion) -> None:
        self._session.add(question)
