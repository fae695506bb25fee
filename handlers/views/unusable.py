"""What is wrong with a field of a form, by reason."""

from bot.domain.errors import FieldRefused
from bot.domain.text import clipped
from handlers.text import Mrkdwn, said

MISSING = {
    "title": "Please write a title.",
    "name": "Please write the client's name.",
    "new_client": "Please write the client's name.",
    "text": "Please write what the reminder should say.",
    "owner": "Please pick a person.",
    "target": "Please pick a person or a channel.",
    "channel": "Please pick a channel.",
    "priority": "Please pick a priority.",
    "when": "Please say when, for example `fri 16:00`.",
    "due": "Please pick a date and a time.",
    "due_date": "Please pick a date.",
    "reason": "Please say it in a few words.",
    "due_why": "Please say why the due date changes.",
    "due_time": "Please pick a time.",
    "received_date": "Please pick the date on which it came in.",
}
UNUSABLE = {
    "past": "That is in the past. Please pick a moment that is still to come.",
    "not_yet": "That is still to come. Please pick the moment at which it came in.",
    "too_long_ago": "That is too long ago. At most {count} years back.",
    "too_far": "That is too far away. At most {count} years ahead.",
    "archived": "That channel is archived. Please pick one that is in use.",
    "taken": "You have a saved search called {detail} already. Please pick another name.",
    "too_many": "You have {count} saved searches, which is as many as I keep. Delete one first: `/liaison find`.",
    "too_long": "Too long: {length} of {count:,} characters. Please shorten it.",
    "too_many_items": "Too long: {length} of {count:,} items. Please shorten it.",
    "long_item": "One item is too long: “{detail}…”. Please shorten it.",
    "none_chosen": "Nothing is chosen yet. Please choose at least one.",
    "too_many_chosen": "These are {count}, and at most 500 are changed at once. Please choose fewer.",
    "too_many_moved": (
        "These are {count}, and at most 30 go to another client at once, because the card of each is posted there. "
        "Please choose fewer."
    ),
    "to_nobody": "Please pick a person, or another department.",
    "both": "Choose from the list or type a new name, not both.",
    "unknown": "That choice is no longer available. Please pick another.",
    "no_number": "Please write a number, such as 250 or 12.5.",
    "too_low": "Please write {detail} or more.",
    "too_high": "Please write {detail} or less.",
    "not_emoji": "That is no name of an emoji. Write it as `ticket` or `:ticket:`.",
    "not_minutes": "Please write a whole number of minutes, from 1 to {count}.",
    "not_seen": "I can't see that channel. Type `/invite @Liaison` there first, or pick another.",
}
#: Of fields in which nothing can be chosen.
UNREADABLE = {"request": "I don't understand *{detail}* as a client request. Write it as `R-12`."}


def worded(refused: FieldRefused) -> Mrkdwn:
    if refused.reason == "missing":
        return said(MISSING.get(refused.field, "Please fill this in."))
    words = UNUSABLE.get(refused.reason, UNUSABLE["unknown"])
    if refused.most is not None:
        return said(words, length=refused.detail, count=refused.most)
    if refused.reason == "unknown" and refused.field in UNREADABLE:
        return said(UNREADABLE[refused.field], detail=clipped(refused.detail, 100))
    count = int(refused.detail) if refused.detail.isdecimal() else None
    return said(words, detail=refused.detail, count=count)
