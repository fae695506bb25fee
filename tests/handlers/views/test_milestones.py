"""Milestones that would move, as one or as several."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_requests import Due
from bot.domain.ids import TaskNumber
from bot.services.milestones import Moves
from handlers.views.milestones import moves
from tests.storage import make
from tests.storage.make import NOW


@pytest.mark.parametrize(("count", "button"), [(1, "Move it"), (2, "Move them")])
def test_one_moves_or_several(count: int, button: str) -> None:
    due = Due(NOW, "Europe/London")
    request = make.request()
    request.due_at, request.due_zone = due.at, due.zone_name
    tasks = [(make.task(number=TaskNumber(number)), due) for number in range(1, count + 1)]
    form: dict[str, Any] = moves(Moves(request, tasks), ZoneInfo("Europe/London"), NOW)
    assert form["submit"]["text"] == button
