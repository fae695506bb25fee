"""The judge of the bench: what is planted is found and called by its name, and what is well is called clean."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.chaos import almanac
from benchmarks.chaos.callers import MENTION, REQUEST, TASK, Asked
from benchmarks.chaos.evidence import Evidence, Row
from benchmarks.chaos.invariants import judged
from benchmarks.chaos.slack import Seen
from benchmarks.chaos.words import version
from benchmarks.chaos.world import ALMANAC, CHANNELS, PEOPLE, TEAMS
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
ALARM = replace(NOTICE, facts={"what": "undelivered", "error": "not_rendered", "to": PLACE})
AGAIN = replace(ALARM, id=OutboxId("m"), about="N-2", ts="3.000001")
POISONED = {"entries": [entry(form="poison")], "seen": [TOLD, seen("m", ts="3.000001")]}
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
        pytest.param(
            evidence(**POISONED, rows=[FAILED, ALARM, replace(AGAIN, due_at=NOW + timedelta(hours=1))]),
            id="told again in another hour",
        ),
        pytest.param(
            evidence(
                entries=[entry(form="poison")],
                rows=[FAILED, replace(NOTICE, about="N-2", facts={"others": "N-3 N-1"})],
                seen=[TOLD],
            ),
            id="told with others",
        ),
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


def test_an_answered_gesture_without_an_effect_is_lost() -> None:
    asked = [Asked(REQUEST, "Ring back", "R-1 is logged: Ring back"), Asked(MENTION, "9.1", ""), Asked(TASK, "T", None)]
    refused = Asked(REQUEST, "Call", "I can't save right now: nothing was stored.")
    assert len(judged(evidence(asked=[*asked, refused])).lost) == 2
    reply = row("r", kind=MessageKind.REPLY, key="reply:C0ACME:9.1", ts="3.000001")
    done = {"logged": Counter(["Ring back", "T"]), "rows": [row(), reply], "seen": [seen(), seen("r", ts="3.000001")]}
    assert judged(evidence(asked=asked, **done)).is_clean


def test_a_gesture_that_was_taken_for_two_is_a_double() -> None:
    twice = evidence(asked=[Asked(TASK, "Call", None)], logged=Counter({"Call": 3}))
    assert len(judged(twice).duplicated) == 2


BERLIN = almanac.SERIES[0]
EACH_DAY = [(BERLIN, date(2025, 3, 29)), (BERLIN, date(2025, 3, 30))]


def comings(*due: datetime) -> list[Row]:
    return [
        row(f"d{day}", team=ALMANAC, about="N-1", key=f"nudge:N-1:2025-03-{day}", due_at=at, ts=f"{day}.1")
        for day, at in zip((29, 30), due, strict=False)
    ]


def test_what_does_not_come_on_a_day_when_the_clocks_change_is_lost() -> None:
    came = comings(datetime(2025, 3, 29, 1, 30, tzinfo=UTC))
    verdict = judged(
        evidence(rows=[row(), *came], seen=[seen(), seen("d29", team=ALMANAC, ts="29.1")], expected=EACH_DAY)
    )
    assert verdict.lost == ["what recurs at 02:30 in Europe/Berlin did not come on 2025-03-30"]


def test_what_comes_twice_within_a_day_is_a_double() -> None:
    came = comings(datetime(2025, 3, 30, 0, 30, tzinfo=UTC), datetime(2025, 3, 30, 1, 30, tzinfo=UTC))
    both = [seen("d29", team=ALMANAC, ts="29.1"), seen("d30", team=ALMANAC, ts="30.1")]
    verdict = judged(evidence(rows=[row(), *came], seen=[seen(), *both], expected=EACH_DAY))
    assert (len(verdict.duplicated), verdict.lost) == (1, [])


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
        pytest.param(
            evidence(entries=[entry(form="poison")], rows=[FAILED, replace(NOTICE, about="N-2")], seen=[TOLD]),
            "was not told",
            id="told of another",
        ),
        pytest.param(evidence(**POISONED, rows=[FAILED, ALARM, AGAIN]), "told 2 times", id="twice in an hour"),
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
