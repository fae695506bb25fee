"""chat.*: what the app may say, where, and what Slack answers when it may not."""

import json
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox
from tests.patience import PATIENCE
from tests.sandbox.shapes import actions, button, section

Json = dict[str, Any]


def error_of(call: Callable[[], object]) -> Json:
    """The answer of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as refused:
        call()
    answer = refused.value.response.data
    assert isinstance(answer, dict)
    return answer


def test_a_post_is_seen_by_the_channel(slack: Sandbox, client: WebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": "x"}}
    answer = client.chat_postMessage(channel="C0BOARD", text="hi <@U0BEN>", metadata=metadata)

    assert answer["channel"] == "C0BOARD"
    assert answer["message"]["metadata"] == metadata
    newest = slack.person("ben").sees("board").newest()
    assert (newest.ts, newest.words, newest.app) == (answer["ts"], "hi @ben", True)
    [sight] = slack.truth
    assert (sight.what, sight.channel, sight.ts, sight.metadata) == ("message", "C0BOARD", answer["ts"], metadata)
    assert sight.to == {"U0ANA", "U0BEN", "U0SPECIMEN"}


@pytest.mark.parametrize("body", [{"json": True}, {"json": False}], ids=["as JSON", "as a form"])
def test_bodies_come_in_two_forms(slack: Sandbox, client: WebClient, body: Json) -> None:
    sent = {"channel": "C0ACME", "text": "card", "blocks": [section("card")]}
    if body["json"]:
        client.api_call("chat.postMessage", json=sent)
    else:
        client.api_call("chat.postMessage", params={**sent, "blocks": '[{"type":"divider"}]'})

    assert slack.person("ana").sees("acme").newest().blocks


def test_a_persons_id_is_their_dm(slack: Sandbox, client: WebClient) -> None:
    assert client.chat_postMessage(channel="U0ANA", text="hello")["channel"] == "D0ANA"

    assert slack.person("ana").dm().texts == ["hello"]
    assert "D0ANA" not in [channel["id"] for channel in slack.person("ben").screen["channels"]]


def test_nobody_reads_what_the_deactivated_get(slack: Sandbox, client: WebClient) -> None:
    client.chat_postMessage(channel="U0DORA", text="hello")

    assert slack.truth[0].to == {"U0SPECIMEN"}


def test_an_update_changes_text_and_keeps_blocks(slack: Sandbox, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0ACME", text="one", blocks=[section("one")])["ts"]

    client.chat_update(channel="C0ACME", ts=ts, text="two")
    kept = slack.person("ana").sees("acme").newest()
    client.chat_update(channel="C0ACME", ts=ts, text="three", blocks=[])
    removed = slack.person("ana").sees("acme").newest()

    assert (kept.text, kept.words, kept.edited is not None) == ("two", "one", True)
    assert (removed.text, removed.blocks, removed.ts) == ("three", [], ts)


def test_a_deletion(slack: Sandbox, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0ACME", text="oops")["ts"]
    client.chat_delete(channel="C0ACME", ts=ts)

    assert slack.person("ana").sees("acme").messages == []
    assert [sight.what for sight in slack.truth] == ["message", "deletion"]
    assert error_of(lambda: client.chat_delete(channel="C0ACME", ts=ts))["error"] == "message_not_found"


def test_a_reply_joins_the_thread_of_its_parent(slack: Sandbox, client: WebClient) -> None:
    parent = slack.person("ana").says("question", in_="acme")
    reply = client.chat_postMessage(channel="C0ACME", text="answer", thread_ts=parent)["ts"]
    client.chat_postMessage(channel="C0ACME", text="more", thread_ts=reply)

    thread = client.conversations_replies(channel="C0ACME", ts=parent)["messages"]
    assert [message["text"] for message in thread] == ["question", "answer", "more"]
    assert (thread[0]["reply_count"], thread[1]["parent_user_id"]) == (2, "U0ANA")
    assert [m["text"] for m in client.conversations_history(channel="C0ACME")["messages"]] == ["question"]


def test_a_permalink(slack: Sandbox, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0ACME", text="here")["ts"]

    link = client.chat_getPermalink(channel="C0ACME", message_ts=ts)["permalink"]

    assert link == f"{slack.url}/archives/C0ACME/p{ts.replace('.', '')}"


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C0NOBOT", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C0OLD", "text": "x"}, "is_archived"),
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "acme", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "U0EVE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "U0ROB", "text": "x"}, "cannot_dm_bot"),
        ("chat.postMessage", {"channel": "C0ACME", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ("chat.update", {"channel": "C0ACME", "ts": "1.000001", "text": "x"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": "C0NOBOT", "user": "U0ANA", "text": "x"}, "not_in_channel"),
        ("chat.postEphemeral", {"channel": "C0BOARD", "user": "U0CARLA", "text": "x"}, "user_not_in_channel"),
        ("chat.getPermalink", {"channel": "C0ACME", "message_ts": "1.000001"}, "message_not_found"),
    ],
)
def test_circumstances_are_no_violations(
    slack: Sandbox, client: WebClient, method: str, arguments: Json, error: str
) -> None:
    assert error_of(lambda: client.api_call(method, json=arguments))["error"] == error
    assert slack.person("ana").sees("acme").messages == []


LONG = "x" * 4001

REFUSED = [
    pytest.param("chat.postMessage", {"channel": "C0ACME"}, "no_text", id="no text"),
    pytest.param("chat.postMessage", {"text": "x"}, "invalid_arguments", id="no channel"),
    pytest.param(
        "chat.postMessage", {"channel": "C0ACME", "text": "x", "blocks": "{"}, "invalid_blocks_format", id="JSON"
    ),
    pytest.param(
        "chat.postMessage",
        {"channel": "C0ACME", "text": "x", "blocks": [section("x" * 3001)]},
        "invalid_blocks",
        id="section too long",
    ),
    pytest.param(
        "chat.postMessage",
        {"channel": "C0ACME", "text": "x", "blocks": [{"type": "divider"}] * 51},
        "invalid_blocks",
        id="51 blocks",
    ),
    pytest.param(
        "chat.postMessage",
        {"channel": "C0ACME", "text": "x", "blocks": [actions(button("x" * 76, "a"))]},
        "invalid_blocks",
        id="button too long",
    ),
    pytest.param("chat.postMassage", {"channel": "C0ACME", "text": "x"}, "unknown_method", id="no such method"),
    pytest.param(
        "views.open",
        {"trigger_id": "1.2.3", "view": {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}},
        "invalid_arguments",
        id="a view without blocks",
    ),
]


@pytest.mark.parametrize(("method", "arguments", "error"), REFUSED)
def test_faults_are_refused_and_recorded(
    slack: Sandbox, client: WebClient, method: str, arguments: Json, error: str
) -> None:
    with slack.expect_violation(error):
        answer = error_of(lambda: client.api_call(method, json=arguments))
        assert answer["error"] == error
        [violation] = slack.violations
        assert violation.method == method

    assert slack.person("ana").sees("acme").messages == []


def test_refusals_point_at_the_place(slack: Sandbox, client: WebClient) -> None:
    blocks = [section("fine"), section("x" * 3001)]
    with slack.expect_violation("invalid_blocks"):
        answer = error_of(lambda: client.chat_postMessage(channel="C0ACME", text="x", blocks=blocks))
        assert slack.violations[0].pointer == "/blocks/1/text/text"

    assert answer["errors"][0]["pointer"] == "/blocks/1/text/text"
    assert "[json-pointer:/blocks/1/text/text]" in answer["response_metadata"]["messages"][0]


def test_what_is_too_long_is_cut_off(slack: Sandbox, client: WebClient) -> None:
    with slack.expect_violation("message_truncated"):
        posted = client.chat_postMessage(channel="C0ACME", text="x" * 40_001)

    assert len(posted["message"]["text"]) == 40_000
    assert slack.person("ana").sees("acme").newest().text == "x" * 40_000


def test_two_tables_are_refused_under_slacks_odd_name(slack: Sandbox, client: WebClient) -> None:
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    with slack.expect_violation("invalid_attachments"):
        answer = error_of(lambda: client.chat_postMessage(channel="C0ACME", text="x", blocks=[table, table]))

    assert (answer["error"], answer["errors"][0]["code"]) == ("invalid_attachments", "only_one_table_allowed")


def test_who_was_deactivated_is_told_nothing(slack: Sandbox, client: WebClient) -> None:
    slack.core.slack.world.users["U0CARLA"].deleted = True

    answer = error_of(lambda: client.chat_postEphemeral(channel="C0ACME", user="U0CARLA", text="x"))

    assert answer["error"] == "user_not_in_channel"


def test_an_update_has_a_shorter_limit(slack: Sandbox, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0ACME", text=LONG)["ts"]

    with slack.expect_violation("msg_too_long"):
        answer = error_of(lambda: client.chat_update(channel="C0ACME", ts=ts, text=LONG))

    assert answer["error"] == "msg_too_long"


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        pytest.param({"blocks": [section("no fallback")]}, "missing_text", id="blocks without text"),
        pytest.param({"text": "<!channel> news"}, "broadcast", id="channel"),
        pytest.param({"text": "x", "blocks": [section("<!here|here> news")]}, "broadcast", id="here in a block"),
    ],
)
def test_what_slack_takes_and_people_suffer_from(slack: Sandbox, client: WebClient, message: Json, kind: str) -> None:
    with slack.expect_violation(kind):
        client.api_call("chat.postMessage", json={"channel": "C0ACME", **message})

    assert len(slack.person("ana").sees("acme").messages) == 1


@pytest.mark.parametrize(("channel", "error"), [("acme", "not_in_channel"), ("board", "channel_not_found")])
def test_nothing_is_changed_where_the_app_is_no_longer(
    slack: Sandbox, app: App, client: WebClient, channel: str, error: str
) -> None:
    for event in ("channel_left", "group_left", "member_left_channel"):
        app.event(event)(lambda: None)
    posted = client.chat_postMessage(channel=f"C0{channel.upper()}", text="card")
    place, ts = str(posted["channel"]), str(posted["ts"])
    ana = slack.person("ana")
    ana.kick("specimen", from_=channel)

    answers = [
        error_of(lambda: client.chat_update(channel=place, ts=ts, text="changed")),
        error_of(lambda: client.chat_delete(channel=place, ts=ts)),
    ]

    assert [answer["error"] for answer in answers] == [error, error]
    assert ana.sees(channel).texts == ["card"]


def test_a_body_that_is_nested_too_deep(slack: Sandbox, client: WebClient) -> None:
    deep = "[" * 200_000
    with slack.expect_violation("invalid_blocks_format"):
        error_of(lambda: client.api_call("chat.postMessage", params={"channel": "C0ACME", "blocks": deep}))
    with slack.expect_violation("invalid_json"):
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {slack.bot_token}"}
        with urlopen(Request(f"{slack.api_url}chat.postMessage", deep.encode(), headers), timeout=PATIENCE) as response:
            assert json.load(response)["error"] == "invalid_json"


def test_other_peoples_messages_cannot_be_changed(slack: Sandbox, client: WebClient) -> None:
    ts = slack.person("ana").says("mine", in_="acme")

    assert error_of(lambda: client.chat_update(channel="C0ACME", ts=ts, text="x"))["error"] == "cant_update_message"
    assert error_of(lambda: client.chat_delete(channel="C0ACME", ts=ts))["error"] == "cant_delete_message"


def test_a_private_message_in_a_thread_that_is_none_yet(slack: Sandbox, client: WebClient) -> None:
    parent = slack.person("ana").says("question", in_="acme")
    with slack.expect_violation("unseen_ephemeral"):
        client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="unseen", thread_ts=parent)
    slack.person("ben").says("answer", in_="acme", thread_ts=parent)
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="seen", thread_ts=parent)

    assert slack.person("ana").sees("acme").texts == ["question", "answer", "seen"]


def test_structures_are_json_in_forms(slack: Sandbox, client: WebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": "x"}}
    message = {
        "channel": "C0ACME",
        "text": "x",
        "blocks": json.dumps([section("words")]),
        "metadata": json.dumps(metadata),
    }
    view = json.dumps({"type": "home", "blocks": [section("day")]})

    posted = client.api_call("chat.postMessage", params=message)
    client.api_call("views.publish", params={"user_id": "U0ANA", "view": view})
    opened = client.api_call("conversations.open", params={"users": '["U0ANA", "U0BEN"]', "return_im": "1"})

    ana = slack.person("ana")
    assert (posted["message"]["metadata"], ana.sees("acme").newest().words) == (metadata, "words")
    assert ana.home_view is not None
    assert ana.home_view.text == "day"
    assert opened["channel"]["is_mpim"] is True
