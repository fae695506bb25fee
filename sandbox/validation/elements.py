"""Limits of the block elements, and on which surfaces and in which blocks each may stand."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from sandbox.validation import laws
from sandbox.validation.objects import (
    ACTION_ID,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_ACTION_CONFIG,
    FORMATTED_OPTION,
    OPENABLE_URL,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PLACEHOLDER,
    SLACK_FILE,
    STYLE,
    WEB,
    WEB_URL,
    plain,
)
from sandbox.validation.rich_text import RICH_TEXT_VALUE
from sandbox.validation.shapes import Boolean, Many, Record, Shape, String, Whole

TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")

_ID: Mapping[str, Shape] = {"action_id": ACTION_ID}
_CHOICE: Mapping[str, Shape] = {**_ID, "confirm": CONFIRM, "focus_on_load": Boolean()}
_MENU: Mapping[str, Shape] = {**_CHOICE, "placeholder": PLACEHOLDER}
_MULTI: Mapping[str, Shape] = {**_MENU, "max_selected_items": Whole(at_least=1)}
_INPUT: Mapping[str, Shape] = {
    **_ID,
    "placeholder": PLACEHOLDER,
    "focus_on_load": Boolean(),
    "dispatch_action_config": DISPATCH_ACTION_CONFIG,
}
_STATIC: Mapping[str, Shape] = {"options": Many(OPTION, 100), "option_groups": Many(OPTION_GROUP, 100)}
_CONVERSATIONS: Mapping[str, Shape] = {"default_to_current_conversation": Boolean(), "filter": CONVERSATION_FILTER}
_MIN_QUERY = Whole(at_least=0)

_FEEDBACK = Record(
    needs={"text": plain(75), "value": String(at_most=2000)}, may={"accessibility_label": String(at_most=75)}
)

_STILL = {
    "button": Record(
        needs={"text": plain(75)},
        may={
            **_ID,
            "url": OPENABLE_URL,
            "value": String(at_least=0, at_most=2000),
            "style": STYLE,
            "confirm": CONFIRM,
            "accessibility_label": String(at_most=75),
            "agent_prompt": String(at_most=4000),
        },
    ),
    "feedback_buttons": Record(needs={"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, may=_ID),
    "icon_button": Record(
        needs={"icon": String(one_of=frozenset({"trash"})), "text": plain(75)},
        may={
            **_ID,
            "value": String(at_least=0, at_most=2000),
            "accessibility_label": String(at_most=75),
            "visible_to_user_ids": Many(String(), 10),
            "confirm": CONFIRM,
        },
    ),
    "overflow": Record(needs={"options": Many(OVERFLOW_OPTION, 5)}, may={**_ID, "confirm": CONFIRM}),
    "image": Record(
        needs={"alt_text": String(at_most=2000)},
        may={"image_url": WEB_URL, "slack_file": SLACK_FILE},
        laws=(laws.image_from_one_place,),
    ),
}

_LISTS = {
    "checkboxes": Record(
        needs={"options": Many(FORMATTED_OPTION, 10)},
        may={**_CHOICE, "initial_options": Many(FORMATTED_OPTION, 10)},
        laws=(laws.initial_options_are_offered,),
    ),
    "radio_buttons": Record(
        needs={"options": Many(FORMATTED_OPTION, 10)},
        may={**_CHOICE, "initial_option": FORMATTED_OPTION},
        laws=(laws.initial_option_is_offered,),
    ),
}

_SELECTS = {
    "static_select": Record(
        may={**_MENU, **_STATIC, "initial_option": OPTION},
        laws=(laws.options_or_groups, laws.initial_option_is_offered),
    ),
    "external_select": Record(may={**_MENU, "initial_option": OPTION, "min_query_length": _MIN_QUERY}),
    "users_select": Record(may={**_MENU, "initial_user": String()}),
    "conversations_select": Record(
        may={**_MENU, **_CONVERSATIONS, "initial_conversation": String(), "response_url_enabled": Boolean()}
    ),
    "channels_select": Record(may={**_MENU, "initial_channel": String(), "response_url_enabled": Boolean()}),
}

_MULTI_SELECTS = {
    "multi_static_select": Record(
        may={**_MULTI, **_STATIC, "initial_options": Many(OPTION, 100)},
        laws=(laws.options_or_groups, laws.initial_options_are_offered, laws.initial_fits_max_selected),
    ),
    "multi_external_select": Record(
        may={**_MULTI, "initial_options": Many(OPTION, 100), "min_query_length": _MIN_QUERY},
        laws=(laws.initial_fits_max_selected,),
    ),
    "multi_users_select": Record(
        may={**_MULTI, "initial_users": Many(String())}, laws=(laws.initial_fits_max_selected,)
    ),
    "multi_conversations_select": Record(
        may={**_MULTI, **_CONVERSATIONS, "initial_conversations": Many(String())},
        laws=(laws.initial_fits_max_selected,),
    ),
    "multi_channels_select": Record(
        may={**_MULTI, "initial_channels": Many(String())}, laws=(laws.initial_fits_max_selected,)
    ),
}

_MOMENTS = {
    "datepicker": Record(may={**_MENU, "initial_date": String()}, laws=(laws.date_exists,)),
    "timepicker": Record(
        may={**_MENU, "initial_time": String(form=TIME), "timezone": String()}, laws=(laws.zone_exists,)
    ),
    "datetimepicker": Record(
        may={**_CHOICE, "initial_date_time": Whole(at_least=1_000_000_000, at_most=9_999_999_999)}
    ),
}

_TYPED = {
    "plain_text_input": Record(
        may={
            **_INPUT,
            "initial_value": String(at_least=0, at_most=3000),
            "multiline": Boolean(),
            "min_length": Whole(at_least=0, at_most=3000),
            "max_length": Whole(at_least=1, at_most=3000),
        },
        laws=(laws.lengths_agree,),
    ),
    "email_text_input": Record(may={**_INPUT, "initial_value": String(form=EMAIL)}),
    "url_text_input": Record(may={**_INPUT, "initial_value": String(form=WEB)}),
    "number_input": Record(
        needs={"is_decimal_allowed": Boolean()},
        may={**_INPUT, "initial_value": String(), "min_value": String(), "max_value": String()},
        laws=(laws.numbers_agree,),
    ),
    "rich_text_input": Record(
        may={
            **_INPUT,
            "initial_value": RICH_TEXT_VALUE,
            "min_lines": Whole(at_least=1, at_most=100),
            "max_lines": Whole(at_least=1, at_most=100),
        },
        laws=(laws.lines_agree,),
    ),
    "file_input": Record(may={**_ID, "filetypes": Many(String()), "max_files": Whole(at_least=1, at_most=10)}),
}

ELEMENTS: Mapping[str, Record] = MappingProxyType(
    {**_STILL, **_LISTS, **_SELECTS, **_MULTI_SELECTS, **_MOMENTS, **_TYPED}
)

_EVERYWHERE = frozenset({*_LISTS, *_SELECTS, *_MULTI_SELECTS, "datepicker", "timepicker"})
IN_ACTIONS = _EVERYWHERE | {"button", "overflow", "datetimepicker"}
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})
IN_SECTION = _EVERYWHERE | {"button", "overflow", "image"}
IN_INPUT = _EVERYWHERE | {"datetimepicker", *_TYPED}

# Elements that are not named here may stand on every surface.
ELEMENT_SURFACES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "datetimepicker": frozenset({"message", "modal"}),
        "email_text_input": frozenset({"modal"}),
        "url_text_input": frozenset({"modal"}),
        "number_input": frozenset({"modal"}),
        "file_input": frozenset({"modal"}),
        "rich_text_input": frozenset({"modal", "home"}),
    }
)
