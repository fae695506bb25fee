"""Conversations on the page: people, messages, commands, threads, the Home, the clock and the traffic."""

import re

from playwright.sync_api import Page, expect

from sandbox import Sandbox
from tests.sandbox.page.gestures import be, compose, message


def test_people_have_their_own_zone_and_places(page: Page) -> None:
    expect(page.get_by_role("button", name="You are Ana Lima, London 14:0")).to_be_visible()
    be(page, "Ben Okafor")
    expect(page.get_by_role("button", name="You are Ben Okafor, Berlin 15:0")).to_be_visible()
    expect(page.locator("#sidebar").get_by_role("button", name="leadership")).to_have_count(0)
    expect(message(page, "500 copies").locator("time")).to_have_text("13:25")


def test_commands_and_people_are_completed(page: Page) -> None:
    box = page.locator("#composer")
    box.press_sequentially("/re")
    expect(page.get_by_role("option", name="/request")).to_contain_text("Log or find a client request")
    page.keyboard.press("Tab")
    box.press_sequentially("proof @be")
    expect(page.locator("#main .usage")).to_contain_text("mine")
    page.keyboard.press("Enter")
    expect(box).to_have_value("/request proof @ben ")
    expect(page.get_by_role("option")).to_have_count(0)


def test_a_message_is_posted_for_all_to_see(page: Page) -> None:
    compose(page, "Who has *the files*, @ben?")
    mine = message(page, "Who has the files, @Ben Okafor?")
    expect(mine.locator("strong")).to_have_text("the files")
    expect(page.locator("#composer")).to_have_value("")
    be(page, "Ben Okafor")
    expect(mine.locator(".mention-me")).to_have_text("@Ben Okafor")


def test_hostile_words_stay_words(page: Page) -> None:
    compose(page, "<img src=x onerror=alert(1)> <javascript:alert(1)|here> a_b_c 2*3*4")
    expect(message(page, "<img src=x onerror=alert(1)> <javascript:alert(1)|here> a_b_c 2*3*4")).to_be_visible()
    expect(page.locator("#main article :is(img, a, em)")).to_have_count(0)


def test_what_arrives_is_unread_and_announced(page: Page, slack: Sandbox) -> None:
    ben = slack.person("ben")
    ben.says("Cake again", in_="random")
    row = page.locator("#sidebar").get_by_role("button", name="random")
    expect(row).to_have_accessible_name(re.compile("random 1 unread"))
    expect(page.locator("#announcer")).to_have_text("Ben Okafor in random: Cake again")
    row.click()
    expect(page.locator(".new-line")).to_be_visible()
    expect(row).to_have_accessible_name("random")


def test_a_command_answers_privately_and_its_card_is_updated_in_place(page: Page) -> None:
    compose(page, "/request Acme: reprint by fri 4pm @ana")
    answer = message(page, "Understood: Acme: reprint by fri 4pm @Ana Lima")
    expect(answer).to_contain_text("Only visible to you")
    page.get_by_role("button", name="I'll take this").click()
    expect(message(page, "R-1")).to_contain_text("taken by @Ana Lima")
    expect(message(page, "R-1")).to_contain_text("(edited)")
    answer.get_by_role("button", name="Undo").click()
    page.get_by_role("dialog", name="Undo it?").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_update_keeps_focus_and_half_typed_text(page: Page, slack: Sandbox) -> None:
    compose(page, "/request Acme: reprint")
    expect(page.get_by_role("button", name="I'll take this")).to_be_visible()
    page.locator("#composer").press_sequentially("half a th")
    slack.person("ben").click("I'll take this", in_="acme")
    expect(message(page, "R-1")).to_contain_text("taken by @Ben Okafor")
    expect(page.locator("#composer")).to_be_focused()
    expect(page.locator("#composer")).to_have_value("half a th")


def test_a_command_that_fails_keeps_what_was_typed(page: Page, slack: Sandbox) -> None:
    compose(page, "/reqest Acme")
    expect(page.locator("#main").get_by_role("alert")).to_contain_text("/reqest is not a command")
    with slack.expect_violation("ack_late"):
        compose(page, "/liaison my day")
        expect(page.locator("#main").get_by_role("alert")).to_contain_text("operation_timeout")
    expect(page.locator("#composer")).to_have_value("/liaison my day")


def test_a_shortcut_of_a_message(page: Page) -> None:
    message(page, "500 copies").hover()
    message(page, "500 copies").get_by_role("button", name="More about this message").click()
    page.get_by_role("menuitem", name="Log as client request").click()
    expect(page.get_by_role("dialog").get_by_label("Title")).to_have_value("Acme would like a re")


def test_a_thread(page: Page) -> None:
    page.get_by_role("button", name="1 reply").first.click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.locator("article")).to_have_count(2)
    expect(page.locator("#thread-composer")).to_be_focused()
    page.keyboard.type("Matt, please.")
    page.keyboard.press("Enter")
    expect(thread.locator("article")).to_have_count(3)
    expect(page.get_by_role("button", name="2 replies")).to_be_visible()
    expect(page.locator("#main article", has_text="Matt, please.")).to_have_count(0)


def test_the_home_and_one_of_its_buttons(page: Page) -> None:
    page.locator("#sidebar").get_by_role("button", name="Liaison").click()
    home = page.get_by_role("tabpanel", name="Home")
    expect(home.get_by_role("heading", name="Your day")).to_be_visible()
    home.get_by_role("button", name="Done").last.click()
    page.get_by_role("tab", name="Messages").click()
    expect(message(page, "Done: R-2 price")).to_be_visible()


def test_the_clock(page: Page) -> None:
    clock = page.get_by_role("button", name="The workspace's clock")
    clock.click()
    page.get_by_role("button", name="+1 h").click()
    expect(clock).to_contain_text("Tue 3 Mar 15:0")
    page.locator("#clock").get_by_role("button", name="Tomorrow 9:00").click()
    expect(clock).to_contain_text("Wed 4 Mar 09:00")
    page.get_by_label("Or turn it to").fill("2026-03-06T17:30")
    page.get_by_role("button", name="Turn the clock", exact=True).click()
    expect(clock).to_contain_text("Fri 6 Mar 17:30")
    expect(page.locator(".day-line").last).to_have_text("Tuesday 3 March")


def test_the_traffic_shows_calls_and_violations(page: Page, slack: Sandbox) -> None:
    compose(page, "/request Acme: reprint")
    expect(message(page, "R-1")).to_be_visible()
    with slack.expect_violation("ack_late"):
        compose(page, "/liaison")
        expect(page.get_by_role("button", name="Traffic, 1 violation")).to_be_visible()
    page.get_by_role("button", name="Traffic, 1 violation").click()
    traffic = page.get_by_role("region", name="Traffic", exact=True)
    expect(traffic.locator(".violations")).to_contain_text("ack_late")
    expect(traffic.locator(".violations .violation")).to_have_css("color", "rgb(179, 38, 30)")
    traffic.locator("summary", has_text="chat.postMessage").click()
    expect(traffic.locator("pre").first).to_contain_text('"text": "A card"')
    traffic.get_by_label("Only against the rules").check()
    expect(traffic.locator(".call summary")).to_have_count(1)


def test_things_to_try_go_into_the_box(page: Page) -> None:
    tries = page.get_by_role("region", name="Things to try")
    tries.get_by_role("button", name="/request").click()
    expect(page.locator("#composer")).to_have_value(
        "/request Acme: reprint of the spring brochure by fri 4pm !high @ana"
    )
    tries.get_by_role("button", name="Hide").click()
    expect(tries).to_be_hidden()
    expect(page.locator("#composer")).to_be_focused()
