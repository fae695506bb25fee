"""The types of client requests: those that Liaison comes with, or those that a workspace has loaded from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.config_files import ConfigVersion
from bot.domain.errors import NeedsAnswers
from bot.domain.ids import TeamId
from bot.domain.origins import OwnWork
from bot.domain.request_types import RequestType, TypeSet
from bot.domain.type_files import KIND, read_types
from bot.services.ports import Configs, Store, Transaction

#: The version of those that Liaison comes with.
SHIPPED = 0


class NoSuchVersion(LookupError):
    """Types of this version were never loaded here."""


@dataclass(frozen=True)
class Loaded:
    """`is_new` is False when the same was in force already."""

    version: int
    is_new: bool
    types: TypeSet


@dataclass(frozen=True)
class Offered:
    """What a form lets people choose from, and the type that its request has, as it was when that was answered."""

    live: TypeSet
    own: RequestType | None = None


@lru_cache(maxsize=1)
def shipped() -> str:
    return files("bot").joinpath("request_types.toml").read_text(encoding="utf-8")


class RequestTypeService:
    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def live(self, team: TeamId) -> TypeSet:
        with self._store.read(team) as tx:
            return live(tx.configs)

    def offered(self, team: TeamId, request: ClientRequest | None = None) -> Offered:
        with self._store.read(team) as tx:
            own = type_of(tx.configs, request) if request else None
            return Offered(live(tx.configs), own)

    def of_version(self, team: TeamId, version: int) -> TypeSet:
        """Raises NoSuchVersion."""
        with self._store.read(team) as tx:
            return of_version(tx.configs, version)

    def text(self, team: TeamId, version: int | None = None) -> str:
        """The file as it was loaded; that in force where no version is named. Raises NoSuchVersion."""
        with self._store.read(team) as tx:
            if version is None:
                newest = tx.configs.live(KIND)
                return newest.text if newest else shipped()
            return _text(tx.configs, version)

    def versions(self, team: TeamId) -> Sequence[ConfigVersion]:
        """Those that were loaded, newest first."""
        with self._store.read(team) as tx:
            return tx.configs.all(KIND)

    def load(self, team: TeamId, text: str, by: str) -> Loaded:
        """Raises BadFile, and then what was in force stays so. Of the same text a second time nothing comes."""
        types = read_types(text)
        while True:
            with self._store.begin(OwnWork(team_id=team)) as tx:
                newest = tx.configs.live(KIND)
                version = newest.number if newest else SHIPPED
                if text == (newest.text if newest else shipped()):
                    return Loaded(version, False, TypeSet(version, types))
                number, now = version + 1, self._clock.now()
                config = ConfigVersion(team_id=team, kind=KIND, number=number, text=text, loaded_by=by, loaded_at=now)
                if tx.configs.add(config):
                    return Loaded(number, True, TypeSet(number, types))

    def load_again(self, team: TeamId, version: int, by: str) -> Loaded:
        """An older version, as a new one: what was answered in between keeps its own. Raises NoSuchVersion."""
        return self.load(team, self.text(team, version), by)


def live(configs: Configs) -> TypeSet:
    newest = configs.live(KIND)
    return TypeSet(newest.number, read_types(newest.text)) if newest else TypeSet(SHIPPED, read_types(shipped()))


def of_version(configs: Configs, version: int) -> TypeSet:
    return TypeSet(version, read_types(_text(configs, version)))


def type_of(configs: Configs, request: ClientRequest) -> RequestType | None:
    """As it was when the request was answered."""
    if request.type_name is None:
        return None
    try:
        return of_version(configs, request.type_version).named(request.type_name)
    except NoSuchVersion:
        return None


def must_be_complete(configs: Configs, request: ClientRequest) -> None:
    """Before it is done. Raises NeedsAnswers."""
    found, held = type_of(configs, request), request.of_type
    needed = found.needed_to_close(held.values) if found and held else ()
    if needed:
        raise NeedsAnswers(request.label, request.type_label, tuple(one.label for one in needed))


def _text(configs: Configs, version: int) -> str:
    if version == SHIPPED:
        return shipped()
    file = configs.of_version(KIND, version)
    if file is None:
        raise NoSuchVersion(version)
    return file.text
