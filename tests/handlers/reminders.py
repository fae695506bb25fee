"""What people see of reminders, and a client request for them to be about."""

from sandbox.driver import Person
from sandbox.seen import Message

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def reminders(person: Person) -> list[str]:
    """What Liaison has reminded this person of, as it reads."""
    return [_said(message) for message in person.dm().messages if message.text.startswith("⏰")]


def posted(person: Person, channel: str) -> list[str]:
    return [_said(message) for message in person.sees(channel).messages if message.text.startswith("⏰")]


def _said(message: Message) -> str:
    """Without the words on its buttons."""
    return message.words.partition("\nDone\n")[0]


def logged(person: Person, channel: str, title: str = "reprint of the brochure") -> str:
    person.slash(f"/request {title}", in_=channel)
    return "R-1"
