"""What happens when a button of a task is pressed, on a card, in a message, in a list or in the Home."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from slack_bolt import Ack

from bot.domain.errors import PartsOpen
from bot.domain.ids import TaskNumber
from bot.domain.origins import Gesture
from bot.domain.tasks import Task, TaskStatus
from bot.services.pages import Which
from handlers import form_notes, opening, sub_tasks, values
from handlers.answers import opened_from
from handlers.blocks import Block, Message
from handlers.gestures import Body, action_of
from handlers.ids import ActionId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.switchboard import Switchboard
from handlers.text import said
from handlers.views import effects, hand_overs
from handlers.views import item_watchers as watcher_views
from handlers.views import task_forms as forms
from handlers.views import tasks as views
from handlers.views.client_request_forms import with_date

Change: TypeAlias = Callable[[Gesture, TaskNumber], Task]
Handle: TypeAlias = Callable[[Body, Gesture, str], None]


def register(app: Switchboard, parts: Parts) -> None:
    handlers = Buttons(parts).by_action()

    def on_button(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        handlers[ActionId(action)](body, parts.gestures.of_click(body), value)
        ack()

    app.action(buttons_of("task", but=ActionId.TASK_REMIND))(on_button)


def one(parts: Parts, by: Gesture, number: TaskNumber) -> Message:
    task = parts.tasks.one(by, number)
    progress, pieces = parts.sub_tasks.progress(by.team_id, task), parts.sub_tasks.parts(by, task)
    shown = views.shown(task, by.zone, parts.clock.now(), progress, pieces)
    watched = watcher_views.blocks_of(parts.item_watchers.of(by.team_id, task.label))
    return Message(shown.text, [*shown.blocks[:-1], *watched, shown.blocks[-1]])


def page(parts: Parts, by: Gesture, which: Which, offset: int) -> Message:
    return views.listed(parts.tasks.page(by, which, offset=offset), which, by.zone, parts.clock.now())


class Buttons:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._service = parts.tasks

    def by_action(self) -> Mapping[ActionId, Handle]:
        changes: dict[ActionId, Change] = {
            ActionId.TASK_TAKE: self._service.take,
            ActionId.TASK_ACCEPT: self._service.accept,
            ActionId.TASK_DONE: self._service.finish,
            ActionId.TASK_CANCEL: self._service.cancel,
        }
        return {
            **{action: self._change(change, effects.OF_TASKS[action]) for action, change in changes.items()},
            ActionId.TASK_REOPEN: self._reopen,
            ActionId.TASK_EDIT: self._edit,
            ActionId.TASK_ASSIGN: self._assign,
            ActionId.TASK_DECLINE: self._decline,
            ActionId.TASK_DATE: self._date,
            ActionId.TASK_PAGE: self._page,
            ActionId.TASK_SHOW: self._show,
        }

    def _change(self, change: Change, words: str) -> Handle:
        def pressed(body: Body, by: Gesture, value: str) -> None:
            try:
                task = change(by, values.task_number(value))
            except PartsOpen as refused:
                how = TaskStatus.CANCELLED if change == self._service.cancel else TaskStatus.DONE
                sub_tasks.ask(self._parts, body, by, refused, how)
                return
            self._parts.answers.instead(body, views.changed(task, said(words)))

        return pressed

    def _reopen(self, body: Body, by: Gesture, value: str) -> None:
        label, shown = values.closed(value)
        task = self._service.reopen(by, values.task_number(label), shown)
        self._parts.answers.instead(body, views.changed(task, said(effects.OF_TASKS[ActionId.TASK_REOPEN])))

    def _edit(self, body: Body, by: Gesture, value: str) -> None:
        kept = opened_from(body, self._parts.clock.now())
        known = self._parts.sub_tasks.departments(by)
        self._open(body, forms.edit_form(self._still_open(by, value), by.zone, known, **kept))

    def _assign(self, body: Body, by: Gesture, value: str) -> None:
        kept = opened_from(body, self._parts.clock.now())
        self._open(body, hand_overs.assign_form(CallbackId.TASK_ASSIGN, self._still_open(by, value), **kept))

    def _decline(self, body: Body, by: Gesture, value: str) -> None:
        task, kept = self._still_open(by, value), opened_from(body, self._parts.clock.now())
        task.must_be_owned_by(by.user_id)
        self._open(body, hand_overs.decline_form(CallbackId.TASK_DECLINE, task, **kept))

    def _date(self, body: Body, _by: Gesture, value: str) -> None:
        view = form_notes.form_of(body)
        self._parts.slack.views_update(view_id=view["id"], view=with_date(view, values.picked_moment(value)))

    def _page(self, body: Body, by: Gesture, value: str) -> None:
        self._parts.answers.instead(body, page(self._parts, by, *values.list_page(value)))

    def _show(self, body: Body, by: Gesture, value: str) -> None:
        self._parts.answers.to_click(body, one(self._parts, by, values.task_number(value)))

    def _still_open(self, by: Gesture, value: str) -> Task:
        task = self._service.one(by, values.task_number(value))
        task.must_be_open()
        return task

    def _open(self, body: Body, view: Block) -> None:
        opening.form(self._parts.slack, body, view)
