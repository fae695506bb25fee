"""Which messages show an item, and that they are changed when it changes."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.digests import number_of
from bot.domain.errors import NotFound
from bot.domain.heard import HeardAs
from bot.domain.ids import LIAISON, ChannelId, OutboxId, RequestNumber, TaskNumber, UserId, is_direct
from bot.domain.origins import Gesture
from bot.domain.outbox import Lane, Message, MessageKind
from bot.domain.tasks import Task
from bot.services.outbox_ports import Outbox, PostedCard
from bot.services.ports import Transaction

Item = ClientRequest | Task

CARDS = {ClientRequest: MessageKind.REQUEST_CARD, Task: MessageKind.TASK_CARD}
FOR_OWNER = {ClientRequest: MessageKind.REQUEST_FOR_OWNER, Task: MessageKind.TASK_FOR_OWNER}


@dataclass(frozen=True)
class Place:
    """Where a card goes. `wanted` is the channel that would have been right, `why_not` the reason it is not:
    not_member, archived, shared or direct.
    """

    to: ChannelId | UserId
    audience: ChannelId | None
    wanted: ChannelId | None = None
    why_not: str | None = None


def item(tx: Transaction, label: str, *, seen_by: UserId) -> Item:
    """By its label, R-12 or T-4. Raises NotFound also for what this person may not see."""
    number = number_of(label)
    if label.startswith("T-"):
        return tx.tasks.one(TaskNumber(number), seen_by=seen_by)
    return tx.client_requests.one(RequestNumber(number), seen_by=seen_by)


def is_seen_by(tx: Transaction, shown: Item, user: UserId) -> bool:
    try:
        item(tx, shown.label, seen_by=user)
    except NotFound:
        return False
    return True


def waits_with(tx: Transaction, shown: Item, reader: UserId) -> str | None:
    """The label of the request that this reader can let wait for its client: the item, or what it is a task of.

    A task has no client of its own. None when there is none, or it waits already, or they may not see it.
    """
    if isinstance(shown, Task):
        if shown.request_number is None:
            return None
        try:
            request = tx.client_requests.one(shown.request_number, seen_by=reader)
        except NotFound:
            return None
    else:
        request = shown
    return request.label if request.is_open and not request.is_paused else None


def place_for(tx: Transaction, preferred: Iterable[ChannelId | None], *, else_to: UserId) -> Place:
    """The first of the channels that takes cards, else the person's own messages."""
    wanted: ChannelId | None = None
    why_not: str | None = None
    for channel_id in preferred:
        if channel_id is None:
            continue
        channel = tx.channels.one(channel_id)
        if channel is not None and channel.takes_cards:
            return Place(channel_id, channel_id, wanted, why_not)
        if wanted is None:
            wanted, why_not = channel_id, _why_not(tx, channel_id)
    return Place(else_to, None, wanted, why_not)


def standing(tx: Transaction, request: ClientRequest, client: Client | None, *, here: ChannelId | None) -> Place:
    """Where a card that was posted before is. `here` is where its request was asked for."""
    place = place_for(tx, (client.channel_id if client else None, here), else_to=request.logged_by)
    missed = place.wanted if place.wanted != request.audience else None
    return Place(request.audience or request.logged_by, request.audience, missed, place.why_not if missed else None)


def _why_not(tx: Transaction, channel_id: ChannelId) -> str:
    channel = tx.channels.one(channel_id)
    if channel is None or not channel.is_member:
        return "direct" if is_direct(channel_id) else "not_member"
    return "archived" if channel.is_archived else "shared"


def first_card(
    outbox: Outbox,
    item: Item,
    place: Place,
    *,
    asker: UserId,
    now: datetime,
    under: OutboxId | None = None,
    heard: HeardAs | None = None,
) -> OutboxId:
    """Of a new item, which no message can show yet."""
    return outbox.add(
        Message(
            kind=CARDS[type(item)],
            about=item.label,
            to=place.to,
            key=f"card:{item.label}:{place.to}:{item.version}",
            due_at=now,
            under=under,
            thread_ts=heard.thread_ts if heard is not None and heard.channel == place.to else None,
            fallback=asker,
            facts={"heard": heard.how.value} if heard is not None else {},
        )
    )


def post_card(
    outbox: Outbox, item: Item, place: Place, *, asker: UserId, now: datetime, under: OutboxId | None = None
) -> OutboxId:
    """One that stands there already does."""
    wanted = (CARDS[type(item)], place.to)
    there = (card.id for card in outbox.cards_about(item.label) if (card.kind, card.to) == wanted)
    return next(there, None) or first_card(outbox, item, place, asker=asker, now=now, under=under)


def tell_owner(outbox: Outbox, item: Item, *, now: datetime, by: UserId | None = None) -> None:
    """A message to whoever was just given the item, once per version of it; `by` when not whom the item names."""
    giver = by or _giver(item)
    is_by_rule = isinstance(item, ClientRequest) and item.is_given_by_rule
    if item.owner is None or (item.owner == giver and not is_by_rule):
        return
    outbox.add(
        Message(
            kind=FOR_OWNER[type(item)],
            about=item.label,
            to=item.owner,
            key=f"owner:{item.label}:{item.owner}:{item.version}",
            due_at=now,
            fallback=giver,
        )
    )


def is_latest(outbox: Outbox, label: str, kind: MessageKind, to: str, card: str | None) -> bool:
    """Whoever is given an item twice has two messages of it: only the newer one is to be acted on."""
    alike = [one.id for one in outbox.cards_about(label) if (one.kind, one.to) == (kind, to)]
    return card is None or not alike or alike[-1] == card


