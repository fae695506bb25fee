"""What goes wrong between Liaison and Slack, by method and share; kinds are those of sandbox/README.md."""

from dataclasses import dataclass

POST, UPDATE, PUBLISH, OPEN = "chat.postMessage", "chat.update", "views.publish", "conversations.open"
HISTORY, REPLIES = "conversations.history", "conversations.replies"


@dataclass(frozen=True)
class Spell:
    """`in_teams` are the numbers of the workspaces that it hits, none for all; `times` is for each of them."""

    kind: str
    method: str
    share: float
    seconds: float | None = None
    times: int | None = None
    in_teams: tuple[int, ...] = ()


def _of(method: str, shares: dict[str, float], seconds: float | None = None) -> tuple[Spell, ...]:
    return tuple(Spell(kind, method, share, seconds) for kind, share in shares.items())


#: Slack has it, and we do not know.
LOST_REPLIES = {
    "reset_after": 0.03,
    "close_after": 0.015,
    "half_body": 0.02,
    "http_500_after": 0.015,
    "html_after": 0.015,
    "empty_after": 0.01,
    "fatal_error_after": 0.01,
}
#: Slack does not have it, and that looks the same.
NOT_TAKEN = {
    "reset_before": 0.01,
    "http_500_before": 0.01,
    "http_503_before": 0.005,
    "html_before": 0.005,
    "internal_error": 0.005,
    "request_timeout": 0.005,
}
#: Answers that come later than a call may take, and messages that are there only then.
SLOW = (
    Spell("hang_after", POST, 0.015, seconds=3),
    Spell("hang_before", POST, 0.005, seconds=3),
    Spell("drip", POST, 0.01, seconds=3),
    Spell("late", POST, 0.01, seconds=0.9),
)
LIMITS = (
    Spell("ratelimited", POST, 0.01, seconds=1),
    Spell("ratelimited", UPDATE, 0.02, seconds=1),
    Spell("ratelimited", HISTORY, 0.02, seconds=1),
    # A storm over two workspaces: every second call.
    Spell("ratelimited", POST, 0.5, seconds=1, in_teams=(0, 1)),
    # What cannot be read is a pause of half a minute, so once each.
    Spell("ratelimited_none", POST, 1, times=1, in_teams=(2,)),
    Spell("ratelimited_word", POST, 1, times=1, in_teams=(3,)),
    Spell("ratelimited_negative", POST, 1, times=1, in_teams=(4,)),
    Spell("ratelimited_fraction", POST, 1, times=1, in_teams=(5,)),
    Spell("ratelimited_date", POST, 1, times=1, in_teams=(6,)),
    Spell("ratelimited_zero", POST, 0.02, in_teams=(7, 8)),
)
ELSEWHERE = (
    *_of(UPDATE, {"reset_after": 0.05, "http_500_before": 0.05, "half_body": 0.02}),
    *_of(PUBLISH, {"reset_after": 0.05, "http_500_after": 0.03}),
    *_of(OPEN, {"http_500_before": 0.05, "reset_after": 0.05}),
    *_of(HISTORY, {"http_500_before": 0.05, "reset_before": 0.03, "half_body": 0.02}),
    *_of(REPLIES, {"http_500_before": 0.05, "reset_before": 0.03, "half_body": 0.02}),
    Spell("lagging", HISTORY, 0.3, seconds=0.4),
    Spell("lagging", REPLIES, 0.3, seconds=0.4),
)
#: Two workspaces cannot be reached at all for a while.
CUT_OFF = tuple(
    Spell("close_before", method, 1, times=6, in_teams=(10, 11)) for method in (POST, UPDATE, OPEN, HISTORY, REPLIES)
)
STORMS = (*_of(POST, LOST_REPLIES), *_of(POST, NOT_TAKEN), *SLOW, *LIMITS, *ELSEWHERE, *CUT_OFF)
