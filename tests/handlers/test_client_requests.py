"""Client requests, from what is typed or clicked to what people see."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.pressing import press

LINE = "/request Acme: reprint of the spring brochure by fri 4pm !high @ben"


@pytest.fixture
def acme_is_a_client(ana: Person) -> None:
    ana.slash("/client add Acme", in_="acme")
    assert ana.submit({"Name": "Acme"}).closed


def card_in(person: Person, channel: str) -> str:
    """The newest message that everybody there sees."""
    return [message for message in person.sees(channel).messages if not message.ephemeral][-1].words


@pytest.mark.usefixtures("acme_is_a_client")
def test_a_line_is_logged_and_each_value_is_said(ana: Person) -> None:
    answer = ana.slash(LINE, in_="acme")

    assert answer.text.startswith("R-1 is logged: reprint of the spring brochure")
    for words in ("Acme", "Fri 6 Mar, 16:00 London time", "17:00 Berlin time", "High", "@ben", "Undo", "Change"):
        assert words in answer.words


@pytest.mark.usefixtures("acme_is_a_client")
def test_its_card_is_in_the_clients_channel_and_its_owner_is_told(ana: Person, ben: Person) -> None:
    ana.slash(LINE, in_="general")

    card = ben.sees("acme").newest()
    assert "R-1" in card.words
    assert "reprint of the spring brochure" in card.words
    assert "not accepted yet" in card.words
    assert "@ana gave you R-1" in ben.dm().newest().words


@pytest.mark.usefixtures("acme_is_a_client")
def test_whoever_it_was_given_to_accepts_and_finishes_it(ana: Person, ben: Person) -> None:
    ana.slash(LINE, in_="acme")

    ben.click("Accept", in_=ben.dm().id)
    assert "Working" in card_in(ana, "acme")

    ben.click("Done", in_="acme")
    assert "Done by @ben" in card_in(ana, "acme")

    ana.click("Reopen", in_="acme")
    assert "Working" in card_in(ana, "acme")


def test_one_that_nobody_has_is_taken_once(ana: Person, ben: Person) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    stale = ben.sees("acme").newest().ts

    carla_free = ben.click("I'll take this", in_="acme", ts=stale)
    assert "it is yours now" in (carla_free.text or "")

    card = card_in(ana, "acme")
    assert "With @ben" in card
    assert "I'll take this" not in card


def test_declining_tells_whoever_gave_it(ana: Person, ben: Person) -> None:
    ana.slash("/request proof of the poster @ben", in_="acme")

    ben.click("Decline", in_=ben.dm().id)
    assert ben.submit({"Why?": "I am away"}).closed

    assert "@ben declined R-1: I am away. It is nobody's now" in ana.dm().newest().words
    assert "I'll take this" in card_in(ana, "acme")


def test_undo_takes_it_back(ana: Person) -> None:
    ana.slash("/request proof of the poster", in_="acme")

    answer = ana.click("Undo", in_="acme")

    assert "it is undone" in (answer.text or "")
    assert "Undone" in card_in(ana, "acme")


def test_undo_is_over_after_ten_minutes(ana: Person, slack: Sandbox) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    slack.clock.advance(11 * 60)

    answer = ana.click("Undo", in_="acme")

    assert "10 minutes" in (answer.text or "")


def test_change_opens_the_one_field(ana: Person) -> None:
    ana.slash("/request proof of the poster", in_="acme")

    ana.click("Change", in_="acme", value="R-1:title")
    assert ana.submit({"Title": "proof of the flyer"}).closed

    assert "proof of the flyer" in card_in(ana, "acme")


def test_the_form_logs_too(ana: Person) -> None:
    answer = ana.slash("/request", in_="acme")
    assert answer.modal is not None

    sent = ana.submit({"Title": "Menus for Easter", "Due date": "2026-03-20", "Due time": "12:30"})

    assert sent.closed
    assert "Menus for Easter" in card_in(ana, "acme")
    assert "Fri 20 Mar, 12:30 London time" in card_in(ana, "acme")


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        pytest.param({"Title": "   "}, "title", "title", id="only spaces"),
        pytest.param({"Title": "x", "Due time": "12:30"}, "due_date", "date", id="a time without a date"),
        pytest.param({"Title": "x", "Due date": "2020-01-01"}, "due_date", "", id="the past"),
    ],
)
def test_a_wrong_field_is_named_and_the_form_stays(ana: Person, values: dict[str, str], field: str, says: str) -> None:
    ana.slash("/request", in_="acme")

    sent = ana.submit(values)

    assert not sent.closed
    assert says in sent.errors[field].lower()


@pytest.mark.usefixtures("acme_is_a_client")
@pytest.mark.parametrize(
    ("line", "why", "title"),
    [
        ("Acme", "That names a client only. What is to be done? Please write a title.", ""),
        ("Acme fix their logo", "Is this for the client *Acme*?", "Acme fix their logo"),
        ("Acme: reprint !urgnt", "There is no priority *!urgnt*. Do you mean *urgent*?", "reprint"),
        ("Acme: reprint by firday", "Do you mean `by Friday`?", "reprint"),
        ("Acme: reprint by fri 4pm client time", "I don't know the time zone *client time*.", "reprint"),
    ],
)
def test_a_line_in_doubt_opens_the_form_for_its_client(ana: Person, line: str, why: str, title: str) -> None:
    modal = ana.slash(f"/request {line}", in_="general").modal
    assert modal is not None
    assert why in modal.words
    assert modal.values["title"]["input"]["value"] == (title or None)
    assert modal.values["client"]["input"]["selected_option"]["text"]["text"] == "Acme"
    assert ana.sees("acme").messages == []


@pytest.mark.usefixtures("acme_is_a_client")
def test_the_title_may_stand_below_the_client(ana: Person) -> None:
    assert ana.slash("/request Acme:\nflyer33", in_="acme").text.startswith("R-1 is logged: flyer33")


def test_an_ambiguous_date_is_asked_and_nothing_is_saved(ana: Person) -> None:
    answer = ana.slash("/request proof of the poster by 4/5", in_="acme")

    assert answer.modal is not None
    assert ana.sees("acme").messages == []

    ana.click("4 May 2026")
    assert ana.submit({}).closed
    assert "Mon 4 May" in card_in(ana, "acme")


def test_the_same_line_again_is_asked(ana: Person) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    again = ana.slash("/request proof of the poster", in_="acme")
    assert "Log another?" in again.text

    ana.click("Log another", in_="acme")

    assert "R-2" in ana.slash("/request list", in_="acme").words


def test_another_one_is_logged_once_however_often_its_button_is_pressed(ana: Person) -> None:
    for _ in range(2):
        ana.slash("/request proof of the poster", in_="acme")
    seen = ana.sees("acme")
    ana.click("Log another", in_="acme")
    pressed_on_old_copy(ana, seen.id, seen.newest().ts, "request.again", "R-1|proof of the poster")
    assert "as R-2. Log another?" in ana.sees("acme").newest().words
    assert "R-3" not in ana.slash("/request list", in_="acme").words


def test_lists_are_paged(ana: Person) -> None:
    for number in range(12):
        ana.slash(f"/request item number {number}", in_="acme", settle=False)

    first = ana.slash("/request list", in_="acme")
    assert "1–10 of 12" in first.words
    second = ana.click("Next", in_="acme")
    assert "11–12 of 12" in (second.text or "")


def test_a_message_becomes_a_request(ana: Person, ben: Person) -> None:
    ts = ben.says("Could you reprint the menus?\nTwo hundred, please.", in_="acme")

    ana.shortcut("request.log_message", in_="acme", ts=ts)
    assert ana.submit({}).closed

    card = card_in(ana, "acme")
    assert "Could you reprint the menus?" in card
    assert "Two hundred, please." in card


def test_what_is_not_theirs_does_not_exist_for_them(ana: Person, carla: Person) -> None:
    ana.slash("/request the merger file", in_="board")

    assert carla.slash("/request R-1", in_="general").text == carla.slash("/request R-99", in_="general").text.replace(
        "R-99", "R-1"
    )
    assert "merger" not in carla.slash("/request list", in_="general").words


@pytest.mark.parametrize(
    "typed",
    ["<!channel> @here", "&amp;lt;b&amp;gt; {0.__class__} %s", "*bold* _it_ ~no~ `code`", "'; drop table client; --"],
)
def test_hostile_words_are_shown_literally(ana: Person, typed: str) -> None:
    ana.slash(f"/request {typed} proof", in_="acme")

    assert "proof" in card_in(ana, "acme")


def test_where_the_bot_is_not_the_card_comes_to_the_asker(ana: Person) -> None:
    answer = ana.slash("/request proof of the poster", in_="nobot")

    assert "/invite @Liaison" in answer.words
    assert "R-1" in ana.dm().newest().words


def test_away_from_its_clients_channel_the_card_says_why(ana: Person) -> None:
    ana.slash("/client add Nob", in_="nobot")
    ana.submit()

    answer = ana.slash("/request Nob: door sign", in_="general")

    assert "Its card is in #general. I am not in #nobot. Type `/invite @Liaison` there" in answer.words


def test_so_does_the_form(ana: Person) -> None:
    ana.slash("/client add Nob", in_="nobot")
    ana.submit()
    ana.slash("/request", in_="general")

    told = ana.submit({"Title": "door sign", "Client": "Nob"}).modal

    assert told is not None
    assert "I am not in #nobot." in told.words


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        pytest.param("new list of suppliers", "list of suppliers", id="a verb follows"),
        pytest.param("new logo for the shop", "new logo for the shop", id="part of the words"),
        pytest.param("new Poster proof", "Poster proof", id="a name follows"),
    ],
)
def test_new_always_logs(ana: Person, typed: str, title: str) -> None:
    answer = ana.slash(f"/request {typed}", in_="acme")

    assert answer.text == f"R-1 is logged: {title}"


@pytest.mark.usefixtures("acme_is_a_client")
def test_an_item_moves_with_its_client_and_its_tasks_too(ana: Person, ben: Person) -> None:
    ana.slash("/request proof of the poster", in_="general")
    ana.slash("/task @ben print it for R-1", in_="general")

    ana.click("Change", in_="general", value="R-1:client")
    assert ana.submit({"Client": "Acme"}).closed

    left = [message.words for message in ben.sees("general").messages if not message.ephemeral]
    assert left == [f"{label} has moved to another channel." for label in ("R-1", "T-1")]
    assert any("proof of the poster" in message.words for message in ben.sees("acme").messages)


def test_the_card_says_where_it_comes_from(ana: Person, ben: Person) -> None:
    ana.slash("/request proof of the poster for @ben by phone", in_="acme")
    assert "Asked by @ben, by phone" in card_in(ana, "acme")

    ts = ben.says("And the menus, please.", in_="acme")
    ana.shortcut("request.log_message", in_="acme", ts=ts)
    assert ana.submit({}).closed
    assert "The message" in card_in(ana, "acme")


def test_a_former_owner_reads_no_more_than_the_number(ana: Person, ben: Person) -> None:
    ana.slash("/request the secret poster @ben", in_="acme")
    assert "secret poster" in ben.dm().newest().words

    press(ana, "Assign", in_="acme")
    assert ana.submit({"Who should do it?": "carla"}).closed

    assert ben.dm().newest().words == "R-1 is now with @carla."


def test_assigning_to_whoever_has_it_changes_nothing(ana: Person, ben: Person) -> None:
    ana.slash("/request proof of the poster @ben", in_="acme")
    ben.click("Accept", in_=ben.dm().id)
    told = [(message.ts, message.words) for message in ben.dm().messages if not message.ephemeral]

    press(ana, "Assign", in_="acme")
    assert ana.submit({"Who should do it?": "ben"}).closed

    assert "Working" in card_in(ana, "acme")
    assert [(message.ts, message.words) for message in ben.dm().messages if not message.ephemeral] == told


@pytest.mark.parametrize(("command", "label"), [("/request proof @ben", "R-1"), ("/task @ben proof", "T-1")])
def test_whoever_is_given_it_again_has_one_message_to_act_on(
    ana: Person, ben: Person, command: str, label: str
) -> None:
    ana.slash(command, in_="acme")
    for who in ("carla", "ben"):
        press(ana, "Assign", in_="acme", value=label)
        ana.submit({"Who should do it?": who})

    told = [message.words for message in ben.dm().messages]
    assert told[0] == f"{label} came to you again: the newer message has its buttons."
    assert "proof" in told[1]
    assert "Accept" in told[1]

    ben.click("Accept", in_=ben.dm().id)
    assert "Accept" not in "".join(message.words for message in ben.dm().messages if label in message.words)
    assert ben.dm().messages[0].words == told[0]


@pytest.mark.parametrize("typed", ["<b> proof", "&lt;b&gt; proof", "&amp;lt; proof", "@ben &amp; #acme proof"])
def test_another_one_reads_as_the_first(ana: Person, typed: str) -> None:
    """`&lt;b&gt;` may be what was typed, and `<b>` something else."""
    ana.slash(f"/request {typed}", in_="general")
    ana.slash(f"/request {typed}", in_="general")
    ana.click("Log another", in_="general")
    first, second = (ana.slash(f"/request {label}", in_="general").words for label in ("R-1", "R-2"))
    assert second == first.replace("R-1", "R-2")


def test_another_one_of_a_line_that_no_button_holds(ana: Person) -> None:
    line = "/request proof of the poster\n" + "every word of the details " * 90
    ana.slash(line, in_="acme")
    assert "Log another?" in ana.slash(line, in_="acme").words
    modal = ana.click("Log another", in_="acme").modal
    assert modal is not None
    assert "every word of the details" in str(modal.values)
    ana.submit()
    assert "proof of the poster" in ana.slash("/request R-2", in_="acme").words


def test_an_old_button_of_a_list_shows_what_there_is(ana: Person) -> None:
    for number in range(1, 12):
        ana.slash(f"/request website text {number}", in_="acme", settle=False)
    ana.slash("/request list", in_="general")
    ana.slash("/request R-11", in_="brightside")
    ana.click("Done", in_="brightside")
    ana.click("Next", in_="general")
    assert "Open client requests: 10 in all" in ana.sees("general").newest().words
