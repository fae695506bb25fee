"""Listeners for reminders: the command, its list, the form, *Remind me* on cards and the question after a journey."""

import re
from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack

from bot.domain.errors import FieldRefused, StoreUnavailable
from bot.domain.ids import ChannelId, NudgeNumber, UserId
from bot.domain.moments import Moment
from bot.domain.nudge_repeats import Repeat, repeating
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.quick_results import ChannelMention, GroupMention, Mention, NothingToLog, QuickNudge
from bot.domain.recurrence import Rule
from bot.domain.suggestions import nearest
from bot.domain.text import clean
from bot.services.nudges import SetNudge
from handlers import form_notes, moment_fields, opening, values
from handlers.answers import private
from handlers.blocks import Block, Message, only
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import liaison as help_views
from handlers.views import nudge_forms as forms
from handlers.views import nudge_occurrences as occurrence_views
from handlers.views import nudges as views

VERBS = ("list", "cancel", "skip", "help")
LABEL = re.compile(r"N-?(\d{1,9})", re.IGNORECASE)
CANCEL = re.compile(r"(?:cancel|stop|delete)\s+(?:N-?)?(\d{1,9})", re.IGNORECASE)
SKIP = re.compile(r"skip\s+(?:N-?)?(\d{1,9})", re.IGNORECASE)
URGENT = re.compile(r"urgent\s+(?:N-?)?(\d{1,9})", re.IGNORECASE)
REMIND_ME = "tomorrow 9:00"

#: A reminder that says nothing but a task is about that, as one that says R-3 is about that request.
TASK_ALONE = re.compile(r"(?:about )?T-([1-9][0-9]{0,8})", re.IGNORECASE)


def register(app: Switchboard, parts: Parts) -> None:
    def on_command(ack: Ack, command: Body) -> None:
        message = Asked(parts, command).answer()
        ack(**private(message)) if message else ack()

    def on_action(ack: Ack, body: Body) -> None:
        Clicked(parts, body).answer()
        ack()

    def on_remind(ack: Ack, body: Body) -> None:
        Clicked(parts, body).remind()
        ack()

    def on_sent(ack: Ack, body: Body) -> None:
        ack(**_form_sent(body, parts))

    app.command("/nudge")(on_command)
    app.action(buttons_of("nudge"))(on_action)
    app.action(re.compile(r"^(request|task)\.remind(:|$)"))(on_remind)
    app.view(CallbackId.NUDGE_SET)(on_sent)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    """How one looks that has come is said in handlers/nudge_occurrences.py."""
    return {}


