"""Reminders that are told in one message, because they are late or very many at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.catch_up import SHOWN, is_late
from bot.domain.client_requests import ClientRequest
from bot.domain.ids import OutboxId
from bot.domain.text import clipped
from bot.services import nudge_items
from bot.services.cards import Item
from bot.services.nudge_occurrences import Reminder
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId
from handlers.language import Counted
from handlers.text import Mrkdwn, Plain, joined, mention, plainly, said
from handlers.views import paging
from handlers.views.nudge_occurrences import MENU_MARK, Told, answer, choices

DONE = "done"
#: Letters of a reminder's words, where each has its menu and where there are very many.
WORDS, FEW_WORDS = 300, 60
LATE_HEAD = Counted(
    "⏰ A reminder comes late, because I could not send it in time:",
    "⏰ {count} reminders come late, because I could not send them in time. Oldest first:",
)
CROWD_HEAD = "⏰ {count} reminders at once. Oldest first:"
HOW = "`/nudge N-3` shows one with all its words, and lets you mark it as done or snooze it."


def has_ended(due: Reminder) -> bool:
    """Nobody has answered it, and what it is about is closed, of which it says nothing else."""
    return due.item is not None and due.occurrence.settled is None and nudge_items.ends(due.nudge, due.item)


@dataclass(frozen=True)
class Line:
    """One reminder, and how it can be answered where it stands."""

    text: Mrkdwn
    menu: Element | None = None


@dataclass(frozen=True)
class Rest:
    """What a message tells beyond what stands in it: from `offset` on."""

    message: OutboxId
    offset: int
    total: int

    @property
    def count(self) -> int:
        return max(self.total - self.offset, 0)


@dataclass(frozen=True)
class Shown:
    """A page of what a message tells, from `offset` on."""

    message: OutboxId
    offset: int
    total: int

    @property
    def last(self) -> int:
        return min(self.offset + SHOWN, self.total)


@dataclass(frozen=True)
class Writing:
    """At which moment the lines are written, and whether there is room for a menu in each."""

    now: datetime
    with_menus: bool

    def nudge(self, due: Reminder) -> Line:
        if not self.with_menus:
            return Line(self._said(due, FEW_WORDS))
        text = self._said(due, WORDS)
        if due.occurrence.settled is not None:
            return Line(joined([text, answer(due.nudge, due.occurrence, _clock(due, self.now))]))
        return Line(text, _menu(due, self.now))

    def item(self, item: Item, text: Mrkdwn) -> Line:
        """Of a request or task, which its owner can mark as done."""
        if not self.with_menus or not item.is_open:
            return Line(text)
        action = ActionId.REQUEST_DONE if isinstance(item, ClientRequest) else ActionId.TASK_DONE
        return Line(text, blocks.button(plainly("Done"), action, item.label))

    def _said(self, due: Reminder, most: int) -> Mrkdwn:
        nudge = due.nudge
        about = said(" about {about}", about=nudge.about) if nudge.about else Mrkdwn()
        by = _from(due)
        text = said(": {text}", text=clipped(" ".join(nudge.text.split()), most)) if nudge.text else Mrkdwn()
        at = _clock(due, self.now).at(due.occurrence.due_at)
        was_due = said(" (was due {at})", at=at) if is_late(due.occurrence.due_at, self.now) else Mrkdwn()
        return joined([said("*{label}*", label=nudge.label), by, about, text, was_due], "")

    def message(self, lines: Sequence[Line], rest: Rest, *, are_late: bool) -> Message:
        """At least one; oldest first."""
        head = _head(len(lines) + rest.count, are_late=are_late)
        if not self.with_menus:
            return Message(head, [blocks.section(head), *_bare(lines), *_rest(rest), blocks.context(said(HOW))])
        return Message(head, [blocks.section(head), *(blocks.section(line.text, line.menu) for line in lines)])

    def page(self, lines: Sequence[Line], shown: Shown) -> Message:
        standing = paging.standing(shown.offset, shown.last - shown.offset, shown.total)
        head = said("Reminders, oldest first: {standing}", standing=standing)
        listed = lines or [Line(said("All of these are done or stopped by now."))]
        return Message(head, [blocks.section(head), *_bare(listed), *_pager(shown), blocks.context(said(HOW))])


def _from(due: Reminder) -> Mrkdwn:
    nudge, first = due.nudge, due.first_set_by
    if nudge.user_id == nudge.set_by:
        return Mrkdwn()
    if first is None:
        return said(" from {by}", by=mention(nudge.set_by))
    words = " handed on by {by}" if first == nudge.user_id else " from {first}, handed on by {by}"
    return said(words, first=mention(first), by=mention(nudge.set_by))


def _rest(rest: Rest) -> list[Block]:
    if not rest.count:
        return []
    words = said("And {count} more.", count=rest.count)
    return [blocks.section(words), blocks.actions([_to_page(plainly("Show more"), rest.message, rest.offset)])]


def _pager(shown: Shown) -> list[Block]:
    before, after = shown.offset - SHOWN, shown.offset + SHOWN
    buttons = [_to_page(plainly("Previous"), shown.message, before)] if before >= 0 else []
    buttons += [_to_page(plainly("Next"), shown.message, after)] if after < shown.total else []
    return [blocks.actions(buttons)] if buttons else []


def _to_page(words: Plain, message: OutboxId, offset: int) -> Element:
    return blocks.button(words, ActionId.CATCH_UP_PAGE, f"{message}:{offset}")


def _head(count: int, *, are_late: bool) -> Mrkdwn:
    return said(LATE_HEAD if are_late else CROWD_HEAD, count=count)


def _menu(due: Reminder, now: datetime) -> Element:
    coming = due.occurrence.coming
    offered = [(DONE, plainly("Done"))]
    offered += [(typed, plainly("Snooze: {until}", until=words)) for typed, words in choices(due, now)]
    return {
        "type": "static_select",
        "action_id": f"{ActionId.OCCURRENCE_SNOOZE}:{coming}",
        "placeholder": blocks.plain(plainly("Done or snooze")),
        "options": [blocks.option(words, f"{coming}{MENU_MARK}{typed}") for typed, words in offered],
    }


def _bare(lines: Sequence[Line]) -> Iterator[Block]:
    """As many lines to a block as it takes."""
    held: list[Mrkdwn] = []
    for line in lines:
        if sum(len(one) + 1 for one in held) + len(line.text) > blocks.TEXT:
            yield blocks.section(joined(held))
            held = []
        held.append(line.text)
    yield blocks.section(joined(held))


def _clock(due: Reminder, now: datetime) -> Told:
    return Told(due.zone, now, is_shared=due.nudge.channel_id is not None)
