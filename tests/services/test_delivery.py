"""The protocol: what is posted, what is put back, and who is told of what could not be."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.domain.errors import StoreUnavailable
from bot.domain.ids import ChannelId, MessageTs, OutboxId, UserId
from bot.domain.outbox import (
    UNCLEAR,
    Accepted,
    Claimed,
    Dropped,
    InstallationDead,
    MessageKind,
    NotSent,
    NotThere,
    Outcome,
    Posted,
    Refused,
    Throttled,
    Unclear,
    Withheld,
)
from bot.services import delivery
from bot.services.delivery import Delivery, Ways
from handlers.calls import Call
from storage.delivery import SqlOutbox
from storage.holds import HoldDesk
from storage.outbox import outbox as table
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import DatabaseTime
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PUBLIC, HandClock

Answer = Callable[[Claimed], Outcome]


def accepted(row: Claimed) -> Outcome:
    return Accepted(Posted(ChannelId(row.to), MessageTs("1.1")))


@dataclass
class Slack:
    """Asked for a place and then given a message; both are remembered. `before` goes wrong on the way to the place."""

    answer: Answer = accepted
    before: Callable[[Claimed], Outcome | None] = lambda _: None
    asked: list[str] = field(default_factory=list)
    posted: list[tuple[str, str]] = field(default_factory=list)

    def prepare(self, claimed: Claimed, call: delivery.Call) -> delivery.Call | Outcome:
        self.asked.append(claimed.about)
        return self.before(claimed) or Call(call.method, {"row": claimed})

    def send(self, call: delivery.Call, *, latest: float) -> Outcome:
        assert isinstance(call, Call)
        row = call.arguments["row"]
        assert isinstance(row, Claimed)
        self.posted.append((row.about, row.to))
        return self.answer(row)


@dataclass
class Words:
    """`instead` says what rendering comes to, if not to a message."""

    instead: Callable[[Claimed], Dropped | None] = lambda _: None

    def render(self, claimed: Claimed) -> Call | Dropped:
        return self.instead(claimed) or Call("chat.postMessage", {})


@dataclass
class Seen:
    """`answer` says what a look at a row comes to."""

    answer: Callable[[Claimed], Outcome] = lambda _: Refused(UNCLEAR)
    looks: list[list[str]] = field(default_factory=list)

    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        self.looks.append([row.about for row in rows])
        return {row.id: self.answer(row) for row in rows}


class Desk:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = SqlStore(self.engine, lambda: None)
        self.clock = HandClock(NOW)
        self.outbox = SqlOutbox(self.engine, self.clock, 0, make.teams)
        self.slack, self.words = Slack(), Words()
        self.seen = Seen()
        self.delivery = Delivery(self.outbox, self.words, Ways(self.slack, self.seen), self.clock, lambda _team: None)

    def say(self, **changed: Any) -> OutboxId:
        with self.store.begin(OWN_WORK) as tx:
            return tx.outbox.add(make.message(**changed))

    def many(self, count: int) -> None:
        for number in range(count):
            self.say(key=f"m:{number}", about=f"R-{number}", to=ChannelId(f"C{number}"))

    def many_more(self, count: int) -> None:
        for number in range(count):
            self.say(key=f"n:{number}", about=f"R-{number}", to=ChannelId(f"C{number}"))

    def works_off(self) -> None:
        for _ in range(10):
            if not self.delivery.deliver_due():
                return

    def later(self, seconds: float = 40) -> None:
        DatabaseTime(self.engine).passes(seconds)
        self.works_off()

    def states(self) -> list[tuple[str, str]]:
        """Of what was said, in that order."""
        found = select(table.c.about, table.c.state).order_by(table.c.sequence)
        with self.engine.connect() as connection:
            return [(about, state.value) for about, state in connection.execute(found)]

    def others(self) -> list[str]:
        """What each notice tells of besides."""
        notices = select(table.c.facts).where(table.c.kind == MessageKind.NOTICE).order_by(table.c.sequence)
        with self.engine.connect() as connection:
            return [facts.get("others", "") for facts in connection.scalars(notices)]

    def told(self) -> list[tuple[str, str, str]]:
        """Whom, of what kind of message, and why it did not arrive."""
        notices = select(table.c.recipient, table.c.facts).where(table.c.kind == MessageKind.NOTICE)
        with self.engine.connect() as connection:
            return [(to, facts["kind"], facts.get("error", "")) for to, facts in connection.execute(notices)]


@pytest.fixture
def desk(empty_store: Engine) -> Desk:
    return Desk(empty_store)


@pytest.mark.parametrize(
    "refusal", [Throttled("chat.postMessage", 30), InstallationDead("token_revoked")], ids=["429", "dead token"]
)
def test_after_a_refusal_of_all_the_rest_of_the_batch_is_put_back(desk: Desk, refusal: Outcome) -> None:
    desk.many(8)
    desk.slack.answer = lambda _: refusal
    desk.works_off()
    assert desk.slack.posted == [("R-0", "C0")]
    assert {state for _, state in desk.states()} == {"pending"}


def test_and_goes_out_in_its_order_once_slack_lets_it(desk: Desk) -> None:
    desk.many(8)
    desk.slack.answer = lambda _: Throttled("chat.postMessage", 30)
    desk.works_off()
    desk.slack.answer, desk.slack.posted = accepted, []
    desk.later(31)
    assert [about for about, _ in desk.slack.posted] == [f"R-{number}" for number in range(8)]


def test_other_methods_go_on(desk: Desk) -> None:
    desk.many(2)
    desk.say(kind=MessageKind.HOME, key="home", about=ANA, to=ANA)
    desk.slack.answer = lambda row: accepted(row) if row.kind is MessageKind.HOME else Throttled("chat.postMessage", 30)
    desk.works_off()
    assert [about for about, _ in desk.slack.posted] == ["R-0", ANA]


def test_a_conversation_that_may_not_be_opened_is_not_asked_for_again(desk: Desk) -> None:
    for number in range(30):
        desk.say(key=f"m:{number}", about=f"R-{number}", to=UserId(f"U{number}"))
    desk.say(key="channel", about="R-99")
    desk.slack.before = lambda row: Throttled("conversations.open", 30) if row.to.startswith("U") else None
    desk.works_off()
    assert desk.slack.asked == ["R-0", "R-99"]
    assert desk.slack.posted == [("R-99", PUBLIC)]


def test_the_place_is_found_before_anybody_says_that_it_is_being_posted(desk: Desk) -> None:
    """So that a crash or a long wait there leaves nothing unclear."""
    desk.say(to=ANA)
    seen: list[tuple[int, object]] = []

    def look(_: Claimed) -> None:
        with desk.engine.connect() as connection:
            attempt, tried_at = connection.execute(select(table.c.attempt, table.c.last_try_at)).one()
        seen.append((attempt, tried_at))

    desk.slack.before = look
    desk.works_off()
    assert seen == [(0, None)]
    assert desk.slack.posted == [("R-1", ANA)]


def test_a_place_that_is_not_found_is_asked_for_less_and_less_often(desk: Desk) -> None:
    desk.say(to=ANA)
    desk.slack.before = lambda _: NotSent("status 503")
    desk.works_off()
    for waits in (1, 2, 4):
        before = len(desk.slack.asked)
        desk.later(waits - 0.5)
        assert len(desk.slack.asked) == before
        desk.later(0.6)
        assert len(desk.slack.asked) == before + 1


def test_what_stands_under_a_card_that_was_refused_is_posted_by_itself(desk: Desk) -> None:
    card = desk.say(fallback=ANA)
    desk.say(kind=MessageKind.TASK_CARD, key="card:T-1", about="T-1", under=card, fallback=BEN)
    threads: list[str | None] = []

    def answer(row: Claimed) -> Outcome:
        threads.append(row.thread_ts)
        return Refused("msg_too_long") if row.about == "R-1" and row.to == PUBLIC else accepted(row)

    desk.slack.answer = answer
    desk.works_off()
    assert ("T-1", PUBLIC) in desk.slack.posted
    assert set(threads) == {None}


@pytest.mark.parametrize("to", [ANA, BEN, PUBLIC], ids=["oneself", "somebody", "a channel"])
def test_whoever_set_a_reminder_is_told_that_it_may_not_have_arrived(desk: Desk, to: UserId | ChannelId) -> None:
    desk.say(kind=MessageKind.NUDGE, about="N-1", to=to, fallback=ANA)
    desk.slack.answer = lambda row: Unclear("timeout") if row.kind is MessageKind.NUDGE else accepted(row)
    desk.works_off()
    desk.later()
    assert desk.told() == [(ANA, "nudge", "unclear")]
    assert desk.states() == [("N-1", "failed"), ("N-1", "sent")]
    assert desk.slack.posted.count(("N-1", to)) == (2 if to == ANA else 1), "the notice, and no second reminder"


@pytest.mark.parametrize(
    ("seen", "posts"),
    [
        pytest.param(accepted, 1, id="it stands there"),
        pytest.param(lambda _: NotThere(), 2, id="it does not"),
    ],
)
def test_what_may_have_arrived_is_looked_for_before_it_is_posted_again(desk: Desk, seen: Answer, posts: int) -> None:
    desk.say(fallback=ANA)
    answers: Iterator[Outcome] = iter([Unclear("timeout"), Accepted(Posted(PUBLIC, MessageTs("2.2")))])
    desk.slack.answer, desk.seen.answer = lambda _: next(answers), seen
    desk.works_off()
    assert desk.seen.looks == [], "what was just posted may still be on its way"
    desk.later()
    assert desk.seen.looks == [["R-1"]]
    assert desk.slack.posted == [("R-1", PUBLIC)] * posts
    assert (desk.states(), desk.told()) == ([("R-1", "sent")], [])


@pytest.mark.parametrize("why", [Throttled("conversations.history", 30), NotSent("status 503")], ids=["429", "503"])
def test_what_cannot_be_looked_for_now_is_not_posted(desk: Desk, why: Outcome) -> None:
    desk.say(fallback=ANA)
    desk.slack.answer, desk.seen.answer = lambda _: Unclear("timeout"), lambda _: why
    desk.works_off()
    desk.later()
    desk.later(1_000)
    assert len(desk.seen.looks) >= 2
    assert (desk.slack.posted, desk.states()) == ([("R-1", PUBLIC)], [("R-1", "sending")])
    desk.seen.answer = accepted
    desk.later(1_000)
    assert desk.states() == [("R-1", "sent")]


def test_one_look_answers_for_all_in_a_place(desk: Desk) -> None:
    desk.many(2)
    for number in range(3):
        desk.say(key=f"more:{number}", about=f"R-1{number}", to=ChannelId("C0"))
        desk.say(key=f"thread:{number}", about=f"R-2{number}", to=ChannelId("C0"), thread_ts=MessageTs("1.1"))
    desk.slack.answer, desk.seen.answer = lambda _: Unclear("timeout"), accepted
    desk.works_off()
    desk.later()
    assert sorted(map(sorted, desk.seen.looks)) == [["R-0", "R-10", "R-11", "R-12"], ["R-1"], ["R-20"]]


@pytest.mark.parametrize("refusal", [Throttled("conversations.history", 30), InstallationDead("token_revoked")])
def test_after_a_look_is_refused_the_others_wait(desk: Desk, refusal: Outcome) -> None:
    desk.many(3)
    desk.slack.answer, desk.seen.answer = lambda _: Unclear("timeout"), lambda _: refusal
    desk.works_off()
    desk.later()
    assert desk.seen.looks == [["R-0"]]
    assert {state for _, state in desk.states()} == {"sending"}


def test_while_one_is_looked_for_others_are_posted(desk: Desk) -> None:
    desk.say(fallback=ANA)
    desk.slack.answer, desk.seen.answer = lambda _: Unclear("timeout"), lambda _: Throttled("conversations.history", 60)
    desk.works_off()
    desk.later()
    desk.slack.answer = accepted
    desk.say(key="next", about="R-2")
    desk.works_off()
    assert ("R-2", PUBLIC) in desk.slack.posted


@pytest.mark.parametrize(
    ("dropped", "told"),
    [
        pytest.param(Withheld("shared"), [(ANA, "request_card", "shared")], id="withheld"),
        pytest.param(Dropped("moved"), [], id="nothing left to say"),
    ],
)
def test_what_is_withheld_is_told_to_whoever_asked(
    desk: Desk, dropped: Dropped, told: list[tuple[str, str, str]]
) -> None:
    desk.say(fallback=ANA)
    desk.words.instead = lambda row: dropped if row.kind is MessageKind.REQUEST_CARD else None
    desk.works_off()
    assert desk.told() == told
    assert desk.states()[0] == ("R-1", "cancelled")


def test_one_cause_is_told_once_an_hour(desk: Desk) -> None:
    for number in range(4):
        desk.say(key=f"m:{number}", about=f"R-{number}", to=PUBLIC, fallback=ANA)
    desk.say(key="other", about="R-9", to=ChannelId("CQUIET"), fallback=ANA)
    desk.slack.answer = lambda row: accepted(row) if row.kind is MessageKind.NOTICE else Refused("is_archived")
    desk.works_off()
    desk.later()
    assert sorted(about for about, to in desk.slack.posted if to == ANA) == ["R-0", "R-9"], (
        "one for each cause, at once"
    )
    desk.clock.pass_(timedelta(hours=1))
    desk.works_off()
    assert [about for about, to in desk.slack.posted if to == ANA][2:] == ["R-1"], "and what came within the hour"
    assert sorted(desk.others()) == ["", "", "R-2 R-3"]


def test_what_waits_to_be_told_is_told_with_the_first(desk: Desk) -> None:
    alerts = [make.message(kind=MessageKind.NOTICE, key=f"a:{n}", about=f"R-{n}", to=ANA, alert="x") for n in range(50)]
    with desk.store.begin(OWN_WORK) as tx:
        assert len({tx.outbox.add(alert) for alert in [*alerts, alerts[1]]}) == 1
    assert desk.others() == [" ".join(f"R-{n}" for n in range(1, 41))]


@pytest.mark.parametrize("to", [ANA, PUBLIC], ids=["oneself", "a channel"])
def test_what_slack_stumbles_over_each_time_is_given_up_and_told(desk: Desk, to: UserId | ChannelId) -> None:
    desk.say(kind=MessageKind.NUDGE, about="N-1", to=to, fallback=ANA)
    desk.slack.answer = lambda row: accepted(row) if row.kind is MessageKind.NOTICE else Unclear("said fatal_error")
    desk.seen.answer = lambda _: NotThere()
    for _ in range(12):
        desk.later(100)
    assert desk.told() == [(ANA, "nudge", "fatal_error")]
    assert desk.states() == [("N-1", "failed"), ("N-1", "sent")]
    assert desk.slack.posted.count(("N-1", to)) == (5 if to == PUBLIC else 6)


def test_what_is_never_answered_is_tried_for_ever(desk: Desk) -> None:
    desk.say(fallback=ANA)
    desk.slack.answer, desk.seen.answer = lambda _: Unclear("TimeoutError"), lambda _: NotThere()
    for _ in range(12):
        desk.later(100)
    assert len(desk.slack.posted) == 12
    assert desk.told() == []


@pytest.mark.parametrize("reason", ["msg_too_long", "not_rendered"])
def test_a_message_that_is_at_fault_itself_is_told_to_whom_it_was_for(desk: Desk, reason: str) -> None:
    desk.say(kind=MessageKind.NUDGE, about="N-1", to=ANA, fallback=ANA)
    desk.slack.answer = lambda row: accepted(row) if row.kind is MessageKind.NOTICE else Refused(reason)
    desk.works_off()
    assert desk.told() == [(ANA, "nudge", reason)]


@pytest.mark.parametrize("kind", [MessageKind.MORNING, MessageKind.RUNG, MessageKind.CHASE])
@pytest.mark.parametrize("reason", ["msg_too_long", UNCLEAR])
def test_what_nobody_asked_for_concerns_whom_it_was_for(desk: Desk, kind: MessageKind, reason: str) -> None:
    desk.say(kind=kind, to=ANA)
    desk.slack.answer = lambda row: accepted(row) if row.kind is MessageKind.NOTICE else Refused(reason)
    desk.works_off()
    assert desk.told() == [(ANA, kind.value, reason)]


@pytest.mark.parametrize("kind", [MessageKind.WELCOME, MessageKind.HOME, MessageKind.NOTICE, MessageKind.CATCH_UP])
def test_and_of_others_nothing_is_told(desk: Desk, kind: MessageKind) -> None:
    desk.say(kind=kind, to=ANA)
    desk.slack.answer = lambda _: Refused("msg_too_long")
    desk.works_off()
    assert [state for _, state in desk.states()] == ["failed"]


def test_a_batch_that_is_held_up_is_not_posted_late(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was stopped between the intent and the call for longer than the grace has never been tried."""
    desk.many(6)
    desk.works_off()
    desk.many_more(6)
    boottime = iter(range(0, 1_000, 2))
    monkeypatch.setattr(delivery, "_boottime", lambda: float(next(boottime)))
    desk.works_off()
    assert len(desk.slack.posted) == 6
    with desk.engine.connect() as connection:
        assert connection.scalars(select(table.c.last_try_at).where(table.c.ended_at.is_(None))).all() == [None] * 6


