"""Reminders that cannot be set as they are typed, each with the true reason. Tuesday 10:00, Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.domain.quick_line import (
    Broadcast,
    ChannelMention,
    Me,
    Mention,
    QuickNudge,
    Repeats,
    SeveralTargets,
    Target,
    parse_nudge,
)

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)
BEN = Mention(UserId("U0BEN"))


def nudge(line: str) -> QuickNudge:
    return parse_nudge(line, now=TUESDAY, zone_of=lambda _: BERLIN)


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
    ("line", "typed", "text", "first"),
    [
        ("every day 9:00 stand-up", "every day", "stand-up", "2026-03-04 09:00"),
        ("me every day at 9:00 stand-up", "every day", "stand-up", "2026-03-04 09:00"),
        ("<@U0BEN> every friday 9:00 stand-up", "every friday", "stand-up", "2026-03-06 09:00"),
        ("me each mon 9:00 stand-up", "each mon", "stand-up", "2026-03-09 09:00"),
        ("me every other week fri 9:00 stand-up", "every other week", "stand-up", "2026-03-06 09:00"),
        ("me daily 9:00 stand-up", "daily", "stand-up", "2026-03-04 09:00"),
        ("me weekdays at 9:00 stand-up", "weekdays", "stand-up", "2026-03-04 09:00"),
        ("me mondays 9:00 stand-up", "mondays", "stand-up", "2026-03-09 09:00"),
        ("me stand-up every day at 9:00", "every day", "stand-up", "2026-03-04 09:00"),
        ("me stand-up every friday at 9:00", "every friday", "stand-up", "2026-03-06 09:00"),
        ("me 9:00 every day stand-up", "every day", "stand-up", "2026-03-04 09:00"),
        ("me stand-up every day", "every day", "stand-up", ""),
    ],
)
def test_again_and_again(line: str, typed: str, text: str, first: str) -> None:
    asked = nudge(line)
    assert (asked.text, asked.ambiguities) == (text, (Repeats(typed),))
    assert (asked.moment.local.isoformat(" ", "minutes") if asked.moment else "") == first


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
