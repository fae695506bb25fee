"""That it is Slack: a stock Bolt app meets every kind of gesture over both ways, and people see what it does."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from sandbox import Sandbox, World
from sandbox.driver import Person
from tests.sandbox.stock import CARD, EVERYTHING, WAYS, Json, Listeners, stock

Connected = tuple[Sandbox, Listeners]


@pytest.fixture(scope="module", params=WAYS)
def connected(request: pytest.FixtureRequest) -> Iterator[Connected]:
    with Sandbox(EVERYTHING, World.office()) as slack, stock(slack, request.param) as listeners:
        yield slack, listeners


@pytest.fixture
def slack(connected: Connected) -> Iterator[Sandbox]:
    slack, listeners = connected
    slack.settle()
    slack.reset(World.office())
    slack.rates(on=False)
    listeners.heard.clear()
    yield slack
    slack.settle()
    assert slack.violations == []


@pytest.fixture
def heard(connected: Connected) -> dict[str, list[Json]]:
    return connected[1].heard


@pytest.fixture
def ana(slack: Sandbox) -> Person:
    return slack.person("ana")


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url)


def test_a_command(ana: Person) -> None:
    answer = ana.slash("/log reprint & trim", in_="acme")

    assert (answer.words, answer.error) == ("Noted: reprint & trim", None)


def test_a_button(slack: Sandbox, ana: Person, client: WebClient) -> None:
    client.chat_postMessage(channel="C0ACME", text="A proof", blocks=CARD)

    answer = ana.click("Take it", in_="acme")

    assert answer.error is None
    assert slack.person("ben").sees("acme").newest().words == "Taken by @ana"


def test_a_select(ana: Person, client: WebClient) -> None:
    client.chat_postMessage(channel="C0ACME", text="A proof", blocks=CARD)

    ana.click(action_id="level", value="High", in_="acme")

    assert ana.sees("acme").newest().text == "Level high"


def test_a_message_shortcut(ana: Person) -> None:
    ts = ana.says("We need a reprint", in_="acme")

    assert ana.shortcut("log_message", in_="acme", ts=ts).error is None

    assert [message.text for message in ana.sees("acme").thread(ts)] == ["Logged"]


def test_a_global_shortcut_opens_a_modal(ana: Person) -> None:
    answer = ana.shortcut("log_anything")

    assert answer.modal is not None
    assert (answer.modal.title, answer.modal.words) == ("Log", "Title\nClient\nWhich client")


def test_options_that_are_loaded(ana: Person) -> None:
    ana.shortcut("log_anything")

    assert [option["value"] for option in ana.suggest("bri", "client")] == ["brightside"]


def test_a_submission(ana: Person) -> None:
    ana.shortcut("log_anything")

    refused = ana.submit({"Title": "taken"})
    saved = ana.submit({"Title": "Proof"})

    assert (refused.closed, refused.errors) == (False, {"title": "There is one of that name"})
    assert (saved.closed, saved.modal) == (True, None)
    assert ana.dm().newest().text == "Saved: Proof"


def test_a_closed_modal(ana: Person, heard: dict[str, list[Json]]) -> None:
    ana.shortcut("log_anything")
    ana.close()

    assert ana.dm().newest().text == "Nothing saved"
    assert heard["closed"][0]["view"]["state"] == {"values": {}}


def test_an_event(slack: Sandbox, ana: Person) -> None:
    ana.invite("gus", to="board")

    assert ana.sees("board").newest().words == "Welcome @gus"


def test_a_message(ana: Person, heard: dict[str, list[Json]]) -> None:
    ana.says("good morning", in_="specimen")
    ana.says("and good night", in_="specimen")

    assert ana.dm().texts == ["good morning", "Good morning to you", "and good night"]
    assert [body["event"]["text"] for body in heard["message"]] == ["good morning", "and good night"]


def test_a_mention(ana: Person, heard: dict[str, list[Json]]) -> None:
    """With both events in the manifest the app hears of it twice, under two event ids."""
    ts = ana.says("@specimen are you there?", in_="acme")

    assert [message.text for message in ana.sees("acme").thread(ts)] == ["Yes?"]
    told = [heard["mention"][0], next(body for body in heard["message"] if body["event"]["ts"] == ts)]
    assert len({body["event_id"] for body in told}) == 2


def test_the_home(ana: Person) -> None:
    opened = ana.home()
    ana.click("Look again")

    assert ana.home_view is not None
    assert (opened.text, ana.home_view.text) == ("Nothing due\nLook again", "Still nothing\nLook again")


def test_the_ssl_check(slack: Sandbox) -> None:
    slack.ssl_check()
