"""Links of people that the app shows something of: by either name of the message, changed again, and used."""

from copy import deepcopy
from typing import Any

import pytest

from sandbox import DriverMistake
from tests.sandbox.fields import differences
from tests.sandbox.recorded import Recorded
from tests.sandbox.shapes import actions, button, section
from tests.sandbox.stock import EVERYTHING
from tests.sandbox.test_payload_fields import ACTIONS

Json = dict[str, Any]

MANIFEST = deepcopy(EVERYTHING)
MANIFEST["settings"]["event_subscriptions"]["bot_events"].append("link_shared")
URL, OTHER = "https://acme.test/brief?a=1&b=2", "https://acme.test/2"
BRIEF = {"blocks": [section("The brief"), actions(button("Take", "take"))]}


def told_of(work: Recorded, source: str, where: str = "acme") -> Json:
    """What the app hears of a message with both links."""
    work.ana.says(f"see {URL} and {OTHER}", in_=where)
    events = [got.payload["event"] for got in work.app.asked]
    return next(event for event in events if event.get("source") == source)


@pytest.mark.parametrize("source", ["composer", "conversations_history"])
@pytest.mark.parametrize("where", ["acme", "nobot"], ids=["in its channel", "anywhere"])
def test_by_what_the_event_named(work: Recorded, source: str, where: str) -> None:
    told = told_of(work, source, where)
    work.client.chat_unfurl(source=source, unfurl_id=told["unfurl_id"], unfurls={URL: BRIEF})
    seen = work.slack.person("ben").sees(where).newest()
    assert seen.words.splitlines() == [f"see {URL} and {OTHER}", "The brief", "Take"]
    assert seen.edited is None


def unfurled(work: Recorded, shape: Json = BRIEF) -> Json:
    told = told_of(work, "conversations_history")
    work.client.chat_unfurl(channel=told["channel"], ts=told["message_ts"], unfurls={URL: shape})
    return told


def test_the_app_hears_of_a_change(work: Recorded) -> None:
    unfurled(work)
    work.slack.settle()
    event = work.event("message")["event"]
    assert (event["subtype"], event["message"]["user"], "edited" in event["message"]) == (
        "message_changed",
        "U0ANA",
        False,
    )
    table = """
        id i, fallback s, from_url s, app_unfurl_url s, is_app_unfurl true, app_id s, bot_id s, blocks a
    """
    [attachment] = event["message"]["attachments"]
    assert differences(attachment, table) == []
    assert attachment["app_unfurl_url"] == URL
    assert "attachments" not in event["previous_message"]


def test_again_it_changes_what_is_there(work: Recorded) -> None:
    told = unfurled(work)
    there = {"channel": told["channel"], "ts": told["message_ts"]}
    work.client.chat_unfurl(**there, unfurls={OTHER: {"text": "The other"}})
    work.client.chat_unfurl(**there, unfurls={URL: {"text": "The new brief"}})
    message = work.client.conversations_history(channel="C0ACME")["messages"][0]
    assert [(one["id"], one["text"]) for one in message["attachments"]] == [(1, "The other"), (2, "The new brief")]


def test_a_click_in_it(work: Recorded) -> None:
    told = unfurled(work)
    work.ana.click("Take", in_="acme")
    table = f"""
        {ACTIONS}, container.type "message_attachment", container.message_ts s, container.channel_id s,
        container.attachment_id i, container.is_ephemeral false, container.is_app_unfurl true,
        container.app_unfurl_url "{URL}", channel.id s, channel.name s, app_unfurl o, response_url s, state.values o,
        message -, view -
    """
    payload = work.interaction("block_actions")
    assert differences(payload, table) == []
    assert payload["container"]["message_ts"] == told["message_ts"]
    assert payload["app_unfurl"]["app_unfurl_url"] == URL


def test_its_author_edits_and_deletes_it(work: Recorded) -> None:
    unfurled(work)
    work.ana.edits(f"see {URL}", in_="acme")
    assert "The brief" in work.ana.sees("acme").newest().words
    work.ana.deletes("acme")
    with pytest.raises(DriverMistake, match="no_such_button"):
        work.ana.click("Take", in_="acme")
