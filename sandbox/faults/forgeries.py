"""Requests as somebody else would send them to the app's address: what an app must not believe."""

from collections.abc import Callable, Mapping

from sandbox.signing import signed

TOO_FAR = 360  # seconds; docs.slack.dev has apps refuse what is more than five minutes away

Forgery = Callable[[str, int, bytes], Mapping[str, str]]

FORGERIES: dict[str, Forgery] = {
    "forged_unsigned": lambda _secret, _now, _body: {},
    "forged_signature": lambda secret, now, body: signed(secret[::-1], now, body),
    "forged_body": lambda secret, now, body: signed(secret, now, body + b" "),
    "forged_old": lambda secret, now, body: signed(secret, now - TOO_FAR, body),
    "forged_early": lambda secret, now, body: signed(secret, now + TOO_FAR, body),
}
