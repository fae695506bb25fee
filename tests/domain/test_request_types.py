"""Which fields a type asks for, and what they take."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from bot.domain.errors import FieldRefused
from bot.domain.request_types import (
    Answer,
    Condition,
    FieldKind,
    OfType,
    RequestType,
    TypeField,
    TypeSet,
    fitted,
    merged,
    value_of,
)


def field(kind: FieldKind, key: str = "it", **more: object) -> TypeField:
    return TypeField(key=key, label=key.title(), kind=kind, **more)  # type: ignore[arg-type]


NUMBER = field(FieldKind.NUMBER, least=Decimal(1), most=Decimal("99.5"))
SELECT = field(FieldKind.SELECT, options=("Matt", "Glossy"))


@pytest.mark.parametrize(
    ("one", "typed", "held"),
    [
        (field(FieldKind.TEXT), "  two\n words\u200b ", "two words"),
        (field(FieldKind.TEXT), " \u200b ", ""),
        (field(FieldKind.LONG_TEXT), "two\r\nlines ", "two\nlines"),
        (NUMBER, "12.50", "12.5"),
        (NUMBER, "090", "90"),
        (NUMBER, "+7", "7"),
        (field(FieldKind.NUMBER), "-0", "-0"),
        (field(FieldKind.NUMBER), "100", "100"),
        (NUMBER, "", ""),
        (field(FieldKind.DATE), "2026-03-09", "2026-03-09"),
        (field(FieldKind.DATE), "", ""),
        (SELECT, "Matt", "Matt"),
        (SELECT, "", ""),
        (field(FieldKind.PERSON), "U0ANA", "U0ANA"),
        (field(FieldKind.CHECKBOX), "yes", "yes"),
        (field(FieldKind.CHECKBOX), "", ""),
    ],
)
def test_what_is_typed_is_kept_as(one: TypeField, typed: str, held: str) -> None:
    assert value_of(one, typed) == held


@pytest.mark.parametrize(
    ("one", "typed", "reason"),
    [
        (field(FieldKind.TEXT), "x" * 301, "too_long"),
        (field(FieldKind.LONG_TEXT), "x" * 3001, "too_long"),
        (NUMBER, "0.5", "too_low"),
        (NUMBER, "100", "too_high"),
        *((NUMBER, typed, "no_number") for typed in ("many", "1e5", "nan", "inf", "1,000", "٣", "1" * 16, "0x1", "1.")),
        (field(FieldKind.DATE), "2026-02-30", "unknown"),
        (SELECT, "Satin", "unknown"),
        (SELECT, "matt", "unknown"),
        (field(FieldKind.PERSON), "<!channel>", "unknown"),
    ],
)
def test_what_a_field_does_not_take(one: TypeField, typed: str, reason: str) -> None:
    of = RequestType(name="print", label="Print", fields=(one,))
    with pytest.raises(FieldRefused) as refused:
        of.answered({"it": typed}, lambda _: True, asked=of.fields, needed=lambda _: False)
    assert (refused.value.field, refused.value.reason) == ("field.print.it", reason)


RUSH = field(FieldKind.CHECKBOX, "rush")
PAPER = field(FieldKind.SELECT, "paper", options=("Matt", "Other"), shown_when=(Condition("rush", ("yes",)),))
WHICH = field(FieldKind.TEXT, "which", required=True, shown_when=(Condition("paper", ("Other",)),))
COST = field(FieldKind.TEXT, "cost", required_to_close=True)
LATE = field(FieldKind.TEXT, "late", required_to_close=True, shown_when=(Condition("rush", ("",)),))
BOTH = field(FieldKind.TEXT, "both", required=True, required_to_close=True)
PRINT = RequestType(name="print", label="Print", words=("reprint",), fields=(RUSH, PAPER, WHICH, COST, LATE, BOTH))


@pytest.mark.parametrize(
    ("values", "first", "to_close"),
    [
        ({}, "rush both", "cost late both"),
        ({"rush": "yes"}, "rush paper both", "cost both"),
        ({"rush": "yes", "paper": "Other"}, "rush paper which both", "cost both"),
        ({"paper": "Other"}, "rush both", "cost late both"),
        ({"rush": "yes", "cost": "9", "both": "x"}, "rush paper both", ""),
    ],
    ids=["nothing yet", "ticked", "the other one", "what hangs on a hidden one", "filled in"],
)
def test_what_is_asked(values: Mapping[str, str], first: str, to_close: str) -> None:
    assert " ".join(one.key for one in PRINT.asked_first(values)) == first
    assert " ".join(one.key for one in PRINT.needed_to_close(values)) == to_close


def test_what_is_missing_is_refused_at_its_place() -> None:
    with pytest.raises(FieldRefused) as refused:
        PRINT.answered({}, lambda _: True, asked=PRINT.asked_first({}), needed=lambda one: one.required)
    assert (refused.value.field, refused.value.reason) == ("field.print.both", "missing")


def test_nobody_who_is_not_known_is_a_person() -> None:
    of = RequestType(name="visit", label="Visit", fields=(field(FieldKind.PERSON),))
    with pytest.raises(FieldRefused):
        of.answered({"it": "U0NOBODY"}, lambda _: False, asked=of.fields, needed=lambda _: False)


TYPES = TypeSet(1, (PRINT, RequestType(name="report", label="Report", words=("figures",))))


@pytest.mark.parametrize(
    ("word", "meant", "near"),
    [
        ("print", "print", None),
        ("Reprint", "print", None),
        ("FIGURES", "report", None),
        ("prnt", None, "print"),
        ("figurs", None, "report"),
        ("zebra", None, None),
    ],
)
def test_the_word_behind_the_hash(word: str, meant: str | None, near: str | None) -> None:
    found, close = TYPES.meant_by(word), TYPES.near(word)
    assert ((found and found.name), (close and close.name)) == (meant, near)


def test_a_menu_is_searched_from_the_beginning_of_its_options() -> None:
    rooms = field(FieldKind.SELECT, options=tuple(f"Room {number}" for number in range(300)))
    assert rooms.is_loaded
    assert rooms.matching("ROOM 29")[:2] == ("Room 29", "Room 290")
    assert len(rooms.matching("room")) == 100
    assert rooms.matching("hall") == ()


def of(name: str = "print", **values: str) -> OfType:
    return OfType(name, name.title(), 1, tuple(Answer(key, key, "text", value) for key, value in values.items()))


@pytest.mark.parametrize(
    ("standing", "wanted", "changed", "becomes"),
    [
        (of(a="1", b="2"), of(a="9", b="2"), "a", {"a": "9", "b": "2"}),
        (of(a="1", b="3"), of(a="9", b="2"), "a", {"a": "9", "b": "3"}),
        (of(a="1"), of(), "a", {}),
        (of(b="3"), of(a="9"), "a", {"a": "9", "b": "3"}),
        (of(a="1"), of("visit", c="4"), "type c a", {"c": "4"}),
        (None, of(a="1"), "type a", {"a": "1"}),
    ],
    ids=["one changed", "the other changed by somebody else", "emptied", "added", "another type", "a first type"],
)
def test_two_who_change_different_fields(
    standing: OfType | None, wanted: OfType, changed: str, becomes: Mapping[str, str]
) -> None:
    found = merged(standing, wanted, frozenset(changed.split()))
    assert found is not None
    assert found.values == becomes


@pytest.mark.parametrize(
    ("held", "kept", "lost", "missing"),
    [
        ({}, {}, (), ("Number",)),
        ({"number": "7"}, {"number": "7"}, (), ()),
        ({"number": "700"}, {}, ("Number",), ("Number",)),
        ({"number": "7", "select": "Gloss"}, {"number": "7"}, ("Select",), ()),
        ({"number": "7", "text": "x"}, {"number": "7"}, ("Text",), ()),
        ({"number": "7", "text": "x", "select": "Matt"}, {"number": "7", "text": "x", "select": "Matt"}, (), ()),
        ({"number": "7", "gone": "x"}, {"number": "7"}, ("Gone",), ()),
    ],
)
def test_what_was_answered_stays_under_another_type_that_has_the_same_field(
    held: Mapping[str, str], kept: Mapping[str, str], lost: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """The text is asked for only beside what was chosen."""
    number = field(FieldKind.NUMBER, "number", least=Decimal(1), most=Decimal(100), required=True)
    select = field(FieldKind.SELECT, "select", options=("Matt", "Glossy"))
    text = field(FieldKind.TEXT, "text", shown_when=(Condition("select", ("Matt",)),))
    kinds = {"number": "number", "select": "select", "text": "text"}
    answers = tuple(Answer(key, key.title(), kinds.get(key, "text"), value) for key, value in held.items())
    found = fitted(OfType("old", "Old", 1, answers), RequestType(name="n", label="N", fields=(number, select, text)), 2)
    assert found.of_type is not None
    assert (found.of_type.version, found.of_type.values) == (2, kept)
    assert (found.lost, found.missing) == (lost, missing)