class Asked:
    """One `/nudge …` and its answer; None once a form is open instead."""

    def __init__(self, parts: Parts, command: Body) -> None:
        self._parts = parts
        self._trigger = str(command["trigger_id"])
        self._by = parts.gestures.of_command(command)
        self._text = parts.people.with_names(self._by.team_id, str(command.get("text") or ""))

    def answer(self) -> Message | None:
        words = clean(self._text)
        if not words:
            self._form(forms.Shown(user=self._by.user_id))
            return None
        return self._numbered(words) or self._verb(words.lower()) or self._line()

    def _numbered(self, words: str) -> Message | None:
        answers = {LABEL: self._shown, CANCEL: self._cancelled, SKIP: self._skipped, URGENT: self._released}
        for pattern, answer in answers.items():
            named = pattern.fullmatch(words)
            if named:
                return answer(NudgeNumber(int(named[1])))
        return None

    def _shown(self, number: NudgeNumber) -> Message:
        """One that has come as it came, so that it can be answered here as well."""
        now = self._parts.clock.now()
        told = self._parts.nudge_occurrences.last_told(self._by, number)
        if told is not None and told.nudge.rule is None:
            return occurrence_views.reminder(told, now)
        return views.shown(self._parts.nudges.listed(self._by, number), self._by.user_id, self._by.zone, now)

    def _cancelled(self, number: NudgeNumber) -> Message:
        return only(views.cancelled(self._parts.nudges.cancel(self._by, number)))

    def _skipped(self, number: NudgeNumber) -> Message:
        skipped = self._parts.nudges.skip(self._by, number)
        return only(views.skipped(skipped.nudge, self._by.zone, self._parts.clock.now()))

    def _released(self, number: NudgeNumber) -> Message:
        nudge = self._parts.nudge_holds.release(self._by, number)
        return only(views.released(nudge, self._by.zone, self._parts.clock.now()))

    def _verb(self, words: str) -> Message | None:
        match words:
            case "list":
                return _list(self._parts, self._by, 0)
            case "cancel" | "skip":
                return views.which_one(words)
            case "help":
                return help_views.command_help("nudge")
        word, _, rest = words.partition(" ")
        known = ("cancel", "skip") if LABEL.fullmatch(rest.strip()) else () if rest else VERBS
        meant = nearest(word, known)
        return help_views.did_you_mean(words, f"{meant} {rest.upper()}".strip(), "nudge") if meant else None

    def _line(self) -> Message | None:
        try:
            quick = self._parts.nudges.understand(self._by, self._text)
        except NothingToLog:
            return views.no_words(self._text)
        if isinstance(quick.target, GroupMention):
            return views.no_groups(self._text)
        if quick.ambiguities or (quick.moment or quick.rule) is None:
            self._form(forms.from_quick(quick, self._by.user_id), forms.questions(quick.ambiguities, self._text))
            return None
        done = self._parts.nudges.set(_wanted(self._by, quick))
        return views.set_answer(done, self._by.user_id, self._by.zone, quick.moment)

    def _form(self, shown: forms.Shown, notice: Sequence[Block] = ()) -> None:
        view = _view(self._parts, self._by, shown, notice)
        self._parts.slack.views_open(trigger_id=self._trigger, view=view)


class Clicked:
    """One press of a button of ours."""

    def __init__(self, parts: Parts, body: Body) -> None:
        self._parts = parts
        self._body = body
        self._action, self._value = action_of(body)

    def answer(self) -> None:
        if self._action == ActionId.NUDGE_DATE:
            view = form_notes.form_of(self._body)
            self._parts.slack.views_update(view_id=view["id"], view=forms.with_when(view, self._value))
            return
        by = self._parts.gestures.of_click(self._body)
        if self._action == ActionId.NUDGE_OPEN:
            view = _view(self._parts, by, forms.Shown(user=by.user_id))
            opening.form(self._parts.slack, self._body, view)
            return
        self._parts.answers.instead(self._body, self._message(by))

    def remind(self) -> None:
        """*Remind me* on the card of something that is still to be done."""
        by, label = self._parts.gestures.of_click(self._body), values.item_label(self._value)
        self._parts.nudges.item(by, label).must_be_open()
        view = _view(self._parts, by, forms.Shown(user=by.user_id, when=REMIND_ME, about=label))
        opening.form(self._parts.slack, self._body, view)

    def _message(self, by: Gesture) -> Message:
        match self._action:
            case ActionId.NUDGE_CANCEL:
                return self._cancelled(by)
            case ActionId.NUDGE_ANYWAY:
                nudge = self._parts.nudge_holds.release(by, values.nudge_number(self._value))
                return only(views.released(nudge, by.zone, self._parts.clock.now()))
            case ActionId.NUDGE_SKIP:
                return self._skipped(by)
            case ActionId.NUDGE_PAGE:
                return _list(self._parts, by, values.offset(self._value))
            case ActionId.NUDGE_MOVE:
                return views.moved(
                    self._parts.nudge_moves.move_all(by, self._value or None), by.zone, self._parts.clock.now()
                )
            case _:
                return views.kept()

    def _skipped(self, by: Gesture) -> Message:
        """Pressed twice, or long after it was shown, it leaves out no other one and says what is next."""
        label, shown = values.dated(self._value)
        number, now = values.nudge_number(label), self._parts.clock.now()
        skipped = self._parts.nudges.skip(by, number, shown)
        if skipped.is_news:
            return only(views.skipped(skipped.nudge, by.zone, now))
        return views.shown(self._parts.nudges.listed(by, number), by.user_id, by.zone, now)

    def _cancelled(self, by: Gesture) -> Message:
        """In a list the others stay in sight."""
        place, _, rest = str(self._body["actions"][0].get("block_id")).partition(":")
        offset = values.offset(rest.partition(":")[0]) if place == views.LIST_BLOCK else None
        notice = views.cancelled(self._parts.nudges.cancel(by, values.nudge_number(self._value)))
        if offset is None:
            return only(notice)
        try:
            page = self._parts.nudges.page(by, offset=offset)
        except StoreUnavailable:
            # It is cancelled all the same, and nothing else may be said of it.
            return only(notice)
        return views.listed(page, by.user_id, by.zone, self._parts.clock.now(), notice)


