"""What is found by words and filters: by whom, in which order, and whichever way the database looks for it."""

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, text

from bot.domain.errors import TooSlow
from bot.domain.finds import State, Wanted
from bot.domain.ids import ClientNumber, RequestNumber, TaskNumber, UserId
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from bot.domain.search_words import term
from bot.domain.tasks import TaskStatus
from storage import schema
from storage.engine import background, make_engine
from storage.search import HITS, NEWEST
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1
from tests.storage.taps import looking_on

CLOSED = {"closed_by": ANA, "closed_at": NOW}


@pytest.fixture
def peopled(store: SqlStore) -> SqlStore:
    with store.begin(OWN_WORK) as tx:
        for user in (ANA, BEN):
            tx.people.add(make.person(user_id=user))
        tx.people.add(make.person(user_id=CAT, name="Catherine"))
        tx.channels.add(make.channel())
        tx.channels.add(make.channel(channel_id=PRIVATE, is_private=True))
        tx.channels.set_members(PRIVATE, [BEN])
        tx.clients.add(make.client())
    return store


def _log(store: SqlStore, *titles: str, **same: Any) -> None:
    with store.begin(OWN_WORK) as tx:
        for number, title in enumerate(titles, 1):
            given = {"title": title, "details": "", "audience": PUBLIC, **same}
            tx.client_requests.add(make.request(number=RequestNumber(number), **given))


def _found(store: SqlStore, *typed: str, seen_by: UserId | None = ANA, limit: int = 10, **more: Any) -> list[int]:
    """All ways of looking find the same: among the newest, by the index at once, and by it a few at a time."""
    terms = [term(one.strip('"'), is_quoted=one.startswith('"')) for one in typed]
    wanted = Wanted(terms=tuple(one for one in terms if one), **more)
    found = list[list[int]]()
    with store.read(T1) as tx:
        for newest, hits in ((NEWEST, HITS), (0, HITS), (0, 2)):
            tx.search.newest, tx.search.hits = newest, hits
            rows = tx.search.requests(wanted, seen_by=seen_by, limit=limit, below=None)
            found.append([row.number for row in rows])
    assert found[0] == found[1] == found[2]
    return found[0]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Reprint of the brochures", ["brochure"]),
        ("Reprint of the BROCHURE", ["brochure", "reprint"]),
        ("Cafe\u0301 menu", ["café"]),
        ("Café menu", ["cafe\u0301"]),
        ("cafe menu", ["CAFÉ"]),
        ("Straße", ["STRASSE"]),
        ("Smørrebrød", ["smorrebrod"]),
        ("Łódź plan", ["lodz"]),
        ("ＦＵＬＬ width", ["full"]),
        ("東京都庁のポスター", ["東京"]),
        ("R&D budget", ["R&D"]),
        ("C++ training", ["C++"]),
        ("open day at school", ['"open day"']),
        ("it's 100% cotton", ["100%", "it's"]),
        ("a 'quoted' \"phrase\" OR not", ["'quoted'", '"phrase', "OR"]),
        ("x' AND NEAR(tokens : *", ["NEAR(tokens", "AND"]),
        ("back\\slash & pipe | bang !", ["back\\slash", "bang"]),
        ("एक दो", ["दो"]),
    ],
)
def test_it_is_found(peopled: SqlStore, title: str, typed: list[str]) -> None:
    _log(peopled, title, "something else")
    assert _found(peopled, *typed) == [1]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Brochure", ["roch"]),
        ("open the new day", ['"open day"']),
        ("1200 flyers", ["12"]),
        ("brochure", ["brochure", "poster"]),
        ("brochures", ['"brochure"']),
        ("か", ["が"]),
    ],
)
def test_it_is_not_found(peopled: SqlStore, title: str, typed: list[str]) -> None:
    _log(peopled, title)
    assert _found(peopled, *typed) == []


def test_every_field_is_searched_and_no_phrase_reaches_across(peopled: SqlStore) -> None:
    _log(peopled, "poster", details="in blue", client_words="Nowhere Ltd", asker=CAT, source="phone")
    for typed in ("poster", "blue", "nowhere", "catherine", "phone"):
        assert _found(peopled, typed) == [1], typed
    assert _found(peopled, '"poster in"') == []


