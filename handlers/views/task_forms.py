"""What was understood from a line, and the forms of a task."""

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.edits import fingerprints
from bot.domain.errors import NotFound
from bot.domain.moments import Ambiguous, Moment, Note
from bot.domain.quick_results import QuickTask
from bot.domain.tasks import Task
from bot.services.task_drafts import Draft, Edited, Given, fields_of
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.due_fields import due_blocks, with_why
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import offered, wall
from handlers.text import Mrkdwn, Plain, joined, mention, plainly, said, theirs
from handlers.views import refusals
from handlers.views.client_requests import where, zone_note
from handlers.views.dues import put_back
from handlers.views.sub_tasks import department_block
from handlers.views.tasks import named, told

#: What a person typed into a line or a form is never cut by showing it in a form again.
TITLE_LIMIT = DETAILS_LIMIT = blocks.TEXT
NO_TASK = "No task {label} that you can see. Check the number."
NO_REQUEST = "No request {label} that you can see. Check the number."
WHOLE = "R-12 for a task of a request, T-4 for a part of another task."


def given(
    done: Given, zone: ZoneInfo, owner_zone: ZoneInfo, now: datetime, *, notes: Sequence[Note] = (), zone_missing: bool
) -> Message:
    """What was understood, and where it is now. Where the owner's clock shows another hour, both are said."""
    task = done.task
    text = said("{label} is given: {title}", **named(task))
    tail = [*_where(done), *_hours(task, zone, owner_zone, now), *map(refusals.noted, notes)]
    if zone_missing:
        tail.append(zone_note(zone))
    buttons = [
        blocks.button(plainly("Edit"), ActionId.TASK_EDIT, task.label),
        blocks.button(plainly("Cancel"), ActionId.TASK_CANCEL, task.label),
    ]
    return Message(text, [*told(task, zone, now), blocks.context(joined(tail, " ")), blocks.actions(buttons)])


def result(done: Given, zone: ZoneInfo, now: datetime, notes: Sequence[Note] = ()) -> Block:
    """After a form, when there is something to say that is not where the person is looking."""
    text = said("{label} is given.", label=done.task.label)
    tail = joined([*_where(done), *map(refusals.noted, notes)], " ")
    shown = [blocks.section(text), *told(done.task, zone, now), blocks.context(tail)]
    return blocks.modal("task.given", theirs(done.task.label), shown, submit=None)


def changed(done: Edited, zone: ZoneInfo, now: datetime, notes: Sequence[Note]) -> Block:
    """The same when it was changed."""
    task = done.task
    text = joined([said("{label} is changed.", label=task.label), *map(refusals.noted, notes)], " ")
    shown = [blocks.section(text), *told(task, zone, now), *put_back(task.label, done.due_undo)]
    return blocks.modal("task.changed", theirs(task.label), shown, submit=None)


def _where(done: Given) -> list[Mrkdwn]:
    if not done.in_thread:
        return [where(done.place)]
    request, parent = done.task.request_number, done.task.parent_number
    whole = f"R-{request}" if request else f"T-{parent}"
    return [where(done.place), said("It stands in the thread of {whole}.", whole=whole)]


def _hours(task: Task, zone: ZoneInfo, owner_zone: ZoneInfo, now: datetime) -> list[Mrkdwn]:
    if task.due is None or task.owner is None:
        return []
    if task.due.at.astimezone(zone).utcoffset() == task.due.at.astimezone(owner_zone).utcoffset():
        return []
    return [said("For {who} that is {at}.", who=mention(task.owner), at=wall(task.due.at, owner_zone, now))]


def give_form(
    draft: Draft,
    zone: ZoneInfo,
    *,
    notice: Sequence[Block] = (),
    channel: str | None = None,
    departments: Sequence[str] = (),
) -> Block:
    """`channel` is where it was asked for: the card goes there."""
    request = f"R-{draft.request_number}" if draft.request_number else ""
    whole = f"T-{draft.parent_number}" if draft.parent_number else request
    number = blocks.text_field(whole, limit=20, placeholder=plainly("R-12"))
    return blocks.modal(
        CallbackId.TASK_GIVE,
        plainly("Give a task"),
        [
            *notice,
            *_fields(draft, zone, departments),
            blocks.field_block(BlockId.REQUEST, plainly("Client request"), number, optional=True, hint=plainly(WHOLE)),
        ],
        submit=plainly("Give it"),
        metadata=json.dumps({"channel": channel} if channel else {}),
    )


def edit_form(task: Task, zone: ZoneInfo, departments: Sequence[str] = (), **kept: str) -> Block:
    """`kept` says which message the form was opened from."""
    draft = Draft(title=task.title, details=task.details, owner=task.owner, due=task.due, department=task.department)
    return blocks.modal(
        CallbackId.TASK_EDIT,
        plainly("Edit {label}", label=task.label),
        with_why(_fields(draft, zone, departments), task.due),
        submit=plainly("Save"),
        metadata=json.dumps({**kept, "number": task.number, "shown": fingerprints(fields_of(task))}),
    )


def no_request(refused: NotFound) -> Plain:
    """At the form's field, where Slack shows no markup."""
    return plainly(NO_TASK if refused.label.startswith("T-") else NO_REQUEST, label=refused.label)


def questions(quick: QuickTask) -> list[Block]:
    """Why the form opened: each thing that was not certain, with buttons where a click answers it."""
    found: list[Block] = []
    for doubt in quick.ambiguities:
        found.append(blocks.section(refusals.asked(doubt)))
        if isinstance(doubt, Ambiguous):
            found.append(blocks.actions([_reading(moment) for moment in doubt.readings]))
    return [*found, blocks.context(said("Nothing is saved yet."))]


def _reading(moment: Moment) -> Element:
    return blocks.button(offered(moment.local), ActionId.TASK_DATE, f"{moment.local:%Y-%m-%dT%H:%M}")


def _fields(draft: Draft, zone: ZoneInfo, departments: Sequence[str]) -> list[Block]:
    title = blocks.text_field(draft.title, limit=TITLE_LIMIT, placeholder=plainly("Prepare the proof"))
    details = blocks.text_field(draft.details, limit=DETAILS_LIMIT, lines=True)
    return [
        blocks.field_block(BlockId.TITLE, plainly("Title"), title),
        blocks.field_block(BlockId.OWNER, plainly("Owner"), blocks.person_field(draft.owner), optional=True),
        *due_blocks(draft.due, zone),
        department_block(draft.department, departments),
        blocks.field_block(BlockId.DETAILS, plainly("Details"), details, optional=True),
    ]
