"""The checklist of a request or task, written and ticked in its form."""

import pytest

from sandbox.driver import Person
from tests.handlers.pressing import press
from tests.handlers.test_histories import lines

ITEMS = [
    pytest.param("/request brochure", "request", "R-1", id="request"),
    pytest.param("/task brochure", "task", "T-1", id="task"),
]


@pytest.mark.parametrize(("line", "command", "label"), ITEMS)
def test_it_is_written_and_ticked(ana: Person, ben: Person, line: str, command: str, label: str) -> None:
    ana.slash(line, in_="acme")
    assert ana.slash(f"/{command} checklist {label}", in_="acme").modal is not None
    assert ana.submit({"Items": "Proof read\nPlates made <!channel>\n\nBoxed"}).closed
    assert "0 of 3 ticked" in ben.sees("acme").newest(f"*{label}*").words
    ben.slash(f"/{command} {label}", in_="acme")
    press(ben, "Checklist", in_="acme")
    saved = ben.submit({"Ticked": ["Proof read", "Boxed"]})
    assert saved.closed
    assert "2 of 3 ticked" in ana.sees("acme").newest(f"*{label}*").words
    form = ana.slash(f"/{command} checklist {label}", in_="acme").modal
    assert form is not None
    assert "Proof read: @ben, Tue 3 Mar, 14:00 London time" in form.words
    assert ana.submit({"Ticked": ["Boxed"], "Items": "Boxed\nSent"}).closed
    assert "1 of 2 ticked" in ana.sees("acme").newest(f"*{label}*").words
    told = lines(ana, label)
    assert told[0].endswith("wrote the checklist of 2")
    assert told[1] == "<@U0BEN> ticked Proof read, Boxed"


def test_two_who_write_it_anew_are_told(ana: Person, ben: Person) -> None:
    ana.slash("/request brochure", in_="acme")
    for person in (ana, ben):
        person.slash("/request checklist R-1", in_="acme")
    assert ben.submit({"Items": "Proof read"}).closed
    sent = ana.submit({"Items": "Boxed"})
    assert sent.modal is not None
    assert "theirs Proof read, yours Boxed" in sent.modal.words
    assert "@ben" in sent.modal.words, "and not whoever logged it"
    assert ana.submit().closed
    assert "0 of 1 ticked" in ana.sees("acme").newest("*R-1*").words


@pytest.mark.parametrize(("line", "command", "label"), ITEMS)
def test_what_is_closed_meanwhile_is_not_ticked(ana: Person, ben: Person, line: str, command: str, label: str) -> None:
    ana.slash(line, in_="acme")
    ana.slash(f"/{command} checklist {label}", in_="acme")
    assert ana.submit({"Items": "Proof read"}).closed
    ben.slash(f"/{command} checklist {label}", in_="acme")
    ana.click("Done", in_="acme", value=label)
    sent = ben.submit({"Ticked": ["Proof read"]})
    assert sent.modal is not None
    assert f"{label} was closed by @ana" in sent.modal.words
    assert "0 of 1 ticked" in ana.slash(f"/{command} {label}", in_="acme").words


def test_a_tick_for_words_that_somebody_has_rewritten_is_not_lost_unseen(ana: Person, ben: Person) -> None:
    ana.slash("/request brochure", in_="acme")
    ana.slash("/request checklist R-1", in_="acme")
    ana.submit({"Items": "Proof read\nBoxed"})
    for person in (ana, ben):
        person.slash("/request checklist R-1", in_="acme")
    assert ben.submit({"Items": "Proof read twice\nBoxed"}).closed
    sent = ana.submit({"Ticked": ["Proof read"]})
    assert sent.modal is not None
    words = " ".join(sent.modal.words.replace("*", "").split())
    assert "checklist: theirs Proof read twice Boxed, yours Proof read Boxed" in words
    assert "0 of 2 ticked" in ben.sees("acme").newest("*R-1*").words
    assert ana.submit().closed
    assert "1 of 2 ticked" in ben.sees("acme").newest("*R-1*").words


def test_too_many_are_refused_at_their_field(ana: Person) -> None:
    ana.slash("/request brochure", in_="acme")
    ana.slash("/request checklist R-1", in_="acme")
    assert "31 of 30 items" in ana.submit({"Items": "\n".join(map(str, range(31)))}).errors["checklist"]


def test_a_long_one_has_all_its_boxes(ana: Person) -> None:
    ana.slash("/request brochure", in_="acme")
    ana.slash("/request checklist R-1", in_="acme")
    ana.submit({"Items": "\n".join(f"step {n}" for n in range(30))})
    ana.slash("/request checklist R-1", in_="acme")
    assert ana.submit({"ticks_1": ["step 0"], "ticks_2": ["step 10"], "ticks_3": ["step 29"]}).closed
    assert "3 of 30 ticked" in ana.sees("acme").newest("*R-1*").words
