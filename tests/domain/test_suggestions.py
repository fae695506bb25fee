import pytest

from bot.domain.suggestions import nearest

VERBS = ("list", "mine", "open", "help", "cancel", "off", "preview")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("opne", "open"),
        ("lst", "list"),
        ("LSIT", "list"),
        ("hepl", "help"),
        ("halp", "help"),
        ("cancle", "cancel"),
        ("prewiev", "preview"),
        ("of", "off"),
        ("minee", "mine"),
    ],
)
def test_two_slips_of_the_finger_are_forgiven(typed: str, meant: str) -> None:
    assert nearest(typed, VERBS) == meant


@pytest.mark.parametrize("typed", ["", "brochure", "acme", "go", "o", "x" * 5000, "list", "HELP"])
def test_other_words_and_known_ones_need_no_suggestion(typed: str) -> None:
    assert nearest(typed, VERBS) is None


def test_without_known_words_nothing_is_near() -> None:
    assert nearest("list", ()) is None
