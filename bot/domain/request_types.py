"""Kinds of client requests: which fields each asks for, when, and what of them is needed to close it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from bot.domain.errors import FieldRefused
from bot.domain.priority import Priority
from bot.domain.suggestions import nearest
from bot.domain.text import clean, folded, one_line

TEXT_LIMIT, LONG_TEXT_LIMIT = 300, 3000
#: What a ticked box holds; one that is not ticked holds nothing.
TICKED = "yes"
#: A menu shows so many options; of more it asks while somebody types.
SHOWN_OPTIONS = 100
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    SELECT = "select"
    PERSON = "person"
    CHECKBOX = "checkbox"


@dataclass(frozen=True)
class Condition:
    """A field is shown when the one of this key holds one of the values; '' is that of a box without its tick."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TypeField:
    """`required` when it is logged, `required_to_close` when it is done."""

    key: str
    label: str
    kind: FieldKind
    hint: str = ""
    options: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    required: bool = False
    required_to_close: bool = False
    shown_when: tuple[Condition, ...] = ()

    @property
    def is_loaded(self) -> bool:
        """Its options are too many for a menu."""
        return len(self.options) > SHOWN_OPTIONS

    def matching(self, typed: str) -> tuple[str, ...]:
        """The options that hold what was typed, those that begin with it first."""
        wanted = folded(typed)
        found = [option for option in self.options if wanted in folded(option)]
        return tuple(sorted(found, key=lambda option: not folded(option).startswith(wanted))[:SHOWN_OPTIONS])


class Answer(NamedTuple):
    """What was filled in. It says what the field was called then: types change, and what was answered does not."""

    key: str
    label: str
    kind: str
    value: str


