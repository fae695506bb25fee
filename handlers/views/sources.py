"""How and when a client's word came in, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.quick_results import Source
from bot.domain.zones import zone_or
from handlers.moments import UTC, moment, wall
from handlers.text import Mrkdwn, joined, said

HOW = {
    Source.PHONE: "by phone",
    Source.MAIL: "by e-mail",
    Source.VISIT: "in person",
    Source.CHAT: "by chat",
    Source.POST: "by post",
    Source.WEB: "through the website",
}


def how(source: str) -> Mrkdwn:
    """Of another release it is said as it stands."""
    known = {one.value: words for one, words in HOW.items()}
    return said(known[source]) if source in known else said("by {source}", source=source)


def on_card(request: ClientRequest, now: datetime) -> Mrkdwn | None:
    """`Received yesterday at 16:50 by phone`, for people in several zones."""
    received = request.received
    when = moment(received.at, zone_or(received.zone_name, UTC).zone, now) if received else None
    return _told(request, when)


def for_reader(request: ClientRequest, zone: ZoneInfo) -> Mrkdwn | None:
    """In the zone of whoever reads it."""
    received = request.received
    return _told(request, said("{at}", at=wall(received.at, zone, request.logged_at)) if received else None)


def _told(request: ClientRequest, when: Mrkdwn | None) -> Mrkdwn | None:
    source = [how(request.source)] if request.source else []
    parts = [*([when] if when else []), *source]
    return joined(parts, " ") if parts else None
