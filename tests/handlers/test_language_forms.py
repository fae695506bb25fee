"""Numbers as Polish says them, with a file of words that names its language: 1, 2, 5 and 22 are three forms."""

from pathlib import Path

import pytest

from sandbox.driver import Person
from tests.conftest import Pair

PAIRS = (Pair.SOCKET_SQLITE,)
POLISH = """
language = "pl"

"{count} open".one = "{count} otwarta sprawa"
"{count} open".few = "{count} otwarte sprawy"
"{count} open".many = "{count} otwartych spraw"
"{count} nobody's yet" = { one = "{count} niczyja", few = "{count} niczyje", many = "{count} niczyich" }
"{label}: {count} are changed, {what}.".one = "{label}: zmieniono jedną sprawę, {what}."
"{label}: {count} are changed, {what}.".few = "{label}: zmieniono {count} sprawy, {what}."
"{label}: {count} are changed, {what}.".many = "{label}: zmieniono {count} spraw, {what}."
"{label} is undone: {count} are as before." = { other = "{label} cofnięto, spraw: {count}." }
"Open: {count}" = "Otwarte: {count}"
"""


@pytest.fixture
def language_file(tmp_path: Path) -> Path:
    path = tmp_path / "words.toml"
    path.write_text(POLISH, encoding="utf-8")
    return path


SAID = {
    1: ("1 otwarta sprawa: 1 niczyja", "zmieniono jedną sprawę"),
    2: ("2 otwarte sprawy: 2 niczyje", "zmieniono 2 sprawy"),
    5: ("5 otwartych spraw: 5 niczyich", "zmieniono 5 spraw"),
    22: ("22 otwarte sprawy: 22 niczyje", "zmieniono 22 sprawy"),
}


def test_so_many_things_are_read_in_the_form_for_them(ana: Person) -> None:
    logged = 0
    for bulk, (number, (shown, changed)) in enumerate(SAID.items(), start=1):
        for n in range(logged + 1, number + 1):
            ana.slash(f"/request poster {n}x", in_="acme", settle=False)
        logged = number
        assert f"{shown}\n" in f"{ana.slash('/digest preview', in_='acme').words}\n"

        labels = [f"R-{n}" for n in range(1, number + 1)]
        ana.slash(f"/request bulk {' '.join(labels)} priority high", in_="acme")
        assert f"B-{bulk}: {changed}, " in ana.click("Apply", in_="acme").words
        assert f"B-{bulk} cofnięto, spraw: {number}." in ana.click("Undo", in_="acme").words


def test_one_wording_is_for_every_number_and_english_has_its_own_two_forms(ana: Person) -> None:
    for number, due in ((1, "due in 1 day"), (2, "due in 2 days")):
        ana.slash(f"/request poster {number}x", in_="acme")
        ana.says("<@U0LIAISON> list", in_="acme")
        assert f"Otwarte: {number}" in ana.sees("acme").messages[-1].words
        series = ana.slash(f"/request repeat Report {number}x every monday 9:00 {due}", in_="acme")
        assert f"{due} ·" in series.words
