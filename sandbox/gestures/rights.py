"""The response URL that a gesture gives the app."""

import secrets

from sandbox.triggers import ResponseUrl
from sandbox.workspace import Workspace
from sandbox.world import Channel, Message, User


def response_url(slack: Workspace, user: User, channel: Channel, message: Message | None = None) -> str:
    token = secrets.token_hex(12)
    url = ResponseUrl(
        token=token,
        user=user.id,
        channel=channel.id,
        born=slack.clock.now(),
        ts=message.ts if message else None,
        thread_ts=message.thread_ts if message else None,
    )
    slack.response_urls.new(url)
    return f"{slack.url}/response/{token}"
