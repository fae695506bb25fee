"""Somebody comes into a channel, by whatever way."""

from sandbox import events
from sandbox.delivery import Delivery
from sandbox.world import Channel, User


def admit(delivery: Delivery, channel: Channel, user: User, *, inviter: User | None) -> None:
    channel.members.append(user.id)
    delivery.slack.save_channel(channel)
    events.joined(delivery, channel, user, inviter=inviter)
