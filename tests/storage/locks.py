"""In which order transactions lock what they change (docs/decisions/0041): whoever is out of order may meet somebody
who is not, and then both wait for each other. Seen on either database, as a lock is asked for on both.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import Result, Select, event
from sqlalchemy.orm import ORMExecuteState

from bot.domain.client_requests import ClientRequest
from bot.domain.hours_settings import HoursSetting
from bot.domain.mornings import Morning
from bot.domain.nudges import Nudge
from bot.domain.people import Person
from bot.domain.tasks import Task
from storage.hooks import TeamSession

#: What is locked first.
ORDER: dict[type[Any], Callable[[Any], Any]] = {
    Person: attrgetter("user_id"),
    ClientRequest: attrgetter("number"),
    Task: attrgetter("number"),
    Nudge: attrgetter("number"),
    Morning: attrgetter("user_id"),
    HoursSetting: attrgetter("subject"),
}
KINDS = tuple(ORDER)
Place: TypeAlias = tuple[int, Any]
LETTERS = "PRTNMH"
_HELD = "test_holds"


@contextmanager
def in_order() -> Iterator[list[str]]:
    """What was locked out of order, or changed without having been locked."""
    found = list[str]()

    def locks(state: ORMExecuteState) -> Result[Any] | None:
        if not isinstance(state.statement, Select) or state.statement._for_update_arg is None:
            return None
        frozen = state.invoke_statement().freeze()
        places = [_place(entity) for entity in frozen().scalars() if isinstance(entity, KINDS)]
        found.extend(_out_of_order(state.session, places, is_sorted=bool(state.statement._order_by_clauses)))
        return frozen()

    def writes(session: TeamSession, *_: object) -> None:
        held = _held(session)
        held.update(_place(entity) for entity in session.new if isinstance(entity, KINDS))
        changed = [one for one in session.dirty if isinstance(one, KINDS) and session.is_modified(one)]
        found.extend(f"{_named([_place(one)])} is changed and not locked" for one in changed if _place(one) not in held)

    taps = ((TeamSession, "do_orm_execute", locks), (TeamSession, "before_flush", writes))
    event.listen(*taps[0], retval=True)
    event.listen(*taps[1])
    try:
        yield found
    finally:
        for tap in taps:
            event.remove(*tap)


def _out_of_order(session: Any, places: list[Place], *, is_sorted: bool) -> Iterator[str]:
    held = _held(session)
    new = [place for place in places if place not in held]
    if len(new) > 1 and (not is_sorted or new != sorted(new)):
        yield f"{_named(new)} in whatever order they are found"
    if new and held and min(new) < max(held):
        yield f"{_named([min(new)])} after {_named([max(held)])}"
    held.update(new)


def _held(session: Any) -> set[Place]:
    held: set[Place] = session.info.setdefault(_HELD, set())
    return held


def _place(entity: Any) -> Place:
    rank, key = next((rank, key) for rank, (kind, key) in enumerate(ORDER.items()) if isinstance(entity, kind))
    return rank, key(entity)


def _named(places: list[Place]) -> str:
    return ", ".join(f"{LETTERS[rank]}-{key}" for rank, key in places)
