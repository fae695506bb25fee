"""Texts that call too many people, or that Slack reads otherwise than meant."""

import pytest

from sandbox.validation import text_warnings
from tests.sandbox.validation.payloads import RICH_TEXT, Payload, bent, message, modal, option, plain, section

QUIET: Payload = {"unfurl_links": False, "unfurl_media": False}


def said(text: str, **settings: object) -> Payload:
    return message(section(text={"type": "mrkdwn", "text": text, **settings}), **QUIET)


def leaf(inner: Payload) -> Payload:
    return message(bent(RICH_TEXT, "/elements/0/elements/0", inner), **QUIET)


TEXT = "/blocks/0/text/text"
LEAF = "/blocks/0/elements/0/elements/0"
FOUND: dict[str, tuple[Payload, str, str]] = {
    "channel": (said("Hi <!channel>"), TEXT, "broadcast_mention"),
    "here": (said("Hi <!here|here>"), TEXT, "broadcast_mention"),
    "everyone": (said("Hi <!everyone>", verbatim=True), TEXT, "broadcast_mention"),
    "group": (said("Hi <!subteam^S1|@team>"), TEXT, "usergroup_mention"),
    "in text": (message(**QUIET) | {"text": "<!here>"}, "/text", "broadcast_mention"),
    "in an attachment": (
        message(attachments=[{"text": "<!here>"}], **QUIET),
        "/attachments/0/text",
        "broadcast_mention",
    ),
    "in markdown": (message({"type": "markdown", "text": "<!here>"}, **QUIET), "/blocks/0/text", "broadcast_mention"),
    "in blocks as JSON": (
        message(**QUIET) | {"blocks": '[{"type":"section","text":{"type":"mrkdwn","text":"<!here>"}}]'},
        TEXT,
        "broadcast_mention",
    ),
    "in a view": (modal(section(text={"type": "mrkdwn", "text": "<!here>"})), TEXT, "broadcast_mention"),
    "as a leaf": (leaf({"type": "broadcast", "range": "here"}), LEAF, "broadcast_mention"),
    "group as a leaf": (leaf({"type": "usergroup", "usergroup_id": "S1"}), LEAF, "usergroup_mention"),
    "bare channel": (said("Hi @channel!"), TEXT, "bare_mention"),
    "bare here": (said("@here"), TEXT, "bare_mention"),
    "bare, said so": (said("@here", verbatim=False), TEXT, "bare_mention"),
    "parse": (message(parse="full", **QUIET), "/parse", "parse_full"),
    "link_names": (message(link_names=True, **QUIET), "/link_names", "link_names"),
    "date": (said("<!date^1772787600^{date}>"), TEXT, "date_without_fallback"),
    "date, blank": (said("<!date^1772787600^{date}| >"), TEXT, "date_without_fallback"),
    "date of no time": (said("<!date^soon^{date}|Friday>"), TEXT, "malformed_date"),
    "links": (message(unfurl_media=False), "/unfurl_links", "unfurl_not_explicit"),
    "media": (message(unfurl_links=False), "/unfurl_media", "unfurl_not_explicit"),
}

FINE: dict[str, Payload] = {
    "escaped": said("&lt;!channel&gt;"),
    "bare and verbatim": said("@channel", verbatim=True),
    "address": said("ana@channel.example, @hereford"),
    "plain": message(section(text=plain("@here <!here>")), **QUIET),
    "person": said("<@U1>"),
    "date": said("<!date^1772787600^{date}|6 March>"),
    "value of an option": modal(section(accessory={"type": "overflow", "options": [option("<!here>")]})),
    "metadata": message(metadata={"event_type": "a", "event_payload": {"text": "<!here>"}}, **QUIET),
    "update": message(ts="1.2"),
    "ephemeral": message(user="U1"),
    "ack": {"text": "Done", "link_names": False},
    "parse": message(parse="none", **QUIET),
}


@pytest.mark.parametrize(("payload", "pointer", "code"), FOUND.values(), ids=FOUND)
def test_it_warns(payload: Payload, pointer: str, code: str) -> None:
    assert [(problem.pointer, problem.code) for problem in text_warnings(payload)] == [(pointer, code)]


@pytest.mark.parametrize("payload", FINE.values(), ids=FINE)
def test_it_keeps_quiet(payload: Payload) -> None:
    assert text_warnings(payload) == []
