"""One Web API call, made once, and what its end means for the outbox (the table of reliability.md 3.1)."""

import ssl
from collections.abc import Callable, Mapping
from http.client import HTTPException
from socket import gaierror
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.domain.outbox import SAID, InstallationDead, NotSent, Outcome, Refused, Throttled, Unclear
from handlers.deadlines import TooLateToSend
from handlers.slack_errors import INSTALLATION_DEAD, REFUSED_FOR_CERTAIN, THROTTLED
from handlers.web_clients import error_code

#: Slack says how long in Retry-After; this is for when it does not.
USUAL_PAUSE = 30.0
#: More seconds than Slack ever means.
TOO_LONG = 24 * 60 * 60

#: What opening a connection raises before a byte was written.
NEVER_LEFT = (ConnectionRefusedError, gaierror, ssl.SSLCertVerificationError, TooLateToSend)


def attempted(method: str, call: Callable[[], SlackResponse]) -> SlackResponse | Outcome:
    """The answer, if Slack gave one that says ok."""
    try:
        return call()
    except SlackApiError as error:
        return outcome_of_answer(method, error.response)
    except (OSError, HTTPException, SlackClientError, ValueError, AttributeError) as error:
        # ValueError: a body that is not UTF-8. AttributeError: JSON that is not an object, which the SDK assumes.
        return outcome_of_failure(error)


def outcome_of_answer(method: str, response: SlackResponse) -> Outcome:
    """Slack answered, and not with ok."""
    code = error_code(response)
    if response.status_code == 429 or code in THROTTLED:
        return Throttled(method, _retry_after(response.headers))
    if response.status_code >= 500 or code is None:
        return Unclear(f"status {response.status_code}")
    if code in INSTALLATION_DEAD:
        return InstallationDead(code)
    return Refused(code) if code in REFUSED_FOR_CERTAIN else Unclear(f"{SAID}{code}")


def outcome_of_failure(error: Exception) -> Outcome:
    """Slack did not answer, or not in a way that says anything."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(error, URLError) and isinstance(cause, NEVER_LEFT):
        return NotSent(type(cause).__name__)
    return Unclear(type(cause).__name__)


def _retry_after(headers: Mapping[str, str]) -> float:
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    seconds = float(said) if said.strip().isdecimal() else USUAL_PAUSE
    return max(1.0, seconds) if seconds <= TOO_LONG else USUAL_PAUSE
