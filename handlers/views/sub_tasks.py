"""The parts of a request or task in words, and the form that asks what becomes of open ones when it is closed."""

import json
from collections.abc import Sequence
from datetime import timedelta

from bot.domain.checklists import count_ticked
from bot.domain.client_requests import ClientRequest, Due
from bot.domain.edits import fingerprints
from bot.domain.sub_tasks import DEPARTMENT_LIMIT, Fate, Progress
from bot.domain.tasks import Task, TaskStatus
from bot.domain.text import clipped
from bot.services.cards import Item
from bot.services.sub_tasks import OpenParts
from bot.services.task_drafts import hand_over_fields
from handlers import blocks
from handlers.blocks import Block
from handlers.ids import BlockId, CallbackId
from handlers.moments import due_moment
from handlers.text import Mrkdwn, joined, mention, plainly, said
from handlers.views.request_states import WHY_LIMIT

TITLE = 100
#: Named one by one; the rest is counted.
NAMED = 10
#: Nobody would call it late.
ON_TIME = timedelta(minutes=2)
FATES = {
    Fate.LEAVE: "Leave them open",
    Fate.FINISH: "They are done as well",
    Fate.CANCEL: "Cancel them as well",
}
OTHERS = "The open tasks are others than this form was opened with. Nothing was changed yet."
MARKS = {TaskStatus.OPEN: "▫️", TaskStatus.DONE: "✅", TaskStatus.CANCELLED: "✖️"}
CLOSES = {TaskStatus.DONE: ("Close", "Close anyway"), TaskStatus.CANCELLED: ("Cancel", "Cancel it anyway")}


def standing(item: Item, progress: Progress) -> list[Mrkdwn]:
    """`2 of 5 done`, `3 of 7 ticked`: nothing where there is nothing to count."""
    found = []
    if progress.total:
        found.append(said("{done} of {count} tasks done", done=progress.done, count=progress.total))
    if item.checklist:
        ticked, total = count_ticked(item.checklist), len(item.checklist)
        found.append(said("{ticked} of {count} ticked", ticked=ticked, count=total))
    if item.series_number and item.series_at:
        found.append(said("from S-{number}", number=item.series_number))
        since = item.logged_at if isinstance(item, ClientRequest) else item.given_at
        if since - item.series_at > ON_TIME:
            zone = item.due_zone or "UTC"
            found.append(said(":hourglass: late, for {at}", at=due_moment(Due(item.series_at, zone), since)))
    return found


def listed(parts: Sequence[Task]) -> list[Block]:
    """Below the item that they are parts of, whatever their state."""
    if not parts:
        return []
    lines = [_line(part) for part in parts[:NAMED]]
    if len(parts) > NAMED:
        lines.append(said("and {count} more", count=len(parts) - NAMED))
    return [blocks.section(joined(lines))]


def closing_form(found: OpenParts, how: TaskStatus, **kept: str) -> Block:
    """`how` is what was wanted: done or cancelled."""
    item, (word, button) = found.item, CLOSES[how]
    head = said("*{label}* {title} still has open tasks:", label=item.label, title=clipped(item.title, TITLE))
    reason = blocks.text_field(limit=WHY_LIMIT, placeholder=plainly("The client prints it themselves"))
    hint = plainly("Needed if anything stays open. It is kept in the history.")
    return blocks.modal(
        CallbackId.PARTS_CLOSE,
        plainly("{what} {label}?", what=plainly(word), label=item.label),
        [
            blocks.section(joined([head, *_open(found)])),
            *fate_blocks(),
            blocks.field_block(BlockId.REASON, plainly("Why?"), reason, optional=True, hint=hint),
        ],
        submit=plainly(button),
        metadata=json.dumps({**kept, "label": item.label, "how": how.value, "parts": found.shown}),
    )


def others(found: OpenParts) -> Mrkdwn:
    """For a form that does not name them."""
    return joined([said(OTHERS), *_open(found)])


def fate_blocks() -> list[Block]:
    options = [blocks.option(plainly(words), fate.value) for fate, words in FATES.items()]
    return [blocks.field_block(BlockId.PARTS, plainly("The open tasks"), blocks.select(options, Fate.LEAVE.value))]


def department_block(department: str, known: Sequence[str]) -> Block:
    """A free word, with those that were used before put forward."""
    field = blocks.text_field(department, limit=DEPARTMENT_LIMIT, placeholder=plainly("Print"))
    hint = plainly("Used before: {names}", names=", ".join(known)[:130]) if known else None
    return blocks.field_block(BlockId.DEPARTMENT, plainly("Department"), field, optional=True, hint=hint)


def hand_over_form(task: Task, known: Sequence[str], note: str = "", department: str = "", **kept: str) -> Block:
    noted = blocks.text_field(note, limit=WHY_LIMIT, placeholder=plainly("The proof is approved"))
    return blocks.modal(
        CallbackId.TASK_HAND,
        plainly("Hand over {label}", label=task.label),
        [
            blocks.section(said("*{label}* {title}", label=task.label, title=clipped(task.title, TITLE))),
            blocks.field_block(BlockId.OWNER, plainly("To whom?"), blocks.person_field(), optional=True),
            department_block(department or task.department, known),
            blocks.field_block(BlockId.NOTE, plainly("Note for them"), noted, optional=True),
            blocks.context(said("Without a person it waits in the queue of the other department.")),
        ],
        submit=plainly("Hand over"),
        metadata=json.dumps({**kept, "number": task.number, "shown": fingerprints(hand_over_fields(task))}),
    )


def _open(found: OpenParts) -> list[Mrkdwn]:
    lines = [_line(part) for part in found.parts[:NAMED]]
    more = len(found.parts) - NAMED
    if more > 0:
        lines.append(said("and {count} more", count=more))
    if found.hidden:
        lines.append(said("{count} that only others can see, which stay open", count=found.hidden))
    return lines


def _line(part: Task) -> Mrkdwn:
    who = said(" · {who}", who=mention(part.owner)) if part.owner else Mrkdwn()
    where = said(" · {department}", department=part.department) if part.department else Mrkdwn()
    title = clipped(part.title, TITLE)
    words = "{mark} *{label}* {title}{who}{where}"
    return said(words, mark=MARKS[part.status], label=part.label, title=title, who=who, where=where)
