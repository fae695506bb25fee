"""A long conversation is read a page at a time."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from sandbox import Sandbox, World
from sandbox.world import Channel, Message
from tests.sandbox.page.gestures import message, opened


def long_ago(count: int) -> World:
    """#random with this many messages, `said 0` the oldest and the beginning of a thread that goes on."""
    world = World.demo()
    begun = world.start.timestamp() - 86_400
    said = [Message(ts=f"{begun + at:.6f}", user="U0BEN", text=f"said {at}") for at in range(count)]
    for reply in said[-1:]:
        reply.thread_ts = said[0].ts
    world.channels["C0RANDOM"].messages = said
    world.channels["C0EMPTY"] = Channel(id="C0EMPTY", name="empty", members=["U0ANA"])
    return world


@pytest.fixture
def slack(running: Sandbox) -> Iterator[Sandbox]:
    running.reset(long_ago(180))
    yield running
    assert running.violations == []


def test_earlier_messages_come_as_one_goes_up(page: Page) -> None:
    opened(page, "random")
    said = page.locator("#main article")
    expect(message(page, "said 178")).to_be_in_viewport()
    expect(said).to_have_count(50)
    page.get_by_role("region", name="Messages").hover()
    page.mouse.wheel(0, -100_000)
    expect(said).to_have_count(100)
    expect(message(page, "said 130")).to_be_in_viewport()
    page.get_by_role("button", name="Earlier messages").press("Enter")
    expect(message(page, "said 31")).to_be_attached()
    page.mouse.wheel(0, -100_000)
    expect(page.locator("#main .lead")).to_have_text("This is the beginning of #random.")
    expect(said).to_have_count(179)  # with its beginning there the reply is in the thread
    opened(page, "acme")
    opened(page, "random")
    expect(said).to_have_count(179)


def test_what_is_said_meanwhile_does_not_move_what_one_reads(page: Page, slack: Sandbox) -> None:
    opened(page, "random")
    page.get_by_role("button", name="Earlier messages").press("Enter")
    read = message(page, "said 100")
    read.scroll_into_view_if_needed()
    before = read.bounding_box()
    slack.person("ben").says("And one more", in_="random")
    expect(page.get_by_role("button", name="New messages")).to_be_visible()
    after = read.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) <= 1


def test_a_thread_that_began_long_ago_is_opened_whole(page: Page) -> None:
    opened(page, "random")
    reply = message(page, "said 179")
    reply.hover()
    reply.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.locator("article")).to_have_count(2)
    expect(thread.locator("article").first).to_contain_text("said 0")
