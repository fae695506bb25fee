"""Going about on the page: addresses, Back, where a list stands, and what is marked as new."""

import re

import pytest
from playwright.sync_api import Page, expect

from sandbox import Sandbox, World
from sandbox.world import Message
from tests.sandbox.page.gestures import be, compose, message, opened

LEFT = "(list) => list.scrollHeight - list.scrollTop - list.clientHeight"


def test_after_the_home_a_list_is_at_its_end_and_follows(page: Page, slack: Sandbox) -> None:
    ben = slack.person("ben")
    for number in range(25):
        ben.says(f"Line {number}\nand more", in_="acme")
    expect(message(page, "Line 24")).to_be_in_viewport()
    page.locator("#sidebar").get_by_role("button", name="Liaison").click()
    expect(page.get_by_role("heading", name="Your day")).to_be_visible()
    opened(page, "acme")
    expect(message(page, "Line 24")).to_be_in_viewport()
    assert page.locator("#main .messages .scroller").evaluate(LEFT) <= 1
    ben.says("The last word", in_="acme")
    expect(message(page, "The last word")).to_be_in_viewport()


def test_an_address_that_leads_nowhere_is_no_trap(page: Page) -> None:
    for address in ("#/ana/nowhere", "#/ana/%", "#/%/acm", "#/nobody/app%2Fnowhere", "#composer"):
        opened(page, "random")
        page.evaluate("(address) => { location.hash = address }", address)
        expect(page).to_have_url(re.compile("#/ana/"))
        page.go_back()
        expect(page).to_have_url(re.compile("#/ana/random$"))
        page.go_back()
        expect(page.get_by_role("heading", name="acme")).to_be_visible()


def test_back_undoes_each_step_of_ones_own(page: Page) -> None:
    opened(page, "random")
    be(page, "Ben Okafor")
    page.get_by_role("link", name="Skip to the message box").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("button", name="You are Ana Lima")).to_be_visible()
    expect(page.get_by_role("heading", name="random")).to_be_visible()


@pytest.mark.parametrize(
    ("count", "words"),
    [(49, "This is the beginning of #random."), (51, "Earlier messages")],
    ids=["whole", "cut off"],
)
def test_only_the_beginning_is_called_so(page: Page, slack: Sandbox, count: int, words: str) -> None:
    world = World.demo()
    said = [Message(ts=f"{1_700_000_000 + n}.000100", user="U0BEN", text=f"Line {n}") for n in range(count)]
    world.channels["C0RANDOM"].messages = said
    slack.reset(world)
    opened(page, "random")
    expect(page.locator("#main .lead")).to_have_text(words)


def test_new_replies_are_marked_until_they_are_read(page: Page, slack: Sandbox) -> None:
    opened(page, "random")
    root = slack.person("ben").sees("acme").newest(containing="500 copies").ts
    slack.person("ben").says("Which paper?", in_="acme", thread_ts=root)
    row = page.locator("#sidebar").get_by_role("button", name="acme")
    expect(row).to_have_accessible_name("acme 1 unread")
    row.click()
    replies = message(page, "500 copies").get_by_role("button", name="replies")
    expect(replies).to_contain_text("New")
    replies.click()
    expect(replies).not_to_contain_text("New")


def test_the_line_stands_before_the_first_message_that_is_new(page: Page, slack: Sandbox) -> None:
    opened(page, "random")
    ben = slack.person("ben")
    ben.says("Which paper?", in_="acme", thread_ts=ben.sees("acme").newest(containing="500 copies").ts)
    ben.says("And which size?", in_="acme")
    expect(page.locator("#sidebar").get_by_role("button", name="acme 2 unread")).to_be_visible()
    opened(page, "acme")
    expect(page.locator(".new-line + li")).to_contain_text("And which size?")


def test_a_private_channel_is_called_so(page: Page) -> None:
    expect(page.locator("#sidebar").get_by_role("button", name="leadership private")).to_be_visible()


def test_what_was_not_sent_outlives_a_reload(page: Page) -> None:
    page.locator("#composer").fill("Half a thought")
    page.reload()
    expect(page.locator("#composer")).to_have_value("Half a thought")
    compose(page, "A whole thought")
    expect(message(page, "A whole thought")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="acme")).to_be_visible()
    expect(page.locator("#composer")).to_have_value("")
