"""My day with 500 open items, and a card after a click, against a bare Bolt app that answers with the same payload."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.gestures import wait
from benchmarks.goals.beside_bare import BEGINS, ENDS, OURS, compared, running, settings
from benchmarks.goals.figures import Figure
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

ITEMS = 500
CHANNEL = "acme"
TEAM = World.office().team.id
ANA = "U0ANA"

#: Answers as soon as it can, with what Liaison answered.
_BARE = f"""{BEGINS}
@app.event("app_home_opened")
def opened(event, client):
    client.views_publish(user_id=event["user"], view={{"type": "home", "blocks": answers["home"]}})
@app.command("/request")
def asked(ack, command, client):
    ack()
    client.chat_postMessage(channel=command["channel_id"], text="card", blocks=answers["card"])
@app.action({{"type": "block_actions", "action_id": re.compile("request")}})
def clicked(ack, body, client):
    ack()
    client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="card", blocks=answers["card"])
{ENDS}"""


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as name, Sandbox(MANIFEST, World.office(), rates=False) as ours:
        folder = Path(name)
        url = f"sqlite:///{folder / 'liaison.db'}"
        database.upgrade(url)
        _stock(url)
        with running(OURS, ours, settings(ours, url)):
            answers = folder / "answers.json"
            answers.write_text(json.dumps(_answers(ours)))
            with Sandbox(MANIFEST, World.office(), rates=False) as bare:
                env = {"TOKEN": bare.bot_token, "APP_TOKEN": bare.app_token, "API": bare.api_url}
                with running(_BARE, bare, {**env, "ANSWERS": str(answers)}):
                    bare.person("ana").slash("/request card", in_=CHANNEL, settle=False)
                    wait(lambda: bool(_seen(bare, "message")), "the bare card")
                    yield from compared(f"a Home of {ITEMS} items, opened", ours, bare, _opened)
                    yield from compared("a card, clicked until it has changed", ours, bare, _clicked)


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
