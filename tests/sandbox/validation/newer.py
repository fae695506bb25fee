"""Good blocks of the kinds that Slack added since 2025."""

from tests.sandbox.validation.payloads import IMAGE, RICH_TEXT, Payload, button, plain, section

CARD: Payload = {"type": "card", "title": plain(), "body": plain(), "subtitle": plain(), "actions": [button()]}
TASK: Payload = {"type": "task_card", "task_id": "t", "title": "Words", "status": "complete", "details": RICH_TEXT}
CELL: Payload = {"type": "raw_text", "text": "Cell"}
POINT: Payload = {"label": "Week", "value": 1.5}
SERIES: Payload = {"name": "Done", "data": [POINT]}
AXIS: Payload = {"categories": ["Week"], "x_label": "When", "y_label": "What"}
FEEDBACK: Payload = {
    "type": "feedback_buttons",
    "action_id": "rate",
    "positive_button": {"text": plain("Good"), "value": "+", "accessibility_label": "Good"},
    "negative_button": {"text": plain("Bad"), "value": "-"},
}
ICON: Payload = {"type": "icon_button", "action_id": "drop", "icon": "trash", "text": plain("Drop"), "value": "x"}

NEWER: dict[str, Payload] = {
    "alert": {"type": "alert", "text": plain(), "level": "info"},
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD]},
    "container": {
        "type": "container",
        "title": plain(),
        "subtitle": plain(),
        "width": "wide",
        "icon": IMAGE,
        "child_blocks": [section(), CARD],
    },
    "context_actions": {"type": "context_actions", "elements": [FEEDBACK, ICON]},
    "data_table": {
        "type": "data_table",
        "caption": "Words",
        "page_size": 5,
        "rows": [[CELL, CELL], [{"type": "raw_number", "value": 1}, RICH_TEXT]],
    },
    "pie": {"type": "data_visualization", "title": "Words", "chart": {"type": "pie", "segments": [POINT]}},
    "bars": {
        "type": "data_visualization",
        "title": "Words",
        "chart": {"type": "bar", "series": [SERIES], "axis_config": AXIS},
    },
    "plan": {"type": "plan", "title": "Words", "tasks": [{**TASK, "status": "pending"}]},
    "task_card": TASK,
}
