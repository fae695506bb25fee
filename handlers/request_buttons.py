"""What happens when a button of a client request is pressed, on a card, in a message, in a list or in the Home."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from slack_bolt import Ack

from bot.domain.client_requests import ClientRequest, Due
from bot.domain.errors import NeedsAnswers, PartsOpen
from bot.domain.ids import RequestNumber
from bot.domain.origins import Gesture
from bot.domain.tasks import TaskStatus
from handlers import form_notes, opening, sub_tasks, values
from handlers import request_answers as answers
from handlers.answers import opened_from
from handlers.blocks import Block
from handlers.closing import open_closing
from handlers.gestures import Body, action_of
from handlers.ids import ActionId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.switchboard import Switchboard
from handlers.text import said
from handlers.views import client_request_forms as forms
from handlers.views import client_requests as views
from handlers.views import effects, hand_overs
from handlers.views import request_states as states

Change: TypeAlias = Callable[[Gesture, RequestNumber], ClientRequest]
Handle: TypeAlias = Callable[[Body, Gesture, str], None]


def register(app: Switchboard, parts: Parts) -> None:
    handlers = Buttons(parts).by_action()

    def on_button(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        handlers[ActionId(action)](body, parts.gestures.of_click(body), value)
        ack()

    app.action(buttons_of("request", but=ActionId.REQUEST_REMIND))(on_button)


class Buttons:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._service = parts.client_requests

    def by_action(self) -> Mapping[ActionId, Handle]:
        changes: dict[ActionId, Change] = {
            ActionId.REQUEST_TAKE: self._service.take,
            ActionId.REQUEST_ACCEPT: self._service.accept,
            ActionId.REQUEST_UNDO: self._service.undo,
        }
        return {
            **{action: self._change(change, effects.OF_REQUESTS[action]) for action, change in changes.items()},
            ActionId.REQUEST_REOPEN: self._reopen,
            ActionId.REQUEST_RESUME: self._resume,
            ActionId.REQUEST_DONE: self._done,
            ActionId.REQUEST_EDIT: self._edit,
            ActionId.REQUEST_CHANGE: self._change_one,
            ActionId.REQUEST_ASSIGN: self._assign,
            ActionId.REQUEST_DECLINE: self._decline,
            ActionId.REQUEST_WAIT: self._wait,
            ActionId.REQUEST_CANCEL: self._cancel,
            ActionId.REQUEST_AGAIN: self._again,
            ActionId.REQUEST_COPY: self._copy,
            ActionId.REQUEST_DATE: self._date,
            ActionId.REQUEST_CAME: self._came,
            ActionId.REQUEST_PAGE: self._page,
            ActionId.REQUEST_SHOW: self._show,
        }

    def _change(self, change: Change, words: str) -> Handle:
        def pressed(body: Body, by: Gesture, value: str) -> None:
            request = change(by, values.request_number(value))
            self._parts.answers.instead(body, views.changed(request, said(words)))

        return pressed

    def _reopen(self, body: Body, by: Gesture, value: str) -> None:
        label, shown = values.closed(value)
        request = self._service.reopen(by, values.request_number(label), shown)
        self._parts.answers.instead(body, views.changed(request, said(effects.OF_REQUESTS[ActionId.REQUEST_REOPEN])))

    def _resume(self, body: Body, by: Gesture, value: str) -> None:
        request = self._service.resume(by, *values.paused(value))
        self._parts.answers.instead(body, views.changed(request, said(effects.OF_REQUESTS[ActionId.REQUEST_RESUME])))

    def _done(self, body: Body, by: Gesture, value: str) -> None:
        """Where its type asks for more before that, this is asked first, and then what becomes of its open parts."""
        try:
            request = self._service.finish(by, values.request_number(value))
        except NeedsAnswers:
            open_closing(self._parts, body, by, value)
            return
        except PartsOpen as refused:
            sub_tasks.ask(self._parts, body, by, refused, TaskStatus.DONE)
            return
        self._parts.answers.instead(body, views.changed(request, said(views.IS_DONE)))

    def _edit(self, body: Body, by: Gesture, value: str) -> None:
        self._open_edit(body, by, value, forms.EVERY_FIELD, self._kept(body))

    def _change_one(self, body: Body, by: Gesture, value: str) -> None:
        label, _, name = value.partition(":")
        if name not in forms.EVERY_FIELD:
            raise values.NotOurs(value)
        names = ("source", "received") if name == "received" else (name,)
        self._open_edit(body, by, label, names, {**self._kept(body), "answer": forms.VALUES})

    def _open_edit(self, body: Body, by: Gesture, label: str, names: tuple[str, ...], kept: Mapping[str, str]) -> None:
        request = self._still_open(by, label)
        types = self._parts.request_types.offered(by.team_id, request)
        self._open(body, forms.edit_form(request, self._service.clients(by), by.zone, types, names, **kept))

    def _assign(self, body: Body, by: Gesture, value: str) -> None:
        form = hand_overs.assign_form(CallbackId.REQUEST_ASSIGN, self._still_open(by, value), **self._kept(body))
        self._open(body, form)

    def _decline(self, body: Body, by: Gesture, value: str) -> None:
        request = self._still_open(by, value)
        request.must_be_owned_by(by.user_id)
        self._open(body, hand_overs.decline_form(CallbackId.REQUEST_DECLINE, request, **self._kept(body)))

    def _wait(self, body: Body, by: Gesture, value: str) -> None:
        request = self._still_open(by, value)
        until = request.until or Due(self._parts.chases.default_until(by), by.zone.key)
        self._open(body, states.pause_form(request, until, by.zone, **self._kept(body)))

    def _cancel(self, body: Body, by: Gesture, value: str) -> None:
        request = self._still_open(by, value)
        self._open(body, sub_tasks.cancel_form(self._parts, by, request, **self._kept(body)))

    def _still_open(self, by: Gesture, value: str) -> ClientRequest:
        request = self._service.one(by, values.request_number(value))
        request.must_be_open()
        return request

    def _kept(self, body: Body) -> dict[str, str]:
        return opened_from(body, self._parts.clock.now())

    def _again(self, body: Body, by: Gesture, value: str) -> None:
        beside, text = values.text_about(value)
        quick = self._service.understand(by, text)
        message = answers.log_line(self._parts, by, quick, text, None, again=True, beside=beside)
        self._parts.answers.instead(body, message)

    def _copy(self, body: Body, by: Gesture, value: str) -> None:
        request = self._service.one(by, values.request_number(value))
        types = self._parts.request_types.offered(by.team_id)
        shown = replace(forms.as_in(request), type=types.live.named(request.type_name))
        clients, channel = self._service.clients(by), str(by.channel_id or "")
        self._open(body, forms.log_form(shown, clients, by.zone, types, channel=channel))

    def _date(self, body: Body, _by: Gesture, value: str) -> None:
        view = form_notes.form_of(body)
        self._parts.slack.views_update(view_id=view["id"], view=forms.with_date(view, values.picked_moment(value)))

    def _came(self, body: Body, _by: Gesture, value: str) -> None:
        view = form_notes.form_of(body)
        picked = forms.with_date(view, values.picked_moment(value), received=True)
        self._parts.slack.views_update(view_id=view["id"], view=picked)

    def _page(self, body: Body, by: Gesture, value: str) -> None:
        self._parts.answers.instead(body, answers.listed(self._parts, by, *values.list_page(value)))

    def _show(self, body: Body, by: Gesture, value: str) -> None:
        self._parts.answers.to_click(body, answers.shown(self._parts, by, values.request_number(value)))

    def _open(self, body: Body, view: Block) -> None:
        opening.form(self._parts.slack, body, view)
