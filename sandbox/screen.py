"""What one person sees, as JSON: their channels and messages, the open modal, their Home, and nothing else."""

from sandbox import desk
from sandbox.attachments import shown
from sandbox.blocks import visible_to
from sandbox.directory import called, can_see, known_to, shown_name
from sandbox.errors import Json
from sandbox.gestures.outcome import Outcome
from sandbox.mrkdwn import words
from sandbox.payloads import colour, view_object
from sandbox.truth import Sight
from sandbox.views import OpenView
from sandbox.workspace import Workspace
from sandbox.world import SLACKBOT, Channel, File, Message, User, World


def screen(slack: Workspace, user: User, limit: int | None = None, only: Channel | None = None) -> Json:
    modal, home = (None, None) if user.deleted else (desk.top(slack, user.id), slack.homes.get(user.id))
    every = slack.world.channels.values() if only is None else (only,)
    seen = [channel for channel in every if can_see(user, channel)]
    return {
        "channels": [channel_view(slack, user, channel, limit) for channel in seen],
        "modal": modal_view(slack, modal) if modal else None,
        "home": home_view(slack, home) if home else None,
        "clock": slack.clock.now().isoformat(),
        "zone": user.tz,
        "team": {"id": slack.world.team.id, "name": slack.world.team.name, "zone": slack.world.team.tz},
    }


def channel_view(slack: Workspace, user: User, channel: Channel, limit: int | None = None) -> Json:
    seen = [message for message in channel.messages if message.only_for in {None, user.id}]
    kept = seen if limit is None else seen[max(0, len(seen) - limit) :]
    world = known_to(slack, user)
    return {
        "id": channel.id,
        "name": shown_name(slack, user, channel),
        "kind": channel.kind.value,
        "topic": channel.topic,
        "purpose": channel.purpose,
        "is_archived": channel.is_archived,
        "is_member": user.id in channel.members,
        "members": channel.members,
        "messages": [message_view(slack, user, message, world) for message in kept],
    }


def message_view(slack: Workspace, user: User, message: Message, world: World) -> Json:
    """`blocks` are those of its attachments too; `world` is as far as this person knows it."""
    author, blocks = slack.world.users.get(message.user), visible_to(user.id, shown(message))
    return {
        "ts": message.ts,
        "user": message.user,
        "name": author.real_name if author else "Slackbot" if message.user == SLACKBOT else message.user,
        "text": message.text,
        "blocks": blocks,
        "words": words(world, message.text, blocks),
        "ephemeral": message.only_for is not None,
        "thread_ts": message.thread_ts,
        "broadcast": message.broadcast,
        "reactions": message.reactions,
        "edited": message.edited,
        "app": message.user == slack.app.user_id,
        "files": [file_view(file) for file in (slack.world.files.get(file_id) for file_id in message.files) if file],
    }


def file_view(file: File) -> Json:
    """`url` wants the reader as `&user=`."""
    names = ("id", "name", "title", "mimetype", "size", "alt_text")
    return {**{name: getattr(file, name) for name in names}, "url": f"/_sandbox/file?id={file.id}"}


def modal_view(slack: Workspace, view: OpenView) -> Json:
    shape = home_view(slack, view)
    shape["errors"] = dict(view.errors)
    shape["depth"] = len(slack.modals.get(view.user, []))
    shape["title_words"] = str((view.content.get("title") or {}).get("text", ""))
    return shape


def home_view(slack: Workspace, view: OpenView) -> Json:
    world = known_to(slack, slack.world.users[view.user])
    return {**view_object(slack, view), "words": words(world, "", view.blocks)}


def answer(slack: Workspace, user_id: str, since: int, outcome: Outcome) -> Json:
    """What every gesture answers: the private answer since then, and the modal now open."""
    private = slack.truth.private_answer(user_id, after=since)
    modal = desk.top(slack, user_id)
    return {
        "acked_ms": None if outcome.acked_ms is None else round(outcome.acked_ms, 2),
        "answer": _private(known_to(slack, slack.world.users[user_id]), private) if private else None,
        "modal": modal_view(slack, modal) if modal else None,
        "error": outcome.error,
        "closed": outcome.closed,
        "errors": outcome.errors,
        "ts": outcome.ts,
        **_offer(outcome),
    }


def _offer(outcome: Outcome) -> Json:
    found = {"options": outcome.options, "option_groups": outcome.option_groups}
    return {name: value for name, value in found.items() if value is not None}


def _private(world: World, seen: Sight) -> Json:
    blocks = list(seen.blocks)
    return {"text": seen.text, "blocks": blocks, "words": words(world, seen.text, blocks)}


def people(slack: Workspace) -> list[Json]:
    return [
        {
            "id": user.id,
            "name": user.name,
            "real_name": user.real_name,
            "tz": user.tz,
            "kind": user.kind.value,
            "team": user.team_id,
            "deleted": user.deleted,
            "is_admin": user.is_admin,
            "initials": "".join(part[0] for part in user.real_name.split()[:2]).upper(),
            "colour": f"#{colour(user)}",
        }
        for user in slack.world.users.values()
    ]


def channels(slack: Workspace) -> list[Json]:
    return [
        {
            "id": channel.id,
            "name": called(slack, channel),
            "kind": channel.kind.value,
            "topic": channel.topic,
            "members": channel.members,
            "is_archived": channel.is_archived,
        }
        for channel in slack.world.channels.values()
    ]


def usergroups(slack: Workspace) -> list[Json]:
    return [
        {
            "id": group.id,
            "handle": group.handle,
            "name": group.name,
            "description": group.description,
            "users": group.users,
            "disabled": group.disabled,
        }
        for group in slack.world.usergroups.values()
    ]


def app(slack: Workspace) -> Json:
    manifest = slack.manifest
    commands = [
        {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
        for c in manifest.commands.values()
    ]
    shortcuts = [{"name": s.name, "type": s.type, "callback_id": s.callback_id} for s in manifest.shortcuts]
    named = {"name": slack.app.name, "user_id": slack.app.user_id}
    pace = {"rates": slack.rates.on, "distributed": slack.rates.distributed, "page_sizes": slack.pages.sizes}
    return {**named, **pace, "token_fault": slack.token_fault, "commands": commands, "shortcuts": shortcuts}


def violations(slack: Workspace) -> list[Json]:
    return [{**vars(violation), "at": violation.at.isoformat()} for violation in slack.violations]
