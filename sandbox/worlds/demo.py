"""The world of the demo: five people of an agency in three zones, three clients, and their recent chatter."""

from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sandbox.world import APP, Channel, ChannelKind, Message, Team, User, World

Made = TypeVar("Made", bound=World)

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 3, 14, 0, tzinfo=LONDON)

PEOPLE = (
    User(id="U0ANA", name="ana", real_name="Ana Lima", is_admin=True, team_id="T0SANDBOX"),
    User(id="U0BEN", name="ben", real_name="Ben Okafor", tz="Europe/Berlin"),
    User(id="U0CARLA", name="carla", real_name="Carla Reyes", tz="America/New_York"),
    User(id="U0DEV", name="dev", real_name="Dev Shah"),
    User(id="U0ELLEN", name="ellen", real_name="Ellen Marsh"),
)
EVERYBODY = tuple(user.id for user in PEOPLE)

# Minutes before the start of the world, channel, author, text; a reply names its parent's minutes last.
CHATTER: tuple[tuple[int, str, str, str, int | None], ...] = (
    (1590, "C0ACME", "U0ELLEN", "Acme signed off the spring plan this morning. Brochure comes first.", None),
    (1575, "C0ACME", "U0ANA", "Lovely. I will ask them which paper they want.", 1590),
    (1530, "C0CEDAR", "U0DEV", "Cedar &amp; Co. moved their photo shoot to next Monday.", None),
    (1500, "C0BRIGHTSIDE", "U0CARLA", "Brightside's newsletter went out, 41% opened it within the hour.", None),
    (1470, "C0RANDOM", "U0BEN", "Whoever left the lemon cake in the kitchen: thank you.", None),
    (1455, "C0LEADERSHIP", "U0ELLEN", "Quarter review is on the 12th, please keep it free.", None),
    (290, "C0COORDINATION", "U0ANA", "Morning all. I am on Acme today, Ben has Brightside.", None),
    (282, "C0COORDINATION", "U0BEN", "Yes, and their logo files by tomorrow noon.", 290),
    (240, "C0CEDAR", "U0DEV", "They asked for two more sizes of the shop sign.", None),
    (130, "C0BRIGHTSIDE", "U0BEN", "Call with Brightside at five, anything I should bring up?", None),
    (95, "C0ACME", "U0ANA", "Acme would like a reprint of the spring brochure, 500 copies, by Friday.", None),
    (80, "C0ACME", "U0CARLA", "The printer needs the files a day ahead.", 95),
    (35, "C0RANDOM", "U0CARLA", "Snow in New York again. In March.", None),
)


def demo(kind: type[Made], start: datetime | None) -> Made:
    world = kind(start=start or TUESDAY, team=Team(name="Harbour Studio", domain="harbour-studio"))
    for user in PEOPLE:
        world.add_user(User(**vars(user)))
    for channel in _channels():
        world.add_channel(channel)
    for minutes, channel_id, user_id, text, parent in CHATTER:
        said = Message(ts=_ts(world.start, minutes), user=user_id, text=text)
        said.thread_ts = None if parent is None else _ts(world.start, parent)
        world.channels[channel_id].messages.append(said)
    return world


def _channels() -> list[Channel]:
    return [
        Channel(id="C0ACME", name="acme", topic="Acme: print and packaging", members=[*EVERYBODY, APP]),
        Channel(id="C0BRIGHTSIDE", name="brightside", topic="Brightside: web", members=[*EVERYBODY, APP]),
        Channel(id="C0CEDAR", name="cedar-and-co", topic="Cedar & Co.: shops", members=[*EVERYBODY, APP]),
        Channel(id="C0COORDINATION", name="coordination", topic="Who does what", members=[*EVERYBODY, APP]),
        Channel(
            id="C0LEADERSHIP",
            name="leadership",
            kind=ChannelKind.PRIVATE,
            topic="Numbers and people",
            members=["U0ANA", "U0ELLEN", APP],
        ),
        Channel(id="C0RANDOM", name="random", topic="Anything but work", members=[*EVERYBODY]),
    ]


def _ts(start: datetime, minutes: int) -> str:
    return f"{int((start - timedelta(minutes=minutes)).timestamp())}.000100"
