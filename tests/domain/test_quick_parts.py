"""What a task's line says of its whole and its department."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.quick_task import parse_task
from tests.storage.make import NOW


@pytest.mark.parametrize(
    ("line", "title", "parent", "number", "department"),
    [
        ("make the plates for T-4", "make the plates", 4, None, ""),
        ("make the plates under t-4", "make the plates", 4, None, ""),
        ("make the plates as part of T-4", "make the plates", 4, None, ""),
        ("check T-4 again", "check T-4 again", None, None, ""),
        ("make the plates for R-1", "make the plates", None, 1, ""),
        ("make the plates dept:print", "make the plates", None, None, "print"),
        ("Department:Print make the plates", "make the plates", None, None, "Print"),
        ('make the plates dept:"large format" for T-4', "make the plates", 4, None, "large format"),
        ("make the plates dept:R&amp;D", "make the plates", None, None, "R&D"),
        ("make the plates\nfor T-4\ndept:print", "make the plates", 4, None, "print"),
        ('"for T-4" on the plates', '"for T-4" on the plates', None, None, ""),
        ("the dept: is closed", "the dept: is closed", None, None, ""),
    ],
)
def test_a_line(line: str, title: str, parent: int | None, number: int | None, department: str) -> None:
    quick = parse_task(line, now=NOW, zone=ZoneInfo("Europe/London"))
    found = (quick.title, quick.parent_number, quick.request_number, quick.department, quick.ambiguities)
    assert found == (title, parent, number, department, ())
