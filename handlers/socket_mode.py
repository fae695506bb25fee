"""Socket Mode as Liaison needs it: the answer first, then the rest; and an end that loses no answer."""

import logging
import time
from dataclasses import dataclass
from http.client import HTTPException

from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import send_response
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError, SlackClientNotConnectedError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from handlers.after_ack import AfterAck
from handlers.deliveries import CONCURRENCY, answered
from handlers.sockets import SteadyClient
from handlers.web_clients import error_code

log = logging.getLogger(__name__)

#: Seconds to ask for a socket, and to wait for the hello on it; the handshake between them takes three at most. After
#: these ten it is said whether Liaison is connected.
OPENING, HELLO_SECONDS = 5.0, 2.0
#: What Slack answers to apps.connections.open when trying again cannot help.
TOKEN_REFUSALS = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
        "forbidden_team",
    }
)


@dataclass(eq=False)
class AppTokenRefused(Exception):
    """Slack will not open a socket for this app token; `error` is its word for why."""

    error: str


class LiaisonSocketMode(BaseSocketModeHandler):
    """Not Bolt's SocketModeHandler, whose constructor starts the client that `SteadyClient` replaces."""

    client: SteadyClient

    def __init__(
        self, app: App, app_token: str, after_ack: AfterAck, *, web_client: WebClient, concurrency: int = CONCURRENCY
    ) -> None:
        self.app = app
        self._after_ack = after_ack
        self.client = SteadyClient(app_token, web_client, concurrency)
        self.client.socket_mode_request_listeners.append(self.handle)

    def start(self) -> None:
        """Returns connected, or trying on in the background with one line said; AppTokenRefused is for good."""
        why_not = self._connect()
        if not self._is_greeted():
            log.warning("Slack's socket is not open yet (%s); Liaison goes on trying", why_not)
        self.client.start_monitor()

    def _connect(self) -> str:
        try:
            self.client.connect()
        except SlackApiError as error:
            code = error_code(error.response) or f"status {error.response.status_code}"
            if code in TOKEN_REFUSALS:
                self.client.close()
                raise AppTokenRefused(code) from error
            return code
        except (OSError, HTTPException, SlackClientError) as error:
            return str(error)
        return "no hello" if self.is_connected() else "handshake refused"

    def _is_greeted(self) -> bool:
        return self.is_connected() and self.client.wait_for_hello(HELLO_SECONDS)

    def is_connected(self) -> bool:
        return self.client.is_connected()

    def in_flight(self) -> int:
        """Envelopes received and not yet worked off, those still waiting for a thread included."""
        return self.client.in_flight()

    def stop(self, timeout: float) -> bool:
        """Takes nothing more in, lets what is in flight be answered, then closes. False when something was cut off."""
        until = time.monotonic() + timeout
        self.client.stop_receiving()
        is_answered = self.client.wait_until_worked_off(timeout)
        is_done = self._after_ack.stop(max(0.0, until - time.monotonic()))
        self.client.close()
        return is_answered and is_done

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        self._after_ack.begin()
        response = self._answer(req)
        try:
            send_response(client, req, response, time.time())
        except SlackClientNotConnectedError:
            # What was committed stays; Slack delivers again and the same delivery is answered like the first time.
            log.warning("an answer could not be sent: no connection")
        if response.status == 200:
            self._after_ack.hand_over()

    def _answer(self, req: SocketModeRequest) -> BoltResponse:
        retry = {"x-slack-retry-num": req.retry_attempt, "x-slack-retry-reason": req.retry_reason}
        given = {name: str(value) for name, value in retry.items() if value is not None}
        return answered(self.app, req.type, req.payload, given)
