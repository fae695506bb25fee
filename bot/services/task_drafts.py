"""What a task is to be, as a line or a form says it, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.client_requests import Due
from bot.domain.ids import RequestNumber, TaskNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.tasks import Task
from bot.services import cards


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be given, from whichever surface: by itself, or as part of a request or of another task."""

    title: str
    details: str = ""
    owner: UserId | None = None
    due: Due | None = None
    request_number: RequestNumber | None = None
    parent_number: TaskNumber | None = None
    department: str = ""


@dataclass(frozen=True)
class Given:
    """`place` says where the card went, `in_thread` that it stands under its request's card."""

    task: Task
    place: cards.Place
    in_thread: bool


@dataclass(frozen=True, kw_only=True)
class Edit:
    """`shown` holds the fingerprints of the fields as the form showed them, `wanted` what it sent back; `due_why`
    is said of a due date that is moved.
    """

    by: Gesture
    number: TaskNumber
    shown: Mapping[str, str]
    wanted: Draft
    due_why: str = ""


@dataclass(frozen=True)
class Edited:
    """`due_undo` names the move of its due date that came with it, if any."""

    task: Task
    due_undo: str | None = None


@dataclass(frozen=True)
class HandOver:
    """To a person, to a department or to both; without a department it stays in the one where it is. `shown` are the
    fingerprints of whose it was on a form, and where.
    """

    owner: UserId | None
    department: str = ""
    note: str = ""
    shown: Mapping[str, str] | None = None


def fields_of(task: Task | Draft) -> dict[str, str]:
    """The fields that a form shows, as text to compare."""
    due = task.due
    return {
        "title": task.title,
        "details": task.details,
        "owner": task.owner or "",
        "department": task.department,
        "due": due.at.isoformat(timespec="minutes") if due else "",
    }


def hand_over_fields(task: Task) -> dict[str, str]:
    """What a form that hands it over shows, as text to compare."""
    return {"owner": task.owner or "", "department": task.department}
