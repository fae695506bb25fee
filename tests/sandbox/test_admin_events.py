"""The rarer things that happen to channels, messages and the app, as the app hears of them and people see them."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox, World
from tests.patience import PATIENCE
from tests.sandbox.fields import differences
from tests.sandbox.http_face import post
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.recorded import Recorded
from tests.sandbox.scripted import scripted
from tests.sandbox.stock import EVERYTHING
from tests.sandbox.test_chat import error_of

MANIFEST = deepcopy(EVERYTHING)
MANIFEST["settings"]["event_subscriptions"]["bot_events"] += [
    "app_uninstalled",
    "channel_deleted",
    "channel_rename",
    "channel_unshared",
    "group_deleted",
    "tokens_revoked",
]


def heard(work: Recorded) -> list[str]:
    return sorted(got.payload["event"]["type"] for got in work.app.asked if got.body.startswith(b"{"))


def whole(work: Recorded, kind: str, subtype: str | None) -> dict[str, Any]:
    bodies = [got.payload for got in work.app.asked if got.body.startswith(b"{")]
    wanted = (kind, subtype)
    return next(b for b in reversed(bodies) if (b["event"]["type"], b["event"].get("subtype")) == wanted)


SPOKEN = 'type "message", text s, ts s, event_ts s, channel s, channel_type s'
LINE = f'{SPOKEN}, user "U0ANA"'
EVE = 'user "U0EVE", team "T0EXTERNAL", user_team "T0EXTERNAL", source_team "T0EXTERNAL"'
ROB = 'user "U0ROB", team s, bot_id "B0ROB", app_id "A0ROB", bot_profile o'


def broadcast(work: Recorded) -> None:
    work.ana.says("For all", in_="acme", thread_ts=work.ana.says("A proof", in_="acme"), broadcast=True)


CASES = [
    pytest.param(
        lambda work: work.ana.says("/me waves", in_="acme"),
        ("message", "me_message"),
        f'{LINE}, subtype "me_message", text "waves", team s',
        id="/me",
    ),
    pytest.param(
        lambda work: work.ana.says("/topic Spring & autumn", in_="acme"),
        ("message", "channel_topic"),
        f'{LINE}, subtype "channel_topic", topic "Spring & autumn", channel_type "channel"',
        id="/topic",
    ),
    pytest.param(
        lambda work: work.ana.describes("board", topic="Money"),
        ("message", "channel_topic"),
        f'{LINE}, subtype "channel_topic", topic "Money", channel_type "group"',
        id="a topic in a private channel",
    ),
    pytest.param(
        lambda work: work.ana.describes("acme", topic=""),
        ("message", "channel_topic"),
        f'{LINE}, subtype "channel_topic", topic "", text "<@U0ANA> cleared the channel topic"',
        id="a topic that is taken away",
    ),
    pytest.param(
        lambda work: work.ana.describes("acme", purpose="All of Acme's work"),
        ("message", "channel_purpose"),
        f'{LINE}, subtype "channel_purpose", purpose "All of Acme\'s work"',
        id="a purpose",
    ),
    pytest.param(
        lambda work: work.ana.renames("acme", "acme-print"),
        ("message", "channel_name"),
        f'{LINE}, subtype "channel_name", old_name "acme", name "acme-print"',
        id="the line of a rename",
    ),
    pytest.param(
        lambda work: work.ana.archives("board"),
        ("message", "channel_archive"),
        f'{LINE}, subtype "channel_archive", channel_type "group"',
        id="the line of a private channel's end",
    ),
    pytest.param(
        lambda work: work.ana.invite("gus", to="brightside"),
        ("message", "channel_join"),
        f'{SPOKEN}, user "U0GUS", subtype "channel_join", inviter "U0ANA"',
        id="the line of an invitation",
    ),
    pytest.param(
        lambda work: work.ana.deletes_channel("nobot"),
        ("channel_deleted", None),
        'type "channel_deleted", channel "C0NOBOT", event_ts s',
        id="a channel deleted, the app not in it",
    ),
    pytest.param(
        lambda work: work.ana.deletes_channel("board"),
        ("group_deleted", None),
        'type "group_deleted", channel "C0BOARD", event_ts s',
        id="a private channel deleted",
    ),
    pytest.param(
        lambda work: work.ana.shares("partners", "T0EXTERNAL", undo=True),
        ("channel_unshared", None),
        'type "channel_unshared", previously_connected_team_id "T0EXTERNAL", channel "C0PARTNERS", '
        "is_ext_shared false, event_ts s",
        id="no longer shared",
    ),
    pytest.param(
        lambda work: work.slack.person("eve").says("Hello", in_="partners"),
        ("message", None),
        f"{SPOKEN}, {EVE}",
        id="somebody of another company",
    ),
    pytest.param(
        lambda work: work.ana.says("Hello", in_="partners"),
        ("message", None),
        f'{SPOKEN}, user "U0ANA", team "T0SANDBOX", user_team "T0SANDBOX", source_team "T0SANDBOX"',
        id="a colleague in a shared channel",
    ),
    pytest.param(
        lambda work: work.slack.person("rob").says("<@U0SPECIMEN> build 12 is green", in_="acme"),
        ("app_mention", None),
        f'type "app_mention", text s, ts s, event_ts s, channel s, {ROB}',
        id="another bot's mention",
    ),
    pytest.param(
        broadcast,
        ("message", "thread_broadcast"),
        f'{LINE}, subtype "thread_broadcast", team s, thread_ts s, parent_user_id "U0ANA", root +, '
        'root.text "A proof", root.reply_count i',
        id="a reply for all",
    ),
]


@pytest.mark.parametrize(("happens", "event", "table"), CASES)
def test_the_app_hears(
    work: Recorded, happens: Callable[[Recorded], object], event: tuple[str, str | None], table: str
) -> None:
    happens(work)

    assert differences(whole(work, *event)["event"], table) == []


def test_events_of_a_shared_channel_say_so(work: Recorded) -> None:
    work.ana.renames("partners", "allies")
    work.ana.kick("ben", from_="allies")

    bodies = [got.payload for got in work.app.asked if got.body.startswith(b"{")]
    assert {body["event"]["type"] for body in bodies} == {"channel_rename", "member_left_channel", "message"}
    assert all(body["is_ext_shared_channel"] for body in bodies)


def test_a_thread_outlives_its_parent(work: Recorded) -> None:
    parent = work.ana.says("A proof", in_="acme")
    work.ana.reacts("eyes", "acme", parent)
    reply = work.ana.says("Seen", in_="acme", thread_ts=parent)
    work.ana.deletes("acme", parent)

    stone, said = work.client.conversations_replies(channel="C0ACME", ts=parent)["messages"]

    assert (stone["subtype"], stone["user"], stone["reply_count"], said["ts"]) == ("tombstone", "USLACKBOT", 1, reply)
    assert "proof" not in str(stone)
    assert "reactions" not in stone
    with pytest.raises(DriverMistake, match="message_not_found"):
        work.ana.edits("A better proof", "acme", parent)
    with pytest.raises(DriverMistake, match="message_not_found"):
        work.ana.reacts("eyes", "acme", parent)
    assert work.ana.sees("acme").messages[0].name == "Slackbot"


def test_an_administrator_deletes_what_others_and_the_app_have_said(work: Recorded) -> None:
    ben = work.slack.person("ben")
    bens = ben.says("Oh dear", in_="acme")
    apps = str(work.client.chat_postMessage(channel="C0ACME", text="A card")["ts"])
    with pytest.raises(DriverMistake, match="not_own_message"):
        ben.deletes("acme", apps)

    work.ana.deletes("acme", bens)
    work.ana.deletes("acme", apps)

    assert ben.sees("acme").texts == []
    assert (
        error_of(lambda: work.client.chat_update(channel="C0ACME", ts=apps, text="x"))["error"] == "message_not_found"
    )


def test_other_bots_are_known_by_their_id(work: Recorded) -> None:
    bot = work.client.bots_info(bot="B0ROB")["bot"]

    assert (bot["user_id"], bot["name"], bot["app_id"]) == ("U0ROB", "Rob", "A0ROB")
    assert work.client.users_info(user="U0ROB")["user"]["profile"]["bot_id"] == "B0ROB"


def test_a_person_has_so_many_reactions(work: Recorded) -> None:
    ts = work.ana.says("A proof", in_="acme")
    for number in range(23):
        work.ana.reacts(f"emoji{number}", "acme", ts, settle=False)

    with pytest.raises(DriverMistake, match="too_many_reactions"):
        work.ana.reacts("one_more", "acme", ts)


MISTAKES = [
    (lambda slack: slack.person("ben").deletes_channel("acme"), "restricted_action"),
    (lambda slack: slack.person("ana").deletes_channel("general"), "cant_delete_general"),
    (lambda slack: slack.person("ana").deletes_channel("specimen"), "method_not_supported_for_channel_type"),
    (lambda slack: slack.person("ana").describes("acme", topic="x" * 251), "too_long"),
    (lambda slack: slack.person("ana").describes("old", topic="x"), "is_archived"),
    (lambda slack: slack.person("gus").describes("acme", topic="x"), "restricted_action"),
    (lambda slack: slack.person("ana").describes("acme"), "missing_field"),
    (lambda slack: slack.person("ana").shares("partners", "T0EXTERNAL"), "already_shared"),
    (lambda slack: slack.person("ana").shares("acme", "T0EXTERNAL", undo=True), "not_shared"),
    (lambda slack: slack.person("rob").renames("acme", "other"), "restricted_action"),
    (lambda slack: slack.person("ben").leaves_channel("general"), "cant_leave_general"),
    (lambda slack: slack.person("ana").invite("dora", to="acme"), "cant_invite"),
    (lambda slack: slack.person("ana").says("/me", in_="acme"), "no_text"),
    (lambda slack: slack.person("gus").invite("dora", to="acme"), "restricted_action"),
    (lambda slack: slack.person("gus").kick("ben", from_="acme"), "restricted_action"),
    (lambda slack: slack.person("ana").kick("ben", from_="general"), "cant_kick_from_general"),
    (lambda slack: slack.person("ana").invite("eve", to="acme"), "no_external_invite_permission"),
    (lambda slack: slack.person("specimen").leaves(), "is_the_app"),
    (lambda slack: slack.person("eve").becomes("guest"), "cant_change_kind"),
    (lambda slack: slack.person("ben").becomes("owner"), "bad_field"),
    (lambda slack: slack.join("Nia Cole", kind="bot"), "bad_field"),
]


@pytest.mark.parametrize(("change", "error"), MISTAKES)
def test_what_slack_would_not_do(work: Recorded, change: Callable[[Sandbox], object], error: str) -> None:
    with pytest.raises(DriverMistake) as mistake:
        change(work.slack)

    assert (mistake.value.error, heard(work)) == (error, [])
    assert mistake.value.hint


def test_nothing_reaches_an_app_that_was_removed(work: Recorded) -> None:
    work.slack.uninstall()
    work.ana.says("hello", in_="specimen")
    work.ana.moves_to("Europe/Paris")

    assert heard(work) == ["app_uninstalled", "tokens_revoked"]
    with pytest.raises(DriverMistake, match="not_installed"):
        work.ana.slash("/log something", in_="acme")
    work.slack.reinstall()
    work.ana.slash("/log something", in_="acme")


def test_a_revoked_token_ends_the_events_too(work: Recorded) -> None:
    """There is nobody left on whose behalf they could come."""
    work.slack.revoke()
    work.ana.says("hello", in_="acme")

    assert heard(work) == ["tokens_revoked"]


def test_guests_come_and_are_made(work: Recorded) -> None:
    nia = work.slack.join("Nia Cole", kind="guest")
    assert whole(work, "team_join", None)["event"]["user"]["is_restricted"] is True
    with pytest.raises(DriverMistake, match="channel_not_found"):
        nia.sees("brightside")

    nia.becomes("member")
    assert whole(work, "user_change", None)["event"]["user"]["is_restricted"] is False
    assert nia.sees("brightside").name == "brightside"
    assert post(work.slack, "join?settle=1", name="Olu Ade", kind="guest")["name"] == "olu"
    assert whole(work, "team_join", None)["event"]["user"]["is_restricted"] is True


def test_a_colleague_of_somebody_who_is_there_may_be_invited(work: Recorded) -> None:
    work.ana.shares("acme", "T0EXTERNAL")
    work.ana.kick("eve", from_="acme")
    with pytest.raises(DriverMistake, match="no_external_invite_permission"):
        work.ana.invite("eve", to="acme")


def test_the_verbs_over_http(work: Recorded) -> None:
    for verb, body in {"topic": {"purpose": "Work"}, "share": {"team": "T0EXTERNAL"}, "delete_channel": {}}.items():
        assert post(work.slack, f"{verb}?settle=1", user="ana", channel="acme", **body)["error"] is None, verb

    assert heard(work)[:2] == ["channel_deleted", "member_joined_channel"]


def test_what_was_on_its_way_to_a_deleted_channel(tmp_path: Path) -> None:
    """A late answer is refused and no violation; a file in it stays where else it is; the folder can be read."""
    with Sandbox(MANIFEST, World.office(), data=tmp_path) as slack, scripted() as app:
        slack.requests_to(app.url)
        ana = slack.person("ana")
        ana.slash("/log something", in_="acme")
        [got] = [got for got in app.asked if b"response_url" in got.body]
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        ana.uploads("brief.txt", b"x", in_="acme")
        [file] = slack.core.slack.world.files
        slack.core.slack.share_seconds = 0.2
        client.files_upload_v2(content="x", filename="x.txt", channel="C0ACME")
        ana.deletes_channel("acme", settle=False)
        slack.settle()

        with pytest.raises(HTTPError, match="404") as refused:
            urlopen(Request(got.form["response_url"], b'{"text": "Done"}'), timeout=PATIENCE)
        refused.value.close()
        assert error_of(lambda: client.files_info(file=file))["error"] == "file_not_found"
        assert error_of(lambda: client.chat_postMessage(channel="C0ACME", text="x"))["error"] == "channel_not_found"
        assert slack.violations == []
    with Sandbox(MANIFEST, World.office(), data=tmp_path) as slack:
        assert "C0ACME" not in slack.core.slack.world.channels


def test_it_is_all_there_after_a_restart(tmp_path: Path) -> None:
    with Sandbox(SPECIMEN, World.office(), data=tmp_path) as slack:
        ana = slack.person("ana")
        parent = ana.says("A proof", in_="brightside")
        ana.says("Seen", in_="brightside", thread_ts=parent)
        ana.deletes("brightside", parent)
        ana.says("/me waves", in_="brightside")
        ana.describes("brightside", topic="Spring")
        ana.deletes_channel("acme")
    with Sandbox(SPECIMEN, World.office(), data=tmp_path) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        messages = client.conversations_history(channel="C0BRIGHTSIDE")["messages"]
        named = {channel["name"]: channel for channel in client.conversations_list(limit=100)["channels"]}

    assert [message.get("subtype") for message in messages] == ["me_message", "tombstone"]
    assert named["brightside"]["topic"]["value"] == "Spring"
    assert "acme" not in named
