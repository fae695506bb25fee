"""Bad input and bad moments (reliability.md 5), row by row, over the surfaces on which they occur.

Whatever it is: an answer in words, the typed text given back, nothing half-saved, no traceback.
"""

import pytest

from bot.liaison import Liaison
from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.stores import locked

COMMANDS = ("/request", "/task", "/nudge", "/client", "/digest", "/liaison")


def cards(person: Person, channel: str = "acme") -> list[str]:
    return [message.words for message in person.sees(channel).messages if not message.ephemeral]


@pytest.fixture
def unhurried() -> None:
    """Whoever waits for a store that is locked is answered as soon as in earnest."""


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_typed_opens_a_form_or_helps(ana: Person, command: str) -> None:
    for blank in ("", "   ", "\u00a0\u2009", "\u200b\u200b"):
        answer = ana.slash(f"{command} {blank}", in_="acme")
        assert answer.modal is not None or "`/" in answer.words, ascii(blank)
    assert cards(ana) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_answers_help(ana: Person, command: str) -> None:
    assert command in ana.slash(f"{command} help", in_="acme").words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("/request lst", "list", id="request"),
        pytest.param("/task mnie", "mine", id="task"),
        pytest.param("/nudge lits", "list", id="nudge"),
        pytest.param("/digest preveiw", "preview", id="digest"),
        pytest.param("/liaison hlep", "help", id="liaison"),
    ],
)
def test_a_mistyped_verb_is_suggested(ana: Person, typed: str, meant: str) -> None:
    answer = ana.slash(typed, in_="acme")

    assert "Did you mean" in answer.words
    assert meant in answer.words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("“spring” brochure", "spring", id="4 smart quotes"),
        pytest.param("proof\r\nfor the poster\ttoday’s", "proof", id="7 lines"),
        pytest.param("pro\x00of \x07\x9b of poster", "proof", id="8 controls"),
        pytest.param("proof \u202eretsop\u2066 x", "proof", id="10 bidi"),
        pytest.param("proof a" + "\u0301" * 500, "proof", id="12 marks"),
        pytest.param("cafe\u0301 menus", "café menus", id="13 NFD"),
        pytest.param("<!channel> <!here> proof", "proof", id="15 broadcasts"),
        pytest.param("&amp;lt;b&amp;gt; proof", "&amp;lt;b&amp;gt; proof", id="15 entities"),
        pytest.param("proof https://example.com/a_b_c tel:+4412", "https://example.com/a_b_c", id="22 links"),
        pytest.param("'; drop table client; -- {{7*7}} %s ../../x", "drop table client", id="25 code"),
        pytest.param("proof of _under_ *star* ~wave~ `code`", "proof", id="25 style"),
    ],
)
def test_odd_words_are_kept_literally(ana: Person, typed: str, shown: str) -> None:
    ana.slash(f"/request new {typed}", in_="acme")

    (card,) = cards(ana)
    assert shown in card.replace("\u200b", "")
    assert not set(card) & set("\x00\x07\x9b\u202e\u2066")


def test_too_long_a_line_is_given_back(ana: Person) -> None:
    answer = ana.slash("/request " + "word " * 700, in_="acme")

    assert "3,000" in answer.words
    assert "word word" in answer.words
    assert cards(ana) == []


def test_too_many_people(ana: Person) -> None:
    answer = ana.slash("/request proof " + "@ben @carla " * 6, in_="acme")

    assert "10" in answer.words
    assert cards(ana) == []


@pytest.mark.parametrize("who", ["@gus", "@eve", "@rob", "@dora"])
@pytest.mark.parametrize("typed", ["/request proof {who}", "/task {who} proof by fri", "/nudge {who} fri 9:00 proof"])
def test_work_goes_to_members_only(ana: Person, who: str, typed: str) -> None:
    answer = ana.slash(typed.format(who=who), in_="acme")

    assert cards(ana) == []
    assert answer.modal is not None or who.removeprefix("@") in answer.words.lower()


@pytest.mark.parametrize("who", ["gus", "eve"])
def test_guests_and_strangers_are_refused_in_words(liaison: Liaison, slack: Sandbox, who: str) -> None:
    channel = "acme" if who == "gus" else "partners"
    for command in COMMANDS:
        answer = slack.person(who).slash(f"{command} list", in_=channel)
        assert answer.error is None
        assert "member" in answer.words or "another company" in answer.words, command


@pytest.mark.parametrize(
    ("when", "says"),
    [
        pytest.param("31 feb", "31 February", id="48 no such day"),
        pytest.param("fri 25:00", "25:00", id="48 no such hour"),
        pytest.param("3/4", "3/4", id="49 two readings"),
        pytest.param("1 jan 2020", "", id="52 past"),
        pytest.param("1 jan 2150", "2 years", id="53 far"),
    ],
)
@pytest.mark.parametrize("typed", ["/request proof by {when}", "/task @ben proof by {when}", "/nudge me {when} proof"])
def test_a_date_that_cannot_be_is_asked(ana: Person, typed: str, when: str, says: str) -> None:
    answer = ana.slash(typed.format(when=when), in_="acme")

    shown = answer.words + (answer.modal.words if answer.modal else "")
    assert says in shown
    assert cards(ana) == []


