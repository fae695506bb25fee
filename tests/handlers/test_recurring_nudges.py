"""Reminders that come again and again. It is Tuesday 3 March, 14:00 in London and 15:00 in Berlin."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import Pair
from tests.handlers.crafted import pressed_on_old_copy
from tests.handlers.reminders import DAY, HOUR, MINUTE, posted, reminders

PAIRS = (Pair.SOCKET_SQLITE,)


def later(slack: Sandbox, seconds: int) -> None:
    slack.clock.advance(seconds)
    slack.settle()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "me every monday 9:00 check the invoices",
            "I'll remind you every Monday at 09:00 London time: check the invoices",
        ),
        (
            "@ben every weekday call Acme",
            "call Acme\nThe next one comes on Wed 4 Mar, 09:00 Berlin time (Wed 4 Mar, 08:00 London time).",
        ),
        ("me stand-up daily 14:30", "every day at 14:30 London time: stand-up\nThe next one comes on Tue 3 Mar, 14:30"),
        (
            "me monthly on the 1st send the invoices",
            "on the 1st of every month at 09:00 London time: send the invoices",
        ),
        ("me every year on 24 dec close", "every year on 24 December at 09:00 London time: close"),
        ("#acme every last friday 15:00 report", "I'll remind #acme on the last Friday of every month at 15:00"),
        (
            "me call every day 9:00 Berlin time",
            "call\nThe next one comes on Wed 4 Mar, 09:00 Berlin time (Wed 4 Mar, 08:00 London time)",
        ),
        ("me every 2 weeks on fri 9:00 pay", "every 2 weeks on Friday at 09:00 London time: pay"),
    ],
)
def test_what_was_understood(ana: Person, line: str, said: str) -> None:
    assert said in ana.slash(f"/nudge {line}", in_="general").words


def test_it_comes_each_time_until_it_is_cancelled(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben every weekday 9:00 call Acme", in_="general")
    for day, count in (("Wed", 1), ("Thu", 2), ("Fri", 3), ("Sat", 3), ("Sun", 3), ("Mon", 4)):
        later(slack, 18 * HOUR - MINUTE if day == "Wed" else DAY - 2 * MINUTE)
        later(slack, 2 * MINUTE)
        assert len(reminders(ben)) == count, day
    assert "This comes every weekday at 09:00 Berlin time. `/nudge cancel N-1` stops it." in ben.dm().newest().words

    words = ana.slash("/nudge list", in_="general").words
    assert "every weekday at 09:00 Berlin time, next on Tue 10 Mar, 08:00 London time · for @ben" in words
    cancelled = ben.slash("/nudge cancel N-1", in_="general").words
    assert "N-1 is cancelled, and no more of it will come: call Acme" in cancelled
    later(slack, 7 * DAY)
    assert len(reminders(ben)) == 4
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words


def test_one_is_snoozed_and_the_series_goes_on_by_itself(slack: Sandbox, ana: Person) -> None:
    """And no day has two (mattermost/mattermost#29923)."""
    ana.slash("/nudge me every day 9:00 check the invoices", in_="general")
    later(slack, 19 * HOUR)
    dm = ana.dm().id
    ana.click(in_=dm, action_id="occurrence.snooze:N-1.1", value="N-1.1|tomorrow morning")
    words = ana.slash("/nudge list", in_="general").words
    assert "next on Thu 5 Mar, 09:00 London time · snoozed until Thu 5 Mar, 09:00 London time" in words

    later(slack, DAY)
    assert sum("check the invoices" in words for words in reminders(ana)) == 3
    for _ in range(3):
        later(slack, DAY)
    assert len(reminders(ana)) == 6


def test_one_is_skipped(slack: Sandbox, ana: Person) -> None:
    ana.slash("/nudge me every day 9:00 check the invoices", in_="general")
    assert "N-1 leaves one out. The next one comes on Thu 5 Mar" in ana.slash("/nudge skip N-1", in_="general").words
    later(slack, 20 * HOUR)
    assert reminders(ana) == []
    ana.slash("/nudge N-1", in_="general")
    ana.click("Skip the next one", in_="general")
    assert "The next one comes on Fri 6 Mar, 09:00 London time." in ana.sees("general").newest("leaves").words
    later(slack, DAY)
    assert reminders(ana) == []
    later(slack, DAY)
    assert len(reminders(ana)) == 1


def test_a_button_leaves_out_the_one_that_it_was_shown_with(slack: Sandbox, ana: Person) -> None:
    """A second click that is on its way, and one days later, leave out no other."""
    ana.slash("/nudge me every day 9:00 check the invoices", in_="general")
    ana.slash("/nudge N-1", in_="general")
    shown = ana.sees("general").newest("next on Wed")
    ana.click("Skip the next one", in_="general")
    for _ in range(2):
        pressed_on_old_copy(ana, "C0GENERAL", shown.ts, "nudge.skip", "N-1@2026-03-04")
        assert "next on Thu 5 Mar, 09:00" in ana.sees("general").newest("check").words
    later(slack, 20 * HOUR + DAY)
    assert len(reminders(ana)) == 1
    pressed_on_old_copy(ana, "C0GENERAL", shown.ts, "nudge.skip", "N-1@2026-03-04")
    later(slack, DAY)
    assert len(reminders(ana)) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("skip N-1", "N-1 comes once. `/nudge cancel N-1` stops it."),
        ("skip", "Which one?"),
        ("skpi N-1", "Did you mean *skip N-1*?"),
        ("skip N-9", "No reminder N-9"),
    ],
)
def test_what_cannot_be_skipped(ana: Person, line: str, said: str) -> None:
    ana.slash("/nudge me in 2h call", in_="general")
    assert said in ana.slash(f"/nudge {line}", in_="general").words


