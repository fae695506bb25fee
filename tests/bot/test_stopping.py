"""Stopping in the middle of deliveries: what was asked for is waited for, the rest is left to whoever comes next."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot import database
from bot.app import build
from bot.liaison import Liaison
from sandbox import Sandbox
from storage.engine import make_engine
from storage.outbox import outbox
from tests.bot.test_app import settings_for


@pytest.fixture
def liaison(slack: Sandbox, tmp_path: Path) -> Liaison:
    settings = settings_for(slack, tmp_path, channel_spacing=0)
    database.upgrade(settings.database_url.get_secret_value())
    return build(settings, slack.clock)


def rows(folder: Path) -> list[tuple[str, str | None]]:
    """Of the cards: in which state, and in whose hands."""
    engine = make_engine(f"sqlite:///{folder / 'liaison.db'}")
    with engine.connect() as connection:
        found = connection.execute(select(outbox.c.state, outbox.c.owner).where(outbox.c.kind == "request_card")).all()
    engine.dispose()
    return [(state.value, owner) for state, owner in found]


def cards(slack: Sandbox) -> list[str]:
    """Their titles, as often as they were posted."""
    by_liaison = [sight for sight in slack.truth if sight.what == "message" and sight.by == slack.bot_user_id]
    return sorted(sight.words.partition("\n")[0] for sight in by_liaison)


def test_a_call_that_is_under_way_is_waited_for(slack: Sandbox, liaison: Liaison, tmp_path: Path) -> None:
    late = slack.fault("late", "chat.postMessage", times=1, seconds=2)
    liaison.start()
    slack.person("ana").slash("/request Poster", in_="general", settle=False)
    while not late.hits:
        pass
    assert liaison.stop()
    assert rows(tmp_path) == [("sent", None)]


def test_what_is_queued_is_left_to_the_next_and_comes_once(slack: Sandbox, liaison: Liaison, tmp_path: Path) -> None:
    slack.fault("late", "chat.postMessage", seconds=0.05)
    liaison.start()
    for number in range(12):
        slack.person("ana").slash(f"/request Poster {number}", in_="general", settle=False)
    while len(cards(slack)) < 3:
        pass
    assert liaison.stop()
    found = rows(tmp_path)
    assert {owner for _, owner in found} == {None}, "nobody has to wait for the end of a lease"
    assert {state for state, _ in found} == {"sent", "pending"}
    slack.clear_faults()
    again = build(settings_for(slack, tmp_path, channel_spacing=0), slack.clock)
    again.start()
    forget = slack.watch(again.idle)
    slack.settle(30)
    forget()
    again.stop()
    assert len(cards(slack)) == len(set(cards(slack))) == 12
