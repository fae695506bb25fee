"""What the demo's two sides are like after they were seeded or started over."""

import signal
from pathlib import Path

import pytest

from tests.outcome.process import asked, demo

LINE = {"user": "ana", "channel": "acme", "command": "/request", "text": "Acme: a second proof by fri 4pm"}


@pytest.mark.timeout(180)
def test_the_first_command_finds_its_channel_free(tmp_path: Path) -> None:
    """Also after a reset."""
    with demo(tmp_path / "data") as running:
        url = running.wait_until_ready()
        its_card_comes(url)
        assert asked(f"{url}/_sandbox/violations") == []
        asked(f"{url}/_sandbox/reset?settle=1", {})
        its_card_comes(url)
        assert asked(f"{url}/_sandbox/violations") == []
        running.end(signal.SIGTERM)


def its_card_comes(url: str) -> None:
    asked(f"{url}/_sandbox/command?settle=1", LINE)
    channels = asked(f"{url}/_sandbox/screen?user=ana")["channels"]
    acme = next(channel for channel in channels if channel["name"] == "acme")
    assert "a second proof" in acme["messages"][-2]["words"] + acme["messages"][-1]["words"]
    assert [message["ephemeral"] for message in acme["messages"][-2:]].count(False) >= 1
