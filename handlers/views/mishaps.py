"""What is said when it was neither the person's doing nor a rule's: too late, too old, or broken."""

import math
import re

from handlers import blocks
from handlers.blocks import Message
from handlers.ids import ActionId
from handlers.language import Counted
from handlers.text import Mrkdwn, joined, plainly, said

OPENERS = {
    "/request": ActionId.HOME_LOG,
    "/task": ActionId.HOME_TASK,
    "/client": ActionId.CLIENT_ADD,
    "/nudge": ActionId.NUDGE_OPEN,
}
OLD_FORM = "This form is of an older version, and nothing was saved. Please close it and open it again."
OLD_SHORTCUT = "I don't know this shortcut any more. `/liaison help` shows what I can do."
UNKNOWN_COMMAND = "I don't know this command. `/liaison help` shows all of them."
SHUT_OUT = (
    "Slack does not let me in any more, so nothing opened and nothing was saved. Please tell whoever looks after "
    "Liaison here that its token is refused."
)
SLACK_SILENT = "Slack did not answer in time, so nothing opened. Please try again."
LABEL = re.compile(r"(?<![\w-])[RT]-[0-9]{1,9}(?![\w-])")
SHOWN_BY = {"R": "/request", "T": "/task"}
#: The commands whose items have a card to write under.
HAVE_THREADS = frozenset({"/request", "/task"})
#: Where to find what a feature's old button was about.
FOUND_BY = {"task": "/task list", "nudge": "/nudge list", "client": "/client list", "digest": "/digest"}


def with_room(message: Message, command: str) -> Message:
    """For a line that was too long: where the rest of it can go, if it can."""
    if command not in HAVE_THREADS:
        return message
    return blocks.only(joined([message.text, said("The details have room in a thread under the card.")], " "))


def our_fault(reference: str) -> Mrkdwn:
    what = said("Something went wrong on our side, reference {reference}.", reference=reference)
    return said("{what} Please check whether it was saved before trying again.", what=what)


def slack_busy(seconds: float) -> Mrkdwn:
    wait = said(Counted("a second", "{count} seconds"), count=max(math.ceil(seconds), 1))
    return said(
        "Slack takes no more of this from me for now, because it was too much at once. Nothing was saved. "
        "Please try again in {wait}.",
        wait=wait,
    )


def old_button(action: str, value: str) -> Message:
    label = LABEL.search(value)
    lists = FOUND_BY.get(action.partition(".")[0], "/request list")
    how = f"{SHOWN_BY[label[0][0]]} {label[0]}" if label else lists
    return blocks.only(said("This button is old. Open the item again with `{how}`.", how=Mrkdwn(how)))


def too_late_to_open(opener: ActionId | None, value: str) -> Message:
    if opener is None:
        return blocks.only(said("That took too long, so the form did not open. Please try again."))
    text = said("That took too long, so the form did not open.")
    return Message(text, [blocks.section(text), blocks.actions([blocks.button(plainly("Open form"), opener, value)])])
