"""Whether Slack would take the options that an app gives for a menu while somebody types in it."""

from sandbox.validation import laws
from sandbox.validation.objects import OPTION, OPTION_GROUP
from sandbox.validation.problem import Problem
from sandbox.validation.shapes import Many, Record, shape_problems

OPTIONS_MOST = 100

_OFFER = Record(
    may={
        "options": Many(OPTION, OPTIONS_MOST, at_least=0),
        "option_groups": Many(OPTION_GROUP, OPTIONS_MOST, at_least=0),
    },
    laws=(laws.options_or_groups,),
)


def offer_problems(answer: dict[str, object]) -> list[Problem]:
    return list(shape_problems(_OFFER, answer, ""))
