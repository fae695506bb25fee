"""Checklists: how lines become items, what stays ticked, and that two can tick at once."""

import pytest

from bot.domain.checklists import LONGEST, MOST, Check, Checklist, count_ticked, read_lines, rewritten, ticked
from bot.domain.errors import FieldRefused
from tests.storage.make import ANA, BEN, NOW

PROOF, PLATES, BOX = Check("Proof read", ANA, NOW), Check("Plates made"), Check("Boxed")


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param(" \n\n ", (), id="blank lines"),
        pytest.param("Proof read\nPlates made", ("Proof read", "Plates made"), id="lines"),
        pytest.param("• Proof read\n- Plates made\n* Boxed", ("Proof read", "Plates made", "Boxed"), id="bullets"),
        pytest.param("Proof  read\nproof READ", ("proof READ",), id="twice"),
        pytest.param("\r\nProof\tread\r\n", ("Proof read",), id="line ends"),
    ],
)
def test_each_line_is_an_item(typed: str, items: tuple[str, ...]) -> None:
    assert read_lines(typed) == items


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        pytest.param("\n".join(map(str, range(MOST + 1))), "too_many_items", id="too many"),
        pytest.param("x" * (LONGEST + 1), "long_item", id="too long"),
    ],
)
def test_a_list_that_no_form_can_show_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        read_lines(typed)
    assert (refused.value.field, refused.value.reason) == ("checklist", reason)


def test_as_many_as_a_form_can_show_are_taken() -> None:
    assert len(read_lines("\n".join(f"{n:02}".ljust(LONGEST, "x") for n in range(MOST)))) == MOST


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        pytest.param(["Boxed", "Proof read"], (BOX, PROOF), id="another order"),
        pytest.param(["PROOF read"], (Check("PROOF read", ANA, NOW),), id="another case"),
        pytest.param(["Proof printed"], (Check("Proof printed"),), id="other words"),
        pytest.param([], (), id="none"),
    ],
)
def test_what_was_ticked_stays_so_as_long_as_its_words_stay(lines: list[str], after: Checklist) -> None:
    assert rewritten((PROOF, PLATES, BOX), lines) == after


@pytest.mark.parametrize(
    ("shown", "wanted", "after"),
    [
        pytest.param(["Proof read"], ["Proof read"], (PROOF, PLATES), id="nothing changed"),
        pytest.param(["Proof read"], ["Proof read", "Plates made"], (PROOF, Check("Plates made", BEN, NOW)), id="on"),
        pytest.param(["Proof read"], [], (Check("Proof read"), PLATES), id="off"),
        pytest.param([], ["Plates made"], (PROOF, Check("Plates made", BEN, NOW)), id="ticked meanwhile by another"),
        pytest.param([], ["Proof read"], (PROOF, PLATES), id="by both: the first keeps it"),
        pytest.param(["Gone"], ["Gone too"], (PROOF, PLATES), id="what is no longer there"),
    ],
)
def test_only_what_somebody_changed_is_changed(shown: list[str], wanted: list[str], after: Checklist) -> None:
    assert ticked((PROOF, PLATES), shown=shown, wanted=wanted, by=BEN, at=NOW) == after


def test_they_are_counted() -> None:
    assert count_ticked((PROOF, PLATES, BOX)) == 1
