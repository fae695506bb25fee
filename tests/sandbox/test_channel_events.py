"""What people and administrators do to messages and channels, and what the app hears of it, field by field."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox, World
from sandbox.world import User
from tests.sandbox.fields import differences
from tests.sandbox.http_face import post
from tests.sandbox.recorded import Recorded
from tests.sandbox.scripted import Got, Says
from tests.sandbox.stock import EVERYTHING
from tests.sandbox.test_chat import error_of

MANIFEST = deepcopy(EVERYTHING)
MANIFEST["settings"]["event_subscriptions"]["bot_events"] += [
    "app_uninstalled",
    "channel_archive",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "group_archive",
    "group_rename",
    "group_unarchive",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
]


def kinds(work: Recorded) -> list[str]:
    """The events that came, each with its subtype, without order."""
    bodies = [got.payload["event"] for got in work.app.asked if got.body.startswith(b"{")]
    return sorted(f"{event['type']}/{event['subtype']}" if "subtype" in event else event["type"] for event in bodies)


REACTION = """
    user "U0BEN", reaction "tada", item +, item.type "message", item.channel "C0ACME", item.ts s, item_user "U0ANA",
    event_ts s
"""
CHANNEL = 'channel "C0ACME", user "U0ANA", event_ts s'
NAMED = 'channel.name "acme-print", channel.name_normalized "acme-print", channel.created i, event_ts s'
LINE = 'type "message", user "U0ANA", text s, ts s, channel s, channel_type s, event_ts s'
CHANGED = """
    type "message", subtype "message_changed", hidden true, ts s, event_ts s, channel s, channel_type "channel",
    message +, previous_message +
