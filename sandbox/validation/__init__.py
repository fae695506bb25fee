"""Block Kit as Slack would judge it: limits as tables, a walker over them, and the state people leave in elements."""

from sandbox.validation.blocks import elements_of, placed
from sandbox.validation.cautions import text_warnings
from sandbox.validation.laws import options_of
from sandbox.validation.messages import TEXT_MOST, message_problems
from sandbox.validation.offers import offer_problems
from sandbox.validation.problem import NotPossible, Problem
from sandbox.validation.state import entry, initial_values
from sandbox.validation.typed import with_typed
from sandbox.validation.views import view_problems

__all__ = [
    "TEXT_MOST",
    "NotPossible",
    "Problem",
    "elements_of",
    "entry",
    "initial_values",
    "message_problems",
    "offer_problems",
    "options_of",
    "placed",
    "text_warnings",
    "view_problems",
    "with_typed",
]
