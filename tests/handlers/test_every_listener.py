"""Every listener there is, at its worst moments (features.md N2, reliability.md 5, cases 106 and 111): each answers in
time, and says truly whether something was saved.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.liaison import Liaison
from handlers.gestures import Body
from sandbox import Sandbox
from sandbox.delivery import Reply
from sandbox.driver import Person
from tests.handlers.captured import CONTENT, Captured, gestures, was_answered
from tests.handlers.stores import contents, locked
from tests.strategies import FUZZ, slack_payload

#: Half of what Liaison takes together: this machine has to answer for both sides.
AT_ONCE = 16
GESTURES = gestures()
OURS = ("id", *(name for name in CONTENT if name != "private_metadata"))


@pytest.fixture
def liaison(
    at_work: Callable[[], AbstractContextManager[Liaison]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Liaison]:
    """As many at once as in earnest."""
    monkeypatch.setattr("handlers.web_server.CONCURRENCY", 32)
    with at_work() as liaison:
        yield liaison


def all_at_once(slack: Sandbox, wanted: Sequence[Captured]) -> list[tuple[Captured, Body, Reply]]:
    async def send() -> list[tuple[Captured, Body, Reply]]:
        free = asyncio.Semaphore(AT_ONCE)

        async def one(captured: Captured) -> tuple[Captured, Body, Reply]:
            async with free:
                body = captured.again(slack)
                return captured, body, await captured.sent(slack, body)

        return list(await asyncio.gather(*(one(captured) for captured in wanted)))

    return slack.server.run(send())


@pytest.fixture
def something(ana: Person, slack: Sandbox) -> None:
    """An item of each kind to press buttons of."""
    ana.slash("/request proof of the poster @ben by fri 4pm", in_="acme")
    ana.slash("/task plates @ben", in_="acme")
    slack.settle()


def saved(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """What people did, without what Liaison does by itself with its own messages meanwhile."""
    return {table: held for table, held in rows.items() if table != "outbox"}


def in_time(answers: Sequence[tuple[Captured, Body, Reply]]) -> None:
    """Before Slack itself told the person that it took too long."""
    late = [(one.name, reply.error) for one, _, reply in answers if reply.error or reply.acked_ms is None]
    assert not late, "\n".join(map(str, late))


def unanswered(slack: Sandbox, answers: Sequence[tuple[Captured, Body, Reply]]) -> list[str]:
    return [one.name for one, body, reply in answers if not was_answered(slack, body, reply)]


@pytest.mark.usefixtures("something")
def test_a_store_that_hangs(slack: Sandbox, database_url: str) -> None:
    before = contents(database_url)
    with locked(database_url):
        answers = all_at_once(slack, GESTURES)
    in_time(answers)
    slack.settle()
    assert saved(contents(database_url)) == saved(before)
    assert not unanswered(slack, answers), "\n".join(unanswered(slack, answers))


@pytest.mark.usefixtures("something")
def test_a_slack_that_hangs(slack: Sandbox) -> None:
    slack.fault("hang_before", seconds=10)
    answers = all_at_once(slack, GESTURES)
    slack.clear_faults()
    in_time(answers)
    assert [one.name for one, _, reply in answers if one.kind == "slash_commands" and not reply.payload] == []


@pytest.mark.usefixtures("something")
@pytest.mark.parametrize("state", [12, [], {}, None])
def test_a_form_in_an_unknown_state_is_not_written_over(
    slack: Sandbox, state: object, caplog: pytest.LogCaptureFixture
) -> None:
    """Where a click in it cannot be read: Slack says of every form which state it is in."""
    for captured in (one for one in GESTURES if one.payload.get("type") == "block_actions" and "view" in one.payload):
        body = captured.again(slack) | {"user": {}}
        body["view"]["hash"] = state
        assert slack.server.run(captured.sent(slack, body)).error is None
    slack.settle()
    assert slack.violations == []
    assert "it came without its state" in caplog.text


@pytest.mark.usefixtures("something")
@settings(
    max_examples=2_000 if FUZZ else 200,
    deadline=None,
    derandomize=not FUZZ,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_fuzz_of_payloads(slack: Sandbox, data: st.DataObject) -> None:
    """Parts gone, twice there or something else: an answer that Slack takes, and nothing that it would refuse.

    What we send back stays as it was made: the view that is shown, and the right to open another.
    """
    # Those of an earlier case, or what is found would be made smaller and smaller until nothing of it was left.
    slack.violations.clear()
    captured = data.draw(st.sampled_from(GESTURES), label="of")
    whole = captured.again(slack)
    ours = {name: whole["view"].pop(name) for name in OURS if name in whole.get("view", {})}
    body = data.draw(slack_payload(whole), label="payload")
    if isinstance(body.get("view"), dict):
        body["view"] |= ours
        body["view"]["private_metadata"] = str(body["view"].get("private_metadata", ""))
    if "trigger_id" in body:
        body["trigger_id"] = whole["trigger_id"]
    reply = slack.server.run(captured.sent(slack, body))
    assert reply.error is None
    assert {(one.kind, one.method, one.detail) for one in slack.violations} == set()
