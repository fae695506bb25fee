"""Lines of `/request` and `/task` that do one thing with one item, or with several."""

from dataclasses import replace

from bot.domain import item_acts
from bot.domain.item_acts import ASK, DUE, HISTORY, UNWATCH, WATCH, act_meant
from bot.domain.origins import Gesture
from bot.domain.text import clean
from handlers import bulks, command_lines, dues, histories, item_questions, item_watchers
from handlers.answers import Answered
from handlers.parts import Parts

#: Behind these stand words for people to read; behind others those people themselves.
SAYS = frozenset({ASK, DUE})
VERBS = (*item_acts.VERBS, "bulk")


def answered(parts: Parts, by: Gesture, text: str, own: str, trigger: str) -> Answered | None:
    """`own` is the letter of the command's items; None for a line that is none of these."""
    act = act_meant(clean(text), own)
    if act is None:
        return bulks.answered(parts, by, text, own, trigger)
    does = {
        ASK: item_questions.line,
        DUE: dues.line,
        WATCH: item_watchers.line,
        UNWATCH: item_watchers.line,
        HISTORY: histories.line,
    }
    if act.verb in SAYS:
        act = replace(act, rest=command_lines.read(parts, by, act.rest))
    return Answered(does[act.verb](parts, by, act, trigger))
