"""How a client request is logged, whoever asked for it: its place, its rule, its card, and who is told."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.clients import Client
from bot.domain.errors import LoggedAMomentAgo, StandsForOthers
from bot.domain.heard import Heard, HeardAs, HeardBy, place_in
from bot.domain.ids import ChannelId
from bot.domain.origins import Gesture
from bot.domain.request_states import RequestStatus
from bot.domain.routing import apply
from bot.services import (
    cards,
    receipts,
    routing,
    rungs,
    sub_tasks,
    watches,
)
from bot.services.ports import Transaction
from bot.services.request_drafts import Draft, Log, Logged, is_twin

TWIN_WINDOW = timedelta(minutes=2)


def log(
    tx: Transaction, by: Gesture, draft: Draft, client: Client | None, *, heard: HeardAs | None, at: rungs.At
) -> Logged:
    now = at.now
    rules, rule = routing.decide(tx, draft, client, by.channel_id, now)
    wanted = (rule.channel if rule else None, client.channel_id if client else None, by.channel_id)
    place = cards.place_for(tx, wanted, else_to=by.user_id)
    request = _new(tx, by, draft, place.audience, now)
    apply(rule, request)
    given = routing.Given()
    if draft.owner is not None:
        request.assign(draft.owner, by=by.user_id)
    else:
        given = routing.give(tx, request, rules, rule, client)
    tx.client_requests.add(request)
    shown = heard if heard is not None and heard.how is not HeardBy.SHORTCUT else None
    request.card = cards.first_card(tx.outbox, request, place, asker=by.user_id, now=now, heard=shown)
    if heard is not None and tx.heard.one(heard.channel, heard.ts) is None:
        tx.heard.add(_kept(request, heard))
    cards.tell_owner(tx.outbox, request, now=now)
    receipts.tell_asker(tx, request, by, now)
    cards.refresh_homes(tx, {by.user_id, request.owner}, now=now)
    rungs.begin(tx, request, at)
    watches.begin(tx, request, at, given)
    return Logged(request, client, place)


def _new(tx: Transaction, by: Gesture, draft: Draft, audience: ChannelId | None, now: datetime) -> ClientRequest:
    return ClientRequest(
        team_id=by.team_id,
        number=tx.client_requests.next_number(),
        title=draft.title,
        details=draft.details,
        priority=draft.priority,
        status=RequestStatus.NEW,
        acceptance=Acceptance.NOT_ASKED,
        client_number=draft.client_number,
        client_words=draft.client_words,
        asker=draft.asker,
        source=draft.source,
        source_permalink=draft.source_permalink,
        owner=None,
        assigned_by=None,
        due_at=draft.due.at if draft.due else None,
        due_zone=draft.due.zone_name if draft.due else None,
        audience=audience,
        card=None,
        logged_by=by.user_id,
        logged_at=now,
        received_at=draft.received.at if draft.received else None,
        received_zone=draft.received.zone_name if draft.received else None,
        changed_by=by.user_id,
        **_of_type(draft),
    )


def refuse_twin(tx: Transaction, command: Log, now: datetime) -> None:
    """Also of a second press of the button that means another one: the first has logged that."""
    if command.again and command.beside is None:
        return
    twin = tx.client_requests.twin_of(command.draft.title, logged_by=command.by.user_id, since=now - TWIN_WINDOW)
    if twin is not None and twin.number != command.beside and is_twin(twin, command.draft):
        raise LoggedAMomentAgo(twin.label)


def must_be_alone(tx: Transaction, request: ClientRequest, by: Gesture, at: rungs.At) -> None:
    """Where its logging is taken back: not of what others have work with by now, or count on."""
    parts = tuple(f"R-{merge.number}" for merge in tx.merges.into(request.number))
    if parts:
        raise StandsForOthers(request.label, parts)
    sub_tasks.close(tx, request, by, at, None)


def _of_type(draft: Draft) -> dict[str, Any]:
    if (of_type := draft.of_type) is None:
        return {}
    return {
        "type_name": of_type.name,
        "type_label": of_type.label,
        "type_version": of_type.version,
        "answers": of_type.answers,
    }


def picked(draft: Draft, now: datetime) -> HeardAs | None:
    """The message that somebody has picked to log."""
    place = place_in(draft.source_permalink) if draft.source_permalink else None
    return HeardAs(*place, place[1], None, HeardBy.SHORTCUT, "", now) if place else None


def _kept(request: ClientRequest, heard: HeardAs) -> Heard:
    return Heard(
        team_id=request.team_id,
        channel_id=heard.channel,
        ts=heard.ts,
        request_number=request.number,
        author=heard.author,
        how=heard.how,
        words=heard.words,
        heard_at=heard.at,
    )
