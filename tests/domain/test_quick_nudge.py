"""Reminders that cannot be set as they are typed, each with the true reason. Tuesday 10:00, Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.domain.quick_nudge import parse_nudge
from bot.domain.quick_results import (
    Broadcast,
    ChannelMention,
    Me,
    Mention,
    PersonName,
    QuickNudge,
    Repeats,
    RepeatsUnclear,
    SeveralTargets,
    Target,
    UnresolvedPerson,
)
from bot.domain.recurrence import stored
from bot.domain.recurrence_words import EitherSchedule, NoDayOfMonth

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)
BEN = Mention(UserId("U0BEN"))
DAILY = "week 0,1,2,3,4,5,6 09:00:00"


PEOPLE = (
    PersonName(UserId("U0BEN"), "Ben Stone"),
    PersonName(UserId("U0ANA"), "Ana"),
    PersonName(UserId("U0MAY"), "May"),
)


def nudge(line: str) -> QuickNudge:
    return parse_nudge(line, now=TUESDAY, zone_of=lambda _: BERLIN, people=PEOPLE)


@pytest.mark.parametrize(
    ("named", "first"),
    [
        ("<@U0BEN> <@U0CAR>", BEN),
        ("<@U0BEN>, <@U0CAR>:", BEN),
        ("<@U0BEN> and <@U0CAR>", BEN),
        ("<@U0BEN> &amp; me", BEN),
        ("me and <@U0BEN>", Me()),
        ("@ben @carla", None),
        ("<#C0ACME|acme> <@U0BEN>", ChannelMention(ChannelId("C0ACME"), "acme")),
    ],
)
def test_more_than_one(named: str, first: Target | None) -> None:
    asked = nudge(f"{named} fri 9:00 call Acme")
    assert (asked.target, asked.text, asked.ambiguities) == (first, "call Acme", (SeveralTargets(),))
    assert asked.moment is not None


@pytest.mark.parametrize(
    ("named", "word"),
    [
        ("@here", "here"),
        ("<!here>", "here"),
        ("<!channel|@channel>", "channel"),
        ("@everyone:", "everyone"),
        ("<@U0BEN> <!here>", "here"),
    ],
)
def test_everybody(named: str, word: str) -> None:
    asked = nudge(f"{named} fri 9:00 call Acme")
    assert (asked.target, asked.text, asked.ambiguities) == (None, "call Acme", (Broadcast(word),))
    assert asked.moment is not None


@pytest.mark.parametrize(
    ("line", "typed", "text", "rule"),
    [
        ("every day 9:00 stand-up", "every day 9:00", "stand-up", "week 0,1,2,3,4,5,6 09:00:00 Europe/Berlin"),
        ("me every day at 9:00 stand-up", "every day at 9:00", "stand-up", "week 0,1,2,3,4,5,6 09:00:00 Europe/Berlin"),
        ("<@U0BEN> every friday 9:00 stand-up", "every friday 9:00", "stand-up", "week 4 09:00:00 Europe/Berlin"),
        ("me each mon 8:30 stand-up", "each mon 8:30", "stand-up", "week 0 08:30:00 Europe/Berlin"),
        ("me daily 9:00 stand-up", "daily 9:00", "stand-up", "week 0,1,2,3,4,5,6 09:00:00 Europe/Berlin"),
        ("me weekdays at 9:00 stand-up", "weekdays at 9:00", "stand-up", "week 0,1,2,3,4 09:00:00 Europe/Berlin"),
        ("me mondays 9:00 stand-up", "mondays 9:00", "stand-up", "week 0 09:00:00 Europe/Berlin"),
        ("me every weekday stand-up", "every weekday", "stand-up", "week 0,1,2,3,4 09:00:00 Europe/Berlin"),
        ("me stand-up every friday at 16:00", "every friday at 16:00", "stand-up", "week 4 16:00:00 Europe/Berlin"),
        ("me stand-up every day", "every day", "stand-up", "week 0,1,2,3,4,5,6 09:00:00 Europe/Berlin"),
        ("me monthly on the 1st invoices", "monthly on the 1st", "invoices", "month 1 09:00:00 Europe/Berlin"),
        (
            "<#C0ACME|acme> every year on 24 dec close",
            "every year on 24 dec",
            "close",
            "year 12/24 09:00:00 Europe/Berlin",
        ),
        ("me every last friday 15:00 report", "every last friday 15:00", "report", "nth -1/4 15:00:00 Europe/Berlin"),
        (
            "me every 2 weeks on fri 9:00 pay",
            "every 2 weeks on fri 9:00",
            "pay",
            "weeks 4/2/2026-03-06 09:00:00 Europe/Berlin",
        ),
        ("me every day 9:00 Berlin time call", "every day 9:00 Berlin time", "call", f"{DAILY} Europe/Berlin"),
        ("me call every day 9:00 New York", "every day 9:00 New York", "call", f"{DAILY} America/New_York"),
        ("me every day 9:00 UTC+2 call", "every day 9:00 UTC+2", "call", f"{DAILY} Etc/GMT-2"),
        ("me every day 9:00 call Tokyo", "every day 9:00", "call Tokyo", f"{DAILY} Europe/Berlin"),
        (
            "me every monday 9:00 send friday's report",
            "every monday 9:00",
            "send friday's report",
            "week 0 09:00:00 Europe/Berlin",
        ),
    ],
)
def test_again_and_again(line: str, typed: str, text: str, rule: str) -> None:
    asked = nudge(line)
    assert asked.rule is not None
    assert (asked.text, asked.rule_typed, stored(asked.rule)) == (text, typed, rule)
    assert (asked.moment, asked.refused) == (None, None)


@pytest.mark.parametrize(
    ("line", "typed", "text"),
    [
        ("me every hour stretch", "every hour", "stretch"),
        ("me hourly at 9:00 stretch", "hourly", "stretch"),
        ("me every quarter 9:00 report", "every quarter", "report"),
        ("me every month 9:00 report", "every month", "report"),
        ("me every 3 days 9:00 report", "every 3 days", "report"),
        ("me every other day 9:00 report", "every other day", "report"),
        ("me every 2 working days 9:00 report", "every 2 working days", "report"),
        ("me twice a week 9:00 report", "twice a week", "report"),
        ("me 3 times a month at 9:00 report", "3 times a month", "report"),
        ("me biweekly on friday 9:00 report", "biweekly", "report"),
        ("me every day except sunday 9:00 report", "every day except sunday", "except sunday 9:00 report"),
        ("me every monday 9:00 until friday report", "every monday 9:00 until friday", "until friday report"),
        ("me every monday 9:00 for 3 weeks report", "every monday 9:00 for 3 weeks", "for 3 weeks report"),
        ("me weekdays, but not on fridays 9:00 x", "weekdays, but not on fridays", "but not on fridays 9:00 x"),
    ],
)
def test_by_a_rule_that_is_not_kept(line: str, typed: str, text: str) -> None:
    asked = nudge(line)
    assert (asked.text, asked.rule, asked.ambiguities) == (text, None, (Repeats(typed),))


@pytest.mark.parametrize(
    ("line", "typed", "refused"),
    [
        ("me report every month 9:00", "every month 9:00", NoDayOfMonth),
        ("me report quarterly 9:00", "quarterly 9:00", NoDayOfMonth),
        ("me every 2nd friday 9:00 report", "every 2nd friday 9:00", EitherSchedule),
    ],
)
def test_by_a_rule_that_is_not_clear(line: str, typed: str, refused: type[Exception]) -> None:
    (asked,) = nudge(line).ambiguities
    assert isinstance(asked, RepeatsUnclear)
    assert (asked.typed, type(asked.refused)) == (typed, refused)


@pytest.mark.parametrize(
    "text",
    [
        *("call every supplier", "send the daily report", "daily stand-up", "look at the daily", "book the weekly"),
        *("tell @ben and @carla", "tell @here about it", "each of the pages", "weekday menu"),
    ],
)
def test_words_that_ask_nothing(text: str) -> None:
    sent = text.replace("@ben", "<@U0BEN|ben>").replace("@carla", "<@U0CAR|carla>")
    plain = nudge(f"me fri 9:00 {sent}")
    assert (plain.text, plain.ambiguities) == (text, ())


@pytest.mark.parametrize(
    ("line", "name", "candidate"),
    [
        ("Ben fri 9:00 call Acme", "Ben", PEOPLE[0]),
        ("ben: fri 9:00 call Acme", "ben", PEOPLE[0]),
        ("Ben Stone fri 9:00 call Acme", "Ben Stone", PEOPLE[0]),
        ("remind Ana fri 9:00 to call Acme", "Ana", PEOPLE[1]),
        ("Ana fri 9:00 call Acme", "Ana", PEOPLE[1]),
        ("May fri 9:00 call Acme", "May", PEOPLE[2]),
    ],
)
def test_a_bare_name_in_front_of_the_moment_is_asked(line: str, name: str, candidate: PersonName) -> None:
    asked = nudge(line)
    assert (asked.target, asked.text) == (None, "call Acme")
    assert asked.ambiguities == (UnresolvedPerson(name, (candidate,)),)
    assert asked.moment is not None
    assert asked.moment.local.isoformat(" ", "minutes") == "2026-03-06 09:00"


@pytest.mark.parametrize(
    ("line", "text", "moment"),
    [
        ("Zoe fri 9:00 call Acme", "Zoe call Acme", "2026-03-06 09:00"),
        ("me call Acme fri 9:00 about it", "call Acme about it", "2026-03-06 09:00"),
        ("me 2 hours later call Acme", "call Acme", "2026-03-03 12:00"),
        ("me fri 9:00:call Acme", "call Acme", "2026-03-06 09:00"),
        ("me fri 9:00 :tada: party", ":tada: party", "2026-03-06 09:00"),
        ("me call Acme in 2h about it", "call Acme about it", "2026-03-03 12:00"),
        ("Ben call Acme fri 9:00", "Ben call Acme", "2026-03-06 09:00"),
        ("May 5 9:00 call Acme", "call Acme", "2026-05-05 09:00"),
        ("me fri 9:00 '; DROP TABLE x;--", "'; DROP TABLE x;--", "2026-03-06 09:00"),
    ],
)
def test_the_moment_may_stand_in_between(line: str, text: str, moment: str) -> None:
    set_for = nudge(line)
    assert (set_for.target, set_for.text, set_for.ambiguities) == (Me(), text, ())
    assert set_for.moment is not None
    assert set_for.moment.local.isoformat(" ", "minutes") == moment


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("1 hour ago", "InThePast"),
        ("2 days ago", "InThePast"),
        ("-2h", "InThePast"),
        ("in -5 min", "InThePast"),
        ("1 jan 0001", "LongPast"),
        ("03.04.", "Ambiguous"),
        ("1/9/930/2026", "NotUnderstood"),
        ("fri 9:00-10:00", "NotUnderstood"),
    ],
)
def test_what_is_no_moment_to_come_is_not_made_one(typed: str, refusal: str) -> None:
    asked = nudge(f"me {typed} call zed")
    assert (asked.text, asked.moment, type(asked.refused).__name__) == ("call zed", None, refusal)


@pytest.mark.parametrize("typed", ["in 0 min", "0 min", "in 0h", "in 0 seconds"])
def test_no_time_at_all_is_now(typed: str) -> None:
    set_for = nudge(f"me {typed} call zed")
    assert set_for.moment is not None
    assert (set_for.text, set_for.moment.at, set_for.ambiguities) == ("call zed", TUESDAY, ())
