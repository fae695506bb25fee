"""Requests and tasks as rows of a file: for a spreadsheet, in which no cell may be a formula, and for programs."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.tasks import Task

#: Spreadsheets read the encoding from it.
BOM = "\ufeff"
#: What makes a formula of a cell, also in full width.
_FORMULA = frozenset("=+-@\t\r\n|%＝＋－＠")
#: What a spreadsheet may leave out in front of one.
_SKIPPED = " \"'\u00a0\u3000\u200b\ufeff"
#: Where cells begin anew, in the midst of one, for a spreadsheet whose country separates them by semicolons or tabs. A
#: list of dashes is none.
_INNER = re.compile(rf"([;\t\r\n][{_SKIPPED}]*)(?=[=+@|%＝＋－＠]|-\S)")

REQUEST_COLUMNS = (
    *("number", "title", "details", "client", "status", "priority", "owner", "asked_by", "source", "due"),
    *("logged_by", "logged_at", "closed_by", "closed_at", "why"),
)
TASK_COLUMNS = (
    *("number", "title", "details", "request", "department", "status", "owner", "due"),
    *("given_by", "given_at", "closed_by", "closed_at"),
)


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"


def row_of(item: ClientRequest | Task, names: Mapping[str, str], client: str | None, zone: ZoneInfo) -> dict[str, str]:
    """`names` are of people by id; moments are told in `zone`, due ones in the zone in which they were said."""

    def name(user: str | None) -> str:
        return names.get(user, user) if user else ""

    due = _moment(item.due.at, ZoneInfo(item.due.zone_name)) if item.due else ""
    both = {
        "number": item.label,
        "title": item.title,
        "details": item.details,
        "status": item.status.value,
        "owner": name(item.owner),
        "due": due,
        "closed_by": name(item.closed_by),
        "closed_at": _moment(item.closed_at, zone),
    }
    if isinstance(item, Task):
        request = f"R-{item.request_number}" if item.request_number else ""
        given = {"given_by": name(item.given_by), "given_at": _moment(item.given_at, zone)}
        return {**both, **given, "request": request, "department": item.department}
    return {
        **both,
        "client": client or item.client_words or "",
        "priority": item.priority.value,
        "asked_by": name(item.asker),
        "source": item.source or "",
        "logged_by": name(item.logged_by),
        "logged_at": _moment(item.logged_at, zone),
        "why": item.why,
    }


def as_csv(columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """RFC 4180, every cell in quotes, a line at a time."""
    yield BOM + _line(columns)
    for row in rows:
        yield _line(tuple(guarded(row[column]) for column in columns))


def as_json(columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """A list of objects, one in each line."""
    between = "[\n"
    for row in rows:
        yield between + json.dumps({column: row[column] for column in columns}, ensure_ascii=False)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def guarded(cell: str) -> str:
    """As text, whatever it begins with, and however it is taken apart."""
    begins, inside = cell.lstrip(_SKIPPED)[:1], _INNER.sub(r"\1'", cell)
    return f"'{inside}" if begins in _FORMULA and begins else inside


def _line(cells: tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else ""
