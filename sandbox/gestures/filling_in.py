"""A form as a person goes through it before submitting: field after field, and the app hears of some of them."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sandbox import desk
from sandbox.blocks import Found, Wanted, elements
from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake, Json, NotSettled
from sandbox.gestures import clicks, filling, suggestions
from sandbox.gestures.filling import Typed
from sandbox.gestures.surfaces import InView
from sandbox.world import User

#: Nobody is faster, and the app may change the form meanwhile.
NEXT_FIELD_SECONDS = 3.0
CHANGED = clicks.Click(Wanted(), enter=False)


async def fill_in(delivery: Delivery, user: User, surface: InView, values: dict[str, Any]) -> None:
    """A mistake in what is there now changes nothing; a field that is not is looked for once the app has been told."""
    form = surface.form
    known = {key: value for key, value in values.items() if filling.has(form, key)}
    typed = await _meant(delivery, user, surface, known)
    said = [one for one in typed if _speaks(surface, one)]
    for one in said:
        clicks.asks_first(_found(surface, one), CHANGED)
    if not said:
        later = {key: value for key, value in values.items() if key not in known}
        filling.fill(form, [*typed, *await _meant(delivery, user, surface, later)])
        return
    for key, value in values.items():
        for one in await _meant(delivery, user, surface, {key: value}):
            await _filled(delivery, user, surface, one)


async def _meant(delivery: Delivery, user: User, surface: InView, values: dict[str, Any]) -> list[Typed]:
    await suggestions.looked_up(delivery, user, surface, values)
    return filling.resolved(delivery.slack, user, surface.form, values)


async def _filled(delivery: Delivery, user: User, surface: InView, one: Typed) -> None:
    if not _speaks(surface, one):
        filling.fill(surface.form, [one])
        return
    for held in _steps(surface.form.state()[one.block_id][one.action_id], one.held):
        filling.fill(surface.form, [replace(one, held=held)])
        surface.view.mended([one.block_id])
        await clicks.tell(delivery, user, surface, clicks.entry(delivery.slack, _found(surface, one), held))
        await _seen(delivery, user, surface)


def _steps(before: Json, after: Json) -> list[Json]:
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


async def _seen(delivery: Delivery, user: User, surface: InView) -> None:
    """The next field comes after what the app made of this one."""
    with contextlib.suppress(NotSettled):
        await delivery.slack.activity.settled(NEXT_FIELD_SECONDS)
    if desk.top(delivery.slack, user.id) is not surface.view:
        raise DriverMistake("view_changed", f"the app put something else before {user.name}; look at it first")


def _speaks(surface: InView, one: Typed) -> bool:
    """Whether the app hears of this change; what is chosen again is none."""
    if surface.form.state()[one.block_id][one.action_id] == one.held:
        return False
    return clicks.speaks(_found(surface, one), CHANGED)


def _found(surface: InView, one: Typed) -> Found:
    return next(_elements(surface, one))


def _elements(surface: InView, one: Typed) -> Iterator[Found]:
    for block, element in elements(surface.form.blocks):
        if (block.get("block_id"), element.get("action_id")) == (one.block_id, one.action_id):
            yield Found(block, element)