def move_tasks(tx: Transaction, request: ClientRequest, place: Place, *, asker: UserId, now: datetime) -> None:
    """A request's tasks follow it, because they have its audience: the open ones with their cards, under its card."""
    tasks = tx.tasks.of_request(request.number)
    for task in tasks:
        task.audience = request.audience
    refresh_all(tx, tasks, now=now)
    for task in tasks:
        if task.is_open:
            task.card = _post_moved(tx.outbox, task, request, place, asker=asker, now=now)


def _post_moved(
    outbox: Outbox, task: Task, request: ClientRequest, place: Place, *, asker: UserId, now: datetime
) -> OutboxId:
    """Without a channel it goes to whoever gave it, who may see it: the request's own reader perhaps may not."""
    to = place if place.audience is not None else Place(task.given_by, None)
    under = request.card if to.to == place.to else None
    return post_card(outbox, task, to, asker=asker, now=now, under=under)


def move(tx: Transaction, request: ClientRequest, client: Client | None, *, asker: UserId, now: datetime) -> None:
    """The card moves with the client: who may see a request follows from whose it is."""
    preferred = (client.channel_id if client else None, request.audience)
    move_to(tx, request, place_for(tx, preferred, else_to=request.logged_by), asker=asker, now=now)


def move_to(tx: Transaction, request: ClientRequest, place: Place, *, asker: UserId, now: datetime) -> None:
    if place.audience == request.audience:
        return
    request.audience = place.audience
    request.card = post_card(tx.outbox, request, place, asker=asker, now=now)
    move_tasks(tx, request, place, asker=asker, now=now)


def beginner(item: Item) -> UserId:
    """Who logged it, or gave it out first."""
    return item.logged_by if isinstance(item, ClientRequest) else item.given_by


def assigner(item: Item) -> UserId:
    """Who gave it to whoever has it. Behind a rule stands whoever logged it."""
    return beginner(item) if item.assigned_by in {None, LIAISON} else item.assigned_by


def _giver(item: Item) -> UserId | None:
    """Behind a rule stands whoever logged it."""
    if isinstance(item, Task):
        return item.given_by
    return item.logged_by if item.is_given_by_rule else item.assigned_by


def refresh(tx: Transaction, item: Item, *, now: datetime, also: Iterable[UserId | None] = ()) -> None:
    """Every message that shows the item is changed in place, and the Homes of those concerned with it.

    What is to go out later will show it as it is then.
    """
    show_anew(tx, item, tx.outbox.cards_about(item.label), now=now)
    refresh_homes(tx, {*shown_to(item), *also}, now=now)


def refresh_all(tx: Transaction, items: Sequence[Item], *, now: datetime) -> None:
    """The same of several, asked for together."""
    shown = tx.outbox.cards_about_each([item.label for item in items])
    for item in items:
        show_anew(tx, item, shown.get(item.label, ()), now=now)
    refresh_homes(tx, {user for item in items for user in shown_to(item)}, now=now)


def show_anew(tx: Transaction, item: Item, shown: Sequence[PostedCard], *, now: datetime) -> None:
    for card in (card for card in shown if card.due_at <= now):
        tx.outbox.add(
            Message(
                kind=card.kind,
                about=item.label,
                to=card.to,
                key=f"edit:{card.id}:{uuid.uuid4().hex}",
                due_at=now,
                edits=card.id,
                merge_key=f"edit:{card.id}",
                fallback=item.logged_by if isinstance(item, ClientRequest) else item.given_by,
                facts={**card.facts, "card": card.id, "by": item.changed_by or "", "at": now.isoformat()},
            )
        )


def shown_to(item: Item) -> set[UserId | None]:
    """Whose Homes have it."""
    return {item.owner, _giver(item)}


def refresh_homes(tx: Transaction, users: Iterable[UserId | None], *, now: datetime) -> None:
    """Only people who have opened their Home have one to refresh."""
    for user in sorted({user for user in users if user is not None}):
        person = tx.people.one(user)
        if person is not None and person.home_opened_at is not None:
            publish_home(tx.outbox, user, now=now)


def publish_home(
    outbox: Outbox, user: UserId, *, now: datetime, facts: Mapping[str, str] = MappingProxyType({})
) -> None:
    """One that waits already shows what is asked for here as well."""
    outbox.add_last(
        Message(
            kind=MessageKind.HOME,
            about=user,
            to=user,
            key=f"home:{user}:{uuid.uuid4().hex}",
            due_at=now,
            lane=Lane.INTERACTIVE,
            merge_key=f"home:{user}",
            facts=facts,
        )
    )


def notice(outbox: Outbox, about: str, *, to: UserId, now: datetime, key: str, facts: dict[str, str]) -> None:
    outbox.add(Message(kind=MessageKind.NOTICE, about=about, to=to, key=key, due_at=now, facts=facts))


def declined(tx: Transaction, item: Item, *, to: UserId | None, by: Gesture, now: datetime) -> None:
    """Whoever gave it is told, and why. Where they may not see it any more, whoever began it is told as well."""
    if to is None or to == by.user_id:
        return
    sees = is_seen_by(tx, item, to)
    for reader in (to,) if sees else (to, beginner(item)):
        facts = {"what": "declined", "by": by.user_id, "why": item.note}
        facts |= {} if sees or reader != to else {"hidden": "1"}
        key = f"declined:{item.label}:{reader}:{by.key}"
        notice(tx.outbox, item.label, to=reader, now=now, key=key, facts=facts)
