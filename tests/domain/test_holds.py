"""From when on a message may have been said already, after an older copy of the database was brought back."""

from typing import Any

import pytest

from bot.domain.holds import AFTERMATH, held_from
from bot.domain.ids import OutboxId
from bot.domain.outbox import MessageKind
from tests.storage import make
from tests.storage.make import NOW


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"edits": OutboxId("m-1")}, id="a change of what is shown"),
        pytest.param({"kind": MessageKind.HOME}, id="a Home"),
        pytest.param({"alert": "C1:late"}, id="what is told at most once an hour"),
    ],
)
def test_what_may_be_repeated_is_not_held(changed: dict[str, Any]) -> None:
    assert held_from(make.message(**changed)) is None


@pytest.mark.parametrize(
    ("changed", "earlier"),
    [
        pytest.param({}, False, id="what is due at a moment of its own"),
        pytest.param({"kind": MessageKind.NOTICE}, True, id="a notice"),
        pytest.param({"kind": MessageKind.WELCOME}, True, id="a welcome"),
        pytest.param({"instead_of": OutboxId("m-1")}, True, id="instead of what could not be delivered"),
    ],
)
def test_what_follows_from_something_may_have_been_said_for_a_day(changed: dict[str, Any], *, earlier: bool) -> None:
    assert held_from(make.message(**changed)) == (NOW - AFTERMATH if earlier else NOW)
