"""Reminders that have come: how their messages are made, and what happens when one is answered."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from bot.domain.errors import NeedsAnswers
from bot.domain.ids import RequestNumber, TaskNumber
from bot.domain.nudge_occurrences import Coming, Settled
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.services import nudge_items
from bot.services.nudge_occurrences import Answered, Reminder, coming_of
from handlers import form_fields, form_notes, moment_fields, opening, values
from handlers.blocks import Block, Message
from handlers.closing import open_closing
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.refusing import redrawn
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import catch_up as together
from handlers.views import nudge_forms as forms
from handlers.views import nudge_occurrences as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_action(ack: Ack, body: Body) -> None:
        Pressed(parts, body).answer()
        ack()

    def on_sent(ack: Ack, body: Body) -> None:
        ack(**_snoozed_by_form(body, parts))

    app.action(buttons_of("occurrence"))(on_action)
    app.view(CallbackId.NUDGE_SNOOZE)(on_sent)
    app.view(CallbackId.NUDGE_HAND)(lambda ack, body: ack(**_handed_by_form(body, parts)))


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def nudge(claimed: Claimed) -> Message | Dropped:
        due = parts.nudge_occurrences.reminder(claimed.team_id, coming_of(claimed.about, claimed.facts))
        if due is None:
            return Dropped("cancelled")
        if due.item is not None and not claimed.edits and nudge_items.ends(due.nudge, due.item):
            return Dropped("closed")
        return views.reminder(due, parts.clock.now(), claimed.facts if claimed.edits else {})

    return {MessageKind.NUDGE: nudge}


class Pressed:
    """A button or the menu under a reminder."""

    def __init__(self, parts: Parts, body: Body) -> None:
        self._parts = parts
        self._body = body
        self._action, self._value = action_of(body)
        self._by = parts.gestures.of_click(body)

    def answer(self) -> None:
        match self._action:
            case ActionId.OCCURRENCE_SNOOZE:
                self._snooze()
            case ActionId.OCCURRENCE_HAND:
                self._ask(values.occurrence(self._value), forms.hand_form)
            case ActionId.OCCURRENCE_ITEM_DONE:
                self._finish_item(values.occurrence(self._value))
            case _:
                self._tell(self._parts.nudge_occurrences.done(self._by, values.occurrence(self._value)), Settled.DONE)

    def _snooze(self) -> None:
        reference, _, typed = self._value.partition(views.MENU_MARK)
        coming = values.occurrence(reference)
        if typed == views.ANOTHER_TIME:
            self._ask(coming, forms.snooze_form)
        elif typed == together.DONE:
            self._tell(self._parts.nudge_occurrences.done(self._by, coming), Settled.DONE)
        elif typed in views.SNOOZES:
            self._tell(self._parts.nudge_occurrences.snooze(self._by, coming, typed), Settled.SNOOZED)
        else:
            raise values.NotOurs(self._value)

    def _ask(self, coming: Coming, form: Callable[[Reminder], Block]) -> None:
        due = self._parts.nudge_occurrences.one(self._by, coming)
        if due.occurrence.settled is not None:
            self._tell(Answered(due.nudge, due.occurrence, is_news=False), None)
            return
        opening.form(self._parts.slack, self._body, form(due))

    def _finish_item(self, coming: Coming) -> None:
        due = self._parts.nudge_occurrences.one(self._by, coming)
        if due.occurrence.settled is None and due.item is not None:
            try:
                _finish(self._parts, replace(self._by, key=f"{self._by.key}:item"), due.item.label)
            except NeedsAnswers as needed:
                open_closing(self._parts, self._body, self._by, needed.label)
                return
        self._tell(self._parts.nudge_occurrences.done(self._by, coming, Settled.ITEM_DONE), Settled.ITEM_DONE)

    def _tell(self, answered: Answered, wanted: Settled | None) -> None:
        """The message itself says what was done; who came too late is told, and a second click is nothing new."""
        now = self._parts.clock.now()
        if (self._body.get("container") or {}).get("is_ephemeral"):
            word = views.now_settled if answered.is_news else views.settled_before
            self._parts.answers.instead(self._body, word(answered, self._by.zone, now))
            return
        occurrence = answered.occurrence
        if not answered.is_news:
            redrawn(self._parts, self._body)
        is_own_again = occurrence.settled_by == self._by.user_id and occurrence.settled is wanted
        if not answered.is_news and not is_own_again:
            self._parts.answers.to_click(self._body, views.settled_before(answered, self._by.zone, now))


def _finish(parts: Parts, by: Gesture, label: str) -> None:
    number = int(label[2:])
    if label.startswith("T-"):
        parts.tasks.finish(by, TaskNumber(number))
    else:
        parts.client_requests.finish(by, RequestNumber(number))


def _handed_by_form(body: Body, parts: Parts) -> dict[str, Any]:
    by, to = parts.gestures.of_submission(body), form_fields.owner(Fields(body["view"]))
    coming = values.occurrence(form_notes.kept_text(form_notes.kept_by(body), "occurrence") or "")
    answered = parts.nudge_hand_overs.hand_over(by, coming, to)
    if answered.is_news or answered.occurrence.handed_to == to:
        return {}
    return {"response_action": "update", "view": views.settled_before_view(answered, by.zone, parts.clock.now())}


def _snoozed_by_form(body: Body, parts: Parts) -> dict[str, Any]:
    by = parts.gestures.of_submission(body)
    coming = values.occurrence(form_notes.kept_text(form_notes.kept_by(body), "occurrence") or "")

    def snooze(typed: str) -> dict[str, Any]:
        answered = parts.nudge_occurrences.snooze(by, coming, typed)
        if answered.is_news:
            return {}
        view = views.settled_before_view(answered, by.zone, parts.clock.now())
        return {"response_action": "update", "view": view}

    return moment_fields.answered(body["view"], snooze)
