"""Menus whose options come from the app while somebody types: in messages, modals and the Home."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox
from sandbox.driver import Person
from tests.sandbox.opened import opening
from tests.sandbox.shapes import actions, asks, home, modal, options, section, text

Json = dict[str, Any]

CLIENTS = options("Acme", "Brightside", "Acorn")
PICKED = [{**option, "text": {**option["text"], "emoji": True}} for option in CLIENTS]
GROUPS = [{"label": text("Near"), "options": CLIENTS[:1]}, {"label": text("Far"), "options": CLIENTS[1:]}]
ONE = {"type": "external_select", "action_id": "client", "min_query_length": 1}
SEVERAL = {**ONE, "type": "multi_external_select"}


def offering(app: App, **offer: Any) -> list[Json]:
    payloads: list[Json] = []

    def on_options(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack(**offer)

    def on_action(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    app.options("client")(on_options)
    app.action("client")(on_action)
    return payloads


@pytest.fixture
def ana(slack: Sandbox) -> Person:
    return slack.person("ana")


@pytest.mark.parametrize("element", [ONE, SEVERAL], ids=["one", "several"])
def test_in_a_message(ana: Person, app: App, client: WebClient, element: Json) -> None:
    payloads = offering(app, options=CLIENTS)
    ts = client.chat_postMessage(channel="C0ACME", text="card", blocks=[actions(element)])["ts"]

    assert ana.suggest("ac", "client", in_="acme") == PICKED

    [payload] = payloads
    assert (payload["type"], payload["value"]) == ("block_suggestion", "ac")
    assert (payload["block_id"], payload["action_id"]) == ("do", "client")
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0ACME",
        "is_ephemeral": False,
    }
    assert (payload["channel"]["id"], payload["message"]["ts"]) == ("C0ACME", ts)
    assert not {"view", "actions", "trigger_id", "response_url"} & payload.keys()


def test_in_an_ephemeral_message(ana: Person, app: App, client: WebClient) -> None:
    payloads = offering(app, options=[])
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="card", blocks=[actions(ONE)])

    assert ana.suggest("ac", "client", in_="acme") == []

    assert payloads[0]["container"]["is_ephemeral"] is True
    assert "message" not in payloads[0]


def test_in_the_home(ana: Person, app: App, client: WebClient) -> None:
    payloads = offering(app, option_groups=GROUPS)
    client.views_publish(user_id="U0ANA", view=home(section("Pick", block_id="pick", accessory=ONE)))

    assert ana.suggest("ac", "client") == PICKED

    assert payloads[0]["view"]["type"] == "home"
    assert payloads[0]["container"] == {"type": "view", "view_id": payloads[0]["view"]["id"]}
    assert not {"channel", "message"} & payloads[0].keys()


@pytest.mark.parametrize(
    ("element", "typed", "held"),
    [
        pytest.param(ONE, "Acme", {"selected_option": PICKED[0]}, id="by its words"),
        pytest.param(ONE, PICKED[1], {"selected_option": PICKED[1]}, id="handed over whole"),
        pytest.param(SEVERAL, ["acorn", "Acme"], {"selected_options": [PICKED[2], PICKED[0]]}, id="several"),
    ],
)
def test_what_was_offered_can_be_chosen(ana: Person, app: App, element: Json, typed: object, held: Json) -> None:
    offering(app, options=CLIENTS)
    submissions = opening(app, modal(asks("Client", "client", element)))
    ana.slash("/log", in_="acme")
    ana.suggest("a", "client")

    assert ana.submit({"Client": typed}).closed

    assert submissions[0]["view"]["state"]["values"]["client"]["client"] == {"type": element["type"], **held}


def test_words_are_typed_before_they_are_chosen(ana: Person, app: App, client: WebClient) -> None:
    payloads = offering(app, options=CLIENTS)
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[actions(ONE)])

    ana.click(action_id="client", value="Brightside", in_="acme")

    asked, used = payloads
    assert (asked["type"], asked["value"]) == ("block_suggestion", "Brightside")
    assert used["actions"][0]["selected_option"] == PICKED[1]
    assert used["state"]["values"]["do"]["client"]["selected_option"] == PICKED[1]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("Nobody", id="words"),
        pytest.param({"text": text("Nobody"), "value": "nobody"}, id="an option that was made up"),
        pytest.param({**CLIENTS[0], "value": "other"}, id="another value"),
        pytest.param(7, id="a number"),
    ],
)
def test_what_was_not_offered_cannot_be_chosen(ana: Person, app: App, typed: object) -> None:
    offering(app, options=CLIENTS)
    opening(app, modal(asks("Client", "client", ONE)))
    ana.slash("/log", in_="acme")

    with pytest.raises(DriverMistake, match="not_possible"):
        ana.submit({"Client": typed})


@pytest.mark.parametrize(
    ("least", "typed", "asked"),
    [
        pytest.param(None, "ac", 0, id="two of three"),
        pytest.param(None, "acm", 1, id="three"),
        pytest.param(0, "", 1, id="none needed"),
        pytest.param(1, "", 0, id="one needed"),
        pytest.param(5, "acme ", 1, id="a space counts"),
    ],
)
def test_the_app_is_asked_after_some_characters(
    ana: Person, app: App, client: WebClient, *, least: int | None, typed: str, asked: int
) -> None:
    payloads = offering(app, options=CLIENTS)
    menu = {name: value for name, value in {**ONE, "min_query_length": least}.items() if value is not None}
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[actions(menu)])

    assert len(ana.suggest(typed, "client", in_="acme")) == 3 * asked

    assert len(payloads) == asked


@pytest.mark.parametrize("size", [0, 100])
def test_as_many_as_slack_takes(ana: Person, app: App, client: WebClient, size: int) -> None:
    offering(app, options=options(*(f"Client {n}" for n in range(size))))
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[actions(ONE)])

    assert len(ana.suggest("a", "client", in_="acme")) == size


@pytest.mark.parametrize(
    ("answer", "pointer"),
    [
        pytest.param({"options": options(*(f"Client {n}" for n in range(101)))}, "/options", id="101"),
        pytest.param({"option_groups": GROUPS * 51}, "/option_groups", id="102 groups"),
        pytest.param({"options": options("x" * 76)}, "/options/0/text/text", id="long words"),
        pytest.param({"options": [{"text": text("Acme")}]}, "/options/0", id="no value"),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_an_offer_that_slack_would_not_show(
    slack: Sandbox, ana: Person, app: App, client: WebClient, *, answer: Json, pointer: str
) -> None:
    offering(app, **answer)
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[actions(ONE)])

    with slack.expect_violation("bad_ack"):
        assert ana.suggest("a", "client", in_="acme") == []
        assert slack.violations[-1].pointer == pointer


@pytest.mark.parametrize(
    ("named", "error"),
    [
        pytest.param({"action_id": "other"}, "no_such_button", id="not there"),
        pytest.param({"action_id": "fixed"}, "no_suggestions", id="its options stand in the message"),
        pytest.param({}, "missing_field", id="nothing said"),
    ],
)
def test_what_nobody_could_type_into(ana: Person, client: WebClient, named: Json, error: str) -> None:
    fixed = {"type": "static_select", "action_id": "fixed", "options": CLIENTS}
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[actions(ONE, fixed)])

    with pytest.raises(DriverMistake) as mistake:
        ana.suggest("acme", in_="acme", **named)

    assert mistake.value.error == error
