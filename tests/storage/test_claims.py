"""What may be taken when: due, free, in turn, not paused, and after what it refers to."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, text

from bot.domain.holds import mark
from bot.domain.ids import ChannelId, MessageTs, TeamId, UserId
from bot.domain.outbox import (
    Accepted,
    Claimed,
    Dropped,
    Expired,
    InstallationDead,
    Lane,
    MessageKind,
    MessageState,
    Outcome,
    Refused,
    Throttled,
)
from storage.delivery import SqlOutbox
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import DatabaseTime, Say, StateOf
from tests.storage.make import ANA, BEN, NOW, PRIVATE, PUBLIC, T1, T2, HandClock
from tests.storage.steps import LEASE, POSTED, claim_one, home, intend, mend, record, send


def test_a_claim_holds_what_was_written(say: Say, outbox: SqlOutbox) -> None:
    expiry = NOW + timedelta(hours=4)
    facts = {"what": "declined"}
    id_ = say(make.message(lane=Lane.DIGEST, expires_at=expiry, fallback=BEN, facts=facts, thread_ts=MessageTs("9.1")))
    claimed = claim_one(outbox)
    assert claimed == Claimed(
        id=id_,
        team_id=T1,
        token=claimed.token,
        kind=MessageKind.REQUEST_CARD,
        about="R-1",
        to=PUBLIC,
        due_at=NOW,
        expires_at=expiry,
        lane=Lane.DIGEST,
        attempt=0,
        tried_ago=None,
        edits=None,
        thread_ts=MessageTs("9.1"),
        fallback=BEN,
        facts=facts,
        mark=mark(T1, "card:R-1"),
    )


def test_nothing_is_claimed_twice_while_its_lease_lasts(say: Say, outbox: SqlOutbox) -> None:
    say(home())
    assert len(outbox.claim(limit=10, lease=LEASE)) == 1
    assert outbox.claim(limit=10, lease=LEASE) == []


def test_whoever_looks_in_vain_waits_for_no_writer(say: Say, store: SqlStore, outbox: SqlOutbox) -> None:
    """Nor do writers wait for them."""
    say(make.message())
    say(make.message(key="another"))
    send(outbox, Accepted(POSTED))
    with store.begin(make.OWN_WORK) as tx:
        tx.people.add(make.person())
        assert not outbox.has_some()


def test_a_row_is_claimed_when_it_is_due_and_not_before(say: Say, outbox: SqlOutbox, clock: HandClock) -> None:
    say(make.message(due_at=NOW + timedelta(minutes=5)))
    assert (outbox.claim(limit=10, lease=LEASE), outbox.unfinished()) == ([], 0)
    clock.pass_(timedelta(minutes=5))
    assert outbox.unfinished() == 1
    assert len(outbox.claim(limit=10, lease=LEASE)) == 1


def test_a_look_goes_by_the_databases_clock(say: Say, outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    say(make.message())
    assert outbox.has_some()
    send(outbox, Throttled("chat.postMessage", 60))
    assert not outbox.has_some()
    database_time.passes(61)
    assert outbox.has_some()
    assert len(outbox.claim(limit=10, lease=LEASE)) == 1
    assert not outbox.has_some()
    database_time.passes(LEASE.total_seconds() + 1)
    assert outbox.has_some()


@pytest.mark.parametrize(
    ("method", "held_back"),
    [("chat.postMessage", "post"), ("views.publish", "home"), ("chat.update", "edit")],
)
def test_a_throttled_method_pauses_for_its_team_only(
    say: Say, outbox: SqlOutbox, database_time: DatabaseTime, method: str, held_back: str
) -> None:
    card = say(make.message())
    send(outbox, Accepted(POSTED))
    throttled = {
        "post": make.message(key="post:1", about="post", to=PRIVATE),
        "home": home(about="home"),
        "edit": make.message(key="edit:1", about="edit", edits=card),
    }
    say(throttled[held_back])
    send(outbox, Throttled(method, 60))
    say(make.message(key="post:2", to=ChannelId("COTHER"), about="post"))
    say(home(key="home:2", about="home", to=BEN, merge_key="home:2"))
    say(make.message(key="edit:2", edits=card, about="edit"))
    say(make.message(about=held_back), T2)
    taken = {(claimed.team_id, claimed.about) for claimed in outbox.claim(limit=10, lease=LEASE)}
    assert taken == {(T1, kind) for kind in ("post", "home", "edit") if kind != held_back} | {(T2, held_back)}
    database_time.passes(61)
    assert held_back in {claimed.about for claimed in outbox.claim(limit=10, lease=LEASE)}


def test_a_dead_installation_is_left_alone_until_it_is_mended(
    say: Say, outbox: SqlOutbox, database_time: DatabaseTime
) -> None:
    say(make.message())
    send(outbox, InstallationDead("token_revoked"))
    say(home())
    database_time.passes(86400)
    assert (outbox.claim(limit=10, lease=LEASE), outbox.unfinished()) == ([], 0)
    mend(outbox, T1)
    assert {(claimed.was_tried, claimed.attempt) for claimed in outbox.claim(limit=10, lease=LEASE)} == {(False, 0)}


def test_one_post_for_each_place_at_a_time(say: Say, outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    for number in (1, 2, 3):
        say(make.message(key=f"card:{number}", about=f"R-{number}"))
    say(make.message(key="card:9", about="R-9", to=PRIVATE))
    taken = outbox.claim(limit=10, lease=LEASE)
    assert [claimed.about for claimed in taken] == ["R-1", "R-9"]
    assert outbox.claim(limit=10, lease=LEASE) == []
    assert outbox.unfinished() == 4
    assert all(intend(outbox, row) and record(outbox, row, Accepted(POSTED)) for row in taken)
    assert outbox.claim(limit=10, lease=LEASE) == []
    database_time.passes(1.1)
    assert [claimed.about for claimed in outbox.claim(limit=10, lease=LEASE)] == ["R-2"]


def test_each_team_has_its_own_pace(say: Say, outbox: SqlOutbox) -> None:
    say(make.message())
    say(make.message(), T2)
    assert {claimed.team_id for claimed in outbox.claim(limit=10, lease=LEASE)} == {T1, T2}


def test_edits_and_homes_do_not_wait_their_turn(say: Say, outbox: SqlOutbox) -> None:
    card = say(make.message())
    send(outbox, Accepted(POSTED))
    say(make.message(key="edit:1", edits=card))
    say(home(to=PUBLIC))
    assert len(outbox.claim(limit=10, lease=LEASE)) == 2


def test_lanes_go_before_order_and_order_before_nothing(say: Say, outbox: SqlOutbox) -> None:
    lanes = [Lane.DIGEST, Lane.REMINDER, Lane.INTERACTIVE, Lane.INTERACTIVE, Lane.REMINDER]
    for number, lane in enumerate(lanes):
        say(make.message(key=f"m:{number}", about=str(number), to=ChannelId(f"C{number}"), lane=lane))
    first = outbox.claim(limit=3, lease=LEASE)
    assert [claimed.about for claimed in first] == ["2", "3", "1"]
    assert [claimed.about for claimed in outbox.claim(limit=3, lease=LEASE)] == ["4", "0"]


def test_a_crowded_place_does_not_hide_the_others(say: Say, outbox: SqlOutbox, database_time: DatabaseTime) -> None:
    for number in range(30):
        say(make.message(key=f"crowd:{number}"))
    say(make.message(key="alone", about="alone", to=PRIVATE))
    taken: list[str] = []
    for _ in range(2):
        taken += [claimed.about for claimed in outbox.claim(limit=5, lease=LEASE)]
    assert "alone" in taken


def test_an_edit_waits_for_its_message(say: Say, outbox: SqlOutbox) -> None:
    card = say(make.message())
    edit = say(make.message(key="edit:1", edits=card, merge_key="edit"))
    reply = say(make.message(key="reply:1", under=card, to=PRIVATE))
    posting = claim_one(outbox)
    assert posting.id == card
    assert (outbox.claim(limit=10, lease=LEASE), outbox.unfinished()) == ([], 1)
    assert intend(outbox, posting)
    assert record(outbox, posting, Accepted(POSTED))
    waiting = {claimed.id: claimed for claimed in outbox.claim(limit=10, lease=LEASE)}
    assert waiting[edit].edits == POSTED
    assert waiting[edit].may_repeat
    assert waiting[reply].thread_ts == POSTED.ts


@pytest.mark.parametrize("outcome", [Refused("x"), Expired(), Dropped("x"), Accepted(None)], ids=repr)
def test_an_edit_of_what_was_never_sent_is_given_up(
    say: Say, outbox: SqlOutbox, state_of: StateOf, outcome: Outcome
) -> None:
    card = say(make.message())
    edit = say(make.message(key="edit:1", edits=card))
    send(outbox, outcome)
    assert (outbox.claim(limit=10, lease=LEASE), outbox.unfinished()) == ([], 0)
    assert state_of(edit)[0] is MessageState.CANCELLED


def test_of_the_edits_of_one_message_one_is_under_way(say: Say, outbox: SqlOutbox) -> None:
    card = say(make.message())
    send(outbox, Accepted(POSTED))
    edits = [say(make.message(key="edit:1", edits=card, merge_key="edit"))]
    first = claim_one(outbox)
    edits.append(say(make.message(key="edit:2", edits=card, merge_key="edit")))
    assert edits[0] != edits[1], "the first may have been rendered already"
    assert outbox.claim(limit=10, lease=LEASE) == []
    assert intend(outbox, first)
    assert record(outbox, first, Accepted(POSTED))
    assert claim_one(outbox).id == edits[1]


def test_of_the_homes_of_one_person_one_is_under_way(say: Say, outbox: SqlOutbox) -> None:
    say(home())
    claim_one(outbox)
    say(home(key="home:2"))
    say(home(key="home:3", to=BEN, merge_key="home:ben"))
    assert [claimed.to for claimed in outbox.claim(limit=10, lease=LEASE)] == [BEN]


NOBODYS_AND_OURS: list[tuple[list[TeamId], list[TeamId]]] = [([], []), ([T2], [T2]), ([T1, T2], [T1])]


def test_only_the_teams_that_we_have_a_token_for(say: Say, engine: Engine, clock: HandClock) -> None:
    say(make.message())
    say(make.message(), T2)
    for teams, taken in NOBODYS_AND_OURS:
        ours = SqlOutbox(engine, clock, 1.0, partial(tuple, teams))
        waiting = ours.unfinished()
        assert [claimed.team_id for claimed in ours.claim(limit=10, lease=LEASE)] == taken
        assert waiting == len(teams)


@pytest.mark.parametrize(
    ("to", "is_held"),
    [
        pytest.param(UserId("U1"), True, id="a person"),
        pytest.param(UserId("W1"), True, id="a person of an organisation"),
        pytest.param(ChannelId("COTHER"), False, id="a channel"),
    ],
)
def test_while_no_conversation_may_be_opened_nothing_goes_to_people(
    say: Say, outbox: SqlOutbox, to: UserId | ChannelId, *, is_held: bool
) -> None:
    say(make.message())
    send(outbox, Throttled("conversations.open", 60))
    say(make.message(key="second", about="second", to=to))
    assert [claimed.about for claimed in outbox.claim(limit=10, lease=LEASE)] == ([] if is_held else ["second"])


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.open"])
def test_what_was_refused_since_the_claim_goes_back(
    say: Say, outbox: SqlOutbox, database_time: DatabaseTime, method: str
) -> None:
    for name, to in (("first", BEN), ("second", ANA), ("third", PUBLIC)):
        say(make.message(key=name, about=name, to=to))
    first, second, third = outbox.claim(limit=10, lease=LEASE)
    assert intend(outbox, first)
    assert record(outbox, first, Throttled(method, 60))
    going = outbox.intend([second, third])
    assert going == ({third.id} if method == "conversations.open" else set())
    assert not record(outbox, second, Accepted(POSTED)), "it is nobody's now"
    database_time.passes(61)
    again = {claimed.about: claimed for claimed in outbox.claim(limit=10, lease=LEASE)}
    assert again["second"].was_tried is False
    assert set(again) == {"first", "second", "third"}


def test_what_is_put_back_is_as_if_it_had_not_been_claimed(say: Say, outbox: SqlOutbox, state_of: StateOf) -> None:
    say(home())
    claimed = claim_one(outbox)
    outbox.put_back([claimed])
    again = claim_one(outbox)
    assert replace(again, token="") == replace(claimed, token="")
    outbox.put_back([claimed])
    assert outbox.claim(limit=10, lease=LEASE) == [], "only by whoever holds it"


def test_what_is_put_back_gives_way_to_what_came_since(say: Say, outbox: SqlOutbox, state_of: StateOf) -> None:
    first = say(home())
    claimed = claim_one(outbox)
    second = say(home(key="home:2"))
    outbox.put_back([claimed])
    assert (state_of(first), state_of(second)[0]) == ((MessageState.CANCELLED, "merged"), MessageState.PENDING)


def test_what_was_to_stand_under_a_message_that_was_never_sent_stands_alone(say: Say, outbox: SqlOutbox) -> None:
    card = say(make.message())
    reply = say(make.message(key="reply:1", under=card, to=PRIVATE))
    send(outbox, Refused("is_archived"))
    claimed = claim_one(outbox)
    assert (claimed.id, claimed.thread_ts) == (reply, None)


def test_what_a_newer_version_says_is_left_to_it(say: Say, outbox: SqlOutbox, engine: Engine) -> None:
    id_, known = say(make.message()), say(make.message(key="card:R-2", to=PRIVATE))
    with engine.begin() as connection:
        newer = "update outbox set kind = 'hologram' where team_id = 'T1' and id = :id"
        connection.execute(text(newer), {"id": id_})
    assert claim_one(outbox).id == known
    assert outbox.unfinished() == 1
