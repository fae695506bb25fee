"""From what was typed, in a line or in a form, to what is asked of the service."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.client_names import ClientName, ClientNames, KnownClient, Meant, NearlyKnown, UnknownClient
from bot.domain.client_requests import ClientRequest, Due, Pause
from bot.domain.clients import Client
from bot.domain.errors import FieldRefused
from bot.domain.priority import Priority
from bot.domain.quick_results import QuickRequest
from bot.domain.request_states import WAITING, Cause
from bot.domain.request_types import OfType
from bot.domain.text import one_line
from bot.services.request_drafts import Draft
from handlers import form_fields
from handlers.due_fields import due_from
from handlers.gestures import Fields
from handlers.ids import BlockId
from handlers.received_fields import received_from, source_from
from handlers.views.client_request_forms import DETAILS_LIMIT, TITLE_LIMIT, due_of, fitted, received_of
from handlers.views.request_states import PAUSES, WHY_LIMIT

NAME_LIMIT = 100


def draft_from(quick: QuickRequest) -> Draft:
    """Of a line in which nothing was doubtful."""
    client = quick.client
    title, details = fitted(quick.title, quick.details)
    return Draft(
        title=title,
        details=details,
        client_number=client.number if isinstance(client, KnownClient) else None,
        client_words=client.name if isinstance(client, UnknownClient) else None,
        priority=quick.priority,
        owner=quick.owner.user if quick.owner else None,
        due=due_of(quick.due),
        asker=quick.asker.user if quick.asker else None,
        source=quick.source.value if quick.source else None,
        of_type=OfType(quick.of_type.name, quick.of_type.label, quick.types_version) if quick.of_type else None,
        received=received_of(quick.received),
    )


def draft_of_form(
    fields: Fields,
    client: Meant | None,
    zone: ZoneInfo,
    now: datetime,
    *,
    standing: ClientRequest | None = None,
    shown: str = "",
) -> Draft:
    """Raises FieldRefused for the first field that cannot be used. `standing` is the request of now, `shown` as in
    due_from.
    """
    return Draft(
        title=form_fields.title(fields, TITLE_LIMIT) if fields.has(BlockId.TITLE) else "",
        details=form_fields.text(fields, BlockId.DETAILS, DETAILS_LIMIT),
        client_number=client.number if isinstance(client, KnownClient) else None,
        client_words=client.name if isinstance(client, UnknownClient | NearlyKnown) else None,
        priority=_priority(fields),
        owner=form_fields.person(fields, BlockId.OWNER),
        asker=fields.text(BlockId.ASKER) or None,
        due=due_from(fields, zone, now, standing.due if standing else None, shown=shown),
        source=source_from(fields, standing.source if standing else None),
        received=received_from(fields, zone, now, standing.received if standing else None),
    )


def pause_of_form(fields: Fields, zone: ZoneInfo, now: datetime, *, standing: Due | None, shown: str) -> Pause:
    """Raises FieldRefused. `standing` and `shown` as in due_from."""
    status = form_fields.chosen(fields, BlockId.WAITS, PAUSES)
    why = form_fields.reason(fields)
    until = due_from(fields, zone, now, standing, shown=shown)
    if until is None and status in WAITING:
        raise FieldRefused(BlockId.DUE_DATE.value, "missing")
    return Pause(status, why, until)


def cause_of_form(fields: Fields) -> tuple[Cause, str]:
    """Raises FieldRefused."""
    cause = form_fields.chosen(fields, BlockId.CAUSE, Cause)
    why = one_line(form_fields.text(fields, BlockId.REASON, WHY_LIMIT))
    if cause is Cause.OTHER and not why:
        raise FieldRefused(BlockId.REASON.value, "missing")
    return cause, why


def _priority(fields: Fields) -> Priority:
    return form_fields.chosen(fields, BlockId.PRIORITY, Priority) if fields.has(BlockId.PRIORITY) else Priority.NORMAL


def client_of_form(fields: Fields, clients: Sequence[Client], kept: Mapping[str, Any]) -> Meant | None:
    """What the form shows unchanged gives way to what was changed in it; `asked` is a name that was asked about."""
    chosen, typed = _chosen(fields, clients), form_fields.text(fields, BlockId.NEW_CLIENT, NAME_LIMIT)
    meant = ClientNames([ClientName(one.number, one.name) for one in clients]).meant_by(typed) if typed else None
    if chosen is None or meant is None or meant == chosen:
        return chosen or meant
    if typed == kept.get("client_words") or (typed == kept.get("asked_client") and _is_among(chosen, meant)):
        return chosen
    if str(chosen.number) == kept.get("client"):
        return meant
    raise FieldRefused(BlockId.NEW_CLIENT.value, "both")


def _chosen(fields: Fields, clients: Sequence[Client]) -> KnownClient | None:
    chosen = fields.text(BlockId.CLIENT)
    if not chosen:
        return None
    found = next((client for client in clients if str(client.number) == chosen), None)
    if found is None:
        raise FieldRefused(BlockId.CLIENT.value, "unknown")
    return KnownClient(found.number, found.name)


def _is_among(chosen: KnownClient, meant: Meant) -> bool:
    """Picking one of those that were put forward answers the question."""
    return isinstance(meant, NearlyKnown) and chosen.number in {one.number for one in meant.candidates}
