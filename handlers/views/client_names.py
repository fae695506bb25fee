"""For which client a request is, in a line of a list of many."""

from collections.abc import Mapping

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import ClientNumber
from bot.domain.tasks import Task
from bot.domain.text import clipped
from handlers.text import Mrkdwn, Plain, plainly, said, theirs

#: In a line, and in an option of a menu, of whose 75 characters the title needs most.
NAME, IN_OPTION = 40, 20

#: None where the list is about a single client, which then need not be said in each line.
Names = Mapping[ClientNumber, str] | None


def named(item: ClientRequest | Task, names: Names) -> list[Mrkdwn]:
    """Nothing, or the one fact: also what was typed of a client that nobody has added yet."""
    name = _name(item, names)
    return [short(name)] if name else []


def short(name: str) -> Mrkdwn:
    return said("{name}", name=clipped(name, NAME))


def titled(item: ClientRequest | Task, names: Names, most: int) -> Mrkdwn:
    """`Acme · reprint`: where no other facts stand below; the title at most `most` characters long."""
    name, title = _name(item, names), clipped(item.title, most)
    return said("{client} · {title}", client=clipped(name, NAME), title=title) if name else said("{title}", title=title)


def option(item: ClientRequest | Task, names: Names) -> Plain:
    """The name in front: whatever is too long is cut at its end."""
    name = _name(item, names)
    if not name:
        return theirs(f"{item.label} {item.title}")
    return plainly("{label} {client} · {title}", label=item.label, client=clipped(name, IN_OPTION), title=item.title)


def _name(item: ClientRequest | Task, names: Names) -> str | None:
    if names is None or isinstance(item, Task):
        return None
    return names.get(item.client_number) if item.client_number is not None else item.client_words
