"""What people do with messages that are there: react to them, and change or delete their own."""

from sandbox import events, messages
from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake
from sandbox.gestures.outcome import Outcome
from sandbox.gestures.typing import checked
from sandbox.messages import Draft
from sandbox.mrkdwn import written
from sandbox.reactions import NAME, Reaction, put, refusal, users_of
from sandbox.world import Channel, Message, User


def react(delivery: Delivery, reaction: Reaction) -> Outcome:
    users = _users(reaction)
    if code := refusal(reaction.message, reaction.user_id, reaction.name):
        raise DriverMistake(code, f"Slack puts no :{reaction.name}: of theirs under this message")
    put(reaction.message, reaction.name, [*users, reaction.user_id])
    return _reacted(delivery, "reaction_added", reaction)


def unreact(delivery: Delivery, reaction: Reaction) -> Outcome:
    users = _users(reaction)
    if reaction.user_id not in users:
        raise DriverMistake("no_reaction", f":{reaction.name}: is not theirs")
    put(reaction.message, reaction.name, [user for user in users if user != reaction.user_id])
    return _reacted(delivery, "reaction_removed", reaction)


def edit(delivery: Delivery, user: User, channel: Channel, message: Message, typed: str) -> Outcome:
    _must_be_own(user, message)
    text = written(delivery.slack.world, checked(typed), by=user.id, names=False)
    messages.edit(delivery, channel, message, Draft(text=text, blocks=message.blocks, metadata=message.metadata))
    return Outcome(ts=message.ts)


def delete(delivery: Delivery, user: User, channel: Channel, message: Message) -> Outcome:
    """An administrator also deletes what others have posted."""
    if not user.is_admin or message.only_for is not None:
        _must_be_own(user, message)
    messages.delete(delivery, channel, message)
    return Outcome(ts=message.ts)


def _users(reaction: Reaction) -> list[str]:
    if not NAME.fullmatch(reaction.name):
        raise DriverMistake("invalid_name", "an emoji is named as in thumbsup or +1::skin-tone-3")
    if reaction.message.only_for is not None:
        raise DriverMistake("message_not_found", "nobody reacts to what only one person sees")
    return users_of(reaction.message, reaction.name)


def _reacted(delivery: Delivery, event: str, reaction: Reaction) -> Outcome:
    delivery.slack.save_message(reaction.channel, reaction.message)
    events.reacted(delivery, event, reaction)
    return Outcome(ts=reaction.message.ts)


def _must_be_own(user: User, message: Message) -> None:
    if message.user != user.id or message.only_for is not None:
        raise DriverMistake("not_own_message", f"{user.name} changes and deletes only what {user.name} has posted")
