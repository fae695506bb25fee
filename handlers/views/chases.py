"""How what waits for somebody, or was snoozed, comes back to whoever has it."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import UserId
from bot.domain.request_states import RequestStatus
from bot.domain.snoozes import is_snoozed
from bot.domain.text import clipped
from bot.services.cards import Item
from bot.services.chases import Chase
from handlers import blocks, values
from handlers.blocks import Element, Message
from handlers.ids import ActionId
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, mention, plainly, said
from handlers.views import reminders
from handlers.views.called import alone

TITLE = 300
SINCE = {
    RequestStatus.WAITING_ON_CLIENT: "⏳ {head} has been waiting on the client since {at}: {why}. Ask again?",
    RequestStatus.WAITING_ON_PROVIDER: "⏳ {head} has been waiting on the provider since {at}: {why}. Ask again?",
    RequestStatus.ON_HOLD: "⏳ {head} has been on hold since {at}: {why}. Take it up again?",
}
RESUMED = {RequestStatus.ON_HOLD: "Take it up"}


def chase(found: Chase, now: datetime) -> Message:
    item = found.item
    waits = [_since(item, found, now)] if isinstance(item, ClientRequest) and item.is_paused else []
    lines = [_back(item, found, now), *waits] if found.was_snoozed else waits
    text = joined(lines)
    return Message(text, [blocks.section(text), reminders.actions(item, _buttons(found))])


def over(item: Item, facts: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Message:
    """In its place once something has become of it: what, by whom and when. `facts` are those of the change."""
    state = alone.status(item.status)
    words = "{head}: {state}, with {who}.{by}" if item.owner and item.is_open else "{head}: {state}.{by}"
    told = said(words, head=_head(item), state=state, who=mention(item.owner), by=_by(item, facts, zone, now))
    if item.snoozed_until is None or not is_snoozed(item, now):
        return blocks.only(told)
    until = said("💤 Snoozed until {at}.", at=wall(item.snoozed_until, zone, now))
    return blocks.only(joined([told, until], " "))


def _by(item: Item, facts: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Mrkdwn:
    """A message of an earlier release does not say who, but of what is closed the item does."""
    who = item.closed_by if not item.is_open else UserId(facts["by"]) if facts.get("by") else None
    at = item.closed_at if not item.is_open else datetime.fromisoformat(facts["at"]) if facts.get("at") else None
    return said(" Said {who}, {at}.", who=mention(who), at=wall(at, zone, now)) if who and at else Mrkdwn()


def gone(label: str) -> Message:
    return blocks.only(said("{label} is no longer with you.", label=label))


def _since(request: ClientRequest, found: Chase, now: datetime) -> Mrkdwn:
    assert request.paused_at is not None
    at = wall(request.paused_at, found.zone, now)
    return said(SINCE[request.status], head=_head(request), at=at, why=request.why)


def _back(item: Item, found: Chase, now: datetime) -> Mrkdwn:
    assert item.snoozed_until is not None
    due = said(" It is due {at}.", at=wall(item.due_at, found.zone, now)) if item.due_at else Mrkdwn()
    words = "💤 {head} is back: it was snoozed until {at}.{due}"
    return said(words, head=_head(item), at=wall(item.snoozed_until, found.zone, now), due=due)


def _buttons(found: Chase) -> list[Element]:
    item = found.item
    if not (isinstance(item, ClientRequest) and item.is_paused):
        usual = [*reminders.done(item, style="primary"), *reminders.snooze(item), *reminders.give(item)]
        return [*usual, *reminders.wait(found.waits)]
    words = RESUMED.get(item.status, "They answered")
    return [
        blocks.button(
            plainly(words), ActionId.REQUEST_RESUME, values.as_paused(item.label, item.status), style="primary"
        ),
        blocks.button(plainly("Wait longer"), ActionId.REQUEST_WAIT, item.label),
        *reminders.done(item),
        *reminders.snooze(item),
        *reminders.give(item),
    ]


def _head(item: Item) -> Mrkdwn:
    return said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE))
