"""The fields of a request's type in a form that is open or was sent: which are meant, and what they hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.edits import fingerprint
from bot.domain.errors import Difference, FieldRefused
from bot.domain.ids import RequestNumber, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.priority import Priority
from bot.domain.request_types import OfType, RequestType, TypeField, TypeSet, value_of
from bot.services.request_types import NoSuchVersion
from bot.services.typed_lines import default_due
from handlers import form_notes, values
from handlers.blocks import Block, option
from handlers.gestures import Fields
from handlers.ids import BlockId, CallbackId
from handlers.parts import Parts
from handlers.text import plainly
from handlers.views import type_fields as views
from handlers.views.client_requests import PRIORITY


@dataclass(frozen=True)
class Chosen:
    """The type that a form is about, at which version, and what its fields hold. `standing` is what the request holds
    that is asked on closing it for what is missing.
    """

    type: RequestType | None
    version: int
    typed: Mapping[str, str]
    standing: Mapping[str, str]
    is_closing: bool
    is_new: bool

    @property
    def asked(self) -> Sequence[TypeField]:
        """When it is logged what can only be said at the end is not asked; in *Edit* all is."""
        if self.type is None:
            return ()
        if self.is_closing:
            shown = self.type.visible({**self.typed, **self.standing})
            return tuple(one for one in shown if one.required_to_close and one.key not in self.standing)
        return self.type.asked_first(self.typed) if self.is_new else self.type.visible(self.typed)

    @property
    def answered_meanwhile(self) -> tuple[Difference, ...]:
        """What this form asks although somebody has said otherwise since it was opened."""
        said = ((one.key, _fitting(one, self.typed[one.key])) for one in (self.type.fields if self.type else ()))
        return tuple(
            Difference(f"type.{key}", theirs=self.standing[key], yours=typed)
            for key, typed in said
            if typed and self.standing.get(key, typed) != typed
        )

    def needs(self, one: TypeField) -> bool:
        return one.required_to_close if self.is_closing else one.required

    def blocks(self) -> list[Block]:
        if self.type is None:
            return []
        return views.field_blocks(self.type, self.asked, self.typed, closing=self.is_closing)

    def answered(self, is_person: Callable[[str], bool]) -> OfType | None:
        """Raises FieldRefused for the first field that does not hold what it should."""
        if self.type is None:
            return None
        answers = self.type.answered(self.typed, is_person, asked=self.asked, needed=self.needs)
        return OfType(self.type.name, self.type.label, self.version, answers)


def chosen(parts: Parts, by: Gesture, view: Mapping[str, Any]) -> Chosen:
    """Raises FieldRefused where the type was taken away while the form was open."""
    kept, fields = form_notes.kept_by({"view": view}), Fields(view)
    is_closing = view.get("callback_id") == CallbackId.REQUEST_CLOSE
    name = fields.text(BlockId.TYPE) if fields.has(BlockId.TYPE) else str(kept.get("type") or "")
    types = _types(parts, by.team_id, kept, name)
    meant = types.named(name)
    if name and meant is None:
        raise FieldRefused(BlockId.TYPE.value, "unknown")
    typed = _typed(fields, meant)
    is_new = view.get("callback_id") == CallbackId.REQUEST_LOG
    standing = _standing(parts, by, kept) if is_closing else {}
    return Chosen(meant, types.version, typed, standing, is_closing, is_new)


def _standing(parts: Parts, by: Gesture, kept: Mapping[str, Any]) -> Mapping[str, str]:
    """But for what the person has seen beside their own answer, and means to replace."""
    request = parts.client_requests.one(by, RequestNumber(form_notes.kept_number(kept)))
    held, shown = request.of_type.values if request.of_type else {}, form_notes.kept_shown(kept) or {}
    return {key: value for key, value in held.items() if shown.get(f"type.{key}") != fingerprint(value)}


def _types(parts: Parts, team: TeamId, kept: Mapping[str, Any], name: str) -> TypeSet:
    """What was answered under a version is changed under it; whatever is new is of that in force."""
    if name and name == kept.get("type") and "of_version" in kept:
        try:
            return parts.request_types.of_version(team, form_notes.kept_version(kept, "of_version"))
        except NoSuchVersion:
            raise values.NotOurs("of_version") from None
    return parts.request_types.live(team)


def _typed(fields: Fields, meant: RequestType | None) -> dict[str, str]:
    """Of another type's field of the same key and kind what was typed is taken over, as far as it fits."""
    if meant is None:
        return {}
    held = {name.rpartition(".")[2]: fields.named(name) for name in fields.names() if name.startswith(views.FIELD)}
    own = {one.key: fields.named(meant.place(one.key)) for one in meant.fields}
    is_own = any(name.startswith(meant.place("")) for name in fields.names())
    return own if is_own else {one.key: _fitting(one, held.get(one.key, "")) for one in meant.fields}


def _fitting(one: TypeField, typed: str) -> str:
    try:
        return value_of(one, typed)
    except ValueError:
        return ""


def is_missing_a_field(view: Mapping[str, Any], found: Chosen) -> bool:
    """The form does not show what is asked by now: the file was loaded anew, or a click came before its fields."""
    shown = {block.get("block_id") for block in view["blocks"]}
    return found.type is not None and any(
        found.type.place(one.key) not in shown for one in found.asked if found.needs(one) and not found.typed[one.key]
    )


def is_person(parts: Parts, team: TeamId) -> Callable[[str], bool]:
    return lambda user: parts.people.known(team, UserId(user)) is not None


def put_forward(
    view: Block, before: RequestType | None, now_of: RequestType | None, at: datetime, zone: ZoneInfo
) -> Block:
    """What a type brings with it to begin with, in fields that are empty or hold what the type before brought."""
    if view.get("callback_id") != CallbackId.REQUEST_LOG:
        return view
    fields = Fields(view)
    was, now = (one.priority if one else None for one in (before, now_of))
    if fields.has(BlockId.PRIORITY) and was != now and fields.text(BlockId.PRIORITY) == (was or Priority.NORMAL):
        wanted = now or Priority.NORMAL
        initial = {"initial_option": option(plainly(PRIORITY[wanted]), wanted.value)}
        view = views.with_initial(view, BlockId.PRIORITY, initial, wanted.value)
    if fields.has(BlockId.DUE_DATE) and _due(before, at, zone) == _held_due(fields):
        day, hour = _due(now_of, at, zone)
        view = views.with_initial(view, BlockId.DUE_DATE, {"initial_date": day} if day else {}, day or "none")
        view = views.with_initial(view, BlockId.DUE_TIME, {"initial_time": hour} if hour else {}, hour or "none")
    return view


def _due(one: RequestType | None, at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    moment = default_due(one, at, zone) if one else None
    return (f"{moment.local:%Y-%m-%d}", f"{moment.local:%H:%M}") if moment else ("", "")


def _held_due(fields: Fields) -> tuple[str, str]:
    return fields.text(BlockId.DUE_DATE), fields.text(BlockId.DUE_TIME)
