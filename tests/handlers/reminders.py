"""What people see of reminders, and a client request for them to be about."""

from sandbox.driver import Person

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def reminders(person: Person) -> list[str]:
    """What Liaison has reminded this person of, as it reads."""
    return [message.words for message in person.dm().messages if message.text.startswith("⏰")]


def posted(person: Person, channel: str) -> list[str]:
    return [message.words for message in person.sees(channel).messages if message.text.startswith("⏰")]


def logged(person: Person, channel: str, title: str = "reprint of the brochure") -> str:
    person.slash(f"/request {title}", in_=channel)
    return "R-1"
