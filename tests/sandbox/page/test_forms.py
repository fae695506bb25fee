"""Forms on the page: what is wrong is said, and what is typed is kept."""

import pytest
from playwright.sync_api import Page, expect

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


def test_a_form_that_is_opened_again_holds_what_is_typed_into_it_now(page: Page) -> None:
    """Its blocks are those of the one that was closed, and it is another form."""
    compose(page, "/request")
    dialog = page.get_by_role("dialog", name="Log")
    title = dialog.get_by_label("Title")
    title.fill("Never mind")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    compose(page, "/request")
    expect(title).to_be_focused()
    expect(title).to_have_value("")
    title.fill("Reprint")
    dialog.get_by_role("button", name="Log it").click()
    expect(dialog.locator(".field-error")).to_have_count(1)
    expect(title).not_to_have_attribute("aria-invalid", "true")