@pytest.mark.parametrize(("reason", "ends"), [("said org_login_required", "failed"), ("status 503", "pending")])
def test_a_place_that_slack_stumbles_over_each_time_is_given_up(desk: Desk, reason: str, ends: str) -> None:
    desk.say(to=BEN, fallback=ANA)
    desk.slack.before = lambda row: None if row.kind is MessageKind.NOTICE else NotSent(reason)
    for _ in range(11):
        assert desk.states() == [("R-1", "pending")]
        desk.later(61)
    desk.works_off()
    assert desk.states()[0] == ("R-1", ends)
    assert desk.told() == ([(ANA, "request_card", "org_login_required")] if ends == "failed" else [])


@pytest.mark.parametrize(("error", "told"), [("invalid_blocks", 1), ("is_archived", 0), ("not_in_channel", 0)])
def test_a_card_that_stays_out_of_date_is_told(desk: Desk, error: str, told: int) -> None:
    card = desk.say()
    desk.works_off()
    desk.say(key="edit", edits=card, fallback=ANA)
    desk.slack.answer = lambda row: accepted(row) if row.kind is MessageKind.NOTICE else Refused(error)
    desk.works_off()
    assert desk.told() == [(ANA, "request_card", error)] * told


def test_a_call_that_broke_is_not_waited_for(desk: Desk) -> None:
    desk.say()

    def broken(_: Claimed) -> Outcome:
        raise TypeError

    desk.slack.answer = broken
    with pytest.raises(TypeError):
        desk.delivery.deliver_due()
    assert not desk.delivery.is_posting


