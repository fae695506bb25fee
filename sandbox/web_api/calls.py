"""From the bytes of a call to its arguments: the address, and a body that is a form, a multipart form or JSON."""

import re
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.bodies import parsed
from sandbox.errors import Json, SlackError
from sandbox.multipart import parts
from sandbox.web_api.arguments import Arguments

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
# docs.slack.dev names these four, and says of text/plain no more than that it is valid.
KINDS = frozenset({JSON, FORM, MULTIPART, "text/plain"})
CHARSETS = frozenset({"", "utf-8", "utf8", "iso-8859-1"})
CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s;\"]*)", re.IGNORECASE)
ARGUMENT = re.compile(r"\w{1,100}", re.ASCII)


async def arguments_of(request: Request) -> Arguments:
    sent: Json = dict(request.query_params) | _sent(request.headers.get("content-type", ""), await request.body())
    for name in sent:
        if not ARGUMENT.fullmatch(name):
            raise SlackError("invalid_arg_name", detail=f"{name:.100}")
    return Arguments(sent)


def _sent(content_type: str, body: bytes) -> Json:
    if not body:
        return {}
    kind, charset = _kind(content_type)
    if kind == JSON:
        return {name: value for name, value in _object(body).items() if name != "token"}  # it counts in the header only
    if kind == MULTIPART:
        return _multipart(content_type, body)
    try:
        return dict(parse_qsl(body.decode(charset), keep_blank_values=True))
    except UnicodeDecodeError as trouble:
        raise SlackError("invalid_charset", detail=str(trouble)) from trouble


def _kind(content_type: str) -> tuple[str, str]:
    kind = content_type.partition(";")[0].strip().lower()
    if not kind:
        raise SlackError("missing_post_type", detail="a body needs a Content-Type")
    if kind not in KINDS:
        raise SlackError("invalid_post_type", detail=f"{kind:.100}")
    charset = CHARSET.search(content_type)
    named = charset[1].lower() if charset else ""
    if named not in CHARSETS:
        raise SlackError("invalid_charset", detail=f"{named:.100}")
    return kind, named or "utf-8"


def _multipart(content_type: str, body: bytes) -> Json:
    try:
        return {part.name: part.content.decode() for part in parts(content_type, body) if part.name}
    except UnicodeDecodeError as trouble:
        raise SlackError("invalid_charset", detail=str(trouble)) from trouble
    except ValueError as trouble:
        raise SlackError("invalid_form_data", detail=str(trouble)) from trouble


def _object(body: bytes) -> Json:
    try:
        sent = parsed(body)
    except ValueError as trouble:
        raise SlackError("invalid_json", detail=str(trouble)) from trouble
    if not isinstance(sent, dict):
        raise SlackError("json_not_object")
    return sent
