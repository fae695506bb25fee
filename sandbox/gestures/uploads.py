"""Files that people put into messages."""

import base64

from sandbox import files, links
from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake
from sandbox.gestures.outcome import Outcome
from sandbox.gestures.typing import thread_of
from sandbox.messages import Draft
from sandbox.mrkdwn import written
from sandbox.world import Channel, User


def upload(
    delivery: Delivery, user: User, channel: Channel, name: str, content: bytes, *, text: str, thread_ts: str | None
) -> Outcome:
    slack = delivery.slack
    if not content:
        raise DriverMistake("no_content", "Slack takes no empty file")
    if code := files.refusal(slack, name, len(content)):
        raise DriverMistake(code, f"this workspace takes no {name:.100} of {len(content):,} bytes")
    thread = thread_of(user, channel, thread_ts)
    file = files.made(slack, user.id, name, len(content))
    file.content = content
    files.keep(slack, file)
    said = written(slack.world, text, by=user.id, names=False)
    unfurl_id = links.typed(delivery, channel, user, said)
    draft = Draft(text=said, blocks=[], thread_ts=thread, files=(file.id,))
    message = files.share(delivery, channel, user.id, draft)
    links.sent(delivery, channel, message, unfurl_id)
    return Outcome(ts=message.ts)


def decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except ValueError as trouble:
        raise DriverMistake("bad_field", "content must be base64") from trouble
