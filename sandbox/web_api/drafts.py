"""From what the app says to the message that it becomes: in a call, at a response URL, or in an ack."""

from sandbox.errors import Json, SlackError
from sandbox.messages import Draft
from sandbox.validation import TEXT_MOST
from sandbox.web_api.arguments import Arguments

FIELDS = ("text", "markdown_text", "parse", "link_names", "unfurl_links", "unfurl_media", "channel", "ts", "user")
RESPONSE_TYPES = ("ephemeral", "in_channel")


def payload_of(arguments: Arguments) -> Json:
    """The parts of a message, structures read where they came as JSON in a string."""
    payload: Json = {name: arguments.text(name) for name in FIELDS if name in arguments}
    blocks = arguments.structure("blocks", list, "invalid_blocks_format")
    attachments = arguments.structure("attachments", list, "invalid_attachments_format")
    metadata = arguments.structure("metadata", dict, "invalid_metadata_format")
    given = {"blocks": blocks, "attachments": attachments, "metadata": metadata}
    return payload | {name: value for name, value in given.items() if value is not None}


def draft_of(payload: Json, *, thread_ts: str | None = None, broadcast: bool = False) -> Draft:
    """Of a payload that Slack takes; longer texts are cut off."""
    return Draft(
        text=str(payload.get("text", payload.get("markdown_text", "")))[:TEXT_MOST],
        blocks=payload.get("blocks", []),
        thread_ts=thread_ts,
        metadata=payload.get("metadata"),
        broadcast=broadcast,
        attachments=payload.get("attachments", []),
    )


def is_for_all(answer: Json, otherwise: str) -> bool:
    """Whether an answer to a gesture is for the whole channel; `otherwise` is the error for a type that is none."""
    kind = answer.get("response_type") or RESPONSE_TYPES[0]
    if kind not in RESPONSE_TYPES:
        raise SlackError(otherwise, detail=f"no such response_type: {kind!r:.200}", pointer="/response_type")
    return bool(kind == RESPONSE_TYPES[1])
