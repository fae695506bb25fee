"""What is made and taken away on the page: channels, what they are about, user groups, and everything at once."""

from playwright.sync_api import Page, expect

from sandbox import Sandbox
from tests.sandbox.page.gestures import compose, forgive, message, on_channel


def saved(page: Page, title: str, label: str, words: str) -> None:
    asking = page.get_by_role("dialog", name=title)
    asking.get_by_label(label).fill(words)
    asking.get_by_role("button", name="Save").click()
    expect(asking).to_have_count(0)


def test_a_channel_is_made_described_and_deleted(same_page: Page, slack: Sandbox) -> None:
    page = same_page
    sidebar = page.locator("#sidebar")
    sidebar.get_by_role("button", name="New channel").click()
    asking = page.get_by_role("dialog", name="A new channel")
    asking.get_by_label("Name").fill("spring")
    asking.get_by_label("Who can see it").select_option("Its members: private")
    asking.get_by_role("button", name="Make it").click()
    sidebar.get_by_role("button", name="spring private").click()
    about = page.locator("#main .place-about")
    on_channel(page, "Change the topic")
    saved(page, "Topic of #spring", "Topic", "Three weeks to go")
    expect(about).to_have_text("Three weeks to go")
    on_channel(page, "Change the topic")
    saved(page, "Topic of #spring", "Topic", "")
    expect(about).to_have_text("")
    on_channel(page, "Change the description")
    saved(page, "Description of #spring", "Description", "All for the spring fair")
    expect(page.locator("#main .lead")).to_contain_text("All for the spring fair")
    compose(page, "/topic Two weeks to go")
    expect(about).to_have_text("Two weeks to go")
    on_channel(page, "Delete")
    page.get_by_role("dialog", name="Delete #spring?").get_by_role("button", name="Delete").click()
    expect(sidebar.get_by_role("button", name="spring")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("spring")


def test_a_user_group_is_made_changed_and_switched_off(same_page: Page, slack: Sandbox, complaints: list[str]) -> None:
    page = same_page
    page.locator("#sidebar").get_by_role("button", name="User groups").click()
    dialog = page.get_by_role("dialog", name="User groups")
    dialog.get_by_role("button", name="A new group").click()
    asking = page.get_by_role("dialog", name="A new group")
    asking.get_by_label("Handle").fill("ben")
    asking.get_by_label("Name").fill("Press")
    asking.get_by_role("button", name="Make it").click()
    expect(asking.get_by_role("alert")).to_contain_text("called ben already")
    asking.get_by_label("Handle").fill("press")
    asking.get_by_role("group", name="Its people").get_by_label("Ana Lima").check()
    page.keyboard.press("Enter")
    group = dialog.locator(".person", has_text="@press")
    expect(group).to_contain_text("Ana Lima")
    group.get_by_role("button", name="What can be done to Press").click()
    page.get_by_role("menuitem", name="Change").click()
    changing = page.get_by_role("dialog", name="Change @press")
    changing.get_by_label("Ben Okafor").check()
    changing.get_by_role("button", name="Change it").click()
    expect(group).to_contain_text("Ana Lima, Ben Okafor")
    group.get_by_role("button", name="What can be done to Press").click()
    page.get_by_role("menuitem", name="Switch off").click()
    expect(group).to_contain_text("switched off")
    page.keyboard.press("Escape")
    forgive(complaints)


def test_a_group_message_is_begun(same_page: Page, slack: Sandbox) -> None:
    page = same_page
    page.locator("#sidebar").get_by_role("button", name="New group message").click()
    asking = page.get_by_role("dialog", name="A new group message")
    expect(asking.get_by_label("Ben Okafor")).to_be_focused()
    for name in ("Ben Okafor", "Carla Reyes"):
        asking.get_by_label(name).check()
    asking.get_by_role("button", name="Begin it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ben Okafor, Carla Reyes")
    expect(page.get_by_role("button", name="More about this place")).to_be_hidden()
    compose(page, "Shall we meet?")
    expect(message(page, "Shall we meet?")).to_be_visible()
    (said,) = [channel for channel in slack.person("ben").screen["channels"] if channel["kind"] == "mpim"]
    assert [one["text"] for one in said["messages"]] == ["Shall we meet?"]


def test_a_reply_stands_in_the_channel_too(same_page: Page, slack: Sandbox) -> None:
    page = same_page
    message(page, "500 copies").hover()
    message(page, "500 copies").get_by_role("button", name="Reply in thread").click()
    page.locator("#thread").get_by_label("Also send to #acme").check()
    page.locator("#thread-composer").fill("On the press now")
    page.keyboard.press("Enter")
    reply = message(page, "On the press now")
    expect(reply).to_contain_text("Replied in a thread")
    expect(page.locator("#thread").get_by_label("Also send to #acme")).not_to_be_checked()
    page.keyboard.press("Escape")
    reply.get_by_role("button", name="a thread").click()
    expect(page.locator("#thread article", has_text="On the press now")).to_be_visible()
    page.keyboard.press("Escape")


def test_everything_starts_over(page: Page) -> None:
    compose(page, "Soon forgotten")
    expect(message(page, "Soon forgotten")).to_be_visible()
    page.locator("#sidebar").get_by_role("button", name="Start over").click()
    page.get_by_role("dialog", name="Start over?").get_by_role("button", name="Start over").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(message(page, "Soon forgotten")).to_have_count(0)
