"""What is small within an English sentence is a word of its own, because a language's nouns are not."""

import re
from pathlib import Path

import pytest

import handlers
from bot.domain.client_requests import Acceptance
from bot.domain.errors import WrongState
from bot.domain.request_states import Cause, RequestStatus
from bot.domain.tasks import TaskStatus
from bot.services.cards import Item
from handlers.language import Language
from handlers.views import called, refusals
from handlers.views.called import alone, within
from handlers.views.request_states import why_closed
from tests.storage import make
from tests.storage.make import BEN

HERE = Path(handlers.__file__).parent
GERMAN = Language(
    {"no answer from the client": "keine Antwort des Kunden", "on hold": "in der Warteschleife", "done": "erledigt"}
)


def test_nouns_stay_as_the_language_writes_them() -> None:
    request = make.request(cause=Cause.NO_ANSWER, why="")
    with GERMAN.spoken():
        assert str(why_closed(request)) == ": keine Antwort des Kunden"
        refused = refusals.words(WrongState("R-1", RequestStatus.ON_HOLD, RequestStatus.DONE))
    assert "R-1 is in der Warteschleife, so it cannot be erledigt yet" in str(refused)


STATES: dict[str, Item] = {
    **{f"request {one}": make.request(status=one) for one in RequestStatus},
    **{f"task {one}": make.task(status=one) for one in TaskStatus},
    "taken back": make.request(status=RequestStatus.CANCELLED, undone=True),
    "merged": make.request(status=RequestStatus.CANCELLED, merged_into=7),
    "given": make.request(owner=BEN, acceptance=Acceptance.ASKED),
    "given as a task": make.task(owner=BEN, acceptance=Acceptance.ASKED),
}


def small(words: str) -> str:
    return words[0].lower() + words[1:]


@pytest.mark.parametrize("item", STATES.values(), ids=STATES)
def test_in_english_what_stands_within_a_sentence_is_what_stands_alone_made_small(item: Item) -> None:
    assert within.state(item) == small(alone.state(item))


def test_and_so_are_reasons_and_ways() -> None:
    for named in (*called.STATUS.values(), *called.CAUSE.values(), *called.SOURCE.values()):
        assert named.within == small(named.alone)


def test_a_state_is_named_in_one_place() -> None:
    """A table that has one for each would have to know a new one."""
    named = re.compile(r"(RequestStatus\.WORKING|TaskStatus\.OPEN|Cause\.MISTAKE): \w*\(?\"[A-Za-z]")
    assert [path.name for path in HERE.rglob("*.py") if named.search(path.read_text(encoding="utf-8"))] == ["called.py"]


def test_nothing_of_ours_is_made_small_by_the_code() -> None:
    made_small = re.compile(r"(?:plainly|said|state|status|cause|source)\([^\n]*\)\.lower\(\)")
    assert [path.name for path in HERE.rglob("*.py") if made_small.search(path.read_text(encoding="utf-8"))] == []
