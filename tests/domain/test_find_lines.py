"""What a line that looks for something is understood as."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.client_names import ClientName
from bot.domain.find_dates import span_of
from bot.domain.find_lines import LIMIT, FindLine, Known, NotKnown, parse_find
from bot.domain.finds import State, Wanted
from bot.domain.ids import ClientNumber, UserId
from bot.domain.priority import Priority
from bot.domain.quick_results import PersonName

LONDON = ZoneInfo("Europe/London")
ME, ANA, BEN = UserId("UME"), UserId("UANA"), UserId("UBEN")
ACME, ZENITH = ClientNumber(1), ClientNumber(2)
#: A Sunday.
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
KNOWN = Known(
    ME,
    NOW,
    LONDON,
    (ClientName(ACME, "Acme"), ClientName(ZENITH, "Zenith Media")),
    lambda: (PersonName(ANA, "Ana Roe"), PersonName(BEN, "Ben"), PersonName(UserId("UBEN2"), "Ben Two")),
)


def day(month: int, number: int, year: int = 2026) -> datetime:
    return datetime(year, month, number, tzinfo=LONDON)


def parsed(text: str) -> FindLine:
    return parse_find(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("brochure", ["brochure"], {}),
        ('"open day" brochure', ['"open day"', "brochure"], {}),
        ("open", [], {"states": {State.OPEN}}),
        ("OPEN brochure", ["brochure"], {"states": {State.OPEN}}),
        ("open done", [], {"states": {State.OPEN, State.DONE}}),
        ("closed", [], {"states": {State.DONE, State.CANCELLED}}),
        ("on hold", [], {"states": {State.ON_HOLD}}),
        ("hold on", ["hold", "on"], {}),
        ("waiting", [], {"states": {State.WAITING}}),
        ("waiting on client", [], {"states": {State.WAITING_ON_CLIENT}}),
        ("waiting for vendor logo", ["logo"], {"states": {State.WAITING_ON_PROVIDER}}),
        ("new logo", ["new", "logo"], {}),
        ("status:new logo", ["logo"], {"states": {State.NEW}}),
        ("overdue", [], {"late_at": NOW}),
        ("unowned", [], {"is_unowned": True}),
        ("me", [], {"owner": ME}),
        ("mine open", [], {"owner": ME, "states": {State.OPEN}}),
        ("<@UANA>", [], {"owner": ANA}),
        ("<@UANA|ana> logo", ["logo"], {"owner": ANA}),
        ("@ana", [], {"owner": ANA}),
        ("from <@UANA>", [], {"asker": ANA}),
        ("!high", [], {"priorities": {Priority.HIGH}}),
        ("!high !urgent", [], {"priorities": {Priority.HIGH, Priority.URGENT}}),
        ("p1", [], {"priorities": {Priority.URGENT}}),
        ("acme brochure", ["brochure"], {"client": ACME}),
        ("brochure zenith media", ["brochure"], {"client": ZENITH}),
        ('"acme" brochure', ['"acme"', "brochure"], {}),
        ('client:"Zenith Media"', [], {"client": ZENITH}),
        ("client: acme", [], {"client": ACME}),
        ("&gt;2026-10", [], {"since": day(10, 1)}),
        ("&gt; 2026-10", [], {"since": day(10, 1)}),
        ("&lt;fri", [], {"until": day(11, 27)}),
        ("&lt;=fri", [], {"until": day(11, 28)}),
        ("since monday", [], {"since": day(11, 23)}),
        ("after monday", [], {"since": day(11, 24)}),
        ("before 1 oct logo", ["logo"], {"until": day(10, 1)}),
        ("until last week", [], {"until": day(11, 23)}),
        ("in october", [], {"since": day(10, 1), "until": day(11, 1)}),
        ("2026-10..2026-11", [], {"since": day(10, 1), "until": day(12, 1)}),
        ("since launch", ["since", "launch"], {}),
        ("v1..v2", ["v1..v2"], {}),
        ("#brochure", ["#brochure"], {}),
        ("50% * off", ["50%", "off"], {}),
        ("https://acme.example/x", ["https://acme.example/x"], {}),
    ],
)
def test_understood(text: str, words: list[str], wanted: dict[str, Any]) -> None:
    line = parsed(text)
    frozen: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, set) else value for name, value in wanted.items()
    }
    assert line.problems == ()
    assert list(line.words) == words
    assert replace(line.wanted, terms=()) == Wanted(**frozen)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("client:acne", NotKnown("client", "acne", ("Acme",))),
        ("client:nowhere", NotKnown("client", "nowhere")),
        ("@anna", NotKnown("person", "anna", ("Ana Roe",))),
        ("@ben", NotKnown("person", "ben", ("Ben", "Ben Two"))),
        ("@nobody-here", NotKnown("person", "nobody-here")),
        ("status:opne", NotKnown("status", "opne", ("open",))),
        ("!hihg", NotKnown("priority", "!hihg", ("!high",))),
        ("&gt;soon", NotKnown("date", ">soon")),
        ("&gt; 2026-13", NotKnown("date", "> 2026-13")),
        ("%", NotKnown("word", "%")),
        ("*", NotKnown("word", "*")),
        ("a" * (LIMIT + 1), NotKnown("length", "a" * (LIMIT + 1))),
    ],
)
def test_not_understood(text: str, problem: NotKnown) -> None:
    assert parsed(text).problems == (problem,)


@pytest.mark.parametrize(("text", "label"), [("R-12", "R-12"), ("t7", "T-7"), ("r-007", "R-7"), ("R-12 logo", None)])
def test_a_label_is_gone_to(text: str, label: str | None) -> None:
    assert parsed(text).label == label


@pytest.mark.parametrize(
    ("text", "export", "words"),
    [
        ("logo export", "csv", ["logo"]),
        ("logo export JSON", "json", ["logo"]),
        ("logo export as csv", "csv", ["logo"]),
        ("export logo", None, ["export", "logo"]),
        ('"logo export"', None, ['"logo export"']),
    ],
)
def test_an_export_is_asked_for_at_the_end(text: str, export: str | None, words: list[str]) -> None:
    line = parsed(text)
    assert (line.export, list(line.words)) == (export, words)


@pytest.mark.parametrize(
    ("typed", "first", "end"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-02-28", date(2026, 2, 28), date(2026, 3, 1)),
        ("1.10.2026", date(2026, 10, 1), date(2026, 10, 2)),
        ("5 oct", date(2026, 10, 5), date(2026, 10, 6)),
        ("Oct 5th", date(2026, 10, 5), date(2026, 10, 6)),
        ("5 dec", date(2025, 12, 5), date(2025, 12, 6)),
        ("1 October 2024", date(2024, 10, 1), date(2024, 10, 2)),
        ("december", date(2025, 12, 1), date(2026, 1, 1)),
        ("sunday", date(2026, 11, 29), date(2026, 11, 30)),
        ("last sunday", date(2026, 11, 22), date(2026, 11, 23)),
        ("yesterday", date(2026, 11, 28), date(2026, 11, 29)),
        ("last month", date(2026, 10, 1), date(2026, 11, 1)),
        ("7d", date(2026, 11, 22), date(2026, 11, 23)),
        ("2 weeks ago", date(2026, 11, 15), date(2026, 11, 16)),
        ("9 months ago", date(2026, 2, 28), date(2026, 3, 1)),
    ],
)
def test_days(typed: str, first: date, end: date) -> None:
    assert span_of(typed, NOW.date()) == (first, end)


@pytest.mark.parametrize("typed", ["", "soon", "2026-13", "31.2.2026", "30 feb", "1/10/2026", "0000", "999 years"])
def test_no_days(typed: str) -> None:
    assert span_of(typed, NOW.date()) is None


@given(st.text(max_size=LIMIT + 50))
def test_whatever_is_typed_is_read(text: str) -> None:
    line = parsed(text)
    assert line.wanted != Wanted() or line.problems or line.label or line.asks_for_nothing
