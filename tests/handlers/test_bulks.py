"""Many changed at once by form: shown first, told once, and taken back. It is Tuesday 3 March, 14:00 in London."""

from sqlalchemy import create_engine, select

from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.seen import Message
from storage.audit import audit
from storage.client_requests import requests
from tests.conftest import Pair
from tests.handlers.pressing import press
from tests.storage.taps import looking_on

PAIRS = (Pair.SOCKET_SQLITE,)
WHY = {"Why does the due date change?": "The client is away"}
DUE = {"Due date": "2026-03-06", "Due time": "16:00"}


def news(person: Person) -> list[Message]:
    return [one for one in person.dm().messages if "at once" in one.words]


def moved(url: str) -> tuple[set[str], list[str | None]]:
    """When requests are due, and what the audit says that their moves belong to."""
    engine = create_engine(url)
    due = select(requests.c.due_at)
    moves = select(audit.c.after, audit.c.batch).where(audit.c.entity == "client_request", audit.c.action == "changed")
    with looking_on(engine).connect() as connection:
        batches = [batch for after, batch in connection.execute(moves.order_by(audit.c.id)) if "due_at" in after]
        found = {f"{at:%d %H:%M}" for at in connection.scalars(due) if at}, batches
    engine.dispose()
    return found


def choose(person: Person, deed: str, **which: object) -> None:
    person.click("Choose several…", in_="acme")
    person.submit({**which, "What to do": deed})


def test_thirty_are_moved_by_form_told_once_and_taken_back(
    ana: Person, ben: Person, carla: Person, database_url: str
) -> None:
    for number in range(1, 31):
        ana.slash(f"/request poster {number:02}x by thu 3pm @ben", in_="acme")
    carla.slash("/request watch R-7", in_="acme")
    before = [len(person.dm().messages) for person in (ana, ben, carla)]
    ana.slash("/request find poster", in_="acme")
    choose(ana, "Move their due date", **{"All of them": "All 30"})
    shown = ana.submit({**DUE, **WHY}).modal
    assert shown is not None
    assert "30 of 30 would change: due Fri 6 Mar, 16:00 London time: The client is away." in shown.words
    assert "*R-7* poster 07x · now due Thu 5 Mar, 15:00 London time" in shown.words
    assert moved(database_url) == ({"05 15:00"}, [])

    assert ana.submit().closed
    assert moved(database_url) == ({"06 16:00"}, ["B-1"] * 30)
    assert [len(person.dm().messages) for person in (ana, ben, carla)] == [before[0], before[1] + 1, before[2] + 1]
    (told,) = news(ben)
    assert (
        "@ana changed several at once. 30 are yours or watched by you: due Fri 6 Mar, 17:00 Berlin time" in told.words
    )
    assert all(f"*R-{number}* poster" in told.words for number in range(1, 31))
    assert "*R-7* poster" in news(carla)[0].words
    assert "R-8" not in news(carla)[0].words
    assert "due Fri 6 Mar" in ana.sees("acme").newest("poster 30x").words

    history = press(ana, "History", in_="acme", value="R-30").modal
    assert history is not None
    assert "London time: The client is away (B-1, several at once)" in history.words
    ana.close(everything=True)
    ben.slash("/request due R-3 mon 9am because he said so", in_="acme")
    undone = ana.click("Undo", in_="acme")
    assert "B-1 is undone: 29 are as before. Left as it is, because it was changed since: R-3." in undone.words
    assert moved(database_url) == ({"05 15:00", "09 08:00"}, [*["B-1"] * 30, None, *["B-1"] * 29])
    assert "has undone it" in news(ben)[0].words
    assert len(news(ben)) == 1
    assert "B-1 was undone already" in ana.slash("/request bulk undo", in_="acme").words


