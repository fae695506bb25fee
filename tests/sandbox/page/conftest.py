"""Chromium, a sandbox with a small app behind it, and the page as Ana sees it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox import Sandbox, World
from tests.sandbox.page.app import listen
from tests.sandbox.stock import hang_up

MANIFEST = Path(__file__).parents[3] / "manifest.yml"


@pytest.fixture(scope="package")
def running() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, World.demo(), rates=False) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        app = App(client=client)
        listen(app)
        # It looks once an interval whether its connection is gone: tests wait for that.
        handler = SocketModeHandler(app, slack.app_token, web_client=client, ping_interval=1)
        handler.connect()  # type: ignore[no-untyped-call]
        yield slack
        hang_up(handler)


@pytest.fixture
def slack(running: Sandbox) -> Iterator[Sandbox]:
    running.reset(World.demo())
    yield running
    running.settle()
    assert running.violations == []


USUAL = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def look() -> dict[str, Any]:
    """How the browser looks at the page; a test may ask for another look."""
    return USUAL


class Window:
    """A window of the browser, and all that its page complained of and asked for."""

    def __init__(self, browser: Browser, look: dict[str, Any]) -> None:
        self.context = browser.new_context(locale="en-GB", **look)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._on_request)

    def _on_request(self, request: Request) -> None:
        self.asked.append(request.url)

    def show(self, url: str, place: str) -> None:
        """Like a window just opened: a new one costs the machine four times as much."""
        self.leave()
        self.page.goto(f"{url}/#/{place}")

    def leave(self) -> None:
        """To a place of the same origin, where what the page had kept can be forgotten."""
        origin, there, _ = self.page.url.partition("/#/")
        if there:
            self.page.goto(f"{origin}/page/icon.svg")
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.complaints.clear()
        self.asked.clear()

    def show_again(self, slack: Sandbox, place: str) -> None:
        """In the page that is there, what is seen after a reset: a third of what a new one costs."""
        if not self.page.url.startswith(f"{slack.url}/#/"):
            self.show(slack.url, place)
            return
        self.complaints.clear()
        self.asked.clear()
        # Going away and back closes what the page has open by itself.
        self.page.evaluate("place => { location.hash = '#/'; location.hash = `#/${place}`; }", place)
        reached = "changes => Number(document.body.dataset.changes) >= changes"
        self.page.wait_for_function(reached, arg=slack.core.slack.changes)

    def tidy(self) -> None:
        self.page.unroute_all()
        self.page.mouse.move(0, 0)

    @property
    def is_whole(self) -> bool:
        return self.context.pages == [self.page]


@pytest.fixture(scope="package")
def kept(browser: Browser) -> Iterator[list[Window]]:
    """The window of the usual look, for the next test."""
    kept: list[Window] = []
    yield kept
    for window in kept:
        window.context.close()


@pytest.fixture
def window(browser: Browser, kept: list[Window], look: dict[str, Any]) -> Iterator[Window]:
    window = kept.pop() if look == USUAL and kept else Window(browser, look)
    yield window
    if look == USUAL and window.is_whole:
        window.tidy()
        kept.append(window)
    else:
        window.context.close()


@pytest.fixture
def complaints(window: Window) -> list[str]:
    """What the page's console says."""
    return window.complaints


@pytest.fixture
def page(window: Window, slack: Sandbox) -> Iterator[Page]:
    """Ana in #acme."""
    window.show(slack.url, "ana/acme")
    yield from in_acme(window, slack)
    if window.is_whole:
        window.leave()


@pytest.fixture
def same_page(window: Window, slack: Sandbox) -> Iterator[Page]:
    """The same for tests that leave nothing open which a reset would not close."""
    window.show_again(slack, "ana/acme")
    yield from in_acme(window, slack)


def in_acme(window: Window, slack: Sandbox) -> Iterator[Page]:
    """At the end nothing was complained of and nothing asked of another host."""
    expect(window.page.get_by_role("heading", name="acme")).to_be_visible()
    yield window.page
    assert window.complaints == []
    assert [url for url in window.asked if not url.startswith((slack.url, "data:"))] == []


@pytest.fixture
def silent(page: Page, complaints: list[str]) -> Iterator[Callable[[str], AbstractContextManager[None]]]:
    """While it lasts, what the page asks of the local Slack under this name is not answered."""

    def unanswered(route: Route) -> None:
        route.abort()

    @contextmanager
    def lasting(name: str) -> Iterator[None]:
        page.route(f"**/_sandbox/{name}", unanswered)
        yield
        page.unroute(f"**/_sandbox/{name}")

    yield lasting
    complaints[:] = [complaint for complaint in complaints if "net::ERR_FAILED" not in complaint]
