"""What the demo's people have been doing before you come: clients, requests, tasks and a digest in different states."""

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sandbox import Sandbox, World
from sandbox.world import Message

LONDON = ZoneInfo("Europe/London")
PEOPLE = ("ana", "ben", "carla", "dev", "ellen")
#: The DM with Liaison, in the driver's words.
DM = "liaison"


@dataclass(frozen=True)
class Step:
    """`when` is London's time on the demo's Monday or Tuesday."""

    when: str
    do: Callable[[Sandbox], object]


def types(when: str, who: str, where: str, line: str) -> Step:
    return Step(when, lambda slack: slack.person(who).slash(line, in_=where))


def adds_client(when: str, who: str, where: str, name: str) -> Step:
    """The form comes filled in with the channel that it is opened in."""

    def add(slack: Sandbox) -> None:
        slack.person(who).slash(f"/client add {name}", in_=where)
        slack.person(who).submit({})

    return Step(when, add)


def clicks(when: str, who: str, button: str, label: str, where: str = DM) -> Step:
    return Step(when, lambda slack: slack.person(who).click(button, in_=where, value=label))


def menu_clicks(when: str, who: str, button: str, label: str, where: str = DM) -> Step:
    """The same behind *More…*."""

    def click(slack: Sandbox) -> None:
        slack.person(who).click("More…", in_=where, value=label)
        slack.person(who).click(button, value=label)

    return Step(when, click)


def fills(pressed: Step, who: str, form: Mapping[str, str]) -> Step:
    """A button that opens a form, and what is filled in besides what it comes with."""

    def fill(slack: Sandbox) -> None:
        pressed.do(slack)
        slack.person(who).submit(dict(form))

    return Step(pressed.when, fill)


def meets_liaison(when: str, who: str) -> Step:
    return Step(when, lambda slack: slack.person(who).messages())


def passes(when: str) -> Step:
    """A moment at which something falls due, so that it is neither late nor early."""
    return Step(when, lambda slack: slack.settle())


