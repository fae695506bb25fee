"""What may have been posted before an older copy of the database was brought back: one reading for all of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.ids import ChannelId, MessageTs, OutboxId
from bot.domain.outbox import Accepted, Claimed, NotSent, NotThere, Outcome, Posted, Throttled
from handlers.held_lookup import TOLD
from handlers.history import HISTORY, REPLIES
from handlers.sender import METADATA_TYPE
from tests.handlers.scripted_slack import Answer, web_api
from tests.handlers.test_lookup import NOW, TRIED, lookup, message, minutes, other, page, row

SINCE = datetime(2026, 3, 3, 13, tzinfo=UTC)
LATER = Answer(b"", 429, {"Retry-After": "60"})


def held(id_: str = "anew", mark: str = "", **changed: Any) -> Claimed:
    return row(id_, mark=mark or f"mark of {id_}", held_since=SINCE, **changed)


def said(at: datetime = TRIED, **payload: Any) -> dict[str, Any]:
    return message(at, metadata={"event_type": METADATA_TYPE, "event_payload": payload})


def file(name: str) -> dict[str, Any]:
    return message(TRIED, files=[{"id": "F1", "name": name}])


def stands(at: datetime = TRIED) -> Outcome:
    return Accepted(Posted(ChannelId("C1"), MessageTs(f"{at.timestamp():.6f}")))


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        pytest.param(said(id="anew"), stands(), id="by its id"),
        pytest.param(said(id="lost", mark="mark of anew"), stands(), id="by its mark"),
        pytest.param(said(id="lost", mark="another"), NotThere(), id="another"),
        pytest.param(file("requests-2026-03-03-0123456789ab.csv"), stands(), id="a file by its name"),
        pytest.param(file("requests-2026-03-03-ba9876543210.csv"), NotThere(), id="another file"),
        pytest.param(file("0123456789ab"), NotThere(), id="a file that is not ours"),
        pytest.param(said(id="lost", mark=None), NotThere(), id="of an earlier release"),
        pytest.param(said(id="lost", mark="", tells="mark of one.mark of anew"), TOLD, id="told with others"),
        pytest.param(said(id="lost", mark="", tells="mark of anew"), TOLD, id="told with what is not held"),
        pytest.param(said(id="lost", mark="", tells="xmark of anew"), NotThere(), id="not as we say it"),
        pytest.param(said(id="lost", mark="", tells=["mark of anew"]), NotThere(), id="nor like this"),
        pytest.param(message(user="UEVE", metadata=said(id="anew")["metadata"]), NotThere(), id="somebody else's"),
    ],
)
def test_what_counts_as_it(found: dict[str, Any], outcome: Outcome) -> None:
    with web_api({HISTORY: page(found)}) as api:
        mark = "0123456789ab" if "files" in found else ""
        assert lookup(api).look([held(mark=mark)]) == {"anew": outcome}


def test_what_was_tried_by_us_is_known_by_its_id_only() -> None:
    with web_api({HISTORY: page(said(id="lost", mark="same"))}) as api:
        assert lookup(api).look([row("tried", mark="same")]) == {"tried": NotThere()}


def test_one_reading_is_enough() -> None:
    with web_api({HISTORY: [page(said(id="one"), said(id="two"), other(TRIED - minutes(10)), cursor="a")]}) as api:
        looking = lookup(api)
        assert looking.look([held("one")]) == {"one": stands()}
        assert looking.look([held("two"), held("three")]) == {"two": stands(), "three": NotThere()}
        assert len(api.calls) == 1


def test_the_next_look_goes_on_where_this_one_had_to_stop() -> None:
    """Also for other rows: what was read is not read again."""
    pages = [page(said(id="one"), cursor="a"), LATER, page(said(id="two"), said(id="three"))]
    with web_api({HISTORY: pages}) as api:
        looking = lookup(api)
        assert looking.look([held("one"), held("two")]) == {"one": stands(), "two": Throttled(HISTORY, 60)}
        assert looking.look([held("three"), held("one")]) == {"three": stands(), "one": stands()}
        assert [asked.get("cursor") for _, asked in api.calls] == [None, "a", "a"]


def test_after_any_other_refusal_it_begins_with_the_newest() -> None:
    pages = [page(other(TRIED), cursor="a"), Answer.of(ok=False, error="invalid_cursor"), page(said(id="anew"))]
    with web_api({HISTORY: pages}) as api:
        looking = lookup(api)
        assert isinstance(looking.look([held()])[OutboxId("anew")], NotSent)
        assert looking.look([held()]) == {"anew": stands()}
        assert [asked.get("cursor") for _, asked in api.calls] == [None, "a", None]


@pytest.mark.parametrize(
    ("before", "pages"),
    [pytest.param(minutes(4), 2, id="within the margin"), pytest.param(minutes(6), 1, id="before it")],
)
def test_how_far_back_is_read(before: timedelta, pages: int) -> None:
    answers = {HISTORY: [page(other(TRIED - before), cursor="a"), page(said(id="anew"))]}
    with web_api(answers) as api:
        assert lookup(api).look([held()]) == {"anew": stands() if pages == 2 else NotThere()}
        assert len(api.calls) == pages


def test_a_thread_is_read_to_its_end() -> None:
    """It begins with its first message, which says nothing of what came later."""
    pages = [page(other(TRIED - minutes(60)), cursor="a"), page(said(id="anew"))]
    with web_api({REPLIES: pages}) as api:
        assert lookup(api).look([held(thread_ts=MessageTs("9.1"))]) == {"anew": stands()}


def test_another_copy_is_another_search() -> None:
    with web_api({HISTORY: [page(), page(said(id="anew"))]}) as api:
        looking = lookup(api)
        assert looking.look([held()]) == {"anew": NotThere()}
        assert looking.look([row("anew", held_since=NOW)]) == {"anew": stands()}


def test_beside_what_we_have_tried() -> None:
    with web_api({HISTORY: page(said(id="lost", mark="same"), said(id="tried"))}) as api:
        assert lookup(api).look([held(mark="same"), row("tried")]) == {"anew": stands(), "tried": stands()}
