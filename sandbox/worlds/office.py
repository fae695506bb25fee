"""The world for tests: every kind of person and channel once, with ids that can be written down."""

from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sandbox.world import APP, Channel, ChannelKind, User, UserGroup, UserKind, World

Made = TypeVar("Made", bound=World)

TUESDAY = datetime(2026, 3, 3, 14, 0, tzinfo=ZoneInfo("Europe/London"))

PEOPLE = (
    User(id="U0ANA", name="ana", real_name="Ana Lima", is_admin=True),
    User(id="U0BEN", name="ben", real_name="Ben Okafor", tz="Europe/Berlin"),
    User(id="U0CARLA", name="carla", real_name="Carla Reyes", tz="America/New_York"),
    User(id="U0GUS", name="gus", real_name="Gus Hale", kind=UserKind.GUEST),
    User(id="U0EVE", name="eve", real_name="Eve Park", kind=UserKind.EXTERNAL, team_id="T0EXTERNAL"),
    User(id="U0ROB", name="rob", real_name="Rob", kind=UserKind.BOT),
    User(id="U0DORA", name="dora", real_name="Dora Quist", deleted=True),
)

FULL = ("U0ANA", "U0BEN", "U0CARLA")


def office(kind: type[Made], start: datetime | None) -> Made:
    world = kind(start=start or TUESDAY)
    for user in PEOPLE:
        world.add_user(User(**vars(user)))
    for channel in _channels():
        world.add_channel(channel)
    world.add_usergroup(UserGroup(id="S0PROOFS", handle="proofs", name="Proof readers", users=["U0ANA", "U0BEN"]))
    world.add_usergroup(UserGroup(id="S0OLD", handle="oldies", name="Long ago", users=["U0DORA"], disabled=True))
    return world


def _channels() -> list[Channel]:
    return [
        Channel(id="C0GENERAL", name="general", topic="Everybody", members=[*FULL, "U0ROB", APP]),
        Channel(id="C0ACME", name="acme", topic="Acme", members=[*FULL, "U0GUS", "U0ROB", APP]),
        Channel(id="C0BRIGHTSIDE", name="brightside", topic="Brightside", members=[*FULL, APP]),
        Channel(id="C0PARTNERS", name="partners", topic="Shared with Eve's company", members=[*FULL, "U0EVE", APP]),
        Channel(id="C0BOARD", name="board", kind=ChannelKind.PRIVATE, members=["U0ANA", "U0BEN", APP]),
        Channel(id="C0NOBOT", name="nobot", members=[*FULL]),
        Channel(id="C0OLD", name="old", members=[*FULL, APP], is_archived=True),
    ]