def test_what_may_not_be_changed_is_named_and_what_changed_meanwhile_is_shown_anew(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    for title in ("one", "two", "three", "four"):
        ana.slash(f"/request poster {title} @ben", in_="acme")
    ana.slash("/task print it for R-2", in_="acme")
    ana.slash("/request find poster", in_="acme")
    ana.click("Choose several…", in_="acme")
    assert ana.submit({"What to do": "Close them as done"}).errors == {
        "items_1": "Nothing is chosen yet. Please choose at least one."
    }
    shown = ana.submit({"Or these": ["R-1 poster one", "R-2 poster two", "R-3 poster three"]}).modal
    assert shown is not None
    assert "2 of 3 would change: done." in shown.words
    assert "R-2: has open tasks" in shown.words

    press_done = ben.click("Done", in_="acme", value="R-1")
    assert press_done.error is None
    again = ana.submit().modal
    assert again is not None
    assert "Nothing is saved yet: R-1 changed since you looked." in again.words
    assert "R-1: is closed already" in again.words
    assert ana.submit().closed
    answer = ana.click("Undo", in_="acme")
    assert "B-1 is undone: 1 is as before." in answer.words
    assert "New, not accepted yet" in ana.slash("/request R-3", in_="acme").words


def test_it_is_undone_within_ten_minutes_and_told_to_nobody_who_may_not_see_it(
    slack: Sandbox, ana: Person, ben: Person, carla: Person
) -> None:
    ana.slash("/request secret plan", in_="board")
    ana.slash("/request open plan", in_="acme")
    assert "Choose several…" not in carla.slash("/request R-1", in_="acme").words
    carla.slash("/request find plan", in_="acme")
    carla.click("Choose several…", in_="acme")
    offered = carla.modal
    assert offered is not None
    assert "R-1" not in str(offered.blocks)
    carla.close(everything=True)

    ana.slash("/request bulk R-1 R-2 assign @ben", in_="acme")
    applied = ana.click("Apply", in_="acme")
    assert "B-1: 2 are changed, given to @ben." in applied.words
    assert "Told with one message: @ben." in applied.words
    assert len(news(ben)) == 1
    slack.clock.advance(11 * 60)
    assert "B-1 can be undone for 10 minutes only" in ana.click("Undo", in_="acme").words
    ana.slash("/request secret party", in_="board")
    ana.slash("/request bulk R-3 assign @carla", in_="acme")
    ana.click("Apply", in_="acme")
    ana.slash("/request bulk undo", in_="acme")
    (told,) = news(carla)
    assert "has undone it" in told.words
    assert "secret party" not in told.words


def test_it_begins_where_items_are_listed_and_is_undone_where_it_is_told(slack: Sandbox, ana: Person) -> None:
    """In the Home the answer has no other place than the form; what is found there is chosen over it."""
    ana.slash("/request poster", in_="acme")
    ana.slash("/task proof @ana", in_="acme")
    ana.slash("/task plates @ana", in_="acme")
    for line, offered in (("/request list", ["R-1"]), ("/task list", ["T-1", "T-2"]), ("/task mine", ["T-1", "T-2"])):
        ana.slash(line, in_="acme")
        modal = ana.click("Choose several…", in_="acme").modal
        assert modal is not None
        assert [label for label in ("R-1", "T-1", "T-2") if f"'value': '{label}'" in str(modal.blocks)] == offered
        ana.close(everything=True)
    ana.home()
    ana.click("Choose several…")
    ana.submit({"All of them": "All 3", "What to do": "Assign them to somebody"})
    shown = ana.submit({"Owner": "ana"}).modal
    assert shown is not None
    assert "1 of 3 would change: given to @ana." in shown.words
    assert "*2 left as they are*\n• T-1, T-2: are like that already" in shown.words
    told = ana.submit().modal
    assert told is not None
    assert "B-1: 1 is changed, given to @ana." in told.words
    assert "R-1" in ana.home().words
    ana.click("Undo")
    undone = ana.modal
    assert undone is not None
    assert "B-1 is undone: 1 is as before." in undone.words
    ana.close(everything=True)

    ana.click("Find")
    ana.submit({"What do you look for?": "plates"})
    ana.click("Choose several…")
    ana.submit({"This one": ["T-2 plates"], "What to do": "Snooze it"})
    ana.submit({"Until": "2026-03-05", "At": "09:00"})
    told = ana.submit().modal
    assert told is not None
    assert "out of sight until Thu 5 Mar, 09:00 London time" in told.words


def test_client_type_and_priority_are_chosen_in_a_form(ana: Person) -> None:
    ana.slash("/client add Board", in_="board")
    assert ana.submit({"Name": "Board"}).closed
    for title in ("one", "two"):
        ana.slash(f"/request poster {title}", in_="acme")
    for deed, field, chosen, shown in (
        ("Move them to another client", "Client", "Board", "put under Board"),
        ("Change their type", "Type", "Note for ourselves", "given the type Note for ourselves"),
        ("Change their priority", "Priority", "High", "high priority"),
    ):
        ana.slash("/request find poster", in_="acme")
        choose(ana, deed, **{"All of them": "All 2"})
        preview = ana.submit({field: chosen}).modal
        assert preview is not None
        assert f"2 of 2 would change: {shown}." in preview.words
        assert ana.submit().closed
    assert "Board" in ana.sees("board").newest("poster one").words
    assert "High" in ana.slash("/request R-2", in_="acme").words
    ana.slash("/request find poster", in_="acme")
    choose(ana, "Move them to another client", **{"All of them": "All 2"})
    preview = ana.submit({}).modal
    assert preview is not None
    assert "2 of 2 would change: no client any more." in preview.words
    assert "*R-1* poster one · now under Board" in preview.words
