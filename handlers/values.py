"""What our buttons carry, read strictly: whatever this release did not write is refused as old."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due, SnoozedFor
from bot.domain.finds import Kind
from bot.domain.ids import ClientNumber, NudgeNumber, OutboxId, RequestNumber, SeriesNumber, TaskNumber
from bot.domain.ladders import Snooze
from bot.domain.nudge_occurrences import Coming, read_coming
from bot.domain.request_states import PAUSED, RequestStatus
from bot.domain.snoozes import OutOfSight
from bot.domain.zones import zone_or
from bot.services.pages import Which

LARGEST = 999_999_999
_REQUEST, _TASK, _NUDGE, _SERIES = (re.compile(rf"{letter}-([0-9]{{1,9}})") for letter in "RTNS")
_DATED = re.compile(r"([NS]-[0-9]{1,9})(?:@([0-9]{4}-[0-9]{2}-[0-9]{2}))?")
_REQUESTS = re.compile(r"R-[0-9]{1,9}(?::R-[0-9]{1,9}){1,9}")
_ITEM = re.compile(r"[RT]-[0-9]{1,9}")
_ITEM_PAGE = re.compile(r"([RT]-[0-9]{1,9})@([0-9]{1,6})")
_ITEM_QUESTION = re.compile(r"([RT]-[0-9]{1,9})\.([0-9]{1,6})")
_NUMBER = re.compile(r"[0-9]{1,9}")
_MOMENT = r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}\+00:00)"
_OUT_OF_SIGHT = re.compile(rf"{_MOMENT}\|([A-Za-z0-9_+/-]{{1,64}})\|([a-z]{{1,20}})")
_ITEM_MOMENT = re.compile(rf"([RT]-[0-9]{{1,9}})@{_MOMENT}")
_PAUSED = re.compile(rf"R-([0-9]{{1,9}})(?:@({'|'.join(sorted(PAUSED))}))?")
_DIGEST = re.compile(r"(?:[0-9a-f]{12})?")
_ITEM_CHANGE = re.compile(r"([RT]-[0-9]{1,9})@([0-9a-f]{12})")
_CLIENT = re.compile(r"([0-9]{1,9})(?:@([0-9]{1,6}))?")
_MESSAGE = re.compile(r"[0-9a-f]{32}")
_MESSAGE_PAGE = re.compile(r"([0-9a-f]{32}):([0-9]{1,6})")
_SNOOZED = re.compile(rf"([0-9a-f]{{32}}):({'|'.join(Snooze)})")
_OFFSET = re.compile(r"([0-9]{1,6})")
_LIST = re.compile(rf"({'|'.join(Which)}):([0-9]{{1,6}})")
_FOUND = re.compile(rf"({'|'.join(Kind)}):([0-9]{{1,6}}):(.*)", re.DOTALL)
_QUEUE = re.compile(r"([0-9]{1,6}):(.*)")
_ABOUT = re.compile(r"(?:R-([0-9]{1,9})\|)?(.*)", re.DOTALL)
_PICKED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


class NotOurs(Exception):
    """A button's value or a form's notes that are of another release, or nobody's."""


def request_number(label: str) -> RequestNumber:
    return RequestNumber(int(_read(_REQUEST, label)[1]))


def request_numbers(labels: str) -> list[RequestNumber]:
    """R-15:R-12:R-9, at least two."""
    return [request_number(label) for label in _read(_REQUESTS, labels)[0].split(":")]


def merged(value: str) -> tuple[RequestNumber, RequestNumber | None]:
    """R-15:R-12: one that is part of the other. Menus and earlier releases name only the one."""
    label, _, into = value.partition(":")
    return request_number(label), request_number(into) if into else None


def task_number(label: str) -> TaskNumber:
    return TaskNumber(int(_read(_TASK, label)[1]))


def message_id(value: str) -> OutboxId:
    return OutboxId(_read(_MESSAGE, value)[0])


def message_page(value: str) -> tuple[OutboxId, int]:
    """A message that tells more than it shows, and where a page of that begins."""
    found = _read(_MESSAGE_PAGE, value)
    return OutboxId(found[1]), int(found[2])


def snoozed_message(value: str) -> tuple[OutboxId, Snooze]:
    """Which reminder is put off, and until when."""
    found = _read(_SNOOZED, value)
    return OutboxId(found[1]), Snooze(found[2])


def nudge_number(label: str) -> NudgeNumber:
    return NudgeNumber(int(_read(_NUDGE, label)[1]))


def dated(value: str) -> tuple[str, date | None]:
    """`N-3@2026-03-04`: the one of that date; earlier releases named none."""
    found = _read(_DATED, value)
    try:
        return found[1], date.fromisoformat(found[2]) if found[2] else None
    except ValueError:
        raise NotOurs(value) from None


def series_number(label: str) -> SeriesNumber:
    return SeriesNumber(int(_read(_SERIES, label)[1]))


