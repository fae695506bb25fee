"""A reminder that somebody set for a person or a channel."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import AlreadyClosed, NotRecurring, NotYours
from bot.domain.ids import ChannelId, NudgeNumber, UserId
from bot.domain.recurrence import Rule, restored, stored
from bot.domain.schedules import Occurrence, next_after_date, occurrence_on, once
from bot.domain.teams import OfTeam


@dataclass(eq=False, kw_only=True)
class Nudge(OfTeam):
    """The wall time `local` in `zone_name` is the truth; `due_at` is what it means today.

    Either `user_id` or `channel_id` says whom it reaches. `about` is a label such as R-12. Whether it was sent is
    known by the messages of its occurrences alone.

    One that recurs has a `rule`, as `recurrence.stored` writes it, which then is the truth: `next_date` is the first
    local date that has not had its turn, `local`, `zone_name` and `due_at` what follows from it.

    What is not urgent is held for the hours of whom it reaches: then `due_at` is later than what `local` means.
    """

    number: NudgeNumber
    text: str
    about: str | None
    user_id: UserId | None
    channel_id: ChannelId | None
    local: str
    zone_name: str
    due_at: datetime
    set_by: UserId
    set_at: datetime
    cancelled_at: datetime | None = None
    rule: str | None = None
    next_date: date | None = None
    is_urgent: bool = False
    version: int = 1

    @property
    def label(self) -> str:
        return f"N-{self.number}"

    @property
    def reaches(self) -> ChannelId | UserId:
        to = self.channel_id or self.user_id
        assert to is not None, "a reminder reaches somebody"
        return to

    def cancel(self, *, by: UserId, at: datetime) -> None:
        """The one who set it and the one it reaches may stop it."""
        if by not in {self.set_by, self.user_id}:
            raise NotYours(self.label, self.set_by)
        self._must_stand()
        self.cancelled_at = at

    def move_to(self, zone: ZoneInfo) -> None:
        """The same wall time in another zone, after the person travelled."""
        rule = self.recurrence
        if rule is not None:
            self._recur(replace(rule, zone=zone.key))
            return
        self.zone_name = zone.key
        self.due_at = once(datetime.fromisoformat(self.local), zone)

    @property
    def recurrence(self) -> Rule | None:
        return restored(self.rule) if self.rule is not None else None

    def expect(self, occurrence: Occurrence, rule: Rule) -> None:
        """What comes next by the rule."""
        self.rule, self.next_date, self.due_at = stored(rule), occurrence.local_date, occurrence.at_utc
        self.zone_name = rule.zone
        self.local = datetime.combine(occurrence.local_date, rule.local_time).isoformat()

    @property
    def wanted_at(self) -> datetime:
        """Before any hours held it."""
        return once(datetime.fromisoformat(self.local), ZoneInfo(self.zone_name))

    def hurry(self, *, by: UserId) -> None:
        """No hours hold it any more."""
        if by not in {self.set_by, self.user_id}:
            raise NotYours(self.label, self.set_by)
        self._must_stand()
        self.is_urgent = True

    def skip(self, *, by: UserId, shown: date | None = None) -> bool:
        """The next one does not come. False where another date was `shown` as that: it has had its turn."""
        if by not in {self.set_by, self.user_id}:
            raise NotYours(self.label, self.set_by)
        self._must_stand()
        rule, skipped = self.recurrence, self.next_date
        if rule is None or skipped is None:
            raise NotRecurring(self.label)
        if shown not in {None, skipped}:
            return False
        self.expect(next_after_date(rule, skipped), rule)
        return True

    def _recur(self, rule: Rule) -> None:
        """From the same date on."""
        assert self.next_date is not None
        self.expect(occurrence_on(rule, self.next_date) or next_after_date(rule, self.next_date), rule)

    def _must_stand(self) -> None:
        if self.cancelled_at is not None:
            raise AlreadyClosed(self.label, "cancelled", None, self.cancelled_at)

    def put_off(self, local: datetime, zone: ZoneInfo, at: datetime) -> None:
        """To another wall time, which is `at`, or later where hours hold it. A rule goes on by itself."""
        self._must_stand()
        if self.rule is None:
            self.local, self.zone_name, self.due_at = local.isoformat(), zone.key, at
