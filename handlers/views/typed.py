"""What somebody typed and what was not saved, given back to be sent again."""

from bot.domain.quick_marks import plain
from bot.domain.text import clipped
from handlers.blocks import TEXT, Message, section
from handlers.text import Mrkdwn, joined, plainly, said

#: A message of this many blocks is still one that can be copied from.
MOST_PARTS = 5


def typed_back(command: str, text: str) -> list[Mrkdwn]:
    """`text` is as Slack sent it. As far as it fits, each part for one block; none for an empty line."""
    typed = plain(text)
    left = plainly("You typed: {line}", line=f"{command} {typed}") if typed else ""
    parts: list[str] = []
    while left and len(parts) < MOST_PARTS:
        parts.append(_beginning(left))
        left = left[len(parts[-1]) :]
    if left:
        parts[-1] = clipped(parts[-1] + left, len(parts[-1]))
    return [said("{part}", part=part) for part in parts]


def with_typed(message: Message, command: str, text: str) -> Message:
    back = typed_back(command, text)
    if not back:
        return message
    return Message(joined([message.text, back[0]]), [*message.blocks, *map(section, back)])


def _beginning(words: str) -> str:
    """As much as fits one block once it is escaped."""
    size = TEXT
    while (length := len(said("{it}", it=words[:size]))) > TEXT:
        size = size * TEXT // length
    return words[:size]
