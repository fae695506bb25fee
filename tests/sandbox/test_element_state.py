"""What elements hold, wherever they stand: the app is told of all of it, and inputs speak when they were asked to."""

import base64
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox
from sandbox.driver import Person
from tests.sandbox.opened import TITLE, opening
from tests.sandbox.shapes import actions, asks, button, home, line, modal, options

Json = dict[str, Any]

LEVEL = {"type": "static_select", "action_id": "level", "options": options("High", "Low")}
DAY = {"type": "datepicker", "action_id": "day"}
DO = actions(LEVEL, DAY, button("Take", "take"))


def used(app: App) -> list[Json]:
    payloads: list[Json] = []

    def on_action(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    for action_id in ("level", "day", "take", "line"):
        app.action(action_id)(on_action)
    return payloads


@pytest.fixture
def ana(slack: Sandbox) -> Person:
    return slack.person("ana")


def posted(client: WebClient, *blocks: Json) -> str:
    return str(client.chat_postMessage(channel="C0ACME", text="card", blocks=list(blocks))["ts"])


def picked(payload: Json) -> object:
    option = payload["state"]["values"]["do"]["level"]["selected_option"]
    return option and option["value"]


def test_a_message_remembers_what_each_person_put_in(slack: Sandbox, ana: Person, app: App, client: WebClient) -> None:
    payloads = used(app)
    posted(client, DO)
    ana.click("High", in_="acme")

    ana.click("Take", in_="acme")
    slack.person("ben").click("Take", in_="acme")

    assert [picked(payload) for payload in payloads] == ["high", "high", None]


@pytest.mark.parametrize(("block_id", "kept"), [("do", "high"), ("other", None)], ids=["same ids", "another block"])
def test_a_changed_message_keeps_what_its_ids_keep(
    ana: Person, app: App, client: WebClient, *, block_id: str, kept: object
) -> None:
    payloads = used(app)
    ts = posted(client, DO)
    ana.click("High", in_="acme")

    client.chat_update(channel="C0ACME", ts=ts, text="card", blocks=[{**DO, "block_id": block_id}])
    client.chat_update(channel="C0ACME", ts=ts, text="card", blocks=[DO])
    ana.click("Take", in_="acme")

    assert picked(payloads[-1]) == kept


def test_an_input_in_a_message_is_sent_with_a_button(ana: Person, app: App, client: WebClient) -> None:
    payloads = used(app)
    posted(client, TITLE, DO)

    ana.click(action_id="line", value="Proof", in_="acme")
    ana.click("Take", in_="acme", values={"day": "2026-03-06"})

    [payload] = payloads
    assert payload["state"]["values"] == {
        "title": {"line": {"type": "plain_text_input", "value": "Proof"}},
        "do": {
            "level": {"type": "static_select", "selected_option": None},
            "day": {"type": "datepicker", "selected_date": "2026-03-06"},
        },
    }


@pytest.mark.parametrize("where", ["acme", None], ids=["message", "Home"])
def test_what_was_chosen_can_be_taken_away(
    slack: Sandbox, ana: Person, app: App, client: WebClient, *, where: str | None
) -> None:
    payloads = used(app)
    blocks = [actions({**DAY, "initial_date": "2026-03-06"})]
    client.chat_postMessage(channel="C0ACME", text="card", blocks=blocks)
    client.views_publish(user_id="U0ANA", view=home(*blocks))

    ana.click(action_id="day", value="", in_=where)

    assert payloads[0]["actions"][0]["selected_date"] is None
    held = (payloads[0].get("state") or payloads[0]["view"]["state"])["values"]["do"]["day"]
    assert held == {"type": "datepicker", "selected_date": None}
    assert slack.violations == []


ENTER, EVERY = "on_enter_pressed", "on_character_entered"


@pytest.mark.parametrize(
    ("moments", "enter", "told"),
    [
        pytest.param(None, True, 1, id="Enter by itself"),
        pytest.param(None, False, 0, id="typing by itself"),
        pytest.param([ENTER], True, 1, id="Enter"),
        pytest.param([ENTER], False, 0, id="typing where Enter counts"),
        pytest.param([EVERY], True, 1, id="Enter where typing counts"),
        pytest.param([EVERY], False, 1, id="typing"),
        pytest.param([ENTER, EVERY], False, 1, id="typing where both count"),
    ],
)
def test_when_a_text_input_speaks(ana: Person, app: App, *, moments: list[str] | None, enter: bool, told: int) -> None:
    payloads = used(app)
    config: Json = {} if moments is None else {"dispatch_action_config": {"trigger_actions_on": moments}}
    opening(app, modal(asks("Title", "title", line(**config), dispatch_action=True)))
    ana.slash("/log", in_="acme")

    ana.click(action_id="line", value="Proof", enter=enter)

    assert [payload["actions"][0]["value"] for payload in payloads] == ["Proof"] * told
    assert ana.modal is not None
    assert ana.modal.values["title"]["line"]["value"] == "Proof"


CONTENT = base64.b64encode(b"words").decode()
FILES = {"type": "file_input", "action_id": "files", "filetypes": ["txt"], "max_files": 2}


def test_a_file_in_a_form_is_a_whole_file(ana: Person, app: App, client: WebClient) -> None:
    submissions = opening(app, modal(asks("Files", "files", FILES)))
    ana.slash("/log", in_="acme")

    assert ana.submit({"Files": [{"name": "brief.txt", "content": CONTENT}]}).closed

    held = submissions[0]["view"]["state"]["values"]["files"]["files"]
    [file] = held["files"]
    assert held == {"type": "file_input", "files": [file]}
    assert (file["name"], file["size"], file["user"], file["mimetype"]) == ("brief.txt", 5, "U0ANA", "text/plain")
    assert client.files_info(file=file["id"])["file"]["url_private"] == file["url_private"]


def test_a_file_that_is_there_already(ana: Person, app: App) -> None:
    submissions = opening(app, modal(asks("Files", "files", FILES)))
    ana.uploads("brief.txt", b"words", in_="acme")
    ana.slash("/log", in_="acme")

    assert ana.submit({"Files": "brief.txt"}).closed

    assert submissions[0]["view"]["state"]["values"]["files"]["files"]["files"][0]["name"] == "brief.txt"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("brief.txt", id="nobody has it"),
        pytest.param({"name": "brief.pdf", "content": CONTENT}, id="another type"),
        pytest.param({"name": "brief.txt", "content": ""}, id="empty"),
        pytest.param({"name": "brief.txt", "size": 10_000_001}, id="too large"),
        pytest.param([{"name": f"{n}.txt", "content": CONTENT} for n in range(3)], id="too many"),
        pytest.param(7, id="a number"),
    ],
)
def test_files_that_a_form_does_not_take(ana: Person, app: App, typed: object) -> None:
    opening(app, modal(asks("Files", "files", FILES)))
    ana.slash("/log", in_="acme")

    with pytest.raises(DriverMistake, match="not_possible"):
        ana.submit({"Files": typed})


