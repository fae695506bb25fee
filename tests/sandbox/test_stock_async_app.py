"""The same for Bolt's asynchronous app, in short: a gesture of each shape over both ways."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Self

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, World
from tests.patience import PATIENCE
from tests.sandbox.shapes import asks, home, line, modal, section
from tests.sandbox.stock import EVERYTHING

Json = dict[str, Any]
Way = Callable[[AsyncApp, Sandbox], AbstractAsyncContextManager[str | None]]


def new_app(slack: Sandbox) -> AsyncApp:
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret=slack.signing_secret, process_before_response=True)

    async def command(ack: AsyncAck, body: Json) -> None:
        await ack(f"Noted: {body['text']}")

    async def shortcut(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal(asks("Title", "title", line())))
        await ack()

    async def submission(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"title": "There is one of that name"})

    async def mention(event: Json, say: AsyncSay) -> None:
        await say("Yes?", thread_ts=event["ts"])

    async def opened(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home(section("Nothing due")))

    async def other() -> None:
        """What the manifest asks for beside."""

    app.command("/log")(command)
    app.shortcut("log_anything")(shortcut)
    app.view("log")(submission)
    app.event("app_mention")(mention)
    app.event("app_home_opened")(opened)
    app.event("message")(other)
    return app


@asynccontextmanager
async def by_sockets(app: AsyncApp, slack: Sandbox) -> AsyncIterator[str | None]:
    client: Any = AsyncSocketModeHandler(app, slack.app_token).client  # its methods say no types
    await client.connect()
    yield None
    await client.close()


@asynccontextmanager
async def by_http(app: AsyncApp, slack: Sandbox) -> AsyncIterator[str | None]:
    runner = web.AppRunner(app.web_app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    await runner.cleanup()


class Running:
    """An app on a thread and a loop of its own, until it is stopped."""

    def __init__(self, slack: Sandbox, way: Way) -> None:
        self._slack, self._way = slack, way
        self._ready = threading.Event()
        self.url: str | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)

    async def _live(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with self._way(new_app(self._slack), self._slack) as self.url:
            self._ready.set()
            await self._stop.wait()


@pytest.fixture(scope="module", params=[by_sockets, by_http], ids=["socket_mode", "http"])
def slack(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(EVERYTHING, World.office(), rates=False) as slack, Running(slack, request.param) as app:
        if app.url:
            slack.requests_to(app.url)
        yield slack
        slack.settle()
        assert slack.violations == []


def test_a_command(slack: Sandbox) -> None:
    assert slack.person("ana").slash("/log reprint", in_="acme").text == "Noted: reprint"


def test_a_modal(slack: Sandbox) -> None:
    ana = slack.person("ana")
    opened = ana.shortcut("log_anything")
    submitted = ana.submit({"Title": "Proof"})

    assert opened.modal is not None
    assert (submitted.closed, submitted.errors) == (False, {"title": "There is one of that name"})


def test_an_event(slack: Sandbox) -> None:
    ana = slack.person("ana")
    ts = ana.says("@specimen are you there?", in_="acme")

    assert [message.text for message in ana.sees("acme").thread(ts)] == ["Yes?"]


def test_the_home(slack: Sandbox) -> None:
    assert slack.person("ana").home().text == "Nothing due"
