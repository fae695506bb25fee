"""The menu of shortcuts at the box, for an app that has global ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox import Sandbox, World
from tests.sandbox.page.app import form
from tests.sandbox.page.conftest import MANIFEST
from tests.sandbox.page.gestures import fits
from tests.sandbox.stock import hang_up

NARROW = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
USUAL = {"viewport": {"width": 1280, "height": 800}}


def on_shortcut(ack: Ack, body: dict[str, str], client: WebClient) -> None:
    client.views_open(trigger_id=body["trigger_id"], view=form("From anywhere"))
    ack()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    manifest = yaml.safe_load(MANIFEST.read_text())
    wish = {"name": "Log a request", "type": "global", "callback_id": "log", "description": "Log a request"}
    manifest["features"]["shortcuts"].insert(0, wish)
    path: Path = tmp_path_factory.mktemp("shortcuts") / "manifest.yml"
    path.write_text(yaml.safe_dump(manifest))
    with Sandbox(path, World.demo(), rates=False) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        app = App(client=client)
        app.shortcut("log")(on_shortcut)
        handler = SocketModeHandler(app, slack.app_token, web_client=client)
        handler.connect()  # type: ignore[no-untyped-call]
        yield slack
        hang_up(handler)


@pytest.mark.parametrize("look", [USUAL, NARROW], ids=["wide", "phone"])
def test_a_global_shortcut(page: Page) -> None:
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="Log a request Liaison").click()
    expect(page.get_by_role("dialog", name="Log").get_by_label("Title")).to_have_value("From anywhere")
    fits(page)


def test_the_menu_is_used_with_the_keyboard(page: Page) -> None:
    button = page.get_by_role("button", name="Shortcuts")
    button.press("Enter")
    expect(page.get_by_role("menuitem", name="Log a request")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Log")).to_be_visible()


def test_in_a_thread_there_are_none(page: Page) -> None:
    page.get_by_role("button", name="1 reply").first.click()
    expect(page.locator("#thread-composer")).to_be_focused()
    expect(page.locator("#thread").get_by_role("button", name="Shortcuts")).to_have_count(0)
