"""A stock Bolt app with a listener of every kind, and both ways to connect it; none of it is Liaison's."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.shapes import actions, asks, button, home, line, modal, options, section, text

Json = dict[str, Any]

EVERYTHING: Json = deepcopy(SPECIMEN)
EVERYTHING["settings"]["event_subscriptions"]["bot_events"] += ["message.channels", "message.groups"]

CARD = [
    section("A proof", block_id="what"),
    actions(
        button("Take it", "take", "R-1"),
        {
            "type": "static_select",
            "action_id": "level",
            "placeholder": text("Level"),
            "options": options("High", "Low"),
        },
    ),
]
REFRESH = actions(button("Look again", "refresh"))
CLIENT = {
    "type": "external_select",
    "action_id": "client",
    "placeholder": text("Which client"),
    "min_query_length": 1,
}


def form() -> Json:
    client = asks("Client", "client", CLIENT, optional=True)
    return modal(asks("Title", "title", line()), client, notify_on_close=True)


class Listeners:
    """What the app has heard, by the name of its listener, newest last."""

    def __init__(self, app: App) -> None:
        self.heard: dict[str, list[Json]] = {}
        app.command("/log")(self.command)
        app.action("take")(self.button)
        app.action("refresh")(self.home_button)
        app.action("level")(self.select)
        app.shortcut("log_message")(self.message_shortcut)
        app.shortcut("log_anything")(self.global_shortcut)
        app.view("log")(self.submission)
        app.view_closed("log")(self.closed)
        app.options("client")(self.options)
        app.event("member_joined_channel")(self.joined)
        app.event("app_mention")(self.mention)
        app.event("app_home_opened")(self.home)
        app.message("good morning")(self.message)
        app.event("message")(self.other)
        for name in ("member_left_channel", "channel_left", "group_left", "team_join", "user_change"):
            app.event(name)(self.other)

    def note(self, kind: str, body: Json) -> None:
        self.heard.setdefault(kind, []).append(body)

    def command(self, ack: Ack, body: Json) -> None:
        self.note("command", body)
        ack(f"Noted: {body['text']}")

    def button(self, ack: Ack, body: Json, respond: Respond) -> None:
        ack()
        self.note("button", body)
        respond(text="Taken", blocks=[section(f"Taken by <@{body['user']['id']}>")], replace_original=True)

    def select(self, ack: Ack, body: Json, action: Json, say: Say) -> None:
        ack()
        self.note("select", body)
        say(f"Level {action['selected_option']['value']}")

    def message_shortcut(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        self.note("message_shortcut", body)
        client.chat_postMessage(channel=body["channel"]["id"], thread_ts=body["message_ts"], text="Logged")

    def global_shortcut(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        self.note("global_shortcut", body)
        client.views_open(trigger_id=body["trigger_id"], view=form())

    def submission(self, ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        self.note("submission", body)
        title = view["state"]["values"]["title"]["line"]["value"]
        if title == "taken":
            ack(response_action="errors", errors={"title": "There is one of that name"})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Saved: {title}")

    def closed(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        self.note("closed", body)
        client.chat_postMessage(channel=body["user"]["id"], text="Nothing saved")

    def options(self, ack: Ack, body: Json) -> None:
        self.note("options", body)
        ack(options=[option for option in options("Acme", "Brightside") if body["value"] in option["value"]])

    def joined(self, body: Json, event: Json, say: Say) -> None:
        self.note("joined", body)
        if event["user"] != "U0SPECIMEN":
            say(f"Welcome <@{event['user']}>")

    def mention(self, body: Json, event: Json, say: Say) -> None:
        self.note("mention", body)
        say("Yes?", thread_ts=event["ts"])

    def home(self, body: Json, event: Json, client: WebClient) -> None:
        self.note("home", body)
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=home(section("Nothing due"), REFRESH))

    def home_button(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        self.note("home_button", body)
        client.views_publish(user_id=body["user"]["id"], view=home(section("Still nothing"), REFRESH))

    def message(self, body: Json, say: Say) -> None:
        self.note("message", body)
        say("Good morning to you")

    def other(self, body: Json) -> None:
        self.note(body["event"]["type"], body)


class Counting(ThreadPoolExecutor):
    """Knows whether a listener is still at work: Bolt acks events before they run."""

    def __init__(self) -> None:
        super().__init__(8)
        self._lock, self._running = threading.Lock(), 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with self._lock:
            self._running += 1
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, _: Future[Any]) -> None:
        with self._lock:
            self._running -= 1

    def idle(self) -> bool:
        return self._running == 0


@contextmanager
def stock(slack: Sandbox, way: str) -> Iterator[Listeners]:
    """The app, connected by Bolt's own means: `socket_mode` or `http`."""
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    with Counting() as executor:
        app = App(client=client, signing_secret=slack.signing_secret, listener_executor=executor)
        listeners = Listeners(app)
        stop_watching = slack.watch(executor.idle)
        with WAYS[way](slack, app):
            yield listeners
        stop_watching()


@contextmanager
def by_sockets(slack: Sandbox, app: App) -> Iterator[None]:
    slack.socket_mode()
    handler = SocketModeHandler(app, slack.app_token)
    handler.client.connect()
    yield
    hang_up(handler)


def hang_up(handler: SocketModeHandler) -> None:
    """Stop receiving first: the stock client's close waits three seconds for it."""
    session = handler.client.current_session
    handler.client.auto_reconnect_enabled = False
    if session is not None and session.sock is not None:
        session.sock.shutdown(socket.SHUT_RD)
    handler.client.close()


class Threaded(ThreadingMixIn, WSGIServer):
    pass


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base calls it so
        """Nothing: pytest shows what the test keeps."""


@contextmanager
def by_http(slack: Sandbox, app: App) -> Iterator[None]:
    with Threaded(("127.0.0.1", 0), Quiet) as server:
        server.set_app(SlackRequestHandler(app))
        serving = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
        serving.start()
        slack.requests_to(f"http://127.0.0.1:{server.server_port}/slack/events")
        yield
        server.shutdown()
        serving.join()


WAYS = {"socket_mode": by_sockets, "http": by_http}
