"""Elements that ask before they do something: the person says what they answer."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox
from sandbox.driver import Person
from tests.sandbox.opened import opening
from tests.sandbox.shapes import actions, asks, button, home, line, modal, options, text

Json = dict[str, Any]

SURE = {"title": text("Drop it?"), "text": text("It goes away."), "confirm": text("Drop"), "deny": text("Keep")}
DROP = {**button("Drop", "use"), "confirm": SURE}
LEVEL = {"type": "static_select", "action_id": "use", "options": options("High", "Low"), "confirm": SURE}
MORE = {"type": "overflow", "action_id": "use", "options": options("High", "Low"), "confirm": SURE}
DAY = {"type": "datepicker", "action_id": "use", "confirm": SURE}
PLAIN = button("Drop", "use")


@pytest.fixture
def used(app: App) -> list[Json]:
    payloads: list[Json] = []

    def on_action(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    app.action("use")(on_action)
    return payloads


@pytest.fixture
def ana(slack: Sandbox) -> Person:
    return slack.person("ana")


@pytest.mark.parametrize("yes", [True, False], ids=["confirmed", "denied"])
@pytest.mark.parametrize(
    ("element", "value"),
    [
        pytest.param(DROP, None, id="button"),
        pytest.param(LEVEL, "High", id="select"),
        pytest.param(MORE, "High", id="overflow"),
        pytest.param(DAY, "2026-03-06", id="date"),
    ],
)
@pytest.mark.parametrize("where", ["acme", None], ids=["message", "Home"])
def test_what_was_denied_never_happened(
    ana: Person, used: list[Json], client: WebClient, *, where: str | None, element: Json, value: object, yes: bool
) -> None:
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[actions(element)])
    client.views_publish(user_id="U0ANA", view=home(actions(element)))

    ana.click(action_id="use", value=value, in_=where, confirm=yes)

    assert [payload["actions"][0]["action_id"] for payload in used] == ["use"] * yes
    home_view = ana.screen["home"]
    held = home_view["state"]["values"].get("do", {}).get("use", {})
    assert any(held[name] for name in held if name != "type") == (yes and where is None and bool(held))


def test_a_form_asks_only_for_what_it_tells(ana: Person, app: App, used: list[Json]) -> None:
    asked = {"type": "users_select", "action_id": "use", "confirm": SURE}
    submissions = opening(app, modal(asks("Title", "title", line()), asks("Who", "who", asked)))
    ana.slash("/log", in_="acme")

    ana.click(action_id="use", value="ben")
    assert ana.submit({"Title": "Proof"}).closed

    assert used == []
    assert submissions[0]["view"]["state"]["values"]["who"]["use"]["selected_user"] == "U0BEN"


@pytest.mark.parametrize(
    ("element", "answer", "error"),
    [
        pytest.param(DROP, None, "confirmation_needed", id="nothing said"),
        pytest.param(PLAIN, True, "no_confirmation", id="nothing asked"),
        pytest.param(PLAIN, False, "no_confirmation", id="nothing to deny"),
    ],
)
def test_nobody_answers_what_is_not_asked(
    ana: Person, used: list[Json], client: WebClient, *, element: Json, answer: bool | None, error: str
) -> None:
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[actions(element)])

    with pytest.raises(DriverMistake) as mistake:
        ana.click("Drop", in_="acme", confirm=answer)

    assert mistake.value.error == error
    assert used == []
