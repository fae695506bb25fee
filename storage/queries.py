"""What every feature does with its statements: add one, find one or refuse, lock what is changed, cut a page."""

from functools import cache
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import ScalarResult, Select, func
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import NotFound
from bot.services.pages import Page, within
from storage.hooks import TeamSession, still_bound
from storage.kept import Asked

E = TypeVar("E")
Question: TypeAlias = Select[E] | Asked[E]


def asked(session: TeamSession, question: Question[E]) -> ScalarResult[E]:
    if isinstance(question, Asked):
        return session.scalars(question.statement, question.given)
    return session.scalars(question)


def found(session: TeamSession, question: Question[E], label: str) -> E:
    """Missing and hidden sound the same."""
    entity = asked(session, question).one_or_none()
    if entity is None:
        raise NotFound(label)
    return entity


def added(session: TeamSession, entity: object) -> bool:
    """False when another transaction was faster with the same key. With its audit row, or without either."""
    try:
        with session.begin_nested():
            session.add(entity)
    except IntegrityError:
        return False
    return True


def locked(session: TeamSession, question: Question[E], kind: type[E]) -> Question[E]:
    """Whoever loses a race reads what the winner wrote. SQLite's writing transactions exclude each other anyway.

    In one order, or two could wait for each other: client requests, tasks, reminders, each by number, in one statement
    or in ascending ones (docs/decisions/0041). What is only read is not locked.
    """
    if not session.writes:
        return question
    if isinstance(question, Asked):
        return Asked(_kept_locked(question.statement, kind), question.given)  # type: ignore[arg-type]
    return _locked(question, kind)


def held(session: TeamSession, question: Question[E], kind: type[E]) -> ScalarResult[E]:
    """What is read in order to be changed."""
    return asked(session, locked(session, question, kind))


def _locked(statement: Select[E], kind: type[E]) -> Select[E]:
    return statement.with_for_update(of=kind, key_share=True).execution_options(populate_existing=True)


@cache
def _kept_locked(statement: Select[Any], kind: type[Any]) -> Select[Any]:
    return still_bound(_locked(statement, kind))


def page_of(session: TeamSession, statement: Select[E], *, offset: int, limit: int) -> Page[E]:
    """The last one when the list has become shorter than `offset`, so that an old button shows what there is."""
    total = session.scalar(statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None))
    start = within(offset, total or 0, limit)
    items = session.scalars(statement.offset(start).limit(limit))
    return Page(tuple(items), start, total or 0)
