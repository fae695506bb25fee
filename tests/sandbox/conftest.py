"""A sandbox with a stock Bolt app connected to it: one connection for all tests, a fresh world and app for each."""

from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient

from sandbox import Sandbox, World
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.recorded import Recorded
from tests.sandbox.scripted import Scripted, obliging, scripted
from tests.sandbox.stock import EVERYTHING, hang_up


def new_app(slack: Sandbox) -> App:
    return App(client=WebClient(slack.bot_token, base_url=slack.api_url), process_before_response=True)


@pytest.fixture(scope="session")
def running() -> Iterator[tuple[Sandbox, SocketModeHandler]]:
    with Sandbox(SPECIMEN, World.office()) as sandbox:
        handler = SocketModeHandler(new_app(sandbox), sandbox.app_token)
        handler.client.connect()
        yield sandbox, handler
        hang_up(handler)


@pytest.fixture
def slack(running: tuple[Sandbox, SocketModeHandler]) -> Iterator[Sandbox]:
    """A new office; at the end nothing may have happened that Slack would have refused."""
    sandbox, _ = running
    sandbox.settle()
    sandbox.rates(on=False)
    sandbox.reset(World.office())
    yield sandbox
    sandbox.settle()
    assert sandbox.violations == []


@pytest.fixture
def app(slack: Sandbox, running: tuple[Sandbox, SocketModeHandler]) -> App:
    """A stock app without listeners, connected."""
    fresh = new_app(slack)
    running[1].app = fresh
    return fresh


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture(scope="module")
def recording(request: pytest.FixtureRequest) -> Iterator[tuple[Sandbox, Scripted]]:
    """An app over HTTP that keeps what it gets, with the file's `MANIFEST` if it has one."""
    with Sandbox(getattr(request.module, "MANIFEST", EVERYTHING), World.office()) as slack, scripted() as app:
        slack.requests_to(app.url)
        yield slack, app


@pytest.fixture
def work(recording: tuple[Sandbox, Scripted]) -> Iterator[Recorded]:
    slack, app = recording
    slack.settle()
    slack.reset(World.office())
    slack.rates(on=False)
    app.answer = obliging
    app.got.clear()
    yield Recorded(slack, app)
    slack.settle()
    assert slack.violations == []


@pytest.fixture
def bare() -> Iterator[Sandbox]:
    """Without an app, and impatient."""
    with Sandbox(SPECIMEN, World.office(), ack_seconds=0.2) as sandbox:
        yield sandbox
