"""What is out of sight for a while: the form, the answer, and the line on a card."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import SnoozedFor
from bot.domain.edits import fingerprints
from bot.domain.priority import Priority
from bot.domain.snoozes import is_snoozed, priority_of
from bot.domain.text import clipped
from bot.services.cards import Item
from bot.services.snoozes import Offer, Snoozed, snooze_fields
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.due_fields import due_blocks
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import due_moment, wall
from handlers.text import Mrkdwn, Plain, joined, plainly, said

TITLE = 300
MOST = {
    Priority.URGENT: "4 working hours",
    Priority.HIGH: "1 day",
    Priority.NORMAL: "2 weeks",
    Priority.LOW: "2 months",
}
REQUEST_MOST = "What is {level} can be out of sight for {most} at most, until {at}. A reply brings it back before."
TASK_MOST = "A task can be out of sight for {most} at most, until {at}. A reply brings it back before."
LEVELS = {Priority.URGENT: "urgent", Priority.HIGH: "high", Priority.NORMAL: "normal", Priority.LOW: "low"}
ENDS = {SnoozedFor.DATE: "On the date below", SnoozedFor.REPLY: "When somebody replies"}


def form(offer: Offer, zone: ZoneInfo, now: datetime, **kept: str) -> Block:
    item = offer.item
    options = [blocks.option(plainly(words), one.value) for one, words in ENDS.items()]
    priority = priority_of(item)
    words = REQUEST_MOST if item.label.startswith("R-") else TASK_MOST
    level, longest = priority_name(priority), plainly(MOST[priority])
    most = said(words, level=level, most=longest, at=wall(offer.latest.at, zone, now))
    return blocks.modal(
        CallbackId.SNOOZE_SET,
        plainly("Snooze {label}", label=item.label),
        [
            blocks.section(said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE))),
            blocks.field_block(BlockId.WAITS, plainly("It comes back"), blocks.select(options, SnoozedFor.DATE.value)),
            *due_blocks(offer.until, zone, (plainly("On"), plainly("At"))),
            blocks.context(most),
        ],
        submit=plainly("Snooze"),
        metadata=json.dumps({**kept, "item": item.label, "shown": fingerprints(snooze_fields(item))}),
    )


def priority_name(priority: Priority) -> Plain:
    """Within a sentence."""
    return plainly(LEVELS[priority])


def snoozed(done: Snoozed, zone: ZoneInfo, now: datetime, notes: Sequence[Mrkdwn] = ()) -> Message:
    """The private answer, with the way back."""
    item = done.item
    assert item.snoozed_until is not None
    at = wall(item.snoozed_until, zone, now)
    words = "💤 *{label}* {title} is out of sight until {at}."
    if item.snoozed_for is SnoozedFor.REPLY:
        words = "💤 *{label}* {title} is out of sight until somebody replies, at the latest until {at}."
    text = joined([said(words, label=item.label, title=clipped(item.title, TITLE), at=at), *notes], " ")
    undo = blocks.button(plainly("Undo"), ActionId.SNOOZE_WAKE, _way_back(done))
    return Message(text, [blocks.section(text), blocks.actions([undo], block_id=f"snoozed:{item.label}")])


def _way_back(done: Snoozed) -> str:
    """What it takes back, and to what: see `values.snoozed`."""
    assert done.item.snoozed_until is not None
    value, before = f"{done.item.label}@{_utc(done.item.snoozed_until)}", done.before
    return f"{value}<{_utc(before.until.at)}|{before.until.zone_name}|{before.kind.value}" if before else value


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def result(done: Snoozed, zone: ZoneInfo, now: datetime, notes: Sequence[Mrkdwn]) -> Block:
    """In place of the form, when the answer has no other place."""
    message, label = snoozed(done, zone, now, notes), done.item.label
    title = plainly("{label} is snoozed", label=label)
    return blocks.modal("snooze.result", title, [blocks.section(message.text)], submit=None)


def awake(item: Item) -> Message:
    words = "*{label}* {title} is in sight again."
    return blocks.only(said(words, label=item.label, title=clipped(item.title, TITLE)))


def line(item: Item, now: datetime) -> list[Mrkdwn]:
    """Of a card; none while it is in sight."""
    if not is_snoozed(item, now) or item.snoozed is None:
        return []
    words = "💤 Snoozed until {when}"
    if item.snoozed_for is SnoozedFor.REPLY:
        words = "💤 Snoozed until somebody replies, at the latest until {when}"
    return [said(words, when=due_moment(item.snoozed, now))]