"""


def said(work: Recorded) -> str:
    ts = work.ana.says("A proof", in_="acme")
    work.app.got.clear()
    return ts


def react(work: Recorded) -> None:
    work.slack.person("ben").reacts("tada", "acme", said(work))


def unreact(work: Recorded) -> None:
    react(work)
    work.slack.person("ben").reacts(":tada:", "acme", remove=True)


def edit(work: Recorded) -> None:
    work.ana.edits("A better proof", "acme", said(work))


def mention_later(work: Recorded) -> None:
    work.ana.edits("A proof @specimen", "acme", said(work))


def delete(work: Recorded) -> None:
    work.ana.deletes("acme", said(work))


def delete_a_parent(work: Recorded) -> None:
    ts = said(work)
    work.ana.says("Seen", in_="acme", thread_ts=ts)
    work.app.got.clear()
    work.ana.deletes("acme", ts)


def unarchive(work: Recorded) -> None:
    work.ana.archives("acme")
    work.ana.archives("acme", undo=True)


CASES = [
    pytest.param(react, "reaction_added", f'type "reaction_added", {REACTION}', id="a reaction"),
    pytest.param(unreact, "reaction_removed", f'type "reaction_removed", {REACTION}', id="a reaction taken back"),
    pytest.param(
        edit,
        "message",
        f'{CHANGED}, message.text "A better proof", message.edited.user "U0ANA", message.edited.ts s',
        id="an edit",
    ),
    pytest.param(
        mention_later,
        "app_mention",
        'type "app_mention", user s, text s, ts s, event_ts s, channel s, team s, edited +',
        id="a mention that came with an edit",
    ),
    pytest.param(
        delete,
        "message",
        'type "message", subtype "message_deleted", hidden true, ts s, event_ts s, channel s, channel_type s, '
        'deleted_ts s, previous_message +, previous_message.text "A proof"',
        id="a deletion",
    ),
    pytest.param(
        delete_a_parent,
        "message",
        f'{CHANGED}, message.subtype "tombstone", message.user "USLACKBOT", message.reply_count i',
        id="a thread's parent deleted",
    ),
    pytest.param(
        lambda work: work.ana.renames("acme", "acme-print"),
        "channel_rename",
        f'type "channel_rename", channel.id "C0ACME", {NAMED}',
        id="a rename",
    ),
    pytest.param(
        lambda work: work.ana.archives("acme"), "channel_archive", f'type "channel_archive", {CHANNEL}', id="archived"
    ),
    pytest.param(unarchive, "channel_unarchive", f'type "channel_unarchive", {CHANNEL}', id="archived and back"),
    pytest.param(
        lambda work: work.ana.archives("board"),
        "group_archive",
        'type "group_archive", channel "C0BOARD", user "U0ANA", event_ts s',
        id="a private one archived",
    ),
    pytest.param(
        lambda work: work.ana.renames("board", "chiefs"),
        "group_rename",
        'type "group_rename", channel.id "C0BOARD", channel.name "chiefs", channel.name_normalized s, '
        "channel.created i, event_ts s",
        id="a private one renamed",
    ),
    pytest.param(
        lambda work: work.ana.converts("acme"),
        "message",
        f'{LINE}, subtype "channel_convert_to_private"',
        id="made private",
    ),
    pytest.param(
        lambda work: work.ana.shares("acme", "T0EXTERNAL"),
        "channel_shared",
        'type "channel_shared", connected_team_id "T0EXTERNAL", channel "C0ACME", event_ts s',
        id="shared",
    ),
    pytest.param(
        lambda work: work.slack.revoke(),
        "tokens_revoked",
        'type "tokens_revoked", tokens o, tokens.oauth a, tokens.bot a, tokens.bot.0 "U0SPECIMEN", event_ts s',
        id="tokens revoked",
    ),
    pytest.param(
        lambda work: work.slack.uninstall(), "app_uninstalled", 'type "app_uninstalled", event_ts s', id="uninstalled"
    ),
]


@pytest.mark.parametrize(("happens", "kind", "table"), CASES)
def test_the_app_hears(work: Recorded, happens: Callable[[Recorded], object], kind: str, table: str) -> None:
    happens(work)

    assert differences(work.event(kind)["event"], table) == []


def test_somebody_whose_id_begins_alike_is_not_the_app(work: Recorded) -> None:
    app = work.slack.bot_user_id
    work.slack.core.slack.world.add_user(User(id=f"{app}X", name="another", real_name="Another"))

    work.ana.says(f"<@{app}|somebody> please", in_="acme")
    work.ana.says("@another please", in_="acme")

    assert work.event("app_mention")["event"]["text"] == f"<@{app}|somebody> please"


def test_another_bot_has_an_id_and_no_subtype(work: Recorded) -> None:
    work.slack.person("rob").says("Build 12 is green", in_="acme")
    event = work.event("message")["event"]
    assert (event["user"], event["bot_id"], "subtype" in event) == ("U0ROB", "B0ROB", False)


def test_a_reply_may_go_to_the_channel_too(work: Recorded) -> None:
    ts = said(work)
    work.ana.says("For all", in_="acme", thread_ts=ts, broadcast=True)
    assert work.event("message")["event"]["subtype"] == "thread_broadcast"
    with pytest.raises(DriverMistake, match="thread_ts"):
        work.ana.says("For all", in_="acme", broadcast=True)


def test_whoever_looks_sees_it(work: Recorded) -> None:
    ts = said(work)
    ben = work.slack.person("ben")
    ben.reacts("+1::skin-tone-3", "acme", ts)
    work.ana.edits("A better proof", "acme", ts)
    seen = ben.sees("acme").newest("better")
    assert (seen.reactions[0]["users"], seen.edited is not None) == (["U0BEN"], True)
    work.ana.deletes("acme", ts)
    assert "better" not in str(ben.sees("acme").texts)


def test_the_apps_own_reactions_are_told_too(work: Recorded) -> None:
    work.client.reactions_add(channel="C0ACME", timestamp=said(work), name="eyes")
    work.slack.settle()
    assert work.event("reaction_added")["event"]["user"] == "U0SPECIMEN"


def test_a_channel_that_became_private_is_seen_by_its_members_alone(work: Recorded) -> None:
    work.ana.converts("brightside")
    with pytest.raises(DriverMistake, match="channel_not_found"):
        work.slack.person("gus").sees("brightside")
    assert work.client.conversations_info(channel="C0BRIGHTSIDE")["channel"]["is_private"]


def test_a_shared_channel_has_its_people(work: Recorded) -> None:
    work.ana.shares("acme", "T0EXTERNAL")
    assert work.slack.person("eve").sees("acme").name == "acme"
    assert work.client.conversations_info(channel="C0ACME")["channel"]["is_ext_shared"]
    assert kinds(work) == ["channel_shared", "member_joined_channel", "message/channel_join"]


def test_coming_and_going_by_oneself(work: Recorded) -> None:
    work.ana.leaves_channel("acme")
    work.ana.enters("acme")
    events = ["member_joined_channel", "member_left_channel", "message/channel_join", "message/channel_leave"]
    assert kinds(work) == events
    with pytest.raises(DriverMistake, match="already_in_channel"):
        work.ana.enters("acme")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda slack: slack.person("ben").edits("Mine now", "acme"), "not_own_message"),
        (lambda slack: slack.person("ben").deletes("acme"), "not_own_message"),
        (lambda slack: slack.person("ana").edits("  ", "acme"), "no_text"),
        (lambda slack: slack.person("ana").edits("x", "acme", "1.2"), "message_not_found"),
        (lambda slack: slack.person("ana").reacts("not a name", "acme"), "invalid_name"),
        (lambda slack: slack.person("ana").reacts("tada", "acme", remove=True), "no_reaction"),
        (lambda slack: slack.person("ana").reacts("tada", "old"), "is_archived"),
        (lambda slack: slack.person("gus").renames("acme", "other"), "restricted_action"),
        (lambda slack: slack.person("ana").renames("acme", "Not A Name"), "invalid_name"),
        (lambda slack: slack.person("ana").renames("acme", "board"), "name_taken"),
        (lambda slack: slack.person("ana").archives("general"), "cant_archive_general"),
        (lambda slack: slack.person("ana").archives("old"), "already_archived"),
        (lambda slack: slack.person("ana").archives("acme", undo=True), "not_archived"),
        (lambda slack: slack.person("ana").archives("specimen"), "method_not_supported_for_channel_type"),
        (lambda slack: slack.person("ana").converts("board"), "cant_convert"),
        (lambda slack: slack.person("ana").shares("acme", "T0NOBODY"), "team_not_found"),
        (lambda slack: slack.person("eve").enters("acme"), "channel_not_found"),
        (lambda slack: slack.person("ana").enters("old"), "is_archived"),
        (lambda slack: slack.reinstall(), "already_installed"),
    ],
)
def test_what_slack_would_not_do(work: Recorded, change: Callable[[Sandbox], object], error: str) -> None:
    said(work)
    with pytest.raises(DriverMistake) as mistake:
        change(work.slack)
    assert mistake.value.error == error
    assert mistake.value.hint
    assert kinds(work) == []


@pytest.mark.parametrize(("end", "error"), [("uninstall", "account_inactive"), ("revoke", "token_revoked")])
def test_dead_tokens(work: Recorded, end: str, error: str) -> None:
    """They are dead before the app hears of it, so nothing can be called any more."""
    met: list[str] = []

    def answer(got: Got) -> Says:
        met.append(error_of(work.client.auth_test)["error"])
        return Says()

    work.app.answer = answer
    assert post(work.slack, f"{end}?settle=1") == {"token_fault": error}
    assert set(met) == {error}
    post(work.slack, "reinstall?settle=1")
    assert work.client.auth_test()["ok"]
    if end == "uninstall":
        assert error_of(lambda: work.client.chat_postMessage(channel="C0ACME", text="x"))["error"] == "not_in_channel"


def test_the_verbs_over_http(work: Recorded) -> None:
    ts = post(work.slack, "message?settle=1", user="ana", channel="acme", text="A proof")["ts"]
    for verb, body in {
        "react": {"name": "tada", "ts": ts},
        "edit": {"text": "A better proof", "ts": ts},
        "delete": {"ts": ts},
        "leave": {},
        "enter": {},
        "rename": {"name": "print"},
        "archive": {},
    }.items():
        channel = "acme" if verb != "archive" else "print"
        assert post(work.slack, f"{verb}?settle=1", user="ana", channel=channel, **body)["error"] is None, verb
    post(work.slack, "archive?settle=1", user="ana", channel="print", undo=True)
    assert "channel_unarchive" in kinds(work)


def test_a_dead_token_and_a_reset(work: Recorded) -> None:
    work.slack.uninstall()
    work.slack.reset(World.office())
    assert WebClient(work.slack.bot_token, base_url=work.slack.api_url).auth_test()["ok"]
