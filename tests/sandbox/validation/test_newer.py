"""What the newer blocks must obey besides their limits, and that what stands inside others is judged as well."""

import pytest

from tests.sandbox.validation.newer import CARD, CELL, FEEDBACK, ICON, NEWER, TASK
from tests.sandbox.validation.newer_limits import WIDE
from tests.sandbox.validation.payloads import RICH_TEXT, Payload, asking, bent, button, element, found, home, message

CONTAINER = NEWER["container"]
UNEVEN = bent(NEWER["data_table"], "/rows/1", [CELL])
SAME = button(action_id="a")


def holding(*children: Payload) -> Payload:
    return {**CONTAINER, "child_blocks": list(children)}


RULES: dict[str, tuple[Payload, str, str]] = {
    "an empty card": ({"type": "card", "subtitle": CARD["title"]}, "", "missing_field"),
    "a container without a title": (
        {"type": "container", "child_blocks": CONTAINER["child_blocks"]},
        "",
        "missing_field",
    ),
    "collapsed but not collapsible": (
        {**CONTAINER, "default_collapsed": True},
        "/default_collapsed",
        "conflicting_fields",
    ),
    "an unknown width": ({**CONTAINER, "width": "huge"}, "/width", "invalid_value"),
    "a container in a container": (holding(CONTAINER), "/child_blocks/0/type", "unsupported_type"),
    "an unknown level": (bent(TASK, "/status", "late"), "/status", "invalid_value"),
    "a task that waits for no plan": ({**TASK, "status": "pending"}, "/status", "invalid_value"),
    "an unknown chart": (bent(NEWER["pie"], "/chart/type", "donut"), "/chart/type", "unsupported_type"),
    "a table without a caption": (
        {name: value for name, value in NEWER["data_table"].items() if name != "caption"},
        "",
        "missing_field",
    ),
    "a header in rich text": (bent(NEWER["data_table"], "/rows/0/1", RICH_TEXT), "/rows/0/1/type", "unsupported_type"),
    "uneven rows": (UNEVEN, "/rows/1", "uneven_rows"),
    "too much in a table": (
        bent(NEWER["data_table"], "/rows/1/0", {**CELL, "text": "x" * 20_001}),
        "/rows",
        "too_long",
    ),
    "an icon that is none": (
        {"type": "context_actions", "elements": [{**ICON, "icon": "rocket"}]},
        "/elements/0/icon",
        "invalid_value",
    ),
    "one action id for two": (
        {"type": "context_actions", "elements": [FEEDBACK, {**ICON, "action_id": "rate"}]},
        "/elements/1/action_id",
        "duplicate_action_id",
    ),
    "one action id on a card": ({**CARD, "actions": [SAME, SAME]}, "/actions/1/action_id", "duplicate_action_id"),
    "a block id inside twice": (
        holding({"type": "divider", "block_id": "b"}, {"type": "divider", "block_id": "b"}),
        "/child_blocks/1/block_id",
        "duplicate_block_id",
    ),
    "a file inside": (
        holding({"type": "file", "external_id": "F1", "source": "remote"}),
        "/child_blocks/0/type",
        "wrong_surface",
    ),
    "a number inside": (
        holding(asking(element("number_input"))),
        "/child_blocks/0/element/type",
        "wrong_surface",
    ),
}


@pytest.mark.parametrize("kind", [kind for kind in NEWER if kind != "alert"])
def test_a_good_one_is_taken(kind: str) -> None:
    assert found(message(NEWER[kind])) == set()


@pytest.mark.parametrize(("block", "pointer", "code"), RULES.values(), ids=RULES)
def test_what_slack_refuses(block: Payload, pointer: str, code: str) -> None:
    assert found(message(block)) == {(f"/blocks/0{pointer}", code)}


def test_what_only_messages_hold_stands_in_no_home_either_way() -> None:
    assert found(home(holding(NEWER["plan"]))) == {("/blocks/0/child_blocks/0/type", "wrong_surface")}


def test_a_row_is_as_long_as_it_may_be() -> None:
    assert found(WIDE) == set()
    longer = bent(WIDE, "/blocks/0/rows/0", [CELL] * 21)
    assert found(longer) == {("/blocks/0/rows/0", "too_many")}


def test_a_message_holds_two_charts() -> None:
    pie = NEWER["pie"]
    assert found(message(pie, pie)) == set()
    assert found(message(pie, pie, pie)) == {("/blocks/2", "too_many")}
