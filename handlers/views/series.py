"""Requests and tasks that come again: the answer about one, the list and the form."""

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.clients import Client
from bot.domain.edits import fingerprints
from bot.domain.errors import DomainError
from bot.domain.priority import Priority
from bot.domain.quick_results import Ambiguity
from bot.domain.series import DueIn, Series, SeriesKind
from bot.domain.text import clipped
from bot.services.pages import Page
from bot.services.series import PAGE
from bot.services.series_drafts import fields_of
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.language import Counted
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, mention, plainly, said, theirs
from handlers.views import paging, refusals
from handlers.views.client_request_forms import Shown as ShownRequest
from handlers.views.client_request_forms import client_blocks
from handlers.views.client_requests import PRIORITY
from handlers.views.rhythms import rhythm
from handlers.views.sub_tasks import department_block

TITLE = 300
WHEN_LIMIT, DUE_LIMIT = 120, 40
WHAT = {SeriesKind.REQUEST: "A request {when}", SeriesKind.TASK: "A task {when}"}
DUE_IN = {
    True: Counted("due in {count} working day", "due in {count} working days"),
    False: Counted("due in {count} day", "due in {count} days"),
}
WHEN_HINT = "On your clock. Such as: first working day of the month 9:00, every 2 weeks on mon 9:00, yearly on 24 dec"
DUE_HINT = "From the day on which it is logged, such as: 3 working days, 2 weeks, same day. Empty: no due date."
LINES_HINT = "One a line, new in each."


def set_answer(series: Series, client: str, zone: ZoneInfo, now: datetime) -> Message:
    text = said("{label} is set: {title}", label=series.label, title=clipped(series.title, TITLE))
    return Message(text, [blocks.section(text), *shown(series, client, zone, now).blocks])


def set_result(series: Series, client: str, zone: ZoneInfo, now: datetime) -> Block:
    """After its form."""
    lines = [blocks.section(said("{label} is set.", label=series.label)), shown(series, client, zone, now).blocks[0]]
    return blocks.modal("series.shown", theirs(series.label), lines, submit=None)


def shown(series: Series, client: str, zone: ZoneInfo, now: datetime, what: Mrkdwn | None = None) -> Message:
    """`what` is what was just done with it."""
    head = said("*{label}* {title}", label=series.label, title=clipped(series.title, TITLE))
    lines = [head, _rhythm(series), _made(series, client), _state(series, zone, now)]
    told = [blocks.section(joined(lines))]
    if what:
        told.insert(0, blocks.section(said("{label}: {what}", label=series.label, what=what)))
    buttons = _buttons(series)
    row = [blocks.actions(buttons, block_id=f"buttons:{series.label}")] if buttons else []
    return Message(said("{head}: {when}", head=head, when=_rhythm(series)), [*told, *row])


def listed(page: Page[Series], zone: ZoneInfo, now: datetime) -> Message:
    if not page.total:
        return blocks.only(said(NOTHING))
    heading = said("What comes again: {shown}", shown=paging.standing(page.offset, len(page.items), page.total))
    rows = [_row(series, zone, now) for series in page.items]
    return Message(heading, [blocks.section(said("*{heading}*", heading=heading)), *rows, *_pager(page)])


NOTHING = (
    "Nothing comes again yet. Try "
    '`/request repeat "Monthly report" first working day of the month 9:00 @ana due in 3 working days`'
)


def form(
    series: Series,
    clients: Sequence[Client],
    departments: Sequence[str],
    *,
    notice: Sequence[Block] = (),
    is_new: bool,
    **kept: str,
) -> Block:
    """`series` is what is put forward; without a number there is none yet."""
    is_request = series.kind is SeriesKind.REQUEST
    known = (
        [*client_blocks(_as_request(series), clients), _priority(series.priority)]
        if is_request
        else [department_block(series.department, departments)]
    )
    title = plainly("Recurring request" if is_request else "Recurring task")
    return blocks.modal(
        CallbackId.SERIES_SET if is_new else CallbackId.SERIES_EDIT,
        title if is_new else plainly("Edit {label}", label=series.label),
        [
            *notice,
            *_what(series),
            *known,
            blocks.field_block(BlockId.OWNER, plainly("Owner"), blocks.person_field(series.owner), optional=True),
            *_each(series),
        ],
        submit=plainly("Set it") if is_new else plainly("Save"),
        metadata=json.dumps(
            {**kept, "kind": series.kind.value}
            if is_new
            else {**kept, "number": series.number, "kind": series.kind.value, "shown": fingerprints(fields_of(series))}
        ),
    )


def questions(doubts: Sequence[Ambiguity | DomainError]) -> list[Block]:
    asked = [blocks.section(refusals.asked(doubt)) for doubt in doubts]  # type: ignore[arg-type]
    return [*asked, blocks.context(said("Nothing is saved yet."))]


def due_words(due: DueIn | None) -> str:
    """As the form reads it again."""
    if due is None:
        return ""
    if due.days == 0:
        return "same day"
    unit = "working day" if due.is_working else "day"
    return f"{due.days} {unit}{'' if due.days == 1 else 's'}"


