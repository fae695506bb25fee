"""Private answers go to Slack's addresses only, once."""

import logging

import pytest

from handlers.response_urls import ResponseUrls
from tests.handlers.scripted_slack import Answer, web_api

SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com.evil.example/commands/T1/1/x",
        "https://hooks.slack.com@evil.example/commands/T1/1/x",
        "http://hooks.slack.com/commands/T1/1/x",
        "https://hooks.slack.com:8443/commands/T1/1/x",
        "https://hooks.slack.com/services/T1/1/x",
        "https://hooks.slack.com/commandsandmore",
        "http://127.0.0.1:9/commands/T1",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
def test_another_address_is_not_used(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert not ResponseUrls(SLACK).answer(url, {"text": "secret"})
    assert "not Slack's" in caplog.text
    assert not url or url not in caplog.text


def test_the_local_slack_hands_out_its_own_addresses() -> None:
    with web_api({"7": Answer(b"ok")}) as api:
        urls = ResponseUrls(api.url)
        assert urls.answer(api.url.replace("/api/", "/response/7"), {"text": "done", "replace_original": False})
        assert api.body_of("7") == {"text": "done", "replace_original": False}


@pytest.mark.parametrize(
    "answer", [Answer(b"used_url", 404), Answer(b"", 500), Answer(raw=b"")], ids=["404", "500", "closed"]
)
def test_a_refusal_is_logged_without_the_address(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    with web_api({"7": answer}) as api, caplog.at_level(logging.INFO, logger="handlers"):
        assert not ResponseUrls(api.url).answer(api.url + "7", {"text": "done"})
        assert len(api.calls) == 1
    assert "private answer" in caplog.text
    assert api.url not in caplog.text
