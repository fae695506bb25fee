"""What an element holds after a person typed or picked something, as far as Slack's clients let them."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

from sandbox.validation.elements import EMAIL, TIME
from sandbox.validation.laws import as_number, is_date, options_of
from sandbox.validation.objects import OPTION, WEB
from sandbox.validation.problem import NotPossible
from sandbox.validation.rich_text import RICH_TEXT_VALUE
from sandbox.validation.shapes import shape_problems
from sandbox.validation.state import STATEFUL, entry

MOMENT = re.compile(r"[0-9]{10}")

_Reading: TypeAlias = Callable[[dict[str, Any], object], object]

_MOST_TYPED = 3000
_MOST_FILES = 10


def with_typed(element: dict[str, object], typed: object) -> dict[str, object]:
    """People and conversations are given by id, files as file objects; `None` leaves the element empty."""
    kind = element.get("type")
    if not isinstance(kind, str) or kind not in STATEFUL:
        raise NotPossible(f"a {kind} has nothing to fill in")
    if STATEFUL[kind].many:
        return entry(element, _several(element, _READINGS[kind], typed))
    if typed is not None and typed != "":
        return entry(element, _READINGS[kind](element, typed))
    if kind == "radio_buttons":
        raise NotPossible("a radio button cannot be unpicked")
    return entry(element, None)


def _several(element: dict[str, Any], reading: _Reading, typed: object) -> list[object]:
    given = list(typed) if isinstance(typed, list | tuple) else [] if typed is None else [typed]
    chosen = [reading(element, one) for one in given]
    if any(one in chosen[:index] for index, one in enumerate(chosen)):
        raise NotPossible("the same choice twice")
    most = element.get("max_selected_items") or element.get("max_files")
    if element["type"] == "file_input":
        most = most or _MOST_FILES
    if most is not None and len(chosen) > most:
        raise NotPossible(f"no more than {most} can be chosen")
    return chosen


def _line(typed: object) -> str:
    if not isinstance(typed, str):
        raise NotPossible(f"{typed!r} is not text")
    return typed


def _text(element: dict[str, Any], typed: object) -> str:
    text = _line(typed)
    least, most = element.get("min_length", 0), element.get("max_length", _MOST_TYPED)
    if len(text) > most:
        raise NotPossible(f"{len(text)} characters where {most} are allowed")
    if len(text) < least:
        raise NotPossible(f"{len(text)} characters where at least {least} are asked")
    if "\n" in text and not element.get("multiline"):
        raise NotPossible("several lines in a field of one line")
    return text


def _shaped(form: re.Pattern[str], what: str) -> _Reading:
    def reading(_element: dict[str, Any], typed: object) -> str:
        text = _line(typed)
        if not form.fullmatch(text):
            raise NotPossible(f"{text!r} is not {what}")
        return text

    return reading


def _number(element: dict[str, Any], typed: object) -> str:
    written = str(typed) if isinstance(typed, int | float | Decimal) and not isinstance(typed, bool) else _line(typed)
    number = as_number(written)
    if number is None:
        raise NotPossible(f"{written!r} is not a number")
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        raise NotPossible(f"{written} is not a whole number")
    for name, outside in (("min_value", number.__lt__), ("max_value", number.__gt__)):
        limit = as_number(element[name]) if name in element else None
        if limit is not None and outside(limit):
            raise NotPossible(f"{written} where {name} is {limit}")
    return written


def _option(element: dict[str, Any], typed: object) -> dict[str, Any]:
    """A person picks by the words; tests and the page may name the option's value, or hand over the whole option."""
    options = options_of(element)
    for matches in (
        [option for option in options if option == typed],
        [option for option in options if option.get("value") == typed],
        [option for option in options if option.get("text", {}).get("text") == typed],
    ):
        if matches:
            return {name: deepcopy(item) for name, item in matches[0].items() if name != "url"}
    raise NotPossible(f"{typed!r} is not among the options")


def _loaded_option(_element: dict[str, Any], typed: object) -> dict[str, Any]:
    """The options of an external select come from the app, so the caller hands over the one it received."""
    if isinstance(typed, dict) and not any(shape_problems(OPTION, typed, "")):
        return deepcopy(typed)
    raise NotPossible(f"{typed!r} is not an option that the app offered")


def _date(_element: dict[str, Any], typed: object) -> str:
    text = _line(typed)
    if not is_date(text):
        raise NotPossible(f"{text!r} is not a date written YYYY-MM-DD")
    return text


def _moment(_element: dict[str, Any], typed: object) -> int:
    written = typed if isinstance(typed, str) else str(typed) if type(typed) is int else ""
    if not MOMENT.fullmatch(written):
        raise NotPossible(f"{typed!r:.100} is not a moment in whole seconds since 1970, of ten digits")
    return int(written)


def _rich_text(_element: dict[str, Any], typed: object) -> dict[str, Any]:
    if isinstance(typed, dict):
        if problem := next(shape_problems(RICH_TEXT_VALUE, typed, ""), None):
            raise NotPossible(f"not rich text: {problem.message} at {problem.pointer or '/'}")
        return deepcopy(typed)
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": _line(typed)}]}
    return {"type": "rich_text", "elements": [section]}


def _file(element: dict[str, Any], typed: object) -> dict[str, Any]:
    if not isinstance(typed, dict) or "id" not in typed:
        raise NotPossible(f"{typed!r} is not a file")
    wanted = element.get("filetypes")
    if wanted and typed.get("filetype") not in wanted:
        raise NotPossible(f"a file of type {typed.get('filetype')} where only {', '.join(wanted)} are taken")
    return deepcopy(typed)


_user = _shaped(re.compile(r"[UW]\w+"), "the id of a person")
_conversation = _shaped(re.compile(r"[CDGUW]\w+"), "the id of a conversation")
_channel = _shaped(re.compile(r"C\w+"), "the id of a public channel")

_READINGS: Mapping[str, _Reading] = MappingProxyType(
    {
        "plain_text_input": _text,
        "email_text_input": _shaped(EMAIL, "an e-mail address"),
        "url_text_input": _shaped(WEB, "a web address"),
        "number_input": _number,
        "static_select": _option,
        "multi_static_select": _option,
        "radio_buttons": _option,
        "checkboxes": _option,
        "external_select": _loaded_option,
        "multi_external_select": _loaded_option,
        "users_select": _user,
        "multi_users_select": _user,
        "conversations_select": _conversation,
        "multi_conversations_select": _conversation,
        "channels_select": _channel,
        "multi_channels_select": _channel,
        "datepicker": _date,
        "timepicker": _shaped(TIME, "a time written HH:mm"),
        "datetimepicker": _moment,
        "rich_text_input": _rich_text,
        "file_input": _file,
    }
)
