"""Filling elements: from what a person types or picks, by words and names, to what the element then holds."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.blocks import label, plain, stateful
from sandbox.directory import person, place
from sandbox.errors import DriverMistake, Json
from sandbox.folding import READINGS, Reading
from sandbox.gestures.handing_in import handed_in
from sandbox.validation import NotPossible, entry, options_of, placed, with_typed
from sandbox.views import Form
from sandbox.workspace import Workspace
from sandbox.world import User

PEOPLE = frozenset({"users_select", "multi_users_select"})
PLACES = frozenset({"channels_select", "multi_channels_select", "conversations_select", "multi_conversations_select"})
OPTIONS = frozenset({"static_select", "multi_static_select", "radio_buttons", "checkboxes"})
#: Their options come from the app while somebody types.
LOADED = frozenset({"external_select", "multi_external_select"})
#: Anything can be typed here; the client marks at the field what it does not send.
LINES = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
TIME = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?")

Meant = Callable[[Any], Any]


@dataclass(frozen=True)
class Typed:
    block_id: str
    action_id: str
    held: Json


def value_of(slack: Workspace, user: User, element: Json, typed: Any, loaded: Sequence[Json] = ()) -> Json:
    """Raises NotPossible for what the element does not take; `loaded` are the options that the app offered for it."""
    kind = element["type"]
    if kind == "rich_text_input":
        return with_typed(element, typed)
    meant = _reading(slack, user, element, loaded)
    if _takes_several(kind):
        return with_typed(element, [meant(_bare(one)) for one in _several(typed)])
    return with_typed(element, meant(_bare(_single(typed))))


def resolved(slack: Workspace, user: User, form: Form, values: dict[str, Any]) -> list[Typed]:
    """What these put into which elements; raises before anything is typed."""
    return [typed for key, value in values.items() for typed in _resolved(slack, user, form, key, value)]


def fill(form: Form, typed: list[Typed]) -> None:
    for one in typed:
        form.type(one.block_id, one.action_id, one.held)


def steps(before: Json, after: Json) -> list[Json]:
    """Where several are chosen, each is a choice of its own: those that go, then those that come."""
    name = next((name for name, value in after.items() if isinstance(value, list)), None)
    if name is None:
        return [after]
    chosen, wanted = before[name], after[name]
    gone = [one for one in chosen if one not in wanted]
    fewer = [[one for one in chosen if one not in gone[: count + 1]] for count in range(len(gone))]
    kept = fewer[-1] if fewer else chosen
    new = [one for one in wanted if one not in kept]
    more = [[*kept, *new[: count + 1]] for count in range(len(new))]
    return [{**after, name: values} for values in (*fewer, *more)]


def complaints(form: Form) -> dict[str, str]:
    """What the client marks at inputs instead of sending the form."""
    return _missing(form) | _unsendable(form)


def _resolved(slack: Workspace, user: User, form: Form, key: str, typed: Any) -> Iterator[Typed]:
    state = form.state()
    for block_id, action_id, element, value in targets(form, key, typed):
        if _blank(value) and _is_empty(state[block_id][action_id]):
            continue
        try:
            held = _put_in(slack, user, element, value, form.options(block_id, action_id, element))
        except NotPossible as trouble:
            raise DriverMistake("not_possible", f"{key}: {trouble.reason}") from trouble
        yield Typed(block_id, action_id, held)


def _put_in(slack: Workspace, user: User, element: Json, value: Any, loaded: Sequence[Json]) -> Json:
    return _line(element, value) if element["type"] in LINES else value_of(slack, user, element, value, loaded)


def _line(element: Json, typed: Any) -> Json:
    typed = _single(typed)
    if isinstance(typed, (int, float)) and not isinstance(typed, bool):
        typed = str(typed)
    if typed is not None and not isinstance(typed, str):
        raise NotPossible(f"{typed!r:.100} is not text")
    # A field for a number or an address drops the spaces around it.
    kept = typed if typed is None or element["type"] == "plain_text_input" else typed.strip()
    return entry(element, kept or None)


def _missing(form: Form) -> dict[str, str]:
    state = form.state()
    needed = (b for b in form.blocks if b.get("type") == "input" and not b.get("optional"))
    empty = (b["block_id"] for b in needed if _is_empty(state[b["block_id"]][b["element"]["action_id"]]))
    return dict.fromkeys(empty, "Please complete this required field.")


def _unsendable(form: Form) -> dict[str, str]:
    marked, state = {}, form.state()
    for block_id, action_id, element in stateful(form.blocks):
        if element["type"] in LINES:
            try:
                with_typed(element, state[block_id][action_id]["value"])
            except NotPossible as trouble:
                marked[block_id] = trouble.reason
    return marked


def _blank(typed: Any) -> bool:
    return typed is None or typed in ("", [])


def _is_empty(held: Json) -> bool:
    return not any(value for name, value in held.items() if name not in {"type", "timezone"})


def has(form: Form, key: str) -> bool:
    return bool(_holders(form, key))


def targets(form: Form, key: str, typed: Any) -> list[tuple[str, str, Json, Any]]:
    """The elements that a key means: a block's id, an action's id, or the label that a person reads."""
    if found := _holders(form, key):
        return _within(found, typed)
    labels = _labels(form)
    known = ", ".join(repr(labels.get(block_id) or block_id) for block_id, _, _ in stateful(form.blocks))
    raise DriverMistake("no_such_field", f"nothing called {key!r:.100} to fill in; there are {known or 'no fields'}")


def _holders(form: Form, key: str) -> list[tuple[str, str, Json]]:
    holders, labels = list(stateful(form.blocks)), _labels(form)
    for reading in READINGS:
        for name_of in (lambda h: h[0], lambda h: h[1], lambda h: labels.get(h[0], "")):
            if found := [holder for holder in holders if reading(name_of(holder)) == reading(key)]:
                return found
    return []


def _labels(form: Form) -> dict[str, str]:
    return {block["block_id"]: label(block) for _, block in placed(form.blocks) if "block_id" in block}


def _within(found: list[tuple[str, str, Json]], typed: Any) -> list[tuple[str, str, Json, Any]]:
    """One value, or one for each action of the block."""
    if isinstance(typed, dict) and typed and typed.keys() <= {holder[1] for holder in found}:
        return [(*holder, typed[holder[1]]) for holder in found if holder[1] in typed]
    return [(*found[0], typed)]


def _takes_several(kind: str) -> bool:
    return kind.startswith("multi_") or kind in {"checkboxes", "file_input"}


def _several(typed: Any) -> list[Any]:
    if typed is None or typed == "":
        return []
    return list(typed) if isinstance(typed, (list, tuple)) else [typed]


def _single(typed: Any) -> Any:
    """A list of one is that one."""
    if not isinstance(typed, (list, tuple)) or len(typed) > 1:
        return typed
    return typed[0] if typed else None


def _bare(typed: Any) -> Any:
    return typed.strip() if isinstance(typed, str) else typed


def _reading(slack: Workspace, user: User, element: Json, loaded: Sequence[Json]) -> Meant:
    """What a text means in this element; anything else, and nothing at all, is taken as it is."""
    kind = element["type"]
    if kind in PEOPLE:
        return _of_text(lambda name: person(slack, name).id)
    if kind in PLACES:
        return _of_text(lambda name: place(slack, user, name).id)
    if kind in OPTIONS:
        return lambda typed: _option(options_of(element), typed)
    if kind in LOADED:
        return lambda typed: _loaded(loaded, typed)
    if kind == "file_input":
        return lambda typed: handed_in(slack, user, typed)
    readings: dict[str, Meant] = {"timepicker": _of_text(_time), "datetimepicker": _of_text(lambda t: _moment(user, t))}
    return readings.get(kind, lambda typed: typed)


def _of_text(meant: Callable[[str], Any]) -> Meant:
    return lambda typed: meant(typed) if isinstance(typed, str) and typed else typed


def option_of(offered: Sequence[Json], typed: Any) -> Json | None:
    """The option of this value or these words."""
    named = str(typed) if isinstance(typed, int) and not isinstance(typed, bool) else typed
    if not isinstance(named, str):
        return None
    return next((found for reading in READINGS for found in _read(offered, named, reading)), None)


def _option(offered: list[Json], typed: Any) -> Any:
    return option_of(offered, typed) or typed


def _loaded(offered: Sequence[Json], typed: Any) -> Any:
    """One of the options that the app offered, named or handed over whole, and nothing else."""
    if typed is None or typed == "":
        return typed
    meant = typed if typed in offered else option_of(offered, typed)
    if meant is None:
        known = ", ".join(repr(plain(option.get("text"))) for option in offered) or "none"
        raise NotPossible(f"{typed!r:.100} is not among the options that the app offered: {known}")
    return meant


def _read(offered: Sequence[Json], named: str, reading: Reading) -> Iterator[Json]:
    yield from (option for option in offered if reading(str(option.get("value", ""))) == reading(named))
    yield from (option for option in offered if reading(plain(option.get("text"))) == reading(named))


def _time(typed: str) -> str:
    match = TIME.fullmatch(typed)
    return f"{int(match[1]):02}:{match[2]}" if match else typed


def _moment(user: User, typed: str) -> Any:
    if typed.isdecimal():
        return typed
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as trouble:
        raise NotPossible(f"{typed!r:.100} is no moment such as 2026-03-06T16:00") from trouble
    local = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(user.tz))
    return int(local.timestamp())
