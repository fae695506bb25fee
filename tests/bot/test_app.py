"""The whole of Liaison: how it starts, what it lets in, when it is idle and how it ends."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from slack_bolt import BoltRequest

from bot import database
from bot.app import build
from bot.domain.ids import TeamId, UserId
from bot.liaison import Liaison
from bot.settings import MANIFEST, Settings, load
from bot.startup import CannotStart
from bot.way_in import slack_app
from handlers.installation import Installation
from handlers.switchboard import Switchboard
from handlers.web_clients import Identity
from sandbox import Sandbox, World
from storage.engine import make_engine
from storage.store import SqlStore
from tests.patience import stopwatch


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, World.office()) as running:
        yield running


def settings_for(slack: Sandbox, folder: Path, **given: object) -> Settings:
    tokens = {"bot_token": slack.bot_token, "app_token": slack.app_token, "api_base_url": slack.api_url}
    return load(**{"_env_file": None, **tokens, "database_url": f"sqlite:///{folder / 'liaison.db'}", **given})


@contextmanager
def running(slack: Sandbox, folder: Path) -> Iterator[Liaison]:
    settings = settings_for(slack, folder)
    database.upgrade(settings.database_url.get_secret_value())
    liaison = build(settings, slack.clock)
    try:
        liaison.start()
        slack.watch(liaison.idle)
        slack.clock.subscribe(liaison.wake)
        yield liaison
    finally:
        liaison.stop()


def test_once_started_it_is_connected_and_knows_the_workspace(slack: Sandbox, tmp_path: Path) -> None:
    with running(slack, tmp_path) as liaison:
        assert liaison.is_connected()
        assert slack.connections == 1
    engine = make_engine(f"sqlite:///{tmp_path / 'liaison.db'}")
    with SqlStore(engine, lambda: None).read(TeamId(slack.team_id)) as tx:
        assert {person.name for person in tx.people.members()} >= {"ana"}
        assert any(channel.is_member for channel in tx.channels.all())
    engine.dispose()
    assert slack.violations == []


def test_it_becomes_idle_and_ends_quickly(slack: Sandbox, tmp_path: Path) -> None:
    with ExitStack() as until_then:
        with running(slack, tmp_path) as liaison:
            slack.settle()
            assert liaison.idle()
            seconds = until_then.enter_context(stopwatch())
        assert seconds() < 2


def test_several_messages_to_one_person_keep_slacks_pace(slack: Sandbox, tmp_path: Path) -> None:
    """The answer, the welcome and what comes in the meantime: one conversation, whatever they are about."""
    slack.rates(on=True)
    with running(slack, tmp_path):
        ana, ben = slack.person("ana"), slack.person("ben")
        ana.says("mine", in_="liaison")
        ben.slash("/request proof of the menu @ana", in_="general")
        ana.says("R-1", in_="liaison")
        slack.settle()
        seen = [message.words for message in ana.dm().messages if message.app]
    assert len(seen) == 4
    assert slack.violations == []


def test_it_says_that_a_store_cannot_be_written(
    slack: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.BACKGROUND", 100)
    settings = settings_for(slack, tmp_path)
    database.upgrade(settings.database_url.get_secret_value())
    liaison = build(settings, slack.clock)
    with closing(sqlite3.connect(tmp_path / "liaison.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        try:
            with pytest.raises(CannotStart, match=r"the database cannot be used.*locked"):
                liaison.start()
        finally:
            liaison.stop()


def test_a_jump_of_the_clock_wakes_it(slack: Sandbox, tmp_path: Path) -> None:
    """Digests are planned by a loop that would look only every few seconds by itself."""
    with running(slack, tmp_path):
        ana = slack.person("ana")
        ana.slash("/request proof of the menu by friday", in_="general")
        ana.slash("/digest daily 9:00", in_="general")
        slack.clock.advance(20 * 3600)
        slack.settle()
        assert ana.sees("general").newest(containing="Digest for")


def test_it_asks_slack_nothing_when_nothing_happens(slack: Sandbox, tmp_path: Path) -> None:
    with running(slack, tmp_path) as liaison:
        slack.settle()
        asked = [call.name for call in slack.calls if call.direction == "app"]
        assert asked.count("auth.test") == 1
        liaison.wake()
        slack.settle()
        assert [call.name for call in slack.calls if call.direction == "app"] == asked


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"bot_token": "xoxb-8213746509-1029384756"}, "LIAISON_BOT_TOKEN is refused by Slack (invalid_auth)"),
        ({"app_token": "xapp-1-A0-8213746509-abcdef"}, "LIAISON_APP_TOKEN is refused by Slack (invalid_auth)"),
        ({"api_base_url": "http://127.0.0.1:9/api/"}, "Slack cannot be reached"),
    ],
    ids=["bot token", "app token", "address"],
)
def test_it_says_why_it_cannot_start(wrong: dict[str, str], said: str, slack: Sandbox, tmp_path: Path) -> None:
    settings = settings_for(slack, tmp_path, **wrong)
    database.upgrade(settings.database_url.get_secret_value())
    liaison = build(settings, slack.clock)
    try:
        with pytest.raises(CannotStart) as refusal:
            liaison.start()
    finally:
        liaison.stop()
    assert said in str(refusal.value)


@pytest.mark.parametrize(("team", "answer"), [("T1", "heard"), ("T2", ""), (None, "")])
def test_another_workspace_is_acked_and_not_read(team: str | None, answer: str, slack: Sandbox, tmp_path: Path) -> None:
    installation = Installation("xoxb-1")
    installation.identity = Identity(TeamId("T1"), "One", UserId("U0"), "liaison", "B0", frozenset(), None)
    app = slack_app(settings_for(slack, tmp_path), installation)
    board = Switchboard()
    board.command("/who")(lambda ack, _: ack("heard"))
    board.connect(app, installation.is_for)
    body = {"command": "/who", "team_id": team, "user_id": "U1", "channel_id": "C1"}
    response = app.dispatch(BoltRequest(mode="socket_mode", body=body))
    assert (response.status, response.body) == (200, answer)