def occurrence(reference: str) -> Coming:
    """N-3.2."""
    found = read_coming(reference)
    if found is None:
        raise NotOurs(reference)
    return found


def item_label(label: str) -> str:
    """R-12 or T-4."""
    return _read(_ITEM, label)[0]


def item_question(value: str) -> tuple[str, int]:
    """`R-12.2`: the second question about it."""
    found = _read(_ITEM_QUESTION, value)
    return found[1], int(found[2])


def item_page(value: str) -> tuple[str, int]:
    """`R-12@10`: what is shown of it begins at the tenth line."""
    found = _read(_ITEM_PAGE, value)
    return found[1], int(found[2])


def item_change(value: str) -> tuple[str, str]:
    """`R-12@0123456789ab`: one change of it."""
    found = _read(_ITEM_CHANGE, value)
    return found[1], found[2]


def item_moment(value: str) -> tuple[str, datetime]:
    """`R-12@2026-03-06T09:00:00+00:00`: until when it is to be snoozed once more."""
    found = _read(_ITEM_MOMENT, value)
    try:
        return found[1], datetime.fromisoformat(found[2])
    except ValueError:
        raise NotOurs(value) from None


def snoozed(value: str) -> tuple[str, datetime | None, OutOfSight | None]:
    """`R-12@2026-03-06T09:00:00+00:00<2026-03-05T09:00:00+00:00|Europe/London|date`: until when it is snoozed, and how
    long it was before, if it was; earlier releases named the item alone.
    """
    now, _, before = value.partition("<")
    label, until = item_moment(now) if "@" in now else (item_label(now), None)
    return label, until, _out_of_sight(before) if before else None


def _out_of_sight(typed: str) -> OutOfSight:
    found = _read(_OUT_OF_SIGHT, typed)
    zone = zone_or(found[2], ZoneInfo("UTC")).zone
    try:
        return OutOfSight(Due(datetime.fromisoformat(found[1]), zone.key), SnoozedFor(found[3]))
    except ValueError:
        raise NotOurs(typed) from None


def as_closed(label: str, at: datetime | None) -> str:
    """What *Reopen* carries: when it was closed, as whoever reads that is told."""
    return f"{label}@{at.astimezone(UTC).isoformat()}" if at else label


def closed(value: str) -> tuple[str, datetime | None]:
    """`R-12`, of an earlier release, or `R-12@2026-03-06T09:00:00.5+00:00`."""
    return item_moment(value) if "@" in value else (item_label(value), None)


def as_paused(label: str, status: RequestStatus) -> str:
    """What *Resume* carries: what it waits for."""
    return f"{label}@{status}"


def paused(value: str) -> tuple[RequestNumber, RequestStatus | None]:
    """`R-12`, of an earlier release, or `R-12@on_hold`."""
    found = _read(_PAUSED, value)
    return RequestNumber(int(found[1])), RequestStatus(found[2]) if found[2] else None


def of_digest(value: str) -> str:
    """What tells a digest from what is set in its place, or nothing, of an earlier release."""
    return _read(_DIGEST, value)[0]


def offset(typed: str) -> int:
    return int(_read(_OFFSET, typed)[1])


def list_page(value: str) -> tuple[Which, int]:
    """`mine:10`: which list, and where its page begins."""
    found = _read(_LIST, value)
    return Which(found[1]), int(found[2])


def client_number(value: str) -> ClientNumber:
    return ClientNumber(int(_read(_NUMBER, value)[0]))


def found_page(value: str) -> tuple[Kind, int, str]:
    """`requests:10:brochure open`: what is looked for, and where the page of it begins."""
    found = _read(_FOUND, value)
    return Kind(found[1]), int(found[2]), found[3]


def queue_page(value: str) -> tuple[str, int]:
    """`10:Print`: the queue as it was typed, and where a page of what waits in it begins."""
    found = _read(_QUEUE, value)
    return found[2], int(found[1])


def client_and_page(value: str) -> tuple[ClientNumber, str]:
    """`3`, or `3@10` in the page of the list that begins at 10."""
    found = _read(_CLIENT, value)
    return ClientNumber(int(found[1])), found[2] or ""


def text_about(value: str) -> tuple[RequestNumber | None, str]:
    """`Acme`, or `R-12|Acme` for the request that named it; a line to be logged beside R-12. It may hold anything."""
    found = _read(_ABOUT, value)
    return (RequestNumber(int(found[1])) if found[1] else None), found[2]


def picked_moment(value: str) -> str:
    """The local moment on the button of a date's reading."""
    try:
        datetime.strptime(_read(_PICKED, value)[0], "%Y-%m-%dT%H:%M")  # noqa: DTZ007  # in the zone of who reads it
    except ValueError:
        raise NotOurs(value) from None
    return value


def _read(pattern: re.Pattern[str], value: str) -> re.Match[str]:
    match = pattern.fullmatch(value)
    if match is None:
        raise NotOurs(value)
    return match