def _what(series: Series) -> list[Block]:
    title = blocks.text_field(series.title, limit=blocks.TEXT, placeholder=plainly("Monthly report"))
    when = blocks.text_field(series.typed, limit=WHEN_LIMIT, placeholder=plainly("first working day of the month 9:00"))
    due = blocks.text_field(due_words(series.due_in), limit=DUE_LIMIT, placeholder=plainly("3 working days"))
    return [
        blocks.field_block(BlockId.TITLE, plainly("Title"), title),
        blocks.field_block(BlockId.WHEN, plainly("When does it come?"), when, hint=plainly(WHEN_HINT)),
        blocks.field_block(BlockId.DUE_IN, plainly("Due in"), due, optional=True, hint=plainly(DUE_HINT)),
    ]


def _each(series: Series) -> list[Block]:
    details = blocks.text_field(series.details, lines=True)
    checklist = blocks.text_field(series.checklist, lines=True, placeholder=plainly("Figures checked"))
    parts = blocks.text_field(series.parts, lines=True, placeholder=plainly("Collect the figures"))
    return [
        blocks.field_block(BlockId.DETAILS, plainly("Details"), details, optional=True),
        blocks.field_block(BlockId.CHECKLIST, plainly("Checklist"), checklist, optional=True, hint=plainly(LINES_HINT)),
        blocks.field_block(BlockId.STEPS, plainly("Tasks of it"), parts, optional=True, hint=plainly(LINES_HINT)),
    ]


def _priority(priority: Priority) -> Block:
    options = [blocks.option(plainly(words), one.value) for one, words in PRIORITY.items()]
    return blocks.field_block(BlockId.PRIORITY, plainly("Priority"), blocks.select(options, priority.value))


def _as_request(series: Series) -> ShownRequest:
    return ShownRequest(client=series.client_number, client_words=series.client_words or "")


def _rhythm(series: Series) -> Mrkdwn:
    return said(WHAT[series.kind], when=rhythm(series.recurrence))


def _made(series: Series, client: str) -> Mrkdwn:
    parts = [said("{client}", client=client)] if client else []
    parts.append(said("for {who}", who=mention(series.owner)) if series.owner else said("for nobody yet"))
    if series.department:
        parts.append(said("{department}", department=series.department))
    if series.due_in is not None:
        parts.append(_due_in(series.due_in))
    parts += [said("{count} to tick", count=_count(series.checklist))] if series.checklist else []
    tasks = _count(series.parts)
    parts += [said(Counted("1 task", "{count} tasks"), count=tasks)] if tasks else []
    return joined([*parts, said("set by {who}", who=mention(series.set_by))], " · ")


def _due_in(due: DueIn) -> Mrkdwn:
    if due.days == 0:
        return said("due the same day")
    return said(DUE_IN[due.is_working], count=due.days)


def _count(lines: str) -> int:
    return len(lines.splitlines())


def _state(series: Series, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    if series.stopped_at is not None:
        return said("Stopped {at}", at=wall(series.stopped_at, zone, now))
    if series.is_paused:
        return said("Paused: nothing is logged until it is resumed.")
    return said("Next {at}", at=wall(series.next_at, zone, now))


def _row(series: Series, zone: ZoneInfo, now: datetime) -> Block:
    head = said("*{label}* {title}", label=series.label, title=clipped(series.title, TITLE))
    show = blocks.button(plainly("Show"), ActionId.SERIES_SHOW, series.label)
    return blocks.section(joined([head, _rhythm(series), _state(series, zone, now)]), show)


def _pager(page: Page[Series]) -> list[Block]:
    found = []
    if page.offset:
        found.append(blocks.button(plainly("Previous"), ActionId.SERIES_PAGE, str(max(page.offset - PAGE, 0))))
    if page.offset + len(page.items) < page.total:
        found.append(blocks.button(plainly("Next"), ActionId.SERIES_PAGE, str(page.offset + len(page.items))))
    return [blocks.actions(found)] if found else []


def _buttons(series: Series) -> list[Element]:
    if series.stopped_at is not None:
        return []
    sure = blocks.confirm(
        plainly("Stop {label}?", label=series.label),
        plainly("No more are logged. What is there already stays."),
        plainly("Stop it"),
    )
    onwards = (
        [blocks.button(plainly("Resume"), ActionId.SERIES_RESUME, series.label, style="primary")]
        if series.is_paused
        else [
            blocks.button(plainly("Skip next"), ActionId.SERIES_SKIP, f"{series.label}@{series.next_date}"),
            blocks.button(plainly("Pause"), ActionId.SERIES_PAUSE, series.label),
        ]
    )
    return [
        *onwards,
        blocks.button(plainly("Edit"), ActionId.SERIES_EDIT, series.label),
        blocks.button(plainly("Stop"), ActionId.SERIES_STOP, series.label, confirm=sure),
    ]
