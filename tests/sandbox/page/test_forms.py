"""Forms on the page: what is wrong is said, what is typed is kept, and every element sends what it holds."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox import Sandbox
from tests.sandbox.page.gestures import compose


def test_a_form_says_what_is_wrong_and_keeps_what_is_typed(page: Page) -> None:
    compose(page, "/request")
    dialog = page.get_by_role("dialog", name="Log")
    title = dialog.get_by_label("Title")
    expect(title).to_be_focused()
    dialog.get_by_role("button", name="Log it").click()
    expect(dialog.locator(".field-error")).to_have_count(2)
    title.fill("bad")
    expect(dialog.locator(".field-error")).to_have_count(1)
    dialog.get_by_label("Kind").select_option("Web")
    expect(dialog).to_contain_text("Web it is")
    expect(title).to_have_value("bad")
    dialog.get_by_role("button", name="Log it").click()
    expect(title).to_have_accessible_description("Say it in a few more words.")
    title.fill("Reprint")
    dialog.get_by_label("Due date").fill("2026-03-06")
    dialog.get_by_role("button", name="Log it").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#sidebar").get_by_role("button", name="Liaison")).to_contain_text("1")


@pytest.mark.parametrize("way", ["Escape", "Cancel", "Close"])
def test_a_form_closes(page: Page, slack: Sandbox, way: str) -> None:
    compose(page, "/request")
    dialog = page.get_by_role("dialog", name="Log")
    expect(dialog).to_be_visible()
    if way == "Escape":
        page.keyboard.press(way)
    else:
        dialog.get_by_role("button", name=way).click()
    expect(dialog).to_be_hidden()
    assert slack.person("ana").modal is None


def test_what_is_wrong_outlives_a_reload(page: Page) -> None:
    compose(page, "/request")
    dialog = page.get_by_role("dialog", name="Log")
    dialog.get_by_role("button", name="Log it").click()
    expect(dialog.locator(".field-error")).to_have_count(2)
    page.reload()
    expect(dialog.locator(".field-error")).to_have_count(2)


def open_everything(page: Page) -> Locator:
    compose(page, "/task")
    dialog = page.get_by_role("dialog", name="Everything")
    expect(dialog).to_be_visible()
    return dialog


def fill_everything(dialog: Locator) -> None:
    for label, text in [
        ("line", "one"),
        ("lines", "one\ntwo"),
        ("email", "ana@harbour.example"),
        ("web", "https://harbour.example/x"),
        ("number", "12.50"),
        ("rich", "hello"),
        ("date", "2026-03-06"),
        ("time", "09:30"),
        ("moment", "2026-03-06T16:00"),
        ("loaded", "Acme"),
    ]:
        dialog.get_by_label(label, exact=True).fill(text)
    for label, choice in [("one", "Web"), ("person", "Ben Okafor"), ("channel", "#acme"), ("place", "#leadership")]:
        dialog.get_by_label(label, exact=True).select_option(choice)
    for label, choices in [("several", ["Print", "Web"]), ("people", ["Carla Reyes"])]:
        dialog.get_by_label(label, exact=False).and_(dialog.locator("summary")).click()
        for choice in choices:
            dialog.locator("details[open]").last.get_by_label(choice).check()
    dialog.get_by_role("group", name="boxes").get_by_label("Print").check()
    dialog.get_by_role("radiogroup", name="radio").get_by_label("Web").check()
    dialog.get_by_label("files", exact=True).set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x"}
    )


def test_every_element_sends_what_it_holds(page: Page, slack: Sandbox) -> None:
    dialog = open_everything(page)
    fill_everything(dialog)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_be_hidden()
    sent = next(call.request for call in reversed(slack.calls) if call.request.get("type") == "view_submission")
    held = {block: next(iter(actions.values())) for block, actions in sent["view"]["state"]["values"].items()}
    assert {name: value(entry) for name, entry in held.items()} == {
        "line": "one",
        "lines": "one\ntwo",
        "email": "ana@harbour.example",
        "web": "https://harbour.example/x",
        "number": "12.50",
        "rich": "hello",
        "date": "2026-03-06",
        "time": "09:30",
        "moment": 1772812800,
        "loaded": "Acme",
        "one": "web",
        "person": "U0BEN",
        "channel": "C0ACME",
        "place": "C0LEADERSHIP",
        "several": ["print", "web"],
        "people": ["U0CARLA"],
        "boxes": ["print"],
        "radio": "web",
        "files": ["a.pdf"],
    }


def value(entry: dict[str, Any]) -> Any:
    """What an entry of a view's state holds, in short."""
    match entry:
        case {"selected_option": option}:
            return option["value"]
        case {"selected_options": options}:
            return [option["value"] for option in options]
        case {"files": files}:
            return [file["name"] for file in files]
        case {"rich_text_value": rich}:
            return rich["elements"][0]["elements"][0]["text"]
    return next(held for name, held in entry.items() if name != "type")
