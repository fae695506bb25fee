"""Limits of the composition objects: texts, options, confirmations, filters."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.validation.problem import Problem
from sandbox.validation.shapes import Boolean, ByType, Many, Record, String

ACTION_ID = String(at_most=255)
BLOCK_ID = String(at_most=255)
WEB = re.compile(r"https?://\S+")
WEB_URL = String(at_most=3000, form=WEB)
SECURE_URL = String(at_most=3000, form=re.compile(r"https://\S+"))
# Buttons may also open Slack's own deep links and a mail program; anything else (javascript:, file:) is an attack.
OPENABLE_URL = String(at_most=3000, form=re.compile(r"(?:https?://|slack://|mailto:)\S+"))


def _plain_record(at_most: int) -> Record:
    return Record(needs={"text": String(at_most=at_most)}, may={"emoji": Boolean()})


def plain(at_most: int = 3000) -> ByType:
    return ByType({"plain_text": _plain_record(at_most)})


def text(at_most: int = 3000) -> ByType:
    mrkdwn = Record(needs={"text": String(at_most=at_most)}, may={"verbatim": Boolean()})
    return ByType({"plain_text": _plain_record(at_most), "mrkdwn": mrkdwn})


PLACEHOLDER = plain(150)
STYLE = String(one_of=frozenset({"primary", "danger"}))

CONFIRM = Record(
    needs={"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    may={"style": STYLE},
)

_VALUE = String(at_most=150)
OPTION = Record(needs={"text": plain(75), "value": _VALUE}, may={"description": plain(75)})
OVERFLOW_OPTION = Record(needs=OPTION.needs, may={"description": plain(75), "url": OPENABLE_URL})
# Only check boxes and radio buttons show formatting in their options.
FORMATTED_OPTION = Record(needs={"text": text(75), "value": _VALUE}, may={"description": text(75)})
OPTION_GROUP = Record(needs={"label": plain(75), "options": Many(OPTION, 100)})

DISPATCH_ACTION_CONFIG = Record(
    needs={
        "trigger_actions_on": Many(String(one_of=frozenset({"on_enter_pressed", "on_character_entered"})), at_most=2)
    }
)


def _says_something(value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if not value:
        yield Problem(pointer, "missing_field", "must define at least one of its fields")


CONVERSATION_FILTER = Record(
    may={
        "include": Many(String(one_of=frozenset({"im", "mpim", "private", "public"})), at_most=4),
        "exclude_external_shared_channels": Boolean(),
        "exclude_bot_users": Boolean(),
    },
    laws=(_says_something,),
)


def _id_or_url(value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if ("id" in value) == ("url" in value):
        yield Problem(pointer, "conflicting_fields", "must define either `id` or `url`")


SLACK_FILE = Record(may={"id": String(), "url": WEB_URL}, laws=(_id_or_url,))
