"""Filling elements: from what a person types or picks, by words and names, to what the element then holds."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.blocks import label, plain, stateful
from sandbox.directory import person, place
from sandbox.errors import DriverMistake, Json
from sandbox.validation import NotPossible, with_typed
from sandbox.views import OpenView
from sandbox.workspace import Workspace
from sandbox.world import User

PEOPLE = frozenset({"users_select", "multi_users_select"})
PLACES = frozenset({"channels_select", "multi_channels_select", "conversations_select", "multi_conversations_select"})
TYPED = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"})


def value_of(slack: Workspace, user: User, element: Json, typed: Any) -> Json:
    """Raises NotPossible for what the element does not take."""
    kind = element["type"]
    if kind in PEOPLE | PLACES:
        typed = _named(slack, user, kind, typed)
    elif kind == "datetimepicker" and isinstance(typed, str) and not typed.isdecimal() and typed:
        typed = _moment(user, typed)
    elif kind == "external_select" and isinstance(typed, str):
        typed = _offered(element.get("initial_option"), typed)
    elif kind.startswith("multi_") or kind == "checkboxes":
        typed = _several(typed)
    return with_typed(element, typed)


def fill(slack: Workspace, user: User, view: OpenView, values: dict[str, Any]) -> dict[str, str]:
    """Type these into the view; what the client would mark at an input comes back by its block."""
    errors: dict[str, str] = {}
    state = view.state()
    for key, typed in values.items():
        for block_id, action_id, element, value in _targets(view, key, typed):
            if _blank(value) and _is_empty(state[block_id][action_id]):
                continue
            try:
                view.type(block_id, action_id, value_of(slack, user, element, value))
            except NotPossible as trouble:
                if element["type"] not in TYPED:
                    raise DriverMistake("not_possible", f"{key}: {trouble.reason}") from trouble
                errors[block_id] = trouble.reason
    return errors


def missing(view: OpenView) -> dict[str, str]:
    """Inputs that the client asks for before it sends anything."""
    state = view.state()
    needed = (b for b in view.blocks if b.get("type") == "input" and not b.get("optional"))
    empty = (b["block_id"] for b in needed if _is_empty(state[b["block_id"]][b["element"]["action_id"]]))
    return dict.fromkeys(empty, "Please complete this required field.")


def _blank(typed: Any) -> bool:
    return typed is None or typed in ("", [])


def _is_empty(held: Json) -> bool:
    return not any(value for name, value in held.items() if name not in {"type", "timezone"})


def _targets(view: OpenView, key: str, typed: Any) -> list[tuple[str, str, Json, Any]]:
    """The elements that a key means: a block's id, an action's id, or the label that a person reads."""
    holders = list(stateful(view.blocks))
    labels = {block["block_id"]: label(block) for block in view.blocks if "block_id" in block}
    for means in (lambda h: h[0] == key, lambda h: h[1] == key, lambda h: labels.get(h[0]) == key):
        found = [holder for holder in holders if means(holder)]
        if found and isinstance(typed, dict) and typed.keys() <= {h[1] for h in found}:
            return [(*holder, typed[holder[1]]) for holder in found if holder[1] in typed]
        if found:
            return [(*found[0], typed)]
    known = ", ".join(repr(labels.get(block_id) or block_id) for block_id, _, _ in holders)
    raise DriverMistake("no_such_field", f"nothing called {key!r} to fill in; there are {known}")


def _named(slack: Workspace, user: User, kind: str, typed: Any) -> Any:
    def one(name: Any) -> Any:
        if not isinstance(name, str) or not name:
            return name
        return person(slack, name).id if kind in PEOPLE else _place(slack, user, name)

    return [one(name) for name in _several(typed)] if kind.startswith("multi_") else one(typed)


def _place(slack: Workspace, user: User, name: str) -> str:
    return place(slack, user, name).id


def _several(typed: Any) -> list[Any]:
    if typed is None or typed == "":
        return []
    return list(typed) if isinstance(typed, (list, tuple)) else [typed]


def _offered(option: Json | None, typed: str) -> Any:
    """The only option of an external select that stands in its own definition."""
    return option if option is not None and typed in {option["value"], plain(option["text"])} else typed


def _moment(user: User, typed: str) -> int:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as trouble:
        raise DriverMistake("not_possible", f"{typed!r} is no moment such as 2026-03-06T16:00") from trouble
    local = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(user.tz))
    return int(local.timestamp())
