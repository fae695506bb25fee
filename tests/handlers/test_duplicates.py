"""What may be the same as a new request is said after its answer, and only to whoever may see it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Engine, event

from sandbox import Sandbox
from sandbox.driver import Person
from tests.patience import PATIENCE

HINT = "Maybe the same as"


@pytest.fixture(autouse=True)
def acme_is_a_client(ana: Person) -> None:
    ana.slash("/client add Acme", in_="acme")
    assert ana.submit({"Name": "Acme"}).closed


def hints(person: Person, channel: str) -> list[str]:
    return [message.words for message in person.sees(channel).messages if HINT in message.words]


@dataclass
class Held:
    """What the store is asked after an ack waits for `go`; `too_early` is what was looked for before."""

    go: threading.Event = field(default_factory=threading.Event)
    too_early: list[str] = field(default_factory=list)

    def __call__(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if threading.current_thread().name.startswith("after-ack"):
            assert self.go.wait(PATIENCE)
        elif "JOIN client_request_search" in statement:
            self.too_early.append(statement)


@contextmanager
def held_after_the_ack() -> Iterator[Held]:
    held = Held()
    event.listen(Engine, "before_cursor_execute", held)
    try:
        yield held
    finally:
        held.go.set()
        event.remove(Engine, "before_cursor_execute", held)


def test_it_is_named_after_the_answer_and_set_aside(ana: Person, ben: Person) -> None:
    ana.slash("/request Acme: reprint of the spring brochure @ben", in_="general")
    ana.slash("/request Acme: sound system for the board room", in_="general")
    ana.slash("/request Beta: reprint of the spring brochure", in_="general")
    assert hints(ana, "general") == []

    ben.slash("/request Acme: spring broshure reprint", in_="general")
    (hint,) = hints(ben, "general")
    assert "Maybe the same as R-4: *R-1* reprint of the spring brochure (New, not accepted yet, @ben)" in hint
    assert hints(ana, "general") == []

    answer = ben.click("Not the same", in_="general")
    assert answer.text == "R-4 and R-1 stay two requests."
    assert hints(ben, "general") == []


def test_what_is_one_by_now_is_not_said_to_stay_two(ana: Person, ben: Person) -> None:
    ana.slash("/request Acme: reprint of the spring brochure", in_="acme")
    ben.slash("/request Acme: spring brochure reprint", in_="general")
    ana.slash("/request merge R-2 into R-1", in_="acme")
    answer = ben.click("Not the same", in_="general")
    assert "R-2 was merged into R-1, so use that one; `/request split R-2` takes it out again." in answer.words


def test_a_form_is_told_in_messages(ana: Person, ben: Person) -> None:
    ana.slash("/request Acme: reprint of the spring brochure", in_="acme")
    ana.click("Done", in_="acme")
    ben.slash("/request", in_="acme")
    ben.submit({"Title": "Spring brochure reprint", "Client": "Acme"})
    assert "*R-1* reprint of the spring brochure (Done, nobody)" in ben.dm().newest().words
    assert "Reopen it first, then merge." in ben.click("Merge…", in_=ben.dm().id).words
    assert "R-2 and R-1 stay two requests." in (ben.click("Not the same", in_=ben.dm().id).text or "")


def test_of_each_request_that_a_form_logs_it_is_told(ana: Person, ben: Person) -> None:
    for title in ("reprint of the spring brochure", "sound system for the board room"):
        ana.slash(f"/request Acme: {title}", in_="acme")
    for title in ("Spring brochure reprint", "Board room sound system"):
        ben.slash("/request", in_="acme")
        ben.submit({"Title": title, "Client": "Acme"})
    told = " ".join(one.words for one in ben.dm().messages)
    assert ["Maybe the same as R-3" in told, "Maybe the same as R-4" in told] == [True, True]


def test_what_was_closed_long_ago_or_is_hidden_is_not_named(ana: Person, ben: Person, slack: Sandbox) -> None:
    ana.slash("/request Acme: reprint of the spring brochure", in_="acme")
    ana.click("Done", in_="acme")
    slack.clock.advance(31 * 24 * 3600)
    ana.slash("/request Acme: reprint of the spring brochure", in_="acme")
    assert hints(ana, "acme") == []

    ana.slash("/request Beta: reprint of the poster", in_="board")
    ana.kick("ben", from_="board")
    ben.slash("/request Beta: poster reprint", in_="general")
    assert hints(ben, "general") == []
    ana.slash("/request Beta: reprint of poster", in_="general")
    assert "R-3" in hints(ana, "general")[0]


def test_a_slow_store_is_asked_only_once_the_answer_is_there(ana: Person, slack: Sandbox) -> None:
    ana.slash("/request Acme: reprint of the spring brochure", in_="acme")
    ana.slash("/request", in_="acme")
    with held_after_the_ack() as held:
        sent = ana.submit({"Title": "Reprint spring brochure", "Client": "Acme"}, settle=False)
        answer = ana.slash("/request Acme: spring brochure reprint", in_="acme", settle=False)
        assert sent.closed
        assert "R-3 is logged" in answer.words
        assert max(answer.acked_ms or 9999, sent.acked_ms or 9999) < 3000
        assert (hints(ana, "acme"), hints(ana, ana.dm().id)) == ([], [])
        held.go.set()
        slack.settle()
    assert held.too_early == []
    assert (len(hints(ana, "acme")), len(hints(ana, ana.dm().id))) == (1, 1)


def test_whoever_means_another_one_is_not_asked_once_more(ana: Person) -> None:
    for _ in range(2):
        ana.slash("/request Acme: reprint of the spring brochure", in_="acme")
    ana.click("Log another", in_="acme")
    assert "R-2 is logged" in ana.sees("acme").newest("is logged").words
    assert hints(ana, "acme") == []
