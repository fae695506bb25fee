"""Trigger ids and response URLs: the short-lived rights that a gesture gives the app."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.errors import SlackError
from sandbox.running_time import RealTime

TRIGGER_SECONDS = 3.0
RESPONSE_URL_USES = 5
RESPONSE_URL_LIFE = timedelta(minutes=30)


@dataclass
class Trigger:
    """`view_id` is the modal that the gesture was made in, `submission` whether it submitted that modal.

    `channel` is the conversation that it was made in, if it was made in one.
    """

    user: str
    view_id: str | None
    born: float
    submission: bool = False
    used: bool = False
    channel: str | None = None


class Triggers:
    """The seconds of a trigger are about the app's speed, so that they are real, or at least running, time."""

    def __init__(self, real_time: RealTime) -> None:
        self._real_time = real_time
        self._triggers: dict[str, Trigger] = {}

    def new(
        self, user: str, view_id: str | None = None, *, submission: bool = False, channel: str | None = None
    ) -> str:
        number = len(self._triggers) + 1
        trigger_id = f"{number}.{4_000_000 + number}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, view_id, self._real_time(), submission, channel=channel)
        return trigger_id

    def take(self, trigger_id: str) -> Trigger:
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id", detail=trigger_id)
        if trigger.used:
            raise SlackError("exchanged_trigger_id", detail="this trigger was used before")
        late = self._real_time() - trigger.born
        if late > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id", detail=f"used {late:.2f} s after the gesture")
        trigger.used = True
        return trigger


@dataclass
class ResponseUrl:
    """`ts` is the message that the gesture was made on, which may be replaced or deleted."""

    token: str
    user: str
    channel: str
    born: datetime
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0

    def trouble(self, now: datetime) -> str | None:
        if now - self.born > RESPONSE_URL_LIFE:
            return "expired_url"
        return "used_url" if self.uses >= RESPONSE_URL_USES else None


@dataclass
class ResponseUrls:
    urls: dict[str, ResponseUrl] = field(default_factory=dict)

    def new(self, url: ResponseUrl) -> ResponseUrl:
        self.urls[url.token] = url
        return url
