"""Small pieces of Block Kit for the specimen app."""

from typing import Any

Json = dict[str, Any]


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def section(words: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}, **more}


def button(words: str, action_id: str, value: str = "1") -> Json:
    return {"type": "button", "action_id": action_id, "text": text(words), "value": value}


def actions(*elements: Json, block_id: str = "do") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def options(*words: str) -> list[Json]:
    return [{"text": text(word), "value": word.lower()} for word in words]


def asks(label: str, block_id: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": text(label), "element": element, **more}


def line(action_id: str = "line", **more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def modal(*blocks: Json, title: str = "Log", **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "log",
        "title": text(title),
        "submit": text("Save"),
        "blocks": list(blocks),
        **more,
    }


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}