def test_a_change_is_found_and_what_it_was_is_not(peopled: SqlStore) -> None:
    _log(peopled, "poster", "poster")
    with peopled.begin(OWN_WORK) as tx:
        request = tx.client_requests.for_change(RequestNumber(1), seen_by=ANA)
        request.title, request.owner = "flyer", BEN
    assert (_found(peopled, "poster"), _found(peopled, "flyer")) == ([2], [1])
    assert _found(peopled, "flyer", owner=BEN) == [1]
    assert _found(peopled, is_unowned=True) == [2]


def test_a_change_that_is_rolled_back_is_not_found(peopled: SqlStore) -> None:
    with suppress(TooSlow), peopled.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(title="poster", audience=PUBLIC))
        raise TooSlow
    assert _found(peopled, "poster") == []


def test_words_go_with_their_request(peopled: SqlStore, engine: Engine) -> None:
    _log(peopled, "poster")
    seen = looking_on(background(engine))
    with seen.begin() as connection:
        connection.execute(text("delete from client_request"))
        left = connection.execute(text("select count(*) from client_request_search")).scalar_one()
        if engine.dialect.name == "sqlite":
            index = "select count(*) from client_request_search_fts where client_request_search_fts match 'poster'"
            left += connection.execute(text(index)).scalar_one()
    assert left == 0


@pytest.mark.parametrize("seen_by", [ANA, BEN])
def test_pages_are_full_of_what_may_be_seen(peopled: SqlStore, seen_by: UserId) -> None:
    """Those that are hidden are not counted in: they are not read at all."""
    with peopled.begin(OWN_WORK) as tx:
        for number in range(1, 31):
            hidden = number % 3 != 0
            given = {"title": "MARKER" if hidden else "MARKER seen", "audience": PRIVATE if hidden else PUBLIC}
            tx.client_requests.add(make.request(number=RequestNumber(number), logged_by=CAT, **given))
    found = _found(peopled, "marker", seen_by=seen_by, limit=5)
    assert found == ([30, 27, 24, 21, 18] if seen_by == ANA else [30, 29, 28, 27, 26])


def test_whoever_is_no_member_finds_nothing_and_an_operator_everything(peopled: SqlStore) -> None:
    _log(peopled, "poster", audience=PRIVATE)
    assert _found(peopled, "poster", seen_by=UserId("UNOBODY")) == []
    assert _found(peopled, "poster", seen_by=None) == [1]


STATES: dict[int, dict[str, Any]] = {
    1: {"status": RequestStatus.NEW, "owner": BEN, "due_at": NOW - timedelta(hours=1), "due_zone": "UTC"},
    2: {"status": RequestStatus.WAITING_ON_CLIENT, "client_number": ClientNumber(1)},
    3: {"status": RequestStatus.ON_HOLD, "priority": Priority.HIGH},
    4: {"status": RequestStatus.DONE, "logged_at": NOW - timedelta(days=40), **CLOSED},
    5: {"status": RequestStatus.CANCELLED, **CLOSED},
    6: {"status": RequestStatus.CANCELLED, "undone": True, **CLOSED},
}


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, [5, 4, 3, 2, 1]),
        ({"states": frozenset({State.OPEN})}, [3, 2, 1]),
        ({"states": frozenset({State.DONE})}, [4]),
        ({"states": frozenset({State.CANCELLED})}, [6, 5]),
        ({"states": frozenset({State.WAITING, State.ON_HOLD})}, [3, 2]),
        ({"states": frozenset({State.WAITING_ON_PROVIDER})}, []),
        ({"owner": BEN}, [1]),
        ({"is_unowned": True}, [5, 4, 3, 2]),
        ({"client": ClientNumber(1)}, [2]),
        ({"priorities": frozenset({Priority.HIGH, Priority.URGENT})}, [3]),
        ({"late_at": NOW}, [1]),
        ({"since": NOW - timedelta(days=1)}, [5, 3, 2, 1]),
        ({"until": NOW - timedelta(days=1)}, [4]),
    ],
)
@pytest.mark.parametrize("words", [[], ["poster"]])
def test_filters(peopled: SqlStore, wanted: dict[str, Any], numbers: list[int], words: list[str]) -> None:
    with peopled.begin(OWN_WORK) as tx:
        for number, values in STATES.items():
            tx.client_requests.add(
                make.request(number=RequestNumber(number), title="poster", audience=PUBLIC, **values)
            )
    assert _found(peopled, *words, **wanted) == numbers


