"""From what was typed, in a line or in a form, to what is asked of the service."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_names import ClientName, ClientNames, KnownClient, UnknownClient
from bot.domain.client_requests import Due
from bot.domain.clients import Client
from bot.domain.errors import FieldRefused
from bot.domain.ids import ClientNumber, UserId
from bot.domain.priority import Priority
from bot.domain.quick_results import QuickRequest
from bot.domain.text import clean, clipped
from bot.services.client_requests import Draft
from handlers.due_fields import due_from
from handlers.gestures import Fields
from handlers.ids import BlockId
from handlers.views.client_request_forms import TITLE_LIMIT, due_of

DETAILS_LIMIT, NAME_LIMIT = 3000, 100


def draft_from(quick: QuickRequest) -> Draft:
    """Of a line in which nothing was doubtful."""
    client = quick.client
    title, details = _fitted(quick.title, quick.details)
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
    )


def draft_of_form(
    fields: Fields,
    clients: Sequence[Client],
    zone: ZoneInfo,
    now: datetime,
    *,
    standing: Due | None = None,
    permalink: str = "",
    source: str = "",
) -> Draft:
    """Raises FieldRefused for the first field that cannot be used. `standing` is the due moment the form showed."""
    number, words = _client(fields, clients)
    return Draft(
        title=_title(fields),
        details=_limited(fields, BlockId.DETAILS, DETAILS_LIMIT),
        client_number=number,
        client_words=words,
        priority=_priority(fields),
        owner=UserId(fields.text(BlockId.OWNER)) if fields.text(BlockId.OWNER) else None,
        due=due_from(fields, zone, now, standing),
        source=source or None,
        source_permalink=permalink or None,
    )


def _fitted(title: str, details: str) -> tuple[str, str]:
    """A whole letter pasted as one line: what is too long for a title is kept in full below it."""
    if len(title) <= TITLE_LIMIT:
        return title, details
    return clipped(title, TITLE_LIMIT), f"{title}\n{details}".strip()[:DETAILS_LIMIT]


def _title(fields: Fields) -> str:
    title = " ".join(_limited(fields, BlockId.TITLE, TITLE_LIMIT).split())
    if fields.has(BlockId.TITLE) and not title:
        raise FieldRefused(BlockId.TITLE.value, "missing")
    return title


def _limited(fields: Fields, block: BlockId, limit: int) -> str:
    text = clean(fields.text(block)).strip()
    if len(text) > limit:
        raise FieldRefused(block.value, "too_long", f"{len(text):,} of {limit:,}")
    return text


def _priority(fields: Fields) -> Priority:
    chosen = fields.text(BlockId.PRIORITY)
    if chosen and chosen not in {one.value for one in Priority}:
        raise FieldRefused(BlockId.PRIORITY.value, "unknown", chosen)
    return Priority(chosen) if chosen else Priority.NORMAL


def _client(fields: Fields, clients: Sequence[Client]) -> tuple[ClientNumber | None, str | None]:
    """The list counts before what was typed; a typed name that is known counts as chosen."""
    chosen = fields.text(BlockId.CLIENT)
    if chosen:
        number = next((client.number for client in clients if str(client.number) == chosen), None)
        if number is None:
            raise FieldRefused(BlockId.CLIENT.value, "unknown")
        return number, None
    typed = _limited(fields, BlockId.NEW_CLIENT, NAME_LIMIT)
    if not typed:
        return None, None
    known = ClientNames([ClientName(client.number, client.name) for client in clients]).known(typed)
    return (known.number, None) if isinstance(known, KnownClient) else (None, typed)
