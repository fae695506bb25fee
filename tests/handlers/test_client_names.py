"""Each line of a list of requests says for which client it is."""

from typing import Any

import pytest

from sandbox.driver import Person

LONG = "The Harbour and Riverside Restaurants and Hotels Association"


@pytest.fixture
def requests(ana: Person) -> None:
    """R-1 is for a client, R-2 for nobody, R-3 for one that was not added yet, R-4 for one with a long name."""
    for name in ("Acme", LONG):
        ana.slash(f"/client add {name}", in_="acme")
        assert ana.submit({"Name": name}).closed
    ana.slash("/request Acme: poster one", in_="acme")
    ana.slash("/request poster two", in_="general")
    ana.slash("/request Nobody Ltd: poster three", in_="general")
    ana.slash(f"/request poster four of a size that nobody has seen before client: {LONG}", in_="general")


def lines(blocks: list[dict[str, Any]]) -> dict[str, str]:
    """What stands below the title, by label."""
    found = {}
    for block in blocks:
        words = block.get("text", {}).get("text", "") if block["type"] == "section" else ""
        head, _, facts = words.partition("\n")
        if head.startswith("*R-"):
            found[head[1:4]] = facts
    return found


def options(ana: Person) -> list[str]:
    modal = ana.click("Choose several…", in_="acme").modal
    assert modal is not None
    block = next(one for one in modal.blocks if one["block_id"] == "items_1")
    ana.close(everything=True)
    return [option["text"]["text"] for option in block["element"]["options"]]


@pytest.mark.usefixtures("requests")
@pytest.mark.parametrize("line", ["/request list", "/request find poster", "/liaison queue"])
def test_a_line_names_the_client(ana: Person, line: str) -> None:
    found = lines(ana.slash(line, in_="acme").blocks)
    assert found["R-1"].startswith("Acme · ")
    assert "Acme" not in found["R-2"]
    assert found["R-3"].startswith("Nobody Ltd · ")
    assert found["R-4"].startswith("The Harbour and Riverside Restaurants a… · ")


@pytest.mark.usefixtures("requests")
def test_of_a_single_client_it_is_not_said_in_each_line(ana: Person) -> None:
    found = ana.slash("/request find poster acme", in_="acme")
    assert "poster · Acme" in found.words
    assert "Acme" not in lines(found.blocks)["R-1"]
    assert options(ana) == ["R-1 poster one"]


@pytest.mark.usefixtures("requests")
def test_a_menu_of_many_names_the_client_and_is_not_too_long(ana: Person) -> None:
    ana.slash("/request find poster", in_="acme")
    found = options(ana)
    assert found == [
        "R-4 The Harbour and Riv… · poster four of a size that nobody has seen befo…",
        "R-3 Nobody Ltd · poster three",
        "R-2 poster two",
        "R-1 Acme · poster one",
    ]
    assert len(found[0]) == 75


@pytest.mark.usefixtures("requests")
def test_what_would_change_and_what_has_names_the_client(ana: Person, ben: Person) -> None:
    preview = ana.slash("/request bulk R-1 R-2 assign @ben", in_="acme").words
    assert "*R-1* Acme · poster one · now " in preview
    assert "*R-2* poster two · now " in preview
    ana.click("Apply", in_="acme")
    assert "*R-1* Acme · poster one" in ben.dm().newest("at once").words
    moved = ana.slash("/request bulk R-1 client none", in_="acme").words
    assert "*R-1* poster one · now under Acme" in moved


@pytest.mark.usefixtures("requests")
def test_in_a_day_it_is_named_unless_the_day_is_of_that_client(ana: Person) -> None:
    def line() -> str:
        sections = (block["text"]["text"] for block in ana.home().blocks if block["type"] == "section")
        return next(words for words in map(str, sections) if "*R-1*" in words)

    ana.click("I'll take this", in_="acme", value="R-1")
    assert "\nAcme · " in line()
    ana.click(action_id="home.client", value="Acme")
    assert "Acme" not in line()
