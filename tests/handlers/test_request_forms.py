"""What is typed into the forms of client requests: none of it is dropped, and what is doubtful is asked first."""

import pytest

from sandbox.driver import Person

GAP = "01:30 does not exist on 29 Mar because the clocks go forward; I'll use 02:00."
BOTH = "Choose from the list or type a new name, not both."


@pytest.fixture
def acme_is_a_client(ana: Person) -> None:
    add_client(ana, "Acme", "acme")


def add_client(who: Person, name: str, channel: str) -> None:
    who.slash(f"/client add {name}", in_=channel)
    assert who.submit({"Name": name}).closed


def logged(who: Person) -> str:
    return who.slash("/request R-1", in_="general").words


@pytest.mark.usefixtures("acme_is_a_client")
def test_the_one_client_with_a_name_like_it_is_put_forward(ana: Person) -> None:
    asked = ana.slash("/request Acmee: door sign @ben", in_="general").modal
    assert asked is not None
    assert "There is no client *Acmee*. Do you mean *Acme*?" in asked.words

    ana.submit()

    assert "Acme · New" in logged(ana)
    assert "not a client yet" not in logged(ana)


@pytest.mark.usefixtures("acme_is_a_client")
def test_a_heading_in_a_clients_channel_makes_no_new_client(ana: Person) -> None:
    asked = ana.slash("/request Phase 2: new menu boards", in_="acme").modal
    assert asked is not None
    assert "There is no client *Phase 2*. Do you mean *Acme*?" in asked.words

    ana.submit()

    assert "Acme · New" in logged(ana)


@pytest.mark.usefixtures("acme_is_a_client")
def test_a_new_client_that_is_called_one_is_not_asked_about(ana: Person) -> None:
    ana.slash("/request door sign client: Zebra", in_="acme")

    assert "Zebra (not a client yet)" in logged(ana)


@pytest.mark.usefixtures("acme_is_a_client")
def test_of_several_names_like_it_what_was_typed_stays(ana: Person) -> None:
    add_client(ana, "Acmet", "brightside")
    asked = ana.slash("/request Acmes: door sign", in_="general").modal
    assert asked is not None

    ana.submit()

    assert "Acmes (not a client yet)" in logged(ana)


@pytest.mark.usefixtures("acme_is_a_client")
def test_picking_one_that_was_put_forward_is_the_answer(ana: Person) -> None:
    add_client(ana, "Acmet", "brightside")
    ana.slash("/request Acmes: door sign", in_="general")

    ana.submit({"Client": "Acmet"})

    assert "Acmet · New" in logged(ana)


@pytest.mark.usefixtures("acme_is_a_client")
def test_a_name_that_is_nearly_known_is_asked_once(ana: Person) -> None:
    ana.slash("/request", in_="general")

    first = ana.submit({"Title": "door sign", "Client not in the list": "Acmee"})
    assert first.modal is not None
    assert "Do you mean *Acme*?" in first.modal.words
    assert "Nothing is open" in ana.slash("/request list", in_="general").words

    assert "Acmee (not a client yet)" in (ana.submit().modal or first.modal).words


@pytest.mark.usefixtures("acme_is_a_client")
@pytest.mark.parametrize("typed", ["Zebra", "Acmee"])
def test_one_chosen_and_another_typed_is_refused(ana: Person, typed: str) -> None:
    ana.slash("/request", in_="general")

    sent = ana.submit({"Title": "door sign", "Client": "Acme", "Client not in the list": typed})

    assert sent.errors == {"new_client": BOTH}


@pytest.mark.usefixtures("acme_is_a_client")
def test_the_same_chosen_and_typed_is_one(ana: Person) -> None:
    ana.slash("/request", in_="general")
    ana.submit({"Title": "door sign", "Client": "Acme", "Client not in the list": " ACME "})
    assert "Acme · New" in logged(ana)


@pytest.mark.usefixtures("acme_is_a_client")
def test_typed_over_the_standing_choice_it_counts(ana: Person) -> None:
    ana.slash("/request Acme: door sign", in_="general")
    ana.click("Change", in_="general", value="R-1:client")

    assert ana.submit({"Client not in the list": "Zebra"}).closed

    assert "Zebra (not a client yet)" in logged(ana)
    assert "Add Zebra as a client" in ana.sees("general").newest("R-1 is changed").words


@pytest.mark.usefixtures("acme_is_a_client")
def test_another_choice_and_a_name_typed_is_refused_when_changing(ana: Person) -> None:
    add_client(ana, "Brightside", "brightside")
    ana.slash("/request Acme: door sign", in_="general")
    ana.click("Change", in_="general", value="R-1:client")

    sent = ana.submit({"Client": "Brightside", "Client not in the list": "Zebra"})

    assert sent.errors == {"new_client": BOTH}


@pytest.mark.usefixtures("acme_is_a_client")
def test_a_choice_wins_over_the_words_that_stood_there(ana: Person) -> None:
    ana.slash("/request Zebra: door sign", in_="general")
    ana.click("Change", in_="general", value="R-1:client")

    assert ana.submit({"Client": "Acme"}).closed

    assert "Acme · New" in logged(ana)


