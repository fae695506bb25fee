"""What may be asked of client requests, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.client_requests import ClientRequest, Due
from bot.domain.clients import Client
from bot.domain.ids import ClientNumber, RequestNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.priority import Priority
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


@dataclass(frozen=True, kw_only=True)
class Log:
    """`again` says that the person means a second one with the same words."""

    by: Gesture
    draft: Draft
    again: bool = False


@dataclass(frozen=True)
class Logged:
    """`place` says where the card is; `repeated` that this delivery had been committed before."""

    request: ClientRequest
    client: Client | None
    place: Place
    repeated: bool = False


@dataclass(frozen=True)
class Shown:
    request: ClientRequest
    client: Client | None


@dataclass(frozen=True, kw_only=True)
class Edit:
    """`shown` holds the fingerprints of the fields as the form showed them; `wanted` is what it sent back, of which
    only the fields named in `asked` were on the form.
    """

    by: Gesture
    number: RequestNumber
    shown: Mapping[str, str]
    wanted: Draft
    asked: frozenset[str]


def fields_of(request: ClientRequest | Draft) -> dict[str, str]:
    """The fields that a form shows, as text to compare."""
    due = request.due
    return {
        "title": request.title,
        "details": request.details,
        "client": str(request.client_number or request.client_words or ""),
        "priority": request.priority.value,
        "owner": request.owner or "",
        "asker": request.asker or "",
        "due": due.at.isoformat(timespec="minutes") if due else "",
    }
