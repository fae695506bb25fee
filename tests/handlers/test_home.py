"""The Home, from opening it to working in it. It is Tuesday 3 March, 14:00 in London."""

import pytest

from bot.services.homes import PAGE
from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.crafted import pressed_in_home

HOUR, DAY = 3_600, 86_400


def words(person: Person) -> str:
    """Of their Home as it is now."""
    assert person.home_view is not None
    return person.home_view.text


def lines(person: Person) -> list[str]:
    """Without the heading, the buttons and menus on top and the footer."""
    return words(person).splitlines()[14:-1]


def labels(person: Person) -> set[str]:
    return {line.split()[0] for line in lines(person) if line.startswith("*R-")}


def test_empty_it_says_how_to_start(ana: Person) -> None:
    shown = ana.home().text
    assert shown.startswith("Your day\nLog a client request\nGive a task\nFind\nChoose several…\nMy hours\n")
    for example in ("/request Acme", "/task @ana", "/nudge me"):
        assert example in shown
    assert shown.endswith("As of Tue 3 Mar, 14:00 London time")


def test_each_thing_once_under_the_most_urgent_heading(slack: Sandbox, ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/request Acme: reprint by tue 15:00 @ben !high", in_="acme")
    ana.slash("/request logo by wed 10:00 @ben", in_="acme")
    ana.slash("/task @ben photos for the team page for R-2", in_="acme")
    ana.slash("/request website texts", in_="acme")
    ana.slash("/nudge @ben fri 9:00 call Acme", in_="acme")
    slack.clock.advance(18 * HOUR)
    ben.home()
    assert lines(ben) == [
        "Overdue (1)",
        "*R-1* reprint",
        "Acme · was due Tue 3 Mar, 16:00 Berlin time · not accepted yet · :small_red_triangle: High",
        "Accept",
        "Open",
        "Due today (1)",
        "*R-2* logo",
        "due Wed 4 Mar, 11:00 Berlin time · not accepted yet",
        "Accept",
        "Open",
        "Your other work (1)",
        "*T-1* photos for the team page",
        "part of R-2 · no due date · not accepted yet",
        "Accept",
        "Open",
        "Nobody's yet (1)",
        "*R-3* website texts",
        "no due date",
        "I'll take this",
        "Open",
        "Reminders waiting for you (1)",
        "*N-1* call Acme",
        "Fri 6 Mar, 09:00 Berlin time",
        "Cancel",
    ]
    assert words(ben).endswith("As of Wed 4 Mar, 09:00 Berlin time")
    carla.home()
    assert [line for line in lines(carla) if line.endswith(")")] == ["Nobody's yet (1)"]


def test_what_one_may_not_see_is_not_there(ana: Person, carla: Person) -> None:
    ana.slash("/request plans for the takeover", in_="board")
    assert "plans for the takeover" in ana.home().text
    assert "plans for the takeover" not in carla.home().text


def test_taken_and_done_from_the_home(ana: Person) -> None:
    ana.slash("/request website texts", in_="acme")
    ana.home()
    ana.click("I'll take this")
    assert words(ana).startswith("R-1 website texts: ")
    assert lines(ana)[1:] == ["Your other work (1)", "*R-1* website texts", "no due date", "Done", "Open"]
    ana.click("Done")
    assert words(ana).startswith("R-1 website texts: ")
    assert "/request Acme" in words(ana)
    assert "Done by @ana" in ana.sees("acme").newest(containing="R-1").words


def test_a_task_is_done_from_the_home(ana: Person, ben: Person) -> None:
    ana.slash("/task @ben photos for the team page", in_="acme")
    ben.home()
    ben.click("Accept", value="T-1")
    ben.click("Done", value="T-1")
    assert "photos for the team page" not in "\n".join(lines(ben)[1:])


@pytest.mark.parametrize(
    ("line", "label"), [("/request website texts @ben", "R-1"), ("/task @ben website texts", "T-1")]
)
def test_accepted_done_and_reopened_from_the_home(ana: Person, ben: Person, line: str, label: str) -> None:
    ana.slash(line, in_="acme")
    ben.home()
    ben.click("Accept")
    assert f"{label} website texts: you accepted it." in words(ben)
    assert "not accepted yet" not in words(ben)
    ben.click("Done")
    assert lines(ben)[0:1] != [f"*{label}* website texts"]
    ben.click("Reopen")
    assert f"{label} website texts: it is open again." in words(ben)
    assert "Reopen\n" not in words(ben)
    assert f"*{label}* website texts" in lines(ben)


def test_it_stays_on_its_page(ana: Person, ben: Person) -> None:
    for number in range(1, 2 * PAGE + 4):
        ana.slash(f"/request website text {number} @ana", in_="acme", settle=False)
    ana.home()
    for _ in range(2):
        ana.click("Next")
    assert "41–43 of 43" in words(ana)
    ana.click("Done")
    assert "it is done" in words(ana)
    assert "41–42 of 42" in words(ana)
    ben.slash("/task @ana something else", in_="acme")
    assert "41–43 of 43" in words(ana)
    assert "1–20 of 43" in ana.home().text


def test_it_follows_what_others_do(ana: Person, ben: Person) -> None:
    assert "/request Acme" in ben.home().text
    ana.slash("/request website texts @ben", in_="acme")
    assert "*R-1* website texts" in lines(ben)


def test_a_home_that_was_never_opened_is_not_published(ana: Person, ben: Person) -> None:
    ana.slash("/request website texts @ben", in_="acme")
    assert ben.home_view is None


@pytest.mark.parametrize(
    ("button", "title"),
    [("Log a client request", "Log a client request"), ("Give a task", "Give a task"), ("My hours", "Your hours")],
)
def test_its_buttons_open_the_forms(ana: Person, button: str, title: str) -> None:
    ana.home()
    ana.click(button)
    assert ana.modal is not None
    assert ana.modal.title == title


def test_logged_from_the_home(ana: Person) -> None:
    ana.home()
    ana.click("Log a client request")
    ana.submit({"Title": "website texts", "Owner": "ana"})
    assert "*R-1* website texts" in lines(ana)


def test_it_has_pages(ana: Person) -> None:
    for number in range(1, PAGE + 2):
        ana.slash(f"/request website text {number}", in_="acme", settle=False)
    ana.home()
    first = labels(ana)
    assert len(first) == PAGE
    assert lines(ana)[-2:] == ["1–20 of 21", "Next"]
    ana.click("Next")
    assert "Nobody's yet (21)" in words(ana)
    assert lines(ana)[-2:] == ["The last of 21", "Previous"]
    assert first | labels(ana) == {f"*R-{number}*" for number in range(1, PAGE + 2)}
    ana.click("Previous")
    assert labels(ana) == first


def test_a_page_that_is_gone_shows_the_last(ana: Person) -> None:
    for number in range(1, PAGE + 2):
        ana.slash(f"/request website text {number} @ana", in_="acme", settle=False)
    ana.home()
    ana.click("Next")
    ana.click("Done")
    assert len(labels(ana)) == PAGE
    assert "Previous" not in words(ana)


def test_guests_are_told(slack: Sandbox, ana: Person) -> None:
    ana.slash("/request website texts", in_="acme")
    assert slack.person("gus").home().text == (
        "Your day\nOnly full members of this workspace work with Liaison. Ask one of them for what you need."
    )


def test_the_messages_tab_greets_once(ana: Person) -> None:
    before = len(ana.dm().messages)
    for _ in range(2):
        ana._perform("home", settle=True, tab="messages")
    assert len(ana.dm().messages) == before + 1


def test_filters_stay_until_they_are_changed(ana: Person) -> None:
    ana.slash("/client add Acme", in_="acme")
    ana.submit({})
    ana.slash("/request Acme: reprint @ana !high", in_="acme")
    ana.slash("/task @ana photos", in_="acme")
    ana.home()
    ana.click("Client requests")
    assert labels(ana) == {"*R-1*"}
    assert "photos" not in words(ana)
    assert "photos" not in ana.home().text
    ana.click("Choose several…")
    assert ana.modal is not None
    assert "R-1 Acme · reprint" in str(ana.modal.blocks)
    assert "photos" not in str(ana.modal.blocks)
    ana.close(everything=True)
    assert [option["text"]["text"] for option in ana.suggest("ac", "home.client")] == ["Acme"]
    ana.click(action_id="home.client", value="Acme")
    assert labels(ana) == {"*R-1*"}
    ana.click("Low")
    assert "Nothing of your day fits" in words(ana)
    ana.click("Show all")
    assert "photos" in words(ana)
    assert "Show all" not in words(ana)


def test_what_waits_says_when_it_comes_back(ana: Person, ben: Person) -> None:
    ana.slash("/request reprint @ana", in_="acme")
    ana.slash("/request logo @ben", in_="acme")
    ana.click("Wait", in_="acme", value="R-1")
    ana.submit({"What for?": "the approval", "Bring it back on": "2026-03-09", "At": "09:00"})
    ana.home()
    assert lines(ana) == [
        "Waiting for others (1)",
        "*R-1* reprint",
        "Waiting on client: the approval · back on Mon 9 Mar, 09:00 London time",
        "Resume",
        "Open",
        "Given to others, not accepted yet (1)",
        "*R-2* logo",
        "with @ben · no due date",
        "Open",
    ]
    ana.click("Wait longer", in_="acme", value="R-1")
    ana.submit({"It is": "On hold", "What for?": "the budget"})
    pressed_in_home(ana, "request.resume", "R-1@waiting_on_client")
    assert "R-1 is on hold by now: the budget. Nothing was changed." in words(ana)
    ana.click("Resume")
    assert "work on it goes on" in words(ana)
    assert "Your other work (1)" in words(ana)


def test_the_day_opens_from_anywhere(ana: Person) -> None:
    for number in range(1, PAGE + 2):
        ana.slash(f"/request website text {number} @ana", in_="acme", settle=False)
    ana.shortcut("day.open")
    assert ana.modal is not None
    assert "1–20 of 21" in ana.modal.words
    ana.click("Next")
    ana.click("Done")
    assert ana.modal is not None
    assert "R-21 website text 21: it is done." in ana.modal.words
    assert "Your other work (20)" in ana.modal.words
    ana.click("Tasks")
    assert ana.modal is not None
    assert "Nothing of your day fits" in ana.modal.words


@pytest.mark.parametrize("is_form", [False, True], ids=["Home", "form"])
def test_open_shows_all_that_may_be_done(ana: Person, *, is_form: bool) -> None:
    ana.slash("/request reprint @ana", in_="acme")
    ana.home()
    if is_form:
        ana.shortcut("day.open")
    ana.click("Open")
    assert ana.modal is not None
    assert ana.modal.title == "More for R-1"
    ana.click("Done")
    assert "*R-1*" not in words(ana)
