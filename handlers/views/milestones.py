"""Milestones: the list of templates, the form of one, and the previews before tasks are made or moved."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.milestones import MOST_STEPS, NAME_LIMIT, MilestoneTemplate, Offset, read_steps
from bot.domain.tasks import Task
from bot.domain.text import clipped
from bot.services.milestones import Moves, Preview
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.language import Counted
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, mention, plainly, said, theirs

TITLE = 150
#: Named in a message before the rest is counted.
MOST = 20
HINT = "One a line, {count} at most, such as: T-3 business days: proof to client. T: delivery is the due day."
EXAMPLE = "T-10 business days: files from client\nT-3 business days: proof to client\nT: delivery"
CHANGED = "The due date, the template or the milestones were changed meanwhile. This is how it would be now."
MOVE = Counted("Move it", "Move them")
#: To whom the templates belong.
EVERYBODY = "Everybody in this workspace can see and use it. Without steps it is removed."


def templates(found: Sequence[MilestoneTemplate], label: str = "") -> Message:
    """`label` is the request that one is looked for."""
    new = blocks.actions([blocks.button(plainly("New template"), ActionId.MILESTONES_NEW, label or "new")])
    if not found:
        text = said("There are no templates of milestones yet.")
        return Message(text, [blocks.section(text), new])
    text = said("Templates of milestones; `/request plan {label} {name}` uses one.", label=label or "R-12", name="…")
    rows = [_template(template, label) for template in found[:40]]
    return Message(text, [blocks.section(text), *rows, new])


def template_form(template: MilestoneTemplate | None, name: str = "", **kept: str) -> Block:
    steps = blocks.text_field(template.steps if template else "", lines=True, placeholder=plainly(EXAMPLE))
    named = blocks.text_field(name, limit=NAME_LIMIT, placeholder=plainly("print-job"))
    head = (
        [blocks.section(said("*{name}*", name=template.name))]
        if template
        else [blocks.field_block(BlockId.NAME, plainly("Name"), named)]
    )
    return blocks.modal(
        CallbackId.MILESTONES_KEEP,
        plainly("Milestone template"),
        [
            *head,
            blocks.field_block(
                BlockId.STEPS, plainly("Steps"), steps, optional=True, hint=plainly(HINT, count=MOST_STEPS)
            ),
            blocks.context(said(EVERYBODY)),
        ],
        submit=plainly("Save"),
        metadata=json.dumps({**kept, "name": template.name if template else "", "version": _version(template)}),
    )


def preview(found: Preview, zone: ZoneInfo, now: datetime, **kept: str) -> Block:
    """What would be made. What is past is not chosen, until somebody does."""
    request = found.request
    assert request.due is not None
    head = said("*{label}* {title}", label=request.label, title=clipped(request.title, TITLE))
    due = said("Due {at}. Working days are those of the workspace.", at=wall(request.due.at, zone, now))
    words = Counted("It has an open milestone already.", "It has {count} open milestones already.")
    more = [blocks.section(said(words, count=len(found.standing)))] if found.standing else []
    return blocks.modal(
        CallbackId.MILESTONES_APPLY,
        plainly("Plan {label}", label=request.label),
        [
            blocks.section(joined([head, due])),
            *more,
            blocks.field_block(BlockId.TICKS_1, plainly("Milestones"), _boxes(found, zone, now), optional=True),
            *_lines(found, zone, now),
        ],
        submit=plainly("Give these tasks"),
        metadata=json.dumps({**kept, "number": request.number, "name": found.template.name, "stood_for": found.shown}),
    )


def moves(found: Moves, zone: ZoneInfo, now: datetime) -> Block:
    request = found.request
    assert request.due is not None
    head = said("*{label}* {title}", label=request.label, title=clipped(request.title, TITLE))
    due = said("Due {at}", at=wall(request.due.at, zone, now))
    if not found.tasks:
        nothing = said("Its milestones stand where they should.")
        return blocks.modal(
            "milestones.shown", theirs(request.label), [blocks.section(joined([head, due, nothing]))], submit=None
        )
    lines = [_move(task, wall(to.at, zone, now), zone, now) for task, to in found.tasks]
    return blocks.modal(
        CallbackId.MILESTONES_MOVE,
        plainly("Milestones of {label}", label=request.label),
        [blocks.section(joined([head, due])), *(blocks.section(line) for line in lines[:40])],
        submit=plainly(MOVE, count=len(found.tasks)),
        metadata=json.dumps({"number": request.number, "stood_for": found.shown}),
    )


def made(label: str, tasks: Sequence[Task]) -> Mrkdwn:
    if not tasks:
        return said("Nothing new was made for {label}.", label=label)
    return said("{label} is planned: {tasks}.", label=label, tasks=", ".join(task.label for task in tasks))


def moved(found: Moves) -> Mrkdwn:
    named = ", ".join(task.label for task, _ in found.tasks) or plainly("nothing")
    return said("Moved with {label}: {tasks}.", label=found.request.label, tasks=named)


def offset_words(offset: Offset) -> str:
    if offset.days == 0:
        return "T"
    unit = "business day" if offset.is_working else "day"
    return f"T-{offset.days} {unit}{'' if offset.days == 1 else 's'}"


def _template(template: MilestoneTemplate, label: str) -> Block:
    steps = ", ".join(f"{offset_words(step.offset)} {step.title}" for step in read_steps(template.steps))
    text = said("*{name}*\n{steps}", name=template.name, steps=clipped(steps, 500))
    if label:
        return blocks.section(text, blocks.button(plainly("Use"), ActionId.MILESTONES_USE, f"{label}:{template.name}"))
    return blocks.section(text, blocks.button(plainly("Edit"), ActionId.MILESTONES_EDIT, template.name))


def _boxes(found: Preview, zone: ZoneInfo, now: datetime) -> Element:
    options = [
        blocks.option(theirs(f"{step.title}"), str(place)) | {"description": blocks.plain(wall(due.at, zone, now), 75)}
        for place, (step, due) in enumerate(found.steps)
    ]
    chosen = [option for option, (_, due) in zip(options, found.steps, strict=True) if due.at > now]
    element: Element = {"type": "checkboxes", "action_id": ActionId.INPUT.value, "options": options}
    return {**element, "initial_options": chosen} if chosen else element


def _lines(found: Preview, zone: ZoneInfo, now: datetime) -> list[Block]:
    """What is past, in words: a box alone would not say why it is not chosen."""
    past = [
        said(":warning: {title}: {at} is past.", title=step.title, at=wall(due.at, zone, now))
        for step, due in found.steps
        if due.at <= now
    ]
    return [blocks.context(joined(past))] if past else []


def _move(task: Task, to: str, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    was = wall(task.due.at, zone, now) if task.due else plainly("no due date")
    title = clipped(task.title, TITLE)
    return said("*{label}* {title}\n{was} → {to}", label=task.label, title=title, was=was, to=to)


def _version(template: MilestoneTemplate | None) -> int:
    return template.version if template else 0


def moved_together(label: str, facts: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Message:
    """To somebody who has or watches each of these tasks of a request whose own due date moved."""
    dues = json.loads(facts["dues"])
    why = said(" ({why})", why=facts["why"]) if facts["why"] else Mrkdwn()
    words = "{who} moved the due dates of {count} tasks of {label}{why}:"
    head = said(words, who=mention(facts["by"]), count=len(dues), label=label, why=why)
    shown = [
        said("• *{task}* to {at}", task=task, at=wall(datetime.fromisoformat(at), zone, now))
        for task, at in dues[:MOST]
    ]
    more = [said("• and {count} more", count=len(dues) - MOST)] if len(dues) > MOST else []
    return blocks.only(joined([head, *shown, *more, said("`/task {task}` shows one.", task=dues[0][0])]))
