"""What one change has written in several steps is one, and what was said to others stays with them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.histories import Change, as_one, sealed
from bot.domain.ids import UserId

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)
ANA = UserId("U0ANA")


def change(
    after: dict[str, Any], *, before: dict[str, Any] | None = None, in_: str = "t1", action: str = "changed"
) -> Change:
    were = dict.fromkeys(after, "old") if before is None else before
    return Change(at=NOW, by=ANA, action=action, before=were, after=after, transaction=in_)


def test_steps_of_one_change_are_one() -> None:
    added = change({"title": "Proof", "card": None}, before={}, action="added")
    (one,) = as_one([added, change({"card": "b2"})])
    assert (one.action, one.after) == ("added", {"title": "Proof", "card": "b2"})


def test_what_was_there_first_and_what_came_last_is_kept() -> None:
    (one,) = as_one([change({"owner": "U1"}), change({"owner": "U2"}, before={"owner": "U1"})])
    assert (one.before, one.after) == ({"owner": "old"}, {"owner": "U2"})


def test_two_changes_of_one_moment_are_two() -> None:
    assert len(list(as_one([change({"owner": "U1"}), change({"owner": "U2"}, in_="t2")]))) == 2


@pytest.mark.parametrize(
    ("fields", "shut"),
    [
        pytest.param(["title", "due_at"], [False, False], id="never moved"),
        pytest.param(["title", "audience", "due_at"], [True, False, False], id="moved once"),
        pytest.param(["audience", "title", "audience", "due_at"], [True, True, False, False], id="moved twice"),
    ],
)
def test_what_was_said_before_the_last_move_is_sealed(fields: list[str], shut: list[bool]) -> None:
    assert [one.sealed for one in sealed([change({field: "new"}) for field in fields])] == shut


def test_where_it_was_logged_is_no_move() -> None:
    added = change({"audience": "C1"}, before={}, action="added")
    assert [one.sealed for one in sealed([added, change({"title": "new"})])] == [False, False]


def test_nothing_is_nothing() -> None:
    assert list(as_one([])) == list(sealed([])) == []
