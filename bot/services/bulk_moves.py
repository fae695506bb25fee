"""Of a change of many: each goes to another client with what was merged into it, and back to where each was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.bulk_changes import AUDIENCE, audience_of, replaced, restore, standing
from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.ids import UserId
from bot.services import cards, merged_along
from bot.services.cards import Item
from bot.services.ports import Transaction

#: What was replaced of each that went along, by label; nothing of one that was there already.
Along = Mapping[str, Mapping[str, Any]]


def move(
    tx: Transaction,
    request: ClientRequest,
    client: Client | None,
    merged: Sequence[ClientRequest],
    *,
    asker: UserId,
    now: datetime,
) -> Along:
    """Its client is set."""
    before = [(one, standing(one)) for one in merged]
    cards.move(tx, request, client, asker=asker, now=now)
    merged_along.follow(tx, request, merged, asker=asker, now=now)
    return {one.label: replaced(one, was) for one, was in before}


def put_back(tx: Transaction, item: Item, was: Mapping[str, Any], *, asker: UserId, now: datetime) -> None:
    restore(item, was)
    if isinstance(item, ClientRequest) and AUDIENCE in was:
        place = cards.place_for(tx, (audience_of(was),), else_to=item.logged_by)
        cards.move_to(tx, item, place, asker=asker, now=now)


def put_back_along(
    tx: Transaction,
    request: ClientRequest,
    along: Along,
    merged: Sequence[ClientRequest],
    *,
    asker: UserId,
    now: datetime,
) -> None:
    """What was merged into it since goes with it, wherever that was."""
    for one in merged:
        was = along.get(one.label)
        if was is None:
            merged_along.follow(tx, request, [one], asker=asker, now=now)
        elif was:
            one.changed_by = asker
            put_back(tx, one, was, asker=asker, now=now)
            cards.refresh(tx, one, now=now)