def test_what_is_in_hand_at_the_end_is_put_back(desk: Desk) -> None:
    desk.many(8)

    def answer(row: Claimed) -> Outcome:
        if row.about == "R-1":
            desk.delivery.stop()
        return accepted(row)

    desk.slack.answer = answer
    desk.works_off()
    assert [about for about, _ in desk.slack.posted] == ["R-0", "R-1"]
    assert [state for _, state in desk.states()] == ["sent", "sent", *["pending"] * 6]
    assert desk.outbox.claim(limit=50, lease=timedelta(seconds=30))[0].attempt == 0


def test_and_what_was_to_be_looked_for_is_looked_for_by_the_next(desk: Desk) -> None:
    desk.many(2)
    desk.slack.answer = lambda _: Unclear("timeout")
    desk.works_off()

    def seen(row: Claimed) -> Outcome:
        desk.delivery.stop()
        return accepted(row)

    desk.seen.answer = seen
    desk.later()
    assert desk.seen.looks == [["R-0"]]
    assert [state for _, state in desk.states()] == ["sent", "sending"]


@pytest.mark.parametrize(
    ("kind", "ends"),
    [(MessageKind.REQUEST_CARD, "failed"), (MessageKind.NOTICE, "sent"), (MessageKind.WELCOME, "sent")],
)
def test_where_a_restored_copy_may_not_look(desk: Desk, kind: MessageKind, ends: str) -> None:
    """Of a notice nobody would be asked, so it is rather said twice."""
    desk.say(key="before")
    desk.works_off()
    desk.say(kind=kind, key="held", about="held")
    assert HoldDesk(desk.engine).begin(NOW).held == 1
    desk.works_off()
    assert desk.seen.looks == [["held"]]
    assert desk.states() == [("R-1", "sent"), ("held", ends)]


@pytest.mark.parametrize("kind", [MessageKind.REQUEST_CARD, MessageKind.NOTICE])
def test_where_it_may_not_look_nothing_is_said_twice_unless_a_copy_was_restored(desk: Desk, kind: MessageKind) -> None:
    desk.say(kind=kind)
    desk.slack.answer, desk.seen.answer = lambda _: Unclear("TimeoutError"), lambda _: Refused(UNCLEAR)
    desk.works_off()
    desk.later()
    assert (len(desk.slack.posted), desk.states()[0]) == (1, ("R-1", "failed"))


def test_what_could_not_be_read_is_tried_again(desk: Desk) -> None:
    """The store was busy: nothing is wrong with the message."""

    def busy(_: Claimed) -> None:
        raise StoreUnavailable

    desk.say()
    desk.words.instead = busy
    desk.works_off()
    assert desk.states() == [("R-1", "pending")]
    desk.words.instead = lambda _: None
    desk.later()
    assert desk.states() == [("R-1", "sent")]
