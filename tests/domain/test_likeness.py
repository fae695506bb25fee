"""Which titles are taken for the same request: two hundred of one client, and each as somebody else types it later."""

from pathlib import Path

import pytest

from bot.domain.likeness import likely

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


PAIRS = [
    (first.strip(), later.strip()) for first, _, later in (line.partition("|") for line in lines("likeness_titles.txt"))
]
TITLES = [(first, first) for first, _ in PAIRS]


def found(title: str, among: list[tuple[str, str]] = TITLES) -> list[str]:
    return [one.what for one in likely(title, among)]


def test_the_true_twin_is_among_the_first_three() -> None:
    assert len(PAIRS) == len(set(TITLES)) == 200
    missed = [later for first, later in PAIRS if first not in found(later)]
    assert len(missed) <= 2, missed


def test_mostly_as_the_first_of_them() -> None:
    assert sum(found(later)[:1] == [first] for first, later in PAIRS) >= 190


def test_what_is_unrelated_is_not_shown() -> None:
    others = lines("likeness_others.txt")
    assert len(others) == 60
    assert [one for one in others if found(one)] == []


def test_and_seldom_what_is_only_of_the_same_kind() -> None:
    """Each of the titles beside all the others, of which many are siblings."""
    wrong = [first for first, _ in PAIRS if found(first, [one for one in TITLES if one[0] != first])]
    assert len(wrong) <= 20, wrong


@pytest.mark.parametrize(
    ("title", "other", "is_shown"),
    [
        pytest.param("Reprint of the brochure", "reprint broshure", True, id="typo"),
        pytest.param("Reprint of the brochure", "Brochure: please reprint", True, id="order"),
        pytest.param("Window displays", "window display", True, id="plural"),
        pytest.param("Catalogue colours", "catalog colors", True, id="spelling"),
        pytest.param("Slides for the investors' meeting", "slides investor mtg", True, id="abbreviation"),
        pytest.param("Übersetzung der Broschüre", "Ubersetzung Broschure", True, id="accents"),
        pytest.param("ポスターの印刷", "ポスターの印刷", True, id="without spaces"),
        pytest.param("5,000 leaflets", "5000 leaflets", True, id="thousands"),
        pytest.param("Report for March", "Report for April", False, id="another month"),
        pytest.param("Podcast episode 12", "Podcast episode 13", False, id="another number"),
        pytest.param("Banner 300x250", "Banner 728x90", False, id="another size"),
        pytest.param("The new one", "The new one", True, id="nothing but filling"),
        pytest.param("!!!", "???", False, id="no words"),
        pytest.param("", "", False, id="empty"),
    ],
)
def test_a_pair_is_the_same_or_not(title: str, other: str, *, is_shown: bool) -> None:
    assert [bool(found(a, [(b, b)])) for a, b in ((title, other), (other, title))] == [is_shown, is_shown]
