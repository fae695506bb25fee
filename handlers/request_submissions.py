"""Forms of client requests that were sent: what is asked before anything is saved, and what is said once it is."""

import json
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain.client_names import NearlyKnown
from bot.domain.client_requests import ClientRequest
from bot.domain.errors import ChangedMeanwhile, PartsOpen
from bot.domain.ids import RequestNumber, UserId, is_direct
from bot.domain.moments import Note
from bot.domain.request_types import OfType
from bot.domain.tasks import TaskStatus
from bot.services.request_drafts import Draft, Edit, Log, Logged
from handlers import closing, duplicates, form_fields, form_notes, sub_tasks, type_fields
from handlers.answers import with_notice
from handlers.blocks import Block
from handlers.due_fields import due_notes
from handlers.gestures import Body, Fields
from handlers.ids import BlockId
from handlers.parts import Parts
from handlers.received_fields import received_notes
from handlers.request_forms import cause_of_form, client_of_form, draft_of_form, pause_of_form
from handlers.text import Mrkdwn, plainly, said
from handlers.views import client_request_answers as answers
from handlers.views import client_request_forms as forms
from handlers.views import client_requests as views
from handlers.views import sub_tasks as sub_task_views
from handlers.views.called import alone
from handlers.views.hand_overs import DECLINED
from handlers.views.type_fields import MORE_FIELDS, OTHER_TYPE, with_fields


