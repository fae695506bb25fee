"""Tasks, from the gesture to what people see."""

import pytest

from bot.domain.ids import UserId
from bot.domain.quick_results import PersonName, QuickTask, UnresolvedPerson
from bot.liaison import Liaison
from handlers.task_forms import draft_of_line
from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.shown import buttons

THURSDAY = "Thu 5 Mar, 15:00 London time"


def test_a_line_is_saved_at_once_and_says_what_was_understood(ana: Person, ben: Person) -> None:
    answer = ana.slash("/task @ben prepare the proof by thu 3pm", in_="general")

    assert answer.modal is None
    assert "T-1 is given: prepare the proof" in answer.text
    assert THURSDAY in answer.words
    assert "For @ben that is Thu 5 Mar, 16:00 Berlin time." in answer.words
    assert "Its card is in" in answer.words
    assert buttons(answer.blocks) == ["Edit", "Cancel"]
    card = ben.sees("general").newest("T-1")
    assert "With @ben. Given by @ana" in card.words
    assert buttons(card.blocks) == ["Done", "Edit", "More…"]


def test_me_is_whoever_types_it(ana: Person) -> None:
    answer = ana.slash("/task me check chapter 5 tomorrow", in_="general")
    assert "T-1 is given: check chapter 5" in answer.text
    assert "Wed 4 Mar, 17:00 London time" in answer.words
    assert "T-1" in ana.slash("/task mine", in_="general").words


def test_whoever_is_given_it_is_told_and_accepts(ana: Person, ben: Person) -> None:
    ana.slash("/task @ben prepare the proof", in_="general")
    told = ben.dm().newest("T-1")
    assert "T-1 is for you: prepare the proof" in told.text
    assert buttons(told.blocks) == ["Accept", "Decline", "Ask", "Done", "More…"]
    assert "not accepted yet" in ana.sees("general").newest("T-1").words

    answer = ben.click("Accept", in_="liaison")

    assert "T-1 prepare the proof: you accepted it." in answer.text
    assert "Decline" not in buttons(ben.dm().newest("T-1 is for you").blocks)
    assert "not accepted yet" not in ana.sees("general").newest("T-1").words


def test_declining_puts_it_back_and_tells_the_giver(ana: Person, ben: Person) -> None:
    ana.slash("/task @ben prepare the proof", in_="general")

    ben.click("Decline", in_="liaison")
    assert ben.submit({"Why?": "I am away"}).closed

    assert buttons(ana.sees("general").newest("T-1").blocks)[0] == "I'll take this"
    assert "@ben" in ana.dm().newest("T-1").words
    assert ben.dm().newest("T-1 is no longer yours.").blocks


def test_an_unowned_task_is_taken_from_its_card(ana: Person, ben: Person, carla: Person) -> None:
    ana.slash("/task prepare the proof", in_="general")
    ts = ben.sees("general").newest("T-1").ts

    assert "it is yours now" in ben.click("I'll take this", in_="general", ts=ts).text
    assert "With @ben" in carla.sees("general").newest("T-1").words


def test_a_task_of_a_request_stands_in_its_thread(ana: Person, ben: Person) -> None:
    ana.slash("/request reprint of the brochure", in_="acme")
    under = ana.sees("acme").newest("R-1").ts

    answer = ana.slash("/task @ben prepare the proof for R-1", in_="general")

    card = ben.sees("acme").newest("T-1")
    assert card.thread_ts == under
    assert "for R-1" in card.words
    assert "It stands in the thread of R-1." in answer.words
    assert all("T-1" not in text for text in ben.sees("general").texts)


def test_a_task_of_a_request_that_only_others_see_is_refused(ana: Person, carla: Person) -> None:
    ana.slash("/request the board's dinner", in_="board")

    hidden = carla.slash("/task @carla order flowers for R-1", in_="general")
    missing = carla.slash("/task @carla order flowers for R-9", in_="general")

    assert "No request R-1." in hidden.words
    assert missing.words == hidden.words.replace("R-1", "R-9")
    assert "Nothing open" in carla.slash("/task list", in_="general").words


