"""What is small within an English sentence is a word of its own, because a language's nouns are not."""

import re
from pathlib import Path

import handlers
from bot.domain.errors import WrongState
from bot.domain.quick_results import Source
from bot.domain.request_states import Cause, RequestStatus
from bot.domain.tasks import TaskStatus
from handlers.language import Language
from handlers.views import in_sentences, refusals, request_states, sources, tasks
from handlers.views.request_states import why_closed
from tests.storage import make

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


def test_in_english_they_are_those_that_stand_alone_made_small() -> None:
    for state in RequestStatus:
        assert in_sentences.status(state) == request_states.STATUS[state].lower()
    for one in TaskStatus:
        assert in_sentences.status(one) == tasks.STATUS[one].lower()
    assert [in_sentences.cause(one) for one in Cause] == [request_states.CAUSES[one].lower() for one in Cause]
    assert [in_sentences.source(one) for one in Source] == [sources.NAMES[one].lower() for one in Source]


def test_nothing_of_ours_is_made_small_by_the_code() -> None:
    made_small = re.compile(r"(?:plainly|said|state)\([^\n]*\)\.lower\(\)")
    assert [path.name for path in HERE.rglob("*.py") if made_small.search(path.read_text(encoding="utf-8"))] == []
