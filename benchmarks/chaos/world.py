"""The workspaces that the bench posts in: alike to the last id, so that only the work itself keeps them apart."""

from datetime import UTC, datetime

from bot.domain.ids import ChannelId, TeamId, UserId
from sandbox.world import APP, Channel, Team, User, World

#: Enough that the pace of a workspace and of a channel does not hide the work.
TEAMS = tuple(TeamId(f"T0CHAOS{n:02}") for n in range(20))
PEOPLE = tuple(UserId(f"U0{name}") for name in ("ANA", "BEN", "CARLA"))
CHANNELS = tuple(ChannelId(f"C0{name}") for name in ("GENERAL", "ACME", "BRIGHTSIDE", "NORTHWIND", "PROOFS"))
#: Where people gesture; who delivers for the others does not know it.
CALLING = TeamId("T0CALLING")
#: Where reminders recur by a clock of their own.
ALMANAC = TeamId("T0ALMANAC")
#: Those that are posted to without anybody there who gestures.
QUIET = (*TEAMS, ALMANAC)
EVERYWHERE = (*QUIET, CALLING)
#: The bot was removed from this one after it was written to.
LEFT = ChannelId("C0LEFT")


def world(team: TeamId) -> World:
    """Its clock is real time, because leases, settling and the order of things are."""
    made = World(start=datetime.now(UTC), team=Team(id=team, name=team, domain=team.lower()))
    for person in PEOPLE:
        name = person.removeprefix("U0").lower()
        made.add_user(User(id=person, name=name, real_name=name.title(), team_id=team))
    for channel in CHANNELS:
        made.add_channel(Channel(id=channel, name=channel.removeprefix("C0").lower(), members=[*PEOPLE, APP]))
    return made
