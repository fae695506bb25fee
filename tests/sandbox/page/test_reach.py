"""Who can use the page: people with a keyboard only, on a phone, with a dark or a light system."""

import re

import pytest
from playwright.sync_api import Page, expect

from sandbox import Sandbox
from tests.sandbox.page.gestures import compose, fits, message, tab_to

NARROW = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


def test_everything_by_keyboard(page: Page) -> None:
    tab_to(page, page.get_by_role("link", name="Skip to the message box"))
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_be_focused()
    page.keyboard.type("One more thing")
    page.keyboard.press("Enter")
    mine = message(page, "One more thing")
    tab_to(page, mine, "Shift+Tab")
    page.keyboard.press("ArrowUp")
    above = message(page, "500 copies")
    expect(above).to_be_focused()
    tab_to(page, above.get_by_role("button", name="More about this message"))
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#thread-composer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(above).to_be_focused()
    tab_to(page, page.get_by_role("button", name="You are"), "Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="You are Ben Okafor")).to_be_focused()


@pytest.mark.parametrize("look", [NARROW, NARROW | {"color_scheme": "dark"}], ids=["light", "dark"])
def test_on_a_phone(page: Page) -> None:
    compose(page, "/request Acme: reprint")
    expect(message(page, "R-1")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Channels and people").click()
    page.locator("#sidebar").get_by_role("button", name="Liaison").click()
    expect(page.get_by_role("heading", name="Your day")).to_be_visible()
    expect(page.locator("#sidebar")).to_be_hidden()
    fits(page)
    page.get_by_role("tab", name="Messages").click()
    compose(page, "/request")
    expect(page.get_by_role("dialog", name="Log")).to_be_visible()
    fits(page)
    page.get_by_role("dialog").get_by_role("button", name="Cancel").tap()
    page.get_by_role("button", name="Traffic").tap()
    expect(page.locator("summary", has_text="views.open")).to_be_visible()
    fits(page)


@pytest.mark.parametrize("look", [NARROW], ids=["phone"])
def test_every_menu_fits_a_phone(page: Page) -> None:
    for opener in ("More about this place", "More about this message"):
        page.get_by_role("button", name=opener).last.tap()
        expect(page.get_by_role("menu")).to_be_in_viewport(ratio=1)
        fits(page)
        page.keyboard.press("Escape")
    page.get_by_role("button", name="More about this message").last.tap()
    page.get_by_role("menuitem", name="Add a reaction").tap()
    page.get_by_role("menuitem", name="tada").tap()
    expect(page.get_by_role("button", name="tada, 1: you")).to_be_visible()
    page.get_by_role("button", name="Channels and people").tap()
    page.locator("#sidebar").get_by_role("button", name="People").tap()
    expect(page.get_by_role("dialog", name="People")).to_be_in_viewport(ratio=1)
    fits(page)


@pytest.mark.parametrize("look", [NARROW], ids=["phone"])
def test_a_phone_shows_who_one_is_and_that_something_is_new(page: Page, slack: Sandbox) -> None:
    expect(page.locator("#looking-as")).to_have_text("Ana Lima")
    expect(page.locator("#looking-as")).to_be_in_viewport()
    slack.person("ben").says("Cake again", in_="random")
    expect(page.get_by_role("button", name="Channels and people, 1 unread")).to_be_visible()
    fits(page)


@pytest.mark.parametrize(
    ("look", "paper"), [({"color_scheme": "light"}, 255), ({"color_scheme": "dark"}, 21)], ids=["light", "dark"]
)
def test_the_colours_follow_the_system(page: Page, paper: int) -> None:
    expect(page.locator("#main")).to_have_css("background-color", re.compile(rf"rgb\({paper}, "))
