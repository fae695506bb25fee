"""What a button or a line has done, said after the name of what it was done to: "R-12 reprint: it is yours now."."""

from collections.abc import Mapping

from handlers.ids import ActionId

OF_REQUESTS: Mapping[ActionId, str] = {
    ActionId.REQUEST_TAKE: "it is yours now.",
    ActionId.REQUEST_ACCEPT: "you accepted it.",
    ActionId.REQUEST_REOPEN: "it is open again.",
    ActionId.REQUEST_RESUME: "work on it goes on.",
    ActionId.REQUEST_UNDO: "it is undone. Nobody will be asked to do it.",
}
OF_TASKS: Mapping[ActionId, str] = {
    ActionId.TASK_TAKE: "it is yours now.",
    ActionId.TASK_ACCEPT: "you accepted it.",
    ActionId.TASK_DONE: "it is done.",
    ActionId.TASK_REOPEN: "it is open again.",
    ActionId.TASK_CANCEL: "it is cancelled.",
}
OF_SERIES = {
    "pause": "it is paused.",
    "resume": "it is on again.",
    "skip": "the next one is left out.",
    "stop": "it has stopped.",
}
CHANGED = "it is changed."
DONE, CANCELLED = "it is done.", "it is cancelled."
NO_REQUEST = "it is no request. Nobody will be asked to do it."
