"""What people do on the page, in the words of the tests."""

from playwright.sync_api import Locator, Page, expect


def compose(page: Page, text: str) -> None:
    page.locator("#composer").fill(text)
    page.keyboard.press("Enter")


def message(page: Page, text: str) -> Locator:
    return page.locator("#main article", has_text=text)


def be(page: Page, name: str) -> None:
    page.get_by_role("button", name="You are").click()
    page.get_by_role("menuitemradio", name=name).click()
    expect(page.get_by_role("button", name=f"You are {name}")).to_be_visible()


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    for _ in range(40):
        if target.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press(key)
    expect(target).to_be_focused()


def forgive(complaints: list[str]) -> None:
    """The browser itself complains of an answer that refuses, as one was meant to here."""
    complaints[:] = [complaint for complaint in complaints if "400 (Bad Request)" not in complaint]


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def opened(page: Page, channel: str) -> None:
    page.locator("#sidebar").get_by_role("button", name=channel).click()
    expect(page.get_by_role("heading", name=channel, exact=True)).to_be_visible()


def answered(page: Page) -> Locator:
    """The card of a request, once it is there."""
    compose(page, "/request Acme: reprint")
    card = message(page, "R-1")
    expect(card).to_be_visible()
    return card


def on_channel(page: Page, choice: str) -> None:
    page.get_by_role("button", name="More about this place").click()
    page.get_by_role("menuitem", name=choice).click()
