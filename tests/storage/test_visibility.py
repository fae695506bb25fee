"""Who sees what: one table for requests, tasks and clients."""

from collections.abc import Callable

import pytest

from bot.domain.errors import NotFound
from bot.domain.ids import ChannelId, ClientNumber, NudgeNumber, RequestNumber, TaskNumber, UserId
from bot.domain.people import PersonKind
from bot.services.pages import Which
from storage.store import SqlStore, SqlTransaction
from tests.storage import make
from tests.storage.make import OWN_WORK, PRIVATE, PUBLIC, T1, UNHEARD

OWNER, GIVER, LOGGER = UserId("UOWNER"), UserId("UGIVER"), UserId("ULOGGER")
INSIDER, OUTSIDER, STRANGER = UserId("UINSIDER"), UserId("UOUTSIDER"), UserId("USTRANGER")
MEMBERS = {OWNER, GIVER, LOGGER, INSIDER, OUTSIDER}
OTHERS = {UserId(f"U{kind.value}"): kind for kind in PersonKind if kind is not PersonKind.MEMBER}
VIEWERS = sorted(MEMBERS | OTHERS.keys() | {STRANGER})

NAMED = {OWNER, GIVER, LOGGER}
TABLE = [
    pytest.param(PUBLIC, MEMBERS, id="public channel"),
    pytest.param(PRIVATE, NAMED | {INSIDER}, id="private channel"),
    pytest.param(UNHEARD, NAMED, id="a channel nobody has heard of"),
    pytest.param(None, NAMED, id="no channel"),
]


@pytest.fixture
def peopled(store: SqlStore) -> SqlStore:
    """Everybody who is not a full member sits in every channel, which must not help them."""
    with store.begin(OWN_WORK) as tx:
        for user in MEMBERS:
            tx.people.add(make.person(user_id=user))
        for user, kind in OTHERS.items():
            tx.people.add(make.person(user_id=user, kind=kind))
        tx.channels.add(make.channel())
        tx.channels.add(make.channel(channel_id=PRIVATE, is_private=True))
        for channel in (PUBLIC, PRIVATE, UNHEARD):
            tx.channels.set_members(channel, [INSIDER, STRANGER, *OTHERS])
    return store


def _finds(look: Callable[[], object]) -> bool:
    try:
        look()
    except NotFound:
        return False
    return True


def _who(store: SqlStore, sees: Callable[[SqlTransaction, UserId], bool]) -> set[UserId]:
    with store.read(T1) as tx:
        return {viewer for viewer in VIEWERS if sees(tx, viewer)}


@pytest.mark.parametrize(("audience", "seen_by"), TABLE)
def test_requests(peopled: SqlStore, audience: ChannelId | None, seen_by: set[UserId]) -> None:
    with peopled.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(audience=audience, owner=OWNER, assigned_by=GIVER, logged_by=LOGGER))
    one = RequestNumber(1)
    assert _who(peopled, lambda tx, user: _finds(lambda: tx.client_requests.one(one, seen_by=user))) == seen_by
    assert _who(peopled, lambda tx, user: _finds(lambda: tx.client_requests.for_change(one, seen_by=user))) == seen_by
    assert _who(peopled, lambda tx, user: user in tx.client_requests.who_sees(one, [user])) == seen_by
    with peopled.read(T1) as tx:
        assert tx.client_requests.who_sees(one, VIEWERS) == seen_by
        assert not tx.client_requests.who_sees(RequestNumber(2), VIEWERS)
    assert (
        _who(peopled, lambda tx, user: tx.client_requests.page(Which.OPEN, seen_by=user, offset=0, limit=9).total == 1)
        == seen_by
    )


@pytest.mark.parametrize(("audience", "seen_by"), TABLE)
def test_tasks(peopled: SqlStore, audience: ChannelId | None, seen_by: set[UserId]) -> None:
    with peopled.begin(OWN_WORK) as tx:
        tx.tasks.add(make.task(audience=audience, owner=OWNER, given_by=GIVER))
    one, expected = TaskNumber(1), seen_by - {LOGGER} if audience is not PUBLIC else seen_by
    assert _who(peopled, lambda tx, user: _finds(lambda: tx.tasks.one(one, seen_by=user))) == expected
    assert _who(peopled, lambda tx, user: _finds(lambda: tx.tasks.for_change(one, seen_by=user))) == expected
    assert (
        _who(peopled, lambda tx, user: bool(tx.tasks.page(Which.OPEN, seen_by=user, offset=0, limit=9).items))
        == expected
    )


