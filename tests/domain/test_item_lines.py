"""Lines that are about an item that is there already, and lines that only look like it."""

import pytest

from bot.domain.item_lines import ItemMeant, item_meant


@pytest.mark.parametrize(
    ("text", "own", "letter", "number", "wants"),
    [
        pytest.param("R-2", "R", "R", 2, False, id="label"),
        pytest.param("r2", "R", "R", 2, False, id="no dash"),
        pytest.param("R 2", "R", "R", 2, False, id="a space"),
        pytest.param("#2", "R", "R", 2, False, id="a hash"),
        pytest.param("#2", "T", "T", 2, False, id="a hash for tasks"),
        pytest.param("2", "T", "T", 2, False, id="a number"),
        pytest.param("done R-2", "R", "R", 2, True, id="verb first"),
        pytest.param("R-1 Done.", "R", "R", 1, True, id="verb last"),
        pytest.param("close 2", "R", "R", 2, True, id="verb and number"),
        pytest.param("please mark request #2 as done!", "R", "R", 2, True, id="a whole sentence"),
        pytest.param("cancle R-2", "R", "R", 2, True, id="a slip"),
        pytest.param("assign R-2 to <@U0BEN|ben>", "R", "R", 2, True, id="with a person"),
        pytest.param("T-1 done", "R", "T", 1, True, id="a task in /request"),
        pytest.param("reopen R-1", "T", "R", 1, True, id="a request in /task"),
    ],
)
def test_it_is_about_an_item(text: str, own: str, letter: str, number: int, wants: bool) -> None:
    assert item_meant(text, own) == ItemMeant(letter, number, wants)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        pytest.param("done", "R", id="a verb alone"),
        pytest.param("close the shop", "R", id="no number"),
        pytest.param("R-2 poster", "R", id="another word"),
        pytest.param("R-2 case", "R", id="a word not near enough"),
        pytest.param("cancel R-1 and R-2", "R", id="two of them"),
        pytest.param("close 2 windows", "R", id="a verb that goes on"),
        pytest.param("set to 2", "R", id="no verb"),
        pytest.param("<@U0ANA|ana> close R-2", "T", id="given to somebody"),
        pytest.param("prepare the proof for R-12", "T", id="part of a request"),
        pytest.param("R-2 done\nand more", "R", id="details"),
        pytest.param("", "R", id="nothing"),
    ],
)
def test_it_is_a_line_of_its_own(text: str, own: str) -> None:
    assert item_meant(text, own) is None
