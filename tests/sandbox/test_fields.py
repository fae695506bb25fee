"""The comparison itself sees what differs."""

from typing import Any

import pytest

from tests.sandbox.fields import differences

TABLE = 'id s, kind "card", count i, done false, parent null, tags a, team.id s, owner +, owner.id s, thread_ts -'
WHOLE: dict[str, Any] = {
    "id": "1",
    "kind": "card",
    "count": 1,
    "done": False,
    "parent": None,
    "tags": [],
    "team": {"id": "T"},
    "owner": {"id": "U", "more": 1},
}


def test_what_is_as_it_should_be() -> None:
    assert differences(WHOLE, TABLE) == []


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        pytest.param({"id": 1}, "id is 1, not s", id="type"),
        pytest.param({"count": True}, "count is True, not i", id="a flag is no number"),
        pytest.param({"kind": "list"}, "kind is 'list', not \"card\"", id="value"),
        pytest.param({"done": True}, "done is True, not false", id="flag"),
        pytest.param({"parent": ""}, "parent is '', not null", id="empty is not null"),
        pytest.param({"thread_ts": None}, "thread_ts should not be there, is None", id="null is not absent"),
        pytest.param({"owner": {}}, "owner.id is not there", id="absent"),
        pytest.param({"more": 1}, "more is not in the table: 1", id="unknown"),
        pytest.param({"team": {"id": "T", "more": 1}}, "team.more is not in the table: 1", id="unknown inside"),
    ],
)
def test_a_difference(change: dict[str, Any], difference: str) -> None:
    assert differences({**WHOLE, **change}, TABLE) == [difference]
