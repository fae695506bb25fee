"""Listeners for milestones: `/request plan …`, its templates, and the previews before tasks are made or moved."""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from slack_bolt import Ack

from bot.domain.errors import ChangedMeanwhile
from bot.domain.ids import RequestNumber
from bot.domain.milestones import read_name
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.text import clean
from handlers import form_fields, form_notes, opening, values
from handlers.answers import Answered, opened_from, with_notice
from handlers.blocks import TEXT, Block, modal, only, section
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import Mrkdwn, Plain, said, theirs
from handlers.views import milestones as views
from handlers.views import refusals

Handle: TypeAlias = Callable[[Body, Gesture, str], None]

_PLAN = re.compile(r"plan\s+R-?([0-9]{1,9})(?:\s+([A-Za-z][\w -]{0,40}))?", re.IGNORECASE)
_TEMPLATES = re.compile(r"plan(?:\s+(?:list|templates))?", re.IGNORECASE)
_NEW = re.compile(r"plan\s+(?:new|add)(?:\s+([A-Za-z][\w -]{0,40}))?", re.IGNORECASE)
_EDIT = re.compile(r"plan\s+edit\s+([A-Za-z][\w -]{0,40})", re.IGNORECASE)
_USED = re.compile(r"(R-[0-9]{1,9}):([a-z][a-z0-9_-]{0,23})")


def register(app: Switchboard, parts: Parts) -> None:
    handlers = _by_action(parts)

    def on_button(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        handlers[ActionId(action)](body, parts.gestures.of_click(body), value)
        ack()

    def on_kept(ack: Ack, body: Body) -> None:
        by, kept, fields = parts.gestures.of_submission(body), form_notes.kept_by(body), Fields(body["view"])
        name = form_notes.kept_text(kept, "name") or read_name(form_fields.text(fields, BlockId.NAME, TEXT))
        steps = form_fields.text(fields, BlockId.STEPS, TEXT)
        try:
            parts.milestones.keep(by, name, steps, form_notes.kept_version(kept))
        except ChangedMeanwhile as refused:
            again = views.template_form(parts.milestones.template(by, name))
            ack(response_action="update", view=with_notice(again, refusals.words(refused, zone=by.zone)))
            return
        ack(response_action="update", view=_said(theirs(name), views.templates(parts.milestones.templates(by)).blocks))

    def on_applied(ack: Ack, body: Body) -> None:
        by, kept, fields = parts.gestures.of_submission(body), form_notes.kept_by(body), Fields(body["view"])
        number, name = RequestNumber(form_notes.kept_number(kept)), form_notes.kept_text(kept, "name") or ""
        wanted = {values.offset(place) for place in fields.chosen(BlockId.TICKS_1)}
        shown = form_notes.kept_text(kept, "stood_for") or ""
        try:
            tasks = parts.milestones.apply(by, number, name, shown=shown, wanted=wanted)
        except ChangedMeanwhile:
            again = _preview(parts, by, number, name, **form_notes.kept_place(kept))
            ack(response_action="update", view=with_notice(again, said(views.CHANGED)))
            return
        _tell(ack, parts, body, f"R-{number}", views.made(f"R-{number}", tasks))

    def on_moved(ack: Ack, body: Body) -> None:
        by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
        number, shown = RequestNumber(form_notes.kept_number(kept)), form_notes.kept_text(kept, "stood_for") or ""
        try:
            found = parts.milestones.move(by, number, shown=shown)
        except ChangedMeanwhile:
            again = views.moves(parts.milestones.moves(by, number), by.zone, parts.clock.now())
            ack(response_action="update", view=with_notice(again, said(views.CHANGED)))
            return
        _tell(ack, parts, body, f"R-{number}", views.moved(found))

    app.action(buttons_of("milestones"))(on_button)
    app.view(CallbackId.MILESTONES_KEEP)(on_kept)
    app.view(CallbackId.MILESTONES_APPLY)(on_applied)
    app.view(CallbackId.MILESTONES_MOVE)(on_moved)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def asked(parts: Parts, by: Gesture, text: str, trigger: str) -> Answered | None:
    """None for a line that says something else."""
    words = clean(text).strip()
    plan, new, edit = _PLAN.fullmatch(words), _NEW.fullmatch(words), _EDIT.fullmatch(words)
    if plan is not None:
        return _planned(parts, by, RequestNumber(int(plan[1])), plan[2], trigger)
    if _TEMPLATES.fullmatch(words):
        return Answered(views.templates(parts.milestones.templates(by)))
    if new is not None:
        return _form(parts, trigger, views.template_form(None, (new[1] or "").strip().lower()))
    if edit is not None:
        return _form(parts, trigger, views.template_form(parts.milestones.template(by, read_name(edit[1]))))
    return None


def _planned(parts: Parts, by: Gesture, number: RequestNumber, name: str | None, trigger: str) -> Answered:
    """Without a name those that there are are put forward."""
    if name is None:
        request = parts.client_requests.one(by, number)
        request.must_be_open()
        return Answered(views.templates(parts.milestones.templates(by), request.label))
    return _form(parts, trigger, _preview(parts, by, number, read_name(name)))


def _preview(parts: Parts, by: Gesture, number: RequestNumber, name: str, **kept: str) -> Block:
    return views.preview(parts.milestones.preview(by, number, name), by.zone, parts.clock.now(), **kept)


def _form(parts: Parts, trigger: str, view: Block) -> Answered:
    parts.slack.views_open(trigger_id=trigger, view=view)
    return Answered(None)


def _by_action(parts: Parts) -> Mapping[ActionId, Handle]:
    def open_(body: Body, view: Block) -> None:
        parts.slack.views_open(trigger_id=body["trigger_id"], view=view)

    def new(body: Body, _by: Gesture, _value: str) -> None:
        open_(body, views.template_form(None))

    def edit(body: Body, by: Gesture, value: str) -> None:
        open_(body, views.template_form(parts.milestones.template(by, value)))

    def use(body: Body, by: Gesture, value: str) -> None:
        match = _USED.fullmatch(value)
        if match is None:
            raise values.NotOurs(value)
        kept = opened_from(body, parts.clock.now())
        open_(body, _preview(parts, by, values.request_number(match[1]), match[2], **kept))

    def move(body: Body, by: Gesture, value: str) -> None:
        found = parts.milestones.moves(by, values.request_number(value))
        opening.page(parts.slack, body, views.moves(found, by.zone, parts.clock.now()))

    return {
        ActionId.MILESTONES_NEW: new,
        ActionId.MILESTONES_EDIT: edit,
        ActionId.MILESTONES_USE: use,
        ActionId.MILESTONES_MOVE: move,
    }


def _tell(ack: Ack, parts: Parts, body: Body, label: str, words: Mrkdwn) -> None:
    """In the private answer that the form was opened from, else in the form's place."""
    if parts.answers.after_form(form_notes.kept_by(body), lambda: only(words), parts.clock.now()):
        ack()
        return
    ack(response_action="update", view=_said(theirs(label), [section(words)]))


def _said(title: Plain, blocks: list[Block]) -> Block:
    return modal("milestones.shown", title, blocks, submit=None)
