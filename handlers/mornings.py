"""Listeners for people's own digests: `/digest me …`, their buttons, and how they are sent."""

from dataclasses import replace

from slack_bolt import Ack

from bot.domain.ids import UserId
from bot.domain.mornings import USUAL_TIME, Morning
from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.recurrence import Rule
from bot.domain.recurrence_words import parse_rule
from bot.domain.schedules import NotASchedule, NoWeekdays, parse_schedule
from handlers import pings
from handlers.blocks import Message
from handlers.gestures import Body, action_of
from handlers.ids import ActionId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import mornings as views


def register(app: Switchboard, parts: Parts) -> None:
    def on_action(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        is_on = action_of(body)[0] == ActionId.MORNING_ON
        parts.answers.instead(body, _setting(parts, by, parts.mornings.switch(by, on=is_on)))
        ack()

    app.action(buttons_of("morning"))(on_action)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def morning(claimed: Claimed) -> Message | Dropped:
        told = pings.told(parts, claimed) if "held_on" in claimed.facts else None
        to, facts = UserId(claimed.to), claimed.facts
        held_back, stands = told.told if told else None, claimed.base is not None
        part = parts.mornings.part(claimed.team_id, to, claimed.due_at, facts, held_back, stands=stands)
        held = pings.section(told, parts.clock.now()) if told else []
        return views.posted(part, held, parts.clock.now()) if part else Dropped("switched off, or nothing left")

    return {MessageKind.MORNING: morning}


def answer(parts: Parts, by: Gesture, text: str) -> Message:
    """To `/digest me` and what follows it."""
    match text.lower():
        case "":
            return _setting(parts, by, parts.mornings.of(by))
        case "on" | "off":
            return _setting(parts, by, parts.mornings.switch(by, on=text.lower() == "on"))
        case _:
            return _setting(parts, by, parts.mornings.set(by, _rule(parts, by, text)))


def _setting(parts: Parts, by: Gesture, morning: Morning | None) -> Message:
    return views.setting(morning, parts.mornings.comes_at(by), parts.clock.now())


def _rule(parts: Parts, by: Gesture, text: str) -> Rule:
    """A time alone keeps the days."""
    zone = by.zone.key
    try:
        return parse_schedule(text, zone=zone)
    except NoWeekdays:
        known = parts.mornings.of(by)
        days = known.rule if known else parse_schedule(f"weekdays {USUAL_TIME}", zone=zone)
        return replace(days, local_time=parse_schedule(f"daily {text}", zone=zone).local_time, zone=zone)
    except NotASchedule:
        return parse_rule(text, zone=zone, now=parts.clock.now())
