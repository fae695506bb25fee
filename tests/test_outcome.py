"""The first loop from end to end, as somebody walks it on the page of `make demo`."""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import MANIFEST
from tests.outcome.people import card, looking_at, open_messages, visit
from tests.outcome.process import asked, demo
from tests.sandbox.page.gestures import be, compose, message

PICTURE = MANIFEST.parent / "docs" / "page.png"
LINE = "/request Acme: reprint of the spring brochure by fri 4pm !high @ana"
NUDGE = "/nudge me tomorrow 9:00 call Acme"
REMINDER = "You asked me to remind you: call Acme"
DIGEST = "Digest for Wednesday 4 March"


@pytest.mark.timeout(180)
def test_the_first_loop(browser: Browser, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with demo(data) as running:
        url = running.wait_until_ready()
        with looking_at(browser, url) as page:
            ellen_logs_one_for_ana(page)
            ana_accepts_it(page)
            take_picture(page)
            ben_takes_one_that_nobody_has(page)
            ana_sets_a_reminder(page)
            the_next_morning_comes(page)
        assert asked(f"{url}/_sandbox/violations") == []
        running.end(signal.SIGTERM)
    with demo(data) as running:
        url = running.wait_until_ready()
        with looking_at(browser, url) as page:
            everything_is_still_there(page)
        assert asked(f"{url}/_sandbox/violations") == []
        running.end(signal.SIGTERM)


def ellen_logs_one_for_ana(page: Page) -> None:
    be(page, "Ellen Marsh")
    visit(page, "coordination")
    page.get_by_role("region", name="Things to try").get_by_role("button", name="/request").click()
    expect(page.locator("#composer")).to_have_value(LINE)
    page.keyboard.press("Enter")
    understood = message(page, "R-10")
    for words in ("Only visible to you", "reprint of the spring brochure", "Acme", "High", "Ana Lima", "16:00"):
        expect(understood).to_contain_text(words)
    for button in ("Change", "Undo"):
        expect(understood.get_by_role("button", name=button).first).to_be_visible()
    visit(page, "acme")
    expect(card(page, "R-10")).to_contain_text("not accepted yet")


def ana_accepts_it(page: Page) -> None:
    be(page, "Ana Lima")
    open_messages(page, unread=6)
    expect(card(page, "R-10")).to_contain_text("Ellen Marsh")
    card(page, "R-10").get_by_role("button", name="Accept").click()
    expect(card(page, "R-10")).to_contain_text("Working")
    visit(page, "acme")
    expect(card(page, "R-10")).to_contain_text("Working")


def ben_takes_one_that_nobody_has(page: Page) -> None:
    compose(page, "/request Brightside: alt texts for the team photos by thu")
    expect(message(page, "R-11")).to_contain_text("Only visible to you")
    be(page, "Ben Okafor")
    visit(page, "brightside")
    expect(card(page, "R-11")).to_contain_text("Nobody has it yet")
    card(page, "R-11").get_by_role("button", name="I'll take this").click()
    expect(card(page, "R-11")).to_contain_text("With @Ben Okafor")


def ana_sets_a_reminder(page: Page) -> None:
    be(page, "Ana Lima")
    visit(page, "acme")
    compose(page, NUDGE)
    expect(message(page, "I'll remind you")).to_contain_text("9:00")


def take_picture(page: Page) -> None:
    """For README.md, when it is asked for: a test leaves nothing behind."""
    if os.environ.get("TAKE_PICTURE"):
        expect(card(page, "R-10")).to_be_visible()
        page.screenshot(path=PICTURE)


def the_next_morning_comes(page: Page) -> None:
    page.get_by_role("button", name="The workspace's clock").click()
    page.locator("#clock").get_by_role("button", name="Tomorrow 9:00").click()
    expect(page.get_by_role("button", name="The workspace's clock")).to_contain_text("Wed 4 Mar 09:0")
    both_came_once(page, unread=2)


def both_came_once(page: Page, *, unread: int) -> None:
    open_messages(page, unread=unread)
    expect(message(page, REMINDER)).to_have_count(1)
    visit(page, "coordination")
    expect(message(page, DIGEST)).to_have_count(1)
    expect(message(page, DIGEST)).to_contain_text("R-10")
    expect(message(page, DIGEST)).to_contain_text("R-11")


def everything_is_still_there(page: Page) -> None:
    be(page, "Ana Lima")
    expect(page.get_by_role("button", name="The workspace's clock")).to_contain_text("Wed 4 Mar 09:0")
    both_came_once(page, unread=9)
    visit(page, "acme")
    card(page, "R-10").get_by_role("button", name="Done").click()
    expect(card(page, "R-10")).to_contain_text("Done by @Ana Lima")
    visit(page, "brightside")
    expect(card(page, "R-11")).to_contain_text("With @Ben Okafor")
