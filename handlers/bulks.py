"""Listeners for changing many at once: `bulk` of both commands, *Choose several…*, the forms, *Apply* and *Undo*."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from bot.domain.bulk_lines import BulkLine, bulk_alone, bulk_meant
from bot.domain.bulks import MOST, BulkAct, BulkVerb
from bot.domain.errors import FieldRefused
from bot.domain.ids import UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.quick_results import LineTooLong
from bot.domain.text import clean
from bot.services.bulk_shown import Preview
from bot.services.cards import Item
from bot.services.pages import Which
from handlers import bulk_fields, command_lines, form_fields, form_notes, opening, values
from handlers.answers import Answered, opened_from
from handlers.blocks import Block, Message
from handlers.bulk_fields import Offers
from handlers.bulk_lines import act_of
from handlers.due_fields import WHY_LIMIT
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import bulk_forms as forms
from handlers.views import bulk_lines as lines
from handlers.views import bulks as views
from handlers.views.client_names import Names

_LIST = re.compile(rf"([RT]):({'|'.join(Which)})")
_PAGE = re.compile(r"([0-9]{1,9})@([0-9]{1,6})")
_NUMBER = re.compile(r"[0-9]{1,9}")
#: A second form asks what more is to be said of it.
_ASKS_FOR_MORE = frozenset(BulkVerb) - {BulkVerb.DONE}


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        action, value = action_of(body)
        match action:
            case ActionId.BULK_APPLY:
                _show(parts, body, _applied(parts, by, _number(value)))
            case ActionId.BULK_UNDO:
                _show(parts, body, views.undone(parts.bulks.undo(by, _number(value))))
            case ActionId.BULK_PAGE:
                _turn(parts, body, by, value)
            case _:
                items = _offered(parts, by, ActionId(action), value)
                names = _names(parts, by, ActionId(action), value, items)
                kept = opened_from(body, parts.clock.now())
                opening.page(parts.slack, body, forms.choose(items, names, _offers(parts, by), **kept))
        ack()

    def on_chosen(ack: Ack, body: Body) -> None:
        ack(response_action="update", view=_chosen(parts, body))

    def on_set(ack: Ack, body: Body) -> None:
        ack(response_action="update", view=_set(parts, body))

    def on_applied(ack: Ack, body: Body) -> None:
        ack(**_apply_form(parts, body))

    app.action(buttons_of("bulk"))(on_button)
    app.view(CallbackId.BULK_CHOOSE)(on_chosen)
    app.view(CallbackId.BULK_SET)(on_set)
    app.view(CallbackId.BULK_APPLY)(on_applied)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def news(claimed: Claimed) -> Message | Dropped:
        labels = claimed.facts["items"].split()
        found = parts.bulk_news.told(
            claimed.team_id, claimed.about, UserId(claimed.to), labels, stands=claimed.base is not None
        )
        return found if isinstance(found, Dropped) else views.news(found, parts.clock.now())

    return {MessageKind.BULK: news}


def answered(parts: Parts, by: Gesture, text: str, own: str, trigger: str) -> Answered | None:
    """The answer to such a line; None for a line that is none."""
    typed, command = clean(text), "/task" if own == "T" else "/request"
    alone = bulk_alone(typed)
    if alone is not None:
        return Answered(views.undone(parts.bulks.undo_last(by)) if alone == "undo" else lines.how(command))
    line = bulk_meant(typed, own)
    if line is None:
        return None
    if line.verb is not BulkVerb.ASSIGN:
        line = replace(line, rest=command_lines.read(parts, by, line.rest))
    if line.verb is None and line.rest:
        return Answered(lines.not_read(line.rest, command))
    if line.verb is None:
        items, here = parts.bulks.named(by, line.labels), str(by.channel_id or "")
        names = parts.client_requests.client_names(by, items)
        view = forms.choose(items, names, _offers(parts, by), line.labels, channel=here)
        parts.slack.views_open(trigger_id=trigger, view=view)
        return Answered(None)
    return Answered(_of_line(parts, by, line))


def _of_line(parts: Parts, by: Gesture, line: BulkLine) -> Message:
    act = act_of(parts, by, line)
    if isinstance(act, Message):
        return act
    if len(act.why) > WHY_LIMIT:
        raise LineTooLong(len(act.why), WHY_LIMIT)
    return views.preview(parts.bulks.preview(by, line.labels, act), by.zone, parts.clock.now())


def _offered(parts: Parts, by: Gesture, action: ActionId, value: str) -> Sequence[Item]:
    """One more than can be chosen, where there are more."""
    if action is ActionId.BULK_FOUND:
        kind, _, text = values.found_page(value)
        return parts.finds.first(by, kind, text, most=MOST + 1)
    if action is ActionId.BULK_DAY:
        return parts.bulks.named(by, parts.homes.labels(by, most=MOST + 1))
    found = _LIST.fullmatch(value)
    if found is None:
        raise values.NotOurs(value)
    return parts.bulks.listed(by, found[1], Which(found[2]), most=MOST + 1)


def _names(parts: Parts, by: Gesture, action: ActionId, value: str, items: Sequence[Item]) -> Names:
    """Of their clients, unless the list that they are chosen from is about a single one."""
    if action is ActionId.BULK_FOUND and parts.finds.understand(by, values.found_page(value)[2]).client is not None:
        return None
    if action is ActionId.BULK_DAY and parts.homes.is_of_one_client(by):
        return None
    return parts.client_requests.client_names(by, items)


def _offers(parts: Parts, by: Gesture) -> Offers:
    types = parts.request_types.live(by.team_id).types
    return Offers(parts.queues.names(by.team_id), parts.client_requests.clients(by), types)


def _chosen(parts: Parts, body: Body) -> Block:
    by, kept, view = parts.gestures.of_submission(body), _kept(body), body["view"]
    labels = [values.item_label(one) for one in bulk_fields.chosen(view)]
    if not labels:
        raise FieldRefused("items", "none_chosen")
    verb = form_fields.chosen(Fields(view), BlockId.DEED, BulkVerb)
    if verb in _ASKS_FOR_MORE:
        return forms.set_(verb, labels, by.zone, _offers(parts, by), kept)
    return _previewed(parts, by, labels, BulkAct(verb=verb), kept)


def _set(parts: Parts, body: Body) -> Block:
    by, notes, fields = parts.gestures.of_submission(body), form_notes.kept_by(body), Fields(body["view"])
    verb = _verb(form_notes.kept_text(notes, "verb"))
    act = bulk_fields.act(verb, fields, by.zone, parts.clock.now())
    if act.queue is not None:
        act = replace(act, queue=parts.queues.one(by, act.queue))
    return _previewed(parts, by, bulk_fields.unpacked(notes.get("labels")), act, _kept(body))


def _previewed(parts: Parts, by: Gesture, labels: Sequence[str], act: BulkAct, kept: dict[str, str]) -> Block:
    return forms.preview(parts.bulks.preview(by, labels, act), by.zone, parts.clock.now(), kept)


def _apply_form(parts: Parts, body: Body) -> dict[str, Any]:
    """Answers where the form was opened from a private message, else in its own place."""
    by, notes, now = parts.gestures.of_submission(body), form_notes.kept_by(body), parts.clock.now()
    done = parts.bulks.apply(by, form_notes.kept_number(notes, "bulk"))
    if isinstance(done, Preview):
        return {"response_action": "update", "view": forms.preview(done, by.zone, now, _kept(body))}
    message = views.applied(done, by.zone, now)
    if parts.answers.after_form(notes, lambda: message, now):
        return {"response_action": "clear"}
    return {"response_action": "update", "view": views.result(message)}


def _applied(parts: Parts, by: Gesture, number: int) -> Message:
    done, now = parts.bulks.apply(by, number), parts.clock.now()
    return views.preview(done, by.zone, now) if isinstance(done, Preview) else views.applied(done, by.zone, now)


def _show(parts: Parts, body: Body, message: Message) -> None:
    opening.answer(parts, body, message, views.result(message))


def _turn(parts: Parts, body: Body, by: Gesture, value: str) -> None:
    found = _PAGE.fullmatch(value)
    if found is None:
        raise values.NotOurs(value)
    shown, offset, now = parts.bulks.shown(by, int(found[1])), int(found[2]), parts.clock.now()
    if (body.get("view") or {}).get("type") == "modal":
        view = forms.preview(shown, by.zone, now, _kept(body), offset)
        parts.slack.views_update(view_id=form_notes.form_of(body)["id"], view=view)
    else:
        parts.answers.instead(body, views.preview(shown, by.zone, now, offset))


def _kept(body: Body) -> dict[str, str]:
    """Where it was opened from."""
    notes = form_notes.kept_by(body)
    return {name: str(notes[name]) for name in ("channel", "url", "since") if name in notes}


def _verb(typed: str | None) -> BulkVerb:
    try:
        return BulkVerb(typed or "")
    except ValueError:
        raise values.NotOurs("verb") from None


def _number(value: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise values.NotOurs(value)
    return int(value)
