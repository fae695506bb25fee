"""Where an app that is reached over HTTP takes what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Addresses:
    """Empty for what the app takes nowhere; `commands` by name, `options` is for menus whose options it loads."""

    events: str = ""
    interactions: str = ""
    options: str = ""
    commands: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def one(cls, url: str, options_url: str | None, commands: Iterable[str]) -> "Addresses":
        """The same for everything, as frameworks have it."""
        return cls(url, url, options_url or url, dict.fromkeys(commands, url))

    @property
    def every(self) -> tuple[str, ...]:
        """Each once."""
        named = (self.events, self.interactions, self.options, *self.commands.values())
        return tuple(dict.fromkeys(url for url in named if url))
