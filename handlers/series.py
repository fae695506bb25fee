"""Listeners for requests and tasks that come again: `/request repeat …`, `/task repeat …`, the form and the buttons."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from slack_bolt import Ack

from bot.domain.checklists import read_lines
from bot.domain.client_names import ClientName, KnownClient, UnknownClient
from bot.domain.clients import of_channel
from bot.domain.dates import MORNING
from bot.domain.errors import FieldRefused
from bot.domain.ids import SeriesNumber
from bot.domain.origins import Gesture
from bot.domain.outbox import MessageKind
from bot.domain.priority import Priority
from bot.domain.quick_series import QuickSeries, parse_series
from bot.domain.recurrence import Rule
from bot.domain.recurrence_words import parse_rule
from bot.domain.series import Series, SeriesKind, read_due_in
from bot.domain.text import clean, one_line
from bot.services.series_drafts import Template
from handlers import form_fields, form_notes, values
from handlers.answers import Answered, opened_from
from handlers.blocks import TEXT, Message
from handlers.gestures import Body, Fields, action_of
from handlers.ids import ActionId, BlockId, CallbackId, buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.request_forms import client_of_form
from handlers.switchboard import Switchboard
from handlers.text import Mrkdwn, said
from handlers.views import effects
from handlers.views import series as views

Handle: TypeAlias = Callable[[Gesture, SeriesNumber], Series]

_REPEAT = re.compile(r"repeat(?:s|ing)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_ONE = re.compile(r"(?:(show|pause|resume|skip|stop|cancel|edit)\s+)?S-?([0-9]{1,9})", re.IGNORECASE)
_LISTS = frozenset({"list", "all"})
STEPS = "steps"
_BUTTONS = {
    ActionId.SERIES_PAUSE: "pause",
    ActionId.SERIES_RESUME: "resume",
    ActionId.SERIES_STOP: "stop",
}


def register(app: Switchboard, parts: Parts) -> None:
    def on_button(ack: Ack, body: Body) -> None:
        action, value = action_of(body)
        _pressed(parts, body, ActionId(action), value)
        ack()

    def on_set(ack: Ack, body: Body) -> None:
        by, fields = parts.gestures.of_submission(body), Fields(body["view"])
        kind = SeriesKind(form_notes.kept_text(form_notes.kept_by(body), "kind") or "")
        series = parts.series.set(by, _template(parts, by, kind, fields))
        ack(response_action="update", view=views.set_result(series, _client(parts, by, series), by.zone, _now(parts)))

    def on_edited(ack: Ack, body: Body) -> None:
        by, kept, fields = parts.gestures.of_submission(body), form_notes.kept_by(body), Fields(body["view"])
        number = SeriesNumber(form_notes.kept_number(kept))
        standing = parts.series.one(by, number)
        wanted = _template(parts, by, standing.kind, fields, standing)
        series = parts.series.edit(by, number, wanted, dict(form_notes.kept_fields(kept)))
        message = views.shown(series, _client(parts, by, series), by.zone, _now(parts), said(effects.CHANGED))
        parts.answers.after_form(kept, lambda: message, _now(parts))
        ack()

    app.action(buttons_of("series"))(on_button)
    app.view(CallbackId.SERIES_SET)(on_set)
    app.view(CallbackId.SERIES_EDIT)(on_edited)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


@dataclass(frozen=True)
class Asked:
    """One `repeat …` of either command."""

    parts: Parts
    by: Gesture
    kind: SeriesKind
    trigger: str

    def answer(self, text: str) -> Answered | None:
        """None for a line that says something else; `text` is as Slack sends it."""
        match = _REPEAT.fullmatch(clean(text).strip())
        if match is None:
            return None
        rest = (match[1] or "").strip()
        if not rest:
            self._form(_draft(self.by, self.kind))
            return Answered(None)
        one = _ONE.fullmatch(rest)
        if one is not None:
            return Answered(self._one((one[1] or "show").lower(), SeriesNumber(int(one[2]))))
        if rest.lower() in _LISTS:
            return Answered(_page(self.parts, self.by, 0))
        return self._line(rest)

    def _one(self, verb: str, number: SeriesNumber) -> Message | None:
        verb = "stop" if verb == "cancel" else verb
        if verb == "skip":
            return _skipped(self.parts, self.by, number)
        if verb in effects.OF_SERIES:
            return _changed(self.parts, self.by, verb, number)
        series = self.parts.series.one(self.by, number)
        if verb == "edit":
            series.must_stand()
            self._form(series)
            return None
        return _shown(self.parts, self.by, series)

    def _line(self, text: str) -> Answered | None:
        """A line that says neither how often nor begins with a quoted title is no such line."""
        parts, by = self.parts, self.by
        named = parts.people.with_names(by.team_id, text)
        clients = parts.client_requests.clients(by) if self.kind is SeriesKind.REQUEST else None
        names = None if clients is None else [ClientName(one.number, one.name) for one in clients]
        quick = parse_series(named, now=_now(parts), zone=by.zone, clients=names)
        if not quick.repeats and not text.startswith('"'):
            return None
        here = of_channel(clients or (), by.channel_id) if quick.client is None else None
        quick = replace(quick, client=KnownClient(here.number, here.name)) if here else quick
        template = _of_line(self.kind, quick)
        if template is None or quick.ambiguities:
            self._form(_draft(by, self.kind, quick), quick)
            return Answered(None)
        series = parts.series.set(by, template)
        return Answered(views.set_answer(series, _client(parts, by, series), by.zone, _now(parts)))

    def _form(self, series: Series, quick: QuickSeries | None = None) -> None:
        notice = views.questions(quick.ambiguities) if quick else []
        view = _form(self.parts, self.by, series, notice=notice, is_new=not series.number)
        self.parts.slack.views_open(trigger_id=self.trigger, view=view)


def _pressed(parts: Parts, body: Body, action: ActionId, value: str) -> None:
    by = parts.gestures.of_click(body)
    if action is ActionId.SERIES_PAGE:
        parts.answers.instead(body, _page(parts, by, values.offset(value)))
        return
    if action is ActionId.SERIES_SKIP:
        label, shown = values.dated(value)
        parts.answers.instead(body, _skipped(parts, by, values.series_number(label), shown))
        return
    number = values.series_number(value)
    if action in _BUTTONS:
        parts.answers.instead(body, _changed(parts, by, _BUTTONS[action], number))
        return
    series = parts.series.one(by, number)
    if action is ActionId.SERIES_SHOW:
        parts.answers.to_click(body, _shown(parts, by, series))
        return
    series.must_stand()
    view = _form(parts, by, series, is_new=False, **opened_from(body, _now(parts)))
    parts.slack.views_open(trigger_id=body["trigger_id"], view=view)


def _skipped(parts: Parts, by: Gesture, number: SeriesNumber, shown: date | None = None) -> Message:
    skipped = parts.series.skip(by, number, shown)
    return _shown(parts, by, skipped.series, said(effects.OF_SERIES["skip"]) if skipped.is_news else None)


def _changed(parts: Parts, by: Gesture, verb: str, number: SeriesNumber) -> Message:
    service = parts.series
    changes: dict[str, Handle] = {
        "pause": service.pause,
        "resume": service.resume,
        "stop": service.stop,
    }
    return _shown(parts, by, changes[verb](by, number), said(effects.OF_SERIES[verb]))


def _shown(parts: Parts, by: Gesture, series: Series, what: Mrkdwn | None = None) -> Message:
    return views.shown(series, _client(parts, by, series), by.zone, _now(parts), what)


def _page(parts: Parts, by: Gesture, offset: int) -> Message:
    return views.listed(parts.series.page(by, offset=offset), by.zone, _now(parts))


def _form(parts: Parts, by: Gesture, series: Series, **how: Any) -> dict[str, object]:
    how = {"channel": str(by.channel_id or ""), **how}
    return views.form(series, parts.client_requests.clients(by), parts.sub_tasks.departments(by), **how)


def _client(parts: Parts, by: Gesture, series: Series) -> str:
    """What its reader may know: the name of a client that they see."""
    if series.client_number is None:
        return series.client_words or ""
    clients = parts.client_requests.clients(by)
    return next((one.name for one in clients if one.number == series.client_number), "")


def _of_line(kind: SeriesKind, quick: QuickSeries) -> Template | None:
    if quick.rule is None or not quick.title:
        return None
    return Template(
        kind=kind,
        title=quick.title,
        rule=quick.rule,
        typed=one_line(quick.typed),
        client_number=quick.client.number if isinstance(quick.client, KnownClient) else None,
        client_words=quick.client.name if isinstance(quick.client, UnknownClient) else None,
        owner=quick.owner,
        priority=quick.priority,
        department=quick.department,
        due_in=quick.due_in,
    )


def _template(parts: Parts, by: Gesture, kind: SeriesKind, fields: Fields, standing: Series | None = None) -> Template:
    """`standing` is what the form showed: a rule that was not touched keeps its clock."""
    rule, typed = _rule(by, fields, _now(parts), standing)
    clients = parts.client_requests.clients(by)
    meant = client_of_form(fields, clients, {}) if kind is SeriesKind.REQUEST else None
    is_request = kind is SeriesKind.REQUEST
    return Template(
        kind=kind,
        title=form_fields.title(fields, TEXT),
        details=form_fields.text(fields, BlockId.DETAILS, TEXT),
        rule=rule,
        typed=typed,
        priority=form_fields.chosen(fields, BlockId.PRIORITY, Priority) if is_request else Priority.NORMAL,
        client_number=meant.number if isinstance(meant, KnownClient) else None,
        client_words=None if meant is None or isinstance(meant, KnownClient) else meant.name,
        owner=form_fields.person(fields, BlockId.OWNER),
        department=form_fields.department(fields),
        due_in=read_due_in(form_fields.text(fields, BlockId.DUE_IN, views.DUE_LIMIT)),
        checklist="\n".join(read_lines(form_fields.text(fields, BlockId.CHECKLIST, TEXT))),
        parts="\n".join(read_lines(form_fields.text(fields, BlockId.STEPS, TEXT), STEPS)),
    )


def _rule(by: Gesture, fields: Fields, now: datetime, standing: Series | None) -> tuple[Rule, str]:
    typed = one_line(form_fields.text(fields, BlockId.WHEN, views.WHEN_LIMIT))
    if not typed:
        raise FieldRefused(BlockId.WHEN.value, "missing")
    if standing is not None and typed == standing.typed:
        return standing.recurrence, typed
    return parse_rule(typed, zone=by.zone.key, now=now, default_time=MORNING), typed


def _draft(by: Gesture, kind: SeriesKind, quick: QuickSeries | None = None) -> Series:
    """What a form begins with; it is never saved."""
    meant = quick.client if quick else None
    return Series(
        team_id=by.team_id,
        number=SeriesNumber(0),
        kind=kind,
        title=quick.title if quick else "",
        details="",
        priority=quick.priority if quick else Priority.NORMAL,
        client_number=meant.number if isinstance(meant, KnownClient) else None,
        client_words=None if meant is None or isinstance(meant, KnownClient) else meant.name,
        owner=quick.owner if quick else None,
        department=quick.department if quick else "",
        due_days=quick.due_in.days if quick and quick.due_in else None,
        due_working=bool(quick and quick.due_in and quick.due_in.is_working),
        checklist="",
        parts="",
        rule="",
        typed=quick.typed if quick else "",
        next_date=date.min,
        next_at=datetime.min.replace(tzinfo=UTC),
        audience=None,
        set_by=by.user_id,
        set_at=datetime.min.replace(tzinfo=UTC),
    )


def _now(parts: Parts) -> datetime:
    return parts.clock.now()
