"""The app's place in the workspace: it can be removed, its tokens can be taken away, and it can come back."""

from sandbox import events
from sandbox.delivery import REMOVED, Delivery
from sandbox.errors import DriverMistake

REVOKED = "token_revoked"


def uninstall(delivery: Delivery) -> None:
    """The tokens are dead before the app hears of it, and it is in no channel any more."""
    slack = delivery.slack
    _must_be_installed(delivery)
    slack.token_fault = REMOVED
    for channel in slack.world.channels.values():
        if slack.app.user_id in channel.members and channel.name:
            channel.members.remove(slack.app.user_id)
            slack.save_channel(channel)
    events.tokens_revoked(delivery)
    events.uninstalled(delivery)
    slack.changed()


def revoke(delivery: Delivery) -> None:
    """The bot's token is taken away; its memberships stay."""
    _must_be_installed(delivery)
    delivery.slack.token_fault = REVOKED
    events.tokens_revoked(delivery)
    delivery.slack.changed()


def reinstall(delivery: Delivery) -> None:
    """With the same tokens, so that whoever was started with them goes on; channels have to invite it again."""
    if not delivery.slack.token_fault:
        raise DriverMistake("already_installed", "the app is installed and its tokens are valid")
    delivery.slack.token_fault = ""
    delivery.slack.changed()


def _must_be_installed(delivery: Delivery) -> None:
    if delivery.slack.token_fault:
        raise DriverMistake("not_installed", "the app's tokens are dead already; reinstall it first")
