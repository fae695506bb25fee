"""Menus whose options come from the app while somebody types in them."""

from typing import Any

from sandbox.blocks import Found
from sandbox.delivery import Delivery, Reply
from sandbox.errors import DriverMistake, Json, SlackError
from sandbox.gestures import filling
from sandbox.gestures.outcome import Outcome, spoilt
from sandbox.gestures.surfaces import Surface
from sandbox.payloads import interaction
from sandbox.validation import offer_problems, options_of
from sandbox.views import completed
from sandbox.world import User

LEAST_TYPED = 3  # what `min_query_length` is if the app says nothing
NOTHING = Outcome(options=[])


async def looked_up(delivery: Delivery, user: User, surface: Surface, values: dict[str, Any]) -> None:
    """Words meant for such a menu are typed into it first, so that what they name can be chosen."""
    for key, value in values.items():
        for block_id, action_id, element, meant in filling.targets(surface.form, key, value):
            found = Found({"block_id": block_id}, element | {"action_id": action_id})
            await looked_up_at(delivery, user, surface, found, meant)


async def looked_up_at(delivery: Delivery, user: User, surface: Surface, found: Found, value: Any) -> None:
    if found.element["type"] not in filling.LOADED:
        return
    for words in value if isinstance(value, list) else [value]:
        known = surface.form.options(found.block["block_id"], found.element["action_id"], found.element)
        if isinstance(words, str) and words.strip() and filling.option_of(known, words) is None:
            await suggested(delivery, user, surface, found, words.strip())


async def suggested(delivery: Delivery, user: User, surface: Surface, found: Found, typed: str) -> Outcome:
    element = found.element
    if element["type"] not in filling.LOADED:
        raise DriverMistake("no_suggestions", f"the app is not asked for the options of a {element['type']}")
    if len(typed) < element.get("min_query_length", LEAST_TYPED):
        return NOTHING
    ids = {"block_id": found.block["block_id"], "action_id": element["action_id"]}
    parts = surface.parts(delivery.slack)
    payload = interaction(delivery.slack, "block_suggestion", user, **ids, value=typed, **parts)
    reply = await delivery.gesture("interactive", element["action_id"], payload)
    if reply.error:
        return NOTHING  # all that a person sees of it is that there are no results
    return _offered(delivery, surface, ids, reply)


def _offered(delivery: Delivery, surface: Surface, ids: dict[str, str], reply: Reply) -> Outcome:
    name = ids["action_id"]
    try:
        offer = _taken(reply.payload)
    except SlackError as problem:
        spoilt(delivery, name, reply, problem, error="")
        return Outcome(acked_ms=reply.acked_ms, options=[])
    surface.form.offer(**ids, options=options_of(offer))
    return Outcome(reply.acked_ms, options=offer.get("options"), option_groups=offer.get("option_groups"))


def _taken(answer: Any) -> Json:
    if not isinstance(answer, dict):
        raise SlackError("bad_ack", detail=f"neither options nor option_groups: {answer!r:.200}")
    if problem := next(iter(offer_problems(answer)), None):
        raise SlackError("bad_ack", detail=problem.message, pointer=problem.pointer)
    return completed(answer)
