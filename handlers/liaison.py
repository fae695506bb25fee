"""Listeners for /liaison: help, and a person's day."""

from slack_bolt import Ack, App

from bot.domain.outbox import MessageKind
from bot.domain.suggestions import nearest
from bot.services.pages import Which
from handlers import command_lines, hours
from handlers.answers import private
from handlers.blocks import Message
from handlers.gestures import Body
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.views import ladders as ladder_views
from handlers.views import liaison as views

DAY = frozenset({"my day", "myday", "day", "mine", "today"})
VERBS = ("help", "myday", "day", "mine", "today", "reminders", "hours")
#: What may stand behind `reminders`; alone it asks how they are set.
REMINDERS = {f"{word} {switch}": switch == "on" for word in ("reminders", "reminder") for switch in ("on", "off")}


def register(app: App, parts: Parts) -> None:
    def on_command(ack: Ack, command: Body) -> None:
        ack(**private(_answer(parts, command)))

    app.command("/liaison")(on_command)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def _answer(parts: Parts, command: Body) -> Message:
    by = parts.gestures.of_command(command)
    text = command_lines.words(parts, by, command)
    word = text.casefold()
    if word in DAY:
        requests = parts.client_requests.page(by, Which.MINE)
        tasks = parts.tasks.page(by, Which.MINE)
        return views.my_day(requests, tasks, by.zone, parts.clock.now())
    if word.split(" ", 1)[0] == "hours":
        return hours.asked(parts, by, text[len("hours") :].strip())
    if word in REMINDERS:
        parts.ladders.set_reminders(by, wanted=REMINDERS[word])
        return ladder_views.switched(REMINDERS[word])
    if word == "reminders":
        return ladder_views.switched(parts.ladders.wants_reminders(by))
    help_ = views.help_asked("/liaison", text)
    if help_ is not None:
        return help_
    meant = nearest(word.replace(" ", ""), VERBS)
    return views.not_understood(text, "my day" if meant and meant != "help" else meant)
