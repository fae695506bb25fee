"""What elements hold before and after a person fills them."""

from datetime import date

import pytest

from sandbox.validation import NotPossible, initial_values, with_typed
from tests.sandbox.validation.payloads import (
    RICH_TEXT,
    STATEFUL,
    Payload,
    actions,
    asking,
    button,
    element,
    empty,
    option,
    section,
)

FILE: Payload = {"id": "F1", "filetype": "pdf"}
A, B = option("a"), option("b")

# element → key, what it holds at first, what it holds when nothing was set, something typed, what it holds then
STATES: dict[str, tuple[str, object, object, object, object]] = {
    "plain_text_input": ("value", "Hello", None, "Bye", "Bye"),
    "email_text_input": ("value", "ana@example.com", None, "bo@example.com", "bo@example.com"),
    "url_text_input": ("value", "https://example.com", None, "https://a.example", "https://a.example"),
    "number_input": ("value", "1.5", None, 2.25, "2.25"),
    "static_select": ("selected_option", A, None, "Option b", B),
    "external_select": ("selected_option", A, None, B, B),
    "radio_buttons": ("selected_option", A, None, "b", B),
    "multi_static_select": ("selected_options", [A], [], ["Option b", "a"], [B, A]),
    "multi_external_select": ("selected_options", [A], [], [B], [B]),
    "checkboxes": ("selected_options", [A], [], "b", [B]),
    "users_select": ("selected_user", "U1", None, "U2", "U2"),
    "multi_users_select": ("selected_users", ["U1"], [], ["U2", "W3"], ["U2", "W3"]),
    "conversations_select": ("selected_conversation", "C1", None, "D2", "D2"),
    "multi_conversations_select": ("selected_conversations", ["C1"], [], ["G2"], ["G2"]),
    "channels_select": ("selected_channel", "C1", None, "C2", "C2"),
    "multi_channels_select": ("selected_channels", ["C1"], [], ["C2"], ["C2"]),
    "datepicker": ("selected_date", "2026-03-06", None, "2026-03-07", "2026-03-07"),
    "timepicker": ("selected_time", "09:30", None, "23:59", "23:59"),
    "datetimepicker": ("selected_date_time", 1772787600, None, 1772787601, 1772787601),
    "rich_text_input": ("rich_text_value", RICH_TEXT, None, RICH_TEXT, RICH_TEXT),
    "file_input": ("files", [], [], [FILE], [FILE]),
}

IMPOSSIBLE: dict[str, tuple[Payload, object]] = {
    "option not offered": (element("static_select"), "Option c"),
    "option of another": (element("static_select"), option("c")),
    "one option not offered": (element("multi_static_select"), ["a", "c"]),
    "same option twice": (element("checkboxes"), ["a", "Option a"]),
    "too many": (element("multi_users_select", max_selected_items=1), ["U1", "U2"]),
    "radio unpicked": (element("radio_buttons"), None),
    "words for an external option": (element("external_select"), "Acme"),
    "too long": (element("plain_text_input", max_length=3), "four"),
    "too long for Slack": (element("plain_text_input"), "x" * 3001),
    "too short": (element("plain_text_input", min_length=3), "ab"),
    "two lines": (element("plain_text_input"), "a\nb"),
    "a number as text": (element("plain_text_input"), 5),
    "not an address": (element("email_text_input"), "ana"),
    "not a web address": (element("url_text_input"), "example"),
    "not a number": (element("number_input"), "five"),
    "not quite a number": (element("number_input"), "Infinity"),
    "a number for Python alone": (element("number_input"), "1_000"),
    "digits of another script": (element("number_input"), "٣"),
    "a moment of three digits": (element("datetimepicker"), 100),
    "a moment in milliseconds": (element("datetimepicker"), "1772787600000"),
    "a truth as a number": (element("number_input"), True),
    "not whole": (element("number_input", is_decimal_allowed=False), "1.5"),
    "below": (element("number_input", min_value="2"), "1"),
    "above": (element("number_input", max_value="2"), "2.1"),
    "not a date": (element("datepicker"), "tomorrow"),
    "no such date": (element("datepicker"), "2026-02-30"),
    "a date that is no text": (element("datepicker"), date(2026, 3, 6)),
    "no such time": (element("timepicker"), "24:00"),
    "time without a zero": (element("timepicker"), "9:30"),
    "not a moment": (element("datetimepicker"), "now"),
    "half a moment": (element("datetimepicker"), 1.5),
    "not a person": (element("users_select"), "Ana"),
    "a channel as a person": (element("users_select"), "C1"),
    "a DM as a channel": (element("channels_select"), "D1"),
    "broken rich text": (element("rich_text_input"), {"type": "rich_text"}),
    "not a file": (element("file_input"), "leaflet.pdf"),
    "another kind of file": (element("file_input", filetypes=["png"]), [FILE]),
    "too many files": (element("file_input", max_files=1), [FILE, FILE | {"id": "F2"}]),
    "eleven files": (element("file_input"), [FILE | {"id": f"F{n}"} for n in range(11)]),
    "a button": (button(), "Done"),
}


