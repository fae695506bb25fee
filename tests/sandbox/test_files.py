"""Files: the three steps of an upload, the message that comes a moment later, and files that people share."""

import base64
import json
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox, World
from tests.patience import PATIENCE
from tests.sandbox.http_face import get, mistake, post
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.shapes import asks, modal
from tests.sandbox.test_chat import error_of

Json = dict[str, Any]
PDF = b"%PDF-1.4\r\n\r\n--\x00\xff"


def put(url: str, body: bytes, content_type: str = "application/octet-stream") -> tuple[int, str]:
    host, _, path = url.removeprefix("http://").partition("/")
    connection = HTTPConnection(host, timeout=PATIENCE)
    connection.request("POST", f"/{path}", body, {"Content-Type": content_type})
    response = connection.getresponse()
    said = response.read().decode()
    connection.close()
    return response.status, said


def fetched(url: str, token: str) -> tuple[str, bytes]:
    with urlopen(Request(url, headers={"Authorization": f"Bearer {token}"}), timeout=PATIENCE) as response:
        return response.headers["Content-Type"], response.read()


def test_the_message_comes_a_moment_after_the_answer(slack: Sandbox, client: WebClient) -> None:
    answer = client.files_upload_v2(
        content=PDF, filename="proof.pdf", title="Proof", channel="C0ACME", initial_comment="Here it is"
    )
    slack.settle()
    newest = slack.person("ana").sees("acme").newest()

    [file] = answer["files"]
    assert (file["shares"], file["title"], file["mimetype"]) == ({}, "Proof", "application/pdf")
    assert (newest.text, newest.app, newest.files[0]["name"]) == ("Here it is", True, "proof.pdf")
    shared = client.files_info(file=file["id"])["file"]
    assert shared["shares"]["public"]["C0ACME"][0]["ts"] == newest.ts
    [said] = client.conversations_history(channel="C0ACME")["messages"]
    assert (said["subtype"], said["files"][0]["id"]) == ("file_share", file["id"])


def test_several_files_are_one_message_in_each_channel(slack: Sandbox, client: WebClient) -> None:
    uploads = [{"content": "a,b", "filename": "a.csv"}, {"content": "x", "filename": "noending"}]
    answer = client.files_upload_v2(file_uploads=uploads, channels=["C0ACME", "C0BOARD"])
    slack.settle()

    assert [file["filetype"] for file in answer["files"]] == ["csv", "binary"]
    for channel in ("acme", "board"):
        [message] = slack.person("ana").sees(channel).messages
        assert [file["name"] for file in message.files] == ["a.csv", "noending"]


def test_a_file_in_a_thread(slack: Sandbox, client: WebClient) -> None:
    parent = slack.person("ana").says("send it", in_="acme")
    client.files_upload_v2(content="x", filename="x.txt", channel="C0ACME", thread_ts=parent)
    slack.settle()

    assert [message.files[0]["name"] for message in slack.person("ana").sees("acme").thread(parent)] == ["x.txt"]


def test_the_app_is_told_of_no_place_that_it_cannot_see(slack: Sandbox, client: WebClient) -> None:
    file = client.files_upload_v2(content="x", filename="x.txt", channels=["C0ACME", "C0BOARD"])["files"][0]["id"]
    slack.settle()
    slack.core.slack.world.channels["C0BOARD"].members.remove("U0SPECIMEN")

    shared = client.files_info(file=file)["file"]

    assert (shared["channels"], shared["groups"], shared["shares"].keys()) == (["C0ACME"], [], {"public"})


def test_nobody_hands_in_what_they_do_not_see(slack: Sandbox, client: WebClient) -> None:
    slack.person("ana").uploads("secret.txt", b"x", in_="board")
    [file] = slack.person("ana").sees("board").newest().files
    asked = asks("Files", "files", {"type": "file_input", "action_id": "files"})
    client.views_open(trigger_id=slack.core.slack.triggers.new("U0CARLA"), view=modal(asked))

    with pytest.raises(DriverMistake, match="has no file"):
        slack.person("carla").submit({"Files": [{"id": file["id"], "name": "secret.txt", "size": 1}]})


