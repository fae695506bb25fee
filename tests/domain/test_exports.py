"""Files of requests and tasks: no cell is a formula, every sign survives, and a line is a row."""

import csv
import io
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.exports import BOM, REQUEST_COLUMNS, TASK_COLUMNS, as_csv, as_json, guarded, row_of
from bot.domain.ids import RequestNumber
from bot.domain.request_states import RequestStatus
from bot.domain.tasks import TaskStatus
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW

COLUMNS = ("title", "details")
FORMULAS = "=+-@\t\r\n|%＝＋－＠"


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t1",
        "\r1",
        "＝1",
        "＠x",
        '"=1',
        "'=1",
        " =1",
        "\u3000＋1",
        "=cmd|'/c calc'!A0",
    ],
)
def test_what_would_be_a_formula_is_text(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "guarded_cell"),
    [
        ("x;=1+1;y", "x;'=1+1;y"),
        ("\t=1", "'\t'=1"),
        ('x; "=cmd', "x; \"'=cmd"),
        ("x\t@SUM(A1)", "x\t'@SUM(A1)"),
        ("two\n-1+1", "two\n'-1+1"),
        ("two\n- of a list\n- another; and -so on", "two\n- of a list\n- another; and -so on"),
    ],
)
def test_nor_is_what_a_semicolon_makes_a_cell_of(cell: str, guarded_cell: str) -> None:
    """Where a comma stands in numbers, spreadsheets take a file apart at semicolons, also within quotes."""
    assert guarded(cell) == guarded_cell


@pytest.mark.parametrize("cell", ["", "brochure", "R-1", "1 = 1", "a@b.example", "Ünïcode", "2026-11-29"])
def test_anything_else_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_whatever_is_written_is_read_again(rows: list[tuple[str, str]]) -> None:
    written = "".join(as_csv(COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows]))
    found = read(written)
    assert written.startswith(BOM)
    assert found[0] == list(COLUMNS)
    assert [[cell.removeprefix("'") if guarded(cell[1:]) == cell else cell for cell in row] for row in found[1:]] == [
        [cell.removeprefix("'") if guarded(cell[1:]) == cell else cell for cell in map(guarded, row)] for row in rows
    ]
    assert not any(cell.lstrip(' "\u3000')[:1] in set(FORMULAS) for row in found[1:] for cell in row if cell.strip())


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_a_list(count: int) -> None:
    rows = [{"title": f'"{n}" =1', "details": "é\n"} for n in range(count)]
    assert json.loads("".join(as_json(COLUMNS, rows))) == rows


NOON = NOW.replace(month=1, hour=12, minute=0, second=0)
DONE: dict[str, Any] = {"owner": BEN, "due_at": NOON, "due_zone": "Asia/Tokyo", "closed_by": ANA, "closed_at": NOON}
TOLD = {
    "details": "In blue",
    "status": "done",
    "owner": "Ben",
    "due": f"{NOON:%Y-%m-%d}T21:00:00+09:00",
    "closed_by": "Ana",
    "closed_at": f"{NOON:%Y-%m-%d}T07:00:00-05:00",
}


def test_a_row_tells_moments_by_its_readers_clock_and_a_due_one_as_it_was_said() -> None:
    names: dict[str, str] = {ANA: "Ana", BEN: "Ben"}
    zone = ZoneInfo("America/New_York")
    request = make.request(
        **DONE, status=RequestStatus.DONE, asker=CAT, source="phone", why="sent", logged_at=NOON, client_words="Acmee"
    )
    task = make.task(**DONE, status=TaskStatus.DONE, details="In blue", given_at=NOON, department="Print")
    part = make.task(request_number=RequestNumber(7))
    logged = {"logged_by": "Ana", "logged_at": TOLD["closed_at"], "asked_by": CAT, "source": "phone", "why": "sent"}
    named = {"number": "R-1", "title": "New logo", "client": "Acme", "priority": "normal"}
    assert row_of(request, names, "Acme", zone) == TOLD | logged | named
    given = {"given_by": "Ana", "given_at": TOLD["closed_at"], "request": "", "department": "Print"}
    assert row_of(task, names, None, zone) == TOLD | given | {"number": "T-1", "title": "Draw it"}
    assert row_of(request, names, None, zone)["client"] == "Acmee"
    assert row_of(part, names, None, zone)["request"] == "R-7"
    assert (row_of(part, names, None, zone)["due"], row_of(part, names, None, zone)["closed_at"]) == ("", "")
    for item, columns in ((request, REQUEST_COLUMNS), (task, TASK_COLUMNS)):
        assert row_of(item, names, None, zone).keys() == set(columns)
