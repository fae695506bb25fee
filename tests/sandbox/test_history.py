"""conversations.history and .replies: bounds of time, threads, and metadata for those who ask for it."""

from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.test_chat import error_of

Json = dict[str, Any]


@pytest.fixture
def said(slack: Sandbox, client: WebClient) -> list[str]:
    """The ts of a thread's parent and its three answers; the last was sent to the channel as well."""
    parent = client.chat_postMessage(channel="C0ACME", text="0")["ts"]
    ts = [str(parent)]
    for number in (1, 2, 3):
        broadcast = number == 3
        sent = client.chat_postMessage(
            channel="C0ACME", text=str(number), thread_ts=str(parent), reply_broadcast=broadcast
        )
        ts.append(str(sent["ts"]))
    return ts


BOUNDS = [
    pytest.param({}, "0123", id="none"),
    pytest.param({"oldest": 1}, "023", id="after"),
    pytest.param({"oldest": 1, "inclusive": True}, "0123", id="from"),
    pytest.param({"latest": 2}, "01", id="before"),
    pytest.param({"latest": 2, "inclusive": True}, "012", id="until"),
    pytest.param({"oldest": 1, "latest": 3}, "02", id="between"),
    pytest.param({"oldest": 1, "latest": 3, "inclusive": True}, "0123", id="from until"),
    pytest.param({"inclusive": True}, "0123", id="inclusive of nothing"),
    pytest.param({"limit": 2}, "01", id="two"),
]


@pytest.mark.parametrize(("asked", "texts"), BOUNDS)
@pytest.mark.parametrize("sent_as", ["params", "json"])
def test_bounds_of_replies(
    slack: Sandbox, client: WebClient, said: list[str], asked: Json, *, texts: str, sent_as: str
) -> None:
    """The parent leads, whatever is asked for."""
    bounds = {name: said[value] if name in {"oldest", "latest"} else value for name, value in asked.items()}
    arguments = {"channel": "C0ACME", "ts": said[0], **bounds}

    answer = client.api_call("conversations.replies", **{sent_as: arguments})  # type: ignore[arg-type]

    assert "".join(message["text"] for message in answer["messages"]) == texts


def test_only_what_was_sent_to_the_channel_is_its_history(slack: Sandbox, client: WebClient, said: list[str]) -> None:
    answer = client.conversations_history(channel="C0ACME", oldest=said[0])

    assert [(message["text"], message.get("subtype")) for message in answer["messages"]] == [("3", "thread_broadcast")]


@pytest.mark.parametrize("method", ["conversations.history", "conversations.replies"])
def test_metadata_comes_when_it_is_asked_for(slack: Sandbox, client: WebClient, method: str) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": "x"}}
    ts = client.chat_postMessage(channel="C0ACME", text="x", metadata=metadata)["ts"]
    asked = {"channel": "C0ACME", "ts": ts}

    with_it = client.api_call(method, params={**asked, "include_all_metadata": "true"})["messages"]
    without = client.api_call(method, params={**asked, "include_all_metadata": 0})["messages"]

    assert ([m.get("metadata") for m in with_it], [m.get("metadata") for m in without]) == ([metadata], [None])


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "2026-03-03"}, "invalid_ts_latest"),
        ({"oldest": "-1"}, "invalid_ts_oldest"),
        ({"oldest": "nan"}, "invalid_ts_oldest"),
        ({"limit": "many"}, "invalid_limit"),
        ({"limit": 1000}, "invalid_limit"),
        ({"limit": "1_0"}, "invalid_limit"),
        ({"inclusive": "perhaps"}, "invalid_arguments"),
        ({"cursor": "bmV4dDo1"}, "invalid_cursor"),
        ({"cursor": "é"}, "invalid_cursor"),
    ],
)
def test_what_cannot_be_asked(slack: Sandbox, client: WebClient, asked: Json, error: str) -> None:
    with slack.expect_violation(error):
        call = {"channel": "C0ACME", **asked}
        assert error_of(lambda: client.api_call("conversations.history", params=call))["error"] == error
