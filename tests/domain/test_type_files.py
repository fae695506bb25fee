"""The file of request types: what it may say, and what is said of one that cannot be used."""

from decimal import Decimal

import pytest

from bot.domain.config_files import LARGEST, BadFile
from bot.domain.priority import Priority
from bot.domain.request_types import Condition, FieldKind
from bot.domain.type_files import MOST_FIELDS, MOST_OPTIONS, MOST_TYPES, read_types
from bot.services.request_types import shipped

HEAD = '[print]\nlabel = "Print job"\n'
FIELD = '[print.fields.copies]\nlabel = "Copies"\n'
PAPER = '[print.fields.paper]\nlabel = "Paper"\nkind = "select"\noptions = ["Matt", "Glossy"]\n'
BOX = '[print.fields.rush]\nlabel = "Rush"\nkind = "checkbox"\n'
AFTER = '[print.fields.why]\nlabel = "Why"\nkind = "text"\n'


def test_those_that_liaison_comes_with_can_be_used() -> None:
    assert len(read_types(shipped())) >= 5


def test_all_that_can_be_said() -> None:
    text = (
        '[print]\nlabel = "Print job"\nwords = ["reprint"]\nsilent = true\npriority = "high"\ndue = "in 3 days"\n'
        '[print.fields]\nrush = { label = "Rush", kind = "checkbox" }\n'
        f"{PAPER}shown_when = {{ rush = false }}\n"
        '[print.fields.copies]\nlabel = "Copies"\nhint = "A guess"\nkind = "number"\nmin = 1\nmax = 2.5\n'
        'required = true\nrequired_to_close = true\nshown_when = { rush = true, paper = ["Matt", "Glossy"] }\n'
    )
    (one,) = read_types(text)
    assert (one.name, one.label, one.words, one.silent) == ("print", "Print job", ("reprint",), True)
    assert (one.priority, one.due) == (Priority.HIGH, "in 3 days")
    rush, paper, copies = one.fields
    assert (rush.kind, paper.options, paper.shown_when) == (
        FieldKind.CHECKBOX,
        ("Matt", "Glossy"),
        (Condition("rush", ("",)),),
    )
    assert (copies.least, copies.most, copies.hint) == (Decimal(1), Decimal("2.5"), "A guess")
    assert (copies.required, copies.required_to_close) == (True, True)
    assert copies.shown_when == (Condition("rush", ("yes",)), Condition("paper", ("Matt", "Glossy")))


