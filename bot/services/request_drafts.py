"""What may be asked of client requests, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.client_requests import ClientRequest, Due, Received
from bot.domain.clients import Client
from bot.domain.ids import ClientNumber, RequestNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.priority import Priority
from bot.domain.request_types import Answer, FieldKind, OfType
from bot.services.cards import Place


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be logged, from whichever surface. `client_words` is a client's name that nobody knows yet."""

    title: str
    details: str = ""
    client_number: ClientNumber | None = None
    client_words: str | None = None
    priority: Priority = Priority.NORMAL
    owner: UserId | None = None
    due: Due | None = None
    asker: str | None = None
    source: str | None = None
    source_permalink: str | None = None
    of_type: OfType | None = None
    received: Received | None = None


@dataclass(frozen=True, kw_only=True)
class Log:
    """`again` says that the person means a second one with the same words, `beside` which one they know of."""

    by: Gesture
    draft: Draft
    again: bool = False
    beside: RequestNumber | None = None


@dataclass(frozen=True)
class Logged:
    """`place` says where the card is; `repeated` that this delivery had been committed before; `due_undo` names the
    move of its due date that came with it, if any; `along` are the labels of those merged into it that went to another
    client with it.
    """

    request: ClientRequest
    client: Client | None
    place: Place
    repeated: bool = False
    due_undo: str | None = None
    along: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    request: ClientRequest
    client: Client | None


@dataclass(frozen=True, kw_only=True)
class Edit:
    """`shown` holds the fingerprints of the fields as the form showed them; `wanted` is what it sent back, of which
    only the fields named in `asked` were on the form. `due_why` is said of a due date that is moved.
    """

    by: Gesture
    number: RequestNumber
    shown: Mapping[str, str]
    wanted: Draft
    asked: frozenset[str]
    due_why: str = ""


def fields_of(request: ClientRequest | Draft) -> dict[str, str]:
    """The fields that a form shows, as text to compare."""
    due, received = request.due, request.received
    return {
        "title": request.title,
        "details": request.details,
        "client": str(request.client_number or request.client_words or ""),
        "priority": request.priority.value,
        "owner": request.owner or "",
        "asker": request.asker or "",
        "source": request.source or "",
        "received": received.at.isoformat(timespec="minutes") if received else "",
        "due": due.at.isoformat(timespec="minutes") if due else "",
        **_fields_of_type(request.of_type),
    }


def is_twin(before: ClientRequest, draft: Draft) -> bool:
    """Whether the same was said, whatever rules have made of it."""
    said, again = fields_of(before), fields_of(draft)
    said["received"] = again["received"]  # `20 min ago` is another minute a minute later.
    if before.is_given_by_rule and draft.owner is None:
        said["owner"] = ""
    if before.rule is not None and draft.priority is Priority.NORMAL:
        said["priority"] = again["priority"]
    return said == again


def field_of(name: str) -> str:
    """The name under which a form asks for what is compared as `name`."""
    return name.partition(".")[0]


def _fields_of_type(of_type: OfType | None) -> dict[str, str]:
    answers = of_type.answers if of_type else ()
    return {"type": of_type.name if of_type else "", **{f"type.{one.key}": _compared(one) for one in answers}}


def _compared(one: Answer) -> str:
    """A person not as the word that their id is."""
    return f"<@{one.value}>" if one.kind == FieldKind.PERSON else one.value
