"""How long the page takes to be there: a channel of 10,000 messages against an empty one, in headless Chromium.

Needs what the tests need: `make test` sets it up, then `.venv/bin/python -m benchmarks.page`.
"""

import shutil
import sys

from playwright.sync_api import Page, sync_playwright

from bot.settings import MANIFEST
from sandbox import Sandbox, World
from sandbox.world import Channel, Message

MANY, TIMES = 10_000, 5
#: Sets shownAt once the conversation is painted: its beginning, or the way to what is earlier, comes with it.
STOPWATCH = """new MutationObserver((_, watch) => {
  if (!document.querySelector("#main .lead")) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.shownAt = performance.now(); }));
}).observe(document, { childList: true, subtree: true })"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def world() -> World:
    office = World.demo()
    start = int(office.start.timestamp()) - 2 * MANY
    said = [Message(ts=f"{start + at}.000100", user="U0BEN", text=f"said {at}") for at in range(MANY)]
    office.add_channel(Channel(id="C0LONG", name="long", members=["U0ANA", "U0BEN"], messages=said))
    office.add_channel(Channel(id="C0EMPTY", name="empty", members=["U0ANA", "U0BEN"]))
    return office


def painted(page: Page, url: str, channel: str) -> tuple[float, float]:
    """Milliseconds to the first paint and to the conversation."""
    page.goto("about:blank")
    page.goto(f"{url}/#/ana/{channel}")
    page.wait_for_function("() => window.shownAt")
    return page.evaluate(FIRST_PAINT), page.evaluate("window.shownAt")


def best_of(page: Page, url: str, channel: str) -> list[float]:
    runs = [painted(page, url, channel) for _ in range(TIMES)]
    return [min(times) for times in zip(*runs, strict=True)]


def main() -> None:
    chromium = shutil.which("chromium")
    with Sandbox(MANIFEST, world(), rates=False) as slack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page()
        page.add_init_script(STOPWATCH)
        painted(page, slack.url, "empty")
        best = {
            channel: [
                min(times) for times in zip(*(painted(page, slack.url, channel) for _ in range(TIMES)), strict=True)
            ]
            for channel in ("empty", "long")
        }
        browser.close()
    for what, short, long in zip(("first paint", "conversation there"), best["empty"], best["long"], strict=True):
        line = (
            f"{what}: empty {short:.0f} ms, with {MANY:,} messages {long:.0f} ms, ratio {long / short:.2f} (goal 2)\n"
        )
        sys.stdout.write(line)


if __name__ == "__main__":
    main()
