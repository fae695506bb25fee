"""People who join, change their profile, or leave the workspace."""

import re
import zoneinfo

from sandbox import desk, events
from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake
from sandbox.gestures.outcome import Outcome
from sandbox.world import User, UserKind

PEOPLE = (UserKind.MEMBER, UserKind.GUEST)


def join(delivery: Delivery, name: str, tz: str, kind: str | None = None) -> User:
    """A new full member or, as `guest`, one who sees their own channels only; the first name gives the handle."""
    slack = delivery.slack
    name = _named(name)
    handle = re.sub(r"[^a-z0-9]", "", name.split(maxsplit=1)[0].lower())
    if not handle or handle in {user.name for user in slack.world.users.values()}:
        handle = re.sub(r"[^a-z0-9]+", ".", name.lower()).strip(".") or f"person{len(slack.world.users)}"
    user_id = "U0" + re.sub(r"[^A-Z0-9]", "", handle.upper())
    if user_id in slack.world.users:
        raise DriverMistake("name_taken", f"somebody is called {name} already")
    user = slack.world.add_user(
        User(id=user_id, name=handle, real_name=name, tz=_zone(tz), kind=_kind(kind or PEOPLE[0]))
    )
    slack.save_user(user)
    events.person_joined(delivery, user)
    return user


def change(
    delivery: Delivery,
    user: User,
    *,
    tz: str | None = None,
    name: str | None = None,
    deleted: bool | None = None,
    kind: str | None = None,
) -> Outcome:
    if user.kind is UserKind.APP:
        raise DriverMistake("is_the_app", f"{user.name} is the app itself; uninstall removes it")
    if kind is not None and user.kind not in PEOPLE:
        raise DriverMistake("cant_change_kind", f"{user.name} is of kind {user.kind}, and stays so")
    changed = (_zone(tz or user.tz), _named(name or user.real_name), _kind(kind) if kind else user.kind)
    user.tz, user.real_name, user.kind = changed
    if deleted is not None:
        user.deleted = deleted
    if deleted:
        desk.close_all(delivery.slack, user.id)
    delivery.slack.save_user(user)
    events.person_changed(delivery, user)
    return Outcome()


def _named(name: str) -> str:
    if not name.strip():
        raise DriverMistake("no_name", "a name has letters")
    return name.strip()


def _kind(kind: str) -> UserKind:
    if kind not in PEOPLE:
        raise DriverMistake("bad_field", f"kind is {' or '.join(PEOPLE)}, not {kind:.50}")
    return UserKind(kind)


def _zone(tz: str) -> str:
    if tz not in zoneinfo.available_timezones():
        raise DriverMistake("invalid_timezone", f"{tz!r} is no zone; an example is Europe/London")
    return tz
