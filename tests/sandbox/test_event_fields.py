"""Events, field by field, against slack-platform.md 2.7: the envelope of all, and what is inside of each."""

from collections.abc import Callable

import pytest

from sandbox import DriverMistake
from tests.sandbox.fields import differences
from tests.sandbox.recorded import Recorded
from tests.sandbox.shapes import home, section

ENVELOPE = """
    token s, team_id s, api_app_id s, type "event_callback", event_id s, event_time i, event_context s, event o,
    authorizations a, authorizations.0.enterprise_id null, authorizations.0.team_id s, authorizations.0.user_id s,
    authorizations.0.is_bot true, authorizations.0.is_enterprise_install false, is_ext_shared_channel false,
    context_team_id s, context_enterprise_id null
"""
MESSAGE = 'type "message", user s, text s, ts s, event_ts s, channel s, team s, subtype -, bot_id -'
MENTION = 'type "app_mention", user s, text s, ts s, event_ts s, channel s, team s, channel_type -, subtype -'
MEMBER = "user s, channel s, team s, event_ts s"
PERSON = """
    user +, user.id s, user.team_id s, user.name s, user.deleted b, user.real_name s, user.tz s, user.tz_label s,
    user.tz_offset i, user.profile o, user.is_admin b, user.is_owner b, user.is_restricted b,
    user.is_ultra_restricted b, user.is_bot b, user.is_app_user b, user.updated i, cache_ts i, event_ts s
"""
OPENED = 'type "app_home_opened", user s, channel s, event_ts s'

Happens = Callable[[Recorded], object]


def in_thread(work: Recorded) -> None:
    work.ana.says("and here", in_="acme", thread_ts=work.ana.says("Here", in_="acme", settle=False))


def mention_in_thread(work: Recorded) -> None:
    work.ana.says("@specimen and here", in_="acme", thread_ts=work.ana.says("Here", in_="acme"))


def second_home(work: Recorded) -> None:
    work.client.views_publish(user_id="U0ANA", view=home(section("Nothing due")))
    work.ana.home()


CASES = [
    pytest.param(
        lambda work: work.ana.says("Hello", in_="acme"),
        "message",
        f'{MESSAGE}, channel_type "channel", thread_ts -, parent_user_id -',
        id="a message in a channel",
    ),
    pytest.param(
        lambda work: work.ana.says("Hello", in_="board"),
        "message",
        f'{MESSAGE}, channel_type "group", thread_ts -',
        id="a message in a private channel",
    ),
    pytest.param(
        lambda work: work.ana.says("Hello", in_="specimen"),
        "message",
        f'{MESSAGE}, channel_type "im", thread_ts -',
        id="a direct message",
    ),
    pytest.param(
        in_thread, "message", f'{MESSAGE}, channel_type "channel", thread_ts s, parent_user_id s', id="a reply"
    ),
    pytest.param(
        lambda work: work.ana.says("@specimen hello", in_="acme"),
        "app_mention",
        f"{MENTION}, thread_ts -",
        id="a mention",
    ),
    pytest.param(
        mention_in_thread, "app_mention", f"{MENTION}, thread_ts s, parent_user_id s", id="a mention in a thread"
    ),
    pytest.param(
        lambda work: work.ana.invite("gus", to="brightside"),
        "member_joined_channel",
        f'type "member_joined_channel", {MEMBER}, channel_type "C", inviter s',
        id="an invitation",
    ),
    pytest.param(
        lambda work: work.ana.invite("carla", to="board"),
        "member_joined_channel",
        f'type "member_joined_channel", {MEMBER}, channel_type "G", inviter s',
        id="an invitation to a private channel",
    ),
    pytest.param(
        lambda work: work.ana.kick("ben", from_="acme"),
        "member_left_channel",
        f'type "member_left_channel", {MEMBER}, channel_type "C", inviter -',
        id="somebody leaves",
    ),
    pytest.param(
        lambda work: work.ana.kick("specimen", from_="acme"),
        "channel_left",
        'type "channel_left", channel s, actor_id s, event_ts s',
        id="the app is removed",
    ),
    pytest.param(
        lambda work: work.slack.join("Nia Cole"), "team_join", f'type "team_join", {PERSON}', id="a new colleague"
    ),
    pytest.param(
        lambda work: work.ana.moves_to("America/New_York"),
        "user_change",
        f'type "user_change", {PERSON}',
        id="a move",
    ),
    pytest.param(
        lambda work: work.ana.messages(), "app_home_opened", f'{OPENED}, tab "messages", view -', id="messages tab"
    ),
    pytest.param(
        second_home,
        "app_home_opened",
        f'{OPENED}, tab "home", view +, view.type "home", view.id s, view.blocks a, view.hash s, view.state o',
        id="the Home again",
    ),
]


@pytest.mark.parametrize(("happens", "kind", "table"), CASES)
def test_an_event(work: Recorded, happens: Happens, kind: str, table: str) -> None:
    happens(work)

    body = work.event(kind)
    assert differences(body, ENVELOPE) == []
    assert differences(body["event"], table) == []


def test_the_first_home(work: Recorded) -> None:
    """It was never published, so there is no view."""
    with pytest.raises(DriverMistake, match="no_home"):
        work.ana.home()

    assert differences(work.event("app_home_opened")["event"], f'{OPENED}, tab "home", view -') == []


def test_a_shared_channel(work: Recorded) -> None:
    """Somebody of another company is in it."""
    work.ana.says("Hello", in_="partners")

    assert differences(work.event("message"), f"{ENVELOPE}, is_ext_shared_channel true") == []
