"""What our forms keep, read as strictly as what buttons carry."""

import json
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from handlers.gestures import Body
from handlers.values import LARGEST, NotOurs, item_label

Kept: TypeAlias = Mapping[str, Any]


def form_of(body: Body) -> dict[str, Any]:
    """The open form that a button stands in."""
    view = body.get("view") or {}
    if view.get("type") != "modal" or not isinstance(view.get("blocks"), list):
        raise NotOurs("no form")
    return dict(view)


def kept_by(body: Body) -> Kept:
    """What the form that was sent keeps."""
    try:
        kept = json.loads(body["view"].get("private_metadata") or "")
    except (ValueError, RecursionError):
        raise NotOurs("notes") from None
    if not isinstance(kept, dict):
        raise NotOurs("notes")
    return kept


def kept_text(kept: Kept, name: str) -> str | None:
    found = kept.get(name)
    if found is not None and not isinstance(found, str):
        raise NotOurs(name)
    return found or None


def kept_number(kept: Kept, name: str = "number") -> int:
    found = kept.get(name)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 < found <= LARGEST:
        raise NotOurs(name)
    return found


def kept_version(kept: Kept, name: str = "version") -> int:
    """Of what a form showed; 0 where there was nothing yet, and for the types that Liaison comes with."""
    return 0 if kept.get(name) == 0 and not isinstance(kept.get(name), bool) else kept_number(kept, name)


def kept_fields(kept: Kept, name: str = "shown") -> Mapping[str, str]:
    """The fingerprints of the fields that the form showed."""
    found = kept.get(name)
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise NotOurs(name)
    return found


def kept_place(kept: Kept) -> dict[str, str]:
    """Where the form was opened, for one that follows it."""
    return {name: str(kept[name]) for name in ("channel", "url", "since") if name in kept}


def kept_shown(kept: Kept) -> Mapping[str, str] | None:
    """None from a form of a release that did not keep it."""
    return kept_fields(kept) if "shown" in kept else None


def kept_texts(kept: Kept, name: str) -> list[str]:
    found = kept.get(name)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise NotOurs(name)
    return found


def kept_label(kept: Kept) -> str:
    """R-12 or T-4."""
    return item_label(str(kept.get("label") or ""))


def kept_names(kept: Kept, name: str, known: Collection[str]) -> frozenset[str]:
    found = kept.get(name)
    if not isinstance(found, list) or not all(one in known for one in found):
        raise NotOurs(name)
    return frozenset(found)
