"""Whether a message arrived, by what stands in the channel: page by page, and only what is ours."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId, UserId
from bot.domain.outbox import (
    UNCLEAR,
    Accepted,
    Claimed,
    InstallationDead,
    NotSent,
    NotThere,
    Outcome,
    Posted,
    Refused,
    Throttled,
)
from handlers.conversations import Conversations
from handlers.history import HISTORY, REPLIES, History
from handlers.installation import Installation
from handlers.lookup import Lookup
from handlers.sender import METADATA_TYPE
from handlers.web_clients import Identity
from tests.handlers.scripted_slack import Answer, WebApi, web_api
from tests.handlers.test_sender import claimed
from tests.storage.make import HandClock

#: When it was due and first tried, by the clock of everybody; and when it is looked for.
TRIED, NOW = datetime(2026, 3, 3, 14, tzinfo=UTC), datetime(2026, 3, 3, 14, 1, tzinfo=UTC)
ONE = OutboxId("3f1c")


def row(id_: str = ONE, **changed: Any) -> Claimed:
    return replace(claimed(), id=OutboxId(id_), due_at=TRIED, tried_ago=NOW - TRIED, **changed)


def message(at: datetime = TRIED, **changed: Any) -> dict[str, Any]:
    ours = {"event_type": METADATA_TYPE, "event_payload": {"id": ONE}}
    return {"ts": f"{at.timestamp():.6f}", "user": "UBOT", "metadata": ours, **changed}


def other(at: datetime) -> dict[str, Any]:
    return message(at, user="UANA", metadata=None)


def page(*messages: object, cursor: str = "", date: datetime | None = NOW) -> Answer:
    said = {"ok": True, "messages": messages, "response_metadata": {"next_cursor": cursor}}
    headers = {} if date is None else {"Date": format_datetime(date, usegmt=True)}
    return Answer(json.dumps(said).encode(), headers=headers)


def lookup(api: WebApi, now: datetime = NOW) -> Lookup:
    client = WebClient(token="xoxb-1", base_url=api.url, retry_handlers=[], timeout=1)
    installation = Installation("xoxb-1")
    installation.identity = Identity(TeamId("T1"), "Harbour", UserId("UBOT"), "liaison", "BBOT", frozenset(), None)
    return Lookup(History(client, installation, HandClock(now)), Conversations(client))


def looked(answers: Mapping[str, Answer | list[Answer]], claim: Claimed, now: datetime = NOW) -> Outcome:
    with web_api(answers) as api:
        return lookup(api, now).look([claim])[claim.id]


STANDS = Accepted(Posted(ChannelId("C1"), MessageTs(f"{TRIED.timestamp():.6f}")))


def test_what_is_asked() -> None:
    with web_api({HISTORY: page(message())}) as api:
        assert lookup(api).look([row()]) == {ONE: STANDS}
        asked = {"channel": "C1", "include_all_metadata": "true", "limit": "200"}
        assert api.calls == [(HISTORY, asked)]


def test_in_a_thread_its_replies_are_read() -> None:
    with web_api({REPLIES: [page(other(TRIED), cursor="a"), page(message())]}) as api:
        assert lookup(api).look([row(thread_ts=MessageTs("9.1"))]) == {ONE: STANDS}
        assert [(method, asked["ts"], asked.get("cursor")) for method, asked in api.calls] == [
            (REPLIES, "9.1", None),
            (REPLIES, "9.1", "a"),
        ]


def test_a_person_is_looked_for_in_their_direct_message() -> None:
    answers = {"conversations.open": Answer.of(ok=True, channel={"id": "D1"}), HISTORY: page(message())}
    with web_api(answers) as api:
        assert lookup(api).look([row(to="UANA")]) == {ONE: Accepted(Posted(ChannelId("D1"), STANDS.posted.ts))}  # type: ignore[union-attr]
        assert api.body_of(HISTORY)["channel"] == "D1"


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(message(user="UEVE"), id="somebody else uses our type"),
        pytest.param(message(metadata={"event_type": "other", "event_payload": {"id": ONE}}), id="of another type"),
        pytest.param(message(metadata={"event_type": METADATA_TYPE, "event_payload": {"id": "77"}}), id="another row"),
        pytest.param(message(metadata={"event_type": METADATA_TYPE, "event_payload": None}), id="no payload"),
        pytest.param(message(metadata={"event_type": METADATA_TYPE}), id="payload missing"),
        pytest.param(message(metadata=None), id="no metadata"),
        pytest.param("not a message", id="no message"),
        pytest.param(message(user=None), id="nobody's"),
    ],
)
def test_what_is_not_ours_is_not_it(found: object) -> None:
    assert looked({HISTORY: page(found)}, row()) == NotThere()


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("before", "date", "clock", "pages"),
    [
        pytest.param(minutes(4), NOW, NOW, 2, id="within the margin"),
        pytest.param(minutes(6), NOW, NOW, 1, id="before it"),
        pytest.param(minutes(6), None, NOW, 1, id="Slack says no date"),
        pytest.param(minutes(50), NOW - minutes(60), NOW, 2, id="our clock is an hour ahead of Slack's"),
        pytest.param(minutes(6), NOW + minutes(60), NOW, 1, id="our clock is an hour behind Slack's"),
        pytest.param(minutes(50), None, NOW - minutes(60), 2, id="our clock went back an hour"),
    ],
)
def test_how_far_back_is_read(before: timedelta, date: datetime | None, clock: datetime, pages: int) -> None:
    """On the second page it stands; an earlier one than could hold it is not asked for."""
    answers = {HISTORY: [page(other(TRIED - before), cursor="a", date=date), page(message())]}
    assert looked(answers, row(), clock) == (STANDS if pages == 2 else NotThere())


def test_a_first_page_may_be_empty() -> None:
    assert looked({HISTORY: [page(cursor="a"), page(message())]}, row()) == STANDS


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param(Answer(b"", 429, {"Retry-After": "60"}), Throttled(HISTORY, 60), id="429"),
        pytest.param(Answer.of(ok=False, error="token_revoked"), InstallationDead("token_revoked"), id="revoked"),
        pytest.param(Answer.of(ok=False, error="missing_scope"), Refused(UNCLEAR), id="may not look"),
        pytest.param(Answer.of(ok=False, error="not_in_channel"), Refused(UNCLEAR), id="removed"),
        pytest.param(Answer.of(ok=False, error="channel_not_found"), Refused(UNCLEAR), id="gone"),
        pytest.param(Answer.of(ok=False, error="fatal_error"), NotSent("fatal_error"), id="trouble of Slack's"),
        pytest.param(Answer(b"<html>", 503), NotSent("status 503"), id="503"),
        pytest.param(Answer(raw=b""), NotSent("RemoteDisconnected"), id="no answer"),
    ],
)
def test_what_cannot_be_seen(answer: Answer, outcome: Outcome) -> None:
    assert looked({HISTORY: answer}, row()) == outcome


@pytest.fixture
def slow() -> Iterator[WebApi]:
    """Lets us read one page, and the next one only later."""
    later = Answer(b"", 429, {"Retry-After": "60"})
    pages = [page(message(metadata=TWO), cursor="a"), later, page(message())]
    with web_api({HISTORY: pages}) as api:
        yield api


TWO = {"event_type": METADATA_TYPE, "event_payload": {"id": "two"}}


def test_the_next_look_goes_on_where_this_one_had_to_stop(slow: WebApi) -> None:
    looking = lookup(slow)
    seen = looking.look([row(), row("two")])
    assert seen == {ONE: Throttled(HISTORY, 60), "two": STANDS}
    assert looking.look([row()]) == {ONE: STANDS}
    assert [asked.get("cursor") for _, asked in slow.calls] == [None, "a", "a"]


def test_but_for_another_row_it_begins_with_the_newest(slow: WebApi) -> None:
    looking = lookup(slow)
    looking.look([row(), row("two")])
    assert looking.look([row(), row("three")])[ONE] == STANDS
    assert [asked.get("cursor") for _, asked in slow.calls] == [None, "a", None]


@pytest.mark.parametrize("answer", [Answer.of(ok=False, error="invalid_cursor"), Answer(b"", 500)])
def test_a_place_in_the_history_that_slack_takes_no_more_is_forgotten(answer: Answer) -> None:
    with web_api({HISTORY: [page(cursor="a"), answer, page(message())]}) as api:
        looking = lookup(api)
        assert isinstance(looking.look([row()])[ONE], NotSent)
        assert looking.look([row()]) == {ONE: STANDS}
        assert [asked.get("cursor") for _, asked in api.calls] == [None, "a", None]


def test_where_one_stopped_counts_for_the_very_next_look_there() -> None:
    """What was posted since stands before that place."""
    later = Answer(b"", 429, {"Retry-After": "60"})
    pages = [page(cursor="a"), later, page(message(metadata=TWO)), page(message())]
    with web_api({HISTORY: pages}) as api:
        looking = lookup(api)
        for rows in ([row(), row("two")], [row("two")]):
            looking.look(rows)
        assert looking.look([row(), row("two")])[ONE] == STANDS
        assert [asked.get("cursor") for _, asked in api.calls] == [None, "a", None, None]
