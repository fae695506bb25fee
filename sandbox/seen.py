"""What the Python driver gives back: what a person sees, and what became of a gesture."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.errors import DriverMistake, Json


@dataclass(frozen=True)
class Message:
    """`words` is all text that a person reads in it, in order, mentions resolved to @names."""

    ts: str
    user: str
    name: str
    text: str
    blocks: list[Json]
    words: str
    ephemeral: bool
    thread_ts: str | None
    broadcast: bool
    reactions: list[Json]
    edited: str | None
    app: bool
    files: list[Json]


@dataclass(frozen=True)
class Channel:
    id: str
    name: str
    messages: list[Message]

    def newest(self, containing: str = "") -> Message:
        for message in reversed(self.messages):
            if containing in message.words or containing in message.text:
                return message
        raise DriverMistake("message_not_found", f"nothing with {containing!r} in {self.name}: {self.texts}")

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    def thread(self, ts: str) -> list[Message]:
        return [message for message in self.messages if message.thread_ts == ts]


@dataclass(frozen=True)
class Modal:
    """`values` is what the form holds now, `errors` what stands at its inputs."""

    id: str
    title: str
    callback_id: str
    private_metadata: str
    blocks: list[Json]
    values: Json
    errors: dict[str, str]
    words: str

    @classmethod
    def of(cls, view: Json | None) -> Modal | None:
        if view is None:
            return None
        names = ("id", "callback_id", "private_metadata", "blocks", "errors", "words")
        return cls(title=view["title"]["text"], values=view["state"]["values"], **{name: view[name] for name in names})


@dataclass(frozen=True)
class Home:
    """`text` is all that a person reads on it."""

    blocks: list[Json]
    text: str

    @property
    def words(self) -> str:
        return self.text


@dataclass(frozen=True)
class Answer:
    """`text` and `blocks` of the private answer, empty without one; `error` as Slack words the app's failure."""

    acked_ms: float | None
    text: str
    blocks: list[Json]
    words: str
    modal: Modal | None
    error: str | None


@dataclass(frozen=True)
class Submitted:
    closed: bool
    errors: dict[str, str]
    acked_ms: float | None
    answer: Answer
    modal: Modal | None = None
    error: str | None = field(default=None)
