"""`liaison types`: the file that says which types of requests a workspace has is checked, loaded and shown."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.config_desk import at_the_desk, text_of, told, who
from bot.domain.clock import SYSTEM_CLOCK
from bot.domain.config_files import LARGEST, BadFile, ConfigVersion
from bot.domain.ids import TeamId
from bot.domain.request_types import Condition, RequestType, TypeField, TypeSet
from bot.domain.type_files import read_types
from bot.services.request_types import SHIPPED, Loaded, NoSuchVersion, RequestTypeService
from bot.startup import CannotStart
from storage.store import SqlStore

BAD = "nothing is changed: the types that were in force stay so"


def check(path: Path) -> int:
    try:
        types = read_types(text_of(path, LARGEST))
    except BadFile as bad:
        return told(path, bad)
    sys.stdout.write(f"{path} can be loaded: {_counted(types)}.\n")
    return 0


def load(path: Path, workspace: str | None) -> int:
    text = text_of(path, LARGEST)
    try:
        return _at_the_desk(workspace, lambda desk: desk.load(text))
    except BadFile as bad:
        return told(path, bad, BAD)


def load_again(version: int, workspace: str | None) -> int:
    return _at_the_desk(workspace, lambda desk: desk.load_again(version))


def show(version: int | None, workspace: str | None, form: str) -> int:
    """`form` is lines, json or toml."""
    return _at_the_desk(workspace, lambda desk: desk.show(version, form))


class Desk:
    """What an operator does for one workspace."""

    def __init__(self, types: RequestTypeService, team: TeamId) -> None:
        self._types = types
        self._team = team

    def load(self, text: str) -> None:
        self._say(self._types.load(self._team, text, who()))

    def load_again(self, version: int) -> None:
        self._say(self._types.load_again(self._team, version, who()))

    def show(self, version: int | None, form: str) -> None:
        text = self._types.text(self._team, version)
        loaded = self._types.versions(self._team)[::-1]
        in_force = loaded[-1].number if loaded else SHIPPED
        shown = TypeSet(in_force if version is None else version, read_types(text))
        if form == "toml":
            sys.stdout.write(text)
        elif form == "json":
            facts = {"version": shown.version, "in_force": in_force, "loaded": [_loaded(one) for one in loaded]}
            types = [_facts(one) for one in shown.types]
            sys.stdout.write(json.dumps({**facts, "types": types}, indent=2, ensure_ascii=False) + "\n")
        else:
            sys.stdout.writelines(f"{line}\n" for line in _lines(shown, loaded, in_force))

    def _say(self, done: Loaded) -> None:
        if done.is_new:
            sys.stdout.write(f"Version {done.version} is in force in {self._team}: {_counted(done.types.types)}.\n")
        else:
            sys.stdout.write(f"Nothing is changed: version {done.version}, in force in {self._team}, says the same.\n")


def _at_the_desk(workspace: str | None, work: Callable[[Desk], None]) -> int:
    def at_work(store: SqlStore, team: TeamId) -> None:
        work(Desk(RequestTypeService(store, SYSTEM_CLOCK), team))

    try:
        at_the_desk(workspace, "types", at_work)
    except NoSuchVersion as missing:
        raise CannotStart(
            f"version {missing} was never loaded here; liaison types show lists those that were"
        ) from None
    return 0


def _counted(types: Sequence[RequestType]) -> str:
    fields = sum(len(one.fields) for one in types)
    return f"{_number(len(types), 'type')}, {_number(fields, 'field')}"


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _lines(shown: TypeSet, loaded: Sequence[ConfigVersion], in_force: int) -> Iterator[str]:
    yield f"Version {shown.version}{' is in force' if shown.version == in_force else ''}: {_counted(shown.types)}."
    for file in loaded:
        yield f"  {file.number} loaded by {file.loaded_by} at {file.loaded_at:%Y-%m-%d %H:%M} UTC"
    for one in shown.types:
        words = f" (also {', '.join(f'#{word}' for word in one.words)})" if one.words else ""
        yield f"#{one.name}{words}: {one.label}{_brings(one)}"
        yield from (f"  {field.key}: {field.label} ({', '.join(_traits(field))})" for field in one.fields)


def _brings(one: RequestType) -> str:
    parts = [one.priority.value] if one.priority else []
    parts += [f"due {one.due}"] if one.due else []
    parts += ["silent"] if one.silent else []
    return f"; {', '.join(parts)}" if parts else ""


def _traits(one: TypeField) -> Iterator[str]:
    yield f"{one.kind.value} of {len(one.options)}" if one.options else one.kind.value.replace("_", " ")
    if one.required:
        yield "needed"
    if one.required_to_close:
        yield "needed to close it"
    for when in one.shown_when:
        yield f"when {when.key} is {_values(when)}"


def _values(when: Condition) -> str:
    return " or ".join(value or "not ticked" for value in when.values)


def _loaded(file: ConfigVersion) -> dict[str, object]:
    return {"version": file.number, "by": file.loaded_by, "at": file.loaded_at.isoformat()}


def _facts(one: RequestType) -> dict[str, object]:
    fields = [_field_facts(field) for field in one.fields]
    return {**vars(one), "fields": fields}


def _field_facts(one: TypeField) -> dict[str, object]:
    facts = {name: value for name, value in vars(one).items() if name not in {"least", "most", "shown_when"}}
    limits = {"min": one.least, "max": one.most}
    facts |= {name: float(limit) if limit is not None else None for name, limit in limits.items()}
    return {**facts, "shown_when": {when.key: list(when.values) for when in one.shown_when}}
