"""What people read and use of a message's attachments, and of icons that are for some of them."""

from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from sandbox import DriverMistake, Sandbox, World
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.recorded import Recorded
from tests.sandbox.scripted import Says
from tests.sandbox.shapes import actions, asks, button, line, options, section, text
from tests.sandbox.test_chat import error_of

Json = dict[str, Any]

OLDER = {
    "fallback": "A proof by Ana",
    "pretext": "New today",
    "author_name": "Ana",
    "title": "Proof",
    "title_link": "https://acme.test/1",
    "text": "For *Acme*, <@U0BEN>",
    "fields": [{"title": "Due", "value": "Friday", "short": True}],
    "footer": "Liaison",
}
LEVEL = {"type": "static_select", "action_id": "level", "options": options("High", "Low")}
NEWER = {"blocks": [section("Which level?"), actions(LEVEL, button("Take", "take"))]}


def post(work: Recorded, *attachments: Json, **more: Any) -> str:
    said = {"text": "A card", "attachments": list(attachments), **more}
    return str(work.client.chat_postMessage(channel="C0ACME", **said)["ts"])


@pytest.mark.parametrize(
    ("attachments", "more", "words"),
    [
        pytest.param(
            [OLDER],
            {},
            ["A card", "New today", "Ana", "Proof", "For *Acme*, @ben", "Liaison", "*Due*", "Friday"],
            id="older",
        ),
        pytest.param([NEWER], {}, ["A card", "Which level?", "Take"], id="blocks"),
        pytest.param([NEWER], {"blocks": [section("Hello")]}, ["Hello", "Which level?", "Take"], id="after blocks"),
        pytest.param([{"fallback": "A picture"}], {}, ["A card", "A picture"], id="a fallback alone"),
        pytest.param([{"color": "#333"}], {}, ["A card", "[no preview available]"], id="nothing"),
        pytest.param([OLDER | {"fields": None, "pretext": None}], {}, None, id="nulls"),
    ],
)
def test_it_is_read(work: Recorded, attachments: list[Json], more: Json, words: list[str] | None) -> None:
    if words is None:
        with work.slack.expect_violation("invalid_attachments"):
            refused = error_of(lambda: post(work, *attachments, **more))
        assert refused["error"] == "invalid_attachments"
        return
    ts = post(work, *attachments, **more)

    newest = work.ana.sees("acme").newest()
    assert newest.words.splitlines() == words
    sight = next(s for s in work.slack.truth if s.ts == ts)
    assert sight.words.splitlines() == words


@pytest.mark.parametrize(
    "wrong",
    [{"fields": "x"}, {"fields": ["x"]}, {"fields": [{"title": 1}]}, {"title": ["x"]}, {"blocks": "x"}, {"text": {}}],
    ids=str,
)
def test_what_is_none_is_refused(work: Recorded, wrong: Json) -> None:
    with work.slack.expect_violation("invalid_attachments"):
        assert error_of(lambda: post(work, wrong))["error"] == "invalid_attachments"


def test_what_is_chosen_in_it_is_in_the_state(work: Recorded) -> None:
    inner = {"blocks": [asks("Title", "named", line("words")), *NEWER["blocks"]]}
    post(work, inner, blocks=[actions({**LEVEL, "action_id": "own"}, block_id="own")])
    work.ana.click(in_="acme", action_id="own", value="Low")
    work.ana.click("Take", in_="acme", values={"Title": "Proof", "level": "High"})

    values = work.interaction("block_actions")["state"]["values"]
    assert values["named"]["words"]["value"] == "Proof"
    assert values["do"]["level"]["selected_option"]["value"] == "high"
    assert values["own"]["own"]["selected_option"]["value"] == "low"


def test_a_change_keeps_them_unless_it_names_others(work: Recorded) -> None:
    ts = post(work, OLDER, NEWER)
    work.client.chat_update(channel="C0ACME", ts=ts, text="Another card")
    assert "Which level?" in work.ana.sees("acme").newest().words
    work.client.chat_update(channel="C0ACME", ts=ts, text="Another card", attachments=[OLDER])
    assert "Which level?" not in work.ana.sees("acme").newest().words
    work.client.chat_update(channel="C0ACME", ts=ts, text="Another card", attachments=[])
    assert work.ana.sees("acme").newest().words == "Another card"
    assert "attachments" not in work.client.conversations_history(channel="C0ACME")["messages"][0]


