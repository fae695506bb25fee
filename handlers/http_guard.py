"""What may come in over HTTP: signed by Slack, recent, of a bearable size and readable. Nothing of it reaches a log."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import WSGIEnvironment

#: Bytes. Slack's largest, a submitted form with its view, is a fraction of that.
MOST_BYTES = 1_000_000
#: Seconds between Slack's clock and ours past which a request counts as replayed (slack-platform.md 1.2).
MOST_AGE = 300
#: Fields of a form: a slash command has some fifteen.
MOST_FIELDS = 100
DIGITS = re.compile(r"\d{1,12}", re.ASCII)
RETRIES = ("x-slack-retry-num", "x-slack-retry-reason")


@dataclass(eq=False)
class Refused(Exception):
    """`why` is one of a few constants, because nothing that came in may be repeated."""

    status: HTTPStatus
    why: str


@dataclass(frozen=True)
class Delivered:
    """One signed request: its payload as Socket Mode would have it, and what Slack says of retries."""

    payload: dict[str, Any]
    retry: Mapping[str, str]

    @property
    def what(self) -> str:
        return str(self.payload.get("type", "slash_commands"))


@dataclass(frozen=True)
class Guard:
    """Bolt's own check would log the body of what it refuses, and answers 500 to a time that is no number."""

    secret: str
    now: Callable[[], float] = time.time

    def read(self, environ: WSGIEnvironment, body: bytes) -> Delivered:
        """Raises Refused."""
        self._must_be_signed(environ, body)
        payload = _payload(body, environ.get("CONTENT_TYPE", ""))
        headers = {name: environ.get(f"HTTP_{name.upper().replace('-', '_')}") for name in RETRIES}
        return Delivered(payload, {name: value for name, value in headers.items() if value})

    def _must_be_signed(self, environ: WSGIEnvironment, body: bytes) -> None:
        sent = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        if not DIGITS.fullmatch(sent) or abs(self.now() - int(sent)) > MOST_AGE:
            raise Refused(HTTPStatus.UNAUTHORIZED, "its time is missing, or too far from ours")
        signed = b"v0:" + sent.encode() + b":" + body
        right = "v0=" + hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()
        given = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not hmac.compare_digest(right.encode(), given.encode(errors="replace")):
            raise Refused(HTTPStatus.UNAUTHORIZED, "it is not signed with our secret")


def body_of(environ: WSGIEnvironment) -> bytes:
    """Raises Refused."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not DIGITS.fullmatch(length):
        raise Refused(HTTPStatus.BAD_REQUEST, "its length is no number")
    if int(length) > MOST_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "it is too large")
    body: bytes = environ["wsgi.input"].read(int(length))
    return body


def is_ssl_check(body: bytes) -> bool:
    """Slack looks at our certificate now and then, unsigned; the answer tells nothing."""
    return body.startswith(b"ssl_check=1")


def _payload(body: bytes, content_type: str) -> dict[str, Any]:
    """Read here and not by Bolt, which takes a command with the word "payload" in it for an empty one."""
    try:
        text = body.decode()
        is_json = content_type.partition(";")[0].strip().lower() == "application/json"
        payload = json.loads(text) if is_json else _form(text)
    except (ValueError, RecursionError):
        raise Refused(HTTPStatus.BAD_REQUEST, "it cannot be read") from None
    if not isinstance(payload, dict) or not payload:
        raise Refused(HTTPStatus.BAD_REQUEST, "it holds nothing that Slack would send")
    return payload


def _form(text: str) -> Any:
    """A command's fields, or what an interaction has in its one field. Raises ValueError."""
    fields = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS)
    form = dict(fields)
    if len(form) != len(fields):
        raise ValueError("a field is there twice")
    return json.loads(form["payload"]) if "payload" in form else form
