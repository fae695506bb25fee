"""How a task looks: its card, its owner's message, the answers, the lists."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.sub_tasks import NO_PARTS, Progress
from bot.domain.tasks import Task
from bot.domain.text import clipped
from bot.services.pages import Page, Which
from bot.services.task_drafts import Edited
from bot.services.tasks import PAGE
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId
from handlers.moments import due_moment, wall
from handlers.text import Mrkdwn, joined, mention, plainly, said
from handlers.views import dues, paging, snoozes
from handlers.views.called import alone
from handlers.views.hand_overs import note
from handlers.views.more import card_actions
from handlers.views.sub_tasks import listed as listed_parts
from handlers.views.sub_tasks import standing

TITLE, DETAILS = 300, 600
#: By whether somebody has it now, and whether it is in a department.
HANDED_OVER = {
    (True, True): "it is handed over to {who} in {department}.",
    (True, False): "it is handed over to {who}.",
    (False, True): "it is handed over to {department}, where nobody has it yet.",
    (False, False): "it is handed over, and nobody has it yet.",
}


def card(task: Task, now: datetime, progress: Progress = NO_PARTS) -> Message:
    """For everybody in the channel: what it is, whose it is and when it is due."""
    text = said("{label} {title}: {state}", state=alone.state(task), **named(task))
    head = said("*{label}* · *{title}*", **named(task))
    lines = (head, _facts(task, _due(task, now), progress), ownership(task), *snoozes.line(task, now))
    return Message(text, [*_told(task, *lines), card_actions(task)])


def for_owner(task: Task, now: datetime, progress: Progress = NO_PARTS) -> Message:
    text = said("{label} is for you: {title}", **named(task))
    head = said("*{label}* is for you: *{title}*", **named(task))
    lines = (head, *note(task), _facts(task, _due(task, now), progress), _from(task), *snoozes.line(task, now))
    return Message(text, [*_told(task, *lines), card_actions(task, task.owner)])


def passed_on(task: Task) -> Message:
    """For whoever had it: without its title, because they may not see it any more."""
    if task.owner is None:
        return blocks.only(said("{label} is no longer yours.", label=task.label))
    return blocks.only(said("{label} is now with {who}.", label=task.label, who=mention(task.owner)))


def given_again(task: Task) -> Message:
    """An older message to whoever has it once more: one is to be acted on."""
    return blocks.only(said("{label} came to you again: the newer message has its buttons.", label=task.label))


def moved(task: Task) -> Message:
    """What stays in a channel whose people may no longer see it."""
    return blocks.only(said("{label} has moved to another channel.", label=task.label))


def shown(
    task: Task, zone: ZoneInfo, now: datetime, progress: Progress = NO_PARTS, parts: Sequence[Task] = ()
) -> Message:
    """The private answer to somebody who asks for one task: times in their own zone."""
    text = said("{label} {title}: {state}", state=alone.state(task), **named(task))
    return Message(text, [*told(task, zone, now, progress), *listed_parts(parts), card_actions(task)])


def told(task: Task, zone: ZoneInfo, now: datetime, progress: Progress = NO_PARTS) -> list[Block]:
    head = said("*{label}* · *{title}*", **named(task))
    facts = _facts(task, due_line(task, zone, now), progress)
    return _told(task, head, facts, ownership(task), *snoozes.line(task, now))


def saved(done: Edited, zone: ZoneInfo, now: datetime, notes: Sequence[Mrkdwn] = ()) -> Message:
    """In place of the private answer whose form changed it."""
    task = done.task
    one = shown(task, zone, now)
    told = joined([said("{label} is changed.", label=task.label), *notes], " ")
    return Message(one.text, [*one.blocks, blocks.context(told), *dues.put_back(task.label, done.due_undo)])


def changed(task: Task, what: Mrkdwn) -> Message:
    """The private answer to a button."""
    return blocks.only(said("{label} {title}: {what}", what=what, **named(task)))


def handed_over(task: Task) -> Message:
    """The private answer to whoever did that: to whom it went, and where."""
    words = HANDED_OVER[task.owner is not None, bool(task.department)]
    return changed(task, said(words, who=mention(task.owner), department=task.department))


def named(task: Task) -> dict[str, Any]:
    return {"label": task.label, "title": clipped(task.title, TITLE)}


def in_short(task: Task, now: datetime) -> Mrkdwn:
    """Without its title."""
    return joined([*([_facts(task, _due(task, now))] if task.is_open else []), ownership(task)])


def ownership(task: Task) -> Mrkdwn:
    if not task.is_open:
        why = said(": {why}", why=task.why) if task.why else Mrkdwn()
        return said("{state} by {who}{why}", state=alone.state(task), who=mention(task.closed_by), why=why)
    if task.owner is None:
        return said("Nobody has it yet. {giver}", giver=_from(task))
    return said("With {who}. {giver}", who=mention(task.owner), giver=_from(task))


def due_line(task: Task, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    if task.due is None:
        return said("no due date")
    return said("{word} {at}", word=_due_word(task, now), at=wall(task.due.at, zone, now))


def listed(page: Page[Task], which: Which, zone: ZoneInfo, now: datetime) -> Message:
    if not page.total:
        return blocks.only(_nothing(which))
    heading = said(
        "{what}: {shown}",
        what=plainly("Open tasks" if which is Which.OPEN else "Your open tasks"),
        shown=paging.standing(page.offset, len(page.items), page.total),
    )
    rows = [_row(task, zone, now) for task in page.items]
    return Message(heading, [blocks.section(said("*{heading}*", heading=heading)), *rows, *_pager(page, which)])


def _row(task: Task, zone: ZoneInfo, now: datetime) -> Block:
    head = said("*{label}* {title}", label=task.label, title=clipped(task.title, TITLE))
    tail = said("{who} · {due}", who=mention(task.owner), due=_facts(task, due_line(task, zone, now)))
    return blocks.section(joined([head, tail]), blocks.button(plainly("Show"), ActionId.TASK_SHOW, task.label))


def _pager(page: Page[Task], which: Which) -> list[Block]:
    before, after = max(page.offset - PAGE, 0), page.offset + len(page.items)
    found = []
    if page.offset > 0:
        found.append(blocks.button(plainly("Previous"), ActionId.TASK_PAGE, f"{which.value}:{before}"))
    if after < page.total:
        found.append(blocks.button(plainly("Next"), ActionId.TASK_PAGE, f"{which.value}:{after}"))
    return [blocks.actions([*found, blocks.button(plainly("Choose several…"), ActionId.BULK_LIST, f"T:{which.value}")])]


def _nothing(which: Which) -> Mrkdwn:
    if which is Which.MINE:
        return said("Nothing of yours is open :tada: `/task list` shows what others have, or nobody.")
    return said("Nothing open :tada: Give somebody a task: `/task @ana prepare the proof by thu 3pm`")


def _told(task: Task, *lines: Mrkdwn) -> list[Block]:
    details = said("{details}", details=clipped(task.details, DETAILS))
    return [blocks.section(joined(lines)), *([blocks.context(details)] if task.details else [])]


def _facts(task: Task, due: Mrkdwn, progress: Progress = NO_PARTS) -> Mrkdwn:
    whole = [said("part of T-{number}", number=task.parent_number)] if task.parent_number else []
    whole += [said("for R-{number}", number=task.request_number)] if task.request_number else []
    where = [said("{department}", department=task.department)] if task.department else []
    return joined([said("{state}", state=alone.state(task)), due, *where, *whole, *standing(task, progress)], " · ")


def _due(task: Task, now: datetime) -> Mrkdwn:
    if task.due is None:
        return said("no due date")
    return said("{word} {at}", word=_due_word(task, now), at=due_moment(task.due, now))


def _due_word(task: Task, now: datetime) -> Mrkdwn:
    return said(":warning: was due" if task.is_open and task.due is not None and task.due.at < now else "due")


def _from(task: Task) -> Mrkdwn:
    return said("Given by {who}", who=mention(task.given_by))
