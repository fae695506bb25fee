"""The judge of the bench: what is planted is found and called by its name, and what is well is called clean."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.chaos.evidence import Evidence, Row
from benchmarks.chaos.invariants import judged
from benchmarks.chaos.slack import Seen
from benchmarks.chaos.words import version
from benchmarks.chaos.world import CHANNELS, PEOPLE, TEAMS
from benchmarks.chaos.writer import Entry
from bot.domain.ids import OutboxId
from bot.domain.outbox import MessageKind, MessageState

TEAM, OTHER = TEAMS[:2]
PLACE, ANA = CHANNELS[0], PEOPLE[0]
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def row(id_: str = "a", **changed: Any) -> Row:
    given: dict[str, Any] = {
        "id": OutboxId(id_),
        "team": TEAM,
        "kind": MessageKind.NUDGE,
        "about": "N-1",
        "to": PLACE,
        "state": MessageState.SENT,
        "due_at": NOW,
        "channel": PLACE,
        "ts": "1.000001",
    }
    return Row(**(given | changed))


def seen(id_: str = "a", **changed: Any) -> Seen:
    given: dict[str, Any] = {
        "team": TEAM,
        "what": "message",
        "channel": PLACE,
        "ts": "1.000001",
        "thread_ts": None,
        "row": id_,
        "at": NOW,
        "words": "",
        "to": frozenset({ANA}),
    }
    return Seen(**(given | changed))


def entry(*ids: str, form: str = "post", number: int = 1) -> Entry:
    return Entry(number, TEAM, form, [OutboxId(id_) for id_ in ids or ("a",)])


def evidence(**changed: Any) -> Evidence:
    given: dict[str, Any] = {"at": NOW, "entries": [entry()], "rows": [row()], "seen": [seen()]}
    return Evidence(**(given | changed))


NOTICE = row("n", kind=MessageKind.NOTICE, to=ANA, ts="2.000001")
NOT_YET = replace(NOTICE, state=MessageState.PENDING, has_ended=False, due_at=NOW + timedelta(hours=1))
TOLD = seen("n", ts="2.000001")
CARD = {"entries": [entry(form="card"), entry("e", form="change", number=2)], "shown": {(TEAM, 1): (version(2), ANA)}}
EDIT = row("e", edits=OutboxId("a"), kind=MessageKind.REQUEST_CARD, ts="1.000001")
EDITED = [seen(words=version(1)), seen(what="edit", words=version(2))]
HOME = seen(what="home", row=None, channel=None, ts=None, words=version(2))
FAILED = row(state=MessageState.FAILED, reason="not_rendered", channel=None, ts=None, fallback=ANA)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(evidence(), id="sent and seen"),
        pytest.param(
            evidence(entries=[entry(form="poison")], rows=[FAILED, NOTICE], seen=[TOLD]), id="poison that was told of"
        ),
        pytest.param(
            evidence(entries=[entry(form="late")], rows=[row(state=MessageState.EXPIRED)], seen=[]), id="too late"
        ),
        pytest.param(evidence(**CARD, rows=[row(), EDIT], seen=[*EDITED, HOME]), id="a card that was changed"),
        pytest.param(evidence(rows=[row(), NOT_YET]), id="told of when its time comes"),
        pytest.param(
            evidence(rows=[row(), replace(NOT_YET, owner="dead")], seen=[seen(), seen("n")]),
            id="perhaps told of already",
        ),
        pytest.param(evidence(violations=Counter({"invalid_blocks in chat.postMessage": 1})), id="provoked"),
    ],
)
def test_what_is_well_is_clean(given: Evidence) -> None:
    assert judged(given).is_clean, judged(given)


def test_a_planted_loss_is_lost() -> None:
    missing = judged(evidence(entries=[entry(), entry("b", number=2)]))
    assert (len(missing.lost), missing.messages) == (1, 2)
    assert len(judged(evidence(seen=[])).lost) == 1, "it counts as sent and nobody has seen it"
    unread = replace(NOT_YET, due_at=NOW)
    assert len(judged(evidence(rows=[row(), unread])).lost) == 1, "its time has come"
    waiting = row(state=MessageState.SENDING, has_ended=False)
    assert len(judged(evidence(rows=[waiting], seen=[])).lost) == 1, "it has not ended"
    stopped = row(state=MessageState.CANCELLED, reason="merged")
    assert len(judged(evidence(rows=[stopped], seen=[])).lost) == 1, "nothing took its place"


def test_a_planted_double_is_counted_each_time() -> None:
    verdict = judged(evidence(seen=[seen(), seen(ts="1.000002"), seen(ts="1.000003")]))
    assert (len(verdict.duplicated), verdict.lost, verdict.broken) == (2, [], [])


def test_a_change_that_comes_twice_is_no_double() -> None:
    again = [*EDITED, seen(what="edit", words=version(2)), HOME]
    assert judged(evidence(**CARD, rows=[row(), EDIT], seen=again)).is_clean


AFTER = row("b", after=OutboxId("a"), ts="0.5")
UNDER = row("b", under=OutboxId("a"), ts="2.000001")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        pytest.param(evidence(seen=[seen(), seen("x")]), "is not in the store", id="unknown"),
        pytest.param(evidence(seen=[seen(team=OTHER)]), f"was seen in {OTHER}", id="another workspace"),
        pytest.param(evidence(rows=[row(ts="9.000001")]), "is said to stand at", id="another place"),
        pytest.param(
            evidence(entries=[entry(form="poison")], rows=[replace(FAILED, fallback=None)]),
            "was seen and ended",
            id="seen and failed",
        ),
        pytest.param(evidence(rows=[row(), AFTER], seen=[seen(), seen("b", ts="0.5")]), "came before", id="order"),
        pytest.param(
            evidence(rows=[row(), UNDER], seen=[seen(), seen("b", ts="2.000001")]), "not in the thread", id="thread"
        ),
        pytest.param(evidence(entries=[entry(form="far")]), "before it was due", id="early"),
        pytest.param(evidence(rows=[row(owner="token")]), "still claimed", id="held"),
        pytest.param(
            evidence(entries=[entry(form="poison")], rows=[FAILED], seen=[]), "was not told", id="nobody was told"
        ),
        pytest.param(evidence(**CARD, rows=[row(), EDIT], seen=[EDITED[0], HOME]), "the card", id="an older card"),
        pytest.param(evidence(**CARD, rows=[row(), EDIT], seen=EDITED), "the Home", id="no Home"),
        pytest.param(evidence(violations=Counter({"no_text in chat.postMessage": 1})), "no_text", id="refused"),
    ],
)
def test_what_is_wrong_is_named(given: Evidence, named: str) -> None:
    assert any(named in said for said in judged(given).broken), judged(given)


def test_a_log_that_says_too_much(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    log.write_text("posted: canary N-1 with xoxb-1\n", encoding="utf-8")
    assert len(judged(evidence(logs=[log], tokens=["xoxb-1"])).broken) == 2
