"""Slack's Web API as Liaison calls it, and who we are there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from ssl import SSLContext, create_default_context
from typing import TypeVar, cast
from urllib.error import URLError
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse

from bot.domain.ids import TeamId, UserId
from handlers.deadlines import DeadlineClient
from handlers.response_urls import is_loopback

T = TypeVar("T")
Client = TypeVar("Client", bound=DeadlineClient)

#: Seconds. A person waits for the first; the second is for starting and for looking things up.
GESTURE, UNHURRIED = 1.5, 10.0
#: users.list may be asked for twenty pages a minute.
MOST_WAITS = 10


@dataclass(eq=False)
class SlackRefused(Exception):
    """Slack answered, and said no with this code."""

    code: str


@dataclass(eq=False)
class SlackUnreachable(Exception):
    """No answer, or none that is Slack's."""

    why: str


@dataclass(frozen=True)
class Identity:
    """What auth.test says. `scopes` are those granted; `date` is Slack's clock as an HTTP date."""

    team_id: TeamId
    team: str
    user_id: UserId
    user: str
    bot_id: str | None
    scopes: frozenset[str]
    date: str | None


def web_client(token: str | None, api_base_url: str, timeout: float) -> DeadlineClient:
    """Never retries: who calls decides what may be said twice."""
    return made(DeadlineClient, token, api_base_url, timeout)


def made(kind: type[Client], token: str | None, api_base_url: str, timeout: float) -> Client:
    # The SDK says int and hands it to urllib, which takes fractions.
    client = kind(token, api_base_url, cast("int", timeout), ssl=_tls(), retry_handlers=[])
    if is_loopback(urlsplit(api_base_url).hostname):
        client.proxy = None
    return client


@cache
def _tls() -> SSLContext:
    """One for all: urllib would read the system's certificates anew for every call, which takes some 30 ms."""
    return create_default_context()


def patient_client(token: str, api_base_url: str) -> WebClient:
    """For reading whole lists: waits when Slack says that we ask too often."""
    client = web_client(token, api_base_url, UNHURRIED)
    client.retry_handlers = [RateLimitErrorRetryHandler(max_retry_count=MOST_WAITS)]
    return client


def identity(client: WebClient) -> Identity:
    answer = asked(client.auth_test)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Identity(
        team_id=TeamId(str(answer.get("team_id"))),
        team=str(answer.get("team")),
        user_id=UserId(str(answer.get("user_id"))),
        user=str(answer.get("user")),
        bot_id=answer.get("bot_id"),
        scopes=frozenset(scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip()),
        date=headers.get("date"),
    )


def may_open_sockets(client: WebClient, app_token: str) -> None:
    asked(lambda: client.apps_connections_open(app_token=app_token))


def asked(call: Callable[[], T]) -> T:
    """Raises SlackRefused or SlackUnreachable, and nothing of the SDK's."""
    try:
        return call()
    except SlackApiError as error:
        code = error_code(error.response)
        if code is None or error.response.status_code >= 500:
            raise SlackUnreachable(f"status {error.response.status_code}") from error
        raise SlackRefused(code) from error
    except (OSError, HTTPException, SlackClientError, ValueError, AttributeError) as error:
        raise SlackUnreachable(_why(error)) from error


def error_code(response: SlackResponse) -> str | None:
    """None when it is not Slack who answered: what is no JSON the SDK puts there in sentences of its own."""
    code = response.data.get("error") if isinstance(response.data, dict) else None
    return code if isinstance(code, str) and code.replace("_", "").isalnum() else None


def _why(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
