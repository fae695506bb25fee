"""Listeners for what requests and tasks are made of: closing over open parts, adding one, handing one over."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from slack_bolt import Ack

from bot.domain.client_requests import ClientRequest
from bot.domain.errors import PartsOpen
from bot.domain.ids import RequestNumber, TaskNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.quick_marks import Line, plain
from bot.domain.quick_parts import take_department
from bot.domain.quick_words import TAKEN
from bot.domain.sub_tasks import Closing, Fate
from bot.domain.tasks import Task, TaskStatus
from bot.domain.text import clean, clipped, folded, one_line
from bot.services.task_drafts import Draft, HandOver
from handlers import form_fields, form_notes, opening, values
from handlers.answers import opened_from, with_notice
from handlers.blocks import Block, Message
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import said
from handlers.views import client_requests as request_views
from handlers.views import effects, task_forms
from handlers.views import request_states as states
from handlers.views import sub_tasks as views
from handlers.views import tasks as task_views
from handlers.views.request_states import WHY_LIMIT

Handle: TypeAlias = Callable[[Body, Gesture, str], None]

_HAND = re.compile(
    r"hand(?:[- ]?(?:off|over))?\s+T[- ]?([0-9]{1,9})(?![\w-]|\.\d)[\s,:;]*(.*)", re.IGNORECASE | re.DOTALL
)
_TO = re.compile(r"\s*(?:to\s+)?<@([A-Z0-9]{1,24})(?:\|[^<>]{0,80})?>[\s,:;–—-]*", re.IGNORECASE)
_TO_WORDS = re.compile(r"\s*to\s+(.+)", re.IGNORECASE | re.DOTALL)


def register(app: Switchboard, parts: Parts) -> None:
    handlers = _by_action(parts)

    def on_button(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        handlers[ActionId(action)](body, parts.gestures.of_click(body), value)
        ack()

    def on_closed(ack: Ack, body: Body) -> None:
        kept = form_notes.kept_by(body)
        try:
            message = _close(parts, body)
        except PartsOpen as refused:
            ack(response_action="update", view=_asked_again(parts, body, refused))
            return
        parts.answers.after_form(kept, lambda: message, parts.clock.now())
        ack()

    def on_handed(ack: Ack, body: Body) -> None:
        by, kept, fields = parts.gestures.of_submission(body), form_notes.kept_by(body), Fields(body["view"])
        owner, department = form_fields.person(fields, BlockId.OWNER), form_fields.department(fields)
        hand_over = HandOver(owner, department, form_fields.note(fields), form_notes.kept_shown(kept))
        task = parts.tasks.hand_over(by, TaskNumber(form_notes.kept_number(kept)), hand_over)
        message = task_views.handed_over(task)
        parts.answers.after_form(kept, lambda: message, parts.clock.now())
        ack()

    app.action(buttons_of("parts"))(on_button)
    app.view(CallbackId.PARTS_CLOSE)(on_closed)
    app.view(CallbackId.TASK_HAND)(on_handed)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def ask(parts: Parts, body: Body, by: Gesture, refused: PartsOpen, how: TaskStatus) -> None:
    """Instead of closing it: what becomes of what is open of it."""
    _open(parts, body, form_for(parts, by, refused, how, **opened_from(body, parts.clock.now())))


def form_for(parts: Parts, by: Gesture, refused: PartsOpen, how: TaskStatus, **kept: str) -> Block:
    """`kept` says where it was asked for."""
    return views.closing_form(parts.sub_tasks.open_parts(by, refused.label), how, **kept)


def cancel_form(parts: Parts, by: Gesture, request: ClientRequest, **kept: str) -> Block:
    """It cancels anyhow: nothing more is asked where nothing is open."""
    found = parts.sub_tasks.open_parts(by, request.label)
    asked = views.fate_blocks() if found.parts or found.hidden else []
    return states.cancel_form(request, asked, **kept, parts=found.shown)


def closing_of(fields: Fields, kept: form_notes.Kept, why: str) -> Closing | None:
    """None from a form that did not ask."""
    if not fields.has(BlockId.PARTS):
        return None
    return Closing(form_fields.chosen(fields, BlockId.PARTS, Fate), why, form_notes.kept_text(kept, "parts"))


@dataclass(frozen=True)
class Handing:
    """`hand T-7 @ben the proof is approved`, as far as it is understood."""

    number: TaskNumber
    owner: UserId | None
    department: str
    note: str


def handing(text: str) -> Handing | None:
    """None for a line that says something else; `text` is as Slack sends it."""
    match = _HAND.fullmatch(clean(text).strip())
    if match is None:
        return None
    line = Line(match[2])
    department = take_department(line)
    rest = line.left.replace(TAKEN, " ")
    to = _TO.match(rest)
    note = one_line(plain(rest[to.end() :] if to else rest))
    return Handing(TaskNumber(int(match[1])), UserId(to[1]) if to else None, department, clipped(note, WHY_LIMIT))


def hand(parts: Parts, by: Gesture, meant: Handing, trigger: str) -> Message | None:
    """None once a form is open: where nobody is named, or no department."""
    if meant.owner is None and not meant.department:
        task = parts.tasks.one(by, meant.number)
        task.must_be_open()
        parts.slack.views_open(trigger_id=trigger, view=_hand_form(parts, by, task, meant.note))
        return None
    hand_over = HandOver(meant.owner, meant.department, meant.note)
    return task_views.handed_over(parts.tasks.hand_over(by, meant.number, hand_over))


def _hand_form(parts: Parts, by: Gesture, task: Task, words: str = "", **kept: str) -> Block:
    """`to print`: a department that is known, else words to be noted."""
    known, named = parts.sub_tasks.departments(by), _TO_WORDS.fullmatch(words)
    department = next((one for one in known if named and folded(one) == folded(named[1])), "")
    return views.hand_over_form(task, known, "" if department else words, department, **kept)


def _by_action(parts: Parts) -> Mapping[ActionId, Handle]:
    def add(body: Body, by: Gesture, value: str) -> None:
        label = values.item_label(value)
        parts.checklists.of(by, label).must_be_open()
        number = int(label[2:])
        draft = Draft(title="", parent_number=TaskNumber(number)) if label.startswith("T-") else None
        draft = draft or Draft(title="", request_number=RequestNumber(number))
        known, channel = parts.sub_tasks.departments(by), by.channel_id
        _open(parts, body, task_forms.give_form(draft, by.zone, channel=channel, departments=known))

    def hand_one(body: Body, by: Gesture, value: str) -> None:
        task = parts.tasks.one(by, values.task_number(value))
        task.must_be_open()
        _open(parts, body, _hand_form(parts, by, task, **opened_from(body, parts.clock.now())))

    return {ActionId.PARTS_ADD: add, ActionId.PARTS_HAND: hand_one}


def _close(parts: Parts, body: Body) -> Message:
    by, kept, fields = parts.gestures.of_submission(body), form_notes.kept_by(body), Fields(body["view"])
    label, how = form_notes.kept_label(kept), form_notes.kept_text(kept, "how")
    closing = closing_of(fields, kept, one_line(form_fields.text(fields, BlockId.REASON, WHY_LIMIT)))
    number, is_done = int(label[2:]), how == TaskStatus.DONE
    if label.startswith("T-"):
        change = parts.tasks.finish if is_done else parts.tasks.cancel
        task = change(by, TaskNumber(number), closing)
        return task_views.changed(task, said(effects.DONE if is_done else effects.CANCELLED))
    request = parts.client_requests.finish(by, RequestNumber(number), closing)
    return request_views.changed(request, said(effects.DONE))


def _asked_again(parts: Parts, body: Body, refused: PartsOpen) -> Block:
    by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
    how = TaskStatus.DONE if form_notes.kept_text(kept, "how") == TaskStatus.DONE else TaskStatus.CANCELLED
    return with_notice(form_for(parts, by, refused, how, **form_notes.kept_place(kept)), said(views.OTHERS))


def _open(parts: Parts, body: Body, view: Block) -> None:
    opening.form(parts.slack, body, view)
