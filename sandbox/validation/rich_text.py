"""Limits of rich text: its leaves, its sections, and the block that holds them."""

from collections.abc import Mapping

from sandbox.validation.objects import BLOCK_ID, OPENABLE_URL
from sandbox.validation.shapes import Boolean, ByType, Many, Record, Shape, String, Whole

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_STYLE: Mapping[str, Shape] = {"style": Record(may=dict.fromkeys(_STYLES, Boolean()))}
_BORDER: Mapping[str, Shape] = {"border": Whole(0, 1)}

_LEAVES = {
    "text": Record(needs={"text": String()}, may=_STYLE),
    "link": Record(needs={"url": OPENABLE_URL}, may={**_STYLE, "text": String(at_least=0), "unsafe": Boolean()}),
    "user": Record(needs={"user_id": String()}, may=_STYLE),
    "channel": Record(needs={"channel_id": String()}, may=_STYLE),
    "usergroup": Record(needs={"usergroup_id": String()}, may=_STYLE),
    "team": Record(needs={"team_id": String()}, may=_STYLE),
    "emoji": Record(needs={"name": String()}, may={**_STYLE, "skin_tone": Whole(1, 6), "unicode": String()}),
    "date": Record(
        needs={"timestamp": Whole(0), "format": String()},
        may={**_STYLE, "url": OPENABLE_URL, "fallback": String()},
    ),
    "broadcast": Record(needs={"range": String(one_of=frozenset({"here", "channel", "everyone"}))}, may=_STYLE),
    "color": Record(needs={"value": String()}, may=_STYLE),
}

# Slack itself writes an empty section for an empty line.
_CONTENT = Many(ByType(_LEAVES), at_least=0)
_LITERAL = Many(ByType({name: _LEAVES[name] for name in ("text", "link")}), at_least=0)
_SECTION = Record(needs={"elements": _CONTENT})

_PARTS = {
    "rich_text_section": _SECTION,
    "rich_text_quote": Record(needs={"elements": _CONTENT}, may=_BORDER),
    "rich_text_preformatted": Record(needs={"elements": _LITERAL}, may=_BORDER),
    "rich_text_list": Record(
        needs={
            "style": String(one_of=frozenset({"bullet", "ordered"})),
            "elements": Many(ByType({"rich_text_section": _SECTION})),
        },
        may={**_BORDER, "indent": Whole(0, 8), "offset": Whole(0)},
    ),
}

RICH_TEXT = Record(needs={"elements": Many(ByType(_PARTS))}, may={"block_id": BLOCK_ID})
RICH_TEXT_VALUE = ByType({"rich_text": RICH_TEXT})
