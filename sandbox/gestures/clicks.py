"""Buttons, menus and other elements, used in a message, in the open modal or in the Home."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.blocks import BUTTONS, Found, Wanted, label, plain
from sandbox.delivery import Delivery
from sandbox.errors import DriverMistake, Json
from sandbox.gestures import filling, suggestions
from sandbox.gestures.outcome import Outcome, unexpected
from sandbox.gestures.surfaces import InView, Surface
from sandbox.payloads import interaction
from sandbox.validation import NotPossible, options_of
from sandbox.views import Form
from sandbox.workspace import Workspace
from sandbox.world import User

#: Where typing is not yet an action: it takes Enter, unless the element listens to every character.
WRITTEN = filling.LINES | {"rich_text_input"}


#: These keep nothing.
MOMENTARY = BUTTONS | {"overflow"}
BUTTON_PARTS = ("text", "value", "style", "url", "icon")


@dataclass(frozen=True)
class Click:
    """What is used, and what the form holds besides; `emptied` takes away what was chosen.

    `enter` ends what was typed into a field with the Enter key; `confirmed` answers the dialog of an element that asks.
    """

    wanted: Wanted
    form: dict[str, Any] = field(default_factory=dict)
    emptied: bool = False
    enter: bool = True
    confirmed: bool | None = None

    @property
    def value(self) -> Any:
        return "" if self.emptied else self.wanted.value


async def use(delivery: Delivery, user: User, surface: Surface, found: Found, click: Click) -> Outcome:
    slack, form = delivery.slack, surface.form
    await suggestions.looked_up(delivery, user, surface, click.form)
    await suggestions.looked_up_at(delivery, user, surface, found, click.value)
    typed = filling.resolved(slack, user, form, click.form)
    if asks_first(found, click) and not click.confirmed:
        return Outcome()
    done = _done(slack, user, form, found, click)
    filling.fill(form, typed)
    ids = found.block["block_id"], found.element["action_id"]
    if isinstance(surface, InView):
        surface.view.mended([*(one.block_id for one in typed), ids[0]])
    outcome = Outcome()
    for held in done:
        if found.element["type"] not in MOMENTARY:
            form.type(*ids, held)
        if speaks(found, click):
            outcome = await tell(delivery, user, surface, entry(slack, found, held))
    slack.changed()
    return outcome


async def tell(delivery: Delivery, user: User, surface: Surface, action: Json) -> Outcome:
    """The app, of what was done there."""
    slack, name = delivery.slack, action["action_id"]
    parts, rights = surface.parts(slack), surface.rights(slack, user)
    payload = interaction(slack, "block_actions", user, **parts, **rights, actions=[action])
    reply = await delivery.gesture("interactive", name, payload)
    unexpected(delivery, name, reply)
    return Outcome.of(reply)


def asks_first(found: Found, click: Click) -> bool:
    """Whether a dialog comes before; who uses such an element says what they answer, and nobody answers another."""
    asked = found.element.get("confirm") if speaks(found, click) else None
    if asked and click.confirmed is None:
        question = " ".join(plain(asked.get(part)) for part in ("title", "text"))
        raise DriverMistake("confirmation_needed", f"Slack asks first: {question} Say confirm true or false")
    if click.confirmed is not None and not asked:
        raise DriverMistake("no_confirmation", "Slack asks nothing before this")
    return bool(asked)


def speaks(found: Found, click: Click) -> bool:
    """Inputs say nothing unless the app asked them to, and written ones only at the moments that it named."""
    if found.block["type"] != "input":
        return True
    if not found.block.get("dispatch_action"):
        return False
    named = found.element.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_enter_pressed"])
    written = found.element["type"] in WRITTEN
    return not written or "on_character_entered" in named or (click.enter and "on_enter_pressed" in named)


def _done(slack: Workspace, user: User, form: Form, found: Found, click: Click) -> list[Json]:
    """What the element holds or says, and where several are chosen, after each choice."""
    element = found.element
    if element["type"] in BUTTONS:
        return [{name: element[name] for name in BUTTON_PARTS if name in element}]
    if element["type"] == "overflow":
        return [{"selected_option": _overflow(found, click)}]
    held = _held(slack, user, form, found, click)
    before = form.state()[found.block["block_id"]][element["action_id"]]
    return filling.steps(before, held) or [held]


def entry(slack: Workspace, found: Found, held: Json) -> Json:
    """What `actions` says of an element that holds this, or was used."""
    ids = {"block_id": found.block["block_id"], "action_id": found.element["action_id"]}
    asked = {name: found.element[name] for name in ("placeholder",) if name in found.element}
    return {**held, "type": found.element["type"], **ids, "action_ts": slack.ts(), **asked}


def _held(slack: Workspace, user: User, form: Form, found: Found, click: Click) -> Json:
    typed = click.value
    if typed is None and found.option is not None:
        typed = found.option["value"]
    if typed is None:
        name = plain(found.element.get("placeholder")) or label(found.block) or found.element["action_id"]
        raise DriverMistake("value_missing", f"{name!r} is a {found.element['type']}: say which value")
    try:
        loaded = form.options(found.block["block_id"], found.element["action_id"], found.element)
        return filling.value_of(slack, user, found.element, typed, loaded)
    except NotPossible as trouble:
        raise DriverMistake("not_possible", trouble.reason) from trouble


def _overflow(found: Found, click: Click) -> Json:
    if found.option is not None:
        return found.option
    offered = options_of(found.element)
    meant = filling.option_of(offered, click.value)
    if meant is not None:
        return meant
    known = ", ".join(repr(plain(option.get("text"))) for option in offered)
    raise DriverMistake("value_missing", f"say which of {known}")