WORK = (
    *(meets_liaison("mon 09:00", who) for who in PEOPLE),
    adds_client("mon 09:10", "ana", "acme", "Acme"),
    adds_client("mon 09:12", "ben", "brightside", "Brightside"),
    adds_client("mon 09:14", "dev", "cedar-and-co", "Cedar & Co."),
    types("mon 09:20", "ana", "coordination", "/digest daily 9:00"),
    types("mon 09:40", "ellen", "acme", "/request Acme: mock-ups of the summer packaging by next tue 5pm @ana"),
    clicks("mon 09:45", "ana", "Accept", "R-1"),
    types(
        "mon 10:05", "ben", "brightside", "/request Brightside: wrong opening hours on the contact page !urgent @dev"
    ),
    clicks("mon 10:09", "dev", "Accept", "R-2"),
    fills(
        types(
            "mon 10:30",
            "dev",
            "cedar-and-co",
            "/request #print Cedar & Co.: two more sizes of the shop sign by thu 3pm",
        ),
        "dev",
        {"How many copies?": "2", "Paper": "Other", "Which paper?": "Aluminium, 3 mm"},
    ),
    types("mon 10:50", "ana", "coordination", "/task @ana book the courier for the samples by 3pm"),
    types("mon 11:00", "ben", "brightside", "/request Brightside: second newsletter of March by tue 11am !high @carla"),
    types(
        "mon 11:50",
        "ana",
        "acme",
        "/request Acme: price for 500 brochures on recycled paper for @ellen by tue 5pm @ben",
    ),
    clicks("mon 12:20", "dev", "Done", "R-2"),
    clicks("mon 13:10", "carla", "Accept", "R-4"),
    types("mon 14:15", "ellen", "brightside", "/request Brightside: slides for the quarter review by fri 11am @dev"),
    clicks("mon 14:20", "dev", "Accept", "R-6"),
    clicks("mon 14:40", "ana", "Done", "T-1", "coordination"),
    types("mon 15:20", "ellen", "cedar-and-co", "/request Cedar & Co.: the January invoices in one PDF by wed @ellen"),
    types("mon 16:05", "ana", "acme", "/task @ben check the proof of the summer labels by wed 10am for R-1"),
    types("mon 16:30", "carla", "brightside", "/task @carla write three subject lines by tue 2pm for R-4"),
    types("mon 17:10", "dev", "acme", "/request Acme: old office photos in the press kit !low"),
    passes("mon 13:30"),
    passes("mon 14:00"),
    passes("mon 22:00"),
    passes("tue 07:30"),
    passes("tue 08:00"),
    passes("tue 08:30"),
    passes("tue 09:00"),
    passes("tue 13:30"),
    clicks("tue 09:15", "ellen", "Done", "R-7", "cedar-and-co"),
    fills(menu_clicks("tue 09:35", "dev", "Cancel", "R-8", "acme"), "dev", {"In words": "They took new photos"}),
    fills(
        clicks("tue 10:05", "ana", "Wait", "R-1", "acme"),
        "ana",
        {"What for?": "their choice of one of the three mock-ups"},
    ),
    types("tue 10:20", "dev", "cedar-and-co", "/task @dev measure the shop window by thu noon for R-3"),
    types("tue 10:40", "ana", "acme", "/task @ellen sign off the paper quote by today 5pm for R-5"),
    types("tue 10:50", "ellen", "acme", "/task @carla get three samples of the paper for T-5 dept:print"),
    types(
        "tue 11:00",
        "ben",
        "brightside",
        '/request repeat "Monthly report" first working day of the month 9:00 @carla due in 3 working days',
    ),
    types("tue 11:15", "ellen", "cedar-and-co", "/request Cedar & Co.: window film two weeks later than planned !low"),
    types("tue 12:00", "dev", "cedar-and-co", "/nudge me tomorrow 10:00 ask Cedar how the photo shoot went"),
)


def beginning() -> World:
    """The demo's world on its Monday morning, before anybody has said anything."""
    world = World.demo()
    world.start = _moment("mon 09:00", world.start)
    for channel in world.channels.values():
        channel.messages = []
    return world


def seed(slack: Sandbox) -> None:
    """Walks from the beginning to the Tuesday afternoon at which people find the demo; Liaison is connected."""
    until = World.demo().start
    work = [(_moment(step.when, until), step.do) for step in WORK]
    for moment, do in sorted([*work, *_chatter()], key=lambda each: each[0]):
        _turn(slack, moment)
        do(slack)
    _turn(slack, until)
    slack.settle()


def _turn(slack: Sandbox, moment: datetime) -> None:
    """On a slow machine the clock may have got there by itself."""
    if moment > slack.clock.now():
        slack.clock.to(moment)


def _chatter() -> Iterator[tuple[datetime, Callable[[Sandbox], object]]]:
    """What the demo's people say among themselves, said anew in its place between their work."""
    said_as: dict[str, str] = {}
    for channel in World.demo().channels.values():
        for message in channel.messages:
            yield datetime.fromtimestamp(float(message.ts), UTC), partial(_say, channel.id, message, said_as)


def _say(where: str, message: Message, said_as: dict[str, str], slack: Sandbox) -> None:
    """`said_as` finds the new ts of a thread's first message."""
    parent = message.thread_ts and said_as[message.thread_ts]
    said_as[message.ts] = slack.person(message.user).says(html.unescape(message.text), in_=where, thread_ts=parent)


def _moment(when: str, until: datetime) -> datetime:
    day, _, wall = when.partition(" ")
    date = until.astimezone(LONDON).date() - timedelta(days={"mon": 1, "tue": 0}[day])
    return datetime.combine(date, datetime.strptime(wall, "%H:%M").time(), LONDON)  # noqa: DTZ007 - combined at once
