"""One delivery of Slack's handed to Bolt, whichever way it came."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.logs import new_reference

log = logging.getLogger(__name__)

#: Listeners that work at once, and so the largest number of database connections of theirs.
CONCURRENCY = 32
#: Bolt, reading what Slack never sends. What listeners raise does not come here: Bolt hands it to `app.error`.
UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)


def answered(app: App, what: str, payload: dict[str, Any], retry: Mapping[str, str]) -> BoltResponse:
    """As Socket Mode has it also for HTTP: who sent it has been proved, and its body has been read."""
    try:
        return app.dispatch(BoltRequest(mode="socket_mode", body=payload, headers=dict(retry)))
    except UNREADABLE:
        log.exception("a delivery of type %s cannot be read, reference %s", what, new_reference())
        return BoltResponse(status=200)
