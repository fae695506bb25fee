"""What people do with messages on the page: react, change and delete their own, and the menus of shortcuts."""

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox import Sandbox
from tests.sandbox.page.gestures import be, compose, forgive, message

ACME = "500 copies"


def on_message(page: Page, text: str, choice: str) -> None:
    said = message(page, text)
    said.hover()
    said.get_by_role("button", name="More about this message").click()
    page.get_by_role("menuitem", name=choice).click()


def reactions(page: Page, text: str = ACME) -> Locator:
    return message(page, text).get_by_role("list", name="Reactions")


def test_a_reaction_is_given_and_taken_back(page: Page, slack: Sandbox) -> None:
    message(page, ACME).hover()
    message(page, ACME).get_by_role("button", name="Add a reaction").click()
    page.get_by_role("menuitem", name="white check mark").click()
    mine = reactions(page).get_by_role("button", name="white_check_mark, 1: you")
    expect(mine).to_have_attribute("aria-pressed", "true")
    slack.person("ben").reacts("white_check_mark", in_="acme", ts=ts_of(page))
    expect(reactions(page)).to_contain_text("2")
    reactions(page).get_by_role("button", name="white_check_mark, 2: you, Ben Okafor").click()
    theirs = reactions(page).get_by_role("button", name="white_check_mark, 1: Ben Okafor")
    expect(theirs).to_have_attribute("aria-pressed", "false")
    expect(theirs).to_be_focused()


def ts_of(page: Page) -> str | None:
    return message(page, ACME).get_attribute("data-ts")


def test_a_reaction_of_another_name(page: Page, complaints: list[str]) -> None:
    on_message(page, ACME, "Add a reaction")
    page.get_by_role("menuitem", name="Another").click()
    asking = page.get_by_role("dialog", name="Add a reaction")
    asking.get_by_label("Name of the emoji").fill("no such thing")
    page.keyboard.press("Enter")
    expect(asking.get_by_role("alert")).to_contain_text("thumbsup")
    asking.get_by_label("Name of the emoji").fill("+1::skin-tone-3")
    page.keyboard.press("Enter")
    expect(reactions(page)).to_contain_text("👍 1")
    forgive(complaints)


def test_a_message_is_changed_by_who_said_it(page: Page) -> None:
    compose(page, "Ask @ben in #random & <there>: https://a.example/x")
    expect(message(page, "Ask @Ben Okafor")).to_be_visible()
    on_message(page, "Ask @Ben Okafor", "Edit")
    asking = page.get_by_role("dialog", name="Edit the message")
    expect(asking.get_by_label("Message")).to_have_value("Ask @ben in #random & <there>: https://a.example/x")
    asking.get_by_label("Message").fill("Ask @carla")
    asking.get_by_role("button", name="Save").click()
    expect(message(page, "Ask @Carla Reyes")).to_contain_text("(edited)")
    be(page, "Ben Okafor")
    message(page, "Ask @Carla Reyes").hover()
    message(page, "Ask @Carla Reyes").get_by_role("button", name="More about this message").click()
    expect(page.get_by_role("menuitem", name="Copy text")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Edit")).to_have_count(0)


@pytest.mark.parametrize(("answer", "left"), [("Cancel", 1), ("Delete", 0)])
def test_a_message_is_deleted_by_who_said_it(page: Page, answer: str, left: int) -> None:
    compose(page, "Never mind")
    expect(message(page, "Never mind")).to_be_visible()
    on_message(page, "Never mind", "Delete")
    page.get_by_role("dialog", name="Delete the message?").get_by_role("button", name=answer).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(message(page, "Never mind")).to_have_count(left)


def test_an_administrator_deletes_what_another_said(page: Page, slack: Sandbox) -> None:
    slack.person("carla").says("Oops", in_="acme")
    be(page, "Ben Okafor")
    message(page, "Oops").hover()
    message(page, "Oops").get_by_role("button", name="More about this message").click()
    expect(page.get_by_role("menuitem", name="Reply in thread")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Delete")).to_have_count(0)
    page.keyboard.press("Escape")
    be(page, "Ana Lima")
    on_message(page, "Oops", "Delete")
    page.get_by_role("dialog", name="Delete the message?").get_by_role("button", name="Delete").click()
    expect(message(page, "Oops")).to_have_count(0)
