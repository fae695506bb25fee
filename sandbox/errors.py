"""What can go wrong: for the app, for whoever drives a person, and for whoever starts the sandbox."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class SlackError(Exception):
    """An error of the Web API, answered as `{"ok": false, "error": code, …}`."""

    code: str
    extra: Json = field(default_factory=dict)
    detail: str = ""
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


@dataclass(eq=False)
class RateLimited(SlackError):
    """`foreseen` when the app could have known that it was too early."""

    code: str = "ratelimited"
    retry_after: int = 1
    foreseen: bool = True


@dataclass(eq=False)
class DriverMistake(Exception):
    """Whoever drives a person asked for something that this person could not have done."""

    error: str
    hint: str

    def __str__(self) -> str:
        return f"{self.error}: {self.hint}"


@dataclass(eq=False)
class NotSettled(Exception):
    """Raised when something is still going on after the time that `settle` was given."""

    going_on: str

    def __str__(self) -> str:
        return f"still going on: {self.going_on}"


@dataclass(eq=False)
class BadAddress(Exception):
    """Raised when an address given for the app is none of a web server."""

    url: str

    def __str__(self) -> str:
        return f"{self.url!r:.200} is no http:// or https:// address"


@dataclass(eq=False)
class BadFolder(Exception):
    """Raised when the data folder holds something that no sandbox has left there."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(eq=False)
class BadManifest(Exception):
    """Raised for the first thing in a manifest that Slack would not accept."""

    pointer: str
    reason: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.reason}"
