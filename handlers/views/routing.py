"""Where a request went by the workspace's rules, and how whoever has it came to it."""

from bot.domain.client_requests import ClientRequest
from bot.domain.routing import FALLBACK
from handlers.text import Mrkdwn, Plain, joined, mention, plainly, said


def by_rule(number: int | None) -> Plain:
    """`by rule 3`, as they are counted in the file."""
    if number is None:
        return plainly("by rule")
    return plainly("by the fallback rule" if number == FALLBACK else "by rule {number}", number=number)


def routed(request: ClientRequest) -> list[Mrkdwn]:
    """`Queue Print · given to Ana by rule 3`, as far as it is so; none where rules said nothing of it."""
    queue = [said("Queue {name}", name=request.queue)] if request.queue else []
    words = "given to {who} {rule}" if queue else "Given to {who} {rule}"
    given = [said(words, who=mention(request.owner), rule=by_rule(request.rule))] if request.is_given_by_rule else []
    return [joined([*queue, *given], " · ")] if queue or given else []
