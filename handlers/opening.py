"""Where a form opens: over a message, or in the place of the *More…* whose button asks for it; and what takes its
place.
"""

from slack_sdk import WebClient

from handlers.answers import is_menu
from handlers.blocks import Block, Message
from handlers.gestures import Body
from handlers.parts import Parts


def form(slack: WebClient, body: Body, view: Block) -> None:
    """In the place of a menu: sent or cancelled, it leaves nothing behind that shows what was."""
    if is_menu(body.get("view") or {}):
        slack.views_update(view_id=body["view"]["id"], view=view)
    else:
        slack.views_open(trigger_id=body["trigger_id"], view=view)


def page(slack: WebClient, body: Body, view: Block) -> None:
    """Over the form whose button asks for it, which is there again once this is closed."""
    opens = slack.views_push if (body.get("view") or {}).get("type") == "modal" else slack.views_open
    opens(trigger_id=body["trigger_id"], view=view)


def answer(parts: Parts, body: Body, message: Message, result: Block) -> None:
    """In the place of what was clicked: `result` is the message as a form shows it."""
    view = body.get("view") or {}
    if view.get("type") == "modal" and not is_menu(view):
        parts.answers.afterwards(lambda: parts.slack.views_update(view_id=view["id"], view=result))
    else:
        parts.answers.instead(body, message)
