"""The data folder: a sandbox that was stopped or killed is where it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient

from sandbox import BadFolder, Sandbox, World, forget
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.shapes import home, section


def lived_in(data: Path) -> Sandbox:
    """A sandbox in which something of everything happened; it is still running."""
    slack = Sandbox(SPECIMEN, World.office(), data=data, rates=False)
    slack.start()
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    metadata = {"event_type": "card", "event_payload": {"id": "x"}}
    ts = client.chat_postMessage(channel="C0ACME", text="one", metadata=metadata)["ts"]
    client.chat_update(channel="C0ACME", ts=ts, text="two", blocks=[section("two")])
    gone = client.chat_postMessage(channel="C0ACME", text="gone")["ts"]
    client.chat_delete(channel="C0ACME", ts=gone)
    client.chat_postMessage(channel="U0ANA", text="in the DM")
    client.views_publish(user_id="U0ANA", view=home(section("day")))
    slack.person("ana").moves_to("Europe/Paris")
    slack.person("ana").invite("specimen", to="nobot")
    slack.join("Nia Cole")
    slack.clock.advance(timedelta(days=1).total_seconds())
    slack.person("ana").says("next day", in_="board")
    return slack


def assert_as_it_was(data: Path) -> None:
    with Sandbox(SPECIMEN, World.office(), data=data) as slack:
        ana = slack.person("ana")
        newest = ana.sees("acme").newest()
        assert (newest.text, newest.words, len(ana.sees("acme").messages)) == ("two", "two", 1)
        assert ana.dm().texts == ["in the DM"]
        assert ana.sees("board").texts == ["next day"]
        assert ana.home_view is not None
        assert ana.home_view.text == "day"
        assert slack.person("nia").name == "nia"
        assert "U0SPECIMEN" in next(c["members"] for c in ana.screen["channels"] if c["name"] == "nobot")
        assert ana.screen["zone"] == "Europe/Paris"
        assert slack.clock.now() >= datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        messages = client.conversations_history(channel="C0ACME", include_all_metadata=True)["messages"]
        assert messages[0]["metadata"]["event_payload"] == {"id": "x"}
        assert ana.says("again", in_="board") > ana.sees("board").messages[0].ts


def test_stopped_and_started(tmp_path: Path) -> None:
    lived_in(tmp_path).stop()

    assert_as_it_was(tmp_path)
    assert len(list(tmp_path.glob("slack.jsonl"))) == 1


def test_killed_in_the_middle_of_a_line(tmp_path: Path) -> None:
    slack = lived_in(tmp_path)
    left = tmp_path / "left"
    left.mkdir()
    journal = (tmp_path / "slack.jsonl").read_text(encoding="utf-8")
    (left / "slack.jsonl").write_text(journal + '{"at": "2026-03-04T14:00:0', encoding="utf-8")
    slack.stop()

    assert_as_it_was(left)


def test_a_reset_begins_again(tmp_path: Path) -> None:
    slack = lived_in(tmp_path)
    slack.reset()
    slack.stop()

    with Sandbox(SPECIMEN, World.office(), data=tmp_path) as again:
        assert again.person("ana").sees("acme").messages == []
        assert again.clock.now() < datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [b"not JSON\n", b'{"put": "team"}\n', b"[]\n", b"\xff\x00\n"],
    ids=["text", "no time", "a list", "no text"],
)
def test_a_folder_that_holds_something_else(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "slack.jsonl").write_bytes(content)

    with pytest.raises(BadFolder, match=r"slack\.jsonl: line 1 is not"):
        Sandbox(SPECIMEN, World.office(), data=tmp_path)


def test_a_clock_that_is_no_time(tmp_path: Path) -> None:
    lived_in(tmp_path).stop()
    (tmp_path / "clock").write_text("yesterday", encoding="utf-8")

    with pytest.raises(BadFolder, match="clock: is not"):
        Sandbox(SPECIMEN, World.office(), data=tmp_path)


def test_forgetting_leaves_what_is_somebody_elses(tmp_path: Path) -> None:
    for folder in (tmp_path / "alone", tmp_path / "shared"):
        folder.mkdir()
        for name in ("slack.jsonl", "slack.new", "clock", "clock.new"):
            (folder / name).touch()
    (tmp_path / "shared" / "keep.txt").touch()

    for name in ("alone", "shared", "not-there"):
        forget(tmp_path / name)

    assert [path.name for path in tmp_path.rglob("*")] == ["shared", "keep.txt"]


def test_ids_are_new_after_a_restart(tmp_path: Path) -> None:
    ids = []
    for _ in range(2):
        with Sandbox(SPECIMEN, World.office(), data=tmp_path) as slack:
            client = WebClient(slack.bot_token, base_url=slack.api_url)
            ids.append(client.files_getUploadURLExternal(filename="x.txt", length=1)["file_id"])

    assert len(set(ids)) == 2


def test_a_home_is_the_same_view_after_a_restart(tmp_path: Path) -> None:
    with Sandbox(SPECIMEN, World.office(), data=tmp_path) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        view_id = client.views_publish(user_id="U0BEN", view=home(section("day")))["view"]["id"]

    with Sandbox(SPECIMEN, World.office(), data=tmp_path) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        assert client.views_update(view_id=view_id, view=home(section("next day")))["view"]["id"] == view_id
