"""Types of requests as people meet them: their fields in forms, in lines, on cards, and when something is done."""

import json
from collections.abc import Iterator

import pytest

from bot.domain.clock import SYSTEM_CLOCK
from bot.domain.ids import TeamId
from bot.services.request_types import RequestTypeService
from sandbox import Sandbox
from sandbox.driver import Person
from storage.engine import make_engine
from storage.store import SqlStore
from tests.handlers.crafted import submitted
from tests.handlers.pressing import press

TYPES = """
[print]
label = "Print job"
words = ["reprint"]
priority = "high"
due = "in 3 days 16:00"
[print.fields]
copies = { label = "Copies", kind = "number", min = 1, required = true }
paper = { label = "Paper", kind = "select", options = ["Matt", "Glossy", "Other"] }
which = { label = "Which paper", kind = "text", required = true, shown_when = { paper = "Other" } }
cost = { label = "Cost", kind = "text", required_to_close = true }
paid = { label = "Paid by card", kind = "checkbox", required_to_close = true }

[visit]
label = "Visit"
[visit.fields]
day = { label = "Day", kind = "date", required = true }
who = { label = "Who goes", kind = "person" }
room = { label = "Room", kind = "select", options = [ROOMS] }
copies = { label = "Copies for it", kind = "number" }

[secret]
label = "Secret"
silent = true
""".replace("ROOMS", ", ".join(f'"Room {number}"' for number in range(1, 141)))


class Types:
    """The workspace's file, loaded as `liaison types load` does it."""

    def __init__(self, slack: Sandbox, url: str) -> None:
        self._engine = make_engine(url)
        self._team = TeamId(slack.core.slack.world.team.id)
        self._service = RequestTypeService(SqlStore(self._engine, lambda: None), SYSTEM_CLOCK)

    def load(self, text: str) -> None:
        self._service.load(self._team, text, "ana")

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture
def types(slack: Sandbox, database_url: str, ana: Person) -> Iterator[Types]:
    types = Types(slack, database_url)
    types.load(TYPES)
    yield types
    types.close()


pytestmark = pytest.mark.usefixtures("types")


def labels(who: Person) -> list[str]:
    assert who.modal is not None
    return [block["label"]["text"] for block in who.modal.blocks if block["type"] == "input"]


def card(who: Person) -> str:
    return who.slash("/request R-1", in_="acme").words


def test_the_type_that_is_picked_brings_its_fields_and_what_was_typed_stays(ana: Person) -> None:
    ana.slash("/request", in_="acme")
    assert "Copies" not in labels(ana)
    ana.click(action_id="type.pick", value="print", values={"Title": "Flyers"})
    assert {"Copies", "Paper"} < set(labels(ana))
    assert not {"Which paper", "Cost", "Day"} & set(labels(ana))
    ana.click(action_id="type.pick", value="visit", values={"Copies": "7"})
    assert {"Day", "Who goes", "Room"} < set(labels(ana))
    assert not {"Copies", "Paper"} & set(labels(ana))
    assert ana.modal is not None
    assert ana.modal.values["field.visit.copies"]["type.field"]["value"] == "7"
    assert ana.submit({"Day": "2026-03-09"}).closed
    assert "R-1 Flyers" in card(ana).replace("*", "").replace(" · ", " ")


def test_it_brings_priority_and_due_date_with_it_and_takes_them_away(ana: Person) -> None:
    ana.slash("/request", in_="acme")
    ana.click(action_id="type.pick", value="print")
    assert ana.modal is not None
    held = json.dumps(ana.modal.values)
    assert "2026-03-06" in held
    assert '"high"' in held
    ana.click(action_id="type.pick", value="visit")
    held = json.dumps(ana.modal.values)
    assert "2026-03-06" not in held
    assert '"normal"' in held


def test_a_field_that_hangs_on_another_comes_and_goes(ana: Person) -> None:
    ana.slash("/request", in_="acme")
    sent = ana.submit({"Title": "Flyers", "Type": "Print job", "Copies": "500", "Paper": "Other", "Which paper": "  "})
    assert sent.errors == {"field.print.which": "Please fill this in."}
    assert "Nothing is open" in ana.slash("/request list", in_="acme").words
    assert ana.submit({"Which paper": "Straw"}).closed
    assert "Print job · Copies: 500 · Paper: Other · Which paper: Straw" in card(ana)


