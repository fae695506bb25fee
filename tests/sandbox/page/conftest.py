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

MANIFEST = Path(__file__).parents[3] / "manifest.yml"


@pytest.fixture(scope="package")
def running() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, World.demo(), rates=False, ack_seconds=1.5) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        app = App(client=client)
        listen(app)
        handler = SocketModeHandler(app, slack.app_token, web_client=client)
        handler.connect()  # type: ignore[no-untyped-call]
        yield slack
        handler.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def slack(running: Sandbox) -> Iterator[Sandbox]:
    running.reset(World.demo())
    yield running
    running.settle()
    assert running.violations == []


@pytest.fixture
def look() -> dict[str, Any]:
    """How the browser looks at the page; a test may ask for another look."""
    return {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def complaints() -> list[str]:
    """What the page's console says."""
    return []


@pytest.fixture
def page(browser: Browser, slack: Sandbox, look: dict[str, Any], complaints: list[str]) -> Iterator[Page]:
    """Ana in #acme; at the end nothing was complained of and nothing asked of another host."""
    context = browser.new_context(locale="en-GB", **look)
    page = context.new_page()
    asked: list[str] = []

    def on_request(request: Request) -> None:
        asked.append(request.url)

    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", on_request)
    page.goto(f"{slack.url}/#/ana/acme")
    expect(page.get_by_role("heading", name="acme")).to_be_visible()
    yield page
    context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((slack.url, "data:"))] == []


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
