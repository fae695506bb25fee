"""What the fields of one element must obey together."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from sandbox.validation.problem import Problem

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of an element, those in groups included."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options") or []]
    return [*(element.get("options") or []), *grouped]


def options_or_groups(element: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if ("options" in element) == ("option_groups" in element):
        yield Problem(pointer, "conflicting_fields", "must define either `options` or `option_groups`")


def initial_option_is_offered(element: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if "initial_option" in element and element["initial_option"] not in options_of(element):
        yield _not_offered(f"{pointer}/initial_option")


def initial_options_are_offered(element: dict[str, Any], pointer: str) -> Iterator[Problem]:
    for index, option in enumerate(element.get("initial_options", [])):
        if option not in options_of(element):
            yield _not_offered(f"{pointer}/initial_options/{index}")


def _not_offered(pointer: str) -> Problem:
    return Problem(pointer, "initial_option_not_offered", "must exactly match an option that the element offers")


def initial_fits_max_selected(element: dict[str, Any], pointer: str) -> Iterator[Problem]:
    most = element.get("max_selected_items")
    for name, value in element.items():
        if name.startswith("initial_") and most is not None and len(value) > most:
            yield Problem(f"{pointer}/{name}", "too_many", f"no more than {most} items allowed")


def action_ids_differ(block: dict[str, Any], pointer: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in ("elements", "actions"):
        for index, element in enumerate(block.get(name, [])):
            action_id = element.get("action_id")
            if action_id in seen:
                place = f"{pointer}/{name}/{index}/action_id"
                yield Problem(place, "duplicate_action_id", f"action_id {action_id} already exists in this block")
            if action_id is not None:
                seen.add(action_id)


def image_from_one_place(image: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if ("image_url" in image) == ("slack_file" in image):
        yield Problem(pointer, "conflicting_fields", "must define either `image_url` or `slack_file`")


def lengths_agree(element: dict[str, Any], pointer: str) -> Iterator[Problem]:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if least > most:
        yield Problem(f"{pointer}/min_length", "too_large", "must not be greater than max_length")
    if len(element.get("initial_value", "")) > most:
        yield Problem(f"{pointer}/initial_value", "too_long", f"must be less than {most + 1} characters")


def lines_agree(element: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if element.get("min_lines", 1) > element.get("max_lines", 100):
        yield Problem(f"{pointer}/min_lines", "too_large", "must not be greater than max_lines")


def as_number(written: str) -> Decimal | None:
    """Python itself also reads 1_000, other scripts' digits and spaces around them."""
    return Decimal(written) if NUMBER.fullmatch(written) else None


def numbers_agree(element: dict[str, Any], pointer: str) -> Iterator[Problem]:
    numbers: dict[str, Decimal] = {}
    for name in ("min_value", "max_value", "initial_value"):
        if name not in element:
            continue
        number = as_number(element[name])
        if number is None or not (element["is_decimal_allowed"] or number == number.to_integral_value()):
            yield Problem(f"{pointer}/{name}", "invalid_format", "must be a number that the element allows")
        else:
            numbers[name] = number
    yield from _in_order(numbers, pointer)


def _in_order(numbers: dict[str, Decimal], pointer: str) -> Iterator[Problem]:
    pairs = (("min_value", "max_value"), ("min_value", "initial_value"), ("initial_value", "max_value"))
    for lower, upper in pairs:
        if lower in numbers and upper in numbers and numbers[lower] > numbers[upper]:
            yield Problem(f"{pointer}/{lower}", "too_large", f"must not be greater than {upper}")


def is_date(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def date_exists(element: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if "initial_date" in element and not is_date(element["initial_date"]):
        yield Problem(f"{pointer}/initial_date", "invalid_format", "must be a date written YYYY-MM-DD")


def zone_exists(element: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if "timezone" in element and element["timezone"] not in available_timezones():
        yield Problem(f"{pointer}/timezone", "invalid_value", "must be an IANA time zone")
