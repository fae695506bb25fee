"""What a person reads whose request somebody else has logged."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.services.receipts import Receipt
from handlers import blocks
from handlers.blocks import Message
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, mention, said
from handlers.views.called import within


def receipt(found: Receipt, zone: ZoneInfo, now: datetime) -> Message:
    """Without its title where its reader may not see it: they know what they asked for."""
    request = found.request
    if not found.is_theirs:
        return blocks.only(said("{label} is noted as somebody else's request by now.", label=request.label))
    title = said(" *{title}*", title=request.title) if found.is_seen else Mrkdwn()
    if not request.is_open:
        word = said("was taken back") if request.undone else said("{state}", state=within.state(request))
        if request.merged_into is not None:
            word = said("goes on as {into}", into=f"R-{request.merged_into}")
        return blocks.only(
            said("What you asked for, {label}{title}: {word}.", label=request.label, title=title, word=word)
        )
    head = said("What you asked for is logged as *{label}*{title}", label=request.label, title=title)
    return blocks.only(joined([head, joined([_owner(request), _next(request, zone, now)], " ")]))


def _owner(request: ClientRequest) -> Mrkdwn:
    if request.owner is None:
        return said("Nobody has it yet; {by} logged it.", by=mention(request.logged_by))
    return said("{who} has it.", who=mention(request.owner))


def _next(request: ClientRequest, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    """The promise: when there is more to say at the latest."""
    if request.until is not None:
        return said("It waits; you hear more by {at}.", at=wall(request.until.at, zone, now))
    if request.due is not None:
        return said("You hear more by {at}.", at=wall(request.due.at, zone, now))
    return said("No date is set yet: this message says so as soon as there is one.")