CHANNEL = {"type": "channels_select", "action_id": "place"}
CONVERSATION = {"type": "conversations_select", "action_id": "place"}


@pytest.mark.parametrize(
    ("element", "picked_", "given"),
    [
        pytest.param({**CONVERSATION, "response_url_enabled": True}, "acme", "C0ACME", id="a conversation"),
        pytest.param({**CHANNEL, "response_url_enabled": True}, "acme", "C0ACME", id="a channel"),
        pytest.param({**CONVERSATION, "response_url_enabled": True}, "nobot", "C0NOBOT", id="without the app"),
        pytest.param({**CONVERSATION, "response_url_enabled": True}, None, None, id="nothing picked"),
        pytest.param(CONVERSATION, "acme", None, id="not asked for"),
        pytest.param(
            {**CHANNEL, "response_url_enabled": True, "initial_channel": "C0GONE"}, "C0GONE", None, id="nowhere"
        ),
    ],
)
def test_response_urls_of_a_submission(
    slack: Sandbox, ana: Person, app: App, *, element: Json, picked_: str | None, given: str | None
) -> None:
    submissions = opening(app, modal(asks("Place", "place", element, optional=True)))
    ana.slash("/log", in_="acme")

    ana.submit({} if picked_ == "C0GONE" else {"Place": picked_})

    urls = submissions[0]["response_urls"]
    ids = {"block_id": "place", "action_id": "place", "channel_id": given}
    assert [{name: url[name] for name in ids} for url in urls] == ([ids] if given else [])
    assert all(url["response_url"].startswith(f"{slack.url}/response/") for url in urls)


CURRENT = {**CONVERSATION, "default_to_current_conversation": True}
SEVERAL = {**CURRENT, "type": "multi_conversations_select"}
PRIVATE = {"filter": {"include": ["private"]}}


@pytest.mark.parametrize(
    ("element", "where", "held"),
    [
        pytest.param(CURRENT, "acme", "C0ACME", id="one"),
        pytest.param(SEVERAL, "acme", ["C0ACME"], id="several"),
        pytest.param({**CURRENT, "initial_conversation": "C0GENERAL"}, "acme", "C0GENERAL", id="the app's own first"),
        pytest.param({**CURRENT, **PRIVATE}, "acme", None, id="left out by the filter"),
        pytest.param({**CURRENT, **PRIVATE}, "board", "C0BOARD", id="let in by the filter"),
        pytest.param(CONVERSATION, "acme", None, id="not asked for"),
    ],
)
def test_a_menu_begins_with_where_the_person_is(
    ana: Person, app: App, element: Json, *, where: str, held: object
) -> None:
    opening(app, modal(asks("Place", "place", element)))

    modal_ = ana.slash("/log", in_=where).modal

    assert modal_ is not None
    entry = modal_.values["place"]["place"]
    assert next(value for name, value in entry.items() if name != "type") == held


def test_a_global_shortcut_is_made_nowhere(ana: Person, app: App, client: WebClient) -> None:
    def on_shortcut(ack: Ack, body: Json) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(asks("Place", "place", CURRENT)))
        ack()

    app.shortcut("log_anything")(on_shortcut)

    modal_ = ana.shortcut("log_anything").modal

    assert modal_ is not None
    assert modal_.values["place"]["place"]["selected_conversation"] is None
