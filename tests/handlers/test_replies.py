"""What is said in the thread of a request's card, and what follows. Gus is a guest in #acme, for whom Ana works."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press

ACME = "acme"


def told(person: Person) -> list[str]:
    return [one.text.replace("*", "") for one in person.dm().messages if one.text.startswith("💬")]


def card(person: Person) -> str:
    return next(one.words for one in person.sees(ACME).messages if one.text.startswith("R-1") and not one.ephemeral)


def thread(person: Person, label: str = "R-1") -> str:
    return next(one.ts for one in person.sees(ACME).messages if one.text.startswith(label) and not one.ephemeral)


@pytest.fixture
def gus(slack: Sandbox) -> Person:
    return slack.person("gus")


@pytest.fixture
def logged(ana: Person, ben: Person) -> None:
    """R-1 of Acme, in Acme's own channel, which Ben has accepted."""
    ana.slash("/client add Acme", in_=ACME)
    ana.submit({})
    ana.slash("/request proof of the poster @ben", in_=ACME)
    ben.click("Accept", in_=ben.dm().id)


@pytest.fixture
def waits(logged: None, ana: Person) -> None:
    ana.click("Wait", in_=ACME, value="R-1")
    ana.submit({"What for?": "the approval", "Bring it back on": "2026-03-06", "At": "10:00"})


def told_again(person: Person, words: str) -> int:
    return sum(words in one for one in told(person))


def applies(ana: Person, channel: str = ACME) -> None:
    ana.slash("/liaison channel", in_=channel)
    ana.click("Change", in_=channel)
    ana.submit({"Answers in threads of requests": "A client's answer takes it up again; ours lets it wait on them"})


@pytest.mark.usefixtures("waits")
def test_a_clients_answer_takes_it_up_again_and_its_owner_hears_once(ana: Person, ben: Person, gus: Person) -> None:
    gus.says("great, cheers 👍", ACME, thread(ana))
    assert "Waiting on client" in card(ana)
    gus.says("The blue one please", ACME, thread(ana))
    gus.says("and 500 copies", ACME, thread(ana))
    assert "Working" in card(ana)
    (said,) = told(ben)
    assert "@gus answered about R-1 proof of the poster" in said.replace("<@U0GUS>", "@gus")
    assert told(ana) == []


@pytest.mark.usefixtures("waits")
def test_once_it_waits_again_the_next_answer_is_told_too(ana: Person, ben: Person, gus: Person) -> None:
    gus.says("The blue one please", ACME, thread(ana))
    ana.click("Wait", in_=ACME, value="R-1")
    ana.submit({"What for?": "the copies", "Bring it back on": "2026-03-06", "At": "10:00"})
    gus.says("500 copies", ACME, thread(ana))
    assert told_again(ben, "answered about R-1") == 2


@pytest.mark.usefixtures("logged")
def test_each_of_ours_is_asked_and_of_each_request(ana: Person, ben: Person) -> None:
    ana.slash("/request proof of the flyer @ben", in_=ACME)
    ben.click("Accept", in_=ben.dm().id, value="R-2")
    for person, label in ((ben, "R-1"), (ben, "R-2"), (ana, "R-1")):
        person.says("Which blue do you mean?", ACME, thread(ana, label))
    assert [told_again(one, "Does it wait on the client now?") for one in (ben, ana)] == [2, 1]


@pytest.mark.usefixtures("logged")
def test_an_answer_is_told_to_whoever_was_asked_whether_it_waits(ana: Person, ben: Person, gus: Person) -> None:
    """It was snoozed all the while, so that the question has changed nothing of it."""
    ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    ben.says("Which blue do you mean?", ACME, thread(ana))
    gus.says("The dark one please", ACME, thread(ana))
    assert [told_again(ben, words) for words in ("Does it wait on the client now?", "<@U0GUS> answered about R-1")] == [
        1,
        1,
    ]


