"""The client for calls that somebody waits for: whoever is told to wait by Slack hears so, and Slack is left alone."""

from dataclasses import dataclass
from time import monotonic
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.domain.outbox import Throttled
from handlers.attempts import outcome_of_answer
from handlers.deadlines import DeadlineClient


@dataclass(eq=False)
class SlackBusy(SlackClientError):
    """Slack takes no call of this method for so many seconds."""

    method: str
    seconds: float


class GestureClient(DeadlineClient):
    """Raises SlackBusy also without asking, as long as Slack has said that it will refuse."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._shut: dict[str, float] = {}

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        left = self._shut.get(api_method, 0.0) - monotonic()
        if left > 0:
            raise SlackBusy(api_method, left)
        try:
            return super().api_call(api_method, **given)
        except SlackApiError as error:
            outcome = outcome_of_answer(api_method, error.response)
            if not isinstance(outcome, Throttled):
                raise
            self._shut[api_method] = monotonic() + outcome.seconds
            raise SlackBusy(api_method, outcome.seconds) from error
