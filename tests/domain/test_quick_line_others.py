"""Tasks and reminders in one line, and any text at all."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.client_names import ClientName
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber, UserId
from bot.domain.quick_nudge import parse_nudge
from bot.domain.quick_request import parse_request
from bot.domain.quick_results import (
    ChannelMention,
    GroupMention,
    LineRefused,
    LineTooLong,
    Me,
    Mention,
    NothingToLog,
    NoTime,
    PersonName,
    Target,
    TwoOwners,
    TwoRequests,
    UnresolvedChannel,
    UnresolvedPerson,
)
from bot.domain.quick_task import parse_task
from tests.pace import at_most

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)
ANA, BEN = Mention(UserId("U0ANA"), "ana"), Mention(UserId("U0BEN"))
ACME = ChannelMention(ChannelId("C0ACME"), "acme")


def zone_of(target: Target) -> ZoneInfo:
    return NEW_YORK if isinstance(target, Mention) else BERLIN


@pytest.mark.parametrize(
    ("line", "title", "owner", "due", "number"),
    [
        ("<@U0ANA|ana> prepare the proof by thu 3pm for R-12", "prepare the proof", ANA, "2026-03-05 15:00", 12),
        ("R-12 prepare the proof", "prepare the proof", None, "", 12),
        ("prepare the proof r-12 tomorrow", "prepare the proof", None, "2026-03-04 17:00", 12),
        ("check R-12 proof <@U0BEN>", "check proof", BEN, "", 12),
        ("prepare for <@U0BEN>", "prepare", BEN, "", None),
        ("prepare the proof", "prepare the proof", None, "", None),
        ("prepare XR-12 and R-12a", "prepare XR-12 and R-12a", None, "", None),
        ("proof R-12\nblue", "proof", None, "", 12),
    ],
)
def test_tasks(line: str, title: str, owner: Mention | None, due: str, number: int | None) -> None:
    task = parse_task(line, now=TUESDAY, zone=BERLIN)
    assert (task.title, task.owner, task.request_number) == (title, owner, number)
    assert (task.due.local.isoformat(" ", "minutes") if task.due else "") == due
    assert task.ambiguities == ()


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("proof for R-12 and R-13", TwoRequests((RequestNumber(12), RequestNumber(13)))),
        ("<@U0ANA|ana> <@U0BEN> proof", TwoOwners((ANA, BEN))),
        ("@bob proof", UnresolvedPerson("bob", ())),
    ],
)
def test_tasks_that_ask(line: str, asked: object) -> None:
    assert parse_task(line, now=TUESDAY, zone=BERLIN).ambiguities == (asked,)


@pytest.mark.parametrize(
    ("line", "title", "owner"),
    [
        ("me check chapter 5 tomorrow", "check chapter 5", "U0ME"),
        ("Me: check it", "check it", "U0ME"),
        ("check it @me by fri", "check it", "U0ME"),
        ("meet Ben", "meet Ben", ""),
        ("send me the proof", "send me the proof", ""),
    ],
)
def test_a_task_of_ones_own(line: str, title: str, owner: str) -> None:
    task = parse_task(line, now=TUESDAY, zone=BERLIN, me=UserId("U0ME"))
    assert (task.title, task.owner.user if task.owner else "", task.ambiguities) == (title, owner, ())


@pytest.mark.parametrize(
    "typed",
    ["ben@example.com", "<mailto:ben@example.com|ben@example.com>", "ben@example.com:", "mailto:ben@example.com"],
)
@pytest.mark.parametrize("people", [(), (PersonName(UserId("U0BEN"), "Ben Stone"),)], ids=["nobody", "Ben"])
def test_an_address_in_front_is_asked(typed: str, people: tuple[PersonName, ...]) -> None:
    asked = UnresolvedPerson("ben@example.com", people)
    task = parse_task(f"{typed} prepare it by fri", now=TUESDAY, zone=BERLIN, people=people)
    assert (task.title, task.owner, task.owner_words) == ("prepare it", None, "ben@example.com")
    assert task.ambiguities == (asked,)
    nudge = parse_nudge(f"{typed} fri 9:00 call", now=TUESDAY, zone_of=zone_of, people=people)
    assert (nudge.text, nudge.target, nudge.ambiguities) == ("call", None, (asked,))
    assert nudge.moment is not None


def test_an_address_further_on_is_what_it_is_about() -> None:
    task = parse_task("mail <mailto:ben@example.com|ben@example.com>", now=TUESDAY, zone=BERLIN)
    assert (task.title, task.ambiguities) == ("mail ben@example.com", ())


def test_a_group_is_nobodys_name() -> None:
    task = parse_task("<!subteam^S0TEAM|@team> proof", now=TUESDAY, zone=BERLIN)
    assert (task.title, task.owner_words, task.ambiguities) == ("@team proof", None, ())


def test_me_and_somebody_else_are_two() -> None:
    task = parse_task("me and <@U0BEN> check it", now=TUESDAY, zone=BERLIN, me=UserId("U0ME"))
    assert task.ambiguities == (TwoOwners((Mention(UserId("U0ME")), BEN)),)


def test_a_tasks_details_and_doubtful_date() -> None:
    task = parse_task("proof by 3/4\nblue", now=TUESDAY, zone=BERLIN)
    assert (task.title, task.details, task.due) == ("proof", "blue", None)
    assert task.ambiguities == (task.due_refused,)


@pytest.mark.parametrize(
    ("line", "target", "text", "moment"),
    [
        ("<@U0ANA|ana> fri 9:00 call Acme", ANA, "call Acme", "2026-03-06 09:00"),
        ("<@U0ANA|ana> call Acme fri 9:00", ANA, "call Acme", "2026-03-06 09:00"),
        ("<@U0ANA|ana>: fri 9:00 Berlin: call Acme", ANA, "call Acme", "2026-03-06 09:00"),
        ("me in 2h call Acme", Me(), "call Acme", "2026-03-03 12:00"),
        ("me in 2h to call Acme", Me(), "call Acme", "2026-03-03 12:00"),
        ("me to call Acme in 2h", Me(), "call Acme", "2026-03-03 12:00"),
        ("remind me in 2h to call Acme", Me(), "call Acme", "2026-03-03 12:00"),
        ("me at 4 call Acme", Me(), "call Acme", "2026-03-03 16:00"),
        ("me fri call Acme", Me(), "call Acme", "2026-03-06 09:00"),
        ("in 10 min tea", Me(), "tea", "2026-03-03 10:10"),
        ("tomorrow at 9 bottles", Me(), "bottles", "2026-03-04 09:00"),
        ("tomorrow 9 discuss bottles", Me(), "discuss bottles", "2026-03-04 09:00"),
        ("<#C0ACME|acme> tomorrow 9:00 stand-up", ACME, "stand-up", "2026-03-04 09:00"),
        ("<!subteam^S0TEAM|@team> mon 9am stand-up", GroupMention("S0TEAM", "team"), "stand-up", "2026-03-09 09:00"),
        ("me fri 9:00 send it to <@U0BEN|ben> by mon", Me(), "send it to @ben by mon", "2026-03-06 09:00"),
        ("me fri 9:00 &lt;b&gt; &amp; c", Me(), "<b> & c", "2026-03-06 09:00"),
        ("me fri 9:00 to call\nabout  it\n\nand more", Me(), "call\nabout  it\n\nand more", "2026-03-06 09:00"),
        ("me 9 bottles of water tomorrow", Me(), "9 bottles of water", "2026-03-04 09:00"),
    ],
)
def test_nudges(line: str, target: Target, text: str, moment: str) -> None:
    nudge = parse_nudge(line, now=TUESDAY, zone_of=zone_of)
    assert (nudge.target, nudge.text) == (target, text)
    assert nudge.moment is not None
    assert nudge.moment.local.isoformat(" ", "minutes") == moment
    assert nudge.ambiguities == ()


def test_a_nudge_is_in_the_recipients_zone() -> None:
    nudge = parse_nudge("<@U0ANA|ana> fri 9:00 call Acme", now=TUESDAY, zone_of=zone_of)
    assert nudge.moment is not None
    assert nudge.moment.zone == NEW_YORK


def test_a_nudge_about_a_request() -> None:
    nudge = parse_nudge("me fri about R-12", now=TUESDAY, zone_of=zone_of)
    assert (nudge.text, nudge.request_number) == ("", 12)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("me call Acme", NoTime()),
        ("@bob tomorrow call", UnresolvedPerson("bob", ())),
        ("#acme tomorrow call", UnresolvedChannel("acme")),
    ],
)
def test_nudges_that_ask(line: str, asked: object) -> None:
    assert parse_nudge(line, now=TUESDAY, zone_of=zone_of).ambiguities == (asked,)


@pytest.mark.parametrize("line", ["me 3/4 call", "me call by 3/4", "me yesterday call", "me now call"])
def test_a_nudges_doubtful_date(line: str) -> None:
    nudge = parse_nudge(line, now=TUESDAY, zone_of=zone_of)
    assert (nudge.text, nudge.moment) == ("call", None)
    assert nudge.ambiguities == (nudge.refused,)


@pytest.mark.parametrize("line", ["", "me", "me fri 9:00", "<@U0ANA>"])
def test_nothing_to_say(line: str) -> None:
    with pytest.raises(NothingToLog):
        parse_nudge(line, now=TUESDAY, zone_of=zone_of)


PIECES = st.sampled_from(
    [
        *(
            "Acme",
            "Acme:",
            "client:",
            "for",
            "by",
            "fri",
            "4pm",
            "3/4",
            "!high",
            "p1",
            "#print",
            "<@U0ANA|ana>",
            "<@U0BEN>",
        ),
        *(
            "@bob",
            "R-12",
            "(phone)",
            "by phone",
            '"',
            "“",
            "\n",
            "<https://x.y|z>",
            "&lt;",
            "<",
            ">",
            "me",
            "<#C0A|a>",
            ":",
            *("every day", "mondays", "!urgnt", "their time", "firday", "within 3 days", "and", "12", "Client 1"),
        ),
        *(
            "in 2h",
            "at 9",
            "\x00",
            "\u202e",
            "☃",
            "reprint",
            "of",
            "the",
            "brochure",
            "!",
            "#",
            "@",
            "—",
            "Acmee",
            "<!here>",
        ),
    ]
)
LINES = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join)
)
CLIENTS = [ClientName(ClientNumber(number), f"Client {number}") for number in range(200)]
PEOPLE = [PersonName(UserId("U0ACME"), "Acme"), PersonName(UserId("U0BOB"), "Bob Stone")]

PARSERS: list[Callable[[str], object]] = [
    lambda line: parse_request(line, now=TUESDAY, zone=BERLIN, clients=CLIENTS),
    lambda line: parse_task(line, now=TUESDAY, zone=BERLIN),
    lambda line: parse_nudge(line, now=TUESDAY, zone_of=zone_of),
    lambda line: parse_nudge(line, now=TUESDAY, zone_of=zone_of, people=PEOPLE),
]
PARSER = pytest.mark.parametrize("parse", PARSERS, ids=["request", "task", "nudge", "nudge among people"])


def seconds(parse: Callable[[str], object], line: str) -> float:
    """The best of three, because Python tidies up once in a while."""
    taken = []
    for _ in range(3):
        start = time.thread_time()
        with suppress(LineRefused):
            parse(line)
        taken.append(time.thread_time() - start)
    return min(taken)


@PARSER
@settings(max_examples=200, deadline=None)
@given(line=LINES)
def test_any_line_is_parsed_or_refused_at_once(parse: Callable[[str], object], line: str) -> None:
    assert seconds(parse, line) < at_most(0.05)


@PARSER
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "by 1 ",
            "Acme: ",
            "for Acme ",
            "<@",
            "<https://",
            '"',
            '"a" ',
            "!high ",
            "#a ",
            "@",
            "R-1 ",
            "(phone) ",
            "\n",
            "a\n",
        ),
        *(
            "by phone ",
            ": ",
            "client: ",
            "&amp;",
            "\x00",
            "☃",
            " ",
            "for A ",
            "<!x> ",
            "a" * 99 + " ",
            "fri 4pm ",
            "- ",
            "by firday ",
            "by 4pm their time ",
            "wednesdya ",
            "!urgnt ",
            "every day ",
            "for Client 1 Xa ",
            "<@U1> and ",
            "12 by 12 ",
        ),
    ],
)
def test_the_longest_lines(parse: Callable[[str], object], piece: str) -> None:
    assert seconds(parse, (piece * 3_000)[:3_000]) < at_most(0.2)


@PARSER
def test_longer_ones_are_not_looked_at(parse: Callable[[str], object]) -> None:
    with pytest.raises(LineTooLong):
        parse("x" * 100_000)
