"""What a person does on the demo's page, in the words of the walk."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from tests.sandbox.page.gestures import message


@contextmanager
def looking_at(browser: Browser, url: str) -> Iterator[Page]:
    """The page; at the end nothing was complained of and nothing asked of another host."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []

    def on_console(said: ConsoleMessage) -> None:
        complaints.append(said.text)

    def on_request(request: Request) -> None:
        asked.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", on_request)
    page.goto(url)
    yield page
    context.close()
    assert complaints == []
    assert [each for each in asked if not each.startswith((url, "data:"))] == []


def visit(page: Page, channel: str) -> None:
    page.locator("#sidebar").get_by_role("button", name=channel).click()
    expect(page.get_by_role("heading", name=channel, exact=True)).to_be_visible()


def open_messages(page: Page, *, unread: int) -> None:
    """The DM with Liaison, once so many messages are new in it."""
    row = page.locator("#sidebar").get_by_role("button", name="Liaison")
    expect(row).to_have_accessible_name(f"Liaison {unread} unread" if unread else "Liaison")
    row.click()
    page.get_by_role("tab", name="Messages").click()
    expect(page.get_by_role("tab", name="Messages")).to_have_attribute("aria-selected", "true")


def card(page: Page, label: str) -> Locator:
    """The newest message that has buttons for it."""
    return message(page, label).filter(has=page.get_by_role("button")).last
