"""How Slack signs what it sends: a hash over the time and the very bytes of the body, with a secret that both know."""

import hashlib
import hmac

VERSION = "v0"
TIMESTAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The header's value (slack-platform.md 1.2); `timestamp` in whole seconds since 1970."""
    base = f"{VERSION}:{timestamp}:".encode() + body
    return f"{VERSION}={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}"


def signed(secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The two headers of a request with this body."""
    return {TIMESTAMP: str(timestamp), SIGNATURE: signature(secret, timestamp, body)}
