"""Column types: moments that are always aware, the names of `bot.domain.ids`, enums and tuples."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import JSON, BigInteger, ColumnElement, DateTime, Dialect, Enum, String, literal_column
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.domain.request_types import Answer

Text = TypeVar("Text", bound=str)
Number = TypeVar("Number", bound=int)
Member = TypeVar("Member", bound=StrEnum)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware moments in, aware UTC out. A naive one is refused: SQLite keeps no zone, so its meaning would change."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a naive moment cannot be stored: {value!r}"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class NumberTuple(TypeDecorator[tuple[int, ...]]):
    """A tuple, because a list changed in place would be neither saved nor audited."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else list(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[int, ...] | None:  # noqa: ARG002
        return None if value is None else tuple(value)


class AnswerTuple(TypeDecorator[tuple[Answer, ...]]):
    """As NumberTuple."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Answer, ...] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return [list(answer) for answer in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Answer, ...]:  # noqa: ARG002
        return tuple(Answer(*answer) for answer in value or ())


def text_id(kind: Callable[[str], Text], length: int = 32) -> TypeEngine[Text]:  # noqa: ARG001 - names the type
    return cast("TypeEngine[Text]", String(length))


def number_id(kind: Callable[[int], Number]) -> TypeEngine[Number]:  # noqa: ARG001 - names the type
    return cast("TypeEngine[Number]", BigInteger())


class _Members(Enum):
    class Comparator(Enum.Comparator):
        def operate(self, op: OperatorType, *other: Any, **named: Any) -> ColumnElement[Any]:
            return super().operate(op, *(_spelt_out(one) for one in other), **named)

    comparator_factory = Comparator


class _Word(String):
    class Comparator(String.Comparator[Any]):
        def operate(self, op: OperatorType, *other: Any, **named: Any) -> ColumnElement[Any]:
            return super().operate(op, *(_spelt_out(one) for one in other), **named)

    comparator_factory = Comparator


def one_of_few() -> TypeEngine[str]:
    """For words of ours, as an enum's: never compare it with what people wrote."""
    return _Word()


def str_enum(kind: type[Member]) -> TypeEngine[Member]:
    """Stored by value; the database holds no list of the members, so a new one needs no migration. Compared with
    one, it is spelt out.
    """
    enum = _Members(kind, native_enum=False, length=20, validate_strings=True, values_callable=_values)
    return cast("TypeEngine[Member]", enum)


@cache
def spelt(word: str) -> ColumnElement[str]:
    """What never differs. As a parameter, a database does not know by it that a partial index is of use; SQLite plans
    such a statement anew whenever it is asked, and all parameters of a question may cost more than its answer.
    """
    quoted = word.replace("'", "''")
    return literal_column(f"'{quoted}'", String())


def _spelt_out(compared: object) -> object:
    match compared:
        case StrEnum():
            return spelt(compared.value)
        case str():
            return spelt(compared)
        case tuple() | list() | set() | frozenset():
            return [_spelt_out(one) for one in compared]
        case _:
            return compared


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]
