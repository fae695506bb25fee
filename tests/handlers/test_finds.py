"""Finding requests and tasks: by command, page by page, and only what is somebody's to see."""

import pytest

from sandbox.driver import Person
from tests.handlers.shown import buttons


def test_what_was_understood_is_said_above_what_is_found(ana: Person) -> None:
    ana.slash("/client add Acme", in_="acme")
    assert ana.submit().closed
    ana.slash("/request Acme: reprint of the brochure !high", in_="acme")
    ana.slash("/request another brochure", in_="general")

    answer = ana.slash("/request find brochure acme open >2026-02 !high", in_="general")

    assert "brochure · Open · Acme · priority High · since 1 February 2026 · only one" in answer.words
    assert "R-1" in answer.words
    assert "R-2" not in answer.words
    assert "put them in quotes" in answer.words
    assert ana.click("Open", in_="general", value="R-1").text.startswith("R-1 reprint of the brochure: New")


def test_pages_are_turned_and_show_what_is_true_by_then(ana: Person) -> None:
    for number in range(1, 13):
        ana.slash(f"/request poster of school {number:02}x", in_="acme")

    first = ana.slash("/request find poster", in_="general")
    assert "1–10, and there are more" in first.words
    ana.slash("/request poster of school", in_="acme")
    second = ana.click("Next", in_="general")
    assert "11–13 of 13" in second.words
    assert "R-1" in second.words
    assert buttons(second.blocks).count("Previous") == 1


@pytest.mark.parametrize(
    ("command", "finds"),
    [
        ("/request find proof", ["R-1"]),
        ("/task find proof", ["T-1"]),
        ("/liaison find proof", ["R-1", "T-1"]),
        ("/liaison find R-1", ["R-1"]),
        ("/request find t1", ["T-1"]),
    ],
)
def test_each_command_finds_its_own(ana: Person, command: str, finds: list[str]) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    ana.slash("/task proof for the printer", in_="acme")
    words = ana.slash(command, in_="general").words
    assert [label for label in ("R-1", "T-1") if f"*{label}*" in words] == finds


def test_what_is_not_to_be_seen_is_not_found(ana: Person, carla: Person) -> None:
    ana.slash("/request MARKER of the secret", in_="board")
    assert "R-1" in ana.slash("/request find marker", in_="general").words
    hidden = carla.slash("/request find marker", in_="general").words
    missing = carla.slash("/request find nothing", in_="general").words
    assert "R-1" not in hidden
    assert hidden.replace("marker", "nothing") == missing


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/request find", "Say what to look for"),
        ("/request find nowhere", "Nothing that you can see matches: nowhere."),
        ("/request find nowhere", "`/request new find …`"),
        ("/request find @anna", "I don't know the person *anna*. Did you mean"),
        ("/request find %", "has no letter or digit"),
        ("/request find >soon", "as a date"),
        ("/liaison find status:opne", "Did you mean *open*?"),
    ],
)
def test_there_is_always_a_next_step(ana: Person, line: str, answer: str) -> None:
    assert answer in ana.slash(line, in_="general").words


def test_a_search_is_saved_run_renamed_and_deleted(ana: Person, ben: Person) -> None:
    ana.slash("/request reprint of the brochure", in_="acme")
    ana.slash("/request find brochure open", in_="general")
    ana.click("Save this search", in_="general")
    form = ana.submit({"Name": "Open brochures"})
    assert form.modal is not None
    assert "*Open brochures* is saved." in form.modal.words

    listed = ana.slash("/liaison find", in_="general").words
    assert "Open brochures" in listed
    assert "/request find brochure open" in listed
    assert "no saved searches yet" in ben.slash("/liaison find", in_="general").words

    ana.click("Rename", in_="general")
    assert ana.submit({"Name": "Brochures"}).closed
    assert "Your saved searches: 1" in ana.sees("general").newest().words
    assert "R-1" in ana.click("Run", in_="general").words

    ana.slash("/liaison find", in_="general")
    assert "*Brochures* is deleted." in ana.click("Delete", in_="general").words
    assert "Brochures" in ana.click("Undo", in_="general").words


def test_the_home_asks_in_a_form_and_shows_there_what_it_finds(ana: Person) -> None:
    for number in range(11):
        ana.slash(f"/request poster of school {number:02}x", in_="acme")
    ana.home()
    ana.click("Find")
    assert "Did you mean open?" in str(ana.submit({"What do you look for?": "status:opne"}).errors)
    found = ana.submit({"What do you look for?": "poster open"}).modal
    assert found is not None
    assert "1–10, and there are more" in found.words
    turned = ana.click("Next").modal
    assert turned is not None
    assert "the last of 11" in turned.words
    shown = ana.click("Open", value="R-1").modal
    assert shown is not None
    assert "poster of school 00x" in shown.words
