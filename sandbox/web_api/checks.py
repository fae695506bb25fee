"""What Slack refuses in messages and views, and what it lets pass but people would suffer from."""

from sandbox.errors import Json, SlackError
from sandbox.validation import Problem, message_problems, placed, text_warnings, view_problems
from sandbox.workspace import Workspace

# Slack takes these; what is missing or cut off somebody does not get.
PASSED = frozenset({"missing_text", "message_truncated"})
OWN_CODES = frozenset({"no_text", "msg_too_long", "markdown_text_conflict", "metadata_too_large", "view_too_large"})
# Which argument of a message is wrong, where it is not the blocks.
ARGUMENTS = {
    "/attachments": "invalid_attachments",
    "/markdown_text": "msg_too_long",
    "/metadata": "invalid_metadata_format",
}
# Not documented; measured in github.com/slackapi/bolt-js/issues/2509, and for chat.* only.
BLOCKS_TEXT_MOST = 13_200
KINDS = {"broadcast_mention": "broadcast"}
# Slack's default for unfurling is not dependable, but neither refused nor punished.
UNREPORTED = frozenset({"unfurl_not_explicit"})


def check_message(slack: Workspace, payload: Json, method: str, *, update: bool = False) -> None:
    """Raise what Slack would answer; record what it would let pass."""
    problems = message_problems(payload, update=update)
    if refused := [problem for problem in problems if problem.code not in PASSED]:
        raise _refusal(refused, _code(refused[0]), "")
    for passed in problems:
        slack.violate(passed.code, passed.message, method, passed.pointer)
    _warn(slack, payload, method)


def check_unfurls(slack: Workspace, attachments: list[Json]) -> None:
    """Like the attachments of a message, but without rich text."""
    payload: Json = {"text": "x", "attachments": attachments}
    problems = [problem for problem in message_problems(payload) if problem.code not in PASSED]
    for index, attachment in enumerate(attachments):
        for pointer, block in placed(attachment.get("blocks"), f"/attachments/{index}/blocks"):
            if block.get("type") == "rich_text":
                problems.append(Problem(pointer, "unsupported_type", "rich_text is not unfurled"))
    if problems:
        raise _refusal(problems, "cannot_parse_attachment", "")
    _warn(slack, payload, "chat.unfurl")


def check_block_texts(payload: Json) -> None:
    """All that is written in the blocks together."""
    written = _written(payload.get("blocks"))
    if written > BLOCKS_TEXT_MOST:
        detail = f"{written} characters in all, {BLOCKS_TEXT_MOST} are taken"
        raise SlackError("msg_blocks_too_long", detail=detail, pointer="/blocks")


def _written(node: object) -> int:
    if isinstance(node, list):
        return sum(map(_written, node))
    if not isinstance(node, dict):
        return 0
    text = node.get("text")
    return (len(text) if isinstance(text, str) else 0) + sum(map(_written, node.values()))


def check_view(slack: Workspace, view: Json, method: str) -> None:
    if problems := view_problems(view):
        raise _refusal(problems, "invalid_arguments", "/view")
    _warn(slack, view, method)


def _warn(slack: Workspace, payload: Json, method: str) -> None:
    for warning in text_warnings(payload):
        if warning.code not in UNREPORTED:
            slack.violate(KINDS.get(warning.code, warning.code), warning.message, method, warning.pointer)


def _code(problem: Problem) -> str:
    if (problem.pointer, problem.code) == ("/attachments", "too_many"):
        return "too_many_attachments"
    if problem.code == "only_one_table_allowed":
        return "invalid_attachments"
    argument = "/" + problem.pointer[1:].partition("/")[0]
    return ARGUMENTS.get(argument, "invalid_blocks")


def _refusal(problems: list[Problem], otherwise: str, prefix: str) -> SlackError:
    first = problems[0]
    details = [{"code": p.code, "message": p.message, "pointer": prefix + p.pointer} for p in problems]
    messages = [f"[ERROR] {p.message} [json-pointer:{prefix}{p.pointer}]" for p in problems]
    extra = {"errors": details, "response_metadata": {"messages": messages}}
    code = next((p.code for p in problems if p.code in OWN_CODES), otherwise)
    return SlackError(code, extra, first.message, prefix + first.pointer)
