"""Signed requests as Slack sends them, and as nobody should."""

import hashlib
import hmac
import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.patience import PATIENCE

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None, kind: str = FORM) -> dict[str, str]:
    """The headers of a request with this body."""
    sent = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + sent.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": sent, "X-Slack-Signature": f"v0={digest}", "Content-Type": kind}


@dataclass(frozen=True)
class Got:
    status: int
    body: str
    headers: Mapping[str, str]


def sent(port: int, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        return Got(response.status, response.read().decode(), dict(response.getheaders()))
    finally:
        connection.close()


def command(**fields: str) -> bytes:
    """What `/request help` of Ana's is in full, but for what is given."""
    usual = {
        "team_id": "T0SANDBOX",
        "channel_id": "C0ACME",
        "channel_name": "acme",
        "user_id": "U0ANA",
        "command": "/request",
        "text": "help",
        "response_url": "https://hooks.slack.com/commands/T0SANDBOX/1/x",
        "trigger_id": "1.2.x",
        "api_app_id": "A0LIAISON",
    }
    return urlencode(usual | fields).encode()
