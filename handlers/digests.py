"""Listeners for a channel's digest: `/digest`, its button, and how it is posted."""

from datetime import datetime

from slack_bolt import Ack

from bot.domain.origins import Gesture
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.recurrence import Rule
from bot.domain.recurrence_words import parse_rule
from bot.domain.schedule_zones import is_schedule, zoned
from bot.domain.schedules import NotASchedule, NoWeekdays, parse_schedule
from bot.domain.suggestions import nearest
from handlers import command_lines, mornings, values
from handlers.answers import private
from handlers.blocks import Message
from handlers.gestures import Body, action_of
from handlers.ids import buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import digests as views
from handlers.views import liaison as help_views
from handlers.views.client_requests import zone_note

VERBS = ("me", "preview", "off", "help", "daily", "weekdays", "weekends")


def register(app: Switchboard, parts: Parts) -> None:
    def on_command(ack: Ack, command: Body) -> None:
        by = parts.gestures.of_command(command)
        ack(**private(_answer(parts, by, command_lines.words(parts, by, command))))

    def on_action(ack: Ack, body: Body) -> None:
        by = parts.gestures.of_click(body)
        parts.answers.instead(body, _off(parts, by, values.of_digest(action_of(body)[1])))
        ack()

    app.command("/digest")(on_command)
    app.action(buttons_of("digest"))(on_action)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def digest(claimed: Claimed) -> Message | Dropped:
        part = parts.digests.part(claimed.team_id, claimed.about, int(claimed.facts.get("part", "1")), claimed.due_at)
        return views.posted(part) if part else Dropped("switched off")

    return {MessageKind.DIGEST: digest}


def _answer(parts: Parts, by: Gesture, text: str) -> Message:
    first, _, rest = text.partition(" ")
    if first.lower() == "me":
        return mornings.answer(parts, by, rest.strip())
    match text.lower():
        case "":
            return views.status(parts.digests.here(by), parts.clock.now())
        case "help":
            return help_views.command_help("digest")
        case "preview":
            return views.preview(parts.digests.preview(by))
        case "off":
            return _off(parts, by)
        case _:
            return _set(parts, by, text)


def _off(parts: Parts, by: Gesture, shown: str = "") -> Message:
    """Of a button that was shown with another one: what is set by now, with its own button."""
    schedule = parts.digests.off(by, shown)
    return views.off(schedule) if schedule else views.status(parts.digests.here(by), parts.clock.now())


def _set(parts: Parts, by: Gesture, text: str) -> Message:
    try:
        rule = _rule(text, by, parts.clock.now())
    except NotASchedule:
        taken_apart = zoned(text, zone=by.zone.key)
        if taken_apart is not None:
            return views.without_zone(taken_apart, by.zone)
        meant = _meant(text, by.zone.key)
        if meant is None:
            raise
        return help_views.did_you_mean(text, meant, "digest")
    if rule is None:
        return views.without_days(text)
    note = zone_note(by.zone) if by.zone_is_assumed else None
    return views.setting(parts.digests.set(by, rule), note)


def _rule(text: str, by: Gesture, now: datetime) -> Rule | None:
    """None when it is a time alone."""
    try:
        return parse_schedule(text, zone=by.zone.key)
    except NoWeekdays:
        return None
    except NotASchedule:
        return parse_rule(text, zone=by.zone.key, now=now)


def _meant(text: str, zone: str) -> str | None:
    """The line with its first word put right, if that makes it one that can be followed."""
    first, _, rest = text.partition(" ")
    word = nearest(first, VERBS)
    if word is None:
        return None
    corrected = f"{word} {rest}".strip()
    return corrected if not rest or is_schedule(corrected, zone=zone) else None
