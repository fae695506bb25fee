"""What Slack delivers again, in any order and to any replica, counts once; what is seen for the first time counts."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from bot.liaison import Liaison
from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.errors import Json
from sandbox.traffic import Call
from storage.engine import make_engine
from tests.conftest import Pair, _built
from tests.handlers.signed import FORM, JSON, Got, command, sent, signed

PAIRS = (Pair.HTTP_POSTGRESQL,)
RETRY = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
#: As often as Slack tells an event at most.
TIMES = 4


@pytest.fixture
def replicas(
    liaison: Liaison, slack: Sandbox, pair: Pair, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sequence[Liaison]]:
    """Two on one database, each with connections of its own."""
    monkeypatch.setattr("bot.base.make_engine", make_engine)
    other = _built(slack, pair, database_url)
    other.introduce()
    other.begin()
    stop_watching = slack.watch(other.idle)
    try:
        yield liaison, other
    finally:
        slack.settle()
        stop_watching()
        other.stop()


def delivered(slack: Sandbox, replica: Liaison, payload: Json, more: Mapping[str, str]) -> Got:
    if "command" in payload:
        body, kind = urlencode(payload).encode(), FORM
    elif payload["type"] == "event_callback":
        body, kind = json.dumps(payload).encode(), JSON
    else:
        body, kind = urlencode({"payload": json.dumps(payload)}).encode(), FORM
    headers = {**signed(body, secret=slack.signing_secret, kind=kind), **more}
    return sent(replica.web_port, "POST", "/slack/events", body, headers)


def at_once(slack: Sandbox, replicas: Sequence[Liaison], payloads: Sequence[Json]) -> list[int]:
    """All of them several times, in an order that is the same each time that the test runs."""
    chance = random.Random(len(payloads))
    wanted = [(chance.choice(replicas), payload, chance.choice([{}, RETRY])) for payload in [*payloads] * TIMES]
    chance.shuffle(wanted)
    with ThreadPoolExecutor(TIMES) as threads:
        got = list(threads.map(lambda one: delivered(slack, *one).status, wanted))
    slack.settle()
    return got


def seen(slack: Sandbox) -> list[tuple[str, str | None, str]]:
    """What Liaison did before people, but for Homes, which are published as often as anything changes."""
    ours = (sight for sight in slack.truth if sight.by == slack.bot_user_id)
    return sorted((one.what, one.channel or "", one.words) for one in ours if one.what in {"message", "edit"})


def came_in(slack: Sandbox) -> list[Call]:
    return [call for call in slack.calls if call.direction == "slack"]


def test_everything_again(slack: Sandbox, replicas: Sequence[Liaison], ana: Person, ben: Person) -> None:
    ana.slash("/request @ben Poster by fri", in_="acme")
    ben.click("Accept", in_=ben.dm().id)
    ana.slash("/request new", in_="acme")
    ana.submit({"Title": "Brochure"})
    ana.says("@liaison R-1", in_="acme")
    ana.slash("/nudge @ben in 2h call Acme", in_="acme")
    before = seen(slack)
    assert len(before) > 4

    payloads = [call.request for call in came_in(slack) if call.request.get("text") != "new"]
    statuses = at_once(slack, replicas, payloads)

    assert set(statuses) == {200}
    assert seen(slack) == before
    slack.clock.advance(2 * 3600)
    slack.settle()
    assert len([words for _, _, words in seen(slack) if "call Acme" in words]) == 1


def event(kind: str, id_: str, ts: str, **more: str) -> Json:
    said = {"user": "U0ANA", "channel": "C0ACME", "channel_type": "channel", "text": "<@U0LIAISON> list", "ts": ts}
    outer = {"type": "event_callback", "team_id": "T0SANDBOX", "event_id": id_, "authorizations": []}
    return {**outer, "event": {"type": kind, **said, **more}}


@pytest.mark.parametrize(
    ("told", "effects"),
    [
        pytest.param([("app_mention", 0)], 1, id="an event"),
        pytest.param([("app_mention", 0), ("message", 0)], 1, id="its twin"),
        pytest.param([("app_mention", 0), ("app_mention", 1)], 2, id="two events"),
    ],
)
def test_first_seen_by_several_at_once(
    slack: Sandbox, replicas: Sequence[Liaison], ana: Person, told: Sequence[tuple[str, int]], effects: int
) -> None:
    messages = [ana.says(words, in_="acme") for words in ("one", "two")]
    payloads = [event(kind, f"Ev{kind}{number}", messages[number]) for kind, number in told]
    at_once(slack, replicas, payloads)
    assert len(seen(slack)) == effects


def test_a_direct_message_and_its_twin_and_the_welcome(
    slack: Sandbox, replicas: Sequence[Liaison], ana: Person
) -> None:
    ts = ana.says("one", in_="acme")
    direct = {"channel": "D0ANA", "channel_type": "im"}
    at_once(slack, replicas, [event("app_mention", "Ev1", ts, **direct), event("message", "Ev2", ts, **direct)])
    assert len(seen(slack)) == 2


def test_a_command_first_seen_by_several_at_once(slack: Sandbox, replicas: Sequence[Liaison], ana: Person) -> None:
    fields = dict(pair.split("=", 1) for pair in command(text="Poster", trigger_id="7.7.x").decode().split("&"))
    at_once(slack, replicas, [{**fields, "command": "/request", "response_url": "https://hooks.slack.com/commands/x"}])
    assert len([words for what, _, words in seen(slack) if what == "message" and "Poster" in words]) == 1


def test_an_event_of_which_only_the_retry_arrives(slack: Sandbox, replicas: Sequence[Liaison], ana: Person) -> None:
    told = event("app_mention", "Ev1", ana.says("one", in_="acme"))
    assert delivered(slack, replicas[1], told, RETRY | {"X-Slack-Retry-Num": "3"}).status == 200
    slack.settle()
    assert len(seen(slack)) == 1


def test_who_has_left_since_is_not_let_in_again(slack: Sandbox, replicas: Sequence[Liaison], ana: Person) -> None:
    """Else whoever left would read on."""
    carla = slack.person("carla")
    ana.slash("/request Poster", in_="board")
    ana.invite("carla", to="board")
    assert "R-1" in carla.slash("/request list", in_="general").words
    entered = [call.request for call in came_in(slack) if call.name == "member_joined_channel"]
    ana.kick("carla", from_="board")
    at_once(slack, replicas, entered)
    assert "R-1" not in carla.slash("/request list", in_="general").words
