"""Where the focus goes when what held it changes, closes or is gone."""

from playwright.sync_api import Page, expect

from sandbox import Sandbox
from tests.sandbox.page.gestures import answered, compose, message, tab_to


def clicked(slack: Sandbox) -> list[str]:
    """The actions that reached the app."""
    slack.settle()
    asked = [call.request for call in slack.calls if call.request.get("type") == "block_actions"]
    return [action["action_id"] for request in asked for action in request["actions"]]


def test_a_second_enter_does_not_press_the_button_that_came_instead(page: Page, slack: Sandbox) -> None:
    card = answered(page)
    card.get_by_role("button", name="I'll take this").focus()
    page.keyboard.press("Enter")
    expect(card.get_by_role("button", name="Done")).to_be_visible()
    expect(card).to_be_focused()
    page.keyboard.press("Enter")
    assert clicked(slack) == ["take"]


def test_a_second_enter_in_the_home_does_not_press_the_next_row(page: Page, slack: Sandbox) -> None:
    page.locator("#sidebar").get_by_role("button", name="Liaison").click()
    home = page.get_by_role("tabpanel", name="Home")
    home.get_by_role("button", name="Done").first.focus()
    page.keyboard.press("Enter")
    expect(home.get_by_role("button", name="Done")).to_have_count(1)
    expect(home).to_be_focused()
    page.keyboard.press("Enter")
    assert clicked(slack) == ["done"]


def test_a_form_that_was_opened_from_a_message_goes_back_to_it(page: Page) -> None:
    said = message(page, "500 copies")
    said.focus()
    tab_to(page, said.get_by_role("button", name="More about this message"))
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Log as client request").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Log").get_by_label("Title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert said.evaluate("(node) => node.contains(document.activeElement)")


def test_a_form_whose_opener_is_gone_goes_back_to_its_message(page: Page, slack: Sandbox) -> None:
    card = answered(page)
    card.get_by_role("button", name="I'll take this").focus()
    slack.person("ana").slash("/request", in_="acme")
    expect(page.get_by_role("dialog", name="Log")).to_be_visible()
    slack.person("ben").click("I'll take this", in_="acme")
    expect(card).to_contain_text("taken by @Ben Okafor")
    page.keyboard.press("Escape")
    expect(card).to_be_focused()


def test_control_and_enter_send_a_form_from_any_field(page: Page, slack: Sandbox) -> None:
    compose(page, "/request")
    dialog = page.get_by_role("dialog", name="Log")
    dialog.get_by_label("Kind").select_option("Web")
    expect(dialog).to_contain_text("Web it is")
    dialog.get_by_label("Title").fill("Reprint")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(dialog).to_be_hidden()
    slack.settle()
    assert "Logged Reprint" in slack.person("ana").dm().texts


def test_what_is_heard_of_late_is_sent_too(page: Page, slack: Sandbox) -> None:
    compose(page, "/task")
    dialog = page.get_by_role("dialog", name="Everything")
    line = dialog.get_by_label("line", exact=True)
    line.press_sequentially("Acme")
    page.keyboard.press("Control+Enter")
    expect(dialog.locator(".field-error").first).to_be_visible()
    held = slack.person("ana").screen["modal"]["state"]["values"]["line"]["held"]
    assert held["value"] == "Acme"


def test_the_clock_closes_when_one_walks_on(page: Page) -> None:
    page.get_by_role("button", name="The workspace's clock").click()
    turn = page.get_by_role("button", name="Turn the clock", exact=True)
    turn.focus()
    page.keyboard.press("Tab")
    expect(turn).to_be_hidden()
    expect(page.get_by_role("button", name="Traffic")).to_be_focused()
