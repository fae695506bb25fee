"""Every limit at its edge, one past it on both sides, and with a value of the wrong type."""

from collections.abc import Callable

import pytest

from tests.sandbox.validation.limits import Limit, chars, items, whole
from tests.sandbox.validation.newer_limits import NEWER_LIMITS
from tests.sandbox.validation.payloads import (
    CONFIRM,
    IMAGE,
    METADATA,
    OVERFLOW,
    RICH_TEXT,
    TABLE,
    VIDEO,
    actions,
    asking,
    bent,
    button,
    element,
    empty,
    found,
    home,
    message,
    modal,
    option,
    plain,
    section,
)

HTTPS = "https://"
CONFIRMED = message(actions(button(confirm=CONFIRM)))
LISTED = bent(message(RICH_TEXT), "/blocks/0/elements/1/offset", 0)
SELECT = message(actions(empty("static_select")))
GROUPED = message(
    actions(empty("static_select", options=None, option_groups=[{"label": plain(), "options": [option()]}]))
)
TEXT_INPUT = modal(asking(element("plain_text_input", placeholder=plain())))
IMAGE_ELEMENT = message({"type": "context", "elements": [IMAGE]})
CONTEXT = message({"type": "context", "elements": [plain()]})
FILTER = modal(asking(element("conversations_select", filter={"include": ["im"]})))
DISPATCH = modal(
    asking(element("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}))
)
EMOJI = bent(RICH_TEXT, "/elements/0/elements/0", {"type": "emoji", "name": "wave"})
DATED = bent(RICH_TEXT, "/elements/0/elements/0", {"type": "date", "timestamp": 1, "format": "{date}"})
DESCRIBED = option() | {"description": plain()}
FORMATTED = message(actions(empty("radio_buttons", options=[DESCRIBED])))
OVERFLOWING = message(actions(OVERFLOW | {"options": [DESCRIBED]}))
MULTI = modal(asking(element("multi_static_select", options=[option()])))
MARKED = message({"type": "markdown", "text": "x"})
FULL_VIDEO = message(VIDEO | {"title_url": HTTPS + "x", "provider_icon_url": HTTPS + "x", "description": plain()})
MANY_USERS = modal(asking(empty("multi_users_select")))
TEXT_ROW = [{"type": "raw_text", "text": "Cell"}]

BLOCK_LIMITS = {
    "block_id": chars(message(section()), "/blocks/0/block_id", 255),
    "section text": chars(message(section()), "/blocks/0/text/text", 3000),
    "section fields": items(message(section()), "/blocks/0/fields", 10, plain()),
    "section field": chars(message(section(fields=[plain()])), "/blocks/0/fields/0/text", 2000),
    "actions elements": items(message(actions()), "/blocks/0/elements", 25, button()),
    "context elements": items(CONTEXT, "/blocks/0/elements", 10, plain()),
    "context text": chars(CONTEXT, "/blocks/0/elements/0/text", 3000),
    "header": chars(message({"type": "header", "text": plain()}), "/blocks/0/text/text", 150),
    "image url": chars(message(IMAGE), "/blocks/0/image_url", 3000, 9, start=HTTPS),
    "image alt": chars(message(IMAGE), "/blocks/0/alt_text", 2000),
    "image title": chars(message(IMAGE | {"title": plain()}), "/blocks/0/title/text", 2000),
    "input label": chars(TEXT_INPUT, "/blocks/0/label/text", 2000),
    "input hint": chars(modal(asking(element("file_input"), hint=plain())), "/blocks/0/hint/text", 2000),
    "markdown": chars(MARKED, "/blocks/0/text", 12_000),
    "rich text elements": items(message(RICH_TEXT), "/blocks/0/elements", 10_000, RICH_TEXT["elements"][0]),
    "rich text leaf": chars(message(RICH_TEXT), "/blocks/0/elements/0/elements/0/text", 100_000),
    "rich text indent": whole(LISTED, "/blocks/0/elements/1/indent", 8, 0),
    "rich text offset": whole(LISTED, "/blocks/0/elements/1/offset", 1000, 0),
    "emoji skin": whole(message(EMOJI), "/blocks/0/elements/0/elements/0/skin_tone", 6, 1),
    "rich text date": whole(message(DATED), "/blocks/0/elements/0/elements/0/timestamp", 10**10, 0),
    "rich text border": whole(LISTED, "/blocks/0/elements/2/border", 1, 0),
    "table rows": items(message(TABLE), "/blocks/0/rows", 100, TEXT_ROW),
    "table columns": items(message(TABLE), "/blocks/0/rows/0", 20, TEXT_ROW[0]),
    "table settings": items(message(TABLE), "/blocks/0/column_settings", 20, {"align": "right", "is_wrapped": True}),
    "table cell": chars(message(TABLE), "/blocks/0/rows/0/0/text", 100_000),
    "video title": chars(message(VIDEO), "/blocks/0/title/text", 199),
    "video alt": chars(message(VIDEO), "/blocks/0/alt_text", 2000),
    "video author": chars(message(VIDEO), "/blocks/0/author_name", 49),
    "video provider": chars(message(VIDEO), "/blocks/0/provider_name", 50),
    "video description": chars(FULL_VIDEO, "/blocks/0/description/text", 200),
    "video url": chars(FULL_VIDEO, "/blocks/0/video_url", 3000, 9, start=HTTPS),
    "video title url": chars(FULL_VIDEO, "/blocks/0/title_url", 3000, 9, start=HTTPS),
}

ELEMENT_LIMITS = {
    "action_id": chars(message(actions(button())), "/blocks/0/elements/0/action_id", 255),
    "button text": chars(message(actions(button())), "/blocks/0/elements/0/text/text", 75),
    "button value": chars(message(actions(button())), "/blocks/0/elements/0/value", 2000, 0),
    "button url": chars(message(actions(button())), "/blocks/0/elements/0/url", 3000, 9, start=HTTPS),
    "button label": chars(message(actions(button())), "/blocks/0/elements/0/accessibility_label", 75),
    "button prompt": chars(message(actions(button())), "/blocks/0/elements/0/agent_prompt", 4000),
    "accessory button text": chars(message(section(accessory=button())), "/blocks/0/accessory/text/text", 75),
    "confirm title": chars(CONFIRMED, "/blocks/0/elements/0/confirm/title/text", 100),
    "confirm text": chars(CONFIRMED, "/blocks/0/elements/0/confirm/text/text", 300),
    "confirm yes": chars(CONFIRMED, "/blocks/0/elements/0/confirm/confirm/text", 30),
    "confirm no": chars(CONFIRMED, "/blocks/0/elements/0/confirm/deny/text", 30),
    "image element url": chars(IMAGE_ELEMENT, "/blocks/0/elements/0/image_url", 3000, 9, start=HTTPS),
    "image element alt": chars(IMAGE_ELEMENT, "/blocks/0/elements/0/alt_text", 2000),
    "overflow options": items(message(actions(OVERFLOW)), "/blocks/0/elements/0/options", 5, option()),
    "checkboxes": items(message(actions(empty("checkboxes"))), "/blocks/0/elements/0/options", 10, option()),
    "radio buttons": items(message(actions(empty("radio_buttons"))), "/blocks/0/elements/0/options", 10, option()),
    "select options": items(SELECT, "/blocks/0/elements/0/options", 100, option()),
    "multi select options": items(
        message(actions(empty("multi_static_select"))), "/blocks/0/elements/0/options", 100, option()
    ),
    "select groups": items(
        GROUPED, "/blocks/0/elements/0/option_groups", 100, {"label": plain(), "options": [option()]}
    ),
    "group label": chars(GROUPED, "/blocks/0/elements/0/option_groups/0/label/text", 75),
    "group options": items(GROUPED, "/blocks/0/elements/0/option_groups/0/options", 100, option()),
    "option text": chars(SELECT, "/blocks/0/elements/0/options/0/text/text", 75),
    "option value": chars(SELECT, "/blocks/0/elements/0/options/0/value", 150),
    "option description": chars(
        bent(SELECT, "/blocks/0/elements/0/options/0/description", plain()),
        "/blocks/0/elements/0/options/0/description/text",
        75,
    ),
    "overflow option url": chars(
        message(actions(OVERFLOW)), "/blocks/0/elements/0/options/0/url", 3000, 9, start=HTTPS
    ),
    "overflow description": chars(OVERFLOWING, "/blocks/0/elements/0/options/0/description/text", 75),
    "radio text": chars(FORMATTED, "/blocks/0/elements/0/options/0/text/text", 75),
    "radio description": chars(FORMATTED, "/blocks/0/elements/0/options/0/description/text", 75),
    "initial checkboxes": items(
        modal(asking(element("checkboxes"))), "/blocks/0/element/initial_options", 10, option("a")
    ),
    "initial options": items(MULTI, "/blocks/0/element/initial_options", 100, option()),
    "initial loaded options": items(
        modal(asking(element("multi_external_select"))), "/blocks/0/element/initial_options", 100, option()
    ),
    "placeholder": chars(TEXT_INPUT, "/blocks/0/element/placeholder/text", 150),
    "max_selected_items": whole(MANY_USERS, "/blocks/0/element/max_selected_items", 1000, 1),
    "min_query_length": whole(modal(asking(element("external_select"))), "/blocks/0/element/min_query_length", 1000, 0),
    "min_length": whole(TEXT_INPUT, "/blocks/0/element/min_length", 3000, 0),
    "max_length": whole(modal(asking(empty("plain_text_input"))), "/blocks/0/element/max_length", 3000, 1),
    "initial text": chars(TEXT_INPUT, "/blocks/0/element/initial_value", 3000, 0),
    "min_lines": whole(modal(asking(element("rich_text_input"))), "/blocks/0/element/min_lines", 100, 1),
    "max_lines": whole(modal(asking(element("rich_text_input"))), "/blocks/0/element/max_lines", 100, 1),
    "max_files": whole(modal(asking(element("file_input"))), "/blocks/0/element/max_files", 10, 1),
    "filter": items(FILTER, "/blocks/0/element/filter/include", 4, "im"),
    "dispatch": items(DISPATCH, "/blocks/0/element/dispatch_action_config/trigger_actions_on", 2, "on_enter_pressed"),
    "moment": whole(
        modal(asking(element("datetimepicker"))), "/blocks/0/element/initial_date_time", 9_999_999_999, 1_000_000_000
    ),
}

SURFACE_LIMITS = {
    "message blocks": items(message(), "/blocks", 50, section(), 0),
    "attachments": items(message(), "/attachments", 100, {"fallback": "Words"}, 0),
    "attachment blocks": items(message(attachments=[{}]), "/attachments/0/blocks", 50, section(), 0),
    "markdown_text": chars({"channel": "C1"}, "/markdown_text", 12_000, 0),
    "event_type": chars(message(section(), metadata=METADATA), "/metadata/event_type", 255),
    "modal blocks": items(modal(), "/blocks", 100, section()),
    "home blocks": items(home(), "/blocks", 100, section()),
    "title": chars(modal(), "/title/text", 24),
    "submit": chars(modal(), "/submit/text", 24),
    "close": chars(modal(close=plain()), "/close/text", 24),
    "private_metadata": chars(modal(), "/private_metadata", 3000, 0),
    "home private_metadata": chars(home(), "/private_metadata", 3000, 0),
    "callback_id": chars(modal(), "/callback_id", 255, 0),
    "external_id": chars(modal(), "/external_id", 255, 0),
}

LIMITS = {**BLOCK_LIMITS, **NEWER_LIMITS, **ELEMENT_LIMITS, **SURFACE_LIMITS}
# Slack names no upper limit there; the number only says how much was tried.
UNLIMITED = {
    "rich text offset",
    "rich text date",
    "rich text elements",
    "rich text leaf",
    "table cell",
    "max_selected_items",
    "min_query_length",
}
# An empty text is said in the language of the message as a whole.
MAY_BE_EMPTY = {"markdown_text"}


def good_sizes() -> dict[str, tuple[Limit, int]]:
    sizes = {
        name: {limit.most, limit.least} - ({0} if name in MAY_BE_EMPTY else set()) for name, limit in LIMITS.items()
    }
    return {f"{name}: {size}": (LIMITS[name], size) for name, tried in sizes.items() for size in sorted(tried)}


def bad_sizes() -> dict[str, tuple[Limit, int, str]]:
    cases = {}
    for name, limit in LIMITS.items():
        short, long = limit.codes
        if name not in UNLIMITED:
            cases[f"{name}: {limit.most + 1}"] = (limit, limit.most + 1, long)
        if limit.least in {1, 2} or short == "too_small":
            cases[f"{name}: {limit.least - 1}"] = (limit, limit.least - 1, short)
    return cases


@pytest.mark.parametrize(("limit", "size"), good_sizes().values(), ids=good_sizes())
def test_the_edge_is_allowed(limit: Limit, size: int) -> None:
    assert found(bent(limit.payload, limit.pointer, limit.fill(size))) == set()


@pytest.mark.parametrize(("limit", "size", "code"), bad_sizes().values(), ids=bad_sizes())
def test_one_past_the_edge_is_refused(limit: Limit, size: int, code: str) -> None:
    assert found(bent(limit.payload, limit.pointer, limit.fill(size))) == {(limit.pointer, code)}


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("wrong", [{"text": "Words"}, True, 1.5, None], ids=["object", "boolean", "fraction", "null"])
def test_a_value_of_the_wrong_type_is_refused(limit: Limit, wrong: object) -> None:
    at_top_of_message = limit.pointer.count("/") == 1 and "channel" in limit.payload
    wanted = set() if wrong is None and at_top_of_message else {(limit.pointer, "invalid_type")}
    assert found(bent(limit.payload, limit.pointer, wrong)) >= wanted


def test_how_many_cases(record_property: Callable[[str, object], None]) -> None:
    counted = len(good_sizes()) + len(bad_sizes()) + 4 * len(LIMITS)
    record_property("counted", f"{counted} cases of {len(LIMITS)} limits of Block Kit")
    assert len(LIMITS) > 80
