"""*Done* of a request whose type asks for something first: the small form that asks it."""

from bot.domain.ids import RequestNumber
from bot.domain.origins import Gesture
from handlers import values
from handlers.answers import opened_from
from handlers.blocks import Block
from handlers.gestures import Body
from handlers.parts import Parts
from handlers.views.type_fields import close_form


def open_closing(parts: Parts, body: Body, by: Gesture, label: str) -> None:
    view = form(parts, by, values.request_number(label), **opened_from(body, parts.clock.now()))
    if view is not None:
        parts.slack.views_open(trigger_id=body["trigger_id"], view=view)


def form(parts: Parts, by: Gesture, number: RequestNumber, **kept: str) -> Block | None:
    """None for one that has no type."""
    request = parts.client_requests.one(by, number)
    of = parts.request_types.offered(by.team_id, request).own
    if of is None:
        return None
    fields = of.needed_to_close(request.of_type.values if request.of_type else {})
    return close_form(request, of, fields, **kept)
