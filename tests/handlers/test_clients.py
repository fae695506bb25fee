"""Clients, from what people type to what they see."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person


def add(who: Person, name: str, in_: str = "acme", **fields: str) -> None:
    who.slash(f"/client add {name}", in_=in_)
    assert who.submit(fields).closed


def test_the_form_is_filled_and_closes_and_the_answer_says_where_cards_go(ana: Person) -> None:
    modal = ana.slash("/client add Acme & Söhne", in_="acme").modal
    assert modal is not None
    assert "Acme & Söhne" in str(modal.values)
    assert "C0ACME" in str(modal.values)
    assert "U0ANA" in str(modal.values)
    assert ana.submit().closed
    told = ana.dm().newest("Acme & Söhne")
    assert "is added as a client" in told.words
    assert "#acme" in told.words


def test_each_one_that_is_added_is_said(ana: Person) -> None:
    for name in ("Acme", "Bright"):
        ana.slash(f"/client add {name}", in_="acme")
        ana.submit()
    told = [one.words for one in ana.dm().messages if "is added as a client" in one.words]
    assert [name in words for name, words in zip(("Acme", "Bright"), told, strict=True)] == [True, True]


def test_a_direct_message_is_no_default_channel(ana: Person) -> None:
    ana.slash("/client add Acme", in_="liaison")
    assert ana.submit().closed
    assert "No channel" in ana.dm().newest("Acme").words


def test_one_of_a_known_name_however_it_is_spelt_is_refused_at_its_field(ana: Person, ben: Person) -> None:
    add(ana, "Acme")
    ben.slash("/client add  ACME", in_="general")
    sent = ben.submit()
    assert not sent.closed
    assert "called Acme already" in sent.errors["name"]


@pytest.mark.parametrize("blank", ["   ", "\u00a0\u200b"])
def test_a_name_of_nothing_is_refused_at_its_field(ana: Person, blank: str) -> None:
    ana.slash("/client add", in_="acme")
    assert "name" in ana.submit({"Name": blank}).errors["name"]


@pytest.mark.parametrize("owner", ["gus", "rob"])
def test_only_members_own_clients(ana: Person, owner: str) -> None:
    ana.slash("/client add Acme", in_="acme")
    sent = ana.submit({"Owner": owner})
    assert not sent.closed
    assert "This person" in sent.errors["owner"]


def test_a_channel_without_the_bot_is_taken_and_the_way_to_invite_said(ana: Person, ben: Person) -> None:
    ana.slash("/client add Acme", in_="nobot")
    assert ana.submit().closed
    assert "/invite @Liaison" in ana.dm().newest("Acme").words
    assert "Acme" in ben.slash("/client list", in_="general").words


def test_a_client_of_a_private_channel_is_unknown_to_others(ana: Person, carla: Person) -> None:
    add(ana, "Secretive", in_="board")
    assert "Secretive" not in carla.slash("/client list", in_="general").words
    assert "I don't know a client Secretive" in carla.slash("/client Secretive", in_="general").words.replace("*", "")


def test_one_is_shown_by_name_number_and_spelling(ana: Person) -> None:
    add(ana, "Acme")
    for line in ("/client Acme", "/client  aCMe", "/client C-1"):
        assert "Cards go to #acme" in ana.slash(line, in_="general").words


def test_a_name_like_it_is_suggested(ana: Person) -> None:
    add(ana, "Brightside")
    answer = ana.slash("/client Brihgtside", in_="general")
    assert "/client Brightside" in answer.words
    assert "Add Brihgtside as a client" in answer.words


def test_a_word_near_a_sub_command_is_asked(ana: Person) -> None:
    assert "Did you mean `/client list`?" in ana.slash("/client lsit", in_="general").words


def test_the_button_of_an_unknown_name_opens_the_form(ana: Person) -> None:
    ana.slash("/client Northwind", in_="acme")
    modal = ana.click("Add Northwind as a client", in_="acme").modal
    assert modal is not None
    assert "Northwind" in str(modal.values)
    assert ana.submit().closed
    assert "Owner" in ana.slash("/client northwind", in_="general").words


def test_a_request_that_named_the_client_becomes_its(ana: Person) -> None:
    ana.slash("/request Acme: reprint of the brochure", in_="acme")
    assert "not a client yet" in ana.sees("acme").newest("reprint").words
    ana.click("Add Acme as a client", in_="acme")
    assert ana.submit().closed
    card = ana.sees("acme").newest("R-1")
    assert "Acme" in card.words
    assert "not a client yet" not in card.words


def test_a_client_added_in_the_meantime_is_given_to_the_request(ana: Person, ben: Person) -> None:
    ana.slash("/request Acme: reprint of the brochure", in_="acme")
    add(ben, "Acme")
    answer = ana.click("Add Acme as a client", in_="acme")
    assert answer.modal is None
    assert "R-1 is for *Acme* now" in answer.words


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param({"Client": "Globex"}, id="known"),
        pytest.param({"Client not in the list": "Initech Ltd"}, id="named"),
    ],
)
def test_a_request_whose_client_was_changed_meanwhile_keeps_that_one(
    ana: Person, ben: Person, theirs: dict[str, str]
) -> None:
    add(ana, "Globex", in_="general")
    ana.slash("/request Acme: reprint of the brochure", in_="acme")
    ana.click("Add Acme as a client", in_="acme")
    ben.click("Edit", in_="acme", value="R-1")
    ben.submit({"Client": "", "Client not in the list": "", **theirs})
    assert ana.submit().closed
    told = ana.sees("acme").newest("is not for").words
    assert "R-1 is not for *Acme*: somebody has changed its client meanwhile, and that stays." in told
    assert next(iter(theirs.values())) in ana.slash("/request R-1", in_="acme").words


def test_the_list_is_paged(ana: Person) -> None:
    for number in range(11):
        add(ana, f"Client {number:02}")
    first = ana.slash("/client list", in_="general")
    assert "1–10 of 11" in first.words
    assert "Client 10" not in first.words
    assert "Client 10" in ana.click("Next", in_="general").words
    assert "Client 00" in ana.click("Previous", in_="general").words


def test_without_clients_the_list_says_how_to_begin(ana: Person) -> None:
    assert "/client add Acme" in ana.slash("/client list", in_="general").words


def test_two_who_edit_at_once_are_told_of_each_other(ana: Person, ben: Person) -> None:
    add(ana, "Acme")
    for who in (ana, ben):
        who.slash("/client Acme", in_="general")
        who.click("Edit", in_="general")
    assert ana.submit({"Name": "Acme Ltd"}).closed
    sent = ben.submit({"Name": "Acme GmbH"})
    assert not sent.closed
    assert ben.modal is not None
    assert "Acme Ltd" in ben.modal.words
    assert "Acme GmbH" in ben.modal.words
    assert ben.submit().closed
    assert "Acme GmbH" in ana.slash("/client list", in_="general").words


@pytest.mark.parametrize("line", ["/client", "/client help"])
def test_help(ana: Person, line: str) -> None:
    assert "/client add Acme" in ana.slash(line, in_="general").words


def test_guests_are_refused_in_words(slack: Sandbox, ana: Person) -> None:
    assert "guest" in slack.person("gus").slash("/client list", in_="acme").words


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("edit Acme", "Cards go to #acme", id="edit"),
        pytest.param("Show acme", "Cards go to #acme", id="show"),
        pytest.param("edit C-1", "Cards go to #acme", id="edit by number"),
        pytest.param("remove Acme", "A client cannot be removed", id="remove"),
        pytest.param("ad Zebra", "Did you mean `/client add Zebra`?", id="add mistyped"),
        pytest.param("list all", "Clients: only one", id="list all"),
        pytest.param("lst", "Did you mean `/client list`?", id="list mistyped"),
        pytest.param("lst all", "Did you mean `/client list`?", id="list all mistyped"),
        pytest.param("list suppliers", "Did you mean `/client list`?", id="a list that goes on"),
        pytest.param("edit Acmee", "Did you mean `/client Acme`?", id="a name nearly known"),
        pytest.param("edit Zebra", "I don't know a client *Zebra*", id="an unknown name"),
    ],
)
def test_a_verb_is_no_part_of_a_name(ana: Person, line: str, says: str) -> None:
    add(ana, "Acme")

    answer = ana.slash(f"/client {line}", in_="general")

    assert says in answer.words
    assert f"Add {line} as a client" not in answer.words


@pytest.mark.parametrize("name", ["List Brothers", "Ada Lovelace", "Open Society"])
def test_a_name_that_begins_like_a_verb_is_a_name(ana: Person, name: str) -> None:
    add(ana, name)
    assert "Cards go to #acme" in ana.slash(f"/client {name}", in_="general").words


@pytest.mark.parametrize("name", ["Ada Lovelace", "Open Society"])
def test_an_unknown_one_of_that_kind_is_offered_whole(ana: Person, name: str) -> None:
    assert f"Add {name} as a client" in ana.slash(f"/client {name}", in_="general").words
