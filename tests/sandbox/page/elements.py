"""The elements that hold a value, as a form asks for each, empty and as the app may set it at first."""

from typing import Any

Json = dict[str, Any]


def words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


PRINT: Json = {"text": words("Print") | {"emoji": True}, "value": "print"}
WEB: Json = {"text": words("Web") | {"emoji": True}, "value": "web"}
CHOICES = {"options": [PRINT, WEB]}
HELLO: Json = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "Hello "}, {"type": "user", "user_id": "U0BEN"}],
        }
    ],
}

ELEMENTS: dict[str, Json] = {
    "line": {"type": "plain_text_input"},
    "lines": {"type": "plain_text_input", "multiline": True},
    "email": {"type": "email_text_input"},
    "web": {"type": "url_text_input"},
    "number": {"type": "number_input", "is_decimal_allowed": True},
    "rich": {"type": "rich_text_input"},
    "date": {"type": "datepicker"},
    "time": {"type": "timepicker"},
    "moment": {"type": "datetimepicker"},
    "loaded": {"type": "external_select", "min_query_length": 1},
    "loaded_many": {"type": "multi_external_select", "min_query_length": 2},
    "loaded_at_once": {"type": "external_select", "min_query_length": 0, "initial_option": PRINT},
    "loaded_few": {"type": "multi_external_select", "min_query_length": 0, "max_selected_items": 1},
    "one": {"type": "static_select", **CHOICES},
    "several": {"type": "multi_static_select", **CHOICES},
    "person": {"type": "users_select"},
    "people": {"type": "multi_users_select"},
    "channel": {"type": "channels_select"},
    "channels": {"type": "multi_channels_select"},
    "place": {"type": "conversations_select"},
    "places": {"type": "multi_conversations_select"},
    "boxes": {"type": "checkboxes", **CHOICES},
    "radio": {"type": "radio_buttons", **CHOICES},
    "files": {"type": "file_input"},
}

INITIAL: dict[str, Json] = {
    "line": {"type": "plain_text_input", "initial_value": "one"},
    "email": {"type": "email_text_input", "initial_value": "ana@harbour.example"},
    "web": {"type": "url_text_input", "initial_value": "https://harbour.example/x"},
    "number": {"type": "number_input", "is_decimal_allowed": True, "initial_value": "12.5"},
    "rich": {"type": "rich_text_input", "initial_value": HELLO},
    "date": {"type": "datepicker", "initial_date": "2026-03-06"},
    "time": {"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/Berlin"},
    "moment": {"type": "datetimepicker", "initial_date_time": 1772812800},
    "loaded": {"type": "external_select", "initial_option": PRINT},
    "loaded_many": {"type": "multi_external_select", "initial_options": [PRINT, WEB]},
    "one": {"type": "static_select", "option_groups": [{"label": words("All"), **CHOICES}], "initial_option": WEB},
    "several": {"type": "multi_static_select", **CHOICES, "initial_options": [WEB]},
    "person": {"type": "users_select", "initial_user": "U0BEN"},
    "people": {"type": "multi_users_select", "initial_users": ["U0BEN", "U0CARLA"]},
    "channel": {"type": "channels_select", "initial_channel": "C0ACME"},
    "channels": {"type": "multi_channels_select", "initial_channels": ["C0ACME"]},
    "place": {"type": "conversations_select", "initial_conversation": "C0LEADERSHIP"},
    "places": {"type": "multi_conversations_select", "initial_conversations": ["C0ACME"]},
    "boxes": {"type": "checkboxes", **CHOICES, "initial_options": [PRINT]},
    "radio": {"type": "radio_buttons", **CHOICES, "initial_option": WEB},
}


def asked(elements: dict[str, Json]) -> list[Json]:
    return [
        {"type": "input", "block_id": name, "label": words(name), "element": {**element, "action_id": "held"}}
        for name, element in elements.items()
    ]
