"""What administrators do on the page: people, their zones, channels, and the connection to the app."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox import Sandbox, World
from sandbox.world import User, UserKind
from tests.sandbox.page.gestures import forgive, on_channel, opened


def people(page: Page) -> Locator:
    page.locator("#sidebar").get_by_role("button", name="People").click()
    return page.get_by_role("dialog", name="People")


def on_person(page: Page, dialog: Locator, name: str, choice: str) -> None:
    dialog.get_by_role("button", name=f"What can be done to {name}").click()
    page.get_by_role("menuitem", name=choice).click()


def row(dialog: Locator, name: str) -> Locator:
    return dialog.locator(".person", has_text=name)


def test_everybody_has_their_own_time(page: Page) -> None:
    dialog = people(page)
    expect(row(dialog, "Ben Okafor")).to_contain_text("@ben · 15:00 in Berlin")
    expect(row(dialog, "Carla Reyes")).to_contain_text("@carla · 09:00 in New York")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_somebody_moves_to_another_zone(page: Page, slack: Sandbox) -> None:
    dialog = people(page)
    on_person(page, dialog, "Ben Okafor", "Change the time zone")
    asking = page.get_by_role("dialog", name="Time zone of Ben Okafor")
    asking.get_by_label("Time zone").select_option("Asia/Tokyo")
    asking.get_by_role("button", name="Change it").click()
    expect(asking).to_have_count(0)
    expect(row(dialog, "Ben Okafor")).to_contain_text("23:00 in Tokyo")
    assert slack.person("ben").screen["zone"] == "Asia/Tokyo"


def test_somebody_gets_another_name(page: Page) -> None:
    dialog = people(page)
    on_person(page, dialog, "Ben Okafor", "Change the name")
    page.get_by_label("Full name").fill("Ben Amadi")
    page.keyboard.press("Enter")
    expect(row(dialog, "Ben Amadi")).to_be_visible()


def test_somebody_is_deactivated_and_comes_back(page: Page) -> None:
    dialog = people(page)
    on_person(page, dialog, "Ben Okafor", "Deactivate")
    page.get_by_role("dialog", name="Deactivate Ben Okafor?").get_by_role("button", name="Deactivate").click()
    expect(row(dialog, "Ben Okafor")).to_contain_text("deactivated")
    on_person(page, dialog, "Ben Okafor", "Reactivate")
    expect(row(dialog, "Ben Okafor")).not_to_contain_text("deactivated")


def test_somebody_new_comes(page: Page) -> None:
    dialog = people(page)
    dialog.get_by_role("button", name="A new person").click()
    asking = page.get_by_role("dialog", name="A new person")
    asking.get_by_label("Full name").fill("Nia Cole")
    asking.get_by_label("Time zone").select_option("Europe/Paris")
    asking.get_by_label("As").select_option("Guest")
    asking.get_by_role("button", name="Add them").click()
    expect(row(dialog, "Nia Cole")).to_contain_text("@nia · 15:00 in Paris · guest")
    on_person(page, dialog, "Nia Cole", "Make a full member of them")
    expect(row(dialog, "Nia Cole")).not_to_contain_text("guest")
    expect(row(dialog, "Ana Lima")).to_contain_text("administrator")


def test_what_is_refused_is_said_in_its_form(page: Page, complaints: list[str]) -> None:
    dialog = people(page)
    on_person(page, dialog, "Ben Okafor", "Change the name")
    page.get_by_label("Full name").fill("  ")
    page.keyboard.press("Enter")
    asking = page.get_by_role("dialog", name="Name of Ben Okafor")
    expect(asking.get_by_role("alert")).to_contain_text("a name has letters")
    forgive(complaints)


def test_people_come_into_a_channel_and_go(page: Page, slack: Sandbox) -> None:
    opened(page, "leadership")
    on_channel(page, "Add somebody")
    page.get_by_label("Whom").select_option("Carla Reyes")
    page.get_by_role("button", name="Add", exact=True).click()
    on_channel(page, "Who is here")
    dialog = page.get_by_role("dialog", name="In #leadership")
    expect(row(dialog, "Carla Reyes")).to_be_visible()
    on_person(page, dialog, "Carla Reyes", "Take out of #leadership")
    expect(row(dialog, "Carla Reyes")).to_have_count(0)
    channels = slack.person("ana").screen["channels"]
    assert all("U0CARLA" not in channel["members"] for channel in channels if channel["name"] == "leadership")


def traffic(page: Page) -> Locator:
    page.get_by_role("button", name="Traffic").click()
    return page.get_by_role("region", name="Traffic", exact=True)


def test_the_connection_is_shown(page: Page) -> None:
    expect(traffic(page).get_by_role("button", name=re.compile("Socket Mode, [1-9]"))).to_be_visible()


@pytest.mark.parametrize("way", ["Ask for a new connection", "Warn of the end", "Hang up at once"])
def test_the_connection_is_disturbed_and_comes_back(page: Page, slack: Sandbox, way: str) -> None:
    shown = traffic(page)
    shown.get_by_role("button", name="Socket Mode").click()
    with page.expect_response("**/_sandbox/disconnect") as answer:
        page.get_by_role("menuitem", name=way).click()
    assert answer.value.ok
    # More than one where the reset itself had just made the app connect again.
    expect(shown.locator("summary", has_text="apps.connections.open").first).to_be_visible()
    expect(shown.get_by_role("button", name="Socket Mode, 1 connection")).to_be_visible()


def test_events_that_were_switched_off_are_sent_again(page: Page, slack: Sandbox) -> None:
    slack.core.delivery.hour.given_up = True
    slack.person("ben").says("One more", in_="acme")
    shown = traffic(page)
    shown.get_by_role("button", name="no events any more").click()
    page.get_by_role("menuitem", name="Send events again").click()
    expect(shown.get_by_role("button", name="no events any more")).to_have_count(0)
    assert not slack.core.delivery.hour.given_up


def test_an_address_that_does_not_answer_is_not_switched_to(page: Page, complaints: list[str]) -> None:
    shown = traffic(page)
    shown.get_by_role("button", name="Socket Mode").click()
    page.get_by_role("menuitem", name="Deliver over HTTP").click()
    asking = page.get_by_role("dialog", name="Deliver over HTTP")
    asking.get_by_label("Request URL").fill("http://127.0.0.1:9/slack/events")
    asking.get_by_role("button", name="Verify and switch").click()
    expect(asking.get_by_role("alert")).to_contain_text("127.0.0.1:9")
    asking.get_by_role("button", name="Cancel").click()
    expect(shown.get_by_role("button", name="Socket Mode")).to_be_visible()
    forgive(complaints)


def test_the_pace_of_slack_is_switched(page: Page, slack: Sandbox) -> None:
    connection = traffic(page).get_by_role("button", name="Socket Mode")
    rates = slack.core.slack.rates
    for wish, on, distributed in (
        ("Keep the pace of Slack", True, False),
        ("History at the pace of distributed apps", True, True),
        ("Let messages go without a pace", False, False),
    ):
        connection.click()
        with page.expect_response("**/_sandbox/rates"):
            page.get_by_role("menuitem", name=wish).click()
        expect(page.get_by_role("menu")).to_have_count(0)
        assert (rates.on, rates.distributed) == (on, distributed)


def test_pages_of_lists_are_filled_as_one_likes(page: Page, slack: Sandbox, complaints: list[str]) -> None:
    connection = traffic(page).get_by_role("button", name="Socket Mode")
    asking = page.get_by_role("dialog", name="Fill the pages of lists")

    def fill(sizes: str) -> None:
        asking.get_by_label("Items on a page").fill(sizes)
        page.keyboard.press("Enter")

    connection.click()
    page.get_by_role("menuitem", name="Fill the pages of lists").click()
    fill("2, few")
    expect(asking.get_by_role("alert")).to_contain_text("whole numbers")
    fill("0, 2")
    expect(asking).to_have_count(0)
    connection.click()
    page.get_by_role("menuitem", name="Fill the pages of lists… 0, 2").click()
    assert list(slack.core.slack.pages.sizes) == [0, 2]
    fill("")
    expect(asking).to_have_count(0)
    assert list(slack.core.slack.pages.sizes) == []
    forgive(complaints)


def sure(page: Page, title: str, answer: str) -> None:
    page.get_by_role("dialog", name=title).get_by_role("button", name=answer).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_channel_is_renamed(page: Page, complaints: list[str]) -> None:
    on_channel(page, "Rename")
    asking = page.get_by_role("dialog", name="Rename #acme")
    asking.get_by_label("Name").fill("random")
    page.keyboard.press("Enter")
    expect(asking.get_by_role("alert")).to_contain_text("random")
    asking.get_by_label("Name").fill("acme-print")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="acme-print")).to_be_visible()
    forgive(complaints)


def test_a_channel_is_archived_and_taken_out_again(page: Page) -> None:
    on_channel(page, "Archive")
    sure(page, "Archive #acme?", "Archive")
    expect(page.locator("#main .closed")).to_contain_text("This channel is archived")
    on_channel(page, "Take out of the archive")
    expect(page.locator("#composer")).to_be_visible()


def test_a_channel_becomes_private(page: Page, slack: Sandbox) -> None:
    on_channel(page, "Make it private")
    sure(page, "Make #acme private?", "Make it private")
    expect(page.locator("#sidebar").get_by_role("button", name="acme private")).to_be_visible()


def test_a_channel_is_left_and_joined(page: Page) -> None:
    opened(page, "random")
    on_channel(page, "Leave #random")
    expect(page.locator("#composer")).to_be_hidden()
    page.locator("#main").get_by_role("button", name="Join #random").click()
    expect(page.locator("#composer")).to_be_visible()


def test_a_channel_is_shared_with_another_company(page: Page, slack: Sandbox) -> None:
    world = World.demo()
    world.add_user(User(id="U0EVE", name="eve", real_name="Eve Oz", kind=UserKind.EXTERNAL, team_id="T0ACME"))
    slack.reset(world)
    expect(page.locator("#toast")).to_be_hidden()
    page.reload()
    on_channel(page, "Share with another company")
    asking = page.get_by_role("dialog", name="Share #acme")
    asking.get_by_label("Company").select_option("T0ACME: Eve Oz")
    asking.get_by_role("button", name="Share").click()
    on_channel(page, "Who is here")
    here = page.get_by_role("dialog", name="In #acme")
    expect(row(here, "Eve Oz")).to_contain_text("from outside")
    page.keyboard.press("Escape")
    on_channel(page, "End the sharing")
    asking = page.get_by_role("dialog", name="End the sharing of #acme")
    asking.get_by_label("Company").select_option("T0ACME: Eve Oz")
    asking.get_by_role("button", name="End it").click()
    expect(asking).to_have_count(0)
    on_channel(page, "Who is here")
    expect(row(here, "Eve Oz")).to_have_count(0)


@pytest.mark.parametrize(("way", "title"), [("Revoke", "Revoke the token"), ("Uninstall", "Uninstall Liaison?")])
def test_the_app_is_shut_out_and_installed_again(page: Page, slack: Sandbox, way: str, title: str) -> None:
    page.locator("#sidebar").get_by_role("button", name="Liaison").click()
    expect(page.get_by_role("heading", name="Your day")).to_be_visible()
    on_channel(page, way)
    sure(page, title, way)
    expect(page.locator("#main .place-about")).to_have_text("App, not installed")
    on_channel(page, "Install it again")
    expect(page.locator("#main .place-about")).to_have_text("App")