class Sent:
    """One form that was sent. Each method gives the view to show in its place, or None to close it."""

    def __init__(self, parts: Parts, body: Body) -> None:
        self._parts = parts
        self._service = parts.client_requests
        self._view: Block = body["view"]
        self._fields = Fields(body["view"])
        self._by = parts.gestures.of_submission(body)
        self._kept = form_notes.kept_by(body)

    def log(self) -> Block | None:
        by, kept = self._by, self._kept
        draft, doubt = self._draft()
        asked = doubt or self._logged_before()
        if asked is not None:
            return asked
        draft = replace(draft, source_permalink=form_notes.kept_text(kept, "permalink"))
        done = self._service.log(Log(by=by, draft=draft, again=True))
        duplicates.look_after(self._parts, by, done, None)
        notes = answers.worded((*due_notes(self._fields, by.zone), *received_notes(self._fields, by.zone)))
        is_in_sight = done.place.audience == by.channel_id and done.place.why_not is None
        if is_in_sight and not notes and not done.request.client_words:
            return None
        return answers.result(done, plainly("is logged"), by, notes)

    def edit(self) -> Block | None:
        by, kept = self._by, self._kept
        number, shown = self._number(), form_notes.kept_fields(kept)
        asked = form_notes.kept_names(kept, "asked", forms.EVERY_FIELD)
        request = self._service.one(by, number)
        wanted, doubt = self._draft(request)
        if doubt is not None:
            return doubt
        owner_zone = self._zone_of(wanted.owner if "owner" in asked else request.owner)
        why = form_fields.due_why(self._fields)
        done = self._service.edit(Edit(by=by, number=number, shown=shown, wanted=wanted, asked=asked, due_why=why))
        return self._told(done, owner_zone, answers.worded(self._read_as(request)))

    def _read_as(self, request: ClientRequest) -> tuple[Note, ...]:
        zone = self._by.zone
        return (*due_notes(self._fields, zone, request.due), *received_notes(self._fields, zone, request.received))

    def assign(self) -> Block | None:
        number, owner, note = self._number(), form_fields.owner(self._fields), form_fields.note(self._fields)
        owner_zone = self._zone_of(owner)
        done = self._service.assign(self._by, number, owner, note, form_notes.kept_fields(self._kept))
        return self._told(done, owner_zone, [])

    def decline(self) -> Block | None:
        request = self._service.decline(self._by, self._number(), form_fields.reason(self._fields))
        message = views.changed(request, said(DECLINED))
        self._parts.answers.after_form(self._kept, lambda: message, self._parts.clock.now())
        return None

    def close(self) -> Block | None:
        by, number = self._by, self._number()
        of_type, form = self._of_type_to_close(number)
        if form is not None:
            return form
        given = of_type.answers if of_type else ()
        try:
            request = self._service.finish(by, number, answers=given)
        except PartsOpen as refused:
            # Kept, so that what becomes of the parts is the only thing left to say.
            self._service.answer(by, number, given)
            return sub_tasks.form_for(self._parts, by, refused, TaskStatus.DONE, **form_notes.kept_place(self._kept))
        message = views.changed(request, said(views.IS_DONE))
        self._parts.answers.after_form(self._kept, lambda: message, self._parts.clock.now())
        return None

    def pause(self) -> Block | None:
        by, number, now, shown = self._by, self._number(), self._parts.clock.now(), form_notes.kept_shown(self._kept)
        standing = self._service.one(by, number).until
        until = (shown or {}).get("until", "")
        pause = pause_of_form(self._fields, by.zone, now, standing=standing, shown=until)
        notes = answers.worded(due_notes(self._fields, by.zone, standing))
        return self._told(self._service.pause(by, number, pause, shown), by.zone, notes)

    def cancel(self) -> Block | None:
        cause, why = cause_of_form(self._fields)
        by, number = self._by, self._number()
        closing = sub_tasks.closing_of(self._fields, self._kept, why or alone.cause(cause))
        try:
            done = self._service.cancel(by, number, cause, why, closing)
        except PartsOpen:
            place = form_notes.kept_place(self._kept)
            again = sub_tasks.cancel_form(self._parts, by, self._service.one(by, number), **place)
            return with_notice(again, sub_task_views.others(self._parts.sub_tasks.open_parts(by, f"R-{number}")))
        return self._told(done, by.zone, [])

    def _number(self) -> RequestNumber:
        return RequestNumber(form_notes.kept_number(self._kept))

    def _zone_of(self, owner: UserId | None) -> ZoneInfo:
        """Read first: once it is saved, nothing may fail that would be worded as if it were not."""
        return self._parts.gestures.zone_of(self._by, owner) if owner else self._by.zone

    def _told(self, done: Logged, owner_zone: ZoneInfo, notes: Sequence[Mrkdwn]) -> Block | None:
        """In the private answer that the form was opened from; a card changes by itself where it is in sight."""
        by, kept, now = self._by, self._kept, self._parts.clock.now()
        notes = [*notes, *answers.went_along(done)]
        if kept.get("answer") == forms.VALUES:
            message = answers.changed(done, by.zone, owner_zone, notes)
        else:
            message = answers.changed_card(done, now, notes)
        if self._parts.answers.after_form(kept, lambda: message, now):
            return None
        here = str(kept.get("channel") or "")
        is_in_sight = "url" not in kept and (is_direct(here) or here == done.place.audience)
        is_told = is_in_sight and not notes and not done.due_undo
        return None if is_told else answers.result(done, plainly("is changed"), by, notes)

    def _draft(self, request: ClientRequest | None = None) -> tuple[Draft, Block | None]:
        """And what to ask first: a name that is nearly a client's, unless it was asked about."""
        clients = self._service.clients(self._by)
        client = client_of_form(self._fields, clients, self._kept)
        now = self._parts.clock.now()
        shown = form_notes.kept_fields(self._kept).get("due", "") if request else ""
        draft = draft_of_form(self._fields, client, self._by.zone, now, standing=request, shown=shown)
        if self._fields.has(BlockId.TYPE):
            of_type, form = self._of_type()
            if form is not None:
                return draft, form
            draft = replace(draft, of_type=of_type)
        known = {self._kept.get("asked_client"), request.client_words if request else None}
        if isinstance(client, NearlyKnown) and client.name not in known:
            return draft, self._asking(forms.which_client(client), asked_client=client.name)
        return draft, None

    def _of_type(self) -> tuple[OfType | None, Block | None]:
        """And the form once more, where it does not show yet all that the type asks for."""
        by = self._by
        found = type_fields.chosen(self._parts, by, self._view)
        if type_fields.is_missing_a_field(self._view, found):
            return None, with_notice(with_fields(self._view, found.blocks()), said(MORE_FIELDS))
        return found.answered(type_fields.is_person(self._parts, by.team_id)), None

    def _of_type_to_close(self, number: RequestNumber) -> tuple[OfType | None, Block | None]:
        """Under another type than the form was opened with, that one's questions are asked, if it has any."""
        request = self._service.one(self._by, number)
        if request.type_name != self._kept.get("type"):
            asked = closing.form(self._parts, self._by, number, **form_notes.kept_place(self._kept))
            return None, with_notice(asked, said(OTHER_TYPE)) if asked else None
        found = type_fields.chosen(self._parts, self._by, self._view)
        if found.answered_meanwhile:
            raise ChangedMeanwhile(request.label, request.changed_by or request.logged_by, found.answered_meanwhile)
        return self._of_type()

    def _logged_before(self) -> Block | None:
        permalink = form_notes.kept_text(self._kept, "permalink")
        before = self._service.logged_from(self._by, permalink) if permalink else None
        if before is None or before.label == self._kept.get("logged"):
            return None
        return self._asking(forms.logged_before(before), logged=before.label)

    def _asking(self, words: Mrkdwn, **learnt: str) -> Block:
        """The form as it stands; sent again it is meant."""
        return with_notice({**self._view, "private_metadata": json.dumps({**self._kept, **learnt})}, words)
