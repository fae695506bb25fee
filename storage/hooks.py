"""The session that is bound to one team: it reads and writes no other, and leaves an audit row for every change."""

from collections.abc import Sequence
from typing import Any, NoReturn, TypeVar

from sqlalchemy import CompoundSelect, Connection, Engine, Executable, Select, String, bindparam, event, insert, literal
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from bot.domain.clock import SYSTEM_CLOCK, Clock
from bot.domain.ids import TeamId, UserId
from bot.domain.teams import OfTeam
from storage.audit import audit, changes_of, row_ids

_AUDITED = insert(audit)
#: Equal to no team: for the class that all others are of, which has no table and is asked once all the same.
_NOBODYS = literal(None, String())


class OutOfBounds(RuntimeError):
    """A programmer's error: another team's row, or a statement that the audit would not see."""


class TeamSession(Session):
    """`writes` says that what is read in order to be changed can be locked."""

    def __init__(
        self, engine: Engine, team_id: TeamId, actor: UserId, *, writes: bool, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.team_id = team_id
        self.actor = actor
        self.writes = writes
        self.clock = clock
        self.audit_ids = row_ids()
        #: The kinds of what it has changed.
        self.changed: set[type] = set()
        #: What the audit says that changes are part of, from now on.
        self.batch: str | None = None

    def bulk_save_objects(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        raise OutOfBounds("bulk writes leave no audit row")

    bulk_insert_mappings = bulk_update_mappings = bulk_save_objects


def core(session: TeamSession) -> Connection:
    """For the tables that are no entities (outbox, inbox, counters, occurrences, members), and for people and channels
    that are only read, which every change does; the statements name the team themselves. Nowhere else is a session's
    connection used.
    """
    return session.connection()


#: One for all classes and teams, and the team is a parameter: as a value it would be compared with itself again and
#: again, for each class that a statement names, which took longer than most of their answers.
_BOUNDS = with_loader_criteria(
    OfTeam,
    lambda kind: getattr(kind, "team_id", _NOBODYS) == bindparam("of_team", type_=String()),
    include_aliases=True,
)


#: Those that are made once.
_BOUND: set[Executable] = set()
S = TypeVar("S", bound=Executable)


def bound(statement: S) -> S:
    """For a statement that is kept: each time anew this would take as long as to ask it."""
    return still_bound(statement.options(_BOUNDS))


def still_bound(statement: S) -> S:
    """For one that was made of one that is bound."""
    _BOUND.add(statement)
    return statement


@event.listens_for(TeamSession, "do_orm_execute")
def _read_only_this_team(state: ORMExecuteState) -> None:
    if not isinstance(state.statement, Select | CompoundSelect) or not state.is_orm_statement:
        raise OutOfBounds("a session runs SELECTs of mapped classes only")
    assert isinstance(state.session, TeamSession)
    assert not isinstance(state.parameters, Sequence)
    if state.statement not in _BOUND:
        state.statement = state.statement.options(_BOUNDS)
    state.parameters = {**(state.parameters or {}), "of_team": state.session.team_id}


@event.listens_for(TeamSession, "before_flush")
def _write_only_this_team(session: TeamSession, *_: object) -> None:
    for entity in (*session.new, *session.dirty, *session.deleted):
        if entity.team_id != session.team_id:
            message = f"{type(entity).__name__} of another team"
            raise OutOfBounds(message)
        session.changed.add(type(entity))
    by = {"team_id": session.team_id, "actor": session.actor, "at": session.clock.now(), "batch": session.batch}
    rows = changes_of(session, by, session.audit_ids)
    if rows:
        session.connection().execute(_AUDITED, rows)
