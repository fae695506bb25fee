"""Tasks as Slack's people reach them: the command, the forms, and what is posted."""

import re
from collections.abc import Sequence

from slack_bolt import Ack

from bot.domain.errors import NotFound
from bot.domain.finds import Kind
from bot.domain.ids import TaskNumber, is_channel, is_direct
from bot.domain.item_lines import always_new, item_meant
from bot.domain.moments import Note
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.quick_results import QuickTask
from bot.domain.series import SeriesKind
from bot.domain.suggestions import nearest
from bot.domain.text import clean
from bot.services.pages import Which
from bot.services.task_drafts import Draft, Edit, Edited
from handlers import (
    checklists,
    finds,
    form_fields,
    form_notes,
    item_acts,
    items,
    series,
    snoozes,
    sub_tasks,
    task_buttons,
)
from handlers.answers import Answered, private
from handlers.blocks import Block, Message
from handlers.due_fields import due_notes
from handlers.gestures import Body, Fields
from handlers.ids import BlockId, CallbackId
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.task_forms import draft_from, draft_of_line
from handlers.text import said
from handlers.views import liaison as help_views
from handlers.views import refusals
from handlers.views import task_forms as forms
from handlers.views import tasks as views
from handlers.views.hand_overs import DECLINED

LISTS = {"list": Which.OPEN, "mine": Which.MINE}
VERBS = (*LISTS, "find", "export", "new", "hand", "checklist", "repeat", "help", *snoozes.VERBS, *item_acts.VERBS)
CHECKLIST = re.compile(r"check ?list\s+(?:T[- ]?|#)?([0-9]{1,9})", re.IGNORECASE)
#: Alone they say that something is to be given, and not what.
OPENS_THE_FORM = frozenset({"", "new", "add", "give", "create"})


def register(app: Switchboard, parts: Parts) -> None:
    def on_command(ack: Ack, command: Body) -> None:
        message = Asked(parts, command).answer()
        ack(**private(message)) if message else ack()

    def on_given(ack: Ack, body: Body) -> None:
        try:
            result = _give_form_sent(body, parts)
        except NotFound as refused:
            ack(response_action="errors", errors={BlockId.REQUEST.value: forms.no_request(refused)})
            return
        ack(response_action="update", view=result) if result else ack()

    def on_edited(ack: Ack, body: Body) -> None:
        result = _edit_form_sent(body, parts)
        ack(response_action="update", view=result) if result else ack()

    def on_assigned(ack: Ack, body: Body) -> None:
        by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
        number, fields = TaskNumber(form_notes.kept_number(kept)), Fields(body["view"])
        owner, note, shown = form_fields.owner(fields), form_fields.note(fields), form_notes.kept_fields(kept)
        task = parts.tasks.assign(by, number, owner, note, shown)
        result = _told(body, parts, by, Edited(task))
        ack(response_action="update", view=result) if result else ack()

    def on_declined(ack: Ack, body: Body) -> None:
        by, kept = parts.gestures.of_submission(body), form_notes.kept_by(body)
        why = form_fields.reason(Fields(body["view"]))
        message = views.changed(parts.tasks.decline(by, TaskNumber(form_notes.kept_number(kept)), why), said(DECLINED))
        parts.answers.after_form(kept, lambda: message, parts.clock.now())
        ack()

    app.command("/task")(on_command)
    app.view(CallbackId.TASK_GIVE)(on_given)
    app.view(CallbackId.TASK_EDIT)(on_edited)
    app.view(CallbackId.TASK_ASSIGN)(on_assigned)
    app.view(CallbackId.TASK_DECLINE)(on_declined)
    task_buttons.register(app, parts)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def card(claimed: Claimed) -> Message | Dropped:
        task = parts.tasks.shown(claimed.team_id, claimed.about)
        if task is None:
            return Dropped("gone")
        if is_channel(claimed.to) and claimed.to != task.audience:
            return views.moved(task) if claimed.edits else Dropped("moved")
        return views.card(task, parts.clock.now(), parts.sub_tasks.progress(claimed.team_id, task))

    def for_owner(claimed: Claimed) -> Message | Dropped:
        task = parts.tasks.shown(claimed.team_id, claimed.about)
        if task is None or (task.owner != claimed.to and not claimed.edits):
            return Dropped("no longer theirs")
        if not parts.tasks.is_latest(claimed.team_id, claimed.about, claimed.to, claimed.facts.get("card")):
            return views.given_again(task)
        if task.owner != claimed.to:
            return views.passed_on(task)
        return views.for_owner(task, parts.clock.now(), parts.sub_tasks.progress(claimed.team_id, task))

    return {MessageKind.TASK_CARD: card, MessageKind.TASK_FOR_OWNER: for_owner}


