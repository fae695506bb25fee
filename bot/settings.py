"""What can be set: read once from the environment or `.env`, checked, and never printed."""

import difflib
import os
import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.startup import CannotStart, sqlite_file

PREFIX = "LIAISON_"
ENV_FILE = ".env"
MANIFEST = Path(__file__).resolve().parent.parent / "manifest.yml"
SLACK_API = "https://slack.com/api/"
HTTP_PORT = 3000

EXAMPLES = {
    "bot_token": "xoxb-… from your app's page: OAuth & Permissions",
    "app_token": "xapp-… from your app's page: Basic Information, App-Level Tokens",
    "signing_secret": "… from your app's page: Basic Information, App Credentials",
    "http_host": "127.0.0.1",
    "http_port": "3000",
    "api_base_url": SLACK_API,
    "database_url": "sqlite:///data/liaison.db",
    "workspace_zone": "Europe/London",
    "log_level": "INFO",
    "channel_spacing": "1.1",
    "messages_per_minute": "300",
    "pings_per_day": "10",
    "reaction_days": "1",
    "manifest": "manifest.yml",
    "language_file": "words.toml",
}

PLACEHOLDER = re.compile(
    r"(?:^|[-_])(?:your|my|the|token|example|changeme|change|replace|placeholder|secret|here|x+|test)(?=$|[-_])|\.\.\.|…|[<>*\s]",
    re.IGNORECASE,
)
SHORTEST_TOKEN = 20


@dataclass(eq=False)
class SettingsRefused(CannotStart):
    """One setting cannot be used. Its value is left out: it may be a secret."""

    name: str
    why: str
    example: str | None = None

    def __str__(self) -> str:
        said = f"{self.name} {self.why}" + ("" if self.why.endswith("?") else ".")
        return said + (f" Example: {self.name}={self.example}" if self.example else "")


