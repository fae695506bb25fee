"""Listeners for /liaison: help, and a person's day."""

from collections.abc import Callable, Mapping

from slack_bolt import Ack

from bot.domain.finds import Kind
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.suggestions import nearest
from handlers import channel_settings, command_lines, finds, hours, queues, saved_searches
from handlers.answers import DayAsked, private
from handlers.blocks import Message
from handlers.gestures import Body
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import ladders as ladder_views
from handlers.views import liaison as views

DAY = frozenset({"my day", "myday", "day", "mine", "today"})
VERBS = ("help", "find", "myday", "day", "mine", "today", "reminders", "hours", "queue", "channel")
#: What has more to it than a word.
FEATURES: Mapping[str, Callable[[Parts, Gesture, str], Message]] = {
    "channel": channel_settings.asked,
    "hours": hours.asked,
    "queue": queues.asked,
    "queues": queues.asked,
}
#: What may stand behind `reminders`; alone it asks how they are set.
REMINDERS = {f"{word} {switch}": switch == "on" for word in ("reminders", "reminder") for switch in ("on", "off")}


def register(app: Switchboard, parts: Parts) -> None:
    def on_command(ack: Ack, command: Body) -> None:
        ack(**private(_answer(parts, command)))

    app.command("/liaison")(on_command)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def _reminders(parts: Parts, by: Gesture, word: str) -> Message:
    if word == "reminders":
        return ladder_views.switched(parts.ladders.wants_reminders(by))
    parts.ladders.set_reminders(by, wanted=REMINDERS[word])
    return ladder_views.switched(REMINDERS[word])


def _answer(parts: Parts, command: Body) -> Message:
    by = parts.gestures.of_command(command)
    text = command_lines.words(parts, by, command)
    word = text.casefold()
    wanted = finds.looked_for(str(command.get("text") or ""))
    if wanted is not None:
        return finds.asked(parts, by, Kind.BOTH, wanted) if wanted.strip() else saved_searches.shown(parts, by)
    if not word or word in DAY:
        day = parts.days.message(DayAsked(by.team_id, by.user_id))
        return day if word else views.with_help(day, parts.duties.of(by))
    first, _, rest = text.partition(" ")
    if first.casefold() in FEATURES:
        return FEATURES[first.casefold()](parts, by, rest.strip())
    if word == "reminders" or word in REMINDERS:
        return _reminders(parts, by, word)
    help_ = views.help_asked("/liaison", text, parts.duties.of(by))
    if help_ is not None:
        return help_
    meant = nearest(word.replace(" ", ""), VERBS)
    return views.not_understood(text, "my day" if meant in DAY else meant)