@pytest.mark.parametrize(
    ("channel", "seen_by"),
    [
        pytest.param(PUBLIC, MEMBERS, id="public channel"),
        pytest.param(PRIVATE, {OWNER, LOGGER, INSIDER}, id="private channel"),
        pytest.param(UNHEARD, {OWNER, LOGGER}, id="a channel nobody has heard of"),
        pytest.param(None, MEMBERS, id="no channel"),
    ],
)
def test_clients(peopled: SqlStore, channel: ChannelId | None, seen_by: set[UserId]) -> None:
    with peopled.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(channel_id=channel, owner=OWNER, added_by=LOGGER))
    one = ClientNumber(1)
    assert _who(peopled, lambda tx, user: _finds(lambda: tx.clients.one(one, seen_by=user))) == seen_by
    assert _who(peopled, lambda tx, user: _finds(lambda: tx.clients.for_change(one, seen_by=user))) == seen_by
    assert _who(peopled, lambda tx, user: len(tx.clients.all(seen_by=user)) == 1) == seen_by
    assert _who(peopled, lambda tx, user: tx.clients.named("acme", seen_by=user) is not None) == seen_by


def test_whoever_leaves_a_private_channel_sees_no_more(peopled: SqlStore) -> None:
    with peopled.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(audience=PRIVATE, logged_by=LOGGER))
        tx.channels.remove_member(PRIVATE, INSIDER)
        tx.channels.add_member(PRIVATE, OUTSIDER)
        tx.channels.add_member(PRIVATE, OUTSIDER)
        assert tx.channels.has_member(PRIVATE, OUTSIDER)
        assert not tx.channels.has_member(PRIVATE, INSIDER)
    request = RequestNumber(1)
    seen = _who(peopled, lambda tx, user: _finds(lambda: tx.client_requests.one(request, seen_by=user)))
    assert seen == {LOGGER, OUTSIDER}


def test_a_channel_that_is_made_private_hides(peopled: SqlStore) -> None:
    with peopled.begin(OWN_WORK) as tx:
        tx.tasks.add(make.task(audience=PUBLIC, given_by=GIVER))
        channel = tx.channels.for_change(PUBLIC)
        assert channel is not None
        channel.is_private = True
    assert _who(peopled, lambda tx, user: _finds(lambda: tx.tasks.one(TaskNumber(1), seen_by=user))) == {GIVER, INSIDER}


def test_missing_and_hidden_sound_the_same(peopled: SqlStore) -> None:
    with peopled.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(audience=PRIVATE, logged_by=LOGGER))
        tx.tasks.add(make.task(audience=PRIVATE, given_by=GIVER))
        tx.clients.add(make.client(channel_id=PRIVATE, owner=OWNER, added_by=OWNER))
        tx.nudges.add(make.nudge())
        tx.nudge_occurrences.add(make.occurrence(message=tx.outbox.add(make.message())))
    with peopled.read(T1) as tx:
        looks: list[tuple[str, Callable[[int], object]]] = [
            ("R", lambda number: tx.client_requests.one(RequestNumber(number), seen_by=OUTSIDER)),
            ("T", lambda number: tx.tasks.one(TaskNumber(number), seen_by=OUTSIDER)),
            ("C", lambda number: tx.clients.one(ClientNumber(number), seen_by=OUTSIDER)),
            ("N", lambda number: tx.nudges.one(NudgeNumber(number), seen_by=OUTSIDER)),
        ]
        for letter, look in looks:
            for number in (1, 404):
                with pytest.raises(NotFound) as caught:
                    look(number)
                assert caught.value.label == f"{letter}-{number}"


def test_sitting_in_one_private_channel_opens_no_other(peopled: SqlStore) -> None:
    elsewhere = ChannelId("CELSEWHERE")
    with peopled.begin(OWN_WORK) as tx:
        tx.channels.add(make.channel(channel_id=elsewhere, is_private=True))
        tx.channels.set_members(elsewhere, [OUTSIDER])
        for number, audience in ((1, PRIVATE), (2, elsewhere)):
            tx.client_requests.add(make.request(number=number, audience=audience, logged_by=LOGGER))
            tx.tasks.add(make.task(number=number, audience=audience, owner=OWNER, given_by=GIVER))
            tx.clients.add(make.client(number=number, channel_id=audience, owner=OWNER, added_by=LOGGER))

    for user, number in ((INSIDER, 1), (OUTSIDER, 2)):
        with peopled.read(T1) as tx:
            requests = tx.client_requests.page(Which.OPEN, seen_by=user, offset=0, limit=9).items
            tasks = tx.tasks.page(Which.OPEN, seen_by=user, offset=0, limit=9).items
            clients = tx.clients.all(seen_by=user)
        assert [[one.number for one in found] for found in (requests, tasks, clients)] == [[number]] * 3