@pytest.mark.usefixtures("logged")
def test_that_ours_leaves_it_with_them_is_put_forward_once(ana: Person, ben: Person, gus: Person) -> None:
    ben.says("Which blue do you mean?", ACME, thread(ana))
    ben.says("Dark or light?", ACME, thread(ana))
    assert "Working" in card(ana)
    assert ["Does it wait on the client now?" in one for one in told(ben)] == [True]
    ben.click("Waiting on client", in_=ben.dm().id)
    assert ben.submit({"What for?": "which blue"}).error is None
    assert "Waiting on client: which blue" in card(ana)
    gus.says("dark", ACME, thread(ana))
    assert "Working" in card(ana)


@pytest.mark.usefixtures("logged")
def test_where_the_channel_chose_so_it_waits_at_once(ana: Person, ben: Person, gus: Person) -> None:
    applies(ana)
    ben.says("Thank you!", ACME, thread(ana))
    assert "Working" in card(ana)
    ben.says("Which blue do you mean?", ACME, thread(ana))
    assert "Waiting on client: an answer to what we wrote in the thread" in card(ana)
    assert "back on Thu 5 Mar" in card(ana)
    assert told(ben) == []
    gus.says("dark", ACME, thread(ana))
    assert "Working" in card(ana)


@pytest.mark.usefixtures("logged")
def test_what_is_closed_is_asked_about_and_not_reopened(ana: Person, ben: Person, gus: Person) -> None:
    ben.click("Done", in_=ACME, value="R-1")
    gus.says("Thanks so much!", ACME, thread(ana))
    assert told(ben) == []
    gus.says("The headline is wrong", ACME, thread(ana))
    gus.says("and the date", ACME, thread(ana))
    (asked,) = told(ben)
    assert "Reopen it?" in asked
    assert "Done" in card(ana)
    ben.click("Reopen", in_=ben.dm().id)
    assert "Working" in card(ana)
    press(ana, "Cancel", in_=ACME, value="R-1")
    ana.submit({"In words": "they print it themselves"})
    ben.click("Reopen", in_=ben.dm().id)
    assert "R-1 was cancelled by @ana" in ben.dm().newest().words
    assert "they print it themselves" in card(ana)


@pytest.mark.usefixtures("logged")
def test_an_answer_wakes_what_is_snoozed_and_the_old_date_is_offered(ana: Person, ben: Person, gus: Person) -> None:
    ben.slash("/request snooze R-1 until fri 9am", in_=ACME)
    gus.says("Any news on the proof?", ACME, thread(ana))
    assert "Snoozed" not in card(ana)
    again = next(
        one
        for m in ben.dm().messages
        for b in m.blocks
        for one in b.get("elements", ())
        if "again" in str(one.get("text"))
    )
    assert again["text"]["text"] == "Snooze until Fri 6 Mar, 09:00 Berlin time again"
    ana.slash("/request snooze R-1 until thu 9am", in_=ACME)
    ben.click(again["text"]["text"], in_=ben.dm().id)
    assert "out of sight until Thu 5 Mar" in ben.dm().newest("out of sight").words
    assert "Snoozed until Thu 5 Mar" in card(ana), "as Ana wants it"
    ana.slash("/request wake R-1", in_=ACME)
    ben.click(again["text"]["text"], in_=ben.dm().id)
    assert "Snoozed until Fri 6 Mar" in card(ana)


@pytest.mark.usefixtures("waits")
def test_what_is_changed_or_deleted_and_what_we_say_ourselves_is_no_answer(
    ana: Person, ben: Person, gus: Person
) -> None:
    ts = gus.says("thanks", ACME, thread(ana))
    gus.edits("thanks!!", ACME, ts)
    gus.deletes(ACME, ts)
    ana.says("<@U0LIAISON> status", ACME, thread(ana))
    assert "Waiting on client" in card(ana)
    assert (told(ana), told(ben)) == ([], [])


def test_elsewhere_nothing_follows(ana: Person, ben: Person, slack: Sandbox) -> None:
    ana.slash("/request proof of the poster @ben", in_="brightside")
    ts = next(one.ts for one in ben.sees("brightside").messages if one.text.startswith("R-1"))
    ben.says("Which blue do you mean?", "brightside", ts)
    assert (told(ana), told(ben)) == ([], [])
    assert "Nothing follows" in ana.slash("/liaison channel", in_="brightside").words


