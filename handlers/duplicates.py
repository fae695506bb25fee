"""What may be the same as a request that was just logged: told after its answer, and set aside with a button."""

from slack_bolt import Ack

from bot.domain.ids import RequestNumber, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.services.request_drafts import Logged
from handlers import values
from handlers.blocks import Message
from handlers.gestures import Body, action_of
from handlers.ids import buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import duplicates as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_other(ack: Ack, body: Body) -> None:
        by, (number, not_this, *others) = parts.gestures.of_click(body), values.request_numbers(action_of(body)[1])
        parts.duplicates.tell_apart(by, number, not_this)
        found = parts.duplicates.shown(by.team_id, by.user_id, number, others)
        parts.answers.instead(body, views.set_aside(found, not_this))
        ack()

    app.action(buttons_of("alike"))(on_other)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def alike(claimed: Claimed) -> Message | Dropped:
        number, *others = values.request_numbers(":".join([claimed.about, *claimed.facts["others"].split()]))
        found = parts.duplicates.told(claimed.team_id, UserId(claimed.to), number, others)
        return found if isinstance(found, Dropped) else views.maybe_same(found)

    return {MessageKind.ALIKE: alike}


def look_after(parts: Parts, by: Gesture, done: Logged, url: str | None) -> None:
    """Once whoever logged it is answered, however long that takes: at `url`, else in their messages."""
    if done.repeated:
        return
    number = done.request.number
    if url is None:
        parts.answers.once_sent(lambda: parts.duplicates.tell(by, number))
    else:
        parts.answers.further(url, lambda: _words(parts, by, number))


def look_after_heard(parts: Parts, by: Gesture, number: RequestNumber) -> None:
    """What nobody typed has no private answer: whoever counts as having logged it reads it in their messages."""
    parts.answers.once_sent(lambda: parts.duplicates.tell(by, number))


def _words(parts: Parts, by: Gesture, number: RequestNumber) -> Message | None:
    found = parts.duplicates.of(by, number)
    return views.maybe_same(found) if found else None