def test_it_goes_again_with_what_was_typed_into_it(ana: Person) -> None:
    ana.slash("/request", in_="acme")
    ana.click(action_id="type.pick", value="print")
    form = {"Title": "Flyers", "Copies": "500", "Paper": "Other", "Which paper": "Straw"}
    ana.click(action_id="type.field", block_id="field.print.paper", value="Other")
    ana.click(action_id="type.field", block_id="field.print.paper", value="Matt")
    assert "Which paper" not in labels(ana)
    form.pop("Which paper")
    assert ana.submit({**form, "Paper": "Matt"}).closed
    assert "Straw" not in card(ana)


def test_what_is_missing_is_said_at_its_field_though_the_client_lets_it_pass(ana: Person) -> None:
    ana.slash("/request", in_="acme")
    ana.click(action_id="type.pick", value="print", values={"Title": "Flyers"})
    answer = submitted(ana, {"field.print.copies": None, "title": "Flyers"})
    assert answer == {"response_action": "errors", "errors": {"field.print.copies": "Please fill this in."}}
    assert "Nothing is open" in ana.slash("/request list", in_="acme").words


def test_an_option_that_was_taken_away_is_refused(ana: Person, types: Types) -> None:
    ana.slash("/request", in_="acme")
    ana.click(action_id="type.pick", value="print", values={"Title": "Flyers"})
    types.load(TYPES.replace('"Matt", ', ""))
    sent = ana.submit({"Copies": "5", "Paper": "Matt"})
    assert sent.errors == {"field.print.paper": "That choice is no longer available. Please pick another."}
    types.load('[other]\nlabel = "Other"\n')
    assert ana.submit().errors == {"type": "That choice is no longer available. Please pick another."}


def test_a_field_that_was_added_meanwhile_is_asked(ana: Person, types: Types) -> None:
    ana.slash("/request", in_="acme")
    ana.click(action_id="type.pick", value="print", values={"Title": "Flyers"})
    colours = 'colours = { label = "Colours", kind = "text", required = true }'
    types.load(TYPES.replace("paper =", f"{colours}\npaper =", 1))
    again = ana.submit({"Copies": "5"}).modal
    assert again is not None
    assert "asks for a little more" in again.words
    assert ana.submit({"Colours": "two"}).closed
    assert "Copies: 5 · Colours: two" in card(ana)


def test_a_long_menu_is_found_by_typing(ana: Person) -> None:
    ana.slash("/request", in_="acme")
    ana.click(action_id="type.pick", value="visit", values={"Title": "Tour"})
    found = ana.suggest("13", "type.field", block_id="field.visit.room")
    assert [one["value"] for one in found] == [
        "Room 13",
        *(f"Room {number}" for number in range(113, 114)),
        *(f"Room {number}" for number in range(130, 140)),
    ]
    assert ana.submit({"Day": "2026-03-09", "Room": "Room 131", "Who goes": "ben"}).closed
    assert "Visit · Day: Mon 9 Mar 2026 · Who goes: @ben · Room: Room 131" in card(ana)


def test_a_line_names_its_type(ana: Person) -> None:
    answer = ana.slash("/request #secret Acme: the new name", in_="acme")
    assert "*Type*  Secret" in answer.words
    assert "Acme" in answer.words
    assert "#secret" not in card(ana)


def test_what_a_type_needs_opens_the_form_filled_in(ana: Person) -> None:
    asked = ana.slash("/request Acme: flyers #reprint @ben", in_="acme").modal
    assert asked is not None
    assert "Print job needs a little more: *Copies*" in asked.words
    assert asked.values["title"]["input"]["value"] == "flyers"
    ana.submit({"Copies": "20"})
    shown = card(ana)
    assert "Print job · Copies: 20" in shown
    assert "High" in shown
    assert "6 Mar, 16:00" in shown


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("#prnt flyers", "There is no type *#prnt*. Do you mean *#print*?"),
        ("#zebra flyers", "There are *#print*, *#visit*"),
    ],
)
def test_an_unknown_type_is_asked(ana: Person, line: str, says: str) -> None:
    asked = ana.slash(f"/request {line}", in_="acme").modal
    assert asked is not None
    assert says in asked.words.replace("\u200b", "")


def test_any_other_word_behind_a_hash_is_of_the_title(ana: Person) -> None:
    assert "reprint of #brochure" in ana.slash("/request reprint of #brochure", in_="acme").text


@pytest.fixture
def flyers(ana: Person, types: Types) -> None:
    ana.slash("/request #print flyers", in_="acme")
    assert ana.submit({"Copies": "20", "Paper": "Matt"}).closed


@pytest.mark.usefixtures("flyers")
def test_done_asks_for_what_the_type_requires(ana: Person) -> None:
    asked = press(ana, "Done", in_="acme", value="R-1").modal
    assert asked is not None
    assert labels(ana) == ["Cost", "Paid by card"]
    assert "New" in card(ana)
    assert ana.submit({"Cost": " ", "Paid by card": ["Yes"]}).errors == {"field.print.cost": "Please fill this in."}
    assert ana.submit({"Cost": "90 euros"}).closed
    assert "Done by @ana" in card(ana)
    assert "Cost: 90 euros · Paid by card: yes" in card(ana)


