"""Lines that change many at once: what they say, the preview behind them, and what is left. It is Tuesday 3 March."""

from sandbox.driver import Person
from tests.conftest import Pair

PAIRS = (Pair.HTTP_POSTGRESQL,)


def test_a_line_shows_first_and_is_applied_once(ana: Person, ben: Person) -> None:
    for title in ("one", "two"):
        ana.slash(f"/request poster {title} by thu 3pm", in_="acme")
    ana.slash("/task proof @ben", in_="acme")
    shown = ana.slash("/request bulk R-1, R-2 and T-1 due fri 4pm because the *client* is away", in_="acme")
    assert "3 of 3 would change: due Fri 6 Mar, 16:00 London time: the *\u200bclient*\u200b is away." in shown.words
    done = ana.click("Apply", in_="acme")
    assert "B-1: 3 are changed, due Fri 6 Mar, 16:00 London time" in done.words
    assert "You can undo it until Tue 3 Mar, 14:10 London time." in done.words
    assert "due Fri 6 Mar" in ana.slash("/task T-1", in_="acme").words
    (told,) = [one for one in ben.dm().messages if "at once" in one.words]
    assert "*T-1* proof" in told.words
    assert "R-1" not in told.words
    assert "B-1 is undone: 3 are as before." in ana.slash("/request bulk undo", in_="acme").words
    assert "due Thu 5 Mar" in ana.slash("/request R-1", in_="acme").words
    assert "was undone already" in ana.slash("/request bulk undo", in_="acme").words


def test_what_a_line_leaves_out_is_asked_or_said(ana: Person, carla: Person) -> None:
    ana.slash("/request poster one by thu 3pm", in_="board")
    ana.slash("/request poster two", in_="acme")
    assert "Name several and say what becomes of them" in ana.slash("/request bulk", in_="acme").words
    assert "I don't understand what *dance*" in ana.slash("/request bulk R-1 R-2 dance", in_="acme").words
    assert "I don't know whom *nobody*" in ana.slash("/request bulk R-1 R-2 assign nobody", in_="acme").words
    assert "there is nothing to undo" in ana.slash("/request bulk undo", in_="acme").words
    no_reason = ana.slash("/request bulk R-1 R-2 due fri 4pm", in_="acme")
    assert "R-1: has a due date, and that is moved with a reason only" in no_reason.words
    hidden = carla.slash("/request bulk R-1 R-2 R-9 cancel because too late", in_="acme")
    assert "1 of 3 would change: cancelled: too late." in hidden.words
    assert "R-1, R-9: is not there, or not yours to see" in hidden.words
    modal = ana.slash("/task bulk R-1 R-2", in_="acme").modal
    assert modal is not None
    shown = ana.submit({"What to do": "Cancel them"})
    assert shown.modal is not None
    assert "R-3" in ana.slash("/request bulk 500 leaflets", in_="acme").words
