"""A channel under another id, and all that was known by the old one."""

from sandbox import events
from sandbox.delivery import Delivery
from sandbox.workspace import Workspace
from sandbox.world import Channel


def renumber(delivery: Delivery, channel: Channel) -> None:
    """Nothing answers to the old id any more; what gestures have given out goes on in the same channel."""
    slack, before = delivery.slack, channel.id
    del slack.world.channels[before]
    slack.save_removal(channel)
    channel.id = slack.number("C")
    slack.world.add_channel(channel)
    slack.save_channel(channel)
    for message in channel.messages:
        slack.save_message(channel, message)
    _follow(slack, before, channel.id)
    events.renumbered(delivery, channel, before)


def _follow(slack: Workspace, before: str, after: str) -> None:
    for file in slack.world.files.values():
        if before in file.shares:
            file.shares = {(after if one == before else one): ts for one, ts in file.shares.items()}
            slack.save_file(file)
    slack.forms = {((after if one == before else one), ts): forms for (one, ts), forms in slack.forms.items()}
    slack.unfurl_ids = {key: (after if one == before else one, ts) for key, (one, ts) in slack.unfurl_ids.items()}
    for url in slack.response_urls.urls.values():
        if url.channel == before:
            url.channel = after
