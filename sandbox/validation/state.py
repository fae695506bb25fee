"""What `view.state.values` holds before anybody has typed: initial settings, or each element's empty value."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sandbox.validation.blocks import elements_of, placed


@dataclass(frozen=True)
class Held:
    """Under which key an element's state stands, and which setting fills it at first."""

    key: str
    initial: str
    many: bool = False


_TEXT = Held("value", "initial_value")
_OPTION = Held("selected_option", "initial_option")
_OPTIONS = Held("selected_options", "initial_options", many=True)

STATEFUL: Mapping[str, Held] = MappingProxyType(
    {
        "plain_text_input": _TEXT,
        "email_text_input": _TEXT,
        "url_text_input": _TEXT,
        "number_input": _TEXT,
        "static_select": _OPTION,
        "external_select": _OPTION,
        "radio_buttons": _OPTION,
        "multi_static_select": _OPTIONS,
        "multi_external_select": _OPTIONS,
        "checkboxes": _OPTIONS,
        "users_select": Held("selected_user", "initial_user"),
        "multi_users_select": Held("selected_users", "initial_users", many=True),
        "conversations_select": Held("selected_conversation", "initial_conversation"),
        "multi_conversations_select": Held("selected_conversations", "initial_conversations", many=True),
        "channels_select": Held("selected_channel", "initial_channel"),
        "multi_channels_select": Held("selected_channels", "initial_channels", many=True),
        "datepicker": Held("selected_date", "initial_date"),
        "timepicker": Held("selected_time", "initial_time"),
        "datetimepicker": Held("selected_date_time", "initial_date_time"),
        "rich_text_input": Held("rich_text_value", "initial_value"),
        "file_input": Held("files", "initial_files", many=True),
    }
)


def initial_values(blocks: list[dict[str, object]]) -> dict[str, dict[str, dict[str, object]]]:
    """Elements without a block_id and an action_id are left out: Slack invents ids for those at each rendering."""
    values: dict[str, dict[str, dict[str, object]]] = {}
    for _, block in placed(blocks):
        for _, element in elements_of(block):
            match block.get("block_id"), element:
                case str(block_id), {"type": str(kind), "action_id": str(action_id)} if kind in STATEFUL:
                    values.setdefault(block_id, {})[action_id] = _initial(element)
    return values


def _initial(element: dict[str, Any]) -> dict[str, object]:
    held = STATEFUL[element["type"]]
    empty: object = [] if held.many else None
    return entry(element, deepcopy(element.get(held.initial, empty)) or empty)


def entry(element: dict[str, Any], value: object) -> dict[str, object]:
    kind: str = element["type"]
    if kind == "rich_text_input" and value is None:
        return {"type": kind}
    zone = {"timezone": element["timezone"]} if kind == "timepicker" and "timezone" in element else {}
    return {"type": kind, STATEFUL[kind].key: value, **zone}