def test_a_response_url_replaces_them(work: Recorded) -> None:
    post(work, NEWER)
    work.ana.click("Take", in_="acme")
    url = work.interaction("block_actions")["response_url"]
    WebhookClient(url).send(text="Taken", attachments=[{"text": "By Ana"}], replace_original=True)
    assert work.ana.sees("acme").newest().words == "Taken\nBy Ana"
    WebhookClient(url).send(text="Gone", replace_original=True)
    assert work.ana.sees("acme").newest().words == "Gone"


def test_an_answer_to_a_command_has_them(work: Recorded) -> None:
    work.app.says(Says.json({"text": "Two", "attachments": [NEWER]}))
    assert work.ana.slash("/log", in_="acme").words.splitlines() == ["Two", "Which level?", "Take"]


def test_what_was_deleted_has_none(work: Recorded) -> None:
    ts = post(work, NEWER)
    work.ana.says("Seen", in_="acme", thread_ts=ts)
    work.client.chat_delete(channel="C0ACME", ts=ts)
    [buried] = [m for m in work.client.conversations_history(channel="C0ACME")["messages"] if m["ts"] == ts]
    assert (buried["subtype"], "attachments" in buried) == ("tombstone", False)
    with pytest.raises(DriverMistake, match="no_such_button"):
        work.ana.click("Take", in_="acme")


def test_they_survive_a_restart(tmp_path: Path) -> None:
    with Sandbox(SPECIMEN, World.office(), data=tmp_path) as slack:
        WebClient(slack.bot_token, base_url=slack.api_url).chat_postMessage(
            channel="C0ACME", text="A card", attachments=[NEWER]
        )
    with Sandbox(SPECIMEN, World.office(), data=tmp_path) as slack:
        assert "Which level?" in slack.person("ana").sees("acme").newest().words


def icon(words: str, *readers: str) -> Json:
    shape = {"type": "icon_button", "action_id": words.lower(), "icon": "trash", "text": text(words)}
    return shape | ({"visible_to_user_ids": list(readers)} if readers else {})


def faces(work: Recorded, who: str) -> list[str]:
    """The icons that this person sees under the newest message."""
    blocks = work.slack.person(who).sees("acme").newest().blocks
    blocks = [inner for block in blocks for inner in block.get("child_blocks", [block])]
    return [element["text"]["text"] for block in blocks for element in block.get("elements", ())]


@pytest.mark.parametrize("inside", [False, True], ids=["in the message", "in a container"])
def test_an_icon_for_some(work: Recorded, inside: bool) -> None:
    row = {"type": "context_actions", "elements": [icon("Drop", "U0ANA"), icon("Keep"), icon("Mend", "U0ANA", "U0BEN")]}
    holder = {"type": "container", "title": text("Card"), "child_blocks": [section("A"), row]} if inside else row
    work.client.chat_postMessage(channel="C0ACME", text="A card", blocks=[section("Here"), holder])

    assert faces(work, "ana") == ["Drop", "Keep", "Mend"]
    assert faces(work, "ben") == ["Keep", "Mend"]
    assert faces(work, "carla") == ["Keep"]
    work.ana.click("Drop", in_="acme")
    with pytest.raises(DriverMistake, match="'Keep', 'Mend'"):
        work.slack.person("ben").click("Drop", in_="acme")
    assert "Drop" not in work.slack.person("ben").sees("acme").newest().words


def test_a_row_of_nothing_is_not_there(work: Recorded) -> None:
    row = {"type": "context_actions", "elements": [icon("Drop", "U0ANA")]}
    work.client.chat_postMessage(channel="C0ACME", text="A card", blocks=[row])
    assert work.slack.person("ben").sees("acme").newest().blocks == []
