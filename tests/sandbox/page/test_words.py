"""What the page says: dates, hours, names of messages, and what is read aloud."""

import re

from playwright.sync_api import Page, expect

from sandbox import Sandbox, World
from sandbox.world import Message
from tests.sandbox.page.gestures import answered, be, compose, message

DATES = {
    "<!date^abc^{date}|on a day>": "on a day",
    "<!date^99999999999999^{date}|one day>": "one day",
    "<!date^-9e99^{date}>": "<!date^-9e99^{date}>",
    "<!date^^{date}|some day>": "some day",
    "<!date>": "<!date>",
    "<!date^1772552100^{nothing}|x>": "{nothing}",
    "<!date^1772552100^{date_long}|x>": "Tuesday 3 March 2026",
    "<!date^1772552100^^https://harbour.example/?a&amp;b|x>": "3 March 2026",
}


def test_a_date_is_shown_or_what_stands_for_it(page: Page, slack: Sandbox) -> None:
    world = World.demo()
    world.channels["C0ACME"].messages += [
        Message(ts=f"1772545000.000{number}", user="U0BEN", text=f"No. {number}: {written} ok")
        for number, written in enumerate(DATES, start=100)
    ]
    slack.reset(world)
    for number, shown in enumerate(DATES.values(), start=100):
        expect(message(page, f"No. {number}: {shown} ok")).to_be_visible()


def test_a_part_that_fails_does_not_take_the_others_with_it(page: Page, slack: Sandbox, complaints: list[str]) -> None:
    page.evaluate("document.getElementById('looking-as').remove()")
    slack.person("ben").says("Anybody?", in_="random")
    expect(page.locator("#sidebar").get_by_role("button", name="random")).to_have_accessible_name("random 1 unread")
    compose(page, "/request")
    expect(page.get_by_role("dialog", name="Log")).to_be_visible()
    page.goto("about:blank")
    assert complaints
    complaints.clear()


def test_the_hours_of_messages_follow_who_looks(page: Page, slack: Sandbox) -> None:
    """What only Ana sees stands between two messages that follow each other for Ben."""
    world = World.demo()
    for second, only in enumerate((None, "U0ANA", None)):
        said = Message(ts=f"177254500{second}.000100", user="U0CARLA", text=f"Part {second}", only_for=only)
        world.channels["C0ACME"].messages.append(said)
    slack.reset(world)
    last = message(page, "Part 2")
    expect(last.locator(".message-head time")).to_have_text("13:36")
    be(page, "Ben Okafor")
    expect(last.locator("time.aside-time")).to_have_text("14:36")
    be(page, "Ana Lima")
    expect(last.locator(".message-head time")).to_have_text("13:36")
    expect(last.locator(".avatar")).to_be_visible()


def test_a_message_is_called_after_who_said_it_and_when(page: Page) -> None:
    expect(message(page, "500 copies")).to_have_accessible_name("Ana Lima at 12:25")
    expect(message(page, "500 copies")).to_have_accessible_description(re.compile("^Acme would like a reprint"))
    answered(page)
    expect(message(page, "Understood")).to_have_accessible_name(re.compile("^Liaison at 14:0., only visible to you$"))
    expect(message(page, "Understood")).to_have_accessible_description(re.compile("^Understood: Acme: reprint"))


def test_all_that_arrives_is_read_aloud_without_its_marks(page: Page, slack: Sandbox) -> None:
    ben = slack.person("ben")
    ben.says(":bell: *_Cake_* again at 14:30:00, see snake_case_names", in_="random")
    ben.says("And ~tea~ `coffee`", in_="random")
    lines = page.locator("#announcer p")
    expect(lines).to_have_text(
        ["Ben Okafor in random: Cake again at 14:30:00, see snake_case_names", "Ben Okafor in random: And tea coffee"]
    )


def test_what_did_not_work_is_said_in_words(page: Page, complaints: list[str]) -> None:
    compose(page, "/invite @ben")
    expect(page.locator("#main").get_by_role("alert")).to_have_text("That did not work: ben is in #acme already.")
    assert all("400" in complaint for complaint in complaints)
    complaints.clear()


def test_the_clock_offers_no_time_that_is_past(page: Page) -> None:
    page.get_by_role("button", name="The workspace's clock").click()
    field = page.get_by_label("Or turn it to")
    page.locator("#clock").get_by_role("button", name="Tomorrow 9:00").click()
    expect(field).to_have_value(re.compile("2026-03-04T10:0"))
    expect(field).to_have_attribute("min", re.compile("2026-03-04T09:0"))


def test_what_was_answered_is_not_awaited(page: Page) -> None:
    answered(page)
    message(page, "Understood").get_by_role("button", name="Undo").click()
    page.get_by_role("dialog", name="Undo it?").get_by_role("button", name="Yes").click()
    expect(message(page, "Undone")).to_be_visible()
    page.get_by_role("button", name="Traffic").click()
    expect(page.locator("summary", has_text="response_url")).to_be_visible()
    expect(page.locator("summary", has_text="…")).to_have_count(0)
