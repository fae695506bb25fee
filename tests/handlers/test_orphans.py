"""What stands in a conversation of ours: read as far back as asked, or not at all."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.domain.doubles import Copy
from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId, UserId
from bot.domain.outbox import Posted
from handlers.history import HISTORY, History
from handlers.installation import Installation
from handlers.orphans import PostedInSlack
from handlers.web_clients import Identity
from tests.handlers.scripted_slack import Answer, web_api
from tests.handlers.test_lookup import NOW, ONE, TRIED, message, minutes, other, page
from tests.storage.make import HandClock


def posted(answers: Answer | list[Answer], ago: timedelta = NOW - TRIED) -> Sequence[Copy] | None:
    with web_api({HISTORY: answers}) as api:
        client = WebClient(token="xoxb-1", base_url=api.url, retry_handlers=[], timeout=1)
        installation = Installation("xoxb-1")
        installation.identity = Identity(TeamId("T1"), "Harbour", UserId("UBOT"), "liaison", "BBOT", frozenset(), None)
        history = History(client, installation, HandClock(NOW))
        return PostedInSlack(history).posted(ChannelId("C1"), ago=ago)


HERE = Copy(OutboxId(ONE), Posted(ChannelId("C1"), MessageTs(f"{TRIED.timestamp():.6f}")))


def test_ours_and_nobody_elses() -> None:
    assert posted(page(other(TRIED), message())) == [HERE]


def test_page_by_page_and_no_further_than_asked() -> None:
    assert posted([page(other(TRIED), cursor="a"), page(message())]) == [HERE]
    assert posted([page(other(TRIED - minutes(6)), cursor="a"), Answer.of(ok=False, error="fatal_error")]) == []
    assert posted(page(message(TRIED - minutes(6)))) == [], "that old it is known, or was always unknown"


@pytest.mark.parametrize("date", [NOW + minutes(60), None])
def test_whichever_clock_is_behind_counts(date: object) -> None:
    assert posted(page(message(), date=NOW + minutes(60) if date else None)) == [HERE]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        pytest.param(Answer.of(ok=False, error="missing_scope"), (), id="may not look"),
        pytest.param(Answer.of(ok=False, error="not_in_channel"), (), id="removed"),
        pytest.param(Answer(b"", 429, {"Retry-After": "60"}), None, id="too often"),
        pytest.param(Answer.of(ok=False, error="fatal_error"), None, id="trouble of Slack's"),
    ],
)
def test_what_cannot_be_seen(answer: Answer, found: object) -> None:
    assert posted(answer) == found
