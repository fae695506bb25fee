"""Who is speaking, who is in which channel: kept by Slack's events, loaded at start, asked for when met first."""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotAMember, StoreUnavailable, TooSlow
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.origins import OwnWork, Told
from bot.domain.outbox import Lane, Message, MessageKind
from bot.domain.people import Channel, Person, PersonKind, looks_after
from bot.domain.quick_marks import named, unnamed
from bot.domain.zones import zone_or
from bot.services import rungs
from bot.services.people_ports import People
from bot.services.ports import Store, Transaction

log = logging.getLogger(__name__)

#: Seconds that somebody's answer is held up in order to keep what Slack said of a person met first.
KEEPING = 0.5
#: What Slack tells of a person; the rest is ours.
_TOLD = attrgetter("name", "kind", "zone_name", "rank")


class Directory(Protocol):
    """What Slack itself knows of a workspace."""

    def person(self, team: TeamId, user: UserId) -> Person | None: ...
    def people(self, team: TeamId) -> Sequence[Person]: ...
    def channels(self, team: TeamId) -> Sequence[Channel]:
        """Those the bot is in."""
        ...

    def members(self, channel: ChannelId) -> Sequence[UserId]: ...


@dataclass(frozen=True)
class Speaker:
    """Somebody who may act, and the zone their words are read in. `zone_problem` is Slack's unusable zone, if any."""

    person: Person
    zone: ZoneInfo
    zone_problem: str | None


