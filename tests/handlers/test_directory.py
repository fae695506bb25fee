"""Slack's people and channels in the words of the domain."""

import logging
from typing import Any

import pytest

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.people import PersonKind, Rank
from handlers.directory import SlackDirectory, channel_from, person_from
from handlers.web_clients import SlackRefused, SlackUnreachable, patient_client, web_client
from sandbox import Sandbox
from tests.handlers.scripted_slack import Answer, web_api

TEAM = TeamId("T1")
ANA = {"id": "U1", "team_id": "T1", "name": "ana", "tz": "Europe/Lisbon", "profile": {"display_name": "Ana"}}


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({}, PersonKind.MEMBER),
        ({"is_admin": True}, PersonKind.MEMBER),
        ({"is_restricted": True}, PersonKind.GUEST),
        ({"is_ultra_restricted": True}, PersonKind.GUEST),
        ({"is_stranger": True}, PersonKind.EXTERNAL),
        ({"team_id": "T2"}, PersonKind.EXTERNAL),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T1", "T2"]}}, PersonKind.MEMBER),
        ({"is_bot": True}, PersonKind.BOT),
        ({"is_workflow_bot": True}, PersonKind.BOT),
        ({"id": "USLACKBOT"}, PersonKind.BOT),
        ({"deleted": True, "is_restricted": True}, PersonKind.DEACTIVATED),
        ({"id": None}, PersonKind.UNKNOWN),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else value.value,
)
def test_kind(more: dict[str, Any], kind: PersonKind) -> None:
    assert person_from({**ANA, **more}, TEAM).kind is kind


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({}, "Ana"),
        ({"profile": {"display_name": "", "real_name": "Ana Lima"}}, "Ana Lima"),
        ({"profile": None, "real_name": "Ana L."}, "Ana L."),
        ({"profile": {}}, "ana"),
        ({"profile": {}, "name": None}, "U1"),
    ],
)
def test_name(more: dict[str, Any], name: str) -> None:
    assert person_from({**ANA, **more}, TEAM).name == name


@pytest.mark.parametrize("tz", [None, ""])
def test_no_zone_is_no_zone(tz: str | None) -> None:
    assert person_from({**ANA, "tz": tz}, TEAM).zone_name is None


@pytest.mark.parametrize(
    ("more", "attribute"),
    [
        ({"is_private": True}, "is_private"),
        ({"is_mpim": True}, "is_private"),
        ({"is_archived": True}, "is_archived"),
        ({"is_ext_shared": True}, "is_shared"),
        ({"is_pending_ext_shared": True}, "is_shared"),
        ({"is_member": True}, "is_member"),
    ],
)
def test_channel(more: dict[str, Any], attribute: str) -> None:
    plain = {"id": "C1", "name": "acme"}
    assert not getattr(channel_from(plain, TEAM), attribute)
    assert getattr(channel_from({**plain, **more}, TEAM), attribute)


def directory(url: str) -> SlackDirectory:
    return SlackDirectory(web_client("xoxb-1", url, 1), patient_client("xoxb-1", url))


@pytest.mark.parametrize("sizes", [(1,), (0, 2), (0, 0, 3)], ids=str)
def test_pages_may_be_short_or_empty(slack: Sandbox, sizes: tuple[int, ...]) -> None:
    known = SlackDirectory(
        web_client(slack.bot_token, slack.api_url, 10), patient_client(slack.bot_token, slack.api_url)
    )
    team, acme = TeamId(slack.team_id), ChannelId("C0ACME")
    whole = (known.people(team), known.channels(team), known.members(acme))

    slack.page_sizes(*sizes)

    assert [len(names) for names in whole] == [8, 6, 6]
    assert known.members(acme) == whole[2]
    assert [person.user_id for person in known.people(team)] == [person.user_id for person in whole[0]]
    assert [c.channel_id for c in known.channels(team)] == [c.channel_id for c in whole[1]]


