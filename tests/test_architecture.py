"""Who may import whom, read from the source: the direction of design.md 2 and the habits that go with it."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ("bot", "handlers", "storage", "sandbox")
FILES = sorted(path for package in HOUSE for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)

#: The places where the parts meet.
MEETING_POINTS = (
    "bot.app",
    "bot.base",
    "bot.way_in",
    "bot.liaison",
    "bot.__main__",
    "bot.demo",
    "bot.demo_world",
    "bot.doctor",
    "bot.outbox",
    "bot.pings",
    "bot.export",
    "bot.restored",
    "bot.config_desk",
    "bot.routes",
    "bot.request_types",
    "bot.words",
    "bot.database",
    "bot.faults",
)


@dataclass(frozen=True)
class Import:
    by: str
    of: str

    def __str__(self) -> str:
        return f"{self.by} imports {self.of}"


@cache
def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[Import]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (Import(module_of(path), alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            for alias in node.names:
                yield Import(module_of(path), f"{node.module}.{alias.name}")


@cache
def every_import() -> tuple[Import, ...]:
    """Not while tests are collected, which each process does."""
    return tuple(found for path in FILES for found in imports_of(path))


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def test_no_module_needs_itself() -> None:
    """Else whether it can be imported depends on who was imported before. What only types need is not imported."""
    modules = {module_of(path): path for path in FILES}
    needs = {
        module: {
            found
            for node in tree_of(path).body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            for found in (f"{node.module}.{alias.name}", str(node.module))
            if found in modules and found != module and not found.endswith(".__init__")
        }
        for module, path in modules.items()
    }
    packages = {module for module, path in modules.items() if path.name == "__init__.py"}
    TopologicalSorter({module: found - packages for module, found in needs.items()}).prepare()


def test_the_source_was_found() -> None:
    assert len(FILES) > 50
    assert len(every_import()) > 300


#: The innermost package that a module lies in says which packages of this house it may know.
MAY_IMPORT = {
    "bot.domain": ("bot.domain",),
    "bot.services": ("bot.services", "bot.domain"),
    "bot": ("bot",),
    "handlers": ("handlers", "bot.services", "bot.domain", "bot.logs"),
    # The ports state what the store is asked for as types, which its answers are made of.
    "storage": (
        "storage",
        "bot.domain",
        "bot.services.ports",
        "bot.services.time_ports",
        "bot.services.outbox_ports",
        "bot.services.ping_ports",
        "bot.services.pages",
    ),
    "sandbox": ("sandbox",),
}


def may_import(by: str) -> tuple[str, ...]:
    if by in MEETING_POINTS:
        return HOUSE
    return next(allowed for package, allowed in MAY_IMPORT.items() if within(by, package))


def test_direction() -> None:
    wrong = [
        found for found in every_import() if within(found.of, *HOUSE) and not within(found.of, *may_import(found.by))
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_tools_beside_a_running_liaison_change_no_people() -> None:
    """On SQLite it keeps who speaks (storage/roster.py), and would not hear of a change by another process."""
    people = ("bot.services.people", "bot.services.homes")
    outside = [found for found in every_import() if within(found.by, "bot") and not within(found.by, "bot.services")]
    assert {found.by for found in outside if within(found.of, *people)} == {"bot.app", "bot.liaison"}


def test_only_the_demo_knows_the_sandbox() -> None:
    """And the command line loads the demo for `liaison demo` alone, which the tests of `liaison run` hold."""
    knowing = {found.by for found in every_import() if within(found.of, "sandbox") and not within(found.by, "sandbox")}
    assert knowing == {"bot.demo", "bot.demo_world"}
    assert {found.by for found in every_import() if within(found.of, *knowing)} == {"bot.demo", "bot.__main__"}


@pytest.mark.parametrize(
    ("libraries", "allowed"),
    [
        (("apscheduler",), ("bot.scheduler",)),
        (("slack_sdk", "slack_bolt"), ("handlers", "bot.app", "bot.base", "bot.way_in", "bot.doctor")),
        (("sqlalchemy", "alembic", "psycopg"), ("storage", "bot.database")),
        (("h11", "starlette", "uvicorn", "websockets"), ("sandbox",)),
        (("pydantic", "pydantic_settings", "dotenv"), ("bot.settings",)),
        (("babel",), ("bot.domain.plurals",)),
    ],
    ids=["apscheduler", "slack", "sql", "web", "settings", "plurals"],
)
def test_a_library_stays_where_it_belongs(libraries: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    wrong = [found for found in every_import() if within(found.of, *libraries) and not within(found.by, *allowed)]
    assert not wrong, "\n".join(map(str, wrong))


def test_rules_know_the_standard_library_only() -> None:
    known = {*sys.stdlib_module_names, "bot", "holidays", "babel"}
    wrong = [
        found for found in every_import() if within(found.by, "bot.domain") and found.of.partition(".")[0] not in known
    ]
    assert not wrong, "\n".join(map(str, wrong))


def broad_handlers(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {"bare"}
            if names & {"Exception", "BaseException", "bare"}:
                yield f"{module_of(path)}:{node.lineno}"


def test_broad_handlers_are_two() -> None:
    """One keeps a loop's thread alive, one parks an outbox row that cannot be rendered."""
    found = [where for path in FILES if not within(module_of(path), "sandbox") for where in broad_handlers(path)]
    assert {where.partition(":")[0] for where in found} <= {"bot.loops", "bot.services.delivery"}, found
    assert len(found) <= 2, found


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert not [module for path in FILES if (module := module_of(path)).rpartition(".")[2] in drawers]


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_each_module_says_what_lives_there(path: Path) -> None:
    said = ast.get_docstring(tree_of(path))
    assert said, "a module begins with a sentence that says what lives there"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
