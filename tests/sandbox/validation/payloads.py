"""Good messages, views, blocks and elements that tests bend out of shape."""

from copy import deepcopy
from typing import Any

from sandbox.validation import Problem, message_problems, view_problems

Payload = dict[str, Any]


def plain(words: str = "Words") -> Payload:
    return {"type": "plain_text", "text": words}


def option(value: str = "a") -> Payload:
    return {"text": plain(f"Option {value}"), "value": value}


RICH_TEXT: Payload = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello", "style": {"bold": True}}]},
        {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U1"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
    ],
}
CONFIRM: Payload = {
    "title": plain("Sure?"),
    "text": plain("It goes away."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}

# With `a` as what each holds at first; an element that takes many holds a list.
STATEFUL: dict[str, Payload] = {
    "plain_text_input": {"initial_value": "Hello"},
    "email_text_input": {"initial_value": "ana@example.com"},
    "url_text_input": {"initial_value": "https://example.com"},
    "number_input": {"is_decimal_allowed": True, "initial_value": "1.5"},
    "static_select": {"options": [option("a"), option("b")], "initial_option": option("a")},
    "external_select": {"initial_option": option("a")},
    "radio_buttons": {"options": [option("a"), option("b")], "initial_option": option("a")},
    "multi_static_select": {"options": [option("a"), option("b")], "initial_options": [option("a")]},
    "multi_external_select": {"initial_options": [option("a")]},
    "checkboxes": {"options": [option("a"), option("b")], "initial_options": [option("a")]},
    "users_select": {"initial_user": "U1"},
    "multi_users_select": {"initial_users": ["U1"]},
    "conversations_select": {"initial_conversation": "C1"},
    "multi_conversations_select": {"initial_conversations": ["C1"]},
    "channels_select": {"initial_channel": "C1"},
    "multi_channels_select": {"initial_channels": ["C1"]},
    "datepicker": {"initial_date": "2026-03-06"},
    "timepicker": {"initial_time": "09:30"},
    "datetimepicker": {"initial_date_time": 1772787600},
    "rich_text_input": {"initial_value": RICH_TEXT},
    "file_input": {},
}


def element(kind: str, **settings: object) -> Payload:
    """The element with its initial settings; a setting of None takes that setting away."""
    made = {"type": kind, "action_id": "action", **deepcopy(STATEFUL[kind]), **settings}
    return {name: value for name, value in made.items() if value is not None}


def empty(kind: str, **settings: object) -> Payload:
    made = element(kind, **settings)
    return {name: value for name, value in made.items() if not name.startswith("initial_") or name in settings}


def button(**settings: object) -> Payload:
    return {"type": "button", "text": plain("Done"), **settings}


def section(**settings: object) -> Payload:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}, **settings}


def actions(*elements: Payload) -> Payload:
    return {"type": "actions", "elements": list(elements)}


def asking(asked: Payload, **settings: object) -> Payload:
    return {"type": "input", "block_id": "block", "label": plain("Label"), "element": asked, **settings}


def message(*blocks: Payload, **arguments: object) -> Payload:
    return {"channel": "C1", "text": "Words", "blocks": list(blocks), **arguments}


def modal(*blocks: Payload, **settings: object) -> Payload:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks) or [section()], **settings}


def home(*blocks: Payload, **settings: object) -> Payload:
    return {"type": "home", "blocks": list(blocks) or [section()], **settings}


VIDEO: Payload = {
    "type": "video",
    "alt_text": "A film",
    "title": plain(),
    "thumbnail_url": "https://example.com/film.png",
    "video_url": "https://example.com/film",
}
IMAGE: Payload = {"type": "image", "alt_text": "A cat", "image_url": "https://example.com/cat.png"}
TABLE: Payload = {"type": "table", "rows": [[{"type": "raw_text", "text": "Cell"}]]}
OVERFLOW: Payload = {"type": "overflow", "action_id": "more", "options": [option("a")]}
METADATA: Payload = {"event_type": "logged", "event_payload": {"ref": "a"}}


def problems(payload: Payload) -> list[Problem]:
    return view_problems(payload) if payload.get("type") in {"modal", "home"} else message_problems(payload)


def found(payload: Payload) -> set[tuple[str, str]]:
    return {(problem.pointer, problem.code) for problem in problems(payload)}


def bent(payload: Payload, pointer: str, value: object) -> Payload:
    """A copy of the payload with another value where the pointer shows."""
    *parents, last = pointer.removeprefix("/").split("/")
    copy = deepcopy(payload)
    place: Any = copy
    for name in parents:
        place = place[int(name)] if isinstance(place, list) else place[name]
    place[int(last) if isinstance(place, list) else last] = value
    return copy