@pytest.mark.usefixtures("flyers")
def test_what_somebody_has_answered_meanwhile_is_not_passed_over(ana: Person, ben: Person) -> None:
    press(ana, "Done", in_="acme", value="R-1")
    press(ben, "Edit", in_="acme", value="R-1")
    assert ben.submit({"Cost": "70 euros"}).closed
    sent = ana.submit({"Cost": "90 euros", "Paid by card": ["Yes"]})
    assert sent.modal is not None
    assert "@ben changed R-1 while you were editing" in sent.modal.words
    assert "theirs 70 euros, yours 90 euros" in sent.modal.words
    assert "Done by" not in card(ana)
    assert ana.submit().closed
    assert "Cost: 90 euros · Paid by card: yes" in card(ana)


@pytest.mark.usefixtures("flyers")
def test_answers_do_not_go_to_another_type(ana: Person, ben: Person) -> None:
    press(ana, "Done", in_="acme", value="R-1")
    press(ben, "Edit", in_="acme", value="R-1")
    assert ben.submit({"Type": "Visit", "Day": "2026-03-10"}).closed
    sent = ana.submit({"Cost": "90 euros", "Paid by card": ["Yes"]})
    assert sent.modal is not None
    assert "It has another type by now." in sent.modal.words
    assert ana.submit().closed
    assert "Done by @ana" in card(ana)
    assert "Cost" not in card(ana)


@pytest.mark.usefixtures("flyers")
def test_what_is_there_already_is_not_asked_again(ana: Person) -> None:
    press(ana, "Edit", in_="acme", value="R-1")
    assert ana.submit({"Cost": "90 euros", "Paid by card": ["Yes"]}).closed
    press(ana, "Done", in_="acme", value="R-1")
    assert "Done by @ana" in card(ana)


@pytest.mark.usefixtures("flyers")
def test_a_change_is_told_field_by_field(ana: Person) -> None:
    press(ana, "Edit", in_="acme", value="R-1")
    assert ana.submit({"Copies": "500", "Paper": "Other", "Which paper": "Straw"}).closed
    history = press(ana, "History", in_="acme", value="R-1").modal
    assert history is not None
    words = history.words.replace("\n", " ")
    assert "changed Copies from 20 to 500, changed Paper from Matt to Other, changed Which paper from nothing" in words


@pytest.mark.usefixtures("flyers")
def test_it_is_changed_under_the_types_it_was_answered_under(ana: Person, types: Types) -> None:
    types.load(TYPES.replace('"Matt", ', ""))
    press(ana, "Edit", in_="acme", value="R-1")
    assert ana.submit({"Title": "Leaflets"}).closed
    assert "Copies: 20 · Paper: Matt" in card(ana)


@pytest.mark.usefixtures("flyers")
def test_another_type_is_changed_to(ana: Person) -> None:
    """What the type before had given to begin with stands by now, as whatever somebody else may rely on."""
    press(ana, "Edit", in_="acme", value="R-1")
    assert ana.submit({"Type": "Visit", "Day": "2026-03-10"}).closed
    shown = card(ana)
    assert "Visit · Day: Tue 10 Mar 2026 · Copies for it: 20" in shown
    assert ("Fri 6 Mar, 16:00" in shown, "High" in shown) == (True, True)
    history = press(ana, "History", in_="acme", value="R-1").modal
    assert history is not None
    assert "made it a Visit" in history.words


@pytest.mark.usefixtures("flyers")
def test_two_who_change_different_fields_lose_nothing(ana: Person, ben: Person) -> None:
    press(ana, "Edit", in_="acme", value="R-1")
    press(ben, "Edit", in_="acme", value="R-1")
    assert ana.submit({"Copies": "500"}).closed
    assert ben.submit({"Paper": "Glossy"}).closed
    assert "Copies: 500 · Paper: Glossy" in card(ana)


@pytest.mark.usefixtures("flyers")
def test_of_two_who_change_the_same_field_the_second_is_asked(ana: Person, ben: Person) -> None:
    press(ana, "Edit", in_="acme", value="R-1")
    press(ben, "Edit", in_="acme", value="R-1")
    assert ana.submit({"Copies": "500"}).closed
    asked = ben.submit({"Copies": "600"}).modal
    assert asked is not None
    assert "*copies*: theirs 500, yours 600" in asked.words
    assert ben.submit().closed
    assert "Copies: 600" in card(ana)
