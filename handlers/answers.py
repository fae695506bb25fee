"""The ways in which a person is answered privately; everything else they see goes through the outbox (design.md 3)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from handlers.after_ack import AfterAck
from handlers.blocks import Block, Message, section
from handlers.gestures import Body, channel_of, kept_by_menu
from handlers.ids import BlockId
from handlers.response_urls import ResponseUrls
from handlers.text import Mrkdwn
from handlers.views.more import MENU

ITEM = re.compile(r"[RT]-\d{1,9}")
#: The ids of the blocks of a day, with the page that it shows.
OF_DAY = re.compile(r"day:([0-9]{1,6}):")
#: Slack takes an answer at a response_url for half an hour; the clocks may differ a little.
URL_LIVES = timedelta(minutes=29)


class Homes(Protocol):
    """Publishes somebody's Home with a line of notice on top."""

    def show(self, team: str, user: str, notice: Mrkdwn, about: str) -> None:
        """`about` is the label of what was acted on, or empty."""
        ...


@dataclass(frozen=True)
class Answered:
    """A line that was meant for somebody; without a message a form is open."""

    message: Message | None


@dataclass(frozen=True)
class DayAsked:
    """Whose day to draw, from which line, with what on top; `about` is the label of what that is about, or empty."""

    team: str
    user: str
    offset: int = 0
    notice: Mrkdwn | None = None
    about: str = ""


class Days(Protocol):
    """Draws somebody's day, as a message or in the form that shows it."""

    def message(self, asked: DayAsked) -> Message: ...
    def update(self, view: Mapping[str, Any], asked: DayAsked) -> None: ...


class Menus(Protocol):
    """Draws an open *More…* anew, with a line of notice on top."""

    def show(self, team: str, user: str, view: Mapping[str, object], notice: Mrkdwn) -> None: ...


def private(message: Message) -> dict[str, Any]:
    """For `ack` of a slash command."""
    return {"response_type": "ephemeral", **message.payload()}


class Answers:
    def __init__(
        self, after_ack: AfterAck, response_urls: ResponseUrls, homes: Homes, days: Days, menus: Menus
    ) -> None:
        self._after_ack = after_ack
        self._response_urls = response_urls
        self._homes = homes
        self._days = days
        self._menus = menus

    def afterwards(self, work: Callable[[], object]) -> None:
        """What is shown in another way than by an answer; Slack may take its time for it."""
        self._after_ack.after_ack(work)

    def to_click(self, body: Body, message: Message, *, team: str = "") -> None:
        """In the Home, a day and *More…* as a notice, elsewhere as a private message under the one that was clicked."""
        view = body.get("view") or {}
        if is_menu(view):
            user, of_team = body["user"]["id"], team or body["team"]["id"]
            self._after_ack.after_ack(lambda: self._menus.show(of_team, user, view, message.text))
        elif view.get("type") == "home":
            user, about = body["user"]["id"], _acted_on(body)
            self._after_ack.after_ack(lambda: self._homes.show(team or body["team"]["id"], user, message.text, about))
        elif (offset := _page_of_day(body)) is not None:
            who = team or body["team"]["id"], body["user"]["id"]
            self.day(body, DayAsked(*who, offset, message.text, _acted_on(body)))
        else:
            self._private(body, message, replace=False)

    def day(self, body: Body, asked: DayAsked) -> None:
        """The day that was clicked in is drawn anew: in its form, or in its message."""
        view = body.get("view") or {}
        if view.get("type") == "modal":
            self._after_ack.after_ack(lambda: self._days.update(view, asked))
        elif body.get("response_url"):
            self._send(str(body["response_url"]), lambda: self._days.message(asked), replace=True)

    def instead(self, body: Body, message: Message) -> None:
        """Replaces the private message that was clicked; a message that others see stays as it is."""
        if (body.get("container") or {}).get("is_ephemeral") and _page_of_day(body) is None:
            self._private(body, message, replace=True)
        else:
            self.to_click(body, message)

    def after_form(self, kept: Mapping[str, Any], word: Callable[[], Message], now: datetime) -> bool:
        """Replaces the private message whose button opened a form; False when there is none, or no more."""
        url = kept.get("url")
        if not isinstance(url, str) or not _is_alive(kept.get("since"), now):
            return False
        self._send(url, word, replace=True)
        return True

    def further(self, url: str, word: Callable[[], Message | None]) -> None:
        """One more private message, if there is anything to say: nobody waits for it to be found out."""

        def send() -> bool:
            message = word()
            answer = {"response_type": "ephemeral", "replace_original": False}
            return message is not None and self._response_urls.answer(url, {**answer, **message.payload()})

        self._after_ack.after_ack(send)

    def once_sent(self, work: Callable[[], object]) -> None:
        """What nobody waits for, when the answer is on its way."""
        self._after_ack.after_ack(work)

    def _private(self, body: Body, message: Message, *, replace: bool) -> None:
        url = body.get("response_url")
        if url:
            self._send(str(url), lambda: message, replace=replace)

    def _send(self, url: str, word: Callable[[], Message], *, replace: bool) -> None:
        """Worded after the ack, so that what fails there is not taken for the change itself."""

        def send() -> bool:
            answer = {"response_type": "ephemeral", "replace_original": replace, **word().payload()}
            return self._response_urls.answer(url, answer)

        self._after_ack.after_ack(send)


def opened_from(body: Body, now: datetime) -> dict[str, str]:
    """What a form keeps of the message whose button opens it: where it stands and, of a private one, its address."""
    if is_menu(body.get("view") or {}):
        kept = kept_by_menu(body["view"])
        return {key: value for key, value in kept.items() if key != "label"}
    kept = {"channel": channel_of(body) or ""}
    if (body.get("container") or {}).get("is_ephemeral") and body.get("response_url"):
        kept |= {"url": str(body["response_url"]), "since": now.isoformat()}
    return kept


def is_menu(view: Mapping[str, Any]) -> bool:
    return bool(view.get("callback_id") == MENU)


def _is_alive(since: object, now: datetime) -> bool:
    """What was saved is not unsaved by an address that cannot be read."""
    try:
        opened = datetime.fromisoformat(str(since))
    except ValueError:
        return False
    return opened.tzinfo is not None and now - opened <= URL_LIVES


def _page_of_day(body: Body) -> int | None:
    """The page that it stood on, of a button in somebody's day that is no Home."""
    pressed = (body.get("actions") or [{}])[0]
    found = OF_DAY.match(str(pressed.get("block_id") or ""))
    return int(found[1]) if found else None


def _acted_on(body: Body) -> str:
    pressed = (body.get("actions") or [{}])[0]
    value = str(pressed.get("value") or "")
    return value if ITEM.fullmatch(value) else ""


def with_notice(view: Block, notice: Mrkdwn) -> Block:
    """The form as it stands, with what was typed, and one notice on top: for `response_action: update`."""
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata", "notify_on_close")
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    others = [block for block in blocks if block.get("block_id") != BlockId.NOTICE]
    fields = {key: view[key] for key in kept if view.get(key) not in (None, "")}
    return {**fields, "blocks": [section(notice, block_id=BlockId.NOTICE.value), *others]}
