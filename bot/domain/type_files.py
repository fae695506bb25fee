"""The file in which a workspace says which types of requests it has: TOML, read strictly, each fault with its line."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.config_files import BadFile, Fault, parsed
from bot.domain.dates import understand
from bot.domain.moments import DateRefused
from bot.domain.priority import Priority
from bot.domain.request_types import TICKED, Condition, FieldKind, RequestType, TypeField
from bot.domain.suggestions import nearest
from bot.domain.text import clean
from bot.domain.toml_lines import Lines, Path, dotted

KIND = "request_types"
NAME = re.compile(r"[a-z][a-z0-9_-]{0,23}")
MOST_TYPES, MOST_FIELDS, MOST_OPTIONS, MOST_WORDS = 100, 30, 1000, 10
#: What Slack shows of an option, and what is read at a glance.
LABEL, HINT = 75, 150
#: Of words for a default due date nothing but this is asked here: that they name a moment.
_SOME_MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)

Found: TypeAlias = Any


@lru_cache(maxsize=64)
def read_types(text: str) -> tuple[RequestType, ...]:
    """Raises BadFile. Kept, because every form asks for them."""
    return _Reading(text).types()


class _Wrong(Exception):
    """What is at fault at a path; the rest of the file is looked at all the same."""


class _Reading:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._faults: list[Fault] = []

    def types(self) -> tuple[RequestType, ...]:
        tables = parsed(self._text, parse_float=Decimal)
        if not tables:
            self._faults.append(Fault(None, "", "there is no type in it; a type begins with a line such as [print]"))
        if len(tables) > MOST_TYPES:
            self._faults.append(Fault(None, "", f"there are {len(tables)} types; a menu takes {MOST_TYPES}"))
        types = [found for name, table in tables.items() if (found := self._type(name, table)) is not None]
        self._check_words(types)
        if self._faults:
            raise BadFile(self._faults)
        return tuple(types)

    def _at(self, path: Path, read: Callable[[], Found]) -> Found:
        """What `read` makes of it; None, and a fault noted, where it cannot be used."""
        try:
            return read()
        except _Wrong as wrong:
            self._faults.append(Fault(self._lines.of(path), dotted(path), str(wrong)))
            return None

    def _type(self, name: str, table: Found) -> RequestType | None:
        path = (name,)
        if self._at(path, lambda: _named(name, table)) is None:
            return None
        self._unknown(path, table, ("label", "words", "silent", "priority", "due", "fields"))
        before = len(self._faults)
        values: dict[str, Any] = {
            "label": self._value(path, table, "label", _label, needed=True),
            "words": self._value(path, table, "words", _words) or (),
            "silent": self._value(path, table, "silent", _flag) or False,
            "priority": self._value(path, table, "priority", _priority),
            "due": self._value(path, table, "due", _due) or "",
            "fields": self._fields((*path, "fields"), table.get("fields", {})),
        }
        return RequestType(name=name, **values) if len(self._faults) == before else None

    def _fields(self, path: Path, tables: Found) -> tuple[TypeField, ...]:
        if self._at(path, lambda: _tables_of_fields(tables)) is None:
            return ()
        found: dict[str, TypeField] = {}
        for key, table in tables.items():
            one = self._field((*path, key), key, table, found)
            if one is not None:
                found[key] = one
        return tuple(found.values())

    def _field(self, path: Path, key: str, table: Found, before: Mapping[str, TypeField]) -> TypeField | None:
        if self._at(path, lambda: _named(key, table)) is None:
            return None
        known = ("label", "kind", "hint", "options", "min", "max", "required", "required_to_close", "shown_when")
        self._unknown(path, table, known)
        faults = len(self._faults)
        kind = self._value(path, table, "kind", _kind, needed=True)
        values: dict[str, Any] = {
            "label": self._value(path, table, "label", _label, needed=True),
            "hint": self._value(path, table, "hint", _hint) or "",
            "options": self._value(path, table, "options", _options, needed=kind is FieldKind.SELECT) or (),
            "least": self._value(path, table, "min", _limit),
            "most": self._value(path, table, "max", _limit),
            "required": self._value(path, table, "required", _flag) or False,
            "required_to_close": self._value(path, table, "required_to_close", _flag) or False,
            "shown_when": self._value(path, table, "shown_when", lambda found: _conditions(found, before)) or (),
        }
        if len(self._faults) > faults:
            return None
        one = TypeField(key=key, kind=kind, **values)
        return one if self._at(path, lambda: _of_its_kind(one)) else None

    def _value(
        self, path: Path, table: Mapping[str, Found], key: str, read: Callable[[Found], Found], *, needed: bool = False
    ) -> Found:
        if key in table:
            return self._at((*path, key), lambda: read(table[key]))
        # A slip of it is told as such, and not as missing besides.
        is_missing = needed and not any(nearest(other, (key,)) for other in table)
        return self._at(path, lambda: _missing(key)) if is_missing else None

    def _unknown(self, path: Path, table: Mapping[str, Found], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                meant = nearest(key, known)
                hint = f"; did you mean {meant}?" if meant else f"; known are {', '.join(known)}"
                self._faults.append(Fault(self._lines.of((*path, key)), dotted((*path, key)), f"is unknown{hint}"))

    def _check_words(self, types: list[RequestType]) -> None:
        """What is typed behind the # means one type."""
        taken: dict[str, str] = {one.name: one.name for one in types}
        for one in types:
            for word in one.words:
                other = taken.setdefault(word, one.name)
                if other != one.name or word == one.name:
                    path = (one.name, "words")
                    self._faults.append(Fault(self._lines.of(path), dotted(path), f'"{word}" is taken by {other}'))


