"""Every element on the page, filled in and used by a person: what the app hears of it, to the letter."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.page.elements import CHOICES, ELEMENTS, HELLO, INITIAL, PRINT, WEB, words
from tests.sandbox.page.gestures import compose

Filled = Callable[[Locator], None]


@pytest.fixture
def page(same_page: Page) -> Page:
    return same_page


def typed(label: str, text: str) -> Filled:
    return lambda dialog: dialog.get_by_label(label, exact=True).fill(text)


def chosen(label: str, choice: str) -> Filled:
    def fill(dialog: Locator) -> None:
        dialog.get_by_label(label, exact=True).select_option(choice)

    return fill


def ticked(label: str, *choices: str) -> Filled:
    def fill(dialog: Locator) -> None:
        dialog.locator("summary").click()
        for choice in choices:
            dialog.get_by_label(choice, exact=True).check()

    return fill


def boxed(role: Any, *choices: str) -> Filled:
    def fill(dialog: Locator) -> None:
        for choice in choices:
            dialog.get_by_role(role).get_by_label(choice).check()

    return fill


def found(label: str, typed: str, choice: str) -> Filled:
    def fill(dialog: Locator) -> None:
        dialog.get_by_label(label, exact=True).press_sequentially(typed)
        dialog.get_by_role("option", name=choice).click()

    return fill


def from_menu(choice: str) -> Filled:
    def use(card: Locator) -> None:
        card.get_by_role("button", name="More choices").click()
        card.page.get_by_role("menuitem", name=choice).click()

    return use


def attached(dialog: Locator) -> None:
    paper = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x"}
    dialog.get_by_label("files", exact=True).set_input_files(paper)  # type: ignore[arg-type]


def section(*leaves: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(leaves)}]}


FILLED: dict[str, tuple[Filled, dict[str, Any]]] = {
    "line": (typed("line", " one "), {"value": " one "}),
    "lines": (typed("lines", "one\ntwo"), {"value": "one\ntwo"}),
    "email": (typed("email", "ana@harbour.example"), {"value": "ana@harbour.example"}),
    "web": (typed("web", "https://harbour.example/x"), {"value": "https://harbour.example/x"}),
    "number": (typed("number", "12.50"), {"value": "12.50"}),
    "rich": (typed("rich", "hello"), {"rich_text_value": section({"type": "text", "text": "hello"})}),
    "date": (typed("date", "2026-03-06"), {"selected_date": "2026-03-06"}),
    "time": (typed("time", "09:30"), {"selected_time": "09:30"}),
    "moment": (typed("moment", "2026-03-06T16:00"), {"selected_date_time": 1772812800}),
    "loaded": (found("loaded", "we", "Web"), {"selected_option": WEB}),
    "loaded_many": (found("loaded_many", "pr", "Print"), {"selected_options": [PRINT]}),
    "one": (chosen("one", "Web"), {"selected_option": WEB}),
    "several": (ticked("several", "Print", "Web"), {"selected_options": [PRINT, WEB]}),
    "person": (chosen("person", "Ben Okafor"), {"selected_user": "U0BEN"}),
    "people": (ticked("people", "Carla Reyes"), {"selected_users": ["U0CARLA"]}),
    "channel": (chosen("channel", "#acme"), {"selected_channel": "C0ACME"}),
    "channels": (ticked("channels", "#acme", "#random"), {"selected_channels": ["C0ACME", "C0RANDOM"]}),
    "place": (chosen("place", "#leadership"), {"selected_conversation": "C0LEADERSHIP"}),
    "places": (ticked("places", "#leadership"), {"selected_conversations": ["C0LEADERSHIP"]}),
    "boxes": (boxed("group", "Print", "Web"), {"selected_options": [PRINT, WEB]}),
    "radio": (boxed("radiogroup", "Web"), {"selected_option": WEB}),
}


def opened(page: Page, form: str) -> Locator:
    compose(page, f"/task {form}")
    dialog = page.get_by_role("dialog", name="Everything")
    expect(dialog).to_be_visible()
    return dialog


def submitted(dialog: Locator, slack: Sandbox) -> dict[str, dict[str, Any]]:
    """What the app got of each element."""
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_be_hidden()
    sent = next(call.request for call in reversed(slack.calls) if call.request.get("type") == "view_submission")
    return {block: entries["held"] for block, entries in sent["view"]["state"]["values"].items()}


@pytest.mark.parametrize("name", FILLED)
def test_an_element_sends_what_a_person_put_in(page: Page, slack: Sandbox, name: str) -> None:
    fill, held = FILLED[name]
    dialog = opened(page, name)
    fill(dialog)
    assert submitted(dialog, slack) == {name: {"type": ELEMENTS[name]["type"], **held}}


def test_files_are_handed_in(page: Page, slack: Sandbox) -> None:
    dialog = opened(page, "files")
    attached(dialog)
    expect(dialog.locator(".files small")).to_have_text("a.pdf")
    (file,) = submitted(dialog, slack)["files"]["files"]
    assert (file["name"], file["size"], file["filetype"], file["mimetype"]) == ("a.pdf", 1, "pdf", "application/pdf")
    assert file["url_private"].startswith(slack.url)


def test_options_are_looked_up_with_the_keyboard(page: Page, slack: Sandbox) -> None:
    dialog = opened(page, "loaded_many")
    box = dialog.get_by_role("combobox", name="loaded_many")
    page.keyboard.type("w")
    expect(dialog.get_by_role("status")).to_have_text("Type at least 2 letters.")
    page.keyboard.type("eb")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("group")
    expect(dialog.get_by_role("listbox")).to_contain_text("Paper")
    page.keyboard.press("Enter")
    box.press_sequentially("we")
    expect(dialog.get_by_role("option")).to_have_text(["Web"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog.locator(".chips li")).to_have_text(["Print", "Web"])
    dialog.get_by_role("button", name="Take Print out").click()
    assert submitted(dialog, slack)["loaded_many"]["selected_options"] == [WEB]


def test_options_that_want_no_letters_are_there_at_once(page: Page, slack: Sandbox) -> None:
    dialog = opened(page, "loaded_at_once")
    box = dialog.get_by_role("combobox", name="loaded_at_once")
    expect(box).to_have_value("Print")
    expect(dialog.get_by_role("option")).to_have_text(["Print", "Web"])
    page.keyboard.press("Escape")
    expect(dialog.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("we")
    expect(dialog.get_by_role("option")).to_have_text(["Web"])
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    dialog.get_by_role("option", name="Web").click()
    expect(box).to_have_value("Web")
    box.press("ArrowDown")
    expect(dialog.get_by_role("option")).to_have_text(["Print", "Web"])
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()


def test_no_more_options_are_chosen_than_the_app_wants(page: Page, slack: Sandbox) -> None:
    dialog = opened(page, "loaded_few")
    box, chips = dialog.get_by_role("combobox", name="loaded_few"), dialog.locator(".chips li")
    dialog.get_by_role("option", name="Print").click()
    box.press_sequentially("we")
    dialog.get_by_role("option", name="Web").click()
    expect(dialog.get_by_role("status")).to_have_text("No more than 1 can be chosen.")
    expect(chips).to_have_text(["Print"])
    box.press("Backspace")
    expect(chips).to_have_count(0)
    box.fill("web")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("option")).to_have_text(["Web"])
    page.keyboard.press("Enter")
    expect(chips).to_have_text(["Web"])
    for typed, violation in (("broken", "bad_ack"), ("late", "ack_late")):
        with slack.expect_violation(violation):
            box.fill(typed)
            expect(dialog.get_by_role("status")).to_have_text("No results")
            slack.settle()
    assert submitted(dialog, slack)["loaded_few"]["selected_options"] == [WEB]


def test_what_the_app_does_not_offer_is_not_chosen(page: Page, slack: Sandbox) -> None:
    dialog = opened(page, "loaded")
    box = dialog.get_by_role("combobox", name="loaded")
    box.press_sequentially("xyz")
    expect(dialog.get_by_role("status")).to_have_text("No results")
    dialog.get_by_role("button", name="Send").click()
    expect(box).to_have_accessible_description("Please complete this required field.")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_what_the_app_set_at_first_is_shown_and_sent_back(page: Page, slack: Sandbox) -> None:
    dialog = opened(page, "initial")
    expect(dialog.get_by_role("textbox", name="rich")).to_have_text("Hello @Ben Okafor")
    expect(dialog.locator("summary")).to_have_text(["Web", "Ben Okafor, Carla Reyes", "#acme", "#acme"])
    held = submitted(dialog, slack)
    assert held.keys() == INITIAL.keys()
    assert held["rich"] == {"type": "rich_text_input", "rich_text_value": HELLO}
    assert held["time"] == {"type": "timepicker", "selected_time": "09:30", "timezone": "Europe/Berlin"}
    assert held["loaded_many"]["selected_options"] == [PRINT, WEB]
    assert held["one"]["selected_option"] == WEB
    assert all(value for entry in held.values() for value in entry.values())


def test_rich_text_is_written_with_its_tools(page: Page, slack: Sandbox) -> None:
    dialog = opened(page, "rich")
    box = dialog.get_by_role("textbox", name="rich")
    expect(box).to_be_focused()
    tools = dialog.get_by_role("toolbar", name="Formatting")
    tools.get_by_role("button", name="Bold").click()
    page.keyboard.type("Proof")
    tools.get_by_role("button", name="Bold").click()
    page.keyboard.type(" for @ben in #acme: https://a.example/x :tada:")
    page.keyboard.press("Enter")
    page.keyboard.type("then @here")
    page.keyboard.press("Enter")
    tools.get_by_role("button", name="Bulleted list").click()
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    item = {"type": "rich_text_section"}
    assert submitted(dialog, slack)["rich"]["rich_text_value"]["elements"] == [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Proof", "style": {"bold": True}},
                {"type": "text", "text": " for "},
                {"type": "user", "user_id": "U0BEN"},
                {"type": "text", "text": " in "},
                {"type": "channel", "channel_id": "C0ACME"},
                {"type": "text", "text": ": "},
                {"type": "link", "url": "https://a.example/x"},
                {"type": "text", "text": " "},
                {"type": "emoji", "name": "tada"},
                {"type": "text", "text": "\nthen "},
                {"type": "broadcast", "range": "here"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 0,
            "border": 0,
            "elements": [item | {"elements": [{"type": "text", "text": text}]} for text in ("one", "two")],
        },
    ]


SURE = {"title": words("Sure?"), "text": words("It shows."), "confirm": words("Yes"), "deny": words("No")}
SEVERAL_ON_ONE = {"type": "multi_static_select", **CHOICES, "placeholder": words("Kinds")}
USED: dict[str, tuple[dict[str, Any], Filled, dict[str, Any]]] = {
    "button": (
        {"type": "button", "text": words("Go"), "value": "R-1", "style": "danger"},
        lambda card: card.get_by_role("button", name="Go").click(),
        {"value": "R-1"},
    ),
    "overflow": (
        {"type": "overflow", **CHOICES},
        from_menu("Web"),
        {"selected_option": WEB},
    ),
    "select": (
        {"type": "static_select", **CHOICES, "placeholder": words("Kind")},
        chosen("Kind", "Web"),
        {"selected_option": WEB},
    ),
    "people": (
        {"type": "users_select", "placeholder": words("Who")},
        chosen("Who", "Ben Okafor"),
        {"selected_user": "U0BEN"},
    ),
    "loaded": (
        {"type": "external_select", "min_query_length": 1, "placeholder": words("Client")},
        found("Client", "we", "Web"),
        {"selected_option": WEB},
    ),
    "several": (SEVERAL_ON_ONE, ticked("Kinds", "Web"), {"selected_options": [WEB]}),
    "boxes": ({"type": "checkboxes", **CHOICES}, boxed("group", "Print"), {"selected_options": [PRINT]}),
    "radio": ({"type": "radio_buttons", **CHOICES}, boxed("radiogroup", "Web"), {"selected_option": WEB}),
    "date": (
        {"type": "datepicker", "placeholder": words("Day")},
        typed("Day", "2026-03-06"),
        {"selected_date": "2026-03-06"},
    ),
    "time": (
        {"type": "timepicker", "placeholder": words("At")},
        typed("At", "09:30"),
        {"selected_time": "09:30"},
    ),
}


def posted(page: Page, slack: Sandbox, element: dict[str, Any], action_id: str = "used") -> Locator:
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    blocks = [{"type": "actions", "block_id": "do", "elements": [element | {"action_id": action_id}]}]
    client.chat_postMessage(channel="C0ACME", text="Use it", blocks=blocks)
    shown = page.locator("#main article [data-block-id=do]")
    expect(shown).to_be_visible()
    return shown


def heard(page: Page, slack: Sandbox) -> dict[str, Any]:
    """The action that the app was told of."""
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    slack.settle()
    actions = (call.request["actions"][0] for call in reversed(slack.calls) if "actions" in call.request)
    return next(actions, {})


@pytest.mark.parametrize("name", USED)
def test_an_element_in_a_message_is_heard_of_at_once(page: Page, slack: Sandbox, name: str) -> None:
    element, use, action = USED[name]
    with page.expect_response("**/_sandbox/click"):
        use(posted(page, slack, element))
    got = heard(page, slack)
    assert {key: got.get(key) for key in action} == action


@pytest.mark.parametrize(("answer", "told"), [("No", False), ("Yes", True)])
@pytest.mark.parametrize("name", ["button", "select", "boxes", "overflow"])
def test_an_element_asks_before_it_acts(page: Page, slack: Sandbox, name: str, answer: str, told: bool) -> None:
    element, use, _ = USED[name]
    use(posted(page, slack, element | {"confirm": SURE}))
    asking = page.get_by_role("dialog", name="Sure?")
    expect(asking).to_contain_text("It shows.")
    asking.get_by_role("button", name=answer).click()
    expect(asking).to_have_count(0)
    assert bool(heard(page, slack)) == told


def test_a_link_button_opens_its_page_and_tells_the_app(page: Page, slack: Sandbox) -> None:
    link = {"type": "button", "text": words("Read"), "url": f"{slack.url}/page/icon.svg"}
    shown = posted(page, slack, link)
    with page.context.expect_page() as opening:
        shown.get_by_role("button", name="Read").click()
    opening.value.close()
    assert heard(page, slack)["text"]["text"] == "Read"


def test_what_the_app_fails_to_do_is_said_beside_its_button(page: Page, slack: Sandbox) -> None:
    shown = posted(page, slack, {"type": "button", "text": words("Go")}, action_id="nobody_listens")
    with slack.expect_violation("ack_late"):
        shown.get_by_role("button", name="Go").click()
        expect(shown.get_by_role("alert")).to_contain_text("operation_timeout")
    expect(page.locator("#toast")).to_be_hidden()
