"""The form of a reminder, and the lines that open it because they are not clear."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.payloads import user_object
from tests.handlers.reminders import HOUR, posted, reminders


def test_the_form(slack: Sandbox, ana: Person, ben: Person) -> None:
    answer = ana.slash("/nudge", in_="general")
    assert answer.modal is not None
    assert answer.modal.callback_id == "nudge.set"

    sent = ana.submit({"Person": "ben", "When": "tomorrow 9:00", "What to say": "call Acme"})
    assert sent.errors == {}
    assert sent.modal is not None
    assert "I'll remind @ben on Wed 4 Mar, 09:00 Berlin time (Wed 4 Mar, 08:00 London time)" in sent.modal.words

    slack.clock.advance(18 * HOUR)
    slack.settle()
    assert reminders(ben) == ["⏰ @ana asked me to remind you: call Acme"]


def test_the_form_for_a_channel(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge", in_="general")
    ana.submit({"Or a channel": "acme", "When": "in 1h", "What to say": "stand-up"})
    slack.clock.advance(HOUR)
    slack.settle()
    assert posted(ben, "acme") == ["⏰ @ana asked me to remind this channel: stand-up"]
    assert reminders(ana) == []


def test_nobody_picked(ana: Person) -> None:
    ana.slash("/nudge @zoe fri 9:00 call Acme", in_="general")
    assert ana.modal is not None
    assert "I am not sure who" in ana.modal.words
    assert "pick a person or a channel" in ana.submit().errors["target"]


@pytest.mark.parametrize(
    ("who", "said"), [("gus", "is a guest here"), ("eve", "belongs to another company"), ("rob", "is an app")]
)
def test_who_cannot_be_reminded_is_refused_in_the_form_too(ana: Person, who: str, said: str) -> None:
    ana.slash("/nudge", in_="general")
    sent = ana.submit({"Person": who, "When": "fri 9:00", "What to say": "call Acme"})
    assert said in sent.errors["target"]
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("31 feb", "There is no 31 February"),
        ("25:00", "There is no 25:00 on the clock"),
        ("yesterday 9:00", "ago"),
        ("may", "could be several moments"),
        ("9:00 EST", "is the time of several places"),
        ("1 jan 2150", "At most 2 years ahead"),
        ("soonish", "I don't understand soonish"),
    ],
)
def test_a_date_that_the_form_refuses(ana: Person, when: str, said: str) -> None:
    ana.slash("/nudge", in_="general")
    sent = ana.submit({"When": when, "What to say": "call Acme"})
    assert said in sent.errors["when"]
    assert not any(sign in sent.errors["when"] for sign in "*`")
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("me 31 feb call Acme", "There is no 31 February. Try `28 feb 9:00`."),
        ("me 25:00 call Acme", "There is no *25:00* on the clock."),
        ("me now call Acme", "could be several moments"),
        ("me call Acme", "There is no moment in it."),
        ("me fri 9:00 EST call Acme", "is the time of several places"),
        ("me firday 9:00 call Acme", "Do you mean `Friday 9:00`?"),
        ("me fri 9:00 their time call Acme", "I don't know the time zone *their time*."),
        ("@ben @carla fri 9:00 call Acme", "A reminder goes to one person or one channel: please pick one."),
        ("@here fri 9:00 call Acme", "A reminder goes to one person or one channel, not to *@here*"),
        ("every hour call Acme", "I can't repeat a reminder *every hour*."),
        ("#elsewhere fri 9:00 call Acme", "I am not sure which channel *elsewhere* is."),
    ],
)
def test_a_line_that_is_not_clear_opens_the_form_and_saves_nothing(ana: Person, line: str, said: str) -> None:
    modal = ana.slash(f"/nudge {line}", in_="general").modal
    assert modal is not None
    assert said in modal.words
    assert f"You typed: /nudge {line}" in modal.words
    assert modal.values["text"]["input"]["value"] == "call Acme"
    ana.close()
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words


def test_a_slip_of_the_finger_is_put_right_in_the_form(ana: Person) -> None:
    ana.slash("/nudge me firday 9:00 call Acme", in_="general")
    sent = ana.submit()
    assert sent.modal is not None
    assert "Fri 6 Mar, 09:00 London time" in sent.modal.words


def test_two_readings_are_two_buttons(slack: Sandbox, ana: Person, ben: Person) -> None:
    modal = ana.slash("/nudge @ben 4/5 9:00 call Acme", in_="general").modal
    assert modal is not None
    assert "Sat 4 Apr 2026, 09:00" not in modal.words
    ana.click("Mon 4 May 2026, 09:00")
    assert ana.modal is not None
    assert "could be" not in ana.modal.words

    sent = ana.submit()
    assert sent.modal is not None
    assert "I'll remind @ben on Mon 4 May, 09:00 Berlin time (Mon 4 May, 08:00 London time)" in sent.modal.words


def test_two_readings_in_the_form_keep_what_was_typed(ana: Person) -> None:
    ana.slash("/nudge", in_="general")
    asked = ana.submit({"Person": "ben", "When": "4/5 9:00", "What to say": "call Acme"})
    assert asked.modal is not None
    assert "could be" in asked.modal.words

    ana.click("Sun 5 Apr 2026, 09:00")
    sent = ana.submit()
    assert sent.modal is not None
    assert "I'll remind @ben on Sun 5 Apr, 09:00 Berlin time" in sent.modal.words
    assert sent.modal.words.endswith("Changed your mind? `/nudge cancel N-1`")


@pytest.mark.parametrize("typed", ["@reyes", "Reyes", "Carla Reyes"])
def test_a_name_that_slack_did_not_resolve_is_asked_with_the_likely_person_filled_in(
    slack: Sandbox, ana: Person, typed: str
) -> None:
    world = slack.core.slack
    carla = user_object(world, world.world.users["U0CARLA"])
    carla["profile"]["display_name"] = "Carla Reyes"
    slack.server.call(lambda: slack.core.delivery.event("user_change", {"type": "user_change", "user": carla}))
    modal = ana.slash(f"/nudge {typed} fri 9:00 call Acme", in_="general").modal
    assert modal is not None
    assert f"I am not sure who *{typed.lstrip('@')}* is" in modal.words
    assert modal.values["target"]["input"]["selected_user"] == "U0CARLA"
    sent = ana.submit()
    assert sent.modal is not None
    assert "I'll remind @carla on Fri 6 Mar, 09:00 New York time" in sent.modal.words


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        pytest.param("ask @carla and #acme", "ask @carla and #acme", id="a person and a channel"),
        pytest.param("tell #board", "tell #private-channel", id="a private channel, whose name not all may read"),
        pytest.param("tell <!here>", "tell <!here>", id="what looks like markup but was typed"),
        pytest.param("ask <@U0CARLA>", "ask @carla", id="a person without a label"),
        pytest.param("*A* & B < C", "*A* & B < C", id="signs"),
    ],
)
def test_the_form_holds_words_where_slack_sent_markup(ana: Person, typed: str, text: str) -> None:
    modal = ana.slash(f"/nudge @ben {typed}", in_="general").modal
    assert modal is not None
    assert modal.values["text"]["input"]["value"] == text
    assert f"You typed: /nudge @ben {text}" in modal.words.replace("\u200b", "")


def test_a_reading_in_a_zone_of_hours_is_read_again(ana: Person) -> None:
    ana.slash("/nudge", in_="general")
    ana.submit({"When": "4/5 9:00 utc+2", "What to say": "call Acme"})
    ana.click("Mon 4 May 2026, 09:00")
    sent = ana.submit()
    assert sent.errors == {}
    assert sent.modal is not None
    assert "Mon 4 May, 09:00 UTC+2 time (Mon 4 May, 08:00 London time)" in sent.modal.words
