"""What Slack refuses in messages and views, and what it lets pass but people would suffer from."""

from sandbox.errors import Json, SlackError
from sandbox.validation import Problem, message_problems, text_warnings, view_problems
from sandbox.workspace import Workspace

# Slack takes these; people with a screen reader or a phone do not get them.
PASSED = frozenset({"missing_text"})
OWN_CODES = frozenset({"no_text", "msg_too_long", "markdown_text_conflict", "metadata_too_large", "view_too_large"})
KINDS = {"broadcast_mention": "broadcast"}
# Slack's default for unfurling is not dependable, but neither refused nor punished.
UNREPORTED = frozenset({"unfurl_not_explicit"})


def check_message(slack: Workspace, payload: Json, method: str, *, update: bool = False) -> None:
    """Raise what Slack would answer; record what it would let pass."""
    problems = message_problems(payload, update=update)
    if refused := [problem for problem in problems if problem.code not in PASSED]:
        raise _refusal(refused, "invalid_blocks", "")
    for passed in problems:
        slack.violate(passed.code, passed.message, method, passed.pointer)
    _warn(slack, payload, method)


def check_view(slack: Workspace, view: Json, method: str) -> None:
    if problems := view_problems(view):
        raise _refusal(problems, "invalid_arguments", "/view")
    _warn(slack, view, method)


def _warn(slack: Workspace, payload: Json, method: str) -> None:
    for warning in text_warnings(payload):
        if warning.code not in UNREPORTED:
            slack.violate(KINDS.get(warning.code, warning.code), warning.message, method, warning.pointer)


def _refusal(problems: list[Problem], otherwise: str, prefix: str) -> SlackError:
    first = problems[0]
    details = [{"code": p.code, "message": p.message, "pointer": prefix + p.pointer} for p in problems]
    messages = [f"[ERROR] {p.message} [json-pointer:{prefix}{p.pointer}]" for p in problems]
    extra = {"errors": details, "response_metadata": {"messages": messages}}
    code = next((p.code for p in problems if p.code in OWN_CODES), otherwise)
    return SlackError(code, extra, first.message, prefix + first.pointer)
