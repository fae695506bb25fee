"""Cursors: pages may be short or empty while more follows, and a list that grows meanwhile is not read twice."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.http_face import mistake, post
from tests.sandbox.test_chat import error_of

Json = dict[str, Any]


def ids(name: str) -> Callable[[Json], list[str]]:
    return lambda answer: [item["id"] for item in answer[name]]


LISTS = [
    pytest.param("conversations.list", {"types": "public_channel,private_channel"}, ids("channels"), id="channels"),
    pytest.param("users.conversations", {}, ids("channels"), id="memberships"),
    pytest.param("users.list", {}, ids("members"), id="people"),
    pytest.param("conversations.members", {"channel": "C0ACME"}, lambda answer: answer["members"], id="members"),
    pytest.param(
        "conversations.history",
        {"channel": "C0ACME"},
        lambda answer: [message["text"] for message in answer["messages"]],
        id="history",
    ),
    pytest.param(
        "conversations.replies",
        {"channel": "C0ACME"},
        lambda answer: [message["text"] for message in answer["messages"]],
        id="replies",
    ),
]


def pages(client: WebClient, method: str, arguments: Json) -> Iterator[Json]:
    cursor = ""
    while True:
        data = client.api_call(method, params={**arguments, "cursor": cursor}).data
        assert isinstance(data, dict)
        yield data
        cursor = data["response_metadata"]["next_cursor"]
        if not cursor:
            return


def spoken(client: WebClient, arguments: Json, method: str) -> Json:
    """A thread of five, and five messages."""
    parent = client.chat_postMessage(channel="C0ACME", text="0")["ts"]
    for number in range(1, 5):
        client.chat_postMessage(channel="C0ACME", text=f"{number}", thread_ts=parent)
        client.chat_postMessage(channel="C0ACME", text=f"{number * 10}")
    return {**arguments, "ts": parent} if method.endswith("replies") else arguments


@pytest.mark.parametrize(("method", "arguments", "read"), LISTS)
@pytest.mark.parametrize("begin", [(2, 2), (1, 1), (0, 2), (0, 0, 1, 2)], ids=str)
def test_whoever_follows_the_cursor_misses_nothing(
    slack: Sandbox,
    client: WebClient,
    method: str,
    arguments: Json,
    *,
    read: Callable[[Json], list[str]],
    begin: tuple[int, ...],
) -> None:
    arguments = spoken(client, arguments, method)
    [whole] = [read(page) for page in pages(client, method, arguments)]
    slack.page_sizes(*begin)

    found = [read(page) for page in pages(client, method, {**arguments, "limit": 2})]

    assert [item for page in found for item in page] == whole
    assert tuple(len(page) for page in found)[: len(begin)] == begin


def test_a_short_page_is_not_the_last(slack: Sandbox, client: WebClient) -> None:
    post(slack, "pages", sizes=[0, 2])

    first = client.users_list()
    second = client.users_list(cursor=first["response_metadata"]["next_cursor"])

    assert (first["members"], len(second["members"])) == ([], 2)
    assert second["response_metadata"]["next_cursor"]


@pytest.mark.parametrize("sizes", [[0], [0, 0], [-1, 2], "2", [True], [1.5], None], ids=str)
def test_sizes_that_would_never_end(slack: Sandbox, sizes: object) -> None:
    status, answer = mistake(slack, "pages", json.dumps({"sizes": sizes}).encode())

    assert (status, answer["error"]) == (400, "bad_field")


def test_a_reset_fills_pages_again(slack: Sandbox, client: WebClient) -> None:
    slack.page_sizes(1)
    slack.reset()

    assert len(client.users_list()["members"]) > 3


def test_what_is_said_between_two_pages_shifts_nothing(slack: Sandbox, client: WebClient) -> None:
    for text in ("one", "two", "three"):
        client.chat_postMessage(channel="C0ACME", text=text)
    first = client.conversations_history(channel="C0ACME", limit=2)
    client.chat_postMessage(channel="C0ACME", text="four")

    second = client.conversations_history(channel="C0ACME", cursor=first["response_metadata"]["next_cursor"], limit=2)

    assert [message["text"] for page in (first, second) for message in page["messages"]] == ["three", "two", "one"]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_a_cursor_belongs_to_its_list(slack: Sandbox, client: WebClient) -> None:
    cursor = client.users_list(limit=1)["response_metadata"]["next_cursor"]

    with slack.expect_violation("invalid_cursor"):
        assert error_of(lambda: client.conversations_list(cursor=cursor))["error"] == "invalid_cursor"