@pytest.mark.parametrize(
    ("text", "line", "path", "says"),
    [
        pytest.param("", None, "", "no type in it", id="empty"),
        pytest.param("# only words\n", None, "", "no type in it", id="a comment"),
        pytest.param("[print\n", 1, "", "not valid TOML", id="no TOML"),
        pytest.param("[print]\nlabel = 'x'\nlabel = 'y'", 3, "", "not valid TOML", id="twice, at the end"),
        pytest.param("x" * (LARGEST + 1), None, "", "larger than", id="a huge one"),
        pytest.param("a = " + "[" * 20_000, None, "", "not valid TOML", id="a deep one"),
        pytest.param('print = "x"\n', 1, "print", "write [print]", id="a value for a type"),
        pytest.param('\n["Print job"]\nlabel = "x"\n', 2, "Print job", "small letters", id="a name with a space"),
        pytest.param("[print]\n", 1, "print", "has no label", id="no label"),
        pytest.param("[print]\nlabl = 'x'\n", 2, "print.labl", "did you mean label?", id="a slip"),
        pytest.param(f"{HEAD}colour = 'red'\n", 3, "print.colour", "known are label, words", id="an unknown key"),
        pytest.param("[print]\nlabel = 3\n", 2, "print.label", "in quotes", id="a number for a label"),
        pytest.param("[print]\nlabel = ' '\n", 2, "print.label", "is empty", id="a blank label"),
        pytest.param('[print]\nlabel = "a\\u200bb\\u0000"\n', 2, "print.label", "cannot be seen", id="unseen signs"),
        pytest.param(f"[print]\nlabel = '{'x' * 76}'\n", 2, "print.label", "longer than 75", id="a long label"),
        pytest.param(f"{HEAD}silent = 'yes'\n", 3, "print.silent", "true or false", id="no flag"),
        pytest.param(f"{HEAD}priority = 'hihg'\n", 3, "print.priority", "did you mean high?", id="no priority"),
        pytest.param(f"{HEAD}due = 'some day'\n", 3, "print.due", "names no moment", id="no moment"),
        pytest.param(f"{HEAD}due = '1 jan 2020'\n", 3, "print.due", "from now on", id="a moment that has passed"),
        pytest.param(f"{HEAD}words = 'x'\n", 3, "print.words", "is no list", id="one word"),
        pytest.param(f"{HEAD}words = ['re print']\n", 3, "print.words", "typed behind a #", id="two words in one"),
        pytest.param(f"{HEAD}words = ['print']\n", 3, "print.words", "taken by print", id="its own name"),
        pytest.param(f"{HEAD}words=['x']\n[b]\nlabel='b'\nwords=['x']\n", 6, "b.words", "taken by print", id="taken"),
        pytest.param(f"{HEAD}fields = 3\n", 3, "print.fields", "table of its own", id="no fields"),
        pytest.param(f"{HEAD}{FIELD}", 3, "print.fields.copies", "has no kind", id="no kind"),
        pytest.param(
            f"{HEAD}{FIELD}kind = 'nmber'\n", 5, "print.fields.copies.kind", "mean number?", id="a kind's slip"
        ),
        pytest.param(f"{HEAD}{FIELD}kind = 'select'\n", 3, "print.fields.copies", "has no options", id="no options"),
        pytest.param(
            f"{HEAD}{FIELD}kind = 'select'\noptions = [\n  'a',\n  'a',\n]\n",
            6,
            "print.fields.copies.options",
            "stands there twice",
            id="an option twice",
        ),
        pytest.param(
            f"{HEAD}{FIELD}kind = 'text'\noptions = ['a']\n", 3, "print.fields.copies", "only a select", id="options"
        ),
        pytest.param(
            f"{HEAD}{FIELD}kind='text'\nmin=1\n", 3, "print.fields.copies", "only a number", id="a text's min"
        ),
        pytest.param(f"{HEAD}{FIELD}kind='number'\nmin=nan\n", 6, "print.fields.copies.min", "no number", id="nan"),
        pytest.param(
            f"{HEAD}{FIELD}kind='number'\nmin=3\nmax=2\n", 3, "print.fields.copies", "larger than", id="min, max"
        ),
        pytest.param(
            f"{HEAD}{AFTER}shown_when = {{ papr = 'Matt' }}\n{PAPER}",
            6,
            "print.fields.why.shown_when",
            "no field papr above",
            id="a condition on what comes later, or never",
        ),
        pytest.param(
            f"{HEAD}{PAPER}{AFTER}shown_when = {{ paper = 'Mat' }}\n",
            10,
            "print.fields.why.shown_when",
            "no option 'Mat'",
            id="a condition that cannot hold",
        ),
        pytest.param(
            f"{HEAD}{BOX}{AFTER}shown_when = {{ rush = 'yes' }}\n",
            9,
            "print.fields.why.shown_when",
            "true or false",
            id="a word for a checkbox",
        ),
        pytest.param(
            f"{HEAD}{AFTER}[print.fields.x]\nlabel='x'\nkind='text'\nshown_when = {{ why = 'a' }}\n",
            9,
            "print.fields.x.shown_when",
            "neither a select nor a checkbox",
            id="a condition on a text",
        ),
        pytest.param(
            '[print]\nlabel = """\n[not.a.table]\n"""\nwords = 3\n', 2, "print.label", "is empty", id="lines in a text"
        ),
        pytest.param(
            HEAD + "".join(f"[print.fields.f{n}]\nlabel='x'\nkind='text'\n" for n in range(MOST_FIELDS + 1)),
            3,
            "print.fields",
            f"a form takes {MOST_FIELDS}",
            id="too many fields",
        ),
        pytest.param(
            f"{HEAD}{FIELD}kind='select'\noptions={list(map(str, range(MOST_OPTIONS + 1)))}\n",
            6,
            "print.fields.copies.options",
            f"may be {MOST_OPTIONS}",
            id="too many options",
        ),
        pytest.param(
            "".join(f"[t{n}]\nlabel='x'\n" for n in range(MOST_TYPES + 1)),
            None,
            "",
            "a menu takes",
            id="too many types",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, line: int | None, path: str, says: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_types(text)
    first = refused.value.faults[0]
    assert (first.line, first.key) == (line, path)
    assert says in first.reason


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BadFile) as refused:
        read_types(f"[a]\nlabel = 3\n[b]\nlabel = 'b'\ndue = 'x'\n{HEAD}")
    assert [fault.line for fault in refused.value.faults] == [2, 5]
