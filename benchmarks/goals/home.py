"""My day with 500 open items, and a card after a click, against a bare Bolt app that answers with the same payload."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from benchmarks.gestures import by_sockets, wait
from benchmarks.goals.figures import Figure, at_most
from bot import database
from bot.domain.ids import TeamId
from bot.domain.origins import OwnWork
from bot.settings import MANIFEST
from sandbox import DriverMistake, Sandbox, World
from sandbox.driver import Person
from sandbox.seen import Message
from storage.engine import make_engine
from storage.store import SqlStore
from tests.storage import make

ITEMS, TIMES, WARM = 500, 120, 10
RATIO, SLOWEST_MS = 5.0, 300.0
CHANNEL = "acme"
TEAM = World.office().team.id
ANA = "U0ANA"

_OURS = "import sys; from bot.__main__ import main; sys.exit(main(['run']))"
#: Answers as soon as it can, with what Liaison answered.
_BARE = """
import json, os, threading
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
answers = json.load(open(os.environ["ANSWERS"]))
app = App(client=WebClient(os.environ["TOKEN"], os.environ["API"]))
@app.event("app_home_opened")
def opened(event, client):
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": answers["home"]})
@app.command("/request")
def asked(ack, command, client):
    ack()
    client.chat_postMessage(channel=command["channel_id"], text="card", blocks=answers["card"])
@app.action({"type": "block_actions", "action_id": __import__("re").compile("request")})
def clicked(ack, body, client):
    ack()
    client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="card", blocks=answers["card"])
SocketModeHandler(app, os.environ["APP_TOKEN"]).connect()
threading.Event().wait()
"""


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as name, Sandbox(MANIFEST, World.office(), rates=False) as ours:
        folder = Path(name)
        url = f"sqlite:///{folder / 'liaison.db'}"
        database.upgrade(url)
        _stock(url)
        with _running(_OURS, ours, _settings(ours, url)):
            answers = folder / "answers.json"
            answers.write_text(json.dumps(_answers(ours)))
            with Sandbox(MANIFEST, World.office(), rates=False) as bare:
                env = {"TOKEN": bare.bot_token, "APP_TOKEN": bare.app_token, "API": bare.api_url}
                with _running(_BARE, bare, {**env, "ANSWERS": str(answers)}):
                    bare.person("ana").slash("/request card", in_=CHANNEL, settle=False)
                    wait(lambda: bool(_seen(bare, "message")), "the bare card")
                    yield from _compared(f"a Home of {ITEMS} items, opened", ours, bare, _opened)
                    yield from _compared("a card, clicked until it has changed", ours, bare, _clicked)


def _compared(what: str, ours: Sandbox, bare: Sandbox, act: Callable[[Sandbox], float]) -> Iterator[Figure]:
    """In turn, so that a machine that slows down slows both."""
    pairs = [(act(ours), act(bare)) for _ in range(WARM + TIMES)][WARM:]
    mine, others = (sorted(side) for side in zip(*pairs, strict=True))
    said = f"{what}: {median(mine):.1f} ms, a bare Bolt app with the same payload: {median(others):.1f} ms"
    yield at_most(RATIO, median(mine) / median(others), said)
    slowest = quantiles(mine, n=100, method="inclusive")[98]
    yield at_most(SLOWEST_MS, slowest, f"{what}: p99 in ms, the slowest {mine[-1]:.1f} ms")


def _opened(slack: Sandbox) -> float:
    before = len(_seen(slack, "home"))

    def open_it() -> None:
        # At first there is none to be seen at once.
        with suppress(DriverMistake):
            slack.person("ana").home(settle=False)

    return _taken(open_it, slack, "home", before)


def _clicked(slack: Sandbox) -> float:
    """Done and opened again in turn on Liaison's card; always the same on the other."""
    before, ana = len(_seen(slack, "edit")), slack.person("ana")
    card = _card(ana)
    words = "Reopen" if "Reopen" in card.words.splitlines() else "Done"
    return _taken(lambda: ana.click(words, in_=CHANNEL, ts=card.ts, settle=False), slack, "edit", before)


def _taken(act: Callable[[], object], slack: Sandbox, what: str, before: int) -> float:
    """Milliseconds until it is seen."""
    begun = time.perf_counter()
    act()
    wait(lambda: len(_seen(slack, what)) > before, what)
    return (time.perf_counter() - begun) * 1000


def _seen(slack: Sandbox, what: str) -> list[object]:
    return [sight for sight in slack.truth if sight.what == what]


def _answers(slack: Sandbox) -> dict[str, object]:
    """What Liaison says to the same gestures."""
    ana = slack.person("ana")
    ana.slash("/request card by fri 4pm", in_=CHANNEL, settle=False)
    wait(lambda: bool(_seen(slack, "message")), "the card")
    _opened(slack)
    assert ana.home_view is not None
    return {"home": ana.home_view.blocks, "card": _card(ana).blocks}


def _card(who: Person) -> Message:
    """What everybody sees; private answers stand below."""
    return next(one for one in reversed(who.sees(CHANNEL).messages) if not one.ephemeral and "card" in one.words)


def _stock(url: str) -> None:
    engine = make_engine(url)
    store = SqlStore(engine, lambda: None)
    with store.begin(OwnWork(team_id=TeamId(TEAM))) as tx:
        for number in range(1, ITEMS + 1):
            due = make.NOW + timedelta(hours=number - ITEMS // 2)
            item = {"number": tx.client_requests.next_number(), "due_at": due, "due_zone": "Europe/London"}
            tx.client_requests.add(make.request(team_id=TEAM, owner=ANA, logged_by=ANA, **item))
    engine.dispose()


def _settings(slack: Sandbox, url: str) -> dict[str, str]:
    given, _ = by_sockets(slack)
    return {
        "LIAISON_BOT_TOKEN": slack.bot_token,
        "LIAISON_API_BASE_URL": slack.api_url,
        "LIAISON_DATABASE_URL": url,
        "LIAISON_CHANNEL_SPACING": "0",
        "LIAISON_MESSAGES_PER_MINUTE": "0",
        "LIAISON_LOG_LEVEL": "WARNING",
        **given,
    }


@contextmanager
def _running(code: str, slack: Sandbox, env: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, env={**os.environ, **env}) as process:  # noqa: S603 - ours
        try:
            wait(lambda: slack.connections > 0, "a program")
            yield
        finally:
            process.terminate()