def test_an_unknown_client_may_be_added_from_the_forms_result(ana: Person) -> None:
    ana.slash("/request", in_="acme")
    told = ana.submit({"Title": "door sign", "Client": "Zebra"}).modal
    assert told is not None
    assert "Zebra (not a client yet)" in told.words

    form = ana.click("Add Zebra as a client").modal
    assert form is not None
    assert form.values["name"]["input"]["value"] == "Zebra"
    assert form.values["channel"]["input"]["selected_conversation"] == "C0ACME"
    assert ana.submit().closed

    assert ana.modal is None
    assert "not a client yet" not in logged(ana)


def test_a_client_added_meanwhile_is_said_in_the_forms_result(ana: Person, ben: Person) -> None:
    ana.slash("/request", in_="acme")
    ana.submit({"Title": "door sign", "Client": "Zebra"})
    add_client(ben, "Zebra", "brightside")

    told = ana.click("Add Zebra as a client").modal

    assert told is not None
    assert "R-1 is changed" in told.words
    assert "Zebra · New" in logged(ana)


def test_adding_the_client_of_a_line_mends_its_answer(ana: Person) -> None:
    ana.slash("/request Zebra: door sign", in_="acme")
    ana.click("Add Zebra as a client", in_="acme")
    assert ana.submit().closed

    answer = ana.sees("acme").newest("R-1 is changed")
    assert "not a client yet" not in answer.words
    assert "R-1 is for *Zebra* now." in answer.words
    assert "Undo" in answer.words


@pytest.mark.usefixtures("acme_is_a_client")
def test_a_line_in_a_clients_channel_is_for_that_client(ana: Person) -> None:
    answer = ana.slash("/request proof of the poster", in_="acme")
    assert "*Client*  Acme" in answer.words


@pytest.mark.usefixtures("acme_is_a_client")
def test_unless_it_names_another(ana: Person) -> None:
    add_client(ana, "Bright", "brightside")
    assert "*Client*  Bright\n" in ana.slash("/request Bright: poster", in_="acme").words


@pytest.mark.usefixtures("acme_is_a_client")
def test_the_form_puts_forward_the_client_of_the_channel(ana: Person) -> None:
    ana.slash("/request", in_="acme")
    ana.submit({"Title": "poster"})
    assert "Acme · New" in logged(ana)


@pytest.mark.usefixtures("acme_is_a_client")
def test_a_channel_that_two_clients_share_is_nobodys(ana: Person) -> None:
    add_client(ana, "Zebra", "acme")
    assert "*Client*  No client" in ana.slash("/request proof of the poster", in_="acme").words


@pytest.mark.parametrize("line", ["35 for @ben (phone)", "35 asked by <@U0BEN|ben> by phone"])
def test_who_asked_is_said_and_can_be_changed(ana: Person, line: str) -> None:
    answer = ana.slash(f"/request {line}", in_="acme")
    assert "*Asked by*  @ben\nChange\n*Came in*  by phone" in answer.words

    ana.click("Change", in_="acme", value="R-1:asker")
    assert ana.submit({"Asked by": "carla"}).closed

    assert "*Asked by*  @carla\nChange\n*Came in*  by phone" in ana.sees("acme").newest("R-1 is changed").words
    assert "Asked by @carla, by phone" in logged(ana)


def test_how_it_came_in_is_said_without_a_person(ana: Person) -> None:
    assert "*Came in*  by e-mail" in ana.slash("/request 35 posters (mail)", in_="acme").words


def test_who_asked_outlives_a_question(ana: Person) -> None:
    ana.slash("/request 35 for @ben (phone) by 4/5", in_="acme")
    ana.click("4 May 2026")
    ana.submit()
    assert "Asked by @ben, by phone" in logged(ana)


@pytest.mark.parametrize("command", ["request", "task"])
def test_an_hour_that_the_clocks_leave_out_is_said(ana: Person, command: str) -> None:
    ana.slash(f"/{command}", in_="acme")
    told = ana.submit({"Title": "poster", "Due date": "2026-03-29", "Due time": "01:30"}).modal
    assert told is not None
    assert GAP in told.words


@pytest.mark.parametrize(("command", "label"), [("request", "R-1"), ("task", "T-1")])
def test_so_it_is_when_the_due_moment_is_changed(ana: Person, command: str, label: str) -> None:
    ana.slash(f"/{command} poster", in_="acme")
    ana.slash(f"/{command} {label}", in_="acme")
    ana.click("Edit", in_="acme", value=label)
    ana.submit({"Due date": "2026-03-29", "Due time": "01:30"})
    assert GAP in ana.sees("acme").newest(f"{label} is changed").words


def test_a_title_too_long_for_the_form_is_kept_below_it(ana: Person) -> None:
    title = "x" * 400
    ana.slash(f"/request {title} by 4/5", in_="acme")
    ana.submit({"Due date": "2026-05-04"})
    assert title in logged(ana)
