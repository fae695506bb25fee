"""What every feature does with its statements: add one, find one or refuse, lock what is changed, cut a page."""

from typing import TypeVar

from sqlalchemy import Select, func
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import NotFound
from bot.services.pages import Page, within
from storage.hooks import TeamSession

E = TypeVar("E")


def found(session: TeamSession, statement: Select[E], label: str) -> E:
    """Missing and hidden sound the same."""
    entity = session.scalars(statement).one_or_none()
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


def locked(session: TeamSession, statement: Select[E], kind: type[E]) -> Select[E]:
    """Whoever loses a race reads what the winner wrote. SQLite's writing transactions exclude each other anyway.

    In one order, or two could wait for each other: client requests, tasks, reminders, each by number, in one statement
    or in ascending ones (docs/decisions/0041). What is only read is not locked.
    """
    if not session.writes:
        return statement
    return statement.with_for_update(of=kind, key_share=True).execution_options(populate_existing=True)


def page_of(session: TeamSession, statement: Select[E], *, offset: int, limit: int) -> Page[E]:
    """The last one when the list has become shorter than `offset`, so that an old button shows what there is."""
    total = session.scalar(statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None))
    start = within(offset, total or 0, limit)
    items = session.scalars(statement.offset(start).limit(limit))
    return Page(tuple(items), start, total or 0)
