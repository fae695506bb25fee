"""Listeners for hours: `/liaison hours …`, its form, and the button in the Home."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from slack_bolt import Ack

from bot.domain.edits import changed_fields
from bot.domain.errors import DomainError
from bot.domain.hours import Leave
from bot.domain.hours_words import Scope, Show, read_country, read_quiet_line, read_working
from bot.domain.ids import ChannelId, UserId, is_person
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Lane, MessageKind
from bot.domain.schedules import Kind, Late, late
from bot.services.hours import FIELDS, About, Filled
from handlers import form_fields, form_notes
from handlers.blocks import Message
from handlers.gestures import Body, Fields, metadata
from handlers.ids import BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.text import plainly, said
from handlers.views import field_errors
from handlers.views import hours as views

T = TypeVar("T")
_LIMIT = 120


def register(app: Switchboard, parts: Parts) -> None:
    def on_open(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        view = views.form(parts.hours.standing(by, Scope.OWN))
        parts.slack.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    def on_sent(ack: Ack, body: Body) -> None:
        ack(**_sent(parts, body))

    app.action(buttons_of("hours"))(on_open)
    app.view(CallbackId.HOURS_SET)(on_sent)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    """What a channel hears of its hours is a notice."""
    return {}


def asked(parts: Parts, by: Gesture, typed: str) -> Message:
    """The answer to `/liaison hours …`."""
    scope, wanted = parts.hours.understand(by, typed)
    if isinstance(wanted, Show):
        return views.shown(parts.hours.standing(by, scope), parts.clock.now())
    return views.shown(parts.hours.change(by, scope, wanted), parts.clock.now(), said("Saved."))


def _sent(parts: Parts, body: Body) -> dict[str, Any]:
    by, fields = parts.gestures.of_submission(body), Fields(body["view"])
    filled, errors = _read(fields)
    if errors:
        return {"response_action": "errors", "errors": errors}
    standing = parts.hours.fill(by, replace(filled, touched=_touched(fields, metadata(body))))
    return {"response_action": "update", "view": views.saved_view(standing, parts.clock.now())}


def _read(fields: Fields) -> tuple[Filled, dict[str, str]]:
    """What the form holds, and what is wrong with which of its fields."""
    errors: dict[str, str] = {}

    def read(block: BlockId, reader: Callable[[str], T]) -> T | None:
        typed = form_fields.text(fields, block, _LIMIT)
        try:
            return reader(typed) if typed else None
        except DomainError as refused:
            errors[block.value] = field_errors.plain(refused)
            return None

    leave = read(BlockId.LEAVE_FROM, date.fromisoformat)
    until = read(BlockId.LEAVE_TO, date.fromisoformat)
    if until is not None and leave is None:
        errors[BlockId.LEAVE_FROM.value] = plainly("Please pick the first day too.")
    filled = Filled(
        read(BlockId.WORKING, read_working),
        read(BlockId.QUIET, read_quiet_line),
        read(BlockId.COUNTRY, read_country),
        read(BlockId.LEAVE_TO, lambda _: Leave(leave, until or leave)) if leave and until else _one_day(leave),
    )
    return filled, errors


def _touched(fields: Fields, kept: form_notes.Kept) -> frozenset[str]:
    """All of them in a form of an earlier release: something else may have been set by a line meanwhile."""
    shown = form_notes.kept_shown(kept)
    if shown is None:
        return FIELDS
    return changed_fields(shown, {name: form_fields.text(fields, BlockId(name), _LIMIT) for name in FIELDS})


def _one_day(leave: date | None) -> Leave | None:
    return Leave(leave, leave) if leave else None


def held_when_late(parts: Parts, claimed: Claimed) -> datetime | None:
    """A reminder that is in time was planned by those hours already."""
    is_reminder = claimed.lane is Lane.REMINDER and claimed.edits is None
    if not is_reminder or late(Kind.REMINDER, claimed.due_at, parts.clock.now()) is Late.NO:
        return None
    about = [About(claimed.about, claimed.fallback)]
    if claimed.kind is MessageKind.CATCH_UP:
        rows = parts.nudge_occurrences.told_in(claimed.team_id, claimed.id)
        about = [About(row.about, row.fallback) for row in rows]
    to = UserId(claimed.to) if is_person(claimed.to) else ChannelId(claimed.to)
    return parts.hours.held_now(claimed.team_id, to, about)
