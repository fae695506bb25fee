"""What is found: pages of results, and the form that asks in the Home. The commands answer through `asked`."""

import re

from slack_bolt import Ack

from bot.domain.finds import Kind
from bot.domain.item_lines import ItemMeant
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.services.finds import Found
from handlers import export_files, form_notes, items, values
from handlers.blocks import Block, Message
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import finds as views

_VERB = re.compile(r"find(?:\s+(.*))?$", re.IGNORECASE | re.DOTALL)


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        action, value = action_of(body)
        if action == ActionId.FIND_OPEN:
            parts.slack.views_open(trigger_id=body["trigger_id"], view=views.form())
        elif action == ActionId.FIND_SHOW:
            label = values.item_label(value)
            parts.slack.views_push(trigger_id=body["trigger_id"], view=views.item(label, _item(parts, by, label)))
        else:
            _turn(parts, body, by, value)
        ack()

    def on_asked(ack: Ack, body: Body) -> None:
        by, text = parts.gestures.of_submission(body), Fields(body["view"]).text(BlockId.QUERY)
        found = parts.finds.page(by, Kind.BOTH, text)
        if found.line.problems:
            ack(response_action="errors", errors={BlockId.QUERY.value: views.refused(found.line.problems)})
        else:
            ack(response_action="update", view=_in_form(parts, by, found))

    app.action(buttons_of("find"))(on_button)
    app.view(CallbackId.FIND)(on_asked)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def looked_for(text: str) -> str | None:
    """What stands behind `find`, as Slack sent it; None when the line asks for something else."""
    match = _VERB.match(text.strip())
    return export_files.looked_for(text) if match is None else match[1] or ""


def asked(parts: Parts, by: Gesture, kind: Kind, text: str) -> Message:
    """A label goes straight there, and what is to be a file comes as one."""
    line = parts.finds.understand(by, text)
    if line.export is None or line.label or line.problems or line.asks_for_nothing:
        return _page(parts, by, kind, text, 0)
    return export_files.asked(parts, by, Found(kind, text, line))


def _turn(parts: Parts, body: Body, by: Gesture, value: str) -> None:
    kind, offset, text = values.found_page(value)
    if (body.get("view") or {}).get("type") == "modal":
        found = parts.finds.page(by, kind, text, offset=offset)
        parts.slack.views_update(view_id=form_notes.form_of(body)["id"], view=_in_form(parts, by, found))
    else:
        parts.answers.instead(body, _page(parts, by, kind, text, offset))


def _in_form(parts: Parts, by: Gesture, found: Found) -> Block:
    if found.line.label is not None:
        return views.item(found.line.label, _item(parts, by, found.line.label))
    return views.in_form(found, by.zone, parts.clock.now())


def _item(parts: Parts, by: Gesture, label: str) -> Message:
    letter, _, number = label.partition("-")
    return items.shown(parts, by, ItemMeant(letter, int(number), wants=False))


def _page(parts: Parts, by: Gesture, kind: Kind, text: str, offset: int) -> Message:
    found = parts.finds.page(by, kind, text, offset=offset)
    if found.line.label is not None:
        return _item(parts, by, found.line.label)
    return views.listed(found, by.zone, parts.clock.now())
