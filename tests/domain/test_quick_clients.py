"""Which client a line is for when the name is not marked, nearly right, or all there is. Tuesday 10:00, Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_names import ClientName, ClientNames, KnownClient, NearlyKnown, UnknownClient
from bot.domain.ids import ClientNumber
from bot.domain.quick_request import parse_request
from bot.domain.quick_results import ClientAssumed, NothingToLog, NoTitle, QuickRequest

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)
NAMES = ("Acme", "Acme North", "Acme Northern", "Cedar & Co.", "Zenith Media", "Spring", "3M", "Blue-Sky Ltd", "O'Neil")
CLIENTS = tuple(ClientName(ClientNumber(number), name) for number, name in enumerate(NAMES, 1))


def parsed(line: str) -> QuickRequest:
    return parse_request(line, now=TUESDAY, zone=BERLIN, clients=CLIENTS)


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("Acme N", ["Acme North", "Acme Northern", "Acme"]),
        ("acme nor", ["Acme North", "Acme Northern", "Acme"]),
        ("Acme Northe", ["Acme Northern", "Acme", "Acme North"]),
        ("Zeni", ["Zenith Media"]),
    ],
)
def test_the_beginning_of_a_name_is_near_it(name: str, candidates: list[str]) -> None:
    client = parsed(f"{name}: logo").client
    assert isinstance(client, NearlyKnown)
    assert [one.name for one in client.candidates] == candidates


@pytest.mark.parametrize("name", ["Zen", "Ora", "One"])
def test_a_few_letters_are_not(name: str) -> None:
    assert isinstance(ClientNames(CLIENTS).meant_by(name), UnknownClient)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Cedar & Co", "Cedar & Co."),
        ("cedar&amp;co", "Cedar & Co."),
        ("Cedar &amp; Co.,", "Cedar & Co."),
        ("Blue Sky Ltd", "Blue-Sky Ltd"),
        ("blue sky ltd.", "Blue-Sky Ltd"),
        ("ONeil", "O'Neil"),
        ("Acme!", "Acme"),
    ],
)
def test_punctuation_makes_no_other_client(typed: str, name: str) -> None:
    request = parsed(f"{typed}: logo")
    assert isinstance(request.client, KnownClient)
    assert (request.client.name, request.ambiguities) == (name, ())


def test_two_that_differ_in_punctuation_only_are_told_apart_by_it() -> None:
    twins = [ClientName(ClientNumber(1), "AB"), ClientName(ClientNumber(2), "A.B.")]
    assert ClientNames(twins).meant_by("A.B.") == KnownClient(ClientNumber(2), "A.B.")
    assert ClientNames(twins).meant_by("AB.") == NearlyKnown("AB.", tuple(twins))


@pytest.mark.parametrize(("line", "name"), [("Acme", "Acme"), ("acme north !high by fri", "Acme North"), ("3M", "3M")])
def test_a_name_alone_is_no_title(line: str, name: str) -> None:
    request = parsed(line)
    assert isinstance(request.client, KnownClient)
    assert (request.title, request.client.name, request.ambiguities) == ("", name, (NoTitle(),))


@pytest.mark.parametrize("line", ["Acmee", "Zenith", "Acme Norht"])
def test_nearly_a_name_alone_is_asked(line: str) -> None:
    request = parsed(line)
    assert request.title == line
    assert isinstance(request.client, NearlyKnown)
    assert request.ambiguities == (request.client,)


@pytest.mark.parametrize(
    ("line", "title", "name"),
    [
        ("Zenith Media fix their logo", "fix their logo", "Zenith Media"),
        ("Acme North fix their logo by fri", "fix their logo", "Acme North"),
        ("by fri Zenith Media fix it", "fix it", "Zenith Media"),
        ("3M labels", "labels", "3M"),
        ("Zenith Media poster for Acme", "Zenith Media poster", "Acme"),
    ],
)
def test_a_line_that_begins_with_a_name(line: str, title: str, name: str) -> None:
    request = parsed(line)
    assert isinstance(request.client, KnownClient)
    assert (request.title, request.client.name, request.ambiguities) == (title, name, ())


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Acme fix their logo", "Acme"),
        ("spring flyers", "Spring"),
        ("Spring fair banner", "Spring"),
        ("zenith media fix their logo", "Zenith Media"),
        ("Zenith Media Group fix it", "Zenith Media"),
        ("Zenith Media and Ben meet", "Zenith Media"),
    ],
)
def test_in_doubt_it_is_asked_and_no_word_is_lost(line: str, name: str) -> None:
    request = parsed(line)
    assert isinstance(request.client, KnownClient)
    assert (request.title, request.client.name, request.ambiguities) == (line, name, (ClientAssumed(name),))


@pytest.mark.parametrize("line", ["Springs and bolts", "fix Acme", "acmes", "reprint"])
def test_other_lines_name_nobody(line: str) -> None:
    assert (parsed(line).title, parsed(line).client, parsed(line).ambiguities) == (line, None, ())


def test_a_longer_name_behind_for_is_asked() -> None:
    request = parsed("reprint for Acme Norht")
    assert isinstance(request.client, NearlyKnown)
    assert (request.title, request.client.name) == ("reprint", "Acme Norht")


@pytest.mark.parametrize(
    "line",
    [
        *("mailto:a@b.c about it", "tel:+441234 about it", "skype:foo call", "sip:foo call", "javascript:alert(1)"),
        *("slack:foo x", "ftp:foo x", "ftp: foo x", "Data:text/html,x", "about:blank", "file:/etc/passwd"),
    ],
)
def test_an_address_is_no_name(line: str) -> None:
    assert (parsed(line).title, parsed(line).client, parsed(line).ambiguities) == (line, None, ())


def test_what_addresses_begin_with_may_be_a_name() -> None:
    assert parsed("Slack: fix it").client == UnknownClient("Slack")
    slack = parse_request("Slack:fix it", now=TUESDAY, zone=BERLIN, clients=[ClientName(ClientNumber(1), "Slack")])
    assert (slack.title, slack.client) == ("fix it", KnownClient(ClientNumber(1), "Slack"))


@pytest.mark.parametrize("colon", ["：", "： ", " ：", "﹕", "\ufe13"])
@pytest.mark.parametrize("name", ["Acme", "3M"])
def test_a_wide_colon_is_one(name: str, colon: str) -> None:
    request = parsed(f"{name}{colon}flyer33")
    assert isinstance(request.client, KnownClient)
    assert (request.title, request.client.name, request.ambiguities) == ("flyer33", name, ())


@pytest.mark.parametrize(
    ("line", "title", "details"),
    [
        ("Acme:\nflyer33", "flyer33", ""),
        ("Acme:\n\nflyer33\nblue", "flyer33", "blue"),
        ("Acme\nflyer33\nblue", "flyer33", "blue"),
        ("Acme: !high\nflyer33 &lt;@U0ANA&gt;", "flyer33 <@U0ANA>", ""),
        ("client: Acme\nflyer33", "flyer33", ""),
    ],
)
def test_the_title_may_stand_below_the_name(line: str, title: str, details: str) -> None:
    request = parsed(line)
    assert request.client == KnownClient(ClientNumber(1), "Acme")
    assert (request.title, request.details, request.owner, request.ambiguities) == (title, details, None, ())


def test_its_marks_are_read_there_too() -> None:
    request = parsed("Acme:\nflyer33 by fri !high\nblue")
    assert (request.title, request.priority.value, request.details) == ("flyer33", "high", "blue")
    assert request.due is not None


def test_a_heading_that_is_nobody_stays_the_title() -> None:
    request = parsed("To do:\nblue\ngreen")
    assert (request.title, request.client, request.details) == ("To do", None, "blue\ngreen")


def test_a_marked_client_alone_is_nothing_to_log() -> None:
    with pytest.raises(NothingToLog):
        parsed("Acme: by fri")
