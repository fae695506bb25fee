"""What became of a gesture, as far as the person and Slack's own client know at once."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sandbox.delivery import Delivery, Reply, Telling
from sandbox.errors import Json, SlackError

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True)
class Outcome:
    """`closed` and `errors` are about a submitted form; `ts` is the message that was posted, `told` what the app hears;
    `options` or `option_groups` are what a menu offers.

    A gesture that Slack itself carries out waits for no ack; the app gets events that tell of it.
    """

    acked_ms: float | None = None
    error: str | None = None
    closed: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    ts: str | None = None
    told: tuple[Telling, ...] = ()
    options: list[Json] | None = None
    option_groups: list[Json] | None = None

    @classmethod
    def of(cls, reply: Reply) -> "Outcome":
        return cls(acked_ms=reply.acked_ms, error=reply.error)


def telling(delivery: Delivery, gesture: Callable[[], Outcome]) -> Outcome:
    with delivery.noting() as told:
        outcome = gesture()
    return replace(outcome, told=tuple(told))


def spoilt(delivery: Delivery, name: str, reply: Reply, problem: SlackError, *, error: str) -> Outcome:
    """The app's answer was not one that Slack takes."""
    with delivery.slack.during(reply.call):
        delivery.slack.violate(problem.code, problem.detail, name, problem.pointer)
    return Outcome(acked_ms=reply.acked_ms, error=error)


def unexpected(delivery: Delivery, name: str, reply: Reply) -> None:
    """Slack ignores what an ack says where nothing can be said; its author believed otherwise."""
    if reply.payload:
        with delivery.slack.during(reply.call):
            said = f"its ack takes no payload, got {reply.payload!r:.200}"
            delivery.slack.violate("bad_ack", said, name)
