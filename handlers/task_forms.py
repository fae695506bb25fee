"""A task as it was typed, into a line or a form, read as a draft."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from bot.domain.errors import FieldRefused
from bot.domain.ids import RequestNumber, TaskNumber, UserId
from bot.domain.quick_results import QuickTask, UnresolvedPerson
from bot.domain.text import one_line
from bot.services.task_drafts import Draft
from handlers import form_fields
from handlers.due_fields import due_from
from handlers.gestures import Fields
from handlers.ids import BlockId
from handlers.views.task_forms import DETAILS_LIMIT, TITLE_LIMIT

REQUEST = re.compile(r"(?:r-?)?([0-9]{1,9})", re.IGNORECASE)
TASK = re.compile(r"t-?([0-9]{1,9})", re.IGNORECASE)


def draft_of_line(quick: QuickTask) -> Draft:
    """What of a line is certain; a name that only one person has is put forward, to be confirmed."""
    owner = quick.owner.user if quick.owner else _only_candidate(quick)
    due = Due(quick.due.at, quick.due.zone.key) if quick.due else None
    return Draft(
        title=quick.title,
        details=quick.details,
        owner=owner,
        due=due,
        request_number=quick.request_number,
        parent_number=quick.parent_number,
        department=quick.department,
    )


def draft_from(fields: Fields, zone: ZoneInfo, now: datetime, standing: Due | None = None, *, shown: str = "") -> Draft:
    """`standing` and `shown` as in due_from."""
    request, parent = _whole(fields.text(BlockId.REQUEST))
    return Draft(
        title=form_fields.title(fields, TITLE_LIMIT),
        details=form_fields.text(fields, BlockId.DETAILS, DETAILS_LIMIT),
        owner=form_fields.person(fields, BlockId.OWNER),
        due=due_from(fields, zone, now, standing, shown=shown),
        request_number=request,
        parent_number=parent,
        department=form_fields.department(fields),
    )


def _whole(typed: str) -> tuple[RequestNumber | None, TaskNumber | None]:
    words = one_line(typed)
    if not words:
        return None, None
    task = TASK.fullmatch(words)
    if task is not None:
        return None, TaskNumber(int(task[1]))
    match = REQUEST.fullmatch(words)
    if match is None:
        raise FieldRefused(BlockId.REQUEST.value, "unknown", words)
    return RequestNumber(int(match[1])), None


def _only_candidate(quick: QuickTask) -> UserId | None:
    found = {one.user for doubt in quick.ambiguities if isinstance(doubt, UnresolvedPerson) for one in doubt.candidates}
    return found.pop() if len(found) == 1 else None