class PeopleService:
    def __init__(self, store: Store[Transaction], directory: Directory, clock: Clock, workspace_zone: ZoneInfo) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._workspace_zone = workspace_zone

    @property
    def workspace_zone(self) -> ZoneInfo:
        return self._workspace_zone

    def speaker(self, team: TeamId, user: UserId) -> Speaker:
        """Raises NotAMember for everybody who may not act, and for those of whom Slack knows nothing."""
        person = self.known(team, user)
        if person is None:
            raise NotAMember(user, PersonKind.UNKNOWN.value)
        person.must_be_member()
        choice = zone_or(person.zone_name, self._workspace_zone)
        return Speaker(person, choice.zone, choice.problem)

    def known(self, team: TeamId, user: UserId) -> Person | None:
        """Somebody met first is asked for and kept."""
        person = self._store.person(team, user)
        if person is not None:
            return person
        met = self._directory.person(team, user)
        if met is not None:
            self._keep_met(met)
        return met

    def must_take_work(self, team: TeamId, user: UserId | None) -> None:
        """Nobody (yet) is fine; anybody but a full member is not."""
        if user is None:
            return
        person = self.known(team, user)
        if person is None:
            raise NotAMember(user, PersonKind.UNKNOWN.value)
        person.must_be_member()

    def zone_of(self, team: TeamId, user: UserId) -> ZoneInfo:
        person = self.known(team, user)
        return zone_or(person.zone_name if person else None, self._workspace_zone).zone

    def with_names(self, team: TeamId, text: str) -> str:
        """Slack's text with the names that it left out, but for private channels': not every reader may know them."""
        ids = unnamed(text)
        if not ids:
            return text
        with self._store.read(team) as tx:
            people = {str(one.user_id): one.name for one in tx.people.of([UserId(one) for one in ids])}
            channels = [tx.channels.one(ChannelId(one)) for one in ids if one not in people]
        public = {str(one.channel_id): one.name for one in channels if one is not None and not one.is_private}
        return named(text, {**people, **public})

    def channel(self, team: TeamId, channel: ChannelId) -> Channel | None:
        with self._store.read(team) as tx:
            return tx.channels.one(channel)

    def members(self, team: TeamId) -> Sequence[Person]:
        with self._store.read(team) as tx:
            return tx.people.members()

    def responsible(self, team: TeamId) -> UserId | None:
        """Who looks after the workspace; one person, who is told what concerns all of it."""
        with self._store.read(team) as tx:
            return looks_after(tx.people.ranked())

    def load(self, team: TeamId) -> None:
        """Reads the whole workspace from Slack before the first gesture is taken."""
        people = self._directory.people(team)
        with self._store.begin(OwnWork(team_id=team)) as tx:
            # Read together, so that the store need not look for each: a workspace may have thousands.
            there = {person.user_id: person for person in tx.people.all()}
            for person in people:
                if person.user_id not in there:
                    self._keep(tx, person, None)
        for person in people:
            if person.user_id in there and _TOLD(there[person.user_id]) != _TOLD(person):
                with self._store.begin(OwnWork(team_id=team)) as tx:
                    self._keep(tx, person, tx.people.for_change(person.user_id))
        channels = self._directory.channels(team)
        self._forget_others(team, {channel.channel_id for channel in channels})
        for channel in channels:
            members = self._directory.members(channel.channel_id)
            with self._store.begin(OwnWork(team_id=team)) as tx:
                _keep_channel(tx, channel)
                tx.channels.set_members(channel.channel_id, members)

    def _forget_others(self, team: TeamId, ours: set[ChannelId]) -> None:
        """The bot was removed from them while it was away; who comes and goes there is no longer told to us."""
        with self._store.begin(OwnWork(team_id=team)) as tx:
            for channel in tx.channels.all():
                if channel.channel_id not in ours:
                    _left_behind(tx, channel)

    # What Slack tells again is done already, and nobody needs to hear of that.

    def changed(self, told: Told, person: Person) -> None:
        """A profile changed; a new zone asks its owner what their reminders should do."""
        with suppress(AlreadyDone), self._store.begin(told) as tx:
            known = tx.people.for_change(person.user_id)
            before = self._zone_key(known.zone_name if known else person.zone_name)
            self._keep(tx, person, known)
            moved = self._zone_key(person.zone_name) != before and person.kind is PersonKind.MEMBER
            if moved and tx.nudges.waiting_for(person.user_id):
                tx.outbox.add(self._travelled(person, before))

    def entered(self, told: Told, channel: ChannelId, user: UserId) -> None:
        with suppress(AlreadyDone), self._store.begin(told) as tx:
            tx.channels.add_member(channel, user)

    def left(self, told: Told, channel: ChannelId, user: UserId) -> None:
        with suppress(AlreadyDone), self._store.begin(told) as tx:
            tx.channels.remove_member(channel, user)

    def bot_entered(self, told: Told, channel: Channel) -> None:
        members = self._directory.members(channel.channel_id)
        with suppress(AlreadyDone), self._store.begin(told) as tx:
            _keep_channel(tx, channel)
            tx.channels.set_members(channel.channel_id, members)

    def channel_changed(self, told: Told, channel: Channel) -> None:
        """It is shared, private, archived, or is so no more. Of channels that Liaison was never in it keeps nothing."""
        with suppress(AlreadyDone), self._store.begin(told) as tx:
            if tx.channels.one(channel.channel_id) is not None:
                _keep_channel(tx, channel)

    def renumbered(self, told: Told, before: ChannelId, channel: Channel) -> None:
        """As Slack does it with a private channel that another company comes into, which may not be marked as shared
        yet.
        """
        members = self._directory.members(channel.channel_id)
        with self._store.begin(told) as tx:
            channel.is_shared = True
            _keep_channel(tx, channel)
            tx.channels.set_members(channel.channel_id, members)
            known = tx.channels.for_change(before)
            if known is not None:
                _left_behind(tx, known)
            tx.renumber(before, channel.channel_id)

    def bot_left(self, told: Told, channel: ChannelId) -> None:
        with suppress(AlreadyDone), self._store.begin(told) as tx:
            known = tx.channels.for_change(channel)
            if known is not None:
                _left_behind(tx, known)

    def welcome(self, told: Told, user: UserId) -> None:
        """Three things to try, once, when a member meets Liaison for the first time."""
        with suppress(AlreadyDone), self._store.begin(told) as tx:
            person = tx.people.for_change(user)
            if person is None or person.kind is not PersonKind.MEMBER or person.welcomed_at is not None:
                return
            person.welcomed_at = self._clock.now()
            tx.outbox.add(
                Message(
                    kind=MessageKind.WELCOME,
                    about=user,
                    to=user,
                    key=f"welcome:{user}",
                    due_at=self._clock.now(),
                )
            )

    def _keep(self, tx: Transaction, person: Person, known: Person | None) -> None:
        """Their reminders follow them to another zone, and end when they leave."""
        before = (self._zone_key(known.zone_name), known.kind) if known else None
        _keep_person(tx.people, person, known)
        at = rungs.At(self._clock.now(), self._workspace_zone)
        if before is None or before == (self._zone_key(person.zone_name), person.kind):
            return
        if person.kind is PersonKind.MEMBER:
            tx.replans.mark_reaching(person.user_id)
            morning = tx.mornings.for_change(person.user_id)
            if morning is not None:
                morning.follow(zone_or(person.zone_name, self._workspace_zone).zone, at.now)
        elif before[1] is PersonKind.MEMBER:
            rungs.owner_left(tx, person.user_id, person.kind, at)
            tx.replans.mark_reaching(person.user_id)

    def _keep_met(self, person: Person) -> None:
        """Before an answer that is waited for: when the store is busy they will be met again."""
        soon = Told(team_id=person.team_id, deadline=time.monotonic() + KEEPING)
        try:
            with self._store.begin(soon) as tx:
                _keep_person(tx.people, person, tx.people.for_change(person.user_id))
        except (StoreUnavailable, TooSlow) as error:
            log.warning("a person met first could not be kept: %r", error)

    def _zone_key(self, name: str | None) -> str:
        return zone_or(name, self._workspace_zone).zone.key

    def _travelled(self, person: Person, before: str) -> Message:
        choice = zone_or(person.zone_name, self._workspace_zone)
        at = self._clock.now().isoformat()
        facts = {"what": "travelled", "from": before, "zone": choice.zone.key, "at": at}
        return Message(
            kind=MessageKind.NOTICE,
            about=person.user_id,
            to=person.user_id,
            key=f"travelled:{person.user_id}:{before}:{person.zone_name}:{self._clock.now():%Y-%m-%d}",
            due_at=self._clock.now(),
            lane=Lane.INTERACTIVE,
            facts=facts | {"assumed": choice.problem} if choice.problem else facts,
        )


def is_hidden(tx: Transaction, channel: Channel, user: UserId) -> bool:
    return channel.is_private and not tx.channels.has_member(channel.channel_id, user)


def _left_behind(tx: Transaction, channel: Channel) -> None:
    channel.is_member = False
    if channel.is_private:
        tx.channels.set_members(channel.channel_id, ())


def _keep_person(people: People, person: Person, known: Person | None) -> None:
    if known is None and people.add(person):
        return
    known = known or people.for_change(person.user_id)
    assert known is not None, "whoever could not be added is there"
    known.name, known.kind, known.zone_name, known.rank = _TOLD(person)


def _keep_channel(tx: Transaction, channel: Channel) -> None:
    known = tx.channels.for_change(channel.channel_id)
    if known is None and tx.channels.add(channel):
        return
    known = known or tx.channels.for_change(channel.channel_id)
    assert known is not None, "what could not be added is there"
    known.name, known.is_private, known.is_archived = channel.name, channel.is_private, channel.is_archived
    known.is_member, known.is_shared = channel.is_member, channel.is_shared
