"""How often Liaison calls what it calls most, below what docs.slack.dev/apis/web-api/rate-limits promises."""

from collections.abc import Mapping

from bot.domain.pacing import Rate

#: Tier 3 and tier 4, by the minute.
CHANGES, HOMES = Rate(per_minute=50, burst=10), Rate(per_minute=100, burst=20)


def rates(messages_per_minute: int) -> Mapping[str, Rate]:
    """By method. Without a number for messages nothing is paced."""
    if not messages_per_minute:
        return {}
    messages = Rate(messages_per_minute, burst=max(1, min(10, messages_per_minute // 4)))
    return {"chat.postMessage": messages, "chat.update": CHANGES, "views.publish": HOMES}
