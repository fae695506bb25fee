"""What is found as a file: `export` of both commands, the button under what is found, and what is sent then."""

import re

from slack_bolt import Ack

from bot.domain.ids import UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.services.export_files import MOST
from bot.services.finds import Found
from handlers import opening, values
from handlers.blocks import Message
from handlers.gestures import Body, action_of
from handlers.ids import buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.uploads import Upload
from handlers.views import export_files as views

_VERB = re.compile(r"export(?:\s+(?P<rest>.*?))??(?:\s+(?:as\s+)?(?P<how>csv|json))?\s*$", re.IGNORECASE | re.DOTALL)


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        kind, _, text = values.found_page(action_of(body)[1])
        line = parts.finds.understand(by, text)
        if line.problems or line.label or line.asks_for_nothing:
            raise values.NotOurs(text)
        message = asked(parts, by, Found(kind, text, line))
        if (body.get("view") or {}).get("type") == "modal":
            # Whatever becomes of it: the file is on its way, and who is told to try again has two.
            parts.answers.afterwards(lambda: opening.page(parts.slack, body, views.result(message)))
        else:
            parts.answers.to_click(body, message)
        ack()

    app.action(buttons_of("export"))(on_button)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def sent(claimed: Claimed) -> Upload | Message | Dropped:
        made = parts.export_files.file(claimed.team_id, UserId(claimed.to), claimed.facts)
        if isinstance(made, Dropped):
            return made
        if made.rows > MOST:
            return views.too_many(made)
        return views.upload(made) if made.rows else views.nothing_left(made)

    return {MessageKind.EXPORT: sent}


def looked_for(text: str) -> str | None:
    """`export brochure open as json` in the words of `find`; None for another line."""
    match = _VERB.fullmatch(text.strip())
    return f"{match['rest'] or ''} export {match['how'] or 'csv'}".strip() if match else None


def asked(parts: Parts, by: Gesture, found: Found) -> Message:
    """What was understood looks for something."""
    return views.asked(parts.export_files.ask(by, found.kind, found.text, found.line), found.line, by.zone)
