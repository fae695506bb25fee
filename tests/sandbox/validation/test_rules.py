"""What fields, blocks and arguments must obey together."""

import json

import pytest

from sandbox.validation import message_problems, view_problems
from tests.sandbox.validation.payloads import (
    IMAGE,
    METADATA,
    RICH_TEXT,
    TABLE,
    Payload,
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

GROUPS = [{"label": plain(), "options": [option("a")]}]
PLACE = "/blocks/0/element"
FOCUSED = asking(element("datepicker", focus_on_load=True))

ELEMENT_RULES: dict[str, tuple[Payload, str, str]] = {
    "options and groups": (element("static_select", option_groups=GROUPS), "", "conflicting_fields"),
    "neither options nor groups": (empty("static_select", options=None), "", "conflicting_fields"),
    "initial option": (
        element("static_select", initial_option=option("c")),
        "/initial_option",
        "initial_option_not_offered",
    ),
    "initial option, nearly": (
        element("static_select", initial_option=option("a") | {"text": plain("Other")}),
        "/initial_option",
        "initial_option_not_offered",
    ),
    "initial option, groups": (
        element("static_select", options=None, option_groups=GROUPS, initial_option=option("b")),
        "/initial_option",
        "initial_option_not_offered",
    ),
    "initial radio": (
        element("radio_buttons", initial_option=option("c")),
        "/initial_option",
        "initial_option_not_offered",
    ),
    "initial checkboxes": (
        element("checkboxes", initial_options=[option("a"), option("c")]),
        "/initial_options/1",
        "initial_option_not_offered",
    ),
    "no initial options": (element("checkboxes", initial_options=[]), "/initial_options", "too_few"),
    "more initial than allowed": (
        element("multi_users_select", initial_users=["U1", "U2"], max_selected_items=1),
        "/initial_users",
        "too_many",
    ),
    "more options than allowed": (
        element("multi_static_select", initial_options=[option("a"), option("b")], max_selected_items=1),
        "/initial_options",
        "too_many",
    ),
    "more loaded than allowed": (
        element("multi_external_select", initial_options=[option("a"), option("b")], max_selected_items=1),
        "/initial_options",
        "too_many",
    ),
    "more conversations than allowed": (
        element("multi_conversations_select", initial_conversations=["C1", "C2"], max_selected_items=1),
        "/initial_conversations",
        "too_many",
    ),
    "more channels than allowed": (
        element("multi_channels_select", initial_channels=["C1", "C2"], max_selected_items=1),
        "/initial_channels",
        "too_many",
    ),
    "options and groups, many": (element("multi_static_select", option_groups=GROUPS), "", "conflicting_fields"),
    "initial options not offered": (
        element("multi_static_select", initial_options=[option("c")]),
        "/initial_options/0",
        "initial_option_not_offered",
    ),
    "min over max length": (
        empty("plain_text_input", min_length=5, max_length=4),
        "/min_length",
        "too_large",
    ),
    "initial over max length": (element("plain_text_input", max_length=4), "/initial_value", "too_long"),
    "min over max lines": (element("rich_text_input", min_lines=5, max_lines=4), "/min_lines", "too_large"),
    "min over max": (empty("number_input", min_value="5", max_value="4"), "/min_value", "too_large"),
    "initial under min": (element("number_input", min_value="5"), "/min_value", "too_large"),
    "decimal where whole": (element("number_input", is_decimal_allowed=False), "/initial_value", "invalid_format"),
    "not a number": (element("number_input", initial_value="NaN"), "/initial_value", "invalid_format"),
    "a number for Python alone": (element("number_input", initial_value="1_0"), "/initial_value", "invalid_format"),
    "number as a number": (element("number_input", initial_value=5), "/initial_value", "invalid_type"),
    "decimal unsaid": (element("number_input", is_decimal_allowed=None), "", "missing_field"),
    "no such date": (element("datepicker", initial_date="2026-02-30"), "/initial_date", "invalid_format"),
    "date in other words": (element("datepicker", initial_date="20260206"), "/initial_date", "invalid_format"),
    "no such time": (element("timepicker", initial_time="24:00"), "/initial_time", "invalid_format"),
    "no such zone": (element("timepicker", timezone="Europe/Paradise"), "/timezone", "invalid_value"),
    "not an address": (element("email_text_input", initial_value="ana"), "/initial_value", "invalid_format"),
    "empty filter": (element("conversations_select", filter={}), "/filter", "missing_field"),
    "unknown filter": (
        element("conversations_select", filter={"include": ["dm"]}),
        "/filter/include/0",
        "invalid_value",
    ),
    "mrkdwn option": (
        empty("static_select", options=[{"text": {"type": "mrkdwn", "text": "*a*"}, "value": "a"}]),
        "/options/0/text/type",
        "unsupported_type",
    ),
    "unknown field": (element("datepicker", disabled=True), "", "unknown_field"),
    "unknown style": (
        element(
            "datepicker", confirm={"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), "style": "x"}
        ),
        "/confirm/style",
        "invalid_value",
    ),
}

BLOCK_RULES: dict[str, tuple[Payload, str, str]] = {
    "section without words": ({"type": "section"}, "/blocks/0", "missing_field"),
    "text as a string": (section(text="Words"), "/blocks/0/text", "invalid_type"),
    "text without a type": (section(text={"text": "Words"}), "/blocks/0/text", "missing_field"),
    "mrkdwn header": (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "/blocks/0/text/type",
        "unsupported_type",
    ),
    "emoji on mrkdwn": (
        section(text={"type": "mrkdwn", "text": "x", "emoji": True}),
        "/blocks/0/text",
        "unknown_field",
    ),
    "verbatim on plain": (section(text=plain() | {"verbatim": True}), "/blocks/0/text", "unknown_field"),
    "null accessory": (section(accessory=None), "/blocks/0/accessory", "invalid_type"),
    "unknown field": ({"type": "divider", "colour": "red"}, "/blocks/0", "unknown_field"),
    "no type": ({"text": plain()}, "/blocks/0", "missing_field"),
    "type of another kind": ({"type": 3}, "/blocks/0/type", "invalid_type"),
    "image from two places": (IMAGE | {"slack_file": {"id": "F1"}}, "/blocks/0", "conflicting_fields"),
    "image from nowhere": ({"type": "image", "alt_text": "A cat"}, "/blocks/0", "conflicting_fields"),
    "image element from nowhere": (
        section(accessory={"type": "image", "alt_text": "A cat"}),
        "/blocks/0/accessory",
        "conflicting_fields",
    ),
    "file by two names": (
        {"type": "image", "alt_text": "A cat", "slack_file": {"id": "F1", "url": "https://example.com"}},
        "/blocks/0/slack_file",
        "conflicting_fields",
    ),
    "image without words": ({"type": "image", "image_url": "https://example.com/a"}, "/blocks/0", "missing_field"),
    "script as a URL": (actions(button(url="javascript:alert(1)")), "/blocks/0/elements/0/url", "invalid_format"),
    "no elements": (actions(), "/blocks/0/elements", "too_few"),
    "same action twice": (
        actions(button(action_id="done"), button(action_id="done")),
        "/blocks/0/elements/1/action_id",
        "duplicate_action_id",
    ),
    "unknown list style": (
        bent(RICH_TEXT, "/elements/1/style", "dashes"),
        "/blocks/0/elements/1/style",
        "invalid_value",
    ),
    "rich text leaf unknown": (
        bent(RICH_TEXT, "/elements/0/elements/0/type", "shout"),
        "/blocks/0/elements/0/elements/0/type",
        "unsupported_type",
    ),
}

SURFACE_RULES: dict[str, tuple[Payload, str, str]] = {
    "no text": ({"channel": "C1"}, "", "no_text"),
    "blank text": ({"channel": "C1", "text": " "}, "", "no_text"),
    "blocks without text": (message(section(), text=None), "", "missing_text"),
    "blocks with blank text": (message(section(), text=""), "", "missing_text"),
    "text as an object": ({"channel": "C1", "text": plain()}, "/text", "invalid_type"),
    "blocks as an object": (message() | {"blocks": {}}, "/blocks", "invalid_type"),
    "blocks as broken JSON": (message() | {"blocks": "[{"}, "/blocks", "invalid_type"),
    "a block as a string": (message() | {"blocks": ["section"]}, "/blocks/0", "invalid_type"),
    "markdown_text and text": (message(markdown_text="x"), "/text", "markdown_text_conflict"),
    "same block twice": (
        message(section(block_id="a"), section(block_id="a")),
        "/blocks/1/block_id",
        "duplicate_block_id",
    ),
    "two tables": (message(TABLE, section(), TABLE), "/blocks/2", "only_one_table_allowed"),
    "markdown together": (message(*[{"type": "markdown", "text": "x" * 6001}] * 2), "/blocks", "too_long"),
    "blocks in an attachment": (
        message(attachments=[{"blocks": [{"type": "poem"}]}]),
        "/attachments/0/blocks/0/type",
        "unsupported_type",
    ),
    "metadata without payload": (message(metadata={"event_type": "a"}), "/metadata", "missing_field"),
    "metadata with more": (message(metadata=METADATA | {"more": 1}), "/metadata", "unknown_field"),
    "metadata as a list": (message(metadata=[1]), "/metadata", "invalid_type"),
    "two in focus": (modal(FOCUSED, FOCUSED | {"block_id": "b"}), "/blocks/1/element/focus_on_load", "duplicate_focus"),
    "modal without title": ({"type": "modal", "blocks": [section()]}, "", "missing_field"),
    "modal without blocks": ({"type": "modal", "title": plain()}, "", "missing_field"),
    "home with a title": (home(title=plain()), "", "unknown_field"),
    "home with submit": (home(submit=plain()), "", "unknown_field"),
    "unknown field in a view": (modal(colour="red"), "", "unknown_field"),
}


@pytest.mark.parametrize(("asked", "inside", "code"), ELEMENT_RULES.values(), ids=ELEMENT_RULES)
def test_rules_of_elements(asked: Payload, inside: str, code: str) -> None:
    assert found(modal(asking(asked))) == {(PLACE + inside, code)}


@pytest.mark.parametrize(("block", "pointer", "code"), BLOCK_RULES.values(), ids=BLOCK_RULES)
def test_rules_of_blocks(block: Payload, pointer: str, code: str) -> None:
    assert found(message(block)) == {(pointer, code)}


@pytest.mark.parametrize(("payload", "pointer", "code"), SURFACE_RULES.values(), ids=SURFACE_RULES)
def test_rules_of_surfaces(payload: Payload, pointer: str, code: str) -> None:
    assert found(payload) == {(pointer, code)}


def test_a_modal_that_asks_needs_a_submit_button() -> None:
    asking_modal = modal(asking(element("datepicker")))
    del asking_modal["submit"]
    assert found(asking_modal) == {("", "missing_submit")}
    assert found(home(asking(element("datepicker")))) == set()


def test_a_view_of_another_type_is_refused() -> None:
    assert {problem.code for problem in view_problems({"type": "page", "blocks": [section()]})} == {"unsupported_type"}


@pytest.mark.parametrize(
    ("length", "update", "codes"),
    [
        (4000, True, []),
        (4001, True, ["msg_too_long"]),
        (40_000, False, []),
        (40_001, False, ["message_truncated"]),
    ],
)
def test_the_length_of_text(length: int, update: bool, codes: list[str]) -> None:
    assert [problem.code for problem in message_problems({"text": "x" * length}, update=update)] == codes


def test_blocks_may_come_as_json() -> None:
    assert message_problems({"text": "Words", "blocks": json.dumps([section()])}) == []


def test_an_update_may_take_the_blocks_away() -> None:
    assert message_problems({"text": "Words", "blocks": []}, update=True) == []


@pytest.mark.parametrize(("size", "codes"), [(3000, []), (3001, ["metadata_too_large"])])
def test_the_size_of_metadata(size: int, codes: list[str]) -> None:
    bare = len(json.dumps({"event_type": "a", "event_payload": {"a": ""}}))
    metadata = {"event_type": "a", "event_payload": {"a": "x" * (size - bare)}}
    assert [problem.code for problem in message_problems({"text": "Words", "metadata": metadata})] == codes


@pytest.mark.parametrize(("size", "codes"), [(250_000, set()), (250_001, {("", "view_too_large")})])
def test_the_size_of_a_view(size: int, codes: set[tuple[str, str]]) -> None:
    heavy = [section(text=plain("é" * 1400)) for _ in range(87)]
    missing = size - len(json.dumps(modal(*heavy, section(text=plain(""))), ensure_ascii=False).encode())
    assert found(modal(*heavy, section(text=plain("x" * missing)))) == codes


def test_problems_speak_as_slack_does() -> None:
    wrong = message(section(text=plain("x" * 3001)), {"type": "poem"}, actions(), {"type": "divider", "colour": "red"})
    assert [problem.message for problem in message_problems(wrong)] == [
        "must be less than 3001 characters",
        "unsupported type: poem",
        "no fewer than 1 items allowed",
        "invalid additional property: colour",
    ]
