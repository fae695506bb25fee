"""The limits of the blocks that Slack added since 2025."""

from tests.sandbox.validation.limits import chars, items, whole
from tests.sandbox.validation.newer import AXIS, CARD, CELL, NEWER, POINT, SERIES, TASK
from tests.sandbox.validation.newer import ICON as ICON_BUTTON
from tests.sandbox.validation.payloads import Payload, bent, button, message, modal, section

# Without what a table's other rows must agree with.
NARROW: Payload = {**NEWER["data_table"], "rows": [[CELL], [CELL]]}
ACTIONS = message(NEWER["context_actions"])
TWO_CARDS = message(NEWER["carousel"])
ICON = "/blocks/0/elements/1"
FACE = "/blocks/0/elements/0/positive_button"
BARS = message(NEWER["bars"])
ROW = [CELL]
UNNAMED = {name: value for name, value in ICON_BUTTON.items() if name != "action_id"}

NEWER_LIMITS = {
    "alert": chars(modal(NEWER["alert"]), "/blocks/0/text/text", 200),
    "card title": chars(message(CARD), "/blocks/0/title/text", 150),
    "card subtitle": chars(message(CARD), "/blocks/0/subtitle/text", 150),
    "card body": chars(message(CARD), "/blocks/0/body/text", 200),
    "card actions": items(message(CARD), "/blocks/0/actions", 3, button()),
    "card button": chars(message(CARD), "/blocks/0/actions/0/text/text", 75),
    "carousel": items(TWO_CARDS, "/blocks/0/elements", 10, CARD),
    "carousel card": chars(TWO_CARDS, "/blocks/0/elements/0/body/text", 200),
    "container title": chars(message(NEWER["container"]), "/blocks/0/title/text", 150),
    "container subtitle": chars(message(NEWER["container"]), "/blocks/0/subtitle/text", 150),
    "container children": items(message(NEWER["container"]), "/blocks/0/child_blocks", 10, section()),
    "child's text": chars(message(NEWER["container"]), "/blocks/0/child_blocks/0/text/text", 3000),
    "context actions": items(ACTIONS, "/blocks/0/elements", 5, UNNAMED),
    "feedback text": chars(ACTIONS, f"{FACE}/text/text", 75),
    "feedback value": chars(ACTIONS, f"{FACE}/value", 2000),
    "feedback label": chars(ACTIONS, f"{FACE}/accessibility_label", 75),
    "icon text": chars(ACTIONS, f"{ICON}/text/text", 75),
    "icon value": chars(ACTIONS, f"{ICON}/value", 2000, 0),
    "icon label": chars(ACTIONS, f"{ICON}/accessibility_label", 75),
    "icon readers": items(ACTIONS, f"{ICON}/visible_to_user_ids", 10, "U1"),
    "data table rows": items(message(NARROW), "/blocks/0/rows", 101, ROW, 2),
    "data table page": whole(message(NARROW), "/blocks/0/page_size", 100, 1),
    "chart title": chars(BARS, "/blocks/0/title", 50),
    "pie segments": items(message(NEWER["pie"]), "/blocks/0/chart/segments", 6, POINT),
    "pie label": chars(message(NEWER["pie"]), "/blocks/0/chart/segments/0/label", 20),
    "series": items(BARS, "/blocks/0/chart/series", 6, SERIES),
    "series name": chars(BARS, "/blocks/0/chart/series/0/name", 20),
    "series points": items(BARS, "/blocks/0/chart/series/0/data", 20, POINT),
    "categories": items(BARS, "/blocks/0/chart/axis_config/categories", 20, AXIS["categories"][0]),
    "category": chars(BARS, "/blocks/0/chart/axis_config/categories/0", 20),
    "plan tasks": items(message(NEWER["plan"]), "/blocks/0/tasks", 50, TASK),
}
# A row as long as it may be, where both rows are.
WIDE = bent(message(NARROW), "/blocks/0/rows", [ROW * 20, ROW * 20])
