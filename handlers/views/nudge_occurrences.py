"""How a reminder looks when it has come: what it says, how it can be answered, and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ids import UserId
from bot.domain.nudge_occurrences import NudgeOccurrence, Settled
from bot.domain.nudges import Nudge
from bot.domain.schedules import Kind, Late, late
from bot.services import nudge_items
from bot.services.cards import Item
from bot.services.nudge_occurrences import Answered, Reminder
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId
from handlers.moments import moment, wall
from handlers.text import Mrkdwn, Plain, joined, mention, plainly, said
from handlers.views import reminders
from handlers.views.called import within
from handlers.views.rhythms import rhythm

#: Between the reminder and what was picked, in the value of the menu.
MENU_MARK = "|"
AFTERNOON, ANOTHER_TIME = "this afternoon", "another time"
#: As our own grammar reads them, and in words.
SNOOZES = MappingProxyType(
    {
        "in 20m": "20 minutes",
        "in 1h": "1 hour",
        AFTERNOON: "This afternoon",
        "tomorrow morning": "Tomorrow morning",
    }
)
#: Later on a person's clock the afternoon is no choice any more.
AFTERNOON_ENDS = 15
ANSWERS = {
    Settled.DONE: "Done by {who}, {when}.",
    Settled.ITEM_DONE: "{about} was marked as done by {who}, {when}.",
    Settled.SNOOZED: "Snoozed by {who}, {when}. It comes again {until}.",
    Settled.HANDED: "Handed to {to} by {who}, {when}.",
}
#: What has become of the item that one is about.
NEWS = {
    nudge_items.CLOSED: "is {state}",
    nudge_items.MOVED: "is now with {to}",
    nudge_items.WAITS: "is {state}",
}


def reminder(due: Reminder, now: datetime, facts: Mapping[str, str] = MappingProxyType({})) -> Message:
    """What arrives; once it was answered, by whom and how. `facts` say what has become since of what it is about."""
    if due.occurrence.settled is not None:
        text = _words(due, Mrkdwn())
        answered = answer(due.nudge, due.occurrence, Told(due.zone, now, is_shared=due.nudge.channel_id is not None))
        return Message(text, [blocks.section(text), blocks.context(answered)])
    text, news = _words(due, _late(due, now)), _news(due, facts, now)
    if news and not due.nudge.text and facts["what"] != nudge_items.WAITS:
        return Message(text, [blocks.section(text), *news])
    return Message(text, [blocks.section(text), *news, blocks.actions(_buttons(due, now)), *_series(due.nudge)])


def settled_before(answered: Answered, zone: ZoneInfo, now: datetime) -> Message:
    """To somebody who came too late."""
    told = Told(zone, now, is_shared=False)
    how = answer(answered.nudge, answered.occurrence, told)
    text = "{label} has been answered already. {how} Nothing was changed."
    return blocks.only(said(text, label=answered.nudge.label, how=how))


def now_settled(answered: Answered, zone: ZoneInfo, now: datetime) -> Message:
    """In the place of a private copy of it."""
    how = answer(answered.nudge, answered.occurrence, Told(zone, now, is_shared=False))
    return blocks.only(said("{label}: {how}", label=answered.nudge.label, how=how))


def settled_before_view(answered: Answered, zone: ZoneInfo, now: datetime) -> Block:
    shown = settled_before(answered, zone, now)
    return blocks.modal("nudge.was_settled", plainly("Snooze a reminder"), shown.blocks, submit=None)


@dataclass(frozen=True)
class Told:
    """On whose clock moments are told; `is_shared` when several people read it, each on their own."""

    zone: ZoneInfo
    now: datetime
    is_shared: bool

    def at(self, at: datetime) -> Mrkdwn:
        if self.is_shared:
            return moment(at, self.zone, self.now)
        return said("{at}", at=wall(at, self.zone, self.now))


def _words(due: Reminder, late_by: Mrkdwn) -> Mrkdwn:
    nudge = due.nudge
    if due.first_set_by is not None and nudge.user_id != nudge.set_by:
        return _handed_words(due, due.first_set_by, late_by)
    by = said("You") if nudge.user_id == nudge.set_by else mention(nudge.set_by)
    whom = plainly("you" if nudge.user_id else "this channel")
    item = _about(due.item, due.is_for_them) if due.item else Mrkdwn()
    if nudge.text:
        first = said("⏰ {by} asked me to remind {whom}: {text}", by=by, whom=whom, text=nudge.text)
        return joined([joined([first, late_by], ""), *([said("About {item}", item=item)] if item else [])])
    about = item or said("{label}", label=nudge.about or nudge.label)
    first = said("⏰ {by} asked me to remind {whom} about {about}", by=by, whom=whom, about=about)
    return joined([first, late_by], "")


def _handed_words(due: Reminder, first_set_by: UserId, late_by: Mrkdwn) -> Mrkdwn:
    """Who handed it on, and who had set it."""
    nudge, is_theirs = due.nudge, first_set_by == due.nudge.user_id
    who: dict[str, Any] = {"by": mention(nudge.set_by), "first": plainly("you") if is_theirs else mention(first_set_by)}
    item = _about(due.item, due.is_for_them) if due.item else Mrkdwn()
    if nudge.text:
        first = said("⏰ {by} handed on to you a reminder that {first} had set: {text}", text=nudge.text, **who)
        return joined([joined([first, late_by], ""), *([said("About {item}", item=item)] if item else [])])
    about = item or said("{label}", label=nudge.about or nudge.label)
    return joined(
        [said("⏰ {by} handed on to you a reminder that {first} had set, about {about}", about=about, **who), late_by],
        "",
    )


def _news(due: Reminder, facts: Mapping[str, str], now: datetime) -> list[Block]:
    """What somebody did with the item, who and when; to people who may not see it nothing."""
    item, what = due.item, facts.get("what")
    if item is None or not due.is_for_them or what not in NEWS or not facts.get("by"):
        return []
    how = NEWS[what]
    if what == nudge_items.MOVED and item.owner is None:
        how = "is nobody's at the moment"
    told = Told(due.zone, now, is_shared=due.nudge.channel_id is not None)
    words = said(
        "{label} {how}: {who}, {when}.",
        label=item.label,
        how=said(how, to=mention(item.owner), state=states_of(item)),
        who=mention(UserId(facts["by"])),
        when=told.at(datetime.fromisoformat(facts["at"])),
    )
    return [blocks.context(words)]


def states_of(item: Item) -> str:
    return within.status(item.status)


def _series(nudge: Nudge) -> list[Block]:
    rule = nudge.recurrence
    if rule is None:
        return []
    text = "This comes {rhythm}. `/nudge cancel {label}` stops it."
    return [blocks.context(said(text, rhythm=rhythm(rule), label=nudge.label))]


def _buttons(due: Reminder, now: datetime) -> list[Element]:
    coming = str(due.occurrence.coming)
    first = blocks.button(plainly("Done"), ActionId.OCCURRENCE_DONE, coming, style="primary")
    item = due.item
    if item is None or not due.is_for_them or not item.is_open:
        return [first, _snooze_menu(due, now), blocks.button(plainly("Hand over"), ActionId.OCCURRENCE_HAND, coming)]
    closes = blocks.button(plainly("{label} is done", label=item.label), ActionId.OCCURRENCE_ITEM_DONE, coming)
    rest = [*reminders.give(item), *reminders.wait(due.waits)]
    return [first, *([closes] if reminders.done(item) else []), _snooze_menu(due, now), *rest][: reminders.MOST]


def _snooze_menu(due: Reminder, now: datetime) -> Element:
    coming = due.occurrence.coming
    options = [blocks.option(words, f"{coming}{MENU_MARK}{typed}") for typed, words in choices(due, now)]
    return {
        "type": "static_select",
        "action_id": f"{ActionId.OCCURRENCE_SNOOZE}:{coming}",
        "placeholder": blocks.plain(plainly("Snooze")),
        "options": options,
    }


def choices(due: Reminder, now: datetime) -> list[tuple[str, Plain]]:
    """In a channel it is afternoon for some and not for others: there the click decides."""
    is_over = due.nudge.user_id is not None and now.astimezone(due.zone).hour >= AFTERNOON_ENDS
    offered = [(typed, plainly(words)) for typed, words in SNOOZES.items() if not (is_over and typed == AFTERNOON)]
    return [*offered, (ANOTHER_TIME, plainly("Another time…"))]


def answer(nudge: Nudge, occurrence: NudgeOccurrence, told: Told) -> Mrkdwn:
    assert occurrence.settled is not None
    assert occurrence.settled_at is not None
    is_own = occurrence.settled_by == nudge.user_id
    return said(
        ANSWERS[occurrence.settled],
        who=plainly("you") if is_own and not told.is_shared else mention(occurrence.settled_by),
        when=told.at(occurrence.settled_at),
        until=told.at(occurrence.until) if occurrence.until else "",
        about=nudge.about or "",
        to=mention(occurrence.handed_to),
    )


def _late(due: Reminder, now: datetime) -> Mrkdwn:
    at = due.occurrence.due_at
    if late(Kind.REMINDER, at, now) is Late.NO:
        return Mrkdwn()
    told = Told(due.zone, now, is_shared=due.nudge.channel_id is not None)
    return said(" (late: was due {when})", when=told.at(at))


def _about(item: Item, is_for_them: bool) -> Mrkdwn:
    title = said(" {title}", title=item.title) if is_for_them else Mrkdwn()
    is_told = is_for_them and not item.is_open
    state = said(" ({state} already)", state=states_of(item)) if is_told else Mrkdwn()
    return said("*{label}*{title}{state}", label=item.label, title=title, state=state)