def _view(parts: Parts, by: Gesture, shown: forms.Shown, notice: Sequence[Block] = ()) -> Block:
    item = parts.nudges.item(by, shown.about) if shown.about else None
    return forms.form(shown, asked_in=by.channel_id, item=item, notice=notice)


def _list(parts: Parts, by: Gesture, offset: int) -> Message:
    return views.listed(parts.nudges.page(by, offset=offset), by.user_id, by.zone, parts.clock.now())


def _wanted(by: Gesture, quick: QuickNudge) -> SetNudge:
    target, task = quick.target, TASK_ALONE.fullmatch(quick.text)
    request = f"R-{quick.request_number}" if quick.request_number else None
    return SetNudge(
        by=by,
        text="" if task else quick.text,
        moment=quick.moment,
        rule=quick.rule,
        is_urgent=quick.is_urgent,
        user=target.user if isinstance(target, Mention) else by.user_id,
        channel=target.channel if isinstance(target, ChannelMention) else None,
        about=f"T-{int(task[1])}" if task else request,
    )


def _form_sent(body: Body, parts: Parts) -> dict[str, Any]:
    """What to answer the form with: its field refused, the two readings of its date, or what was set."""
    by, view = parts.gestures.of_submission(body), body["view"]
    fields = Fields(view)
    user, channel = fields.text(BlockId.TARGET), fields.text(BlockId.CHANNEL)
    if not user and not channel:
        raise FieldRefused(BlockId.TARGET.value, "missing")
    about = form_notes.kept_text(form_notes.kept_by(body), "about")

    recipient = None if channel else UserId(user)
    repeats = fields.text(BlockId.REPEATS)

    def set_for(typed: str) -> dict[str, Any]:
        moment = parts.nudges.moment(by, typed, recipient) if typed else None
        wanted = SetNudge(
            by=by,
            text=clean(fields.text(BlockId.TEXT)),
            moment=moment,
            rule=_rule(parts, by, recipient, repeats, moment),
            user=UserId(user) if user else None,
            channel=ChannelId(channel) if channel else None,
            about=values.item_label(about) if about else None,
        )
        done = parts.nudges.set(wanted)
        return {"response_action": "update", "view": views.set_view(done, by.user_id, by.zone, moment)}

    return moment_fields.answered(view, set_for, needed=not repeats.startswith(forms.TYPED))


def _rule(parts: Parts, by: Gesture, user: UserId | None, repeats: str, moment: Moment | None) -> Rule | None:
    """By what was typed in a line, or by the moment of the first time."""
    if repeats.startswith(forms.TYPED):
        return parts.nudges.rule(by, repeats.removeprefix(forms.TYPED), user)
    if not repeats or repeats == forms.ONCE or moment is None:
        return None
    if repeats not in set(Repeat):
        raise FieldRefused(BlockId.REPEATS.value, "unknown")
    return repeating(Repeat(repeats), moment.local, moment.zone.key)
