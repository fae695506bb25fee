"""The Python driver: people who gesture and look, in the words of a test."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox import screen
from sandbox.directory import open_dm, open_group, person, place
from sandbox.errors import DriverMistake, Json
from sandbox.gestures.verbs import VERBS
from sandbox.seen import Answer, Channel, Home, Message, Modal, Submitted
from sandbox.validation import options_of

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """Every gesture waits for quiet before and after it, unless it is told not to."""

    sandbox: Sandbox
    id: str

    @property
    def name(self) -> str:
        return self._look(lambda: self.sandbox.core.slack.world.users[self.id].name)

    def slash(self, line: str, in_: str, *, settle: bool = True) -> Answer:
        command, _, text = line.partition(" ")
        return self._answer("command", settle, channel=in_, command=command, text=text)

    def says(
        self, text: str, in_: str, thread_ts: str | None = None, *, broadcast: bool = False, settle: bool = True
    ) -> str:
        """The ts of the message; empty for a command of Slack's own, such as /invite."""
        body = {"channel": in_, "text": text, "thread_ts": thread_ts, "broadcast": broadcast or None}
        return self._perform("message", settle, **body)["ts"] or ""

    def uploads(
        self, name: str, content: bytes, in_: str, text: str = "", thread_ts: str | None = None, *, settle: bool = True
    ) -> str:
        """The ts of the message that the file is in."""
        encoded = base64.b64encode(content).decode()
        body = {"channel": in_, "name": name, "content": encoded, "text": text, "thread_ts": thread_ts}
        return str(self._perform("upload", settle, **body)["ts"])

    def click(
        self,
        text: str | None = None,
        in_: str | None = None,
        ts: str | None = None,
        *,
        action_id: str | None = None,
        block_id: str | None = None,
        value: Any = None,
        values: Json | None = None,
        enter: bool = True,
        confirm: bool | None = None,
        settle: bool = True,
    ) -> Answer:
        """`confirm` answers the dialog of an element that has one."""
        named = {"text": text, "action_id": action_id, "block_id": block_id, "value": value}
        how = {"values": values, "enter": enter, "confirm": confirm}
        return self._answer("click", settle, channel=in_, ts=ts, **how, **named)

    def suggest(
        self,
        value: str,
        action_id: str | None = None,
        in_: str | None = None,
        ts: str | None = None,
        *,
        text: str | None = None,
        block_id: str | None = None,
        settle: bool = True,
    ) -> list[Json]:
        """The options that the app offers when this is typed into its menu, those in groups included."""
        named = {"text": text, "action_id": action_id, "block_id": block_id, "value": value}
        return options_of(self._perform("suggest", settle, channel=in_, ts=ts, **named))

    def shortcut(
        self, callback_id: str, in_: str | None = None, ts: str | None = None, *, settle: bool = True
    ) -> Answer:
        return self._answer("shortcut", settle, callback_id=callback_id, channel=in_, ts=ts)

    def submit(self, values: Json | None = None, *, settle: bool = True) -> Submitted:
        answered = self._perform("submit", settle, values=values)
        answer = _answer(answered)
        return Submitted(
            closed=answered["closed"],
            errors=answered["errors"],
            acked_ms=answer.acked_ms,
            answer=answer,
            modal=answer.modal,
            error=answer.error,
        )

    def close(self, *, everything: bool = False, settle: bool = True) -> Answer:
        """Cancel closes the view on top; `everything` is the ✕."""
        return self._answer("close", settle, all=everything)

    def home(self, *, settle: bool = True) -> Home:
        self._perform("home", settle)
        home = self.home_view
        if home is None:
            raise DriverMistake("no_home", "the app has published no Home for this person")
        return home

    def messages(self, *, settle: bool = True) -> Channel:
        """Opens the app's tab *Messages*, which is the DM with it."""
        self._perform("home", settle, tab="messages")
        return self.dm()

    def invite(self, who: str, to: str, *, settle: bool = True) -> None:
        self._perform("invite", settle, who=who, channel=to)

    def kick(self, who: str, from_: str, *, settle: bool = True) -> None:
        self._perform("kick", settle, who=who, channel=from_)

    def enters(self, channel: str, *, settle: bool = True) -> None:
        """A public channel, by one's own will."""
        self._perform("enter", settle, channel=channel)

    def leaves_channel(self, channel: str, *, settle: bool = True) -> None:
        self._perform("leave", settle, channel=channel)

    def reacts(self, name: str, in_: str, ts: str | None = None, *, remove: bool = False, settle: bool = True) -> None:
        """With an emoji by name; to the newest message without `ts`."""
        self._perform("react", settle, channel=in_, ts=ts, name=name, remove=remove)

    def edits(self, text: str, in_: str, ts: str | None = None, *, settle: bool = True) -> None:
        self._perform("edit", settle, channel=in_, ts=ts, text=text)

    def deletes(self, in_: str, ts: str | None = None, *, settle: bool = True) -> None:
        self._perform("delete", settle, channel=in_, ts=ts)

    def opens_group(self, *people: str, settle: bool = True) -> str:
        """A group message with these; its id."""
        self._perform("group_message", settle, people=list(people))
        slack = self.sandbox.core.slack
        return self._look(lambda: open_group(slack, [person(slack, name) for name in (self.id, *people)]).id)

    def creates_channel(self, name: str, *, private: bool = False, settle: bool = True) -> None:
        self._perform("create_channel", settle, name=name, private=private)

    def renames(self, channel: str, name: str, *, settle: bool = True) -> None:
        self._perform("rename", settle, channel=channel, name=name)

    def archives(self, channel: str, *, undo: bool = False, settle: bool = True) -> None:
        self._perform("archive", settle, channel=channel, undo=undo)

    def converts(self, channel: str, *, settle: bool = True) -> None:
        """Makes a public channel private."""
        self._perform("convert", settle, channel=channel)

    def shares(self, channel: str, team: str, *, undo: bool = False, settle: bool = True) -> None:
        """With another company, by its workspace's id."""
        self._perform("share", settle, channel=channel, team=team, undo=undo)

    def describes(
        self, channel: str, *, topic: str | None = None, purpose: str | None = None, settle: bool = True
    ) -> None:
        self._perform("topic", settle, channel=channel, topic=topic, purpose=purpose)

    def deletes_channel(self, channel: str, *, settle: bool = True) -> None:
        self._perform("delete_channel", settle, channel=channel)

    def changes_group(
        self,
        group: str,
        *,
        handle: str | None = None,
        name: str | None = None,
        description: str | None = None,
        people: list[str] | None = None,
        disabled: bool | None = None,
        settle: bool = True,
    ) -> None:
        """People who are mentioned together, by handle; made if there are none of that name."""
        wish = {"handle": handle, "name": name, "description": description, "people": people, "disabled": disabled}
        self._perform("usergroup", settle, group=group, **wish)

    def moves_to(self, tz: str, *, settle: bool = True) -> None:
        self._perform("profile", settle, tz=tz)

    def becomes(self, kind: str, *, settle: bool = True) -> None:
        """A member becomes a guest, or a guest a member."""
        self._perform("profile", settle, kind=kind)

    def leaves(self, *, settle: bool = True) -> None:
        """Deactivated by an administrator."""
        self._perform("profile", settle, deleted=True)

    def sees(self, channel: str) -> Channel:
        slack = self.sandbox.core.slack

        def look() -> Json:
            user = person(slack, self.id)
            return screen.channel_view(slack, user, place(slack, user, channel))

        return _channel(self._look(look))

    def dm(self) -> Channel:
        """The DM with the app."""
        slack = self.sandbox.core.slack
        return self.sees(self._look(lambda: open_dm(slack, person(slack, self.id)).id))

    @property
    def screen(self) -> Json:
        slack = self.sandbox.core.slack
        return self._look(lambda: screen.screen(slack, person(slack, self.id)))

    @property
    def modal(self) -> Modal | None:
        return Modal.of(self.screen["modal"])

    @property
    def home_view(self) -> Home | None:
        home = self.screen["home"]
        return home and Home(blocks=home["blocks"], text=home["words"])

    def _answer(self, verb: str, settle: bool, **body: Any) -> Answer:
        return _answer(self._perform(verb, settle, **body))

    def _perform(self, verb: str, settle: bool, **body: Any) -> Json:
        core = self.sandbox.core
        if settle:
            self.sandbox.settle()
        since = len(core.slack.truth)
        given = {name: value for name, value in body.items() if value is not None}
        outcome = self.sandbox.server.run(VERBS[verb](core.delivery, {"user": self.id, **given}))
        if settle:
            self.sandbox.settle()
        return self._look(lambda: screen.answer(core.slack, self.id, since, outcome))

    def _look(self, look: Callable[[], T]) -> T:
        return self.sandbox.server.call(look)


def _answer(answered: Json) -> Answer:
    private = answered["answer"] or {"text": "", "blocks": [], "words": ""}
    return Answer(acked_ms=answered["acked_ms"], modal=Modal.of(answered["modal"]), error=answered["error"], **private)


def _channel(view: Json) -> Channel:
    return Channel(id=view["id"], name=view["name"], messages=[Message(**message) for message in view["messages"]])
