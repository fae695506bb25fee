"""What was typed behind a command, for those that are told sub-commands and names; a quick line has its own grammar."""

from bot.domain.origins import Gesture
from bot.domain.quick_line import must_fit
from bot.domain.quick_marks import plain
from bot.domain.text import one_line
from handlers.gestures import Body
from handlers.parts import Parts


def words(parts: Parts, by: Gesture, command: Body) -> str:
    """In one line, as a person reads it: `@ben` and `#acme` instead of Slack's codes for them."""
    text = str(command.get("text") or "")
    must_fit(text)
    return one_line(read(parts, by, text))


def read(parts: Parts, by: Gesture, typed: str) -> str:
    """The same of a part of a line in which nobody is to be found any more, with its line breaks."""
    return plain(parts.people.with_names(by.team_id, typed))