@dataclass(frozen=True)
class OfType:
    """What makes a request one of a type: which, of which version of the types, and its answers."""

    name: str
    label: str
    version: int
    answers: tuple[Answer, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        return {answer.key: answer.value for answer in self.answers}


@dataclass(frozen=True, kw_only=True)
class RequestType:
    """`words` are other names that people type behind the #. `silent`: whoever asked gets no receipt. `due` is in
    words, such as `in 3 days`.
    """

    name: str
    label: str
    words: tuple[str, ...] = ()
    fields: tuple[TypeField, ...] = ()
    silent: bool = False
    priority: Priority | None = None
    due: str = ""

    def place(self, key: str) -> str:
        """What a field is called on a form, so that it is not taken for another type's of the same key."""
        return f"field.{self.name}.{key}"

    def visible(self, values: Mapping[str, str]) -> tuple[TypeField, ...]:
        """Given what the fields hold. One that hangs on a hidden one is hidden as well."""
        shown: dict[str, TypeField] = {}
        for one in self.fields:
            if all(when.key in shown and values.get(when.key, "") in when.values for when in one.shown_when):
                shown[one.key] = one
        return tuple(shown.values())

    def asked_first(self, values: Mapping[str, str]) -> tuple[TypeField, ...]:
        """What is asked when it is logged: nothing that can only be said at the end."""
        return tuple(one for one in self.visible(values) if one.required or not one.required_to_close)

    def needed_first(self, values: Mapping[str, str]) -> tuple[TypeField, ...]:
        """What is still missing to log it."""
        return tuple(one for one in self.visible(values) if one.required and not values.get(one.key))

    def needed_to_close(self, values: Mapping[str, str]) -> tuple[TypeField, ...]:
        """What is still missing to be done with it."""
        return tuple(one for one in self.visible(values) if one.required_to_close and not values.get(one.key))

    @property
    def controls(self) -> frozenset[str]:
        """The keys of the fields that others hang on."""
        return frozenset(when.key for one in self.fields for when in one.shown_when)

    def answered(
        self,
        typed: Mapping[str, str],
        is_person: Callable[[str], bool],
        *,
        asked: Iterable[TypeField],
        needed: Callable[[TypeField], bool],
    ) -> tuple[Answer, ...]:
        """Of the fields that were `asked`. Raises FieldRefused for the first that does not hold what it should."""
        return tuple(self._answers(typed, is_person, asked, needed))

    def _answers(
        self,
        typed: Mapping[str, str],
        is_person: Callable[[str], bool],
        asked: Iterable[TypeField],
        needed: Callable[[TypeField], bool],
    ) -> Iterator[Answer]:
        for one in asked:
            try:
                value = value_of(one, typed.get(one.key, ""))
            except ValueError as wrong:
                raise FieldRefused(self.place(one.key), *wrong.args) from None
            if one.kind is FieldKind.PERSON and value and not is_person(value):
                raise FieldRefused(self.place(one.key), "unknown")
            if value:
                yield Answer(one.key, one.label, one.kind.value, value)
            elif needed(one):
                raise FieldRefused(self.place(one.key), "missing")


@dataclass(frozen=True)
class TypeSet:
    """All types of a workspace as they are at one version; 0 are those that Liaison comes with."""

    version: int
    types: tuple[RequestType, ...] = field(default_factory=tuple)

    @property
    def words(self) -> frozenset[str]:
        """All that may stand behind a #."""
        return frozenset(word for one in self.types for word in (one.name, *one.words))

    def named(self, name: str | None) -> RequestType | None:
        return next((one for one in self.types if one.name == name), None)

    def meant_by(self, word: str) -> RequestType | None:
        """By its name or another word for it, as somebody types it."""
        typed = folded(word)
        return next((one for one in self.types if typed in {one.name, *one.words}), None)

    def near(self, word: str) -> RequestType | None:
        """The only one that was probably meant."""
        words = {known: one for one in self.types for known in (one.name, *one.words)}
        found = nearest(folded(word), words)
        return words[found] if found else None


def value_of(one: TypeField, typed: str) -> str:
    """As it is stored. Raises ValueError with the reason, and what it takes instead."""
    match one.kind:
        case FieldKind.TEXT:
            return _within(one_line(typed), TEXT_LIMIT)
        case FieldKind.LONG_TEXT:
            return _within(clean(typed).strip(), LONG_TEXT_LIMIT)
        case FieldKind.NUMBER:
            return _number(one, typed.strip())
        case FieldKind.DATE:
            return _date(typed)
        case FieldKind.CHECKBOX:
            return TICKED if typed else ""
        case FieldKind.SELECT if typed and typed not in one.options:
            raise ValueError("unknown")
        case FieldKind.PERSON if typed and not _PERSON.fullmatch(typed):
            raise ValueError("unknown")
        case _:
            return typed


def _within(typed: str, limit: int) -> str:
    if len(typed) > limit:
        raise ValueError("too_long", f"{len(typed):,}", limit)
    return typed


def _number(one: TypeField, typed: str) -> str:
    if not typed:
        return ""
    try:
        number = Decimal(typed if _NUMBER.fullmatch(typed) else "no number")
    except InvalidOperation:
        raise ValueError("no_number") from None
    if one.least is not None and number < one.least:
        raise ValueError("too_low", f"{one.least:f}")
    if one.most is not None and number > one.most:
        raise ValueError("too_high", f"{one.most:f}")
    plain = f"{number:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def _date(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat() if typed else ""
    except ValueError:
        raise ValueError("unknown") from None


@dataclass(frozen=True)
class Fitted:
    """A request as it would be under another type: the labels of the answers that this has no place for, and of what it
    asks for and finds nowhere.
    """

    of_type: OfType | None
    lost: tuple[str, ...]
    missing: tuple[str, ...]


def fitted(standing: OfType | None, wanted: RequestType | None, version: int) -> Fitted:
    """What was answered stays where the type that is `wanted` has the same field, and that takes it."""
    held = standing.answers if standing else ()
    if wanted is None:
        return Fitted(None, tuple(answer.label for answer in held), ())
    taken = {one.key: answer.value for answer in held for one in wanted.fields if _takes(one, answer)}
    visible = [one for one in wanted.visible(taken) if one.key in taken]
    answers = tuple(Answer(one.key, one.label, one.kind.value, taken[one.key]) for one in visible)
    kept = {answer.key: answer.value for answer in answers}
    lost = tuple(answer.label for answer in held if answer.key not in kept)
    missing = tuple(one.label for one in wanted.needed_first(kept))
    return Fitted(OfType(wanted.name, wanted.label, version, answers), lost, missing)


def _takes(one: TypeField, answer: Answer) -> bool:
    if (one.key, one.kind.value) != (answer.key, answer.kind):
        return False
    try:
        return value_of(one, answer.value) == answer.value
    except ValueError:
        return False


def merged(standing: OfType | None, wanted: OfType | None, changed: frozenset[str]) -> OfType | None:
    """`wanted`, but of the fields that this person did not change what stands there by now."""
    if standing is None or wanted is None or standing.name != wanted.name:
        return wanted
    found = {answer.key: answer for answer in standing.answers if answer.key not in changed}
    found |= {answer.key: answer for answer in wanted.answers if answer.key in changed}
    order = [answer.key for answer in (*wanted.answers, *standing.answers)]
    answers = tuple(found[key] for key in dict.fromkeys(order) if key in found)
    return OfType(wanted.name, wanted.label, wanted.version, answers)
