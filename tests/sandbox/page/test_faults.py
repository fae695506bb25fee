"""Letting things go wrong from the page."""

from playwright.sync_api import Locator, Page, expect

from sandbox import Sandbox
from tests.sandbox.page.gestures import compose, forgive, message


def faults(page: Page) -> Locator:
    page.get_by_role("button", name="Traffic").click()
    shown = page.get_by_role("region", name="Traffic", exact=True)
    shown.locator("summary", has_text="Faults").click()
    return shown.locator("details.faults")


def test_a_fault_is_set_and_happens(page: Page) -> None:
    shown = faults(page)
    shown.get_by_label("What").select_option("api/late")
    shown.get_by_label("Seconds").fill("0.1")
    shown.get_by_label("Only for").fill("chat.update")
    shown.get_by_role("button", name="Let it go wrong").click()
    waiting = shown.get_by_role("list", name="Faults to come")
    expect(waiting).to_have_text(
        "chat.update done only after so many seconds, whether the app still waits or not · 0.1 s · 0 of 1 so far"
    )
    compose(page, "/request Acme: reprint")
    page.get_by_role("button", name="I'll take this").click()
    expect(page.locator(".call-fault")).to_have_text("late")
    expect(waiting.get_by_role("listitem")).to_have_count(0)
    expect(message(page, "R-1")).to_contain_text("taken by @Ana Lima")


def test_deliveries_go_wrong(page: Page, slack: Sandbox) -> None:
    shown = faults(page)
    waiting = shown.get_by_role("list", name="Faults to come").get_by_role("listitem")
    for at, (kind, name) in enumerate(
        [("unreachable", "/request"), ("repeated", "app_home_opened"), ("ack_lost", "interactive")], start=1
    ):
        shown.get_by_label("What").select_option(f"delivery/{kind}")
        shown.get_by_label("Only for").fill(name)
        shown.get_by_role("button", name="Let it go wrong").click()
        expect(waiting).to_have_count(at)
    compose(page, "/request Acme: reprint")
    expect(page.locator("#main").get_by_role("alert")).to_contain_text("could not be reached (dispatch_failed)")
    expect(waiting).to_have_count(2)
    page.keyboard.press("Enter")
    card = message(page, "R-1")
    card.get_by_role("button", name="I'll take this").click()
    expect(card).to_contain_text("taken by @Ana Lima")
    expect(page.locator("#toast")).to_contain_text("operation_timeout")
    page.locator("#sidebar").get_by_role("button", name="Liaison").click()
    expect(page.get_by_role("heading", name="Your day")).to_be_visible()
    expect(waiting).to_have_count(0)
    expect(page.locator("details.call", has_text="app_home_opened")).to_have_count(2)
    for kind in ("unreachable", "ack_lost", "repeated"):
        expect(page.locator(".call-fault", has_text=kind).first).to_be_visible()


def test_faults_are_cleared(page: Page, slack: Sandbox) -> None:
    shown = faults(page)
    shown.get_by_label("How often").fill("")
    shown.get_by_label("Of each hundred").fill("40")
    shown.get_by_label("What").select_option("api/late")
    shown.get_by_role("button", name="Let it go wrong").click()
    expect(shown.get_by_role("listitem")).to_contain_text("everything done only after so many seconds")
    expect(shown.get_by_role("listitem")).to_contain_text("40 in a hundred · 5 s · until cleared")
    assert [(fault.share, fault.times) for fault in slack.core.slack.faults.waiting] == [(0.4, None)]
    shown.get_by_role("button", name="Clear all").click()
    expect(shown.get_by_role("listitem")).to_have_count(0)


def test_what_cannot_go_wrong_is_said(page: Page, complaints: list[str]) -> None:
    shown = faults(page)
    shown.get_by_label("Only for").fill("chat.shout")
    shown.get_by_role("button", name="Let it go wrong").click()
    expect(shown.get_by_role("alert")).to_contain_text("chat.shout")
    forgive(complaints)