def test_the_table_knows_all_21() -> None:
    assert STATES.keys() == STATEFUL.keys()
    assert len(STATES) == 21


@pytest.mark.parametrize("kind", STATES)
def test_initial_settings_fill_the_state(kind: str) -> None:
    key, initial, _, _, _ = STATES[kind]
    assert initial_values([asking(element(kind))]) == {"block": {"action": {"type": kind, key: initial}}}


@pytest.mark.parametrize("kind", STATES)
def test_without_settings_the_state_is_empty(kind: str) -> None:
    key, _, nothing, _, _ = STATES[kind]
    held = {"type": kind} if kind == "rich_text_input" else {"type": kind, key: nothing}
    assert initial_values([asking(empty(kind))]) == {"block": {"action": held}}


@pytest.mark.parametrize("kind", STATES)
def test_what_is_typed_is_held(kind: str) -> None:
    key, _, _, typed, held = STATES[kind]
    assert with_typed(element(kind), typed) == {"type": kind, key: held}


@pytest.mark.parametrize("kind", [kind for kind in STATES if kind != "radio_buttons"])
def test_what_is_taken_out_leaves_the_element_empty(kind: str) -> None:
    assert with_typed(element(kind), None) == initial_values([asking(empty(kind))])["block"]["action"]


@pytest.mark.parametrize(("asked", "typed"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_a_person_cannot_do(asked: Payload, typed: object) -> None:
    with pytest.raises(NotPossible) as refused:
        with_typed(asked, typed)
    assert str(refused.value) == refused.value.reason


def test_every_block_with_a_stateful_element_appears() -> None:
    asked = element("datepicker") | {"action_id": "day"}
    blocks = [
        section(block_id="s", accessory=element("static_select")),
        actions(button(action_id="done"), element("users_select"), asked) | {"block_id": "a"},
        section(block_id="still", accessory=button(action_id="done")),
        {"type": "divider", "block_id": "d"},
        actions(element("datepicker")),
    ]
    held = initial_values(blocks)
    assert {block: set(entries) for block, entries in held.items()} == {"s": {"action"}, "a": {"action", "day"}}


def test_a_time_carries_the_zone_of_its_element() -> None:
    asked = element("timepicker", timezone="Europe/Paris")
    held = {"type": "timepicker", "selected_time": "10:00", "timezone": "Europe/Paris"}
    assert with_typed(asked, "10:00") == held
    assert initial_values([asking(asked)])["block"]["action"]["timezone"] == "Europe/Paris"


def test_words_become_rich_text() -> None:
    leaf = {"type": "text", "text": "Hello"}
    written = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [leaf]}]}
    assert with_typed(element("rich_text_input"), "Hello")["rich_text_value"] == written


def test_several_lines_where_the_field_has_them() -> None:
    assert with_typed(element("plain_text_input", multiline=True), "a\nb")["value"] == "a\nb"


def test_the_state_is_a_copy() -> None:
    asked = element("static_select")
    with_typed(asked, "a")["selected_option"]["text"]["text"] = "Changed"  # type: ignore[index]
    initial_values([asking(asked)])["block"]["action"]["selected_option"]["text"]["text"] = "Changed"  # type: ignore[index]
    assert asked == element("static_select")
