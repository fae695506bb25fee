"""What can be made to go wrong, in words for whoever chooses: calls of the app, and deliveries to it."""

from dataclasses import dataclass

HISTORY = frozenset({"conversations.history", "conversations.replies"})
#: Kinds come in two: what was asked has not been done when it happens, or it has.
BEFORE, AFTER = "_before", "_after"
CLIENT_WAITS = 60.0


@dataclass(frozen=True)
class Kind:
    """`seconds` is what it takes unless somebody says otherwise; `names` are the methods that it is for, if not all."""

    words: str
    seconds: float = 0
    names: frozenset[str] = frozenset()


def _both(kinds: dict[str, Kind]) -> dict[str, Kind]:
    return {
        f"{name}{when}": Kind(f"{done}, {kind.words}", kind.seconds)
        for name, kind in kinds.items()
        for when, done in ((BEFORE, "not done"), (AFTER, "done"))
    }


#: Statuses of what stands before Slack's servers, answered with a page of HTML.
STATUSES = {"http_500": 500, "http_502": 502, "http_503": 503, "html": 200}
BROKEN = _both(
    {
        "reset": Kind("then the connection is reset"),
        "close": Kind("then the connection is closed without an answer"),
        "hang": Kind("then no answer for so many seconds", CLIENT_WAITS),
        "empty": Kind("then 200 with nothing in it"),
        **{name: Kind(f"then {status} with a page of HTML") for name, status in STATUSES.items()},
    }
)
#: What `Retry-After` says; {seconds} is as asked.
RETRY_AFTER = {
    "ratelimited": "{seconds:.0f}",
    "ratelimited_date": "{date}",
    "ratelimited_empty": "",
    "ratelimited_fraction": "1.5",
    "ratelimited_negative": "-1",
    "ratelimited_none": None,
    "ratelimited_twice": "{seconds:.0f}, {seconds:.0f}",
    "ratelimited_word": "soon",
    "ratelimited_zero": "0",
}
LIMITED = {
    "ratelimited": Kind("429, and again until the seconds of Retry-After are over", 1),
    "ratelimited_date": Kind("429 with a date as Retry-After", 1),
    "ratelimited_empty": Kind("429 with an empty Retry-After"),
    "ratelimited_fraction": Kind("429 with Retry-After: 1.5"),
    "ratelimited_negative": Kind("429 with Retry-After: -1"),
    "ratelimited_none": Kind("429 without Retry-After"),
    "ratelimited_twice": Kind("429 with two values of Retry-After in one", 1),
    "ratelimited_word": Kind("429 with Retry-After: soon"),
    "ratelimited_zero": Kind("429 with Retry-After: 0"),
}
#: docs.slack.dev: every method may answer these, whatever the app did.
ERRORS = (
    "access_denied",
    "account_inactive",
    "channel_not_found",
    "ekm_access_denied",
    "fatal_error",
    "internal_error",
    "invalid_auth",
    "is_archived",
    "no_permission",
    "not_in_channel",
    "org_login_required",
    "request_timeout",
    "service_unavailable",
    "team_access_not_granted",
    "team_added_to_org",
    "token_expired",
    "token_revoked",
)
#: docs.slack.dev of these: some aspect of the operation may have succeeded before the error.
DONE_ALL_THE_SAME = tuple(f"{code}{AFTER}" for code in ("fatal_error", "internal_error", "request_timeout"))

API: dict[str, Kind] = {
    **BROKEN,
    "half_body": Kind("done, then half of the answer and the connection is closed"),
    "drip": Kind("done, then the answer in small pieces over so many seconds", 2),
    "late": Kind("done only after so many seconds, whether the app still waits or not", 5),
    "lagging": Kind("what was said in the last so many seconds of virtual time is not there yet", 5, HISTORY),
    **LIMITED,
    **{code: Kind(f"not done, then the error {code}") for code in ERRORS},
    **{code: Kind(f"done, then the error {code.removesuffix(AFTER)}") for code in DONE_ALL_THE_SAME},
}
EITHER_WAY = {
    "late": Kind("comes so many seconds later", 1),
    "reordered": Kind("waits for the next delivery to be over, or so many seconds", 1),
    "duplicated": Kind("comes twice at the same time"),
    "repeated": Kind("comes again when it has been acked"),
    "ack_lost": Kind("comes, but its ack gets lost; an event is sent again"),
    "unreachable": Kind("does not get through; an event is sent again"),
    "lost": Kind("never comes, and is not sent again"),
}
OVER_SOCKETS = EITHER_WAY | {
    "socket_reset": Kind("Socket Mode: the socket that it would take is reset, and it does not get through"),
    "socket_dead": Kind(
        "Socket Mode: the socket that it would take is silent from now on, and it does not get through"
    ),
}
OVER_HTTP = EITHER_WAY | {
    "forged_unsigned": Kind("HTTP: the same comes before it without a signature"),
    "forged_signature": Kind("HTTP: the same comes before it, signed with another secret"),
    "forged_body": Kind("HTTP: the same comes before it, with the signature of another body"),
    "forged_old": Kind("HTTP: the same comes before it, signed six minutes ago"),
    "forged_early": Kind("HTTP: the same comes before it, signed six minutes from now"),
}
DELIVERY = OVER_SOCKETS | OVER_HTTP
KINDS = {"api": API, "delivery": DELIVERY}