def test_of_several_that_were_missed_the_last_one_comes(slack: Sandbox, ana: Person) -> None:
    ana.slash("/nudge me every day 9:00 check the invoices", in_="general")
    later(slack, 3 * DAY + 21 * HOUR)
    assert [words.partition("\n")[0] for words in reminders(ana)] == [
        "⏰ You asked me to remind you: check the invoices (late: was due Sat 7 Mar, 09:00 London time)"
    ]
    later(slack, 22 * HOUR)
    assert len(reminders(ana)) == 2


def test_what_is_missed_by_more_than_half_a_day_is_reported(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/nudge @ben every monday 9:00 call Acme", in_="general")
    later(slack, 8 * DAY)
    assert reminders(ben) == []
    (message,) = ana.dm().messages
    assert "The reminder N-1 (“call Acme”) for @ben was due Mon 9 Mar, 08:00 London time." in message.words
    assert message.words.endswith("now it is too late for it. It comes again, next Mon 16 Mar, 08:00 London time.")
    later(slack, 5 * DAY)
    assert len(reminders(ben)) == 1


def test_after_a_journey_it_comes_at_the_new_nine_oclock(slack: Sandbox, ana: Person) -> None:
    ana.slash("/nudge me every day 9:00 check the invoices", in_="general")
    later(slack, 20 * HOUR)
    ana.moves_to("America/New_York")
    ana.click("Move to my new time", in_=ana.dm().id)
    assert "*N-1* moved to Thu 5 Mar, 09:00 New York time" in ana.dm().newest("moved").words
    later(slack, 27 * HOUR)
    assert len(reminders(ana)) == 1
    later(slack, 2 * HOUR)
    assert len(reminders(ana)) == 2


def test_the_hour_stays_when_the_clocks_change(slack: Sandbox, ana: Person) -> None:
    ana.slash("/nudge me every sunday 9:00 rest", in_="general")
    for _ in range(5):
        later(slack, 7 * DAY)
    assert "next on Sun 12 Apr, 09:00 London time" in ana.slash("/nudge list", in_="general").words


def test_in_a_channel_one_for_each_day(slack: Sandbox, ana: Person, ben: Person) -> None:
    ben.slash("/nudge #acme every day 9:30 stand-up", in_="general")
    later(slack, 18 * HOUR + 30 * MINUTE)
    later(slack, DAY)
    assert len(posted(ana, "acme")) == 2
    ana.click("Done", in_="acme")
    assert "Done by @ana" in ben.sees("acme").newest("asked me").words


@pytest.mark.parametrize(
    ("repeats", "said"),
    [
        ("day", "every day at 09:00"),
        ("weekday", "every weekday at 09:00"),
        ("week", "every Wednesday at 09:00"),
        ("fortnight", "every 2 weeks on Wednesday at 09:00"),
        ("month", "on the 4th of every month at 09:00"),
        ("year", "every year on 4 March at 09:00"),
    ],
)
def test_the_form(ana: Person, repeats: str, said: str) -> None:
    ana.slash("/nudge", in_="general")
    sent = ana.submit({"When": "tomorrow 9:00", "Repeats": repeats, "What to say": "call Acme"})
    assert sent.modal is not None
    assert f"I'll remind you {said} London time: call Acme" in sent.modal.words
    assert "The next one comes on Wed 4 Mar, 09:00 London time." in sent.modal.words


def test_the_first_of_a_form_is_not_before_the_moment_that_was_given(ana: Person) -> None:
    ana.slash("/nudge", in_="general")
    sent = ana.submit({"When": "mon 9:00", "Repeats": "day", "What to say": "call Acme"})
    assert sent.modal is not None
    assert "The next one comes on Mon 9 Mar, 09:00 London time." in sent.modal.words


def test_the_form_for_once(slack: Sandbox, ana: Person) -> None:
    ana.slash("/nudge", in_="general")
    ana.submit({"When": "tomorrow 9:00", "What to say": "call Acme"})
    later(slack, 3 * DAY)
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words


def test_a_line_that_is_not_clear_keeps_its_rule_in_the_form(ana: Person) -> None:
    ana.slash("/nudge @zoe every last friday 15:00 send the report", in_="general")
    assert ana.modal is not None
    assert ana.modal.values["repeats"]["input"]["selected_option"]["text"]["text"] == "Every last friday 15:00"
    sent = ana.submit({"Person": "ben"})
    assert sent.modal is not None
    assert "I'll remind @ben on the last Friday of every month at 15:00 Berlin time" in sent.modal.words


def test_a_zone_that_was_named_stays_with_it_in_the_form(ana: Person) -> None:
    ana.slash("/nudge @zoe every day 9:00 (New York time) call", in_="general")
    sent = ana.submit({"Person": "ben"})
    assert sent.modal is not None
    assert "I'll remind @ben every day at 09:00 New York time: call" in sent.modal.words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("me every day 9:00 CST call", "CST"),
        ("me every day 9:00 Atlantis time call", "Atlantis"),
        ("me every hour stretch", "I can't repeat a reminder *every hour*."),
        ("me report every month 9:00", "month"),
        ("me every 2nd friday 9:00 report", "2 weeks"),
        ("me every day 25:00 report", "There is no *25:00* on the clock."),
    ],
)
def test_what_is_not_clear_is_asked(ana: Person, line: str, said: str) -> None:
    modal = ana.slash(f"/nudge {line}", in_="general").modal
    assert modal is not None
    assert said in modal.words
    ana.close()
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words


@pytest.mark.parametrize(
    ("becomes", "why"),
    [
        ("nobody", "that person has left the workspace."),
        ("guest", "that person is no full member of this workspace any more."),
    ],
)
def test_for_somebody_who_left_it_ends_and_is_told_once(
    slack: Sandbox, ana: Person, ben: Person, becomes: str, why: str
) -> None:
    ana.slash("/nudge @ben every day 9:00 call Acme", in_="general")
    if becomes == "guest":
        ben.becomes("guest")
    else:
        ben.leaves()
    for _ in range(3):
        later(slack, DAY)
    assert reminders(ben) == []
    (told,) = (one.words for one in ana.dm().messages if "N-1" in one.words)
    assert f"the reminder N-1 (“call Acme”) to @ben: {why}" in told
    assert "No reminder is waiting" in ana.slash("/nudge list", in_="general").words