def test_of_a_private_channel_only_its_people_see_the_task(ana: Person, carla: Person) -> None:
    ana.slash("/task order the flowers", in_="board")

    assert "No task T-1." in carla.slash("/task T-1", in_="general").words
    assert "T-1" not in carla.slash("/task list", in_="general").words


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param("@bob prepare the proof", "I am not sure who bob is", id="unknown name"),
        pytest.param("@ana @ben prepare the proof", "One person can have it", id="two owners"),
        pytest.param("@ben prepare the proof by 3/4", "Which one?", id="two readings of a date"),
        pytest.param("@ben prepare the proof by 31 feb", "There is no 31 February", id="no such day"),
        pytest.param("@ben proof for R-1 and R-2", "It can belong to one", id="two requests"),
        pytest.param("@ben prepare the proof by may", "could be several moments", id="vague"),
    ],
)
def test_what_is_doubtful_opens_the_form_and_saves_nothing(ana: Person, line: str, why: str) -> None:
    answer = ana.slash(f"/task {line}", in_="general")

    assert answer.modal is not None
    assert why in answer.modal.words.replace("*", "")
    assert "Nothing is saved yet." in answer.modal.words
    assert "Nothing open" in ana.slash("/task list", in_="general").words


def test_a_doubtful_line_keeps_what_was_certain(ana: Person, ben: Person) -> None:
    answer = ana.slash("/task @ben prepare the proof by 3/4", in_="general")
    assert answer.modal is not None
    assert answer.modal.values["title"]["input"]["value"] == "prepare the proof"
    assert answer.modal.values["owner"]["input"]["selected_user"] == "U0BEN"

    ana.click("Fri 3 April 2026, 17:00")
    ana.submit()

    assert "due Fri 3 Apr, 17:00 London time" in ana.slash("/task T-1", in_="general").words


@pytest.mark.parametrize(
    ("called", "owner"),
    [
        pytest.param([], None, id="nobody"),
        pytest.param(["U0BEN"], "U0BEN", id="one"),
        pytest.param(["U0BEN", "U0BENNO"], None, id="two"),
    ],
)
def test_a_name_that_one_person_has_is_put_forward(called: list[str], owner: str | None) -> None:
    candidates = tuple(PersonName(UserId(user), "Ben") for user in called)
    quick = QuickTask(title="proof", owner_words="ben", ambiguities=(UnresolvedPerson("ben", candidates),))

    assert draft_of_line(quick).owner == owner


def test_the_form_gives_a_task(ana: Person, ben: Person) -> None:
    assert ana.slash("/task", in_="general").modal is not None

    submitted = ana.submit(
        {
            "Title": "prepare the proof",
            "Owner": "ben",
            "Due date": "2026-03-05",
            "Details": "Two sided\nOn thick paper",
        }
    )

    assert (submitted.closed, submitted.errors) == (True, {})
    card = ben.sees("general").newest("T-1")
    assert "Two sided\nOn thick paper" in card.words
    assert "due Thu 5 Mar, 17:00 London time" in ana.slash("/task T-1", in_="general").words