class StoreSettings(BaseSettings):
    """What the commands about the store need: they work before there are tokens."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: SecretStr = SecretStr(EXAMPLES["database_url"])
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, url: SecretStr) -> SecretStr:
        scheme, _, rest = url.get_secret_value().partition("://")
        if scheme not in {"sqlite", "postgresql", "postgresql+psycopg"} or not rest.strip("/") or not _has_parts(url):
            raise ValueError("is not the address of a SQLite or PostgreSQL database")
        if scheme == "sqlite" and sqlite_file(url.get_secret_value()) is None:
            raise ValueError("is not the address of a file: after sqlite: come three slashes, then the file's path")
        return url

    @field_validator("log_level", mode="before")
    @classmethod
    def _log_level(cls, level: str) -> str:
        return level.upper()


class Settings(StoreSettings):
    """Slack speaks to us over a socket, which takes `app_token`, or over HTTP, which takes `signing_secret`."""

    bot_token: SecretStr
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    http_host: str = EXAMPLES["http_host"]
    http_port: int | None = Field(default=None, ge=0, le=65_535)
    api_base_url: str = SLACK_API
    workspace_zone: str = EXAMPLES["workspace_zone"]
    #: Slack takes about one message a second in a channel; a little more keeps us from being the one to find out.
    channel_spacing: float = Field(default=1.1, ge=0, le=60)
    #: Slack takes several hundred in a workspace; 0 leaves it to Slack to say when they are too many.
    messages_per_minute: int = Field(default=300, ge=0, le=10_000)
    #: What reaches a person unasked on one of their days; more waits for their next digest. 0 sets no end.
    pings_per_day: int = Field(default=10, ge=0, le=1_000)
    #: Working days that whoever is reminded of what is due has to act, before the next person is told; 0: nobody is.
    reaction_days: int = Field(default=1, ge=0, le=30)
    manifest: Path = MANIFEST
    #: Words in place of the English ones, as `liaison words` prints them.
    language_file: Path | None = None

    @field_validator("bot_token")
    @classmethod
    def _bot_token(cls, token: SecretStr) -> SecretStr:
        return _token(token, "xoxb-", other={"xapp-": "holds an app-level token: the two tokens are swapped"})

    @field_validator("app_token")
    @classmethod
    def _app_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None:
            return None
        return _token(token, "xapp-", other={"xoxb-": "holds a bot token: the two tokens are swapped"})

    @field_validator("signing_secret")
    @classmethod
    def _signing_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is None:
            return None
        text = secret.get_secret_value().strip()
        if text.startswith(("xoxb-", "xapp-")):
            raise ValueError("holds a token, not the signing secret")
        if len(text) < SHORTEST_TOKEN or not _is_plain(text) or PLACEHOLDER.search(text) or len(set(text)) < 5:
            raise ValueError("holds a placeholder or a part of a secret, not a whole one")
        return SecretStr(text)

    @field_validator("http_host")
    @classmethod
    def _http_host(cls, host: str) -> str:
        try:
            return str(ip_address(host))
        except ValueError:
            raise ValueError("is not the address of a network interface of this machine") from None

    @field_validator("api_base_url")
    @classmethod
    def _api_base_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not _is_plain(url):
            raise ValueError("is not a web address")
        if parts.scheme == "http" and not _is_loopback(parts.hostname):
            raise ValueError("would send tokens unencrypted: only https leaves this machine")
        return url if url.endswith("/") else url + "/"

    @field_validator("workspace_zone")
    @classmethod
    def _workspace_zone(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            near = difflib.get_close_matches(name, available_timezones(), 1)
            raise ValueError("is not a time zone" + (f" (perhaps {near[0]})" if near else "")) from error

    @property
    def listens_on(self) -> int | None:
        """The port for HTTP. Over a socket it serves only those who ask after our health, and only when it is set."""
        default = None if self.signing_secret is None else HTTP_PORT
        return default if self.http_port is None else self.http_port

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.workspace_zone)

    @property
    def is_local(self) -> bool:
        """Whether Slack is on this machine, as the sandbox is."""
        return _is_loopback(urlsplit(self.api_base_url).hostname)


Kind = TypeVar("Kind", bound=StoreSettings)


def load(**given: Any) -> Settings:
    """What is `given` wins over the environment, and that over `.env`."""
    settings = _checked(Settings, given)
    match settings.app_token, settings.signing_secret:
        case None, None:
            why = "is missing (or LIAISON_SIGNING_SECRET, for an app that Slack reaches over HTTP)"
            raise SettingsRefused("LIAISON_APP_TOKEN", why, EXAMPLES["app_token"])
        case SecretStr(), SecretStr():
            why = "and LIAISON_APP_TOKEN are both set: the first is for HTTP, the second for a socket; keep one"
            raise SettingsRefused("LIAISON_SIGNING_SECRET", why)
        case _:
            return settings


def load_for_store(**given: Any) -> StoreSettings:
    return _checked(StoreSettings, given)


def _checked(kind: type[Kind], given: dict[str, Any]) -> Kind:
    try:
        _refuse_misspelt()
        return kind(**given)
    except ValidationError as error:
        raise _refused(error) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsRefused(ENV_FILE, f"cannot be read ({type(error).__name__})") from None


def variable(field: str) -> str:
    return PREFIX + field.upper()


def _refuse_misspelt() -> None:
    """One that is ignored in silence would leave its default in force, such as an empty store."""
    known = {variable(field) for field in Settings.model_fields}
    for name in sorted({*os.environ, *_env_file()} - known):
        if name.startswith(PREFIX):
            near = difflib.get_close_matches(name, known, 1)
            raise SettingsRefused(name, "is no setting; " + (f"did you mean {near[0]}?" if near else "see README.md"))


def _env_file() -> dict[str, str | None]:
    return dotenv_values(ENV_FILE) if Path(ENV_FILE).is_file() else {}


def _refused(error: ValidationError) -> SettingsRefused:
    first = error.errors(include_url=False, include_input=False)[0]
    field = str(first["loc"][0])
    why = "is missing" if first["type"] == "missing" else first["msg"].removeprefix("Value error, ")
    if first["type"] not in {"missing", "value_error"}:
        why = f"is not usable: {why[:1].lower()}{why[1:]}"
    return SettingsRefused(variable(field), why, EXAMPLES.get(field))


def _token(token: SecretStr, prefix: str, *, other: dict[str, str]) -> SecretStr:
    text = token.get_secret_value().strip()
    for wrong, why in other.items():
        if text.startswith(wrong):
            raise ValueError(why)
    if text.startswith("xoxe."):
        raise ValueError("holds a rotating token, which Liaison does not renew: switch token rotation off")
    if not text.startswith(prefix):
        raise ValueError(f"does not begin with {prefix}")
    if not _is_plain(text):
        raise ValueError("holds a placeholder, or a character that is in no token")
    rest = text.removeprefix(prefix)
    if len(text) < SHORTEST_TOKEN or PLACEHOLDER.search(rest) or len(set(rest)) < 5:
        raise ValueError("holds a placeholder or a part of a token, not a whole one")
    return SecretStr(text)


def _has_parts(url: SecretStr) -> bool:
    """The reason why not would quote the address, and that may hold a password."""
    try:
        port = urlsplit(url.get_secret_value()).port
    except ValueError:
        return False
    return port is None or port > 0


def _is_plain(text: str) -> bool:
    """What goes into the head of an HTTP request must be ASCII, and neither a blank nor a control character."""
    return text.isascii() and text.isprintable() and " " not in text


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
