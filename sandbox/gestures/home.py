"""Opening the app's page: its Home, or the messages with it."""

from sandbox import events
from sandbox.delivery import Delivery
from sandbox.directory import open_dm
from sandbox.errors import DriverMistake
from sandbox.gestures.outcome import Outcome
from sandbox.world import User


def open_tab(delivery: Delivery, user: User, tab: str) -> Outcome:
    declared = {"home": delivery.slack.manifest.home_tab, "messages": delivery.slack.manifest.messages_tab}
    if not declared.get(tab):
        raise DriverMistake("not_enabled", f"the manifest has no {tab!r} tab that people can open")
    events.home_opened(delivery, user, open_dm(delivery.slack, user), tab=tab)
    return Outcome()