def test_a_file_that_is_shared_nowhere_is_the_apps_own(slack: Sandbox, client: WebClient) -> None:
    file = client.files_upload_v2(content="x", filename="x.txt")["files"][0]
    slack.settle()

    assert client.files_info(file=file["id"])["file"]["channels"] == []
    assert mistake(slack, f"file?user=ana&id={file['id']}", None, "GET")[1]["error"] == "file_not_found"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        pytest.param(PDF, "application/octet-stream", 200, id="raw"),
        pytest.param(
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="p"\r\n\r\n' + PDF + b"\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
            200,
            id="multipart",
        ),
        pytest.param(PDF[:-1], "application/octet-stream", 400, id="too short"),
        pytest.param(b"", "application/octet-stream", 400, id="nothing"),
        pytest.param(PDF, "multipart/form-data", 400, id="no boundary"),
    ],
)
def test_the_bytes_of_an_upload(slack: Sandbox, client: WebClient, body: bytes, content_type: str, status: int) -> None:
    given = client.files_getUploadURLExternal(filename="proof.pdf", length=len(PDF))
    answered, said = put(given["upload_url"], body, content_type)
    complete = {"files": [{"id": given["file_id"]}]}

    assert answered == status
    if status == 200:
        assert said == f"OK - {len(PDF)}"
        file = client.api_call("files.completeUploadExternal", json=complete)["files"][0]
        assert fetched(file["url_private"], slack.bot_token) == ("application/pdf", PDF)
        assert put(given["upload_url"], body)[0] == 404
    answer = error_of(lambda: client.api_call("files.completeUploadExternal", json=complete))
    assert answer["error"] == "file_not_found"


def test_the_app_hears_of_a_file(slack: Sandbox, app: App, client: WebClient) -> None:
    heard: list[Json] = []
    app.event("message")(lambda event: heard.append(dict(event)))

    ts = slack.person("ana").uploads("brief.txt", b"hello", in_="specimen", text="@ben look")

    [event] = heard
    assert (event["subtype"], event["ts"], event["text"]) == ("file_share", ts, "<@U0BEN> look")
    assert fetched(event["files"][0]["url_private_download"], slack.bot_token) == (
        "text/plain; charset=utf-8",
        b"hello",
    )


def test_a_person_shares_a_file_over_http(slack: Sandbox) -> None:
    encoded = base64.b64encode(b"\x89PNG").decode()
    ts = post(slack, "upload", user="ana", channel="board", name="plan ö.png", content=encoded)["ts"]
    [board] = [c for c in get(slack, "screen?user=ben")["channels"] if c["name"] == "board"]
    [file] = board["messages"][0]["files"]

    assert (board["messages"][0]["ts"], file["name"], file["size"]) == (ts, "plan ö.png", 4)
    with urlopen(f"{slack.url}{file['url']}&user=ben", timeout=PATIENCE) as response:
        assert (response.headers["Content-Type"], response.read()) == ("image/png", b"\x89PNG")
        assert response.headers["Content-Disposition"].startswith("inline")
    status, answer = mistake(slack, f"file?id={file['id']}&user=carla", None, "GET")
    assert (status, answer["error"]) == (400, "file_not_found")


def test_what_could_run_is_not_shown_but_saved(slack: Sandbox) -> None:
    slack.person("ana").uploads("x.html", b"<script>", in_="acme")
    file = slack.person("ana").sees("acme").newest().files[0]

    with urlopen(f"{slack.url}{file['url']}&user=ana", timeout=PATIENCE) as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"name": "x.txt", "content": "?"}, "bad_field"),
        ({"name": "x.txt", "content": 3}, "bad_field"),
        ({"name": "x.txt"}, "missing_field"),
        ({"content": "eA=="}, "missing_field"),
        ({"name": "x.txt", "content": "eA==", "channel": "nowhere"}, "channel_not_found"),
        ({"name": "x.txt", "content": "eA==", "channel": "old"}, "is_archived"),
        ({"name": "x.txt", "content": "eA==", "thread_ts": "1.0"}, "thread_not_found"),
    ],
)
def test_mistakes_with_files(slack: Sandbox, body: Json, error: str) -> None:
    sent = {"user": "ana", "channel": "acme", **body}
    status, answer = mistake(slack, "upload", json.dumps(sent).encode())

    assert (status, answer["error"]) == (400, error)
    assert slack.person("ana").sees("acme").messages == []


