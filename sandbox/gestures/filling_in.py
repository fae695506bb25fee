"""A form as a person goes through it before submitting: field after field, and the app hears of some of them."""

import contextlib
from dataclasses import replace
from typing import Any

from sandbox import desk
from sandbox.blocks import Found, Wanted, elements
from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake, NotSettled
from sandbox.gestures import clicks, filling, suggestions
from sandbox.gestures.filling import Typed
from sandbox.gestures.surfaces import InView
from sandbox.world import User

#: Nobody is faster, and the app may change the form meanwhile.
NEXT_FIELD_SECONDS = 3.0
CHANGED = clicks.Click(Wanted(), enter=False)


async def fill_in(delivery: Delivery, user: User, surface: InView, values: dict[str, Any]) -> None:
    """A mistake in what is there now changes nothing; a field that is not is looked for once the app has been told."""
    ready, later = await _ready(delivery, user, surface, values)
    said = [one for typed in ready.values() for one in typed if _speaks(surface, one)]
    for one in said:
        clicks.asks_first(_found(surface, one), CHANGED)
    if not said:
        await _meant(delivery, user, surface, later)
    for key, value in values.items():
        typed = ready[key] if key in ready else await _meant(delivery, user, surface, {key: value})
        for one in typed:
            await _filled(delivery, user, surface, one)


async def _ready(
    delivery: Delivery, user: User, surface: InView, values: dict[str, Any]
) -> tuple[dict[str, list[Typed]], dict[str, Any]]:
    """What goes into the fields that are there, and what is for others."""
    known = {key: value for key, value in values.items() if filling.has(surface.form, key)}
    ready = {key: await _meant(delivery, user, surface, {key: value}) for key, value in known.items()}
    return ready, {key: value for key, value in values.items() if key not in known}


async def _meant(delivery: Delivery, user: User, surface: InView, values: dict[str, Any]) -> list[Typed]:
    await suggestions.looked_up(delivery, user, surface, values)
    return filling.resolved(delivery.slack, user, surface.form, values)


async def _filled(delivery: Delivery, user: User, surface: InView, one: Typed) -> None:
    if not _speaks(surface, one):
        filling.fill(surface.form, [one])
        return
    for held in filling.steps(surface.form.state()[one.block_id][one.action_id], one.held):
        filling.fill(surface.form, [replace(one, held=held)])
        surface.view.mended([one.block_id])
        await clicks.tell(delivery, user, surface, clicks.entry(delivery.slack, _found(surface, one), held))
        await _seen(delivery, user, surface)


async def _seen(delivery: Delivery, user: User, surface: InView) -> None:
    """The next field comes after what the app made of this one."""
    with contextlib.suppress(NotSettled):
        await delivery.slack.activity.settled(NEXT_FIELD_SECONDS)
    if desk.top(delivery.slack, user.id) is not surface.view:
        raise DriverMistake("view_changed", f"the app put something else before {user.name}; look at it first")


def _speaks(surface: InView, one: Typed) -> bool:
    """Whether the app hears of this change; what is chosen again is none."""
    found = _found(surface, one)
    return surface.form.state()[one.block_id][one.action_id] != one.held and clicks.speaks(found, CHANGED)


def _found(surface: InView, one: Typed) -> Found:
    for block, element in elements(surface.form.blocks):
        if (block.get("block_id"), element.get("action_id")) == (one.block_id, one.action_id):
            return Found(block, element)
    raise DriverMistake("no_such_field", f"the app took {one.block_id} away when it heard of another field")
