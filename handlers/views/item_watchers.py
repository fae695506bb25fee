"""Watching a request or task: the answers, who does, and what they are told when it changes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import LIAISON, UserId
from bot.domain.text import clipped
from bot.domain.zones import zone_or
from bot.services.cards import Item
from bot.services.item_watchers import Told
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId
from handlers.moments import UTC, wall
from handlers.text import Mrkdwn, joined, mention, plainly, said

TITLE = 300
#: Named in a line before the rest is counted.
MOST = 20
STATES = {"done": "closed it as done", "cancelled": "cancelled it", "reopened": "opened it again"}


def watched(item: Item, users: Sequence[UserId]) -> Message:
    who = said("{who} watch it", who=_named(users)) if users else said("You watch it")
    told = "{head}: {who} from now on, and hear of another due date, of another owner and of its end."
    return blocks.only(said(told, head=_head(item), who=who))


def ended(item: Item, users: Sequence[UserId]) -> Message:
    who = said("{who} do not watch it", who=_named(users)) if users else said("You do not watch it")
    return blocks.only(said("{head}: {who} any more.", head=_head(item), who=who))


def line(users: Sequence[UserId]) -> list[Mrkdwn]:
    """Of what shows the item to one person."""
    return [said("Watched by {who}", who=_named(users))] if users else []


def blocks_of(users: Sequence[UserId]) -> list[Block]:
    return [blocks.context(one) for one in line(users)]


def changed(found: Told, facts: Mapping[str, str], now: datetime) -> Message:
    """One message for one change, however much of the item it was."""
    item = found.item
    by = said("Liaison") if facts["by"] == LIAISON else mention(facts["by"])
    what = joined([*phrases(facts, found.zone, now)], ", ")
    text = said("News of {head}: {by} {what}.", head=_head(item), by=by, what=what)
    is_request = isinstance(item, ClientRequest)
    shows = ActionId.REQUEST_SHOW if is_request else ActionId.TASK_SHOW
    buttons = [blocks.button(plainly("Show"), shows, item.label)]
    if found.watches:
        buttons.append(blocks.button(plainly("Stop watching"), ActionId.WATCH_OFF, item.label))
    return Message(text, [blocks.section(text), blocks.actions(buttons, block_id=f"changed:{item.label}")])


def phrases(facts: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Iterator[Mrkdwn]:
    if "state" in facts:
        yield said(STATES.get(facts["state"], "changed its state"))
    if "owner" in facts:
        yield _owner(facts)
    if "due" in facts:
        yield _due(facts, zone, now)


def _owner(facts: Mapping[str, str]) -> Mrkdwn:
    now, was = facts["owner"], facts["owner_was"]
    if not now:
        return said("gave it back" if was == facts["by"] else "took it from whoever had it")
    return said("took it") if now == facts["by"] else said("gave it to {who}", who=mention(now))


def _due(facts: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Mrkdwn:
    why = said(": {why}", why=facts["why"]) if facts.get("why") else Mrkdwn()
    at, was = (_moment(facts, name, zone, now) for name in ("due", "due_was"))
    if "undone" in facts:
        words = (
            "took the new due date back: it is due {at} again" if at else "took the due date back: it has none again"
        )
        return said(words, at=at)
    if not at:
        return said("took its due date away, which was {was}{why}", was=was, why=why)
    if not was:
        return said("set it due {at}", at=at)
    return said("moved its due date from {was} to {at}{why}", was=was, at=at, why=why)


def _moment(facts: Mapping[str, str], name: str, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    """By the reader's clock, and by that of whoever said it where the two differ."""
    if not facts[name]:
        return Mrkdwn()
    at, said_in = datetime.fromisoformat(facts[name]), zone_or(facts[f"{name}_zone"], UTC).zone
    here = wall(at, zone, now)
    if at.astimezone(zone).utcoffset() == at.astimezone(said_in).utcoffset():
        return said("{here}", here=here)
    return said("{here} ({there})", here=here, there=wall(at, said_in, now))


def _head(item: Item) -> Mrkdwn:
    return said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE))


def _named(users: Sequence[UserId]) -> Mrkdwn:
    named = joined([mention(one) for one in users[:MOST]], ", ")
    more = len(users) - MOST
    return said("{named} and {count} more", named=named, count=more) if more > 0 else named
