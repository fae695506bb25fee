"""Every template that `said` and `plainly` are given, read from the source: it is where the words are, and their key.

A template is the first argument of the two, there or through a name of its function; and each text of a table at the
top of a module, which is looked up where it is shown. The texts of a `Counted` are one, and so are those of an
`Ordinal`. Too many are found rather than too few: one that is never shown does no harm in a file of words, and one that
is missing could not be translated.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias, TypeGuard

from bot.domain.language_files import FORMS, Template
from handlers import blocks
from handlers.language import Counted, Ordinal

HERE = Path(__file__).resolve().parent
WORDS = ("said", "plainly")
#: Where in a block words of our own stand, and how much of them Slack shows: which arguments by place or name.
LIMITS: Mapping[str, Mapping[int | str, int]] = {
    "button": {0: blocks.BUTTON},
    "option": {0: blocks.OPTION},
    "header": {0: blocks.HEADER},
    "modal": {1: 24, "submit": 24},
    "confirm": {0: 100, 1: 300, 2: 30},
    "Action": {0: blocks.BUTTON, "sure": 300},
    "select": {"placeholder": 150},
    "text_field": {"placeholder": 150},
}
#: Tables of anything else: what is compared, matched or sent, and what only operators and logs read.
_NOT_READ = frozenset({"re", "TypeVar", "frozenset", "Dropped", "NotSent", "Dead", "getLogger", "compile"})
_HOLE = re.compile(r"\{[^{}]*\}")
#: An id, a command or a kind, not words.
_ID = re.compile(r"(?!_)[a-z_]*(?:[._:/][a-z_]+)+|/[a-z]+(?: [a-z]+)*|[a-z]+_[a-z_]+|[A-Z]-?|:[a-z_]+:")
#: What is put together of several texts, by how many.
_SEVERAL = {one.__name__: len(fields(one)) for one in (Counted, Ordinal)}
#: Where words stand in the source: a text, or those of what is counted.
_Text: TypeAlias = ast.Constant | ast.Call
_LOOKED_AT = (ast.Call, ast.Assign, ast.comprehension, ast.For)


@cache
def templates() -> Mapping[str, Template]:
    """By their English, in the order in which they stand in the source."""
    found: dict[str, Template] = {}
    for path in sorted([*HERE.glob("*.py"), *(HERE / "views").glob("*.py")]):
        where = path.relative_to(HERE.parent).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for english, forms, limit in _Module(tree, is_view=path.parent != HERE).found():
            before = found.get(english, Template(english, where))
            limits = [most for most in (before.limit, limit) if most is not None]
            found[english] = replace(before, limit=min(limits, default=None), **forms)
    return MappingProxyType(found)


class _Module:
    """`is_view`: its tables hold words, and not what is compared or sent."""

    def __init__(self, tree: ast.Module, *, is_view: bool) -> None:
        self._tree = tree
        self._is_view = is_view
        self._limits = dict(_limits(tree))

    def found(self) -> Iterator[tuple[str, Mapping[str, str], int | None]]:
        """The words, those for some numbers where they are others, and how much of them is shown."""
        for node in self._nodes():
            english, forms = _of_numbers(node)
            if isinstance(english, str) and _are_words(english):
                yield english, forms, self._limits.get(node)

    def _nodes(self) -> Iterator[_Text]:
        functions = [_Function(node) for node in _outermost(self._tree)]
        spoken = {name for function in functions for name in function.spoken}
        for statement in self._tree.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                is_table = self._is_view or not spoken.isdisjoint(_targets(statement))
                yield from (text for text in _texts(statement.value) if is_table or _has_space(text))
        for function in functions:
            yield from function.texts()


class _Function:
    """With those within it. Gone through once: a start with a file of words waits for it."""

    def __init__(self, function: ast.FunctionDef) -> None:
        nodes = [node for node in ast.walk(function) if isinstance(node, _LOOKED_AT)]
        calls = (node for node in nodes if isinstance(node, ast.Call) and _name(node.func) in WORDS)
        self._given = [call.args[0] for call in calls if call.args]
        self._assigned = [node for node in nodes if isinstance(node, ast.Assign)]
        through = [node for node in nodes if isinstance(node, ast.comprehension | ast.For)]
        self.spoken = _spoken(self._given, through)

    def texts(self) -> Iterator[_Text]:
        for first in self._given:
            yield from _texts(first)
        for node in self._assigned:
            if not self.spoken.isdisjoint(_targets(node)):
                yield from _texts(node.value)


def _outermost(node: ast.AST) -> Iterator[ast.FunctionDef]:
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.FunctionDef):
            yield part
        elif isinstance(part, ast.stmt):
            yield from _outermost(part)


def _of_numbers(node: _Text) -> tuple[object, Mapping[str, str]]:
    """The text for any number, and those for some."""
    if isinstance(node, ast.Constant):
        return node.value, {}
    texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if len(texts) != _SEVERAL[_name(node.func)]:
        raise TypeError(f"line {node.lineno}: all texts of what is counted stand there as they are")
    return texts[-1], dict(zip(FORMS, texts[:-1], strict=False))


def _has_space(node: _Text) -> bool:
    return " " in str(_of_numbers(node)[0])


def _spoken(given: Sequence[ast.expr], through: Sequence[ast.comprehension | ast.For]) -> frozenset[str]:
    """The names that stand in what is given to the two, and of what those are gone through."""
    names = frozenset(name for first in given for name in _named(first))
    return names.union(*(_named(node.iter) for node in through if not names.isdisjoint(_named(node.target))))


def _named(node: ast.AST) -> frozenset[str]:
    return frozenset(name.id for name in ast.walk(node) if isinstance(name, ast.Name))


def _targets(node: ast.Assign | ast.AnnAssign) -> frozenset[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return frozenset(name for target in targets for name in _named(target))


def _texts(node: ast.AST) -> Iterator[_Text]:
    """The texts that an expression may come to; not what it asks by, such as a key."""
    if isinstance(node, ast.Constant) or _is_counted(node):
        yield node
        return
    for part in _parts(node):
        yield from _texts(part)


def _is_counted(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and _name(node.func) in _SEVERAL


def _parts(node: ast.AST) -> Sequence[ast.expr]:
    match node:
        case ast.IfExp() | ast.Lambda():
            return [node.body, *([node.orelse] if isinstance(node, ast.IfExp) else [])]
        case ast.Dict() | ast.BoolOp():
            return node.values
        case ast.Tuple() | ast.List():
            return node.elts
        case ast.Call() if _name(node.func) == "get":
            return node.args[1:]
        case ast.Call() if _name(node.func) not in _NOT_READ:
            return [*node.args, *(keyword.value for keyword in node.keywords)]
        case _:
            return []


def _limits(tree: ast.Module) -> Iterator[tuple[_Text, int]]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            shown = LIMITS.get(_name(call.func), {})
            arguments: list[tuple[int | str, ast.expr]] = [
                *enumerate(call.args),
                *((keyword.arg or "", keyword.value) for keyword in call.keywords),
            ]
            for at, value in arguments:
                if at in shown:
                    yield from ((text, shown[at]) for text in _alone(value))


def _alone(node: ast.AST) -> Iterator[_Text]:
    """The words of an argument, where nothing is put around them."""
    match node:
        case ast.Call() if _name(node.func) in WORDS and node.args:
            yield from _texts(node.args[0])
        case ast.Constant():
            yield node
        case ast.IfExp():
            yield from (*_alone(node.body), *_alone(node.orelse))


def _name(function: ast.AST) -> str:
    match function:
        case ast.Name():
            return function.id
        case ast.Attribute():
            return function.attr
        case _:
            return ""


def _are_words(text: str) -> bool:
    """What holds letters, or several holes whose order is a matter of language."""
    holes, rest = _HOLE.findall(text), _HOLE.sub("", text)
    return len(holes) > 1 or (any(sign.isalpha() for sign in rest) and not _ID.fullmatch(text))
