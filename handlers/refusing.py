"""What a person is told when a gesture could not be done, in the way of its surface; and what nobody listens to."""

import json
import logging
import re
from contextlib import suppress
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.dues import FIELD as DUE_WHY
from bot.domain.edits import fingerprint
from bot.domain.errors import (
    AlreadyClosed,
    AlreadyDone,
    AlreadyTaken,
    ChangedMeanwhile,
    DomainError,
    FieldRefused,
    NotAMember,
    NotHere,
    NotPaused,
    NotYours,
    PausedOtherwise,
    StoreUnavailable,
    TooSlow,
)
from bot.domain.ids import ChannelId, MessageTs, TeamId, UserId
from bot.domain.quick_results import LineTooLong
from bot.logs import new_reference
from handlers.answers import is_menu, private, with_notice
from handlers.blocks import Message, only
from handlers.clients import name_to_add
from handlers.due_fields import with_why_asked
from handlers.gesture_client import SlackBusy
from handlers.gestures import Body, action_of, metadata, team_of
from handlers.ids import ActionId
from handlers.language import Language
from handlers.parts import Parts
from handlers.slack_errors import INSTALLATION_DEAD
from handlers.switchboard import ANYTHING, Switchboard
from handlers.text import said
from handlers.values import NotOurs
from handlers.views import differences, field_errors, refusals
from handlers.views import mishaps as views
from handlers.views.liaison import for_nobody, help_asked
from handlers.views.typed import with_typed
from handlers.web_clients import SlackUnreachable, error_code

log = logging.getLogger(__name__)

TS = re.compile(r"[0-9]{1,12}\.[0-9]{6}")

#: The gesture's trigger lives three seconds.
TRIGGER_GONE = frozenset({"expired_trigger_id", "trigger_expired"})
#: It opens one form, and a gesture asks for one: when it came twice the form is there.
TRIGGER_USED = frozenset({"exchanged_trigger_id", "trigger_exchanged"})
#: Somebody closed or changed the form while it was being changed: there is nothing to tell.
VIEW_GONE = frozenset({"hash_conflict", "not_found", "view_not_found"})
#: Somebody was faster, perhaps the same person in another window: the message they pressed is drawn once more.
SETTLED_BEFORE = (AlreadyClosed, AlreadyTaken, NotPaused, NotYours, PausedOtherwise)
#: What Slack calls private channels to a command, and messages to several people, to which no app can be invited.
PRIVATE = "privategroup"
DONE = 200
ACTION_IDS = frozenset(ActionId)


def register(app: App, board: Switchboard, parts: Parts, language: Language) -> None:
    """The listeners here come last: they are for what nobody else takes."""
    refusing = Refusing(parts)
    unhandled = count(1)

    def on_error(error: Exception, body: Body) -> BoltResponse | None:
        if isinstance(error, BoltUnhandledRequestError):
            log.warning("unhandled delivery of type %s, number %d", body.get("type"), next(unhandled))
            return BoltResponse(status=DONE)
        with language.spoken():
            return refusing.answer(error, body)

    def on_old_button(ack: Ack, body: Body) -> None:
        refusing.say(body, views.old_button(*_pressed(body)))
        ack()

    def on_old_form(ack: Ack, body: Body) -> None:
        ack(response_action="update", view=with_notice(body["view"], said(views.OLD_FORM)))

    def on_old_shortcut(ack: Ack, body: Body) -> None:
        refusing.say(body, only(said(views.OLD_SHORTCUT)))
        ack()

    def on_unknown_command(ack: Ack, _body: Body) -> None:
        ack(**private(only(said(views.UNKNOWN_COMMAND))))

    def on_nothing_to_do(ack: Ack, _body: Body) -> None:
        ack()

    app.error(on_error)
    board.action(ANYTHING)(on_old_button)
    board.view(ANYTHING)(on_old_form)
    board.view_closed(ANYTHING)(on_nothing_to_do)
    board.shortcut(ANYTHING)(on_old_shortcut)
    board.command(ANYTHING)(on_unknown_command)
    board.options(ANYTHING)(on_nothing_to_do)
    board.event(ANYTHING)(on_nothing_to_do)