def test_nothing_comes_into_a_channel_that_is_closed_by_then(
    slack: Sandbox, app: App, client: WebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for event in ("group_left", "member_left_channel"):
        app.event(event)(lambda: None)
    monkeypatch.setattr(slack.core.slack, "share_seconds", 0.8)
    client.files_upload_v2(content="x", filename="x.txt", channel="C0BOARD")
    slack.person("ana").kick("specimen", from_="board", settle=False)
    slack.settle()

    assert slack.person("ana").sees("board").messages == []


def test_a_reset_forgets_what_was_on_its_way(slack: Sandbox, client: WebClient) -> None:
    client.files_upload_v2(content="x", filename="x.txt", channel="C0ACME")
    slack.reset(World.office())
    slack.settle()

    assert slack.person("ana").sees("acme").messages == []


def test_a_message_gets_and_loses_files(slack: Sandbox, client: WebClient) -> None:
    ts = str(client.chat_postMessage(channel="C0ACME", text="card")["ts"])
    file = client.files_upload_v2(content="x", filename="x.txt")["files"][0]["id"]

    client.chat_update(channel="C0ACME", ts=ts, text="card", file_ids=[file])
    with_file = slack.person("ana").sees("acme").newest().files
    client.chat_update(channel="C0ACME", ts=ts, text="changed")
    kept = slack.person("ana").sees("acme").newest().files
    client.chat_delete(channel="C0ACME", ts=ts)

    assert [len(with_file), len(kept)] == [1, 1]
    assert client.files_info(file=file)["file"]["shares"] == {}
    assert error_of(lambda: client.files_info(file="F0NONE"))["error"] == "file_not_found"


@pytest.mark.parametrize(
    ("team", "name", "error"),
    [
        ({"blocked_file_types": ["exe"]}, "run.EXE", "file_type_not_allowed"),
        ({"largest_file": 4}, "x.txt", "file_upload_size_restricted"),
        ({"storage": 4}, "x.txt", "storage_limit_reached"),
    ],
)
def test_a_workspace_that_takes_no_such_file(
    slack: Sandbox, client: WebClient, team: Json, name: str, error: str
) -> None:
    world = World.office()
    for rule, value in team.items():
        setattr(world.team, rule, value)
    slack.reset(world)

    asked = {"filename": name, "length": 5}
    assert error_of(lambda: client.api_call("files.getUploadURLExternal", params=asked))["error"] == error
    with pytest.raises(DriverMistake, match=error):
        slack.person("ana").uploads(name, b"12345", in_="acme")


def test_files_survive_a_restart(tmp_path: Path) -> None:
    with Sandbox(SPECIMEN, World.office(), data=tmp_path) as slack:
        slack.person("ana").uploads("plan.txt", b"\x00plan", in_="acme")
        slack.person("ana").uploads("more.txt", b"more", in_="acme")
    with Sandbox(SPECIMEN, World.office(), data=tmp_path) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        first = slack.person("ben").sees("acme").messages[0].files[0]
        file = client.files_info(file=first["id"])["file"]
        assert fetched(file["url_private"], slack.bot_token)[1] == b"\x00plan"
        assert [group["handle"] for group in client.usergroups_list()["usergroups"]] == ["proofs"]


def test_whoever_is_not_let_in_gets_a_page(slack: Sandbox, client: WebClient) -> None:
    slack.person("ana").uploads("plan.txt", b"plan", in_="acme")
    url = client.conversations_history(channel="C0ACME")["messages"][0]["files"][0]["url_private"]

    kind, said = fetched(url, "xoxb-other")
    assert (kind, b"Sign in" in said) == ("text/html; charset=utf-8", True)


def test_a_token_that_died_reads_nothing(slack: Sandbox, client: WebClient) -> None:
    slack.person("ana").uploads("plan.txt", b"plan", in_="acme")
    url = client.conversations_history(channel="C0ACME")["messages"][0]["files"][0]["url_private"]

    post(slack, "revoke")

    assert fetched(url, slack.bot_token)[0] == "text/html; charset=utf-8"
