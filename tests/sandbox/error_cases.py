"""The errors that slack-platform.md 3.3 names for the modelled methods, and a call that meets each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient

from sandbox import Sandbox, World
from sandbox.rates import Tier
from sandbox.world import APP, User
from tests.sandbox.good_calls import LINK, TS
from tests.sandbox.shapes import home, modal, section

Json = dict[str, Any]

#: Section 3.3, "errors to handle"; a star there is one of its kind here.
NAMED = {
    "chat.postMessage": "channel_not_found not_in_channel is_archived no_text invalid_blocks msg_blocks_too_long "
    "rate_limited restricted_action_read_only_channel restricted_action_thread_locked messages_tab_disabled "
    "cannot_reply_to_message metadata_too_large markdown_text_conflict too_many_attachments",
    "chat.update": "message_not_found cant_update_message edit_window_closed msg_too_long",
    "chat.delete": "message_not_found cant_delete_message",
    "chat.postEphemeral": "user_not_in_channel not_in_channel",
    "chat.getPermalink": "channel_not_found message_not_found",
    "chat.unfurl": "cannot_unfurl_url cannot_unfurl_message cannot_find_message cannot_find_channel missing_unfurls "
    "invalid_unfurls_format cannot_parse_attachment missing_channel missing_ts missing_source missing_unfurl_id "
    "invalid_source invalid_unfurl_id",
    "conversations.list": "missing_scope invalid_cursor invalid_limit",
    "users.conversations": "missing_scope invalid_cursor invalid_limit",
    "conversations.info": "channel_not_found",
    "conversations.open": "user_not_found user_disabled user_not_visible too_many_users",
    "conversations.members": "channel_not_found",
    "conversations.history": "not_in_channel channel_not_found",
    "conversations.replies": "thread_not_found",
    "conversations.join": "is_archived method_not_supported_for_channel_type",
    "conversations.invite": "already_in_channel cant_invite_self not_in_channel user_is_restricted no_user",
    "users.info": "user_not_found user_not_visible",
    "users.list": "limit_required",
    "users.lookupByEmail": "users_not_found",
    "views.open": "expired_trigger_id exchanged_trigger_id invalid_trigger_id view_too_large duplicate_external_id",
    "views.push": "push_limit_reached not_found",
    "views.update": "hash_conflict not_found",
    "views.publish": "not_enabled hash_conflict user_not_found",
    "files.getUploadURLExternal": "file_upload_size_restricted storage_limit_reached file_type_not_allowed",
    "files.completeUploadExternal": "not_in_channel posting_to_channel_denied",
    "reactions.add": "already_reacted too_many_emoji thread_locked message_not_found",
    "reactions.get": "message_not_found",
    "reactions.remove": "no_reaction message_not_found",
    "usergroups.list": "plan_upgrade_required",
    "usergroups.users.list": "plan_upgrade_required no_such_subteam",
}
#: Not here, and why.
NOT_HERE = {
    "chat.update block_mismatch": "said of blocks that only Slack's own messages have",
    "chat.update streaming_state_conflict": "chat.startStream is not modelled",
}


@dataclass(frozen=True)
class Stage:
    slack: Sandbox
    client: WebClient
    stands_for: dict[str, str]

    @property
    def ts(self) -> str:
        return self.stands_for[TS]

    def trigger(self, view_id: str | None = None) -> str:
        return self.slack.core.slack.triggers.new("U0ANA", view_id)

    def opened(self, view: Json) -> Json:
        return dict(self.client.views_open(trigger_id=self.trigger(), view=view)["view"])


Preparing = Callable[[Stage], Json]


def nothing(_: Stage) -> Json:
    return {}


@dataclass(frozen=True)
class Case:
    """A good call with `change` in its arguments, None for one that is left out; `prepare` gives what is known late."""

    method: str
    error: str
    change: Json = field(default_factory=dict)
    prepare: Preparing = nothing
    world: Callable[[World], object] = lambda _: None
    manifest: Json = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.error}"


def anas_message(stage: Stage) -> Json:
    return {"ts": stage.slack.person("ana").says("mine", in_="acme")}


ELSEWHERE = "https://elsewhere.test/1"
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}


def links_elsewhere(stage: Stage) -> Json:
    ts = stage.slack.person("ana").says(ELSEWHERE, in_="acme")
    return {"ts": ts, "unfurls": {ELSEWHERE: {"text": "x"}}}


def locked(stage: Stage) -> Json:
    stage.slack.core.slack.world.channels["C0ACME"].locked_threads.append(stage.ts)
    return {}


def whispered(stage: Stage) -> Json:
    return {"thread_ts": stage.client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="x")["message_ts"]}


def posted_three_hundred(stage: Stage) -> Json:
    stage.slack.rates(on=True, real_time=lambda: 1.0)
    for _ in range(300):
        assert stage.slack.core.slack.rates.call("chat.postMessage", Tier.HUNDREDS) is None
    return {}


def an_hour_later(stage: Stage) -> Json:
    stage.slack.clock.advance(3600)
    return {}


def late(stage: Stage) -> Json:
    trigger = stage.trigger()
    stage.slack.core.slack.triggers._triggers[trigger].born -= 3.1
    return {"trigger_id": trigger}


def used(stage: Stage) -> Json:
    trigger = stage.trigger()
    stage.client.views_open(trigger_id=trigger, view=modal(section("x")))
    return {"trigger_id": trigger}


def external_id_taken(stage: Stage) -> Json:
    stage.client.views_publish(user_id="U0BEN", view={**home(section("x")), "external_id": "one"})
    return {"trigger_id": stage.trigger()}


def stacked(stage: Stage) -> Json:
    view = stage.opened(modal(section("x")))
    for _ in range(2):
        stage.client.views_push(trigger_id=stage.trigger(view["id"]), view=modal(section("x")))
    return {"trigger_id": stage.trigger(view["id"])}


def closed(stage: Stage) -> Json:
    view = stage.opened(modal(section("x")))
    stage.slack.person("ana").close()
    return {"trigger_id": stage.trigger(view["id"]), "view_id": view["id"]}


def changed_meanwhile(stage: Stage) -> Json:
    return {"view_id": stage.opened(modal(section("x")))["id"]}


def published(stage: Stage) -> Json:
    stage.client.views_publish(user_id="U0ANA", view=home(section("x")))
    return {}


def fifty_emoji(stage: Stage) -> Json:
    [message] = [m for m in stage.slack.core.slack.world.channels["C0ACME"].messages if m.ts == stage.ts]
    message.reactions = [{"name": f"e{n}", "users": ["U0ANA"], "count": 1} for n in range(50)]
    return {}


def dm_opened(stage: Stage) -> Json:
    stage.client.conversations_open(users="U0ANA")
    return {}


def triggered(stage: Stage) -> Json:
    return {"trigger_id": stage.trigger()}


def readonly(world: World) -> None:
    world.channels["C0BRIGHTSIDE"].read_only = True


def without_app(world: World) -> None:
    world.channels["C0BOARD"].members.remove(APP)


def crowded(world: World) -> None:
    for number in range(1000):
        world.add_user(User(id=f"U1{number}", name=f"u{number}", real_name=f"U {number}"))


NOWHERE, UNSEEN, OUTSIDE = {"channel": "C0NONE"}, {"channel": "C0BOARD"}, {"channel": "C0NOBOT"}
GONE = {"ts": "1.000001", "timestamp": "1.000001", "message_ts": "1.000001"}
BIG = modal(*(section("x" * 2900) for _ in range(90)))

CASES = [
    Case("chat.postMessage", "channel_not_found", NOWHERE),
    Case("chat.postMessage", "not_in_channel", OUTSIDE),
    Case("chat.postMessage", "is_archived", {"channel": "C0OLD"}),
    Case("chat.postMessage", "no_text", {"text": None, "blocks": None}),
    Case("chat.postMessage", "invalid_blocks", {"blocks": [{"type": "unheard"}]}),
    Case("chat.postMessage", "msg_blocks_too_long", {"blocks": [section("x" * 2700)] * 5}),
    Case("chat.postMessage", "rate_limited", prepare=posted_three_hundred),
    Case("chat.postMessage", "restricted_action_read_only_channel", {"channel": "C0BRIGHTSIDE"}, world=readonly),
    Case("chat.postMessage", "restricted_action_thread_locked", prepare=locked),
    Case(
        "chat.postMessage", "messages_tab_disabled", {"channel": "D0ANA"}, dm_opened, manifest={"messages_tab": False}
    ),
    Case("chat.postMessage", "cannot_reply_to_message", prepare=whispered),
    Case(
        "chat.postMessage",
        "metadata_too_large",
        {"metadata": {"event_type": "x", "event_payload": {"x": "x" * 4000}}},
    ),
    Case("chat.postMessage", "markdown_text_conflict", {"markdown_text": "x"}),
    Case("chat.postMessage", "too_many_attachments", {"attachments": [{"text": "x"}] * 101}),
    Case("chat.update", "message_not_found", GONE),
    Case("chat.update", "cant_update_message", prepare=anas_message),
    Case(
        "chat.update",
        "edit_window_closed",
        prepare=an_hour_later,
        world=lambda world: setattr(world.team, "edit_minutes", 30),
    ),
    Case("chat.update", "msg_too_long", {"text": "x" * 4001}),
    Case("chat.delete", "message_not_found", GONE),
    Case("chat.delete", "cant_delete_message", prepare=anas_message),
    Case("chat.postEphemeral", "user_not_in_channel", {"user": "U0EVE"}),
    Case("chat.postEphemeral", "not_in_channel", OUTSIDE),
    Case("chat.getPermalink", "channel_not_found", NOWHERE),
    Case("chat.getPermalink", "message_not_found", GONE),
    Case("chat.unfurl", "cannot_unfurl_url", prepare=links_elsewhere),
    Case("chat.unfurl", "cannot_unfurl_message", {"unfurls": {"https://acme.test/2": {"text": "x"}}}),
    Case("chat.unfurl", "cannot_find_message", {"ts": "1.000001"}),
    Case("chat.unfurl", "cannot_find_channel", NOWHERE),
    Case("chat.unfurl", "missing_unfurls", {"unfurls": None}),
    Case("chat.unfurl", "invalid_unfurls_format", {"unfurls": [LINK]}),
    Case("chat.unfurl", "invalid_unfurls_format", {"unfurls": {LINK: "x"}}),
    Case("chat.unfurl", "cannot_parse_attachment", {"unfurls": {LINK: {"blocks": [{"type": "poem"}]}}}),
    Case("chat.unfurl", "cannot_parse_attachment", {"unfurls": {LINK: {"blocks": [RICH]}}}),
    Case("chat.unfurl", "missing_channel", {"channel": None}),
    Case("chat.unfurl", "missing_ts", {"ts": None}),
    Case("chat.unfurl", "missing_source", {"unfurl_id": "x"}),
    Case("chat.unfurl", "missing_unfurl_id", {"source": "composer"}),
    Case("chat.unfurl", "invalid_source", {"unfurl_id": "x", "source": "history"}),
    Case("chat.unfurl", "invalid_unfurl_id", {"unfurl_id": "x", "source": "composer"}),
    Case("conversations.list", "missing_scope", {"types": "im"}, manifest={"scopes": ("channels:read",)}),
    Case("conversations.list", "invalid_cursor", {"cursor": "x"}),
    Case("conversations.list", "invalid_limit", {"limit": 1000}),
    Case("users.conversations", "missing_scope", {"types": "mpim"}, manifest={"scopes": ("channels:read",)}),
    Case("users.conversations", "invalid_cursor", {"cursor": "bmV4dDox"}),
    Case("users.conversations", "invalid_limit", {"limit": -1}),
    Case("conversations.info", "channel_not_found", UNSEEN, world=without_app),
    Case("conversations.open", "user_not_found", {"users": "U0NONE"}),
    Case("conversations.open", "user_disabled", {"users": "U0DORA"}),
    Case("conversations.open", "user_not_visible", {"users": "U0EVE"}),
    Case("conversations.open", "too_many_users", {"users": ",".join(f"U{n}" for n in range(9))}),
    Case("conversations.members", "channel_not_found", UNSEEN, world=without_app),
    Case("conversations.history", "not_in_channel", OUTSIDE),
    Case("conversations.history", "channel_not_found", UNSEEN, world=without_app),
    Case("conversations.replies", "thread_not_found", GONE),
    Case("conversations.join", "is_archived", {"channel": "C0OLD"}),
    Case("conversations.join", "method_not_supported_for_channel_type", {"channel": "C0BOARD"}),
    Case("conversations.invite", "already_in_channel", {"users": "U0ANA"}),
    Case("conversations.invite", "cant_invite_self", {"users": "U0SPECIMEN"}),
    Case("conversations.invite", "not_in_channel", OUTSIDE),
    Case("conversations.invite", "user_is_restricted", {"users": "U0GUS"}),
    Case("conversations.invite", "no_user", {"users": None}),
    Case("users.info", "user_not_found", {"user": "U0NONE"}),
    Case(
        "users.info",
        "user_not_visible",
        {"user": "U0EVE"},
        world=lambda world: world.channels["C0PARTNERS"].members.remove("U0EVE"),
    ),
    Case("users.list", "limit_required", {"limit": None}, world=crowded),
    Case("users.lookupByEmail", "users_not_found", {"email": "nobody@sandbox.example"}),
    Case("views.open", "expired_trigger_id", prepare=late),
    Case("views.open", "exchanged_trigger_id", prepare=used),
    Case("views.open", "invalid_trigger_id"),
    Case("views.open", "view_too_large", {"view": BIG}, triggered),
    Case("views.open", "duplicate_external_id", {"view": modal(section("x"), external_id="one")}, external_id_taken),
    Case("views.push", "push_limit_reached", prepare=stacked),
    Case("views.push", "not_found", prepare=closed),
    Case("views.update", "hash_conflict", prepare=changed_meanwhile),
    Case("views.update", "not_found", prepare=closed),
    Case("views.publish", "not_enabled", manifest={"home_tab": False}),
    Case("views.publish", "hash_conflict", {"hash": "h"}, published),
    Case("views.publish", "user_not_found", {"user_id": "U0NONE"}),
    Case("files.getUploadURLExternal", "file_upload_size_restricted", {"length": 2_000_000_000}),
    Case(
        "files.getUploadURLExternal",
        "storage_limit_reached",
        {"length": 9},
        world=lambda world: setattr(world.team, "storage", 5),
    ),
    Case(
        "files.getUploadURLExternal",
        "file_type_not_allowed",
        {"filename": "x.exe"},
        world=lambda world: world.team.blocked_file_types.append("exe"),
    ),
    Case("files.completeUploadExternal", "not_in_channel", {"channel_id": "C0NOBOT"}),
    Case("files.completeUploadExternal", "posting_to_channel_denied", {"channel_id": "C0BRIGHTSIDE"}, world=readonly),
    Case("reactions.add", "already_reacted", {"name": "thumbsup"}),
    Case("reactions.add", "too_many_emoji", prepare=fifty_emoji),
    Case("reactions.add", "thread_locked", prepare=locked),
    Case("reactions.add", "message_not_found", GONE),
    Case("reactions.get", "message_not_found", GONE),
    Case("reactions.remove", "no_reaction", {"name": "eyes"}),
    Case("reactions.remove", "message_not_found", GONE),
    Case("usergroups.list", "plan_upgrade_required", world=lambda world: setattr(world.team, "is_free", True)),
    Case("usergroups.users.list", "plan_upgrade_required", world=lambda world: setattr(world.team, "is_free", True)),
    Case("usergroups.users.list", "no_such_subteam", {"usergroup": "S0OLD"}),
]
