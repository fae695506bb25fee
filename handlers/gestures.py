"""Slack's payloads read once: who did what, where, and the delivery key that makes it count once."""

import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.errors import TooSlow
from bot.domain.ids import LIAISON, ChannelId, TeamId, UserId
from bot.domain.origins import Gesture, Told
from bot.services.people import PeopleService
from handlers import receipts
from handlers.ids import BlockId

Body = dict[str, Any]

#: Seconds from receipt to the last moment at which a commit is still worth it (design.md 3).
BUDGET = 2.2
#: Of any kind, and nothing else: it is repeated in what we say.
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,30}")
#: What Slack calls the channel of a message to several people begins with.
GROUP_MESSAGE = "mpdm-"


class Gestures:
    """Each refuses (NotAMember) whoever may not act, and (TooSlow) what has waited too long to be worth beginning."""

    def __init__(self, people: PeopleService) -> None:
        self._people = people

    def of_command(self, command: Body) -> Gesture:
        place = {"id": command.get("channel_id"), "name": command.get("channel_name")}
        key = f"command:{command['trigger_id']}"
        return self._of(command["team_id"], command["user_id"], _place_of({"channel": place}), key)

    def of_click(self, body: Body) -> Gesture:
        action = body["actions"][0]
        shown = container_key(body)
        key = f"click:{shown}:{action['action_id']}:{action['action_ts']}:{body['user']['id']}"
        return self._of(team_of(body), body["user"]["id"], _place_of(body) or metadata(body).get("channel"), key)

    def of_options(self, body: Body) -> Gesture:
        """Of somebody who types into a menu; nothing is saved."""
        return self._of(team_of(body), body["user"]["id"], None, f"options:{body['action_id']}")

    def of_submission(self, body: Body) -> Gesture:
        view = body["view"]
        channel = metadata(body).get("channel")
        return self._of(team_of(body), body["user"]["id"], channel, f"submit:{view['id']}:{view['hash']}")

    def of_shortcut(self, body: Body) -> Gesture:
        return self._of(team_of(body), body["user"]["id"], _place_of(body), f"shortcut:{body['trigger_id']}")

    def of_menu(self, body: Body) -> Gesture:
        """What a menu may offer is asked for with every letter typed; nothing is done."""
        return self._of(team_of(body), body["user"]["id"], None, f"menu:{container_key(body)}")

    def of_mention(self, body: Body) -> Gesture:
        """The mention and the message it stands in come as two events: the message is what counts."""
        event = body["event"]
        key = f"mention:{event['channel']}:{event['ts']}"
        return self._of(body["team_id"], event["user"], event["channel"], key)

    def of_reaction(self, body: Body) -> Gesture:
        """Once for each person, emoji or no: what counts once for all is the message."""
        event = body["event"]
        item = event["item"]
        key = f"emoji:{item['channel']}:{item['ts']}:{event['user']}"
        return self._of(body["team_id"], event["user"], item["channel"], key)

    def zone_of(self, by: Gesture, user: str) -> ZoneInfo:
        return self._people.zone_of(by.team_id, UserId(user))

    def _of(self, team: str, user: str, channel: object, key: str) -> Gesture:
        deadline = _deadline()
        speaker = self._people.speaker(TeamId(team), UserId(user))
        return Gesture(
            team_id=TeamId(team),
            user_id=UserId(user),
            zone=speaker.zone,
            key=key,
            deadline=deadline,
            channel_id=ChannelId(channel) if isinstance(channel, str) and _CHANNEL.fullmatch(channel) else None,
            zone_is_assumed=speaker.zone_problem is not None,
        )


def told(body: Body, purpose: str) -> Told:
    """Of an event that nobody waits for, except Slack itself. Told again, it may be older than what is known by then:
    for each purpose it counts once.
    """
    event = body.get("event_id")
    key = f"event:{event}:{purpose}" if event else None
    return Told(team_id=TeamId(body["team_id"]), deadline=_deadline(), key=key)


def heard(body: Body, key: str) -> Told:
    """What a person said, which counts once by its place, however often and in how many events Slack tells of it."""
    return Told(team_id=TeamId(body["team_id"]), deadline=_deadline(), user_id=UserId(_speaker(body["event"])), key=key)


def own_user(body: Body) -> str | None:
    """Who we are there, as Slack says with each event."""
    found = (one.get("user_id") for one in body.get("authorizations") or () if one.get("is_bot"))
    return next((str(user) for user in found if user), None)


def _speaker(event: Body) -> str:
    said = event.get("message") or event.get("previous_message") or event
    return str(said.get("user") or event.get("user") or LIAISON)


def _deadline() -> float:
    deadline = receipts.received_at() + BUDGET
    if time.monotonic() > deadline:
        raise TooSlow
    return deadline


def team_of(body: Body) -> str:
    """`team` is null for organisation-wide installs; the person's team is then the best there is."""
    team = body.get("team") or {}
    return str(team.get("id") or body["user"].get("team_id") or "")


def channel_of(body: Body) -> str | None:
    channel = body.get("channel") or {}
    found = channel.get("id") or body.get("container", {}).get("channel_id")
    return str(found) if found else None


def _place_of(body: Body) -> str | None:
    """Where something is asked for. A message to several people is no such place: apps cannot be invited to it."""
    name = (body.get("channel") or {}).get("name")
    return None if str(name).startswith(GROUP_MESSAGE) else channel_of(body)


def container_key(body: Body) -> str:
    container = body.get("container") or {}
    return str(container.get("message_ts") or container.get("view_id"))


def metadata(body: Body) -> dict[str, Any]:
    """Ours, JSON; whatever else it may be says nothing."""
    try:
        read = json.loads((body.get("view") or {}).get("private_metadata") or "{}")
    except (ValueError, TypeError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def kept_by_menu(view: Mapping[str, Any]) -> dict[str, str]:
    """Which item it is of, and which message it was opened from."""
    read = metadata({"view": view})
    return {key: read[key] for key in ("label", "channel", "url", "since") if isinstance(read.get(key), str)}


def action_of(body: Body) -> tuple[str, str]:
    """The action id without the value it carries to be unique, and what was pressed or picked."""
    action = body["actions"][0]
    picked = action.get("selected_option") or {}
    value = picked.get("value") or action.get("selected_user") or action.get("value") or ""
    return str(action["action_id"]).split(":", 1)[0], str(value)


class Fields:
    """What a form holds: `fields.text(BlockId.TITLE)`; empty is ''. A missing block was not on the form."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._values: Mapping[str, Any] = (view.get("state") or {}).get("values") or {}

    def has(self, block: BlockId) -> bool:
        return block.value in self._values

    def text(self, block: BlockId) -> str:
        return self.named(block.value)

    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def named(self, block: str) -> str:
        """Of a block that is named by somebody's file; of boxes the first that is ticked."""
        for entry in (self._values.get(block) or {}).values():
            several: Sequence[Mapping[str, Any]] = entry.get("selected_options") or ({},)
            option = entry.get("selected_option") or several[0]
            keys = ("value", "selected_user", "selected_conversation", "selected_date", "selected_time")
            return str(option.get("value") or next((entry[key] for key in keys if entry.get(key)), ""))
        return ""

    def chosen(self, block: BlockId) -> list[str]:
        """The values of all that are ticked."""
        entries = (self._values.get(block.value) or {}).values()
        return [str(option.get("value")) for entry in entries for option in entry.get("selected_options") or ()]
