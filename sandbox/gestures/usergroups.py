"""Groups of people who are mentioned together, as people make and change them."""

import re
from dataclasses import dataclass, replace

from sandbox import usergroup_events
from sandbox.delivery import Delivery
from sandbox.directory import OUTSIDE, person
from sandbox.errors import DriverMistake, Json
from sandbox.gestures.outcome import Outcome
from sandbox.world import User, UserGroup, UserKind

HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{0,20}")


@dataclass(frozen=True)
class Wish:
    """What a group shall be like; what is None stays as it is."""

    handle: str | None = None
    name: str | None = None
    description: str | None = None
    people: tuple[str, ...] | None = None
    disabled: bool | None = None


def change(delivery: Delivery, user: User, named: str, wish: Wish) -> Outcome:
    """The group of this id, name or handle; one that is not there is made."""
    slack = delivery.slack
    if user.kind is not UserKind.MEMBER:
        raise DriverMistake("restricted_action", f"{user.name} is no full member")
    if slack.world.team.is_free:
        raise DriverMistake("plan_upgrade_required", "a free workspace has no user groups")
    before = _known(delivery, named)
    after = _wished(delivery, user, before or _new(delivery, user, named), wish)
    if before == after:
        raise DriverMistake("nothing_changed", f"@{after.handle} is so already")
    slack.save_usergroup(after)
    if before is None:
        usergroup_events.created(delivery, after)
    else:
        usergroup_events.changed(delivery, before, after)
    slack.changed()
    return Outcome()


def _known(delivery: Delivery, named: str) -> UserGroup | None:
    wanted = _bare(named)
    groups = delivery.slack.world.usergroups.values()
    return next((g for g in groups if wanted in {g.id.lower(), g.handle, g.name.lower()}), None)


def _new(delivery: Delivery, user: User, named: str) -> UserGroup:
    handle = _handle(delivery, _bare(named))
    now = int(delivery.slack.clock.now().timestamp())
    made = UserGroup(id=delivery.slack.number("S"), handle=handle, name=handle, created=now, created_by=user.id)
    return replace(made, updated=now, updated_by=user.id)


def _wished(delivery: Delivery, user: User, group: UserGroup, wish: Wish) -> UserGroup:
    """Without a change it is the same, date included."""
    people = group.users if wish.people is None else [_member(delivery, name) for name in wish.people]
    handle = _bare(wish.handle or group.handle)
    asked: Json = {
        "handle": handle if handle == group.handle else _handle(delivery, handle),
        "name": wish.name,
        "description": wish.description,
        "users": list(dict.fromkeys(people)),
        "disabled": wish.disabled,
    }
    after = replace(group, **{name: value for name, value in asked.items() if value is not None})
    if after == group:
        return group
    return replace(after, updated=int(delivery.slack.clock.now().timestamp()), updated_by=user.id)


def _handle(delivery: Delivery, handle: str) -> str:
    """People, channels and groups share one set of names."""
    world = delivery.slack.world
    if not HANDLE.fullmatch(handle):
        raise DriverMistake("invalid_handle", "a handle has up to 21 small letters, digits, ., - and _")
    taken = {user.name for user in world.users.values()} | {channel.name for channel in world.channels.values()}
    if handle in taken | {group.handle for group in world.usergroups.values()}:
        raise DriverMistake("name_taken", f"somebody or something is called {handle} already")
    return handle


def _member(delivery: Delivery, name: str) -> str:
    user = person(delivery.slack, name)
    if user.deleted or user.kind in OUTSIDE or user.kind is UserKind.APP:
        raise DriverMistake("invalid_users", f"{user.name} cannot be in a group")
    return user.id


def _bare(named: str) -> str:
    return named.strip().removeprefix("@").lower()
