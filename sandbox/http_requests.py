"""Signed requests to the app's addresses: the body that each kind has, and the answer as Slack reads it."""

import asyncio
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from sandbox import http_client
from sandbox.addresses import Addresses
from sandbox.bodies import parsed
from sandbox.errors import Json
from sandbox.faults.forgeries import FORGERIES, Forgery
from sandbox.faults.kinds import OVER_HTTP, Kind
from sandbox.http_client import Answer, NoAnswer
from sandbox.payloads import VERIFICATION_TOKEN
from sandbox.signing import signed
from sandbox.transport import Ack, Envelope, NotAcked
from sandbox.workspace import Workspace

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
RETRY_SECONDS = (0.0, 60.0, 300.0)
#: With *Delayed Events* switched on in the app's settings: hourly for a day besides.
DELAYED_EVENTS = (*RETRY_SECONDS, *(24 * (3600.0,)))
VERIFYING = "url_verification"
FORGER_WAITS = 3.0
REFUSALS = range(400, 500)
# What is not the app's doing: it is not running, or something stands between.
CIRCUMSTANCES = frozenset({"connection_failed", "ssl_error"})


NOTHING: Mapping[str, str] = {}


class NotVerified(Exception):
    """The app did not answer the challenge with the challenge; the message says what it did."""


@dataclass
class HttpRequests:
    slack: Workspace
    addresses: Addresses
    retry_seconds: tuple[float, ...] = RETRY_SECONDS
    late_reason: str = "http_timeout"
    faults: Mapping[str, Kind] = field(default_factory=lambda: OVER_HTTP)
    _verified: set[str] = field(default_factory=set)
    _verifying: asyncio.Lock = field(default_factory=asyncio.Lock)

    def reachable(self) -> bool:
        return True

    async def send(self, envelope: Envelope) -> Ack:
        begun = time.monotonic()
        url = self._address(envelope)
        answer = await self._asked(url, envelope)
        return Ack(_read(envelope, answer), (time.monotonic() - begun) * 1000)

    def left_behind(self, envelope: Envelope) -> bool:  # noqa: ARG002 — each request has its own answer
        return False

    async def suffer(self, kind: str, envelope: Envelope) -> None:
        """Somebody else knows the address; an app that believes them has not looked at the signature."""
        call = self.slack.traffic.began(self.slack.clock.now(), "slack", envelope.name, envelope.payload)
        call.fault = kind
        try:
            async with asyncio.timeout(FORGER_WAITS):
                answer = await self._post(self._address(envelope), *_body(envelope), signing=FORGERIES[kind])
        except (NoAnswer, TimeoutError) as trouble:
            call.response = {"error": str(trouble)}
            return
        call.response = {"status": answer.status, "body": answer.body.decode(errors="replace")}
        if answer.status not in REFUSALS:
            with self.slack.during(call):
                self.slack.violate("forgery_not_refused", f"{kind}: answered {answer.status}", envelope.name)

    async def verify(self, url: str) -> None:
        """Slack sends events only where the challenge came back. Raises NotVerified or NoAnswer."""
        challenge = secrets.token_hex(24)
        asked = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": VERIFYING}
        slack = self.slack
        call = slack.traffic.began(slack.clock.now(), "slack", VERIFYING, asked)
        answer = await self._post(url, JSON, _json(asked))
        said = answer.body.decode(errors="replace")
        call.response = {"status": answer.status, "body": said}
        if answer.status != 200 or _challenge(answer, said) != challenge:
            raise NotVerified(f"{url:.200} answered {answer.status} {said!r:.100} instead of the challenge")
        self._verified.add(url)

    async def _verify_once(self, url: str) -> None:
        """Several first events wait for one challenge."""
        async with self._verifying:
            if url not in self._verified:
                await self.verify(url)

    async def check_certificate(self, url: str) -> int:
        """The occasional ssl_check that apps for several workspaces get; returns the status."""
        form = urlencode({"ssl_check": "1", "token": VERIFICATION_TOKEN}).encode()
        return (await self._post(url, FORM, form)).status

    def _address(self, envelope: Envelope) -> str:
        url = self._declared(envelope)
        if not url:
            raise NotAcked("connection_failed", "no_request_url", f"no address takes {envelope.name}", final=True)
        return url

    def _declared(self, envelope: Envelope) -> str:
        match envelope.type:
            case "events_api":
                return self.addresses.events
            case "slash_commands":
                return self.addresses.commands.get(envelope.name, "")
            case _ if envelope.payload.get("type") == "block_suggestion":
                return self.addresses.options
            case _:
                return self.addresses.interactions

    async def _asked(self, url: str, envelope: Envelope) -> Answer:
        try:
            if envelope.type == "events_api":
                await self._verify_once(url)
            kind, body = _body(envelope)
            answer = await self._post(url, kind, body, _retry(envelope))
        except NoAnswer as trouble:
            violation = "" if trouble.reason in CIRCUMSTANCES else trouble.reason
            raise NotAcked(trouble.reason, violation, trouble.detail) from trouble
        except NotVerified as trouble:
            raise NotAcked("http_error", "url_not_verified", str(trouble)) from trouble
        if not 200 <= answer.status < 300:
            final = answer.headers.get("x-slack-no-retry") == "1"
            raise NotAcked("http_error", "http_error", f"answered {answer.status}", final=final)
        return answer

    async def _post(
        self, url: str, kind: str, body: bytes, more: Mapping[str, str] = NOTHING, signing: Forgery = signed
    ) -> Answer:
        secret = self.slack.app.signing_secret
        common = {"User-Agent": AGENT, "Accept": "application/json,*/*", "Content-Type": kind}
        return await http_client.post(url, {**common, **more, **signing(secret, int(time.time()), body)}, body)


def _json(value: Json) -> bytes:
    """With slashes escaped as Slack's are, so that whoever signs JSON of their own making finds out."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()


def _body(envelope: Envelope) -> tuple[str, bytes]:
    match envelope.type:
        case "events_api":
            return JSON, _json(envelope.payload)
        case "slash_commands":
            return FORM, urlencode(envelope.payload, errors="replace").encode()
        case _:
            return FORM, urlencode({"payload": _json(envelope.payload)}).encode()


def _retry(envelope: Envelope) -> dict[str, str]:
    if not envelope.retry_attempt:
        return {}
    return {"X-Slack-Retry-Num": str(envelope.retry_attempt), "X-Slack-Retry-Reason": envelope.retry_reason}


def _read(envelope: Envelope, answer: Answer) -> Any:
    """Nothing, JSON that says it is, or plain text: a message to a command, and to anything else no answer."""
    said = answer.body.decode(errors="replace")
    if not said.strip() or envelope.type == "events_api":
        return None
    if _is_json(answer):
        return _json_of(envelope, said)
    return {"text": said} if envelope.type == "slash_commands" else said


def _json_of(envelope: Envelope, said: str) -> Any:
    try:
        return parsed(said)
    except ValueError as trouble:
        if envelope.type == "slash_commands":
            raise NotAcked("unknown_error", "bad_ack", f"no JSON: {trouble}") from trouble
        return said


def _is_json(answer: Answer) -> bool:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower() == JSON


def _challenge(answer: Answer, said: str) -> str | None:
    """It may come back as JSON, as a form or as plain text."""
    if _is_json(answer):
        try:
            back: Any = parsed(said)
        except ValueError:
            return None
        return back.get("challenge") if isinstance(back, dict) else None
    return next(iter(parse_qs(said).get("challenge", ())), said.strip())