def test_the_form_says_where_the_card_is_when_it_is_elsewhere(ana: Person) -> None:
    ana.slash("/task", in_="nobot")

    submitted = ana.submit({"Title": "prepare the proof"})

    assert submitted.modal is not None
    assert "Its card is in your messages with me." in submitted.modal.words
    assert ana.dm().newest("T-1").blocks


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"Title": "  "}, "title", id="only spaces"),
        pytest.param({"Title": "proof", "Due time": "15:00"}, "due_date", id="time without a day"),
        pytest.param({"Title": "proof", "Due date": "2026-03-02"}, "due_date", id="past"),
        pytest.param({"Title": "proof", "Due date": "2030-03-02"}, "due_date", id="too far"),
        pytest.param({"Title": "proof", "Due date": "0001-01-01"}, "due_date", id="first of all days"),
        pytest.param({"Title": "proof", "Due date": "9999-12-31"}, "due_date", id="last of all days"),
        pytest.param({"Title": "proof", "Client request": "R-x"}, "request", id="no number"),
        pytest.param({"Title": "proof", "Client request": "R-99"}, "request", id="no such request"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(ana: Person, values: dict[str, str], field: str) -> None:
    ana.slash("/task", in_="general")

    submitted = ana.submit(values)

    assert not submitted.closed
    assert list(submitted.errors) == [field]
    ana.close()
    assert "Nothing open" in ana.slash("/task list", in_="general").words


@pytest.mark.parametrize("who", ["gus", "eve", "rob", "dora"])
def test_only_members_are_given_tasks(ana: Person, slack: Sandbox, who: str) -> None:
    answer = ana.slash(f"/task <@{slack.person(who).id}|{who}> prepare the proof", in_="general")

    assert answer.words
    assert "is given" not in answer.words
    assert "Nothing open" in ana.slash("/task list", in_="general").words


def test_lists_are_paged_in_place(ana: Person) -> None:
    for number in range(11):
        ana.slash(f"/task errand {number}", in_="general", settle=False)

    first = ana.slash("/task list", in_="general")
    assert "Open tasks: 1–10 of 11" in first.text
    assert "Next" in buttons(first.blocks)
    assert "Previous" not in buttons(first.blocks)

    second = ana.click("Next", in_="general")
    assert "Open tasks: the last of 11" in second.text
    assert buttons(second.blocks) == ["Previous", "Choose several…"]
    assert "Open tasks: 1–10 of 11" in ana.click("Previous", in_="general").text
    assert len([text for text in ana.sees("general").texts if "Open tasks" in text]) == 1


def test_mine_holds_only_mine(ana: Person) -> None:
    ana.slash("/task @ben prepare the proof", in_="general")
    ana.slash("/task @ana call the printer", in_="general")

    words = ana.slash("/task mine", in_="general").words

    assert "call the printer" in words
    assert "prepare the proof" not in words


def test_one_is_shown_from_the_list(ana: Person) -> None:
    ana.slash("/task call the printer", in_="general")
    ana.slash("/task list", in_="general")

    assert "Nobody has it yet. Given by @ana" in ana.click("Show", in_="general").words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("help", "/task @ana prepare the proof by thu 3pm for R-12"),
        ("lsit", "I don't know *lsit*. Did you mean *list*?"),
        ("T-9", "No task T-9."),
        ("list", "Nothing open"),
        ("mine", "Nothing of yours is open"),
    ],
)
def test_what_a_word_alone_answers(ana: Person, line: str, words: str) -> None:
    assert words in ana.slash(f"/task {line}", in_="general").words


def test_a_verb_that_goes_on_is_a_line(ana: Person) -> None:
    assert "T-1 is given: list the open invoices" in ana.slash("/task list the open invoices", in_="general").text


@pytest.mark.parametrize(
    "typed",
    [
        "{0.__class__} %s ../../ <b>'; drop table task",
        "*bold* _it_ ~gone~ `code`",
        "<!channel> &amp;lt; twice",
    ],
)
def test_what_was_typed_is_shown_as_it_was_typed(ana: Person, ben: Person, typed: str) -> None:
    ana.slash(f"/task {typed}", in_="general")

    shown = ben.sees("general").newest("Nobody has it").words.replace("\u200b", "")
    assert typed in shown


def test_links_are_kept_as_plain_addresses(ana: Person) -> None:
    ana.slash("/task read https://example.com/a_b_c", in_="general")

    assert "https://example.com/a_b_c" in ana.sees("general").newest("Nobody has it").words


def test_in_a_direct_message_the_card_comes_there(ana: Person, liaison: Liaison) -> None:
    answer = ana.slash("/task prepare the proof", in_="liaison")

    assert "Its card is in your messages with me." in answer.words
    assert ana.dm().newest("Nobody has it").blocks
