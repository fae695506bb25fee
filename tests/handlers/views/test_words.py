"""Every word that people read can be put into others: read from the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from bot.domain.language_files import LANGUAGE
from handlers.templates import HERE, templates

FILES = sorted([*HERE.glob("*.py"), *(HERE / "views").glob("*.py")])
#: Not `{label}`.
HOLE = re.compile(r"\{[^{}]*\}")


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def letters(node: ast.AST) -> list[str]:
    """Texts with words in them, without those that are templates themselves, or what something is asked by."""
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        return [text] if re.search(r"[A-Za-z]{2}", re.sub(r":[a-z_]+:", "", HOLE.sub("", text))) else []
    if isinstance(node, ast.Call | ast.Subscript | ast.Compare | ast.FormattedValue):
        return []
    return [text for child in ast.iter_child_nodes(node) for text in letters(child)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_words_stand_outside_of_templates(path: Path) -> None:
    """Neither as markup, nor as other people's, nor as a value within ours."""
    if path.stem == "text":
        return
    bare = [text for call in calls(path, "Mrkdwn", "theirs") for given in call.args for text in letters(given)]
    values = [text for call in calls(path, "said", "plainly") for one in call.keywords for text in letters(one.value)]
    known = {"UTC (GMT)", "UTC", "<!date^", "/task", "/request", "R-12"}
    assert {*bare, *values} - known == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_table_is_looked_up_as_words(path: Path) -> None:
    """But for those of what is typed."""
    given = [one.value for call in calls(path, "said", "plainly") for one in call.keywords]
    tables = [one.value if isinstance(one, ast.Subscript) else getattr(one, "func", None) for one in given]
    names = [getattr(one, "value", one) if isinstance(one, ast.Attribute) else one for one in tables]
    assert {one.id for one in names if isinstance(one, ast.Name) and one.id.isupper()} <= {"COMMANDS", "LISTS", "MARKS"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_template_is_whole(path: Path) -> None:
    """One that is put together of pieces is found under no key."""
    pieced = [
        ast.unparse(call)
        for call in calls(path, "said", "plainly")
        for node in ast.walk(call.args[0])
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and letters(node))
    ]
    assert pieced == []


def test_templates_are_found_where_they_stand() -> None:
    found = templates()
    for english in (
        "Nothing is saved yet.",
        "I'll take this",
        "{first} and {last}",
        "Monday",
        "it is done.",
        "Go back",
    ):
        assert english in found
    assert found["Log it"].limit == 24
    assert found["I'll take this"].limit == 75
    assert not {"request.log", "/request list", "primary", LANGUAGE} & found.keys()


def test_what_is_counted_is_one_template_with_its_english_for_one() -> None:
    found = templates()
    assert found["{count} tasks"].one == "1 task"
    assert found["{count} years"].one == "{count} year"
    assert not {"1 task", "{count} year"} & found.keys()
    assert found["the {count}th"].forms == {"one": "the {count}st", "two": "the {count}nd", "few": "the {count}rd"}
    assert not {"the {count}st", "the {count}nd", "the {count}rd"} & found.keys()
    assert found["{count} open"].is_counted
    assert not found["Done"].is_counted


def test_english_for_one_says_what_that_for_others_says() -> None:
    holes = {
        english: [
            {name for _, name, _, _ in Formatter().parse(text) if name} - {"count"}
            for text in (english, *template.forms.values())
        ]
        for english, template in templates().items()
        if template.forms
    }
    assert len(holes) > 40
    assert not {english for english, (others, *some) in holes.items() if any(one != others for one in some)}


def test_a_number_that_a_noun_follows_is_what_is_counted() -> None:
    """Else the noun has one form only: read from the nouns that stand behind a number somewhere."""
    noun = r"((?:[a-z]+ )?(?:[a-z]{3,}s|people))\b"
    nouns = {found for english in templates() for found in re.findall(rf"\{{count(?::[^}}]*)?\}} {noun}", english)}
    assert {"characters", "tasks", "working days", "people"} <= nouns
    behind = rf"\{{(?!count\b)\w+(?::[^}}]*)?\}} (?:{'|'.join(sorted(nouns))})\b"
    assert [english for english in templates() if re.search(behind, english)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_of_ours_is_chosen_by_whether_it_is_one(path: Path) -> None:
    """Which other languages do otherwise: what is counted is a `Counted`, and the language chooses."""
    chosen = [
        ast.unparse(node)
        for call in calls(path, "said", "plainly")
        for node in ast.walk(call.args[0])
        if isinstance(node, ast.IfExp) and re.search(r"[=>] 1\b", ast.unparse(node.test)) and letters(node.body)
    ]
    assert chosen == []
