"""Client requests in one line, as people type them on Tuesday 3 March 2026, 10:00, in Berlin."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_names import ClientName, KnownClient, NearlyKnown, UnknownClient
from bot.domain.ids import ClientNumber, UserId
from bot.domain.moments import Ambiguous, Misspelt, NotUnderstood
from bot.domain.priority import Priority
from bot.domain.quick_request import parse_request
from bot.domain.quick_results import (
    LineTooLong,
    Mention,
    NearPriority,
    NothingToLog,
    PersonName,
    QuickRequest,
    Source,
    TooManyPeople,
    TwoDates,
    TwoOwners,
    TwoPriorities,
    UnresolvedPerson,
)

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)
NAMES = ("Acme", "Zenith Media", "Blue Sky Ltd", "3M", "Brown & Sons", "Spring Water", "May Flowers")
CLIENTS = tuple(ClientName(ClientNumber(number), name) for number, name in enumerate(NAMES, 1))
ANA, BEN = Mention(UserId("U0ANA"), "ana"), Mention(UserId("U0BEN"))
BOB = PersonName(UserId("U0BOB"), "Bob Stone")


def parsed(line: str) -> QuickRequest:
    return parse_request(line, now=TUESDAY, zone=BERLIN, clients=CLIENTS, people=[BOB])


@dataclass(frozen=True)
class Row:
    """A line and what it says; a client with a question mark is not known."""

    line: str
    title: str
    client: str = ""
    due: str = ""
    priority: str = "normal"
    owner: str = ""
    source: str = ""
    asker: str = ""
    details: str = ""


#: None of these asks anything.
PLAIN = [
    Row("Acme: reprint of the spring brochure", "reprint of the spring brochure", "Acme"),
    Row("acme: reprint", "reprint", "Acme"),
    Row("ACME : reprint", "reprint", "Acme"),
    Row("Acme:reprint", "reprint", "Acme"),
    Row('"Acme": reprint', "reprint", "Acme"),
    Row("“Acme”: “reprint”", "reprint", "Acme"),
    Row("Zenith Media: reprint", "reprint", "Zenith Media"),
    Row("zenith\u00a0media: reprint", "reprint", "Zenith Media"),
    Row("ACME - reprint - blue", "reprint - blue", "Acme"),
    Row("Acme, reprint by fri", "reprint", "Acme", "2026-03-06 17:00"),
    Row("Nobody - reprint", "Nobody - reprint"),
    Row("Acme: can we do it by fri?", "can we do it?", "Acme", "2026-03-06 17:00"),
    Row("3M: labels", "labels", "3M"),
    Row("Brown &amp; Sons: labels", "labels", "Brown & Sons"),
    Row("May Flowers: labels", "labels", "May Flowers"),
    Row("Nobody Inc: reprint", "reprint", "Nobody Inc?"),
    Row("client: Acme reprint", "reprint", "Acme"),
    Row("reprint client: zenith media by fri", "reprint", "Zenith Media", "2026-03-06 17:00"),
    Row("client: Nobody, reprint", "reprint", "Nobody?"),
    Row('client: "No Body" reprint', "reprint", "No Body?"),
    Row("client: Nobody reprint", "reprint", "Nobody?"),
    Row("reprint for Acme", "reprint", "Acme"),
    Row("reprint for acme by fri", "reprint", "Acme", "2026-03-06 17:00"),
    Row("reprint for Acme of the brochure", "reprint of the brochure", "Acme"),
    Row("Reprint: brochure for Acme", "Reprint: brochure", "Acme"),
    Row("brochure for the spring fair", "brochure for the spring fair"),
    Row("brochure for Easter", "brochure for Easter"),
    Row("Re: brochure", "Re: brochure"),
    Row("ask them: is it ready? Then: send it", "is it ready? Then: send it", "ask them?"),
    Row("reprint", "reprint"),
    Row("🎉", "🎉"),
    Row("Acme: reprint by fri", "reprint", "Acme", "2026-03-06 17:00"),
    Row("Acme: reprint by fri 4pm", "reprint", "Acme", "2026-03-06 16:00"),
    Row("Acme: reprint due fri 4pm", "reprint", "Acme", "2026-03-06 16:00"),
    Row("Acme: reprint, due: tomorrow noon", "reprint", "Acme", "2026-03-04 12:00"),
    Row("Acme: reprint fri 4pm", "reprint", "Acme", "2026-03-06 16:00"),
    Row("Acme: by fri 4pm reprint", "reprint", "Acme", "2026-03-06 16:00"),
    Row("by fri 4pm Acme: reprint", "reprint", "Acme", "2026-03-06 16:00"),
    Row("fri 4pm Acme: reprint", "reprint", "Acme", "2026-03-06 16:00"),
    Row("Acme: reprint in 2 hours", "reprint", "Acme", "2026-03-03 12:00"),
    Row("Acme: reprint by fri 9:00 New York", "reprint", "Acme", "2026-03-06 09:00"),
    Row("Acme: call at 4:30pm about it", "call about it", "Acme", "2026-03-03 16:30"),
    Row("meet at 4:30pm: bring papers", "meet: bring papers", "", "2026-03-03 16:30"),
    Row("reprint: fri 4pm", "reprint", "", "2026-03-06 16:00"),
    Row("Acme: order 90m cable", "order 90m cable", "Acme"),
    Row("Acme: menu for Sunday", "menu for Sunday", "Acme"),
    Row("Acme: by fri 9 copies", "9 copies", "Acme", "2026-03-06 17:00"),
    Row('Acme: "reprint by fri" by mon', "reprint by fri", "Acme", "2026-03-09 17:00"),
    Row('Acme: hang "by fri" sign', 'hang "by fri" sign', "Acme"),
    Row('Acme: 5" disk', '5" disk', "Acme"),
    Row("Acme: reprint !high", "reprint", "Acme", priority="high"),
    Row("!urgent Acme: reprint", "reprint", "Acme", priority="urgent"),
    Row("Acme !low: reprint", "reprint", "Acme", priority="low"),
    Row("Acme: reprint P1", "reprint", "Acme", priority="urgent"),
    Row("Acme: reprint !p3", "reprint", "Acme"),
    Row("Acme: p4 reprint", "reprint", "Acme", priority="low"),
    Row("Acme: reprint !!high", "reprint", "Acme", priority="high"),
    Row("Acme: reprint !medium", "reprint", "Acme"),
    Row("Acme: reprint !Urgent, please", "reprint, please", "Acme", priority="urgent"),
    Row("Acme: !wow and !now it", "!wow and !now it", "Acme"),
    Row("Acme: reprint (by fri 4pm)", "reprint", "Acme", "2026-03-06 16:00"),
    Row("Acme: reprint by half past four", "reprint", "Acme", "2026-03-03 16:30"),
    Row("Acme: reprint within 3 days", "reprint", "Acme", "2026-03-06 17:00"),
    Row("Acme: photo 12/3", "photo 12/3", "Acme"),
    Row("Acme: say hi!high there", "say hi!high there", "Acme"),
    Row("Acme: wow !important", "wow !important", "Acme"),
    Row("Acme: reprint #brochure and sign by fri", "reprint #brochure and sign", "Acme", "2026-03-06 17:00"),
    Row("Acme: reprint #12", "reprint #12", "Acme"),
    Row("Acme: reprint <@U0ANA|ana>", "reprint", "Acme", owner="U0ANA"),
    Row("<@U0BEN> Acme: reprint", "reprint", "Acme", owner="U0BEN"),
    Row("Acme: reprint by <@U0ANA|ana>", "reprint", "Acme", owner="U0ANA"),
    Row("Acme: proof to <@U0ANA|ana> by fri", "proof", "Acme", "2026-03-06 17:00", owner="U0ANA"),
    Row("Acme: reprint <@U0ANA|ana> <@U0ANA>", "reprint", "Acme", owner="U0ANA"),
    Row("Acme: reprint for <@U0BEN>", "reprint", "Acme", asker="U0BEN"),
    Row("Acme: reprint asked by <@U0BEN> <@U0ANA>", "reprint", "Acme", owner="U0ANA", asker="U0BEN"),
    Row("Acme: reprint (phone)", "reprint", "Acme", source="phone"),
    Row("Acme: reprint by phone", "reprint", "Acme", source="phone"),
    Row("Acme: reprint by phone by fri", "reprint", "Acme", "2026-03-06 17:00", source="phone"),
    Row("Acme: reprint via mail !high", "reprint", "Acme", priority="high", source="mail"),
    Row("(visit) Acme: reprint", "reprint", "Acme", source="visit"),
    Row("Acme: send it by post to Ben", "send it by post to Ben", "Acme"),
    Row("Acme: tell @here about it", "tell @here about it", "Acme"),
    Row("Acme: mail ann@acme.com", "mail ann@acme.com", "Acme"),
    Row("Acme: see <https://acme.com/a_b_|acme.com>", "see https://acme.com/a_b_", "Acme"),
    Row("Acme: mail <mailto:a@b.com|a@b.com> tomorrow", "mail a@b.com", "Acme", "2026-03-04 17:00"),
    Row("Acme: say <!channel> &amp; &lt;b&gt; &amp;lt;", "say @channel & <b> &lt;", "Acme"),
    Row("Acme: ask <#C0GENERAL|general> and <#C0BOARD|>", "ask #general and #private-channel", "Acme"),
    Row("Acme: say &lt;@U0ANA&gt;", "say <@U0ANA>", "Acme"),
    Row("Acme: :tada: reprint", ":tada: reprint", "Acme"),
    Row("Acme: -5 degrees - by fri", "-5 degrees", "Acme", "2026-03-06 17:00"),
    Row("; DROP TABLE client_requests;--", "; DROP TABLE client_requests;--"),
    Row("; DROP TABLE x; -- !high", "; DROP TABLE x; --", priority="high"),
    Row("Acme: a ; b , c !", "a ; b , c !", "Acme"),
    Row("- reprint -", "- reprint -"),
    Row("reprint, <@U0BEN>, by fri, then send !high", "reprint, then send", "", "2026-03-06 17:00", "high", "U0BEN"),
    Row("reprint: <@U0BEN>; by fri;", "reprint", "", "2026-03-06 17:00", owner="U0BEN"),
    Row("reprint [<@U0BEN>] of it", "reprint of it", owner="U0BEN"),
    Row("client： Acme reprint", "reprint", "Acme"),
    Row("reprint (<@U0BEN>)", "reprint", owner="U0BEN"),
    Row("reprint (<@U0BEN>, by fri) of it", "reprint of it", "", "2026-03-06 17:00", owner="U0BEN"),
    Row("reprint (R&amp;D) - <@U0BEN>", "reprint (R&D)", owner="U0BEN"),
    Row("say &amp;lt; !high", "say &lt;", priority="high"),
    Row("reprint for <!subteam^S0TEAM|@team> by fri", "reprint for @team", "", "2026-03-06 17:00"),
    Row("reprint :tada:", "reprint :tada:"),
    Row("https://acme.com: reprint", "https://acme.com: reprint"),
    Row("Acme: '; DROP TABLE x; {0.__class__} %s", "'; DROP TABLE x; {0.__class__} %s", "Acme"),
    Row("Acme: a\x00b\u202ec", "abc", "Acme"),
    Row("  Acme:   reprint   of it  ", "reprint of it", "Acme"),
    Row("Acme: reprint\nit is blue by fri\nand green", "reprint", "Acme", details="it is blue by fri\nand green"),
    Row("Acme: reprint\nblue\nby fri !high", "reprint", "Acme", "2026-03-06 17:00", "high", details="blue"),
    Row("!high <@U0ANA>\r\nAcme: reprint\r\nblue", "reprint", "Acme", "", "high", "U0ANA", details="blue"),
    Row("Acme: reprint\n\n  a\n\n  b &amp; c", "reprint", "Acme", details="a\n\n  b & c"),
    Row(
        "!high <@U0ANA|ana> by fri 4pm (phone) Acme: reprint of the brochure",
        "reprint of the brochure",
        *("Acme", "2026-03-06 16:00", "high", "U0ANA", "phone"),
    ),
]


def shown(request: QuickRequest) -> tuple[str, ...]:
    client = request.client
    named = client.name if client else ""
    return (
        request.title,
        f"{named}?" if isinstance(client, UnknownClient) else named,
        request.due.local.isoformat(" ", "minutes") if request.due else "",
        request.priority.value,
        request.owner.user if request.owner else "",
        request.source.value if request.source else "",
        request.asker.user if request.asker else "",
        request.details,
    )


@pytest.mark.parametrize("row", [pytest.param(row, id=row.line) for row in PLAIN])
def test_lines_that_ask_nothing(row: Row) -> None:
    request = parsed(row.line)
    wanted = (row.title, row.client, row.due, row.priority, row.owner, row.source, row.asker, row.details)
    assert shown(request) == wanted
    assert request.ambiguities == ()


def test_the_table_is_long_enough() -> None:
    assert len(PLAIN) >= 60


def test_the_whole_result() -> None:
    request = parsed("Acme: reprint by fri 4pm !high <@U0ANA|ana> via mail")
    assert request.client == KnownClient(ClientNumber(1), "Acme")
    assert request.due is not None
    assert request.due.zone == BERLIN
    assert request.due.typed == "by fri 4pm"
    assert (request.priority, request.owner, request.mentions) == (Priority.HIGH, ANA, 1)
    assert request.source is Source.MAIL


@pytest.mark.parametrize(
    ("line", "name", "candidates"),
    [
        ("Acmee: reprint", "Acmee", ["Acme"]),
        ("Amce: reprint", "Amce", ["Acme"]),
        ("Acme Ltd.: reprint", "Acme Ltd.", ["Acme"]),
        ("Zenth Meda: reprint", "Zenth Meda", ["Zenith Media"]),
        ("Zenith: reprint", "Zenith", ["Zenith Media"]),
        ("blue-sky: reprint", "blue-sky", ["Blue Sky Ltd"]),
        ("reprint for Zenith by fri", "Zenith", ["Zenith Media"]),
        ("client: Spring, reprint", "Spring", ["Spring Water"]),
    ],
)
def test_a_client_nearly_known_is_asked(line: str, name: str, candidates: list[str]) -> None:
    request = parsed(line)
    assert request.title == "reprint"
    assert isinstance(request.client, NearlyKnown)
    assert request.client.name == name
    assert [candidate.name for candidate in request.client.candidates] == candidates
    assert request.client in request.ambiguities


def test_two_clients_of_one_name_are_asked() -> None:
    twins = [ClientName(ClientNumber(1), "Acme"), ClientName(ClientNumber(2), "ACME")]
    request = parse_request("acme: reprint", now=TUESDAY, zone=BERLIN, clients=twins)
    assert request.client == NearlyKnown("acme", tuple(twins))


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("Acme: reprint by 3/4", "Ambiguous"),
        ("Acme: reprint by 31 feb", "NoSuchDate"),
        ("Acme: reprint by may", "TooVague"),
        ("Acme: reprint by mon 9-ish", "NotUnderstood"),
        ("Acme: reprint by yesterday", "InThePast"),
        ("Acme: reprint by fri 4pm EST", "AmbiguousZone"),
    ],
)
def test_a_doubtful_date_is_asked(line: str, refusal: str) -> None:
    request = parsed(line)
    assert (request.title, request.due) == ("reprint", None)
    assert type(request.due_refused).__name__ == refusal
    assert request.due_refused in request.ambiguities


def test_two_owners_are_asked() -> None:
    request = parsed("Acme: reprint <@U0ANA|ana> and <@U0BEN>")
    assert (request.title, request.owner) == ("reprint", ANA)
    assert request.ambiguities == (TwoOwners((ANA, BEN)),)


@pytest.mark.parametrize(("name", "candidates"), [("bob", (BOB,)), ("Stone", (BOB,)), ("bobby", ())])
def test_a_name_that_slack_did_not_resolve_is_asked(name: str, candidates: tuple[PersonName, ...]) -> None:
    request = parsed(f"Acme: reprint @{name}")
    assert (request.title, request.owner, request.owner_words) == ("reprint", None, name)
    assert request.ambiguities == (UnresolvedPerson(name, candidates),)


def test_two_priorities_are_asked() -> None:
    request = parsed("Acme: reprint !high p4")
    assert request.ambiguities == (TwoPriorities((Priority.HIGH, Priority.LOW)),)


@pytest.mark.parametrize(
    ("typed", "level"),
    [("!urgnt", Priority.URGENT), ("!hihg", Priority.HIGH), ("!lwo", Priority.LOW), ("!!nomral", Priority.NORMAL)],
)
def test_a_mistyped_priority_is_asked(typed: str, level: Priority) -> None:
    request = parsed(f"Acme: reprint {typed}")
    assert (request.title, request.priority) == ("reprint", level)
    assert request.ambiguities == (NearPriority(typed, level),)


def test_two_dates_are_asked() -> None:
    request = parsed("Acme: reprint by fri, proof by thu 4pm")
    assert request.ambiguities == (TwoDates("by thu 4pm", "by fri"),)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("by 16:00reprint<!here>", "by 16:00reprint@here"),
        ("by 4pmx<https://acme.example|the site>", "by 4pmxhttps://acme.example"),
        ("by 4pmx:tada:", "by 4pmx:tada:"),
        ("b4 4pm/<@U0ANA|ana>'s", "b4 4pm/@ana's"),
        ("by fri &amp; mon", "by fri & mon"),
        ("by 9&lt;10", "by 9<10"),
    ],
)
def test_what_is_no_date_is_asked_about_as_it_was_typed(typed: str, read: str) -> None:
    request = parsed(f"Acme: reprint {typed}")
    assert (request.title, request.ambiguities) == ("reprint", (request.due_refused,))
    assert isinstance(request.due_refused, NotUnderstood)
    assert request.due_refused.typed == read


def test_what_was_taken_out_of_a_date_leaves_no_gap() -> None:
    misspelt = parsed("Acme: reprint by !high thrusday").due_refused
    assert isinstance(misspelt, Misspelt)
    assert (misspelt.typed, misspelt.meant) == ("by thrusday", "by Thursday")
    ambiguous = parsed("Acme: reprint by @bob 3/4").due_refused
    assert isinstance(ambiguous, Ambiguous)
    assert ambiguous.typed == "by 3/4"


def test_two_dates_are_asked_about_as_they_were_typed() -> None:
    request = parsed("Acme: reprint by fri <@U0ANA|ana> 4pm by 16:00x&amp;<!here>")
    assert request.ambiguities == (TwoDates("by fri 4pm", "by 16:00x&@here"),)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "  ",
        "\u200b\u00a0",
        "\u0301",
        "\ufe0f by fri",
        "Acme:",
        "by fri",
        "!high <@U0ANA>",
        '""',
        "- , :",
        "Acme: by fri !high",
    ],
)
def test_nothing_to_log(line: str) -> None:
    with pytest.raises(NothingToLog):
        parsed(line)


def test_too_long() -> None:
    with pytest.raises(LineTooLong) as refused:
        parsed("x" * 3_001)
    assert (refused.value.length, refused.value.limit) == (3_001, 3_000)
    assert parsed("x" * 3_000).title


@pytest.mark.parametrize("person", ["<@U0{}>", "<@U0{}|p{}>", "@p{}"])
def test_too_many_people(person: str) -> None:
    people = [person.replace("{}", str(number)) for number in range(11)]
    assert parsed(" ".join(["reprint", *people[:10]])).mentions == 10
    with pytest.raises(TooManyPeople) as refused:
        parsed(" ".join(["reprint", *people]))
    assert (refused.value.count, refused.value.limit) == (11, 10)
