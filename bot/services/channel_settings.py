"""What Liaison does by itself in a channel: chosen there, shown there."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.channel_settings import ChannelSetting, Chosen, counting, fields_of, taken_over
from bot.domain.clock import Clock
from bot.domain.edits import changed_fields, conflicts
from bot.domain.errors import AlreadyDone, ChangedMeanwhile, NotHere
from bot.domain.ids import ChannelId, UserId, is_direct
from bot.domain.origins import Gesture
from bot.domain.people import Channel
from bot.services import cards
from bot.services.people import is_hidden
from bot.services.ports import Store, Transaction


@dataclass(frozen=True)
class Standing:
    """`set_by` is None where nobody chose anything. `is_default`: what answers do follows from whose channel it is."""

    channel: ChannelId
    chosen: Chosen
    set_by: UserId | None
    is_default: bool
    is_shared: bool


class ChannelSettingService:
    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def standing(self, by: Gesture) -> Standing:
        """Of the channel in which it is asked. Raises NotHere where the bot does not hear anything."""
        with self._store.read(by.team_id) as tx:
            return _standing(tx, _channel(tx, by))

    def choose(self, by: Gesture, sent: Chosen, shown: Mapping[str, str]) -> Standing:
        """What a form sent back of what it had `shown`, as fingerprints. The channel is told, because it is about what
        is said there. Raises ChangedMeanwhile for fields that somebody else has set otherwise since.
        """
        try:
            with self._store.begin(by) as tx:
                channel = _channel(tx, by)
                setting = tx.channel_settings.for_change(channel.channel_id)
                before = chosen_in(tx, channel.channel_id)
                wanted = _wanted(before, sent, shown, setting)
                if setting is None:
                    setting = self._new(by, channel, wanted)
                    tx.channel_settings.add(setting)
                setting.replies, setting.emoji = wanted.replies, wanted.emoji
                setting.captures, setting.window_minutes = wanted.captures, wanted.window_minutes
                setting.set_by, setting.set_at = by.user_id, self._clock.now()
                if wanted != before and channel.takes_cards:
                    self._tell(tx, by, channel)
                return Standing(channel.channel_id, wanted, by.user_id, False, channel.is_shared)
        except AlreadyDone:
            return self.standing(by)

    def _new(self, by: Gesture, channel: Channel, wanted: Chosen) -> ChannelSetting:
        return ChannelSetting(
            team_id=by.team_id,
            channel_id=channel.channel_id,
            replies=wanted.replies,
            emoji=wanted.emoji,
            captures=wanted.captures,
            window_minutes=wanted.window_minutes,
            set_by=by.user_id,
            set_at=self._clock.now(),
        )

    def _tell(self, tx: Transaction, by: Gesture, channel: Channel) -> None:
        to, key = UserId(channel.channel_id), f"channel:{channel.channel_id}:{by.key}"
        facts = {"what": "channel", "by": by.user_id}
        cards.notice(tx.outbox, channel.channel_id, to=to, now=self._clock.now(), key=key, facts=facts)


def _wanted(before: Chosen, sent: Chosen, shown: Mapping[str, str], setting: ChannelSetting | None) -> Chosen:
    current, wanted = fields_of(before), fields_of(sent)
    differing = conflicts(shown, current, wanted)
    if differing and setting is not None:
        raise ChangedMeanwhile(setting.channel_id, setting.set_by, differing)
    return taken_over(before, sent, changed_fields(shown, wanted))


def chosen_in(tx: Transaction, channel: ChannelId) -> Chosen:
    is_of_client = tx.clients.of_channel(channel) is not None
    return counting(tx.channel_settings.one(channel), is_of_client=is_of_client)


def _standing(tx: Transaction, channel: Channel) -> Standing:
    setting = tx.channel_settings.one(channel.channel_id)
    is_default = setting is None or setting.replies is None
    set_by = setting.set_by if setting else None
    return Standing(channel.channel_id, chosen_in(tx, channel.channel_id), set_by, is_default, channel.is_shared)


def _channel(tx: Transaction, by: Gesture) -> Channel:
    if by.channel_id is None or is_direct(by.channel_id):
        raise NotHere("direct")
    channel = tx.channels.one(by.channel_id)
    if channel is None or not channel.is_member or is_hidden(tx, channel, by.user_id):
        raise NotHere("not_member")
    if channel.is_archived:
        raise NotHere("archived")
    return channel