class Refusing:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def answer(self, error: Exception, body: Body) -> BoltResponse | None:
        """None lets the delivery stand unanswered, so that Slack brings an event again."""
        if body.get("type") == "event_callback":
            return self._of_event(error, body)
        if isinstance(error, AlreadyDone) or _is_nothing_to_tell(error):
            return BoltResponse(status=DONE)
        if body.get("type") == "view_submission" and _has_form(body):
            return self._of_form(error, body)
        if "command" in body:
            return BoltResponse(status=DONE, body=private(self._of_command(error, body)))
        if isinstance(error, SETTLED_BEFORE):
            redrawn(self._parts, body)
        is_old = isinstance(error, NotOurs) or (body.get("type") == "block_actions" and not _is_known(body))
        self.say(body, views.old_button(*_pressed(body)) if is_old else self._message(error, body))
        return BoltResponse(status=DONE)

    def say(self, body: Body, message: Message) -> None:
        """To whoever clicked: an open form has no response_url, so its notice goes into the form."""
        if not _has_form(body) or is_menu(body["view"]):
            if _user(body):
                self._parts.answers.to_click(body, message, team=_team(body))
            return
        view = body["view"]
        noticed = with_notice(view, message.text)
        self._parts.answers.afterwards(lambda: self._update(view, noticed))

    def _update(self, view: Body, noticed: Body) -> None:
        """Not over what the form has become since, nor where that is not known."""
        state = view.get("hash")
        if not isinstance(state, str):
            log.warning("a form could not be given its notice: it came without its state")
            return
        try:
            self._parts.slack.views_update(view_id=view.get("id"), hash=state, view=noticed)
        except (SlackClientError, OSError) as error:
            log.warning("a form could not be given its notice: %s", error)

    def _of_event(self, error: Exception, body: Body) -> BoltResponse | None:
        kind = (body.get("event") or {}).get("type")
        if isinstance(error, StoreUnavailable | TooSlow | SlackUnreachable | SlackBusy):
            log.warning("event %s put off: %r", kind, error)
            return None
        if not isinstance(error, DomainError):
            log.error("event %s failed, reference %s", kind, new_reference(), exc_info=error)
        return BoltResponse(status=DONE)

    def _of_command(self, error: Exception, body: Body) -> Message:
        command, text = str(body["command"]), str(body.get("text") or "")
        help_ = help_asked(command, text)
        if help_ is not None and isinstance(error, StoreUnavailable | TooSlow):
            return help_
        if help_ is not None and isinstance(error, NotAMember):
            return for_nobody(refusals.of_speaker(error))
        message = self._message(error, body)
        if isinstance(error, LineTooLong):
            message = views.with_room(message, command)
        return with_typed(message, command, text)

    def _of_form(self, error: Exception, body: Body) -> BoltResponse:
        view = body["view"]
        if isinstance(error, NotOurs):
            log.warning("a form of %s whose notes are not ours", view.get("callback_id"))
            return _form_answer(response_action="update", view=with_notice(view, said(views.OLD_FORM)))
        errors = field_errors.of(error, view) if isinstance(error, DomainError) else {}
        if errors:
            return _form_answer(response_action="errors", errors=errors)
        if isinstance(error, FieldRefused) and error.field == DUE_WHY:
            view = {**view, "blocks": with_why_asked(view["blocks"])}
        if isinstance(error, ChangedMeanwhile):
            view = {**view, "private_metadata": _having_seen(error, body)}
            error = self._named(error, body)
        return _form_answer(response_action="update", view=with_notice(view, self._message(error, body).text))

    def _message(self, error: Exception, body: Body) -> Message:
        if isinstance(error, NotAMember) and error.user_id == _user(body):
            return only(refusals.of_speaker(error))
        if isinstance(error, NotHere) and error.channel is None and body.get("channel_name") == PRIVATE:
            error = NotHere("private") if error.reason == "not_member" else error
        if isinstance(error, DomainError):
            return only(refusals.words(error, zone=self._zone(body) if refusals.tells_time(error) else None))
        of_slack = self._of_slack(error, body)
        if of_slack is not None:
            return of_slack
        reference = new_reference()
        log.error("a gesture failed, reference %s", reference, exc_info=error)
        return only(views.our_fault(reference))

    def _of_slack(self, error: Exception, body: Body) -> Message | None:
        """None when it was not Slack that got into the way."""
        if isinstance(error, SlackApiError) and error_code(error.response) in TRIGGER_GONE:
            return views.too_late_to_open(*_opener(body))
        if _is_shut_out(error):
            self._parts.installations.suspect(_team(body))
            return only(said(views.SHUT_OUT))
        if isinstance(error, SlackBusy):
            log.warning("Slack takes no %s for %d seconds", error.method, error.seconds)
            return only(views.slack_busy(error.seconds))
        if isinstance(error, SlackUnreachable | OSError):
            log.warning("Slack did not answer a gesture: %r", error)
            return only(said(views.SLACK_SILENT))
        return None

    def _zone(self, body: Body) -> ZoneInfo | None:
        user = _user(body)
        return self._parts.people.zone_of(_team(body), user) if user else None

    def _named(self, changed: ChangedMeanwhile, body: Body) -> ChangedMeanwhile:
        """Clients are compared by number and read by name, unless there is no time left to look them up."""
        try:
            by = self._parts.gestures.of_submission(body)
            names = {str(client.number): client.name for client in self._parts.client_requests.clients(by)}
        except (TooSlow, StoreUnavailable):
            return changed
        return ChangedMeanwhile(changed.label, changed.by, differences.with_client_names(changed.differences, names))


