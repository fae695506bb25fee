"""A change of many in words: what is done, and what each of them is before."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.bulks import Bulk, BulkAct, BulkVerb
from bot.domain.client_requests import ClientRequest, Due
from bot.domain.ids import ClientNumber
from bot.domain.request_states import Cause
from bot.services.cards import Item
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, mention, plainly, said
from handlers.views.called import within
from handlers.views.snoozes import priority_name


class Named(Protocol):
    """A bulk with the names of the clients that it is about, and what people call the type that it gives."""

    @property
    def bulk(self) -> Bulk: ...
    @property
    def clients(self) -> Mapping[ClientNumber, str]: ...
    @property
    def type_label(self) -> str: ...


def what(shown: Named, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    act = shown.bulk.act
    if act.verb is BulkVerb.TYPE:
        return said("given the type {type}", type=shown.type_label) if act.type_name else said("no particular type")
    if act.verb is not BulkVerb.CLIENT:
        return _WHAT[act.verb](act, zone, now)
    if act.client is None:
        return said("no client any more")
    return said("put under {name}", name=shown.clients.get(act.client) or plainly("another client"))


def standing(item: Item, verb: BulkVerb, clients: Mapping[ClientNumber, str], zone: ZoneInfo, now: datetime) -> Mrkdwn:
    """What it is now of what would change."""
    if isinstance(item, ClientRequest) and verb in _NOW:
        return _NOW[verb](item, clients)
    match verb:
        case BulkVerb.ASSIGN:
            return said("now {who}", who=mention(item.owner))
        case BulkVerb.DUE | BulkVerb.SNOOZE:
            at = wall(item.due.at, zone, now) if item.due else None
            return said("now due {at}", at=at) if at else said("now without a due date")
        case _:
            return said("now {state}, {who}", state=within.state(item), who=mention(item.owner))


def _due(act: BulkAct, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    why = said(": {why}", why=act.why) if act.why else Mrkdwn()
    if act.due is None:
        return said("no due date any more{why}", why=why)
    return said("due {at}{why}", at=_at(act.due, zone, now), why=why)


def _cancelled(act: BulkAct, _zone: ZoneInfo, _now: datetime) -> Mrkdwn:
    cause = within.cause(act.cause) if act.cause and not (act.why and act.cause is Cause.OTHER) else ""
    parts = [said("{one}", one=one) for one in (cause, act.why) if one]
    return said("cancelled: {why}", why=joined(parts, ". ")) if parts else said("cancelled")


def _snoozed(act: BulkAct, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    return said("out of sight until {at}", at=_at(act.due, zone, now) if act.due else "?")


def _at(due: Due, zone: ZoneInfo, now: datetime) -> str:
    return wall(due.at, zone, now)


def _of_client(request: ClientRequest, clients: Mapping[ClientNumber, str]) -> Mrkdwn:
    known = clients.get(request.client_number) if request.client_number is not None else request.client_words
    return said("now under {name}", name=known) if known else said("now no client")


def _of_queue(request: ClientRequest, _clients: object) -> Mrkdwn:
    return said("now in {queue}", queue=request.queue) if request.queue else said("now in no queue")


def _of_type(request: ClientRequest, _clients: object) -> Mrkdwn:
    return said("now {type}", type=request.type_label) if request.type_label else said("now no particular type")


def _of_priority(request: ClientRequest, _clients: object) -> Mrkdwn:
    return said("now {priority}", priority=priority_name(request.priority))


#: What only requests have.
_NOW: Mapping[BulkVerb, Callable[[ClientRequest, Mapping[ClientNumber, str]], Mrkdwn]] = {
    BulkVerb.MOVE: _of_queue,
    BulkVerb.CLIENT: _of_client,
    BulkVerb.TYPE: _of_type,
    BulkVerb.PRIORITY: _of_priority,
}


def _priority(act: BulkAct, _zone: ZoneInfo, _now: datetime) -> Mrkdwn:
    return said("{priority} priority", priority=priority_name(act.priority) if act.priority else "")


_WHAT: dict[BulkVerb, Callable[[BulkAct, ZoneInfo, datetime], Mrkdwn]] = {
    BulkVerb.ASSIGN: lambda act, _zone, _now: said("given to {who}", who=mention(act.owner)),
    BulkVerb.DUE: _due,
    BulkVerb.DONE: lambda _act, _zone, _now: said("done"),
    BulkVerb.CANCEL: _cancelled,
    BulkVerb.SNOOZE: _snoozed,
    BulkVerb.MOVE: lambda act, _zone, _now: said("put into the queue {queue}", queue=act.queue),
    BulkVerb.PRIORITY: _priority,
}
