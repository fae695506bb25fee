"""A small office on a store of its own, for what no gesture can bring about: deliveries that come twice."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.domain.ids import ChannelId, RequestNumber, TaskNumber, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.people import Channel, Person, PersonKind
from bot.services import cards
from bot.services.bulks import BulkService
from bot.services.client_requests import ClientRequestService
from bot.services.hours import HoursService
from bot.services.people import PeopleService
from bot.services.replanning import ReplanningService
from bot.services.routing_files import RoutingFileService
from bot.services.series import SeriesService
from bot.services.series_planning import Makers, SeriesPlanning
from bot.services.tasks import TaskService
from bot.services.watches import WatchService
from storage.replans import ReplanSweep
from storage.series import SeriesSweep
from storage.store import SqlStore
from storage.watches import WatchSweep
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, PUBLIC, T1, HandClock

GUS = UserId("UGUS")
ONE = TaskNumber(1)


class NobodyElse:
    """A Slack that knows of no more people than the store."""

    def person(self, team: TeamId, user: UserId) -> Person | None:
        return None

    def people(self, team: TeamId) -> Sequence[Person]:
        return ()

    def channels(self, team: TeamId) -> Sequence[Channel]:
        return ()

    def members(self, channel: ChannelId) -> Sequence[UserId]:
        return ()


class Office:
    """Ana and Ben in a private channel, Cat outside of it, and a guest."""

    def __init__(self, engine: Engine, *, moved_in: bool = False) -> None:
        self.engine = engine
        self.store = SqlStore(self.engine, lambda: None)
        self.clock = clock = HandClock(NOW)
        people = PeopleService(self.store, NobodyElse(), clock, ZoneInfo("Europe/London"))
        self.tasks = TaskService(self.store, people, clock)
        self.requests = ClientRequestService(self.store, people, clock)
        self.clock = clock
        makers = Makers(people, self.requests, self.tasks)
        self.series = SeriesService(self.store, people, clock)
        self.series_planning = SeriesPlanning(self.store, SeriesSweep(engine), makers, clock, make.teams)
        self.bulks = BulkService(self.store, people, clock)
        self.hours = HoursService(self.store, people, clock)
        self.replanning = ReplanningService(
            self.store, ReplanSweep(engine), clock, ZoneInfo("Europe/London"), make.teams
        )
        self.watches = WatchService(self.store, WatchSweep(engine), people, clock, make.teams)
        self.rules = RoutingFileService(self.store, clock)
        self._keys = 1000 if moved_in else 0
        if moved_in:
            return
        with self.store.begin(OWN_WORK) as tx:
            for user in (ANA, BEN, CAT):
                tx.people.add(make.person(user_id=user, name=user))
            tx.people.add(make.person(user_id=GUS, kind=PersonKind.GUEST))
            tx.channels.add(make.channel())
            tx.channels.add(make.channel(channel_id=PRIVATE, is_private=True))
            tx.channels.set_members(PRIVATE, [ANA, BEN])

    def by(self, user: UserId = ANA, **changed: Any) -> Gesture:
        self._keys += 1
        return make.gesture(**({"user_id": user, "channel_id": PUBLIC, "key": f"command:{self._keys}"} | changed))

    def request(self, audience: ChannelId | None) -> RequestNumber:
        with self.store.begin(OWN_WORK) as tx:
            request = make.request(number=tx.client_requests.next_number(), audience=audience)
            place = cards.Place(audience or ANA, audience)
            request.card = cards.post_card(tx.outbox, request, place, asker=ANA, now=NOW)
            tx.client_requests.add(request)
        return request.number

    def messages(self, kind: MessageKind, label: str = "T-1") -> list[str]:
        with self.store.read(T1) as tx:
            return [card.to for card in tx.outbox.cards_about(label) if card.kind is kind]