def thread_in(person: Person, channel: str) -> str:
    return next(one.ts for one in person.sees(channel).messages if one.text.startswith("R-1") and not one.ephemeral)


def state(person: Person, channel: str) -> str:
    """What the card says of it: its state is the second on its line."""
    shown = next(one.words for one in person.sees(channel).messages if one.text.startswith("R-1") and not one.ephemeral)
    return shown.splitlines()[1].split(" · ")[1]


@pytest.mark.parametrize("asker", [pytest.param("for @ben", id="somebody asked"), pytest.param("", id="nobody did")])
def test_among_colleagues_only_whoever_asked_is_waited_for(ana: Person, ben: Person, carla: Person, asker: str) -> None:
    applies(ana, "brightside")
    ana.slash(f"/request proof of the poster {asker} @carla", in_="brightside")
    carla.click("Accept", in_=carla.dm().id)
    seen = []
    for who in (carla, ben):
        who.says("Which blue do you mean?", "brightside", thread_in(ana, "brightside"))
        seen.append(state(ana, "brightside"))
    assert seen == (["Waiting on client", "Working"] if asker else ["Working", "Working"])
    assert told_again(carla, "<@U0BEN> answered about R-1") == bool(asker)


def test_whoever_has_what_they_asked_for_is_not_told_of_their_own_answer(ana: Person, ben: Person) -> None:
    applies(ana, "brightside")
    ana.slash("/request proof of the poster for @ben @ben", in_="brightside")
    ben.click("Accept", in_=ben.dm().id)
    ana.says("Which blue do you mean?", "brightside", thread_in(ana, "brightside"))
    ben.says("The dark one please", "brightside", thread_in(ana, "brightside"))
    assert state(ana, "brightside") == "Working"
    assert told(ben) == []


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize("what", ["On hold", "Waiting on provider"])
def test_what_waits_for_something_else_is_not_left_with_the_client(ana: Person, ben: Person, what: str) -> None:
    ana.click("Wait", in_=ACME, value="R-1")
    ana.submit({"It is": what, "What for?": "the paper", "Bring it back on": "2026-03-06", "At": "10:00"})
    ben.says("Which blue do you mean?", ACME, thread(ana))
    applies(ana)
    ben.says("Dark or light?", ACME, thread(ana))
    assert what in card(ana)
    assert told(ben) == []


def test_whoever_may_not_see_it_any_more_leaves_it_with_nobody(ana: Person, carla: Person) -> None:
    """Its card has gone with its client to a channel of which Carla is no member; the old one stands where it was."""
    applies(ana)
    ana.slash("/request proof of the poster for @ben", in_=ACME)
    old = thread(ana)
    ana.slash("/client add Board", in_="board")
    ana.submit({})
    press(ana, "Edit", in_=ACME, value="R-1")
    ana.submit({"Client": "Board"})
    carla.says("Which blue do you mean?", ACME, old)
    assert "Waiting" not in ana.slash("/request R-1", in_="board").words


def test_whoever_asked_and_closed_it_themselves_reopens_nothing(ana: Person, ben: Person) -> None:
    applies(ana)
    ana.slash("/request proof of the poster for @ben @ana", in_=ACME)
    ben.click("Done", in_=ACME, value="R-1")
    ben.says("We print it ourselves", ACME, thread(ana))
    assert told(ana) == []


def test_what_was_logged_by_mistake_is_not_asked_about(ana: Person, gus: Person) -> None:
    applies(ana)
    ana.slash("/request proof of the poster", in_=ACME)
    ana.click("Undo", in_=ACME)
    gus.says("Which poster do you mean?", ACME, thread(ana))
    assert told(ana) == []


def test_left_with_them_it_comes_back_in_the_hours_of_whoever_has_it(ana: Person, carla: Person, gus: Person) -> None:
    """Carla works in New York."""
    ana.slash("/client add Acme", in_=ACME)
    ana.submit({})
    ana.slash("/request proof of the poster @carla", in_=ACME)
    carla.click("Accept", in_=carla.dm().id)
    applies(ana)
    carla.says("Which blue do you mean?", ACME, thread(ana))
    assert "back on Thu 5 Mar, 09:00 New York time" in carla.slash("/request R-1", in_=ACME).words
