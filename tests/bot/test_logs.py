"""What a log line must not hold."""

import logging

import pytest

from bot.logs import OursOnly, Redacted


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("token xoxb-1-2-abc refused", "token [redacted] refused"),
        ("xapp-1-A0-99-ff", "[redacted]"),
        ("xoxe.xoxb-1-Mi0y", "[redacted]"),
        ("POST https://hooks.slack.com/commands/T1/2/abc failed", "POST [redacted] failed"),
        ("wss://wss.slack.com/link?ticket=abc-def&app_id=1", "wss://wss.slack.com/link?ticket=[redacted]&app_id=1"),
        ("postgresql://liaison:hunter2@db/liaison", "postgresql://[redacted]@db/liaison"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_redacted(said: str, logged: str) -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%s", (said,), None)
    assert Redacted("%(message)s").format(record) == logged


@pytest.mark.parametrize(
    ("name", "level", "passes"),
    [
        ("bot.loops", logging.DEBUG, True),
        ("slack_bolt.IgnoringSelfEvents", logging.DEBUG, False),
        ("slack_bolt.App", logging.WARNING, True),
        ("slack_sdk.web.base_client", logging.ERROR, False),
        ("slack_sdk.web.base_client", logging.CRITICAL, True),
        ("slack_boltons", logging.DEBUG, True),
    ],
)
def test_what_libraries_say_of_requests_is_not_logged(name: str, level: int, *, passes: bool) -> None:
    assert OursOnly().filter(logging.LogRecord(name, level, __file__, 1, "said", (), None)) is passes