def _wrong(reason: str) -> NoReturn:
    raise _Wrong(reason)


def _missing(key: str) -> NoReturn:
    _wrong(f"has no {key}")


def _named(name: str, table: Found) -> bool:
    if not NAME.fullmatch(name):
        _wrong("a name is up to 24 small letters, digits, - and _, and begins with a letter")
    if not isinstance(table, dict):
        _wrong(f"is a value, not a table; write [{name}]")
    return True


def _tables_of_fields(found: Found) -> bool:
    if not isinstance(found, dict):
        _wrong("write each field as a table of its own, such as [print.fields.copies]")
    if len(found) > MOST_FIELDS:
        _wrong(f"{len(found)} fields; a form takes {MOST_FIELDS}")
    return True


def _text(found: Found, most: int) -> str:
    if not isinstance(found, str):
        _wrong('is no text; write it in quotes: "…"')
    if not found.strip() or clean(found) != found or "\n" in found:
        _wrong("is empty, has spaces at its ends or signs that cannot be seen")
    if len(found) > most:
        _wrong(f"is longer than {most} letters")
    return found


def _label(found: Found) -> str:
    return _text(found, LABEL)


def _hint(found: Found) -> str:
    return _text(found, HINT)


def _flag(found: Found) -> bool:
    return found if isinstance(found, bool) else _wrong("is either true or false, without quotes")


def _limit(found: Found) -> Decimal:
    number = Decimal(found) if isinstance(found, int | Decimal) and not isinstance(found, bool) else Decimal("nan")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        _wrong("is no number; write it without quotes")
    return number


def _list(found: Found, most: int) -> tuple[str, ...]:
    if not isinstance(found, list) or not found:
        _wrong('is no list; write ["one", "another"]')
    if len(found) > most:
        _wrong(f"{len(found)} entries; there may be {most}")
    read = tuple(_text(one, LABEL) for one in found)
    twice = next((one for one in read if read.count(one) > 1), None) if len(set(read)) < len(read) else None
    return read if twice is None else _wrong(f'"{twice}" stands there twice')


def _options(found: Found) -> tuple[str, ...]:
    return _list(found, MOST_OPTIONS)


def _words(found: Found) -> tuple[str, ...]:
    read = _list(found, MOST_WORDS)
    odd = next((word for word in read if not NAME.fullmatch(word)), None)
    return read if odd is None else _wrong(f'"{odd}" is typed behind a #: small letters, digits, - and _ only')


def _kind(found: Found) -> FieldKind:
    return FieldKind(_one_of(found, [one.value for one in FieldKind]))


def _priority(found: Found) -> Priority:
    return Priority(_one_of(found, [one.value for one in Priority]))


def _one_of(found: Found, known: list[str]) -> str:
    if not isinstance(found, str) or found not in known:
        meant = nearest(found, known) if isinstance(found, str) else None
        _wrong(f"is none of {', '.join(known)}{f'; did you mean {meant}?' if meant else ''}")
    return found


def _due(found: Found) -> str:
    typed = _text(found, LABEL)
    try:
        understand(typed, now=_SOME_MONDAY, zone=ZoneInfo("UTC"))
    except DateRefused:
        _wrong('names no moment from now on; write for example "in 3 days", "tomorrow 17:00" or "fri 16:00"')
    return typed


def _conditions(found: Found, before: Mapping[str, TypeField]) -> tuple[Condition, ...]:
    if not isinstance(found, dict) or not found:
        _wrong('is no condition; write { paper = "glossy" }')
    return tuple(_condition(key, wanted, before) for key, wanted in found.items())


def _condition(key: str, wanted: Found, before: Mapping[str, TypeField]) -> Condition:
    other = before.get(key)
    if other is None:
        _wrong(f"there is no field {key} above this one")
    match other.kind:
        case FieldKind.CHECKBOX if isinstance(wanted, bool):
            return Condition(key, (TICKED if wanted else "",))
        case FieldKind.SELECT if isinstance(wanted, str | list):
            values = tuple(wanted) if isinstance(wanted, list) else (wanted,)
            strange = next((one for one in values if one not in other.options), None)
            return Condition(key, values) if strange is None and values else _wrong(f"{key} has no option {strange!r}")
        case FieldKind.CHECKBOX:
            _wrong(f"{key} is a checkbox, which is true or false")
        case FieldKind.SELECT:
            _wrong(f"{key} is a select: name one of its options, or several in a list")
        case _:
            _wrong(f"{key} is neither a select nor a checkbox, and only these can be asked for")


def _of_its_kind(one: TypeField) -> bool:
    if one.options and one.kind is not FieldKind.SELECT:
        _wrong("has options, but only a select has any")
    if one.kind is not FieldKind.NUMBER and (one.least is not None or one.most is not None):
        _wrong("has min or max, but only a number has them")
    if one.least is not None and one.most is not None and one.least > one.most:
        _wrong("has a min that is larger than its max")
    return True
