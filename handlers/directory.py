"""What Slack knows of people and channels, in the words of the domain."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.people import Channel, Person, PersonKind, Rank
from handlers.slack_errors import THROTTLED
from handlers.web_clients import SlackRefused, SlackUnreachable, asked

log = logging.getLogger(__name__)

#: What is called otherwise is nobody, and Slack need not be asked.
PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")

PAGE = 200
#: Slack's own helper looks like a member.
SLACKBOT = "USLACKBOT"


class SlackDirectory:
    """`quick` asks while a person waits; `patient` reads whole lists and may wait for Slack's limits.

    Lists raise SlackRefused or SlackUnreachable. A person of whom Slack says nothing is None, for a stranger is not
    let in because Slack is slow; so is a channel that it refuses, and SlackUnreachable is raised for one in between.
    """

    def __init__(self, quick: WebClient, patient: WebClient) -> None:
        self._quick = quick
        self._patient = patient

    def person(self, team: TeamId, user: UserId) -> Person | None:
        if not PERSON.fullmatch(user):
            return None
        try:
            found = asked(lambda: self._quick.users_info(user=user))
        except (SlackRefused, SlackUnreachable) as error:
            log.warning("users.info failed for a person met first: %r", error)
            return None
        return person_from(found.get("user") or {}, team)

    def people(self, team: TeamId) -> Sequence[Person]:
        pages = self._pages("users.list", "members")
        return [person_from(user, team) for user in pages if user.get("id")]

    def channels(self, team: TeamId) -> Sequence[Channel]:
        """Those the bot is in."""
        mine = self._pages("users.conversations", "channels", types="public_channel,private_channel")
        return [channel_from({**channel, "is_member": True}, team) for channel in mine]

    def channel(self, team: TeamId, channel: ChannelId) -> Channel | None:
        """Slack hides private channels that the bot is not in."""
        try:
            found = asked(lambda: self._quick.conversations_info(channel=channel))
        except SlackRefused as refused:
            if refused.code in THROTTLED:
                raise SlackUnreachable(refused.code) from refused
            log.warning("conversations.info failed: %r", refused)
            return None
        return channel_from(found.get("channel") or {}, team)

    def members(self, channel: ChannelId) -> Sequence[UserId]:
        return [UserId(user) for user in self._pages("conversations.members", "members", channel=channel)]

    def _pages(self, method: str, key: str, **arguments: Any) -> Iterator[Any]:
        cursor = ""
        while True:
            page = {"limit": PAGE, **arguments, **({"cursor": cursor} if cursor else {})}
            found = self._page(method, page)
            yield from found.get(key) or []
            cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _page(self, method: str, arguments: dict[str, Any]) -> SlackResponse:
        return asked(lambda: self._patient.api_call(method, params=arguments))


def person_from(user: Mapping[str, Any], team: TeamId) -> Person:
    """From a user object of users.list, users.info, team_join or user_change."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return Person(
        team_id=team,
        user_id=UserId(str(user.get("id"))),
        name=next((name for name in names if name), str(user.get("id"))),
        kind=kind_of(user, team),
        zone_name=user.get("tz") or None,
        rank=rank_of(user),
    )


def rank_of(user: Mapping[str, Any]) -> Rank:
    """The highest that is said: owners are admins too."""
    said = {"is_primary_owner": Rank.PRIMARY_OWNER, "is_owner": Rank.OWNER, "is_admin": Rank.ADMIN}
    return next((rank for flag, rank in said.items() if user.get(flag)), Rank.NONE)


def kind_of(user: Mapping[str, Any], team: TeamId) -> PersonKind:
    """The first that fits. An organisation's people carry the team they came from, and list those they are in."""
    teams = {user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or [])}
    kinds = {
        PersonKind.UNKNOWN: not user.get("id"),
        PersonKind.DEACTIVATED: bool(user.get("deleted")),
        PersonKind.BOT: bool(user.get("is_bot") or user.get("is_workflow_bot")) or user.get("id") == SLACKBOT,
        PersonKind.EXTERNAL: bool(user.get("is_stranger")) or team not in teams,
        PersonKind.GUEST: bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
    }
    return next((kind for kind, fits in kinds.items() if fits), PersonKind.MEMBER)


def channel_from(channel: Mapping[str, Any], team: TeamId) -> Channel:
    shared = ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")
    return Channel(
        team_id=team,
        channel_id=ChannelId(str(channel.get("id"))),
        name=str(channel.get("name") or channel.get("id")),
        is_private=bool(channel.get("is_private") or channel.get("is_im") or channel.get("is_mpim")),
        is_member=bool(channel.get("is_member")),
        is_archived=bool(channel.get("is_archived")),
        is_shared=any(channel.get(flag) for flag in shared),
    )