def redrawn(parts: Parts, body: Body) -> None:
    """The message whose button was pressed says how it stands: whoever pressed it had an older copy."""
    where = body.get("container") or {}
    channel, ts = where.get("channel_id"), where.get("message_ts")
    if channel and TS.fullmatch(str(ts)) and not where.get("is_ephemeral"):
        with suppress(StoreUnavailable, TooSlow):
            parts.redraws.redraw(_team(body), ChannelId(str(channel)), MessageTs(str(ts)))


def _form_answer(**answer: Any) -> BoltResponse:
    return BoltResponse(status=DONE, body=answer)


def _having_seen(changed: ChangedMeanwhile, body: Body) -> str:
    """The notice shows the other's values, so sending the form again is meant over them."""
    kept = metadata(body)
    seen = {one.field: fingerprint(one.theirs) for one in changed.differences}
    return json.dumps({**kept, "shown": {**(kept.get("shown") or {}), **seen}})


def _is_nothing_to_tell(error: Exception) -> bool:
    return isinstance(error, SlackApiError) and error_code(error.response) in VIEW_GONE | TRIGGER_USED


def _is_shut_out(error: Exception) -> bool:
    return isinstance(error, SlackApiError) and error_code(error.response) in INSTALLATION_DEAD


def _has_form(body: Body) -> bool:
    view = body.get("view") or {}
    return view.get("type") == "modal" and isinstance(view.get("blocks"), list)


def _is_known(body: Body) -> bool:
    return _pressed(body)[0] in ACTION_IDS


def _pressed(body: Body) -> tuple[str, str]:
    try:
        return action_of(body)
    except (KeyError, IndexError, TypeError, AttributeError):
        return "", ""


def _opener(body: Body) -> tuple[ActionId | None, str]:
    """The button that opens the same form: the one that was pressed, or the command's."""
    if "command" in body:
        name = name_to_add(str(body.get("text") or "")) if body["command"] == "/client" else ""
        return views.OPENERS.get(body["command"]), name
    action, value = _pressed(body)
    return (ActionId(action), value) if action in ACTION_IDS else (None, "")


def _team(body: Body) -> TeamId:
    return TeamId(str(body.get("team_id") or (_user(body) and team_of(body))))


def _user(body: Body) -> UserId | None:
    """None when the payload does not say who."""
    user = body.get("user")
    found = body.get("user_id") or (user.get("id") if isinstance(user, dict) else None)
    return UserId(str(found)) if found else None
