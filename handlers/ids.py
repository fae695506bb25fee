"""The ids that Slack sends back to us. `feature.verb`, so that a log line says which button it was."""

import re
from enum import StrEnum


class ActionId(StrEnum):
    REQUEST_TAKE = "request.take"
    REQUEST_ACCEPT = "request.accept"
    REQUEST_DECLINE = "request.decline"
    REQUEST_DONE = "request.done"
    REQUEST_REOPEN = "request.reopen"
    REQUEST_EDIT = "request.edit"
    REQUEST_CHANGE = "request.change"
    REQUEST_ASSIGN = "request.assign"
    REQUEST_CANCEL = "request.cancel"
    REQUEST_UNDO = "request.undo"
    REQUEST_AGAIN = "request.again"
    REQUEST_COPY = "request.copy"
    REQUEST_DATE = "request.date"
    REQUEST_PAGE = "request.page"
    REQUEST_SHOW = "request.show"
    REQUEST_REMIND = "request.remind"
    TASK_ACCEPT = "task.accept"
    TASK_DECLINE = "task.decline"
    TASK_DONE = "task.done"
    TASK_REOPEN = "task.reopen"
    TASK_EDIT = "task.edit"
    TASK_ASSIGN = "task.assign"
    TASK_CANCEL = "task.cancel"
    TASK_PAGE = "task.page"
    TASK_SHOW = "task.show"
    TASK_TAKE = "task.take"
    TASK_REMIND = "task.remind"
    TASK_DATE = "task.date"
    NUDGE_OPEN = "nudge.open"
    NUDGE_CANCEL = "nudge.cancel"
    NUDGE_SKIP = "nudge.skip"
    NUDGE_PAGE = "nudge.page"
    NUDGE_DATE = "nudge.date"
    NUDGE_MOVE = "nudge.move"
    NUDGE_KEEP = "nudge.keep"
    OCCURRENCE_DONE = "occurrence.done"
    OCCURRENCE_ITEM_DONE = "occurrence.item_done"
    OCCURRENCE_SNOOZE = "occurrence.snooze"
    LADDER_SNOOZE = "ladder.snooze"
    DIGEST_OFF = "digest.off"
    MORNING_ON = "morning.on"
    MORNING_OFF = "morning.off"
    CLIENT_ADD = "client.add"
    CLIENT_EDIT = "client.edit"
    CLIENT_PAGE = "client.page"
    NOTICE_AGAIN = "notice.again"
    NOTICE_ARRIVED = "notice.arrived"
    HOME_PAGE = "home.page"
    HOME_LOG = "home.log"
    HOME_TASK = "home.task"
    INPUT = "input"


def buttons_of(feature: str, *, but: ActionId | None = None) -> re.Pattern[str]:
    """The ids that a feature's buttons have today, with or without their value. Any other is of another release, and
    what it meant then is not to be guessed.
    """
    names = "|".join(re.escape(one) for one in ActionId if one.startswith(f"{feature}.") and one is not but)
    return re.compile(rf"^(?:{names})(?::|$)")


class CallbackId(StrEnum):
    REQUEST_LOG = "request.log"
    REQUEST_LOG_MESSAGE = "request.log_message"
    REQUEST_EDIT = "request.edit"
    REQUEST_ASSIGN = "request.assign"
    TASK_GIVE = "task.give"
    TASK_EDIT = "task.edit"
    TASK_ASSIGN = "task.assign"
    NUDGE_SET = "nudge.set"
    NUDGE_SNOOZE = "nudge.snooze"
    CLIENT_ADD = "client.add"
    CLIENT_EDIT = "client.edit"


class BlockId(StrEnum):
    """Of input blocks: the names of the fields in `errors` and `state.values`."""

    NOTICE = "notice"
    TITLE = "title"
    DETAILS = "details"
    CLIENT = "client"
    NEW_CLIENT = "new_client"
    PRIORITY = "priority"
    OWNER = "owner"
    ASKER = "asker"
    DUE_DATE = "due_date"
    DUE_TIME = "due_time"
    REQUEST = "request"
    TARGET = "target"
    WHEN = "when"
    REPEATS = "repeats"
    TEXT = "text"
    NAME = "name"
    CHANNEL = "channel"
