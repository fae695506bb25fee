"""What happens when a button of a client request is pressed, on a card, in a message, in a list or in the Home."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from slack_bolt import Ack, App

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import RequestNumber
from bot.domain.origins import Gesture
from handlers import request_answers as answers
from handlers import values
from handlers.answers import opened_from
from handlers.blocks import Block
from handlers.gestures import Body, action_of
from handlers.ids import ActionId, buttons_of
from handlers.parts import Parts
from handlers.views import client_request_forms as forms
from handlers.views import client_requests as views

Change: TypeAlias = Callable[[Gesture, RequestNumber], ClientRequest]
Handle: TypeAlias = Callable[[Body, Gesture, str], None]

WORDS = {
    ActionId.REQUEST_TAKE: "it is yours now.",
    ActionId.REQUEST_ACCEPT: "you accepted it.",
    ActionId.REQUEST_DECLINE: "you declined it. Whoever gave it to you is told.",
    ActionId.REQUEST_DONE: "it is done.",
    ActionId.REQUEST_REOPEN: "it is open again.",
    ActionId.REQUEST_CANCEL: "it is cancelled.",
    ActionId.REQUEST_UNDO: "it is undone. Nobody will be asked to do it.",
}


def register(app: App, parts: Parts) -> None:
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
            ActionId.REQUEST_DECLINE: self._service.decline,
            ActionId.REQUEST_DONE: self._service.finish,
            ActionId.REQUEST_REOPEN: self._service.reopen,
            ActionId.REQUEST_CANCEL: self._service.cancel,
            ActionId.REQUEST_UNDO: self._service.undo,
        }
        return {
            **{action: self._change(change, WORDS[action]) for action, change in changes.items()},
            ActionId.REQUEST_EDIT: self._edit,
            ActionId.REQUEST_CHANGE: self._change_one,
            ActionId.REQUEST_ASSIGN: self._assign,
            ActionId.REQUEST_AGAIN: self._again,
            ActionId.REQUEST_COPY: self._copy,
            ActionId.REQUEST_DATE: self._date,
            ActionId.REQUEST_PAGE: self._page,
            ActionId.REQUEST_SHOW: self._show,
        }

    def _change(self, change: Change, words: str) -> Handle:
        def pressed(body: Body, by: Gesture, value: str) -> None:
            request = change(by, values.request_number(value))
            self._parts.answers.instead(body, views.changed(request, words))

        return pressed

    def _edit(self, body: Body, by: Gesture, value: str) -> None:
        self._open_edit(
            body, by, values.request_number(value), forms.EVERY_FIELD, opened_from(body, self._parts.clock.now())
        )

    def _change_one(self, body: Body, by: Gesture, value: str) -> None:
        label, _, name = value.partition(":")
        if name not in forms.EVERY_FIELD:
            raise values.NotOurs(value)
        kept = {**opened_from(body, self._parts.clock.now()), "answer": forms.VALUES}
        self._open_edit(body, by, values.request_number(label), (name,), kept)

    def _open_edit(
        self, body: Body, by: Gesture, number: RequestNumber, names: tuple[str, ...], kept: Mapping[str, str]
    ) -> None:
        request = self._service.one(by, number)
        request.must_be_open()
        self._open(body, forms.edit_form(request, self._service.clients(by), by.zone, names, **kept))

    def _assign(self, body: Body, by: Gesture, value: str) -> None:
        request = self._service.one(by, values.request_number(value))
        request.must_be_open()
        self._open(body, forms.assign_form(request, **opened_from(body, self._parts.clock.now())))

    def _again(self, body: Body, by: Gesture, value: str) -> None:
        quick = self._service.understand(by, value)
        self._parts.answers.instead(body, answers.log_line(self._parts, by, quick, value, again=True))

    def _copy(self, body: Body, by: Gesture, value: str) -> None:
        shown = forms.as_in(self._service.one(by, values.request_number(value)))
        clients, channel = self._service.clients(by), str(by.channel_id or "")
        self._open(body, forms.log_form(shown, clients, by.zone, channel=channel))

    def _date(self, body: Body, _by: Gesture, value: str) -> None:
        view = values.form_of(body)
        self._parts.slack.views_update(view_id=view["id"], view=forms.with_date(view, values.picked_moment(value)))

    def _page(self, body: Body, by: Gesture, value: str) -> None:
        self._parts.answers.instead(body, answers.listed(self._parts, by, *values.list_page(value)))

    def _show(self, body: Body, by: Gesture, value: str) -> None:
        self._parts.answers.to_click(body, answers.shown(self._parts, by, values.request_number(value)))

    def _open(self, body: Body, view: Block) -> None:
        self._parts.slack.views_open(trigger_id=body["trigger_id"], view=view)
