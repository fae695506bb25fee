"""Private answers after the ack: one attempt at a response_url, and only at an address that is Slack's."""

import logging
from collections.abc import Mapping
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

from handlers.deadlines import DeadlineClient

log = logging.getLogger(__name__)

TIMEOUT = 1.5
SLACK_HOST = "hooks.slack.com"
SLACK_PATHS = ("/commands/", "/actions/", "/app/")


class ResponseUrls:
    """Whoever can forge a payload could have us post anywhere, hence the short list of addresses.

    `api_base_url` adds its own origin when it is on this machine: the local Slack hands out its own addresses.
    """

    def __init__(self, api_base_url: str) -> None:
        api = urlsplit(api_base_url)
        self._client = DeadlineClient(timeout=cast("int", TIMEOUT))
        self._local = (api.scheme, api.netloc) if is_loopback(api.hostname) else None

    def answer(self, url: str, body: Mapping[str, Any]) -> bool:
        """Says whether Slack took it. Never tried twice: a second private answer would be a second message."""
        if not self._is_allowed(url):
            log.warning("a response_url that is not Slack's was not used")
            return False
        try:
            status = self._client.post(url, body)
        except (OSError, HTTPException, ValueError) as error:
            log.warning("a private answer did not reach Slack: %s", type(error).__name__)
            return False
        if status != 200:
            log.warning("a private answer was refused with status %d", status)
        return status == 200

    def _is_allowed(self, url: str) -> bool:
        parts = _split(url)
        if parts is None:
            return False
        if (parts.scheme, parts.netloc) == self._local:
            return True
        return parts.scheme == "https" and parts.netloc == SLACK_HOST and parts.path.startswith(SLACK_PATHS)


def is_loopback(host: str | None) -> bool:
    if host is None:
        return False
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None
