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
