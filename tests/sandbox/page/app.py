"""A small app in stock Bolt for the tests of the page: a command, a card, a form, a Home, forms of any elements."""

import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from tests.sandbox.page.elements import ELEMENTS, INITIAL, PRINT, WEB, asked

Blocks = list[dict[str, Any]]


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": words(text), "action_id": action_id, **more}


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def card(title: str, owner: str, *buttons: dict[str, Any]) -> Blocks:
    return [said(f"*{title}*\n{owner}", block_id="card"), {"type": "actions", "block_id": "do", "elements": [*buttons]}]


def form(title: str = "") -> dict[str, Any]:
    box: dict[str, Any] = {"type": "plain_text_input", "action_id": "typed"}
    box |= {"initial_value": title} if title else {}
    due = {"type": "datepicker", "action_id": "picked"}
    kind = {
        "type": "static_select",
        "action_id": "chosen",
        "options": [{"text": words("Print"), "value": "print"}, {"text": words("Web"), "value": "web"}],
    }
    blocks = [
        {"type": "input", "block_id": "title", "label": words("Title"), "element": box},
        {"type": "input", "block_id": "due", "label": words("Due date"), "element": due, "optional": True},
        {"type": "input", "block_id": "kind", "label": words("Kind"), "element": kind, "dispatch_action": True},
    ]
    return {"type": "modal", "callback_id": "log", "title": words("Log"), "submit": words("Log it"), "blocks": blocks}


def on_request(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
    text = command["text"]
    if not text:
        client.views_open(trigger_id=command["trigger_id"], view=form())
        ack()
        return
    undo = button(
        "Undo",
        "undo",
        confirm={
            "title": words("Undo it?"),
            "text": words("Nobody will see it."),
            "confirm": words("Yes"),
            "deny": words("Cancel"),
        },
    )
    ack(text="Understood", blocks=[said(f"Understood: {text}", block_id="said", accessory=undo)])
    take = button("I'll take this", "take", style="primary", value="R-1")
    client.chat_postMessage(channel=command["channel_id"], text="A card", blocks=card("R-1", "nobody yet", take))


def on_take(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    place = body["channel"]["id"], body["message"]["ts"]
    title = body["actions"][0]["value"]
    blocks = card(title, f"taken by <@{body['user']['id']}>", button("Done", "done", value=title))
    client.chat_update(channel=place[0], ts=place[1], text="A card", blocks=blocks)


def on_undo(ack: Ack, respond: Respond) -> None:
    ack()
    respond(text="Undone", replace_original=True)


def on_chosen(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    chosen = body["actions"][0]["selected_option"]["text"]["text"]
    view = form() | {"blocks": [*form()["blocks"], said(f"{chosen} it is")]}
    client.views_update(view_id=body["view"]["id"], view=view)


def on_log(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
    title = view["state"]["values"]["title"]["typed"]["value"]
    if title == "bad":
        ack(response_action="errors", errors={"title": "Say it in a few more words."})
        return
    ack()
    client.chat_postMessage(channel=body["user"]["id"], text=f"Logged {title}")


def on_task(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
    name = command["text"] or "everything"
    blocks = (
        asked(INITIAL) if name == "initial" else asked(ELEMENTS if name == "everything" else {name: ELEMENTS[name]})
    )
    view = {"type": "modal", "callback_id": "everything", "title": words("Everything"), "submit": words("Send")}
    client.views_open(trigger_id=command["trigger_id"], view=view | {"blocks": blocks})
    ack()


def on_everything(ack: Ack) -> None:
    ack()


def on_used(ack: Ack) -> None:
    """An element in a message."""
    ack()


def on_shortcut(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
    client.views_open(trigger_id=shortcut["trigger_id"], view=form(shortcut["message"]["text"][:20]))
    ack()


def on_home(event: dict[str, Any], client: WebClient) -> None:
    rows = [said(name, accessory=button("Done", "done", value=name)) for name in ("R-1 proof", "R-2 price")]
    head = {"type": "header", "text": words("Your day")}
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [head, *rows]})


def on_done(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    value = body["actions"][0]["value"]
    client.chat_postMessage(channel=body["user"]["id"], text=f"Done: {value}")
    if "view" in body:
        left = [block for block in body["view"]["blocks"] if block.get("accessory", {}).get("value") != value]
        client.views_publish(user_id=body["user"]["id"], view={"type": "home", "blocks": left})


def on_lookup(ack: Ack, payload: dict[str, Any]) -> None:
    """Those of its choices that hold what is typed, or groups; `broken` gets what is not taken, `late` nothing."""
    if payload["value"] == "group":
        ack(option_groups=[{"label": words("Paper"), "options": [PRINT]}])
    elif payload["value"] == "broken":
        ack(options=[{"text": words("No value")}])
    elif payload["value"] != "late":
        ack(options=[choice for choice in (PRINT, WEB) if payload["value"] in choice["text"]["text"].lower()])


def on_event() -> None:
    """Nothing to do."""


def listen(app: App) -> None:
    app.command("/request")(on_request)
    app.action("take")(on_take)
    app.action("undo")(on_undo)
    app.action("chosen")(on_chosen)
    app.view("log")(on_log)
    app.command("/task")(on_task)
    app.view("everything")(on_everything)
    app.action("used")(on_used)
    app.shortcut("request.log_message")(on_shortcut)
    app.event("app_home_opened")(on_home)
    app.action("done")(on_done)
    app.options("held")(on_lookup)
    app.options("used")(on_lookup)
    app.event(re.compile(".*"))(on_event)
