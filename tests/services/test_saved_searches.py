"""Saved searches: of one person, under one name each, and not too many."""

import pytest
from sqlalchemy import Engine

from bot.domain.errors import FieldRefused, NotFound
from bot.domain.finds import Kind
from bot.domain.ids import UserId
from bot.domain.saved_searches import MOST
from bot.services.saved_searches import SavedSearchService
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, HandClock


@pytest.fixture
def saving(empty_store: Engine) -> SavedSearchService:
    return SavedSearchService(SqlStore(empty_store, lambda: None), HandClock(NOW))


def _names(saving: SavedSearchService, user: UserId = ANA) -> list[str]:
    return [one.name for one in saving.of(make.gesture(user_id=user))]


def _save(saving: SavedSearchService, name: str, user: UserId = ANA) -> int:
    by = make.gesture(user_id=user, key=f"submit:{user}:{name}")
    saving.save(by, Kind.REQUESTS, "poster open", name)
    return next(one.number for one in saving.of(by) if one.name == name)


def test_they_are_somebodys_own(saving: SavedSearchService) -> None:
    number = _save(saving, "Posters")
    assert (_names(saving), _names(saving, BEN)) == (["Posters"], [])
    with pytest.raises(NotFound):
        saving.one(make.gesture(user_id=BEN), number)
    with pytest.raises(NotFound):
        saving.remove(make.gesture(user_id=BEN, key="click:1"), number)
    assert _save(saving, "Posters", BEN) != number


def test_a_name_stands_for_one(saving: SavedSearchService) -> None:
    number = _save(saving, "Posters")
    other = _save(saving, "Flyers")
    for refused in (
        lambda: _save(saving, "  POSTERS "),
        lambda: saving.rename(make.gesture(key="submit:2"), other, "posters"),
        lambda: saving.rename(make.gesture(key="submit:3"), other, " "),
        lambda: saving.rename(make.gesture(key="submit:4"), other, "x" * 61),
    ):
        with pytest.raises(FieldRefused):
            refused()
    for name in ("posters", "x" * 60):
        assert saving.rename(make.gesture(key=f"submit:{name}"), number, name).name == name


def test_what_is_deleted_comes_back_unless_its_name_is_taken_by_then(saving: SavedSearchService) -> None:
    number = _save(saving, "Posters")
    saving.remove(make.gesture(key="click:1"), number)
    assert _names(saving) == []
    saving.restore(make.gesture(key="click:2"), number)
    assert _names(saving) == ["Posters"]
    saving.remove(make.gesture(key="click:3"), number)
    by = make.gesture(key="submit:again")
    saving.save(by, Kind.TASKS, "proof", "Posters")
    with pytest.raises(FieldRefused):
        saving.restore(make.gesture(key="click:4"), number)


def test_there_are_not_too_many(saving: SavedSearchService) -> None:
    for number in range(MOST):
        _save(saving, f"Search {number}")
    with pytest.raises(FieldRefused) as refused:
        _save(saving, "One more")
    assert (refused.value.reason, refused.value.detail) == ("too_many", str(MOST))


def test_the_same_gesture_counts_once(saving: SavedSearchService) -> None:
    by = make.gesture(key="submit:1")
    assert [saving.save(by, Kind.REQUESTS, "poster", "Posters") for _ in range(2)] == ["Posters"] * 2
    assert _names(saving) == ["Posters"]
