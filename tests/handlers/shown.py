"""What stands on a message, in the words of a test."""

from typing import Any


def buttons(blocks: list[dict[str, Any]]) -> list[str]:
    """Their words, in order."""
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


def rows(blocks: list[dict[str, Any]]) -> list[str]:
    """The words of the buttons beside lines, in order."""
    beside = [block["accessory"] for block in blocks if block.get("accessory", {}).get("type") == "button"]
    return [button["text"]["text"] for button in beside]
