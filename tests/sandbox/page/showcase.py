"""One of every block, in messages of a small world: how each is shown is the page's own work."""

from typing import Any

from sandbox import World
from sandbox.world import Message

Block = dict[str, Any]


def words(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def signs(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def rich(*leaves: Block, kind: str = "rich_text_section", **more: Any) -> Block:
    return {"type": kind, "elements": list(leaves), **more}


def said(text: str, **style: bool) -> Block:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


AWAY = "https://pictures.example/a.png"
PRESS = {"type": "button", "text": words("Open it"), "action_id": "done", "value": "R-1"}
CARD = {"type": "card", "title": signs("*Acme*"), "subtitle": signs("Print"), "body": signs("500 copies")}
STYLED = (
    said("bold", bold=True),
    said("slanted", italic=True),
    said("gone", strike=True),
    said("code", code=True),
    {"type": "user", "user_id": "U0BEN"},
    {"type": "channel", "channel_id": "C0ACME"},
    {"type": "link", "url": "https://a.example/x", "text": "the plan"},
    {"type": "emoji", "name": "tada"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#ff0000"},
    {"type": "date", "timestamp": 1772812800, "format": "{date_num}", "fallback": "in March"},
)
TASK = {"type": "task_card", "task_id": "1", "title": "Ask the printer", "status": "in_progress"}

BLOCKS: dict[str, Block] = {
    "section": {"type": "section", "text": signs("*Proof* for <@U0BEN>"), "fields": [signs("Due"), words("Friday")]},
    "picture": {
        "type": "section",
        "text": words("With a picture"),
        "accessory": {"type": "image", "image_url": AWAY, "alt_text": "A brochure"},
    },
    "actions": {"type": "actions", "elements": [PRESS, {**PRESS, "action_id": "b", "text": words("Drop it")}]},
    "link": {"type": "actions", "elements": [{**PRESS, "text": words("Read"), "url": "https://a.example/x"}]},
    "context": {
        "type": "context",
        "elements": [{"type": "image", "image_url": AWAY, "alt_text": "Ben"}, signs("Asked by *Ben*")],
    },
    "header": {"type": "header", "text": words("Your day :sunny:")},
    "divider": {"type": "divider"},
    "image": {"type": "image", "image_url": AWAY, "alt_text": "The cover", "title": words("Cover, second try")},
    "styles": {"type": "rich_text", "elements": [rich(*STYLED)]},
    "lists": {
        "type": "rich_text",
        "elements": [
            rich(rich(said("first")), rich(said("second")), kind="rich_text_list", style="ordered"),
            rich(rich(said("deeper")), kind="rich_text_list", style="bullet", indent=1),
            rich(said("They said so"), kind="rich_text_quote"),
            rich(said("a = 1"), kind="rich_text_preformatted"),
        ],
    },
    "video": {
        "type": "video",
        "title": words("How to fold it"),
        "title_url": "https://a.example/fold",
        "video_url": "https://a.example/fold/play",
        "thumbnail_url": AWAY,
        "alt_text": "A folded sheet",
        "author_name": "Matt",
        "description": words("In two minutes"),
    },
    "markdown": {
        "type": "markdown",
        "text": "# Plan\n**today** _soon_ ~~never~~ `x`\n- one\n- two\n\n> said\n\n1. first",
    },
    "table": {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Client"}, {"type": "raw_text", "text": "Open"}],
            [{"type": "rich_text", "elements": [rich(said("Acme", bold=True))]}, {"type": "raw_number", "value": 3}],
        ],
        "column_settings": [{}, {"align": "right"}],
    },
    "file": {"type": "file", "external_id": "brochure-7", "source": "remote"},
    "call": {
        "type": "call",
        "call_id": "R0CALL",
        "call": {
            "v1": {
                "id": "R0CALL",
                "name": "About the proof",
                "display_id": "705-292",
                "date_start": 1772546400,
                "join_url": "https://calls.example/705-292",
                "all_participants": [{"slack_id": "U0BEN"}, {"external_id": "7", "display_name": "Pat at Acme"}],
            }
        },
    },
    "call_ended": {"type": "call", "call_id": "R0OVER", "call": {"v1": {"name": "Over", "has_ended": True}}},
    "account": {
        "type": "auth_provider",
        "value": "drive",
        "name": words("Drive"),
        "is_connected": False,
        "description": words("Where the proofs are"),
        "auth_url": "https://drive.example/in",
    },
    "account_connected": {
        "type": "auth_provider",
        "value": "drive",
        "name": words("Drive"),
        "is_connected": True,
        "connected_identity": words("ana@harbour.example"),
        "connected_context": words("Harbour Studio"),
        "disconnect_url": "https://drive.example/out",
        "accessory": {"type": "overflow", "action_id": "used", "options": [{"text": words("Renew"), "value": "renew"}]},
    },
    "folded": {
        "type": "container",
        "title": words("Details"),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [{"type": "section", "text": words("500 copies")}],
    },
    "alert": {"type": "alert", "text": words("Nothing is saved yet."), "level": "warning"},
    "card": {**CARD, "actions": [PRESS], "icon": {"type": "image", "image_url": AWAY, "alt_text": "Acme's sign"}},
    "carousel": {"type": "carousel", "elements": [CARD, {**CARD, "title": signs("*Cedar*")}]},
    "container": {"type": "container", "title": words("This week"), "child_blocks": [CARD, {"type": "divider"}]},
    "task_card": {**TASK, "details": {"type": "rich_text", "elements": [rich(said("by phone"))]}},
    "plan": {"type": "plan", "title": "The reprint", "tasks": [TASK, {**TASK, "task_id": "2", "status": "complete"}]},
    "data_table": {
        "type": "data_table",
        "caption": "Requests",
        "rows": [
            [{"type": "raw_text", "text": "Client"}, {"type": "raw_text", "text": "Hours"}],
            [{"type": "raw_text", "text": "Acme"}, {"type": "raw_number", "value": 12, "text": "12 h"}],
        ],
    },
    "pie": {
        "type": "data_visualization",
        "title": "By client",
        "chart": {"type": "pie", "segments": [{"label": "Acme", "value": 7}, {"label": "Cedar", "value": 3}]},
    },
    "bars": {
        "type": "data_visualization",
        "title": "By week",
        "chart": {
            "type": "bar",
            "series": [
                {"name": "done", "data": [{"label": "W1", "value": 2}, {"label": "W2", "value": 5}]},
                {"name": "late", "data": [{"label": "W1", "value": 1}, {"label": "W2", "value": 0}]},
            ],
            "axis_config": {"categories": ["W1", "W2"], "x_label": "Week", "y_label": "Requests"},
        },
    },
    "feedback": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "f",
                "positive_button": {"text": words("Good"), "value": "+"},
                "negative_button": {"text": words("Bad"), "value": "-"},
            },
            {"type": "icon_button", "icon": "trash", "text": words("Delete it"), "action_id": "g"},
        ],
    },
    "unheard_of": {"type": "hologram", "text": "anything"},
}


def showcase(*names: str) -> World:
    """Each in a message of its own, from the app."""
    world = World.demo()
    channel = world.channels["C0ACME"]
    for at, name in enumerate(names or BLOCKS):
        ts = f"{world.start.timestamp() - 60 + at:.6f}"
        channel.messages.append(
            Message(ts=ts, user="U0LIAISON", text=name, blocks=[{**BLOCKS[name], "block_id": name}])
        )
    return world
