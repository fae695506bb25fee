"""Files on the page: picked, dropped and shown."""

import pytest
from playwright.sync_api import FilePayload, Page, expect
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.page.gestures import message, opened

PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="teal"/></svg>'
)
PAPER = FilePayload(name="brief.pdf", mimeType="application/pdf", buffer=b"%PDF brief")
SKETCH = FilePayload(name="sketch.svg", mimeType="image/svg+xml", buffer=PICTURE)


def attach(page: Page, *files: FilePayload, box: str = "#main") -> None:
    with page.expect_file_chooser() as choosing:
        page.locator(box).get_by_role("button", name="Attach files").click()
    choosing.value.set_files(list(files))


def test_files_wait_and_are_sent_with_the_words(page: Page, slack: Sandbox) -> None:
    attach(page, PAPER, SKETCH)
    waiting = page.get_by_role("list", name="Files to send")
    expect(waiting.get_by_role("listitem")).to_have_text(["brief.pdf10 B", "sketch.svg110 B"])
    waiting.get_by_role("button", name="Leave sketch.svg out").click()
    page.locator("#composer").fill("Here it is")
    page.keyboard.press("Enter")
    expect(waiting).to_be_hidden()
    link = message(page, "Here it is").get_by_role("link", name="brief.pdf application/pdf · 10 B")
    with page.expect_download() as taking:
        link.click()
    assert taking.value.path().read_bytes() == PAPER["buffer"]
    assert [file["name"] for file in slack.person("ana").screen["channels"][0]["messages"][-1]["files"]] == [
        "brief.pdf"
    ]


def test_a_picture_is_shown(page: Page) -> None:
    attach(page, SKETCH)
    page.get_by_role("button", name="Send").click()
    picture = page.locator("#main article").last.get_by_role("img", name="sketch.svg")
    expect(picture).to_have_js_property("naturalWidth", 40)


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_files_are_dropped_and_pasted(page: Page, kind: str) -> None:
    page.locator("#composer").evaluate(
        """(box, kind) => {
          const held = new DataTransfer();
          held.items.add(new File(["x"], "note.txt", { type: "text/plain" }));
          const how = { bubbles: true, cancelable: true, dataTransfer: held, clipboardData: held };
          box.dispatchEvent(kind === "drop" ? new DragEvent(kind, how) : new ClipboardEvent(kind, how));
        }""",
        kind,
    )
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#main article").last.get_by_role("link")).to_contain_text("note.txt")


def test_files_of_a_place_stay_there(page: Page) -> None:
    attach(page, PAPER)
    waiting = page.get_by_role("list", name="Files to send")
    opened(page, "random")
    expect(waiting).to_be_hidden()
    opened(page, "acme")
    expect(waiting).to_contain_text("brief.pdf")


def test_a_file_in_a_thread(page: Page) -> None:
    page.get_by_role("button", name="1 reply").first.click()
    attach(page, PAPER, box="#thread")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="1 reply").first.click()
    page.locator("#thread").get_by_role("button", name="Send").click()
    expect(page.locator("#thread article").last.get_by_role("link")).to_contain_text("brief.pdf")


def test_what_is_not_taken_is_said_and_waits(page: Page) -> None:
    attach(page, FilePayload(name="nothing.txt", mimeType="text/plain", buffer=b""))
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#main").get_by_role("alert")).to_contain_text("nothing.txt is empty")
    expect(page.get_by_role("list", name="Files to send")).to_contain_text("nothing.txt")


def test_a_block_shows_a_picture_of_the_workspace(page: Page, slack: Sandbox) -> None:
    slack.person("ana").uploads("sketch.svg", PICTURE, in_="acme", text="Mine")
    file = slack.person("ana").screen["channels"][0]["messages"][-1]["files"][0]
    block = {"type": "image", "slack_file": {"id": file["id"]}, "alt_text": "The sketch"}
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    client.chat_postMessage(channel="C0ACME", text="See", blocks=[block])
    expect(page.get_by_role("img", name="The sketch")).to_have_js_property("naturalWidth", 40)
