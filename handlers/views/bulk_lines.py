"""What is answered to a line that changes many, where it says too little or cannot be read."""

from bot.domain.client_names import Meant, NearlyKnown
from bot.domain.request_types import TypeSet
from bot.domain.text import clipped
from handlers import blocks
from handlers.blocks import Message
from handlers.text import joined, said

#: Types that are named.
NAMED = 30
HOW = (
    "Name several and say what becomes of them: `{command} bulk {one}-12 {one}-13 due fri 4pm because they are away`, "
    "`… assign @ana`, `… done`, `… cancel because …`, `… snooze until fri 9am`, `… queue Print`, `… client Acme`, "
    "`… type print`, `… priority high`. You see what would "
    "change before anything does. `{command} bulk undo` takes the last one back for ten minutes. *Choose several…* "
    "stands under what `{command} find` and `{command} list` show, and in the Home."
)
ADD = "`/client add {typed}` adds one."


def how(command: str) -> Message:
    return blocks.only(said(HOW, command=command, one="T" if command == "/task" else "R"))


def not_read(typed: str, command: str) -> Message:
    words = said("I don't understand what *{typed}* should do to them. Nothing was changed.", typed=clipped(typed, 100))
    return blocks.only(joined([words, how(command).text]))


def no_person(typed: str) -> Message:
    words = "I don't know whom *{typed}* means. Name one person with their @: `… assign @ana`. Nothing was changed."
    return blocks.only(said(words, typed=clipped(typed, 100)))


def no_priority(typed: str) -> Message:
    words = "There is no priority *{typed}*. There are urgent, high, normal and low. Nothing was changed."
    return blocks.only(said(words, typed=clipped(typed, 100)))


def no_client(typed: str, meant: Meant) -> Message:
    near = [one.name for one in meant.candidates] if isinstance(meant, NearlyKnown) else []
    asked = said("Did you mean *{names}*?", names=" or ".join(near)) if near else said(ADD, typed=typed)
    return blocks.only(said("I don't know a client *{typed}*. {asked} Nothing was changed.", typed=typed, asked=asked))


def no_type(typed: str, types: TypeSet) -> Message:
    near = types.near(typed)
    known = ", ".join(f"#{one.name}" for one in types.types[:NAMED])
    asked = said("Did you mean *#{name}*?", name=near.name) if near else said("There are {known}.", known=known)
    return blocks.only(said("There is no type *#{typed}*. {asked} Nothing was changed.", typed=typed, asked=asked))
