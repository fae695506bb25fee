"""Channels that are made or get another id, groups of people, and links to the app's domains, as the app hears."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from sandbox import DriverMistake, Sandbox, World
from tests.sandbox.fields import differences
from tests.sandbox.http_face import post
from tests.sandbox.recorded import Recorded
from tests.sandbox.scripted import scripted
from tests.sandbox.stock import EVERYTHING
from tests.sandbox.test_chat import error_of

MANIFEST = deepcopy(EVERYTHING)
MANIFEST["oauth_config"]["scopes"]["bot"].append("mpim:history")
TOLD = [
    "channel_created",
    "channel_id_changed",
    "group_unarchive",
    "link_shared",
    "message.mpim",
    "subteam_created",
    "subteam_members_changed",
    "subteam_updated",
]
MANIFEST["settings"]["event_subscriptions"]["bot_events"] += TOLD


def heard(work: Recorded) -> list[str]:
    return [got.payload["event"]["type"] for got in work.app.asked if got.body.startswith(b"{")]


CREATED = """
    type "channel_created", event_ts s, channel.name "spring", channel.id "C0SPRING", channel.name_normalized "spring",
    channel.created i, channel.creator "U0ANA", channel.is_channel true, channel.is_shared false,
    channel.is_org_shared false, channel.context_team_id s, channel.is_archived false, channel.is_frozen false,
    channel.is_general false, channel.is_group false, channel.is_private false, channel.is_ext_shared false,
    channel.is_im false, channel.is_mpim false, channel.is_pending_ext_shared false
"""
GROUP = """
    event_ts s, subteam.id s, subteam.team_id s, subteam.is_usergroup true, subteam.is_subteam true,
    subteam.is_external false, subteam.date_create i, subteam.date_update i, subteam.auto_type null,
    subteam.auto_provision false, subteam.enterprise_subteam_id "", subteam.created_by s, subteam.updated_by "U0ANA",
    subteam.prefs o, subteam.channel_count i, subteam.handle s, subteam.name s, subteam.description s, subteam.users a
"""
MEMBERS = """
    type "subteam_members_changed", subteam_id "S0PROOFS", team_id s, date_previous_update i, date_update i,
    added_users a, added_users_count i, removed_users a, removed_users_count i, event_ts s
