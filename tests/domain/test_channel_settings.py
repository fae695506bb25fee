"""The emoji that logs, and how long messages of one person belong together."""

import pytest

from bot.domain.channel_settings import Chosen, Replies, counting, emoji_named, is_trigger, window_of
from bot.domain.errors import FieldRefused


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ticket", "ticket"),
        (":ticket:", "ticket"),
        (" :Ticket: ", "ticket"),
        ("🎫", "ticket"),
        ("🎟️", "admission_tickets"),
        ("👍🏽", "+1"),
        ("thumbsup", "+1"),
        (":+1::skin-tone-4:", "+1"),
        ("party_parrot", "party_parrot"),
        ("acme-logo", "acme-logo"),
    ],
)
def test_names(typed: str, name: str) -> None:
    assert emoji_named(typed) == name


@pytest.mark.parametrize("typed", ["two words", "<b>", "tick!et", "🦄", "x" * 101, "::"])
def test_what_names_none(typed: str) -> None:
    with pytest.raises(FieldRefused):
        emoji_named(typed)


@pytest.mark.parametrize(
    ("setting", "reaction", "is_meant"),
    [
        ("ticket", "ticket", True),
        ("+1", "+1::skin-tone-6", True),
        ("+1", "thumbsup::skin-tone-2", True),
        ("ticket", "tickets", False),
        ("ticket", "eyes", False),
        (None, "ticket", False),
    ],
)
def test_triggers(setting: str | None, reaction: str, *, is_meant: bool) -> None:
    assert is_trigger(setting, reaction) is is_meant


@pytest.mark.parametrize("typed", ["0", "121", "", "five", "-1", "1.5"])
def test_no_window(typed: str) -> None:
    with pytest.raises(FieldRefused):
        window_of(typed)


def test_what_counts_where_nobody_chose() -> None:
    assert counting(None, is_of_client=True) == Chosen(Replies.OFFER)
    assert counting(None, is_of_client=False) == Chosen(Replies.OFF)
    assert window_of("120") == 120