@pytest.mark.parametrize(
    "label", ["/request R-99", "/task T-99", "/nudge cancel N-99"], ids=["request", "task", "nudge"]
)
def test_what_does_not_exist_is_said(ana: Person, label: str) -> None:
    assert "99" in ana.slash(label, in_="acme").words


def test_the_same_card_done_twice(ana: Person, ben: Person) -> None:
    ana.slash("/request proof", in_="acme")
    ts = next(message.ts for message in ben.sees("acme").messages if not message.ephemeral)
    ana.click("Done", in_="acme", ts=ts)

    (card,) = cards(ben)
    assert "Reopen" in card
    assert "Done by @ana" in card


def test_two_people_edit_one_field(ana: Person, ben: Person) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    ts = next(message.ts for message in ben.sees("acme").messages if not message.ephemeral)
    ana.click("Edit", in_="acme", ts=ts)
    ben.click("Edit", in_="acme", ts=ts)
    assert ben.submit({"Title": "proof of the flyer"}).closed

    refused = ana.submit({"Title": "proof of the leaflet"})

    assert not refused.closed
    assert refused.modal is not None
    for words in ("@ben", "proof of the flyer", "proof of the leaflet"):
        assert words in refused.modal.words
    assert ana.submit({"Title": "proof of the leaflet"}).closed
    assert "leaflet" in cards(ana)[0]


def test_a_form_for_something_closed_meanwhile(ana: Person, ben: Person) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    ts = next(message.ts for message in ben.sees("acme").messages if not message.ephemeral)
    ana.click("Edit", in_="acme", ts=ts)
    ben.click("Done", in_="acme", ts=ts)

    refused = ana.submit({"Title": "proof of the leaflet"})

    assert not refused.closed
    assert refused.modal is not None
    assert "@ben" in refused.modal.words


def test_a_store_that_cannot_be_written_says_so_and_saves_nothing(
    ana: Person, database_url: str, liaison: Liaison
) -> None:
    with locked(database_url):
        answer = ana.slash("/request proof of the poster", in_="acme", settle=False)

    assert answer.error is None
    assert answer.acked_ms is not None
    assert answer.acked_ms < 2500
    assert "nothing was saved" in answer.words.lower() or "nothing was stored" in answer.words.lower()
    assert "proof of the poster" in answer.words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Nothing is open"),
        (1, "only one"),
        (9, "9 in all"),
        (10, "10 in all"),
        (11, "1–10 of 11"),
        (21, "1–10 of 21"),
    ],
)
def test_lists_of_any_length(ana: Person, count: int, words: str) -> None:
    for number in range(count):
        ana.slash(f"/request item number {number}", in_="acme", settle=False)

    answer = ana.slash("/request list", in_="acme")

    assert words in answer.words


def test_long_names_are_clipped(ana: Person) -> None:
    ana.slash("/request " + "long " * 400, in_="acme")

    assert "long long" in cards(ana)[0]


@pytest.mark.usefixtures("liaison")
@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("interactive", {"type": "block_actions", "actions": []}),
        ("interactive", {"type": "block_actions", "actions": None}),
        ("interactive", {"type": "block_actions"}),
        ("interactive", {"type": "view_submission", "view": None}),
        ("interactive", {"type": "view_submission", "view": {}}),
        ("interactive", {"type": "view_submission", "view": {"type": "modal"}, "response_urls": None}),
        ("interactive", {"type": "message_action", "message": None, "callback_id": "request.log_message"}),
        ("interactive", {}),
        ("slash_commands", {"command": "/request"}),
        ("slash_commands", {}),
    ],
    ids=str,
)
def test_a_payload_with_a_part_missing_is_answered(slack: Sandbox, kind: str, payload: dict[str, object]) -> None:
    ana: dict[str, object] = {"team": {"id": slack.team_id}, "user": {"id": "U0ANA"}}
    for who in (ana, {}, {"team": None, "user": None}):
        sent = {"team_id": slack.team_id, **who, **payload}
        reply = slack.server.run(slack.core.delivery.gesture(kind, "/request", sent))
        assert (reply.error, reply.acked_ms is not None) == (None, True), who


@pytest.mark.usefixtures("liaison")
@pytest.mark.parametrize(
    "event",
    [None, {}, {"type": "message"}, {"type": "app_mention"}, {"type": "user_change", "user": "U0ANA"}, {"type": "x"}],
)
def test_an_event_with_a_part_missing_is_acked_and_not_sent_again(slack: Sandbox, event: object) -> None:
    odd: tuple[dict[str, object], ...] = ({}, {"authorizations": [None]}, {"authorizations": None}, {"team_id": None})
    for more in odd:
        sent = {"type": "event_callback", "team_id": slack.team_id, "event_id": "Ev1", "event": event, **more}
        assert slack.server.run(slack.core.delivery.gesture("events_api", "mutilated", sent)).error is None, more
