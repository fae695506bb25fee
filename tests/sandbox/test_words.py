"""What a person reads in a message or a view."""

from typing import Any

import pytest

from sandbox import World
from sandbox.mrkdwn import words
from tests.sandbox.shapes import actions, asks, button, line, options, section, text

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("hi <@U0ANA>", "hi @ana", id="person"),
        pytest.param("hi <@U0GONE|zoe>", "hi @zoe", id="unknown person"),
        pytest.param("in <#C0ACME> and <#C0BOARD|>", "in #acme and #board", id="channels"),
        pytest.param("<https://a.example|here> or <https://a.example>", "here or https://a.example", id="links"),
        pytest.param("by <!date^1772812800^{date_short}|6 March>", "by 6 March", id="date"),
        pytest.param("<!channel> &lt;b&gt; &amp;amp;", "@channel <b> &amp;", id="broadcast and entities"),
        pytest.param("<mailto:a@b.example|a@b.example>", "a@b.example", id="address"),
    ],
)
def test_text(written: str, read: str) -> None:
    assert words(World.office(), written, []) == read


RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "hi "},
                {"type": "user", "user_id": "U0BEN"},
                {"type": "emoji", "name": "wave"},
                {"type": "link", "url": "https://a.example"},
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("block", "read"),
    [
        pytest.param({"accessory": button("Take", "a"), **section("Proof")}, "Proof\nTake", id="accessory last"),
        pytest.param({"type": "section", "fields": [text("a"), text("b")]}, "a\nb", id="fields"),
        pytest.param({"type": "divider"}, "", id="divider"),
        pytest.param(RICH, "hi @ben:wave:https://a.example", id="rich text"),
        pytest.param(
            asks("Title", "t", line(initial_value="Proof"), hint=text("Short")), "Title\nProof\nShort", id="input"
        ),
        pytest.param(
            actions(
                {
                    "type": "static_select",
                    "placeholder": text("Level"),
                    "options": options("High", "Low"),
                    "initial_option": options("High")[0],
                    "confirm": {"title": text("Sure")},
                }
            ),
            "Level\nHigh",
            id="a menu as it is closed",
        ),
        pytest.param(
            {"type": "image", "alt_text": "a chart", "image_url": "https://a.example/x.png"}, "a chart", id="image"
        ),
        pytest.param(
            {"type": "context", "elements": [text("small"), {"type": "mrkdwn", "text": "print"}]},
            "small\nprint",
            id="context",
        ),
    ],
)
def test_blocks(block: Json, read: str) -> None:
    assert words(World.office(), "fallback", [block]) == read