def test_lists_are_read_to_their_last_page() -> None:
    first = {"ok": True, "members": [ANA], "response_metadata": {"next_cursor": "more"}}
    last = {"ok": True, "members": [{**ANA, "id": "U2"}], "response_metadata": {"next_cursor": ""}}
    with web_api({"users.list": [Answer.of(**first), Answer.of(**last)]}) as api:
        assert [person.user_id for person in directory(api.url).people(TEAM)] == ["U1", "U2"]
        assert api.methods() == ["users.list", "users.list"]


def test_a_list_waits_when_slack_asks_for_it() -> None:
    slow_down = Answer(b'{"ok": false, "error": "ratelimited"}', 429, {"Retry-After": "0"})
    with web_api({"users.list": [slow_down, Answer.of(ok=True, members=[ANA])]}) as api:
        assert len(directory(api.url).people(TEAM)) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [(Answer.of(ok=False, error="missing_scope"), SlackRefused), (Answer(b"<html>", 502), SlackUnreachable)],
    ids=["refused", "down"],
)
def test_a_list_that_cannot_be_read_is_an_error(answer: Answer, error: type[Exception]) -> None:
    with web_api({"users.list": answer}) as api, pytest.raises(error):
        directory(api.url).people(TEAM)


@pytest.mark.parametrize(
    "answer", [Answer.of(ok=False, error="user_not_found"), Answer(raw=b"")], ids=["not found", "down"]
)
def test_whom_slack_does_not_tell_of_is_a_stranger(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    with web_api({"users.info": answer}) as api, caplog.at_level(logging.WARNING, logger="handlers"):
        assert directory(api.url).person(TEAM, UserId("U9")) is None
        assert api.methods() == ["users.info"], "asked once: somebody waits"


@pytest.mark.parametrize(
    ("user", "is_asked_for"),
    [
        *((user, True) for user in ("U1", "W0AB", "U0000000000000000000000000000ZZ")),
        *((user, False) for user in ("", "U", "u1", "C1", "U1 ", "U1\n", "U1,U2", "../U1", "Ü1", "U" + "1" * 31)),
    ],
    ids=repr,
)
def test_an_id_unlike_slacks_is_nobodys_and_asked_of_nobody(user: str, *, is_asked_for: bool) -> None:
    with web_api({"users.info": Answer.of(ok=True, user={**ANA, "id": user})}) as api:
        found = directory(api.url).person(TEAM, UserId(user))
        assert (found is not None, api.methods()) == (is_asked_for, ["users.info"] * is_asked_for)


@pytest.mark.parametrize(
    "answer",
    [Answer(b"", 503), Answer(raw=b""), Answer.of(ok=False, error="ratelimited")],
    ids=["503", "closed", "ratelimited"],
)
def test_a_channel_of_which_slack_does_not_answer_is_an_error(answer: Answer) -> None:
    """So that the invitation to it is told again; of a person in a hurry it would be a refusal."""
    with web_api({"conversations.info": answer}) as api:
        client = web_client("xoxb-1", api.url, 1)
        with pytest.raises(SlackUnreachable):
            SlackDirectory(client, client).channel(TEAM, ChannelId("C1"))


def test_a_channel_that_slack_hides_is_none() -> None:
    with web_api({"conversations.info": Answer.of(ok=False, error="channel_not_found")}) as api:
        client = web_client("xoxb-1", api.url, 1)
        assert SlackDirectory(client, client).channel(TEAM, ChannelId("C1")) is None


@pytest.mark.parametrize(
    ("flags", "rank"),
    [
        ((), Rank.NONE),
        (("is_admin",), Rank.ADMIN),
        (("is_admin", "is_owner"), Rank.OWNER),
        (("is_admin", "is_owner", "is_primary_owner"), Rank.PRIMARY_OWNER),
    ],
)
def test_who_looks_after_the_workspace(flags: tuple[str, ...], rank: Rank) -> None:
    assert person_from({"id": "U1", **dict.fromkeys(flags, True)}, TEAM).rank == rank
