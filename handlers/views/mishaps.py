"""What is said when it was neither the person's doing nor a rule's: too late, too old, or broken."""

import re

from bot.domain.quick_marks import plain
from handlers import blocks
from handlers.blocks import Message
from handlers.ids import ActionId
from handlers.text import Mrkdwn, said

OPENERS = {
    "/request": ActionId.HOME_LOG,
    "/task": ActionId.HOME_TASK,
    "/client": ActionId.CLIENT_ADD,
}
OLD_FORM = Mrkdwn("This form is of an older version, and nothing was saved. Please close it and open it again.")
OLD_SHORTCUT = Mrkdwn("I don't know this shortcut any more. `/liaison help` shows what I can do.")
UNKNOWN_COMMAND = Mrkdwn("I don't know this command. `/liaison help` shows all of them.")
SLACK_SILENT = Mrkdwn("Slack did not answer in time, so nothing opened. Please try again.")
LABEL = re.compile(r"[RTN]-\d{1,9}")
SHOWN_BY = {"R": "/request", "T": "/task", "N": "/nudge"}


def our_fault(reference: str) -> Mrkdwn:
    what = said("Something went wrong on our side, reference {reference}.", reference=reference)
    return said("{what} Please check whether it was saved before trying again.", what=what)


def old_button(value: str) -> Message:
    label = LABEL.search(value)
    how = f"{SHOWN_BY[label[0][0]]} {label[0]}" if label else "/request list"
    if label and label[0].startswith("N"):
        how = "/nudge list"
    return blocks.only(said("This button is old. Open the item again with `{how}`.", how=Mrkdwn(how)))


def too_late_to_open(opener: ActionId | None, value: str) -> Message:
    if opener is None:
        return blocks.only(said("That took too long, so the form did not open. Please try again."))
    text = said("That took too long, so the form did not open.")
    return Message(text, [blocks.section(text), blocks.actions([blocks.button("Open form", opener, value)])])


def with_typed(message: Message, command: str, text: str) -> Message:
    """What was typed and not saved is given back, as far as it fits, to be sent again."""
    if not text.strip():
        return message
    typed = plain(text)
    back = blocks.section(said("You typed: {command} {text}", command=command, text=typed))
    return Message(
        Mrkdwn(f"{message.text}\n{said('You typed: {it}', it=f'{command} {typed}')}"), [*message.blocks, back]
    )
