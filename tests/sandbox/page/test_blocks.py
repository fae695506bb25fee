"""Every block of Block Kit, drawn so that a person can read and use it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox import Sandbox
from tests.sandbox.page.showcase import BLOCKS, showcase

READS = {
    "section": "Proof for @Ben Okafor Due Friday",
    "picture": "With a picture A brochure",
    "actions": "Open it Drop it",
    "link": "Read (opens a link)",
    "context": "Asked by Ben",
    "header": "Your day ☀️",
    "divider": "",
    "image": "Cover, second try The cover",
    "styles": "boldslantedgonecode@Ben Okafor#acmethe plan🎉@here#ff00002026-03-06",
    "lists": "first second deeper They said so a = 1",
    "video": "A folded sheet How to fold it Matt In two minutes",
    "markdown": "Plan today soon never x one two said first",
    "table": "Client Open Acme 3",
    "file": "A file kept elsewhere: brochure-7",
    "call": "About the proof call since today at 14:00 · 705-292 Ben Okafor, Pat at Acme Join",
    "call_ended": "Over ended R0OVER",
    "account": "Drive not connected Where the proofs are Connect",
    "account_connected": "Drive ana@harbour.example · Harbour Studio connected Disconnect",
    "folded": "Details",
    "alert": "Nothing is saved yet.",
    "card": "Acme Print 500 copies Open it",
    "carousel": "Acme Print 500 copies Cedar Print 500 copies",
    "container": "This week Acme Print 500 copies",
    "task_card": "Ask the printer under way by phone",
    "plan": "The reprint Ask the printer under way Ask the printer done",
    "data_table": "Requests Client Hours Acme 12 h",
    "pie": "By client Acme 7 Cedar 3",
    "bars": "By week Week · Requests W1, done 2 W2, done 5 W1, late 1 W2, late 0",
    "feedback": "Good Bad Delete it",
    "unheard_of": "A hologram block, which this page does not draw",
}


@pytest.fixture
def slack(running: Sandbox) -> Iterator[Sandbox]:
    running.reset(showcase())
    yield running
    running.settle()
    assert running.violations == []


def block(page: Page, name: str) -> Locator:
    return page.locator(f"#main [data-block-id={name}]")


def test_each_block_has_its_words() -> None:
    assert READS.keys() == BLOCKS.keys()


def test_every_block_can_be_read(page: Page) -> None:
    expect(block(page, "unheard_of")).to_be_visible()
    read = {name: re.sub(r"\s+", " ", block(page, name).inner_text()).strip() for name in READS}
    assert read == READS


PARTS: list[tuple[str, Any, str | None]] = [
    ("picture", "img", "A brochure"),
    ("actions", "button", "Drop it"),
    ("context", "img", "Ben"),
    ("header", "heading", "Your day ☀️"),
    ("image", "img", "The cover"),
    ("styles", "link", "the plan"),
    ("video", "link", "How to fold it"),
    ("table", "columnheader", "Open"),
    ("alert", "note", None),
    ("card", "button", "Open it"),
    ("call", "link", "Join"),
    ("account", "link", "Connect"),
    ("account_connected", "link", "Disconnect"),
    ("account_connected", "button", "More choices"),
    ("carousel", "region", "Cards"),
    ("data_table", "region", "Requests"),
    ("pie", "rowheader", "Cedar"),
    ("feedback", "button", "Good"),
]


def test_parts_have_roles_and_names(page: Page) -> None:
    for name, role, called in PARTS:
        shown = page.locator("#main article", has=page.locator(f"[data-block-id={name}]")).locator(".content")
        expect(shown.get_by_role(role, name=called).first).to_be_visible()


def test_an_account_and_a_folded_container_are_used(page: Page, slack: Sandbox) -> None:
    block(page, "folded").locator("summary").click()
    expect(block(page, "folded")).to_contain_text("500 copies")
    with page.expect_response("**/_sandbox/click"):
        block(page, "account_connected").get_by_role("button", name="More choices").click()
        page.get_by_role("menuitem", name="Renew").click()
    (action,) = next(call.request["actions"] for call in reversed(slack.calls) if "actions" in call.request)
    assert (action["block_id"], action["selected_option"]["value"]) == ("account_connected", "renew")
