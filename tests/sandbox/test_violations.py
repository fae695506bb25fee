"""Blocks that provoke violations on purpose."""

from datetime import UTC, datetime

import pytest

from sandbox.violations import UnexpectedViolations, Violation, expecting


def violation(kind: str) -> Violation:
    return Violation(kind, "why", "chat.postMessage", datetime(2026, 3, 3, tzinfo=UTC))


def test_the_expected_ones_are_taken_out() -> None:
    found = [violation("before")]

    with expecting(found, ("ack_late",)):
        found += [violation("ack_late"), violation("ack_late")]

    assert [v.kind for v in found] == ["before"]


@pytest.mark.parametrize("happened", [[], ["other"], ["ack_late", "other"]], ids=["none", "another", "one too many"])
def test_exactly_these(happened: list[str]) -> None:
    found: list[Violation] = []

    with pytest.raises(UnexpectedViolations), expecting(found, ("ack_late",)):
        found += [violation(kind) for kind in happened]

    assert [v.kind for v in found] == happened
