"""Statements that are made once: to make one anew, and to find it among those that were compiled, takes three times as
long as to ask it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVarTuple

from sqlalchemy import Select, bindparam

from storage.hooks import bound

P = ParamSpec("P")
Row = TypeVarTuple("Row")


@dataclass(frozen=True, slots=True)
class Asked(Generic[*Row]):
    """A statement that is kept, and what it is asked with this time."""

    statement: Select[*Row]
    given: Mapping[str, Any]


def kept(make: Callable[P, Select[*Row]]) -> Callable[P, Asked[*Row]]:
    """Makes the statement when it is first asked, with a parameter in the place of each of its arguments, which
    therefore may only be compared: never None, and nothing may be decided by them.
    """
    names = tuple(signature(make).parameters)

    @cache
    def statement() -> Select[*Row]:
        return bound(make(*map(bindparam, names)))  # type: ignore[arg-type,call-arg]

    @wraps(make)
    def asked(*given: P.args, **named: P.kwargs) -> Asked[*Row]:
        assert not named, "in their order, as few as they are"
        return Asked(statement(), dict(zip(names, given, strict=True)))

    return asked