def test_tasks_are_found_by_what_they_have(peopled: SqlStore) -> None:
    _log(peopled, "poster", client_number=ClientNumber(1))
    with peopled.begin(OWN_WORK) as tx:
        tx.tasks.add(make.task(title="proof", audience=PUBLIC, request_number=RequestNumber(1), owner=BEN))
        done = {"status": TaskStatus.DONE, **CLOSED}
        tx.tasks.add(make.task(number=TaskNumber(2), title="proofs of it", audience=PUBLIC, **done))
    proof = term("proof", is_quoted=False)
    assert proof is not None
    asked: list[tuple[dict[str, Any], list[int]]] = [
        ({}, [2, 1]),
        ({"states": frozenset({State.OPEN})}, [1]),
        ({"states": frozenset({State.DONE})}, [2]),
        ({"states": frozenset({State.WAITING})}, []),
        ({"client": ClientNumber(1)}, [1]),
        ({"owner": BEN}, [1]),
        ({"priorities": frozenset({Priority.HIGH})}, []),
    ]
    with peopled.read(T1) as tx:
        for more, numbers in asked:
            wanted = Wanted(terms=(proof,), **more)
            found = tx.search.tasks(wanted, seen_by=ANA, limit=9, below=None)
            assert [one.number for one in found] == numbers, more


def test_batches_go_on_where_the_last_ended(peopled: SqlStore) -> None:
    _log(peopled, *["poster"] * 7)
    poster = term("poster", is_quoted=False)
    assert poster is not None
    wanted, found, below = Wanted(terms=(poster,)), list[int](), None
    with peopled.read(T1) as tx:
        while batch := [one.number for one in tx.search.requests(wanted, seen_by=ANA, limit=3, below=below)]:
            found, below = [*found, *batch], batch[-1]
    assert found == [7, 6, 5, 4, 3, 2, 1]


def test_whatever_is_asked_both_ways_find_the_same(peopled: SqlStore) -> None:
    chance = random.Random(7)
    words = ["poster", "posters", "flyer", "über", "uber", "12", "logo"]
    _log(peopled, *[" ".join(chance.choices(words, k=3)) for _ in range(60)])
    asked = [chance.choices([*words, "po", "u", '"poster flyer"'], k=chance.randint(1, 2)) for _ in range(25)]
    assert all(isinstance(_found(peopled, *typed, limit=99), list) for typed in asked)


@pytest.mark.parametrize(
    ("typed", "more", "numbers"),
    [
        (["poster", "zebra"], {}, [21, 13, 5]),
        (["zebra", "po", '"blue poster"'], {}, [21, 5]),
        (["poster", "flyer"], {}, []),
        (["poster"], {"owner": BEN}, [9]),
        (["flyer"], {"owner": BEN}, []),
    ],
)
def test_a_rare_word_beside_a_common_one(
    peopled: SqlStore, typed: list[str], more: dict[str, Any], numbers: list[int]
) -> None:
    """A common beginning is looked for in what the rare word has, and what is not so rare by both."""
    rare = {5: "blue poster zebra", 8: "flyer zebra", 13: "poster zebra", 21: "blue posters zebra blue poster"}
    _log(peopled, *[rare.get(number, "poster" if number % 2 else "flyer") for number in range(1, 41)])
    with peopled.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(RequestNumber(9), seen_by=ANA).owner = BEN
    assert _found(peopled, *typed, **more) == numbers


def test_what_was_there_before_it_could_be_found(tmp_path: Any) -> None:
    engine = background(make_engine(f"sqlite:///{tmp_path / 'liaison.db'}"))
    config = schema.alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0018")
        connection.execute(text("insert into person values ('T1', 'UANA', 'Ana', 'member', null, null, null, 1, 0)"))
        connection.execute(
            text(
                "insert into client_request (team_id, number, title, details, priority, status, acceptance, asker,"
                " logged_by, logged_at, undone, why, note, version) values ('T1', 1, 'Große Poster', '', 'normal',"
                " 'new', 'not_asked', 'UANA', 'UANA', '2026-03-03 07:15:00', 0, '', '', 1)"
            )
        )
        command.upgrade(config, "head")
    assert _found(SqlStore(engine, lambda: None), "grosse", "ana") == [1]
    engine.dispose()
