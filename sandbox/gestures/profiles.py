"""People who join, change their profile, or leave the workspace."""

import re
import zoneinfo

from sandbox import events
from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake
from sandbox.gestures.outcome import Outcome
from sandbox.world import User, UserKind


def join(delivery: Delivery, name: str, tz: str) -> User:
    """A new full member, with the handle that their first name gives."""
    slack = delivery.slack
    name = _named(name)
    handle = re.sub(r"[^a-z0-9]", "", name.split(maxsplit=1)[0].lower())
    if not handle or handle in {user.name for user in slack.world.users.values()}:
        handle = re.sub(r"[^a-z0-9]+", ".", name.lower()).strip(".") or f"person{len(slack.world.users)}"
    user_id = "U0" + re.sub(r"[^A-Z0-9]", "", handle.upper())
    if user_id in slack.world.users:
        raise DriverMistake("name_taken", f"somebody is called {name} already")
    user = slack.world.add_user(User(id=user_id, name=handle, real_name=name, tz=_zone(tz), kind=UserKind.MEMBER))
    slack.save_user(user)
    events.person_joined(delivery, user)
    return user


def change(
    delivery: Delivery, user: User, *, tz: str | None = None, name: str | None = None, deleted: bool | None = None
) -> Outcome:
    user.tz, user.real_name = _zone(tz or user.tz), _named(name or user.real_name)
    if deleted is not None:
        user.deleted = deleted
    delivery.slack.save_user(user)
    events.person_changed(delivery, user)
    return Outcome()


def _named(name: str) -> str:
    if not name.strip():
        raise DriverMistake("no_name", "a name has letters")
    return name.strip()


def _zone(tz: str) -> str:
    if tz not in zoneinfo.available_timezones():
        raise DriverMistake("invalid_timezone", f"{tz!r} is no zone; an example is Europe/London")
    return tz
