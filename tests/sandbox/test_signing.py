"""The signature of Slack's requests, held against Slack's own sample and against its SDK."""

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from sandbox.signing import signature, signed

# slack-platform.md 1.2, published by Slack.
SECRET, TIMESTAMP = "8f742231b10e8888abcd99yyyzzz85a5", 1531420618
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)


def test_slacks_own_sample() -> None:
    assert signature(SECRET, TIMESTAMP, BODY) == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


class Then(Clock):
    def now(self) -> float:
        return TIMESTAMP


@pytest.mark.parametrize(
    "body", [b"", BODY, "text=grüße".encode(), b" {}\r\n"], ids=["nothing", "the sample", "not ASCII", "white space"]
)
def test_the_sdk_takes_it(body: bytes) -> None:
    headers = signed(SECRET, TIMESTAMP, body)

    assert SignatureVerifier(SECRET, Then()).is_valid_request(body, headers)
    assert not SignatureVerifier(SECRET, Then()).is_valid_request(body + b" ", headers)
