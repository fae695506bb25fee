"""How a form keeps which of many were chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.bulk_fields import packed, unpacked
from handlers.values import LARGEST, NotOurs


@given(st.sets(st.tuples(st.sampled_from("RT"), st.integers(1, LARGEST)), min_size=1, max_size=500))
def test_what_is_packed_is_unpacked(chosen: set[tuple[str, int]]) -> None:
    labels = {f"{letter}-{number}" for letter, number in chosen}
    assert set(unpacked(packed(sorted(labels)))) == labels


def test_hundreds_fit_what_a_form_keeps() -> None:
    assert len(packed([f"R-{100_000 + 97 * n}" for n in range(500)])) < 2_000  # of Slack's 3,000


@pytest.mark.parametrize("kept", ["", "R", "X1", "R1;", "R0", "R1..2", "R-1", "Rzzzzzzz", None, 5, ["R1"], "R１"])
def test_what_is_not_ours_is_refused(kept: object) -> None:
    with pytest.raises(NotOurs):
        unpacked(kept)