"""
LINK = 'type "link_shared", user "U0ANA", links a, links.0.domain "acme.test", unfurl_id s, event_ts s'
SENT = f'{LINK}, source "conversations_history", message_ts s'
URL = "https://acme.test/brief?a=1&b=2"


def link_in_thread(work: Recorded) -> None:
    work.ana.says(f"see {URL}", in_="acme", thread_ts=work.ana.says("Here", in_="acme"))


CASES = [
    pytest.param(lambda work: work.ana.creates_channel("spring"), "channel_created", CREATED, id="a channel"),
    pytest.param(
        lambda work: work.ana.shares("board", "T0EXTERNAL"),
        "channel_id_changed",
        'type "channel_id_changed", old_channel_id "C0BOARD", new_channel_id s, event_ts s',
        id="a private channel shared",
    ),
    pytest.param(
        lambda work: work.ana.changes_group("press", people=["ana", "@carla"]),
        "subteam_created",
        f'{GROUP}, type "subteam_created", subteam.handle "press", subteam.users.0 "U0ANA", subteam.user_count i, '
        "subteam.date_delete i, subteam.deleted_by null",
        id="a group",
    ),
    pytest.param(
        lambda work: work.ana.changes_group("proofs", people=["carla"]),
        "subteam_members_changed",
        f'{MEMBERS}, added_users.0 "U0CARLA", removed_users.0 "U0ANA"',
        id="its people",
    ),
    pytest.param(
        lambda work: work.ana.changes_group("proofs", people=["carla"]),
        "subteam_updated",
        f'{GROUP}, type "subteam_updated", subteam.users.0 "U0CARLA", subteam.user_count i, subteam.date_delete i, '
        "subteam.deleted_by null",
        id="a group whose people changed",
    ),
    pytest.param(
        lambda work: work.ana.changes_group("@proofs", disabled=True),
        "subteam_updated",
        f'{GROUP}, type "subteam_updated", subteam.handle "proofs", subteam.user_count i, subteam.date_delete i, '
        'subteam.deleted_by "U0ANA"',
        id="a group's end",
    ),
    pytest.param(
        lambda work: work.ana.says(f"see {URL}, please", in_="acme"),
        "link_shared",
        f'{SENT}, channel "C0ACME", is_bot_user_member true, thread_ts -',
        id="a link",
    ),
    pytest.param(
        lambda work: work.ana.says(f"see {URL}", in_="nobot"),
        "link_shared",
        f'{SENT}, channel "C0NOBOT", is_bot_user_member false, thread_ts -',
        id="a link where the app is not",
    ),
    pytest.param(
        link_in_thread,
        "link_shared",
        f'{SENT}, channel "C0ACME", is_bot_user_member true, thread_ts s',
        id="a link in a thread",
    ),
    pytest.param(
        lambda work: work.ana.uploads("brief.txt", b"x", in_="acme", text=URL),
        "link_shared",
        f'{SENT}, channel "C0ACME", is_bot_user_member true, thread_ts -',
        id="a link beside a file",
    ),
]


SAID = 'type "message", user s, text s, ts s, event_ts s, channel s'
PLAIN = f"{SAID}, team s, subtype -, thread_ts -"


def in_group(work: Recorded) -> None:
    """The app opens a group message, in which somebody answers."""
    opened = work.client.conversations_open(users=["U0ANA", "U0BEN"])["channel"]["id"]
    work.ana.says("All three of us", in_=opened)


def unarchive(work: Recorded) -> None:
    work.ana.archives("board")
    work.ana.archives("board", undo=True)


SUBTYPES = [
    pytest.param(in_group, "message", f'{PLAIN}, channel_type "mpim"', id="a group message"),
    pytest.param(
        lambda work: work.ana.uploads("brief.txt", b"x", in_="acme", text="Here"),
        "message/file_share",
        f'{SAID}, team s, channel_type "channel", subtype "file_share", text "Here", upload true, '
        "display_as_bot false, files a, files.0.id s, files.0.name s, files.0.url_private s, thread_ts -",
        id="a file",
    ),
    pytest.param(
        lambda work: work.slack.person("ben").leaves_channel("acme"),
        "message/channel_leave",
        f'{SAID}, user "U0BEN", channel_type "channel", subtype "channel_leave"',
        id="the line of somebody leaving",
    ),
    pytest.param(
        unarchive,
        "message/channel_unarchive",
        f'{SAID}, channel_type "group", subtype "channel_unarchive"',
        id="the line of a return",
    ),
    pytest.param(
        unarchive,
        "group_unarchive",
        'type "group_unarchive", channel "C0BOARD", user "U0ANA", event_ts s',
        id="a private one is back",
    ),
    pytest.param(
        lambda work: work.ana.kick("specimen", from_="board"),
        "group_left",
        'type "group_left", channel "C0BOARD", actor_id "U0ANA", event_ts s',
        id="the app is removed from a private one",
    ),
    pytest.param(
        lambda work: work.ana.invite("specimen", to="nobot"),
        "member_joined_channel",
        'type "member_joined_channel", user "U0SPECIMEN", channel "C0NOBOT", channel_type "C", team s, '
        'inviter "U0ANA", event_ts s',
        id="the app is invited",
    ),
    pytest.param(
        lambda work: work.slack.person("eve").says("Hello @specimen", in_="partners"),
        "app_mention",
        'type "app_mention", user "U0EVE", text s, ts s, channel s, event_ts s, team "T0EXTERNAL", '
        'user_team "T0EXTERNAL", source_team "T0EXTERNAL"',
        id="a mention by another company",
    ),
    pytest.param(
        lambda work: work.slack.person("rob").says("Hello @specimen", in_="acme"),
        "app_mention",
        'type "app_mention", user "U0ROB", text s, ts s, channel s, event_ts s, team s, bot_id "B0ROB", '
        'app_id "A0ROB", bot_profile o',
        id="a mention by a bot",
    ),
]


@pytest.mark.parametrize(("happens", "kind", "table"), SUBTYPES)
def test_what_is_rarely_said(work: Recorded, happens: Callable[[Recorded], object], kind: str, table: str) -> None:
    happens(work)

    name, _, subtype = kind.partition("/")
    bodies = [got.payload["event"] for got in work.app.asked if got.body.startswith(b"{")]
    told = [event for event in bodies if (event["type"], event.get("subtype", "")) == (name, subtype)]
    assert differences(told[-1], table) == []


@pytest.mark.parametrize(("happens", "kind", "table"), CASES)
def test_the_app_hears(work: Recorded, happens: Callable[[Recorded], object], kind: str, table: str) -> None:
    happens(work)

    # What was told while the message was typed may come later than what was told of the message.
    bodies = [got.payload["event"] for got in work.app.asked if got.body.startswith(b"{")]
    told = [event for event in bodies if event["type"] == kind and event.get("source") != "composer"]
    assert differences(told[-1], table) == []


def test_a_link_is_told_twice_and_first_while_it_is_typed(work: Recorded) -> None:
    work.ana.says(f"{URL} and {URL} and https://acme.test.evil.test/", in_="acme")

    told = [got.payload["event"] for got in work.app.asked if b'"link_shared"' in got.body]
    typed, posted = sorted(told, key=lambda event: event["source"])
    composing = f'{LINK}, channel "COMPOSER", source "composer", message_ts s, is_bot_user_member true, thread_ts -'
    assert differences(typed, composing) == []
    assert typed["message_ts"] == typed["unfurl_id"] != posted["unfurl_id"]
    assert typed["links"] == posted["links"] == [{"domain": "acme.test", "url": URL}]
    assert work.ana.sees("acme").newest().ts == posted["message_ts"]


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://acme.test", "acme.test"),
        ("http://ACME.test:8080/x", "acme.test"),
        ("https://files.acme.test/1", "acme.test"),
        ("https://a.drive.brightside.test/1", "drive.brightside.test"),
        ("https://brightside.test/1", None),
        ("https://notacme.test/1", None),
        ("acme.test/1", None),
        ("https://elsewhere.test/?next=https://acme.test", None),
        ("https://[acme.test/", None),
    ],
)
def test_which_links_are_the_apps(work: Recorded, url: str, domain: str | None) -> None:
    work.ana.says(f"see {url}", in_="acme")

    links = [got.payload["event"]["links"] for got in work.app.asked if b'"link_shared"' in got.body]
    assert {link["domain"] for found in links for link in found} == ({domain} if domain else set())
    assert len(links) == (2 if domain else 0)


def test_what_apps_say_is_not_told(work: Recorded) -> None:
    work.client.chat_postMessage(channel="C0ACME", text=URL)
    work.slack.person("rob").says("Build 12 is green", in_="acme")
    work.slack.settle()
    assert "link_shared" not in heard(work)


def test_a_private_channel_that_is_made_is_nobodys_business(work: Recorded) -> None:
    work.ana.creates_channel("#chiefs", private=True)
    assert heard(work) == []
    assert work.ana.sees("chiefs").messages == []
    with pytest.raises(DriverMistake, match="channel_not_found"):
        work.slack.person("ben").sees("chiefs")
    work.ana.invite("specimen", to="chiefs")
    assert work.event("member_joined_channel")["event"]["channel_type"] == "G"


def test_a_group_message_that_somebody_begins(work: Recorded) -> None:
    group = work.ana.opens_group("ben", "specimen", "ana")
    assert heard(work) == []
    work.ana.says("All three of us, @specimen", in_=group)
    told = [got.payload["event"] for got in work.app.asked]
    assert {(event["type"], event["channel"]) for event in told} == {("message", group), ("app_mention", group)}
    assert work.slack.person("ben").sees(group).newest().text.startswith("All three")
    with pytest.raises(DriverMistake, match="channel_not_found"):
        work.slack.person("carla").sees(group)
    assert work.client.conversations_open(users=["U0BEN", "U0ANA"])["channel"]["id"] == group
    assert work.slack.person("ben").opens_group("specimen", "ana") == group


def test_a_group_message_without_the_app(work: Recorded) -> None:
    group = work.ana.opens_group("ben", "carla")
    work.ana.says("Without it", in_=group)
    assert heard(work) == []
    assert error_of(lambda: work.client.conversations_info(channel=group))["error"] == "channel_not_found"


def test_a_new_channel_is_like_any_other(work: Recorded) -> None:
    work.ana.creates_channel("spring")
    found = work.client.conversations_info(channel="C0SPRING")["channel"]
    assert (found["creator"], found["is_member"]) == ("U0ANA", False)
    work.ana.creates_channel("spring-")  # its plain id is taken
    assert len({channel["id"] for channel in work.ana.screen["channels"]}) == len(work.ana.screen["channels"])


def test_a_new_id(work: Recorded) -> None:
    """What was said stays, the old id is gone, and what a gesture gave out goes on."""
    ts = work.ana.says("A proof", in_="board")
    work.ana.uploads("brief.txt", b"x", in_="board")
    work.ana.slash("/log", in_="board")
    url = work.form_of("%2Flog")["response_url"]
    work.ana.shares("board", "T0EXTERNAL")

    new = work.event("channel_id_changed")["event"]["new_channel_id"]
    assert (work.ana.sees("board").id, work.ana.sees(new).messages[0].ts) == (new, ts)
    assert work.client.conversations_history(channel=new)["messages"][-1]["text"] == "A proof"
    assert error_of(lambda: work.client.conversations_info(channel="C0BOARD"))["error"] == "channel_not_found"
    with pytest.raises(DriverMistake, match="channel_not_found"):
        work.ana.sees("C0BOARD")
    [file] = work.client.conversations_history(channel=new)["messages"][0]["files"]
    assert new in file["shares"]["private"]
    assert WebhookClient(url).send(text="Noted").body == "ok"
    assert work.ana.sees("board").newest().text == "Noted"
    work.ana.shares("board", "T0EXTERNAL", undo=True)
    assert work.ana.sees("board").id == new


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda slack: slack.person("gus").creates_channel("spring"), "restricted_action"),
        (lambda slack: slack.person("ana").creates_channel("Not A Name"), "invalid_name"),
        (lambda slack: slack.person("ana").creates_channel("acme"), "name_taken"),
        (lambda slack: slack.person("ana").opens_group("ben"), "bad_field"),
        (lambda slack: slack.person("ana").opens_group("ben", "dora"), "cannot_dm"),
        (lambda slack: slack.person("ana").opens_group("ben", "eve"), "cannot_dm"),
        (lambda slack: slack.person("gus").changes_group("press"), "restricted_action"),
        (lambda slack: slack.person("ana").changes_group("not a name"), "invalid_handle"),
        (lambda slack: slack.person("ana").changes_group("ben"), "name_taken"),
        (lambda slack: slack.person("ana").changes_group("acme"), "name_taken"),
        (lambda slack: slack.person("ana").changes_group("proofs", handle="oldies"), "name_taken"),
        (lambda slack: slack.person("ana").changes_group("proofs", people=["nobody"]), "user_not_found"),
        (lambda slack: slack.person("ana").changes_group("proofs", people=["gus"]), "invalid_users"),
        (lambda slack: slack.person("ana").changes_group("proofs", people=["dora"]), "invalid_users"),
        (lambda slack: slack.person("ana").changes_group("proofs", people=["ana", "ben"]), "nothing_changed"),
        (lambda slack: slack.person("ana").changes_group("proofs", handle="@proofs"), "nothing_changed"),
    ],
)
def test_what_slack_would_not_do(work: Recorded, change: Callable[[Sandbox], object], error: str) -> None:
    with pytest.raises(DriverMistake) as mistake:
        change(work.slack)
    assert (mistake.value.error, heard(work)) == (error, [])
    assert mistake.value.hint


def test_a_free_workspace_has_no_groups(work: Recorded) -> None:
    world = World.office()
    world.team.is_free = True
    work.slack.reset(world)
    with pytest.raises(DriverMistake, match="plan_upgrade_required"):
        work.ana.changes_group("press")


def test_the_verbs_over_http(work: Recorded) -> None:
    post(work.slack, "create_channel?settle=1", user="ana", name="spring")
    post(work.slack, "group_message?settle=1", user="ana", people=["ben", "specimen"])
    post(work.slack, "usergroup?settle=1", user="ana", group="press", people=["ana"], name="Press office")
    post(work.slack, "usergroup?settle=1", user="ana", group="Press Office", handle="media", description="Who writes")
    assert heard(work) == ["channel_created", "subteam_created", "subteam_updated"]
    assert work.event("subteam_updated")["event"]["subteam"]["description"] == "Who writes"


def test_it_survives_a_restart(tmp_path: Path) -> None:
    with Sandbox(MANIFEST, World.office(), data=tmp_path) as slack:
        ana = slack.person("ana")
        ana.says("A proof", in_="board")
        ana.creates_channel("spring")
        ana.changes_group("press", people=["ana"])
        ana.shares("board", "T0EXTERNAL")
        board = ana.sees("board").id
    with Sandbox(MANIFEST, World.office(), data=tmp_path) as slack:
        ana, client = slack.person("ana"), WebClient(slack.bot_token, base_url=slack.api_url)
        assert (ana.sees("board").id, ana.sees("board").texts) == (board, ["A proof"])
        assert ana.sees("spring").id == "C0SPRING"
        handles = [group["handle"] for group in client.usergroups_list()["usergroups"]]
        assert handles == ["proofs", "press"]


@pytest.mark.parametrize("scope", ["channels:read", "groups:read"])
def test_a_scope_covers_its_kind_of_channel(scope: str) -> None:
    """Either lets an app subscribe; each covers its own channels only."""
    manifest = deepcopy(MANIFEST)
    scopes = {"commands", "links:read", scope}
    manifest["oauth_config"]["scopes"]["bot"] = sorted(scopes)
    manifest["settings"]["event_subscriptions"]["bot_events"] = [
        "channel_id_changed",
        "channel_shared",
        "member_joined_channel",
        "member_left_channel",
    ]
    with Sandbox(manifest, World.office()) as slack, scripted() as app:
        slack.requests_to(app.url)
        for channel, who in (("acme", "rob"), ("board", "ben")):
            slack.person("ana").kick(who, from_=channel)
            slack.person("ana").invite(who, to=channel)
            slack.person("ana").shares(channel, "T0EXTERNAL")
        told = [got.payload["event"] for got in app.asked]
    private = {"channel_id_changed"} if scope == "groups:read" else set()
    expected = {"channel_shared", "member_joined_channel", "member_left_channel"} | private
    assert {event["type"] for event in told} == expected
    assert {event.get("channel_type") for event in told} - {None} == {"G" if scope == "groups:read" else "C"}
