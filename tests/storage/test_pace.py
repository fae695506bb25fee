"""Turns and pauses: of two at once one is first, and the longer pause stands."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from storage.pace import EVERY_METHOD, pause, pauses, resume, take_turns
from tests.storage.make import T1, T2

SECOND = timedelta(seconds=1)
MOMENT = datetime(2026, 3, 4, tzinfo=UTC)


def test_a_turn_is_taken_once(engine: Engine) -> None:
    places = [(T1, "C2"), (T2, "C1"), (T1, "C1")]
    with engine.begin() as connection:
        assert take_turns(connection, places, now=MOMENT, spacing=SECOND) == set(places)
        assert take_turns(connection, [*places, (T1, "C3")], now=MOMENT, spacing=SECOND) == {(T1, "C3")}
        assert take_turns(connection, places, now=MOMENT + SECOND / 2, spacing=SECOND) == set()
        assert take_turns(connection, places, now=MOMENT + SECOND, spacing=SECOND) == set(places)
        assert take_turns(connection, [], now=MOMENT, spacing=SECOND) == set()


@pytest.mark.parametrize("seconds", [(5, 60), (60, 5)], ids=["longer", "shorter"])
def test_the_longer_pause_stands(engine: Engine, seconds: tuple[int, int]) -> None:
    with engine.begin() as connection:
        for span in seconds:
            pause(connection, T1, "chat.update", MOMENT + span * SECOND)
        assert list(connection.scalars(select(pauses.c.until_at).where(pauses.c.team_id == T1))) == [
            MOMENT + 60 * SECOND
        ]


def test_only_the_mended_team_resumes(engine: Engine) -> None:
    with engine.begin() as connection:
        for team in (T1, T2):
            pause(connection, team, "*", MOMENT)
        resume(connection, T1)
        assert list(connection.scalars(select(pauses.c.team_id))) == [T2]


def test_what_slack_asked_for_survives_a_start(engine: Engine) -> None:
    """A token that works again says nothing of a method that Slack wants to be left alone."""
    with engine.begin() as connection:
        for method in (EVERY_METHOD, "chat.postMessage"):
            pause(connection, T1, method, MOMENT)
        resume(connection, T1)
        assert list(connection.scalars(select(pauses.c.method).where(pauses.c.team_id == T1))) == ["chat.postMessage"]
