"""Two requests that are the same become one card with both histories, and two again."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.pressing import press


@pytest.fixture(autouse=True)
def acme_is_a_client(ana: Person) -> None:
    ana.slash("/client add Acme", in_="acme")
    assert ana.submit({"Name": "Acme"}).closed


def cards(person: Person, channel: str) -> list[str]:
    """Those that stand by themselves."""
    return [one.words for one in person.sees(channel).messages if not one.ephemeral and not one.thread_ts]


def history(person: Person, label: str) -> str:
    person.slash(f"/request history {label}", in_="general")
    assert person.modal is not None
    words = person.modal.words
    person.close(everything=True)
    return words


def told(person: Person, words: str) -> list[str]:
    return [one.words for one in person.dm().messages if words in one.words]


def two_of_them(ana: Person, ben: Person, carla: Person) -> None:
    """R-2 has a task, a reminder, somebody who watches it and a due date; R-1 has none of it."""
    ana.slash("/request Acme: reprint of the spring brochure", in_="acme")
    ana.slash("/request Acme: brochure of spring: more copies by fri 4pm @ben", in_="acme")
    ana.slash("/task ask the printer @ben for R-2", in_="acme")
    ben.slash("/nudge me thu 9:00 R-2", in_="acme")
    carla.slash("/request watch R-2", in_="acme")


def test_one_card_stays_and_all_that_hung_on_the_other_goes_over(ana: Person, ben: Person, carla: Person) -> None:
    two_of_them(ana, ben, carla)
    ben.slash("/request ask R-2 which format?", in_="acme")

    answer = ana.slash("/request merge R-2 into R-1", in_="general")

    assert "R-2* brochure of spring: more copies is part of *R-1* reprint of the spring brochure now" in answer.words
    assert "With it: 1 task (T-1), 1 reminder (N-1), 1 person who watches it, its due date" in answer.words
    stays, goes, *_ = cards(ana, "acme")
    assert "Fri 6 Mar, 16:00 London time" in stays
    assert "0 of 1" in stays
    assert goes.startswith("R-2 was merged into R-1 by @ana. Its card")
    thread = [one.words for one in ana.sees("acme").messages if "what is said of it belongs there" in one.words]
    assert [one.partition(":")[0] for one in thread] == ["R-2 was merged into R-1"]
    assert [len(told(one, "merged R-2 into R-1: it is one request now")) for one in (ana, ben, carla)] == [0, 1, 1]
    assert "It is due Fri 6 Mar, 11:00 New York time now." in told(carla, "merged")[0]
    assert "@ben had R-2, and nobody has R-1 yet." in answer.words
    assert told(carla, "News of") == []
    assert "What was asked about R-2 is still to be answered, and stays with it." in answer.words
    ana.click("Answer", in_=ana.dm().id)
    ana.submit({"Your answer": "A4"})
    assert "A4" in ben.dm().newest("A4").words
    assert "Watched by @carla" in ana.slash("/request R-1", in_="general").words
    both = history(ana, "R-1")
    for words in ("merged R-2 into it", "R-2* · ", "merged it into R-1", "set it due", "which format?", "A4"):
        assert words in both
    assert "was merged into R-1 by @ana" in ben.slash("/request done R-2", in_="general").words


def test_undo_is_a_split_with_what_has_not_changed_since(
    ana: Person, ben: Person, carla: Person, slack: Sandbox
) -> None:
    two_of_them(ana, ben, carla)
    ana.slash("/task call the printer @ben for R-2", in_="acme")
    ana.slash("/request merge R-2 into R-1", in_="general")
    undone = ana.click("Undo", in_="general")
    assert "R-2* brochure of spring: more copies is a request of its own again. Back with it: 2 tasks" in undone.words

    ana.slash("/request merge R-2 into R-1", in_="general")
    slack.clock.advance(11 * 60)
    words = "for 10 minutes. /request split R-2 takes R-2 out again at any time."
    assert words in ana.click("Undo", in_="general").words.replace("`", "")
    ben.slash("/task R-2", in_="general")
    press(ben, "Done", in_="acme", value="T-2")
    answer = ben.slash("/request split R-2", in_="general")
    assert "Back with it: 1 task (T-1), 1 reminder (N-1), 1 person who watches it, its due date" in answer.words
    assert "With R-1 stays what was changed since: 1 task (T-2)" in answer.words
    stays, again, *_ = cards(ana, "acme")
    assert "no due date" in stays
    assert "New, not accepted yet" in again
    assert "Fri 6 Mar, 16:00 London time" in again
    assert "took R-2 out of it again" in history(ana, "R-1")
    assert "took it out of R-1 again" in history(ana, "R-2")
    assert "there is nothing to split" in ana.slash("/request split R-2", in_="general").words


@pytest.mark.parametrize("action", ["merge.undo", "merge.split"])
def test_a_button_takes_it_out_of_the_one_that_it_was_shown_with(ana: Person, action: str) -> None:
    for title in ("poster", "posters", "leaflet"):
        ana.slash(f"/request Acme: {title}", in_="acme")
    ana.slash("/request merge R-2 into R-1", in_="general")
    seen = ana.sees("general")
    ana.click("Undo", in_="general")
    ana.slash("/request merge R-2 into R-3", in_="general")
    pressed_on_old_copy(ana, seen.id, seen.newest().ts, f"{action}:R-2:R-1", "R-2:R-1")
    assert "R-2 was merged into R-3, so use that one" in ana.sees("general").newest().words
    assert "was merged into R-3" in ana.slash("/request R-2", in_="general").words
    assert "a request of its own again" in ana.click("Split", in_="general").words


def test_what_does_not_fit_is_refused_in_words(ana: Person, ben: Person) -> None:
    for line in ("Acme: poster", "Acme: leaflet", "Beta: leaflet", "Acme: flyer"):
        ana.slash(f"/request {line}", in_="general")
    ana.slash("/request Acme: secret poster", in_="board")

    def refused(who: Person, line: str) -> str:
        return who.slash(f"/request {line}", in_="general").words

    assert "cannot be merged into itself" in refused(ana, "merge R-1 into R-1")
    assert "are of different clients" in refused(ana, "merge R-3 into R-1")
    unknown = refused(ana, "merge R-1 into R-99").replace("R-99", "R-7")
    ana.slash("/request Gamma: hidden", in_="board")
    ana.slash("/request Gamma: hidden too", in_="board")
    ana.kick("ben", from_="board")
    assert refused(ben, "merge R-1 into R-7") == unknown

    ana.slash("/request merge R-2 into R-1", in_="general")
    assert "R-2 was merged into R-1" in refused(ana, "merge R-4 into R-2")
    assert "R-2 was merged into R-1" in refused(ana, "merge R-1 into R-2")
    assert "R-2 was merged into R-1 before, so R-1 stays" in refused(ana, "merge R-1 into R-4")
    press(ana, "Done", in_="acme", value="R-4")
    answer = ana.slash("/request merge R-1 into R-4", in_="general")
    assert "Reopen it first, then merge." in answer.words
    assert "Reopen" in answer.words


def test_what_others_were_merged_into_is_not_undone_under_them(ana: Person, ben: Person) -> None:
    ana.slash("/request Acme: poster", in_="acme")
    ben.slash("/request Acme: the poster again", in_="acme")
    ben.slash("/request merge R-2 into R-1", in_="general")
    assert "R-2 was merged into R-1" in ana.click("Undo", in_="acme", value="R-1").words
    assert "New" in cards(ana, "acme")[0]


def test_the_twin_is_merged_from_its_hint(ana: Person, ben: Person) -> None:
    ana.slash("/request Acme: reprint of the spring brochure", in_="acme")
    ben.slash("/request Acme: spring brochure reprint by fri 4pm", in_="general")

    ben.click("Merge…", in_="general")
    assert ben.modal is not None
    for words in ("Stays: *R-1*", "Becomes part of it: *R-2*", "Goes over: its due date"):
        assert words in ben.modal.words
    assert ben.submit().closed
    assert "R-2* spring brochure reprint is part of *R-1*" in ben.sees("general").newest().words
    assert "Maybe the same" not in "".join(one.words for one in ben.sees("general").messages)


def test_nobody_is_reminded_twice(ana: Person, ben: Person, slack: Sandbox) -> None:
    for title in ("poster", "leaflet"):
        ana.slash(f"/request Acme: {title}", in_="acme")
    for label in ("R-1", "R-2"):
        ben.slash(f"/nudge me thu 9:00 look at the proof {label}", in_="acme")
    ben.slash("/nudge me thu 9:00 call them R-2", in_="acme")
    ben.slash("/request merge R-2 and R-1", in_="acme")
    assert "Back with it: 2 reminders" in ben.click("Undo", in_="acme").words
    assert "N-1" in ben.slash("/nudge list", in_="acme").words
    assert "N-2" in ben.slash("/nudge list", in_="acme").words
    ben.slash("/request merge R-2 into R-1", in_="acme")
    slack.clock.advance(3 * 24 * 3600)
    slack.settle()
    came = "".join(one.words for one in ben.dm().messages)
    assert (came.count("look at the proof"), came.count("call them")) == (1, 1)
    assert "Back with it: 2 reminders" not in ben.slash("/request split R-2", in_="acme").words


def test_more_asks_into_which(ana: Person) -> None:
    ana.slash("/request Acme: poster", in_="acme")
    ana.slash("/request Acme: leaflet", in_="acme")
    ana.slash("/request merge R-2", in_="acme")
    assert ana.modal is not None
    assert ana.modal.title == "Merge R-2"
    press(ana, "Merge…", in_="acme", value="R-2")
    assert "R-12" in str(ana.submit({"Into which request?": "the other"}).errors)
    assert "itself" in str(ana.submit({"Into which request?": "R-2"}).errors)
    assert not ana.submit({"Into which request?": "1"}).closed
    assert ana.modal is not None
    assert "Stays: *R-1* poster" in ana.modal.words
    ana.submit()
    assert "is part of *R-1*" in (ana.modal.words if ana.modal else "")
    assert cards(ana, "acme")[1].startswith("R-2 was merged into R-1")


def test_what_it_waits_for_goes_over_and_answers_there_count(ana: Person, ben: Person) -> None:
    ana.slash("/request Acme: poster for @ben", in_="acme")
    ana.slash("/request Acme: leaflet for @ben", in_="acme")
    press(ana, "Wait", in_="acme", value="R-2")
    ana.submit({"It is": "Waiting on client", "What for?": "the format"})
    assert "what it waits for" in ana.slash("/request merge R-2 into R-1", in_="general").words
    assert "the format" in cards(ana, "acme")[0]
    thread = next(one.ts for one in ana.sees("acme").messages if one.words.startswith("R-2 was merged"))
    ben.says("It is A4, as always", in_="acme", thread_ts=thread)
    assert "the format" not in cards(ana, "acme")[0]
    assert ana.slash("/request split R-2", in_="general").words.endswith("waits for, and until when.")


def test_to_another_client_it_goes_along(ana: Person) -> None:
    ana.slash("/client add Bright", in_="brightside")
    ana.submit()
    ana.slash("/request Acme: poster", in_="acme")
    ana.slash("/request Acme: the poster once more", in_="acme")
    ana.slash("/request merge R-2 into R-1", in_="general")
    ana.slash("/request R-1", in_="general")
    ana.click("Edit", in_="general", value="R-1")
    assert ana.submit({"Client": "Bright"}).closed
    answer = ana.sees("general").newest("R-1 is changed.")
    assert "Merged into it, and gone along: R-2." in answer.words
    assert [one for one in cards(ana, "brightside") if one.startswith("R-2 was merged into R-1")]
    assert "put it under Bright" in history(ana, "R-2")


def test_a_change_of_many_says_what_goes_along(ana: Person) -> None:
    """Also of what was chosen itself: it is not called left as it is."""
    ana.slash("/client add Bright", in_="brightside")
    ana.submit()
    for title in ("poster", "poster again", "poster once more", "banner"):
        ana.slash(f"/request Acme: {title}", in_="acme")
    ana.slash("/request merge R-2 into R-1", in_="general")
    ana.slash("/request bulk R-1 R-2 R-4", in_="general")
    ana.submit({"What to do": "Move them to another client"})
    shown = ana.submit({"Client": "Bright"}).modal
    assert shown is not None
    assert "2 of 3 would change: put under Bright." in shown.words
    assert "Going along, as it was merged into one of them: R-2." in shown.words
    assert "left as" not in shown.words
    done = ana.submit().modal
    assert done is not None
    assert "Gone along, as it was merged into one of them: R-2." in done.words
    assert "left as" not in done.words
    assert [one for one in cards(ana, "brightside") if one.startswith("R-2 was merged into R-1")]
    ana.close(everything=True)
    ana.slash("/request bulk undo", in_="general")
    assert history(ana, "R-2").count("put it under Acme") == 1
