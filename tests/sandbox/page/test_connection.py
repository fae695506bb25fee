"""The page and its connection: many tabs, a local Slack that does not answer, and one that began anew."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from sandbox import Sandbox, World
from sandbox.world import User
from tests.sandbox.page.conftest import MANIFEST
from tests.sandbox.page.gestures import answered, compose, message
from tests.sandbox.scripted import Says, scripted

Silent = Callable[[str], AbstractContextManager[None]]

SILENCE = "The local Slack does not answer."


def test_any_number_of_tabs_share_one_stream(page: Page, slack: Sandbox) -> None:
    tabs = [page, *(page.context.new_page() for _ in range(6))]
    for tab in tabs[1:]:
        tab.goto(page.url)
        expect(tab.get_by_role("heading", name="acme")).to_be_visible()
    slack.person("ben").says("To all of you", in_="acme")
    for tab in tabs:
        expect(message(tab, "To all of you")).to_be_visible()
    page.close()
    slack.person("ben").says("And once more", in_="acme")
    for tab in tabs[1:]:
        expect(message(tab, "And once more")).to_be_visible()


def test_silence_is_no_problem_any_more_once_it_is_over(page: Page, silent: Silent) -> None:
    problem = page.locator("#main").get_by_role("alert")
    with silent("**"):
        compose(page, "Are you there?")
        expect(problem).to_contain_text(SILENCE)
        expect(page.locator("#composer")).to_have_value("Are you there?")
        expect(page.locator("#announcer")).to_contain_text("Connection lost")
    expect(problem).to_be_hidden()
    expect(page.locator("#announcer")).to_contain_text("Connected again")


def test_what_went_through_is_not_sent_again(page: Page, silent: Silent) -> None:
    with silent("window?*"):
        compose(page, "Only once")
        expect(page.locator("body.offline")).to_be_visible()
        expect(page.locator("#composer")).to_have_value("")
        expect(page.get_by_role("alert")).to_have_count(0)
    expect(message(page, "Only once")).to_have_count(1)


@pytest.mark.parametrize("way", ["Escape", "Cancel"])
def test_a_form_says_why_it_cannot_be_closed(page: Page, silent: Silent, way: str) -> None:
    compose(page, "/request")
    dialog = page.get_by_role("dialog", name="Log")
    expect(dialog.get_by_label("Title")).to_be_focused()
    # Nor the screen: a reading that succeeds in between would rightly take the words away again.
    with silent("window?*"), silent("close"):
        if way == "Escape":
            page.keyboard.press(way)
        else:
            dialog.get_by_role("button", name=way).click()
        expect(dialog.get_by_role("alert")).to_contain_text(SILENCE)
    expect(dialog.get_by_role("alert")).to_be_hidden()


def test_somebody_whose_screen_cannot_be_read_is_not_become(page: Page, silent: Silent) -> None:
    with silent("window?*"):
        page.get_by_role("button", name="You are").click()
        page.get_by_role("menuitemradio", name="Ben Okafor").click()
        expect(page.get_by_role("alert")).to_contain_text(SILENCE)
        expect(page.get_by_role("button", name="You are Ana Lima")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    compose(page, "Still me")
    expect(message(page, "Still me")).to_contain_text("Ana Lima")


def test_the_app_is_reached_over_http_and_over_sockets_again(same_page: Page, slack: Sandbox) -> None:
    page = same_page
    page.get_by_role("button", name="Traffic").click()
    shown = page.get_by_role("region", name="Traffic", exact=True)
    with scripted() as app:
        shown.get_by_role("button", name="Socket Mode, 1 connection").click()
        page.get_by_role("menuitem", name="Deliver over HTTP").click()
        page.get_by_label("Request URL").fill(app.url)
        page.get_by_role("button", name="Verify and switch").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(shown.locator("summary", has_text="url_verification")).to_be_visible()
        app.says(Says.json({"text": "Over HTTP"}))
        compose(page, "/request Acme: reprint")
        expect(message(page, "Over HTTP")).to_be_visible()
        assert [got.form["command"] for got in app.asked] == ["/request"]
        shown.get_by_role("button", name="Signed HTTP").click()
        page.get_by_role("menuitem", name="Switch Socket Mode on").click()
        expect(shown.get_by_role("button", name="Socket Mode, 1 connection")).to_be_visible()
    compose(page, "/request Acme: reprint")
    expect(message(page, "R-1")).to_be_visible()
    shown.get_by_role("button", name="Close the traffic").click()


def test_a_world_that_began_anew_has_no_old_calls_and_no_open_form(page: Page, slack: Sandbox) -> None:
    answered(page)
    page.get_by_role("button", name="Traffic").click()
    expect(page.locator(".call")).not_to_have_count(0)
    compose(page, "/request")
    expect(page.get_by_role("dialog", name="Log")).to_be_visible()
    slack.settle()
    slack.reset(World.demo())
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("The form that was open is gone")
    expect(page.locator(".call")).to_have_count(0)


def test_somebody_who_is_not_in_the_world_any_more_is_left(page: Page, slack: Sandbox, complaints: list[str]) -> None:
    world = World.demo()
    world.add_user(User(id="U0NIA", name="nia", real_name="Nia Cole"))
    slack.reset(world)
    page.goto("about:blank")
    page.goto(f"{slack.url}/#/nia/random")
    expect(page.get_by_role("button", name="You are Nia Cole")).to_be_visible()
    slack.reset(World.demo())
    expect(page.get_by_role("button", name="You are Ana Lima")).to_be_visible()
    assert all("400" in complaint for complaint in complaints)
    complaints.clear()


def test_calls_after_a_restart(browser: Browser) -> None:
    def call(slack: Sandbox) -> None:
        WebClient(slack.bot_token, base_url=slack.api_url).auth_test()

    page = browser.new_page()
    with Sandbox(MANIFEST, World.demo()) as first:
        page.goto(first.url)
        page.get_by_role("button", name="Traffic").click()
        for _ in range(3):
            call(first)
        expect(page.locator(".call")).to_have_count(3)
        port = int(first.url.rpartition(":")[2])
    expect(page.locator("body.offline")).to_be_visible()
    with Sandbox(MANIFEST, World.demo(), port=port) as second:
        expect(page.locator(".call")).to_have_count(0)
        expect(page.locator("body.offline")).to_have_count(0)
        call(second)
        expect(page.locator(".call")).to_have_count(1)
        page.close()