class Asked:
    """One `/task …` and its answer; None once a form is open instead."""

    def __init__(self, parts: Parts, command: Body) -> None:
        self._parts = parts
        self._command = command
        self._by = parts.gestures.of_command(command)

    def answer(self) -> Message | None:
        text = clean(self._command.get("text") or "")
        if text.lower() in OPENS_THE_FORM:
            self._open(Draft(title=""))
            return None
        found = self._sub_command(text)
        if found is not None:
            return found.message
        if always_new(text, VERBS):
            return self._given(self._command["text"].strip()[len("new") :])
        snooze = snoozes.meant(text, "T")
        if snooze is not None:
            return snoozes.asked(self._parts, self._by, snooze, self._command["trigger_id"])
        return self._one_or_verb(text) or self._given(self._command["text"])

    def _one_or_verb(self, text: str) -> Message | None:
        meant = item_meant(text, "T")
        if meant is not None:
            return items.shown(self._parts, self._by, meant)
        return self._found() or self._verb(text.lower())

    def _found(self) -> Message | None:
        wanted = finds.looked_for(self._command["text"])
        return None if wanted is None else finds.asked(self._parts, self._by, Kind.TASKS, wanted)

    def _sub_command(self, text: str) -> Answered | None:
        """Those that say more than a word; None for a line that is none of them."""
        trigger = self._command["trigger_id"]
        about = CHECKLIST.fullmatch(text)
        if about is not None:
            self._show(checklists.form(self._parts, self._by, f"T-{int(about[1])}"))
            return Answered(None)
        done = item_acts.answered(self._parts, self._by, self._command["text"], "T", trigger)
        if done is not None:
            return done
        handing = sub_tasks.handing(self._command["text"])
        if handing is not None:
            named = self._parts.people.with_names(self._by.team_id, self._command["text"])
            handing = sub_tasks.handing(named) or handing
            return Answered(sub_tasks.hand(self._parts, self._by, handing, trigger))
        return series.Asked(self._parts, self._by, SeriesKind.TASK, trigger).answer(self._command["text"])

    def _verb(self, word: str) -> Message | None:
        if word in LISTS:
            return task_buttons.page(self._parts, self._by, LISTS[word], 0)
        if word in {"help", *snoozes.VERBS, *item_acts.VERBS}:
            return help_views.command_help("task")
        meant = nearest(word, VERBS) if len(word.split()) == 1 else None
        return help_views.did_you_mean(word, meant, "task") if meant else None

    def _given(self, text: str) -> Message | None:
        quick = self._parts.tasks.understand(self._by, text)
        draft = draft_of_line(quick)
        if quick.ambiguities:
            self._open(draft, forms.questions(quick))
            return None
        return self._saved(quick, draft)

    def _saved(self, quick: QuickTask, draft: Draft) -> Message:
        parts, by = self._parts, self._by
        # Read first: once it is saved, nothing may fail that would be worded as if it were not.
        owner_zone = parts.gestures.zone_of(by, draft.owner) if draft.owner else by.zone
        return forms.given(
            parts.tasks.give(by, draft),
            by.zone,
            owner_zone,
            parts.clock.now(),
            notes=quick.due.notes if quick.due else (),
            zone_missing=by.zone_is_assumed,
        )

    def _open(self, draft: Draft, notice: list[Block] | None = None) -> None:
        known, channel = self._parts.sub_tasks.departments(self._by), self._by.channel_id
        self._show(forms.give_form(draft, self._by.zone, notice=notice or (), channel=channel, departments=known))

    def _show(self, view: Block) -> None:
        self._parts.slack.views_open(trigger_id=self._command["trigger_id"], view=view)


def _give_form_sent(body: Body, parts: Parts) -> Block | None:
    """The view that says where the card is, when that is not where the person is looking."""
    by, now, fields = parts.gestures.of_submission(body), parts.clock.now(), Fields(body["view"])
    form_notes.kept_by(body)  # Where its card goes was read from there: a form without it is not ours.
    done = parts.tasks.give(by, draft_from(fields, by.zone, now))
    notes = due_notes(fields, by.zone)
    is_in_sight = done.place.audience == by.channel_id and not done.in_thread and not notes
    return None if is_in_sight else forms.result(done, by.zone, now, notes)


def _edit_form_sent(body: Body, parts: Parts) -> Block | None:
    by, kept, fields = parts.gestures.of_submission(body), form_notes.kept_by(body), Fields(body["view"])
    number, shown = TaskNumber(form_notes.kept_number(kept)), form_notes.kept_fields(kept)
    standing = parts.tasks.one(by, number).due
    wanted = draft_from(fields, by.zone, parts.clock.now(), standing, shown=shown.get("due", ""))
    why = form_fields.due_why(fields)
    done = parts.tasks.edit(Edit(by=by, number=number, shown=shown, wanted=wanted, due_why=why))
    return _told(body, parts, by, done, due_notes(fields, by.zone, standing))


def _told(body: Body, parts: Parts, by: Gesture, done: Edited, notes: Sequence[Note] = ()) -> Block | None:
    """In the private answer that the form was opened from; a card changes by itself where it is in sight."""
    kept, now = form_notes.kept_by(body), parts.clock.now()
    message = views.saved(done, by.zone, now, [*map(refusals.noted, notes)])
    if parts.answers.after_form(kept, lambda: message, now):
        return None
    here = str(kept.get("channel") or "")
    is_in_sight = "url" not in kept and (is_direct(here) or here == done.task.audience)
    return None if is_in_sight and not notes and not done.due_undo else forms.changed(done, by.zone, now, notes)
