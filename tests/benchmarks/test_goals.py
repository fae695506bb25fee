"""The runner of `make bench`: what is measured, what is printed, and how it ends. Nothing is measured here."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from benchmarks.goals import __main__ as runner
from benchmarks.goals.figures import Figure, NotMeasured, at_least, at_most, paired


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (at_least(4, 5.12, ""), "5.12 (>= 4) ok"),
        (at_least(4, 4, ""), "4 (>= 4) ok"),
        (at_least(4, 3.98, ""), "3.98 (>= 4) short"),
        (at_least(4, 3.9996, ""), "3.9996 (>= 4) short"),
        (at_most(2, 2.001, ""), "2.001 (<= 2) short"),
        (at_least(0.5, 0.7, ""), "0.7 (>= 0.5) ok"),
        (at_most(1.25, 0.512, ""), "0.512 (<= 1.25) ok"),
        (at_most(1.05, 1.0612, ""), "1.06 (<= 1.05) short"),
        (at_most(2, 0, ""), "0 (<= 2) ok"),
        (at_least(20, 1234.5, ""), "1234 (>= 20) ok"),
    ],
)
def test_a_figure_says_whether_it_is_reached(figure: Figure, line: str) -> None:
    assert str(figure) == line


@pytest.mark.parametrize(("only", "names"), [("P6", ["P6"]), ("p6", ["P6"]), ("sandbox, P6", ["P6", "sandbox"])])
def test_only_those_that_are_named(only: str, names: list[str]) -> None:
    assert runner.chosen(only) == names


@pytest.mark.parametrize("only", ["", " ", ","])
def test_all_when_none_is_named(only: str) -> None:
    assert runner.chosen(only) == list(runner.NAMES)


@pytest.mark.parametrize(
    ("word", "said"), [("gesture", "did you mean gestures?"), ("P99", "nothing called P99 is measured")]
)
def test_what_is_not_measured_is_refused(word: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main([f"P6,{word}"]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert "P6, " in err
    assert out == ""


def test_the_line_of_a_goal_is_its_weakest_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [at_least(4, 5, "rows"), at_most(2, 3, "processor time"), at_least(2, 3, "jobs")]
    assert not runner.report("P6", lambda: figures)
    line, *below = capsys.readouterr().out.splitlines()
    assert line == "P6 3 (<= 2) short"
    assert below[:3] == ["  5 (>= 4) ok: rows", "  3 (<= 2) short: processor time", "  3 (>= 2) ok: jobs"]


def test_a_goal_is_reached_when_all_comparisons_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.report("P6", lambda: [at_least(4, 40, "rows"), at_most(2, 1.9, "processor time")])
    assert capsys.readouterr().out.startswith("P6 1.9 (<= 2) ok\n")


def test_what_could_not_be_measured_is_short_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    def figures() -> Iterator[Figure]:
        yield at_least(4, 5, "rows")
        raise NotMeasured("a job was lost")

    assert not runner.report("P6", figures)
    assert capsys.readouterr().out == "P6 short: a job was lost\n"


@pytest.mark.parametrize(("short", "code"), [((), 0), (("P6",), 1), (("sandbox",), 1)])
def test_the_exit_code_says_whether_something_is_short(
    short: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()

    def measured(name: str) -> bool:
        asked.append(name)
        return name not in short

    monkeypatch.setattr(runner, "measured", measured)
    assert runner.main([""]) == code
    assert asked == list(runner.NAMES), "what is short does not hide the rest"


@pytest.mark.parametrize("module", [*(f"goals.{name}" for name in runner.GOALS.values()), *runner.OTHERS])
def test_what_is_named_can_be_measured(module: str) -> None:
    assert find_spec(f"benchmarks.{module}") is not None


def test_both_sides_are_measured_in_turn_and_the_first_pair_only_warms_up() -> None:
    turns = list[str]()
    mine, others = iter([1000.0, 4.0, 9.0, 8.0]), iter([1.0, 2.0, 3.0, 2.0])

    def ours() -> float:
        turns.append("ours")
        return next(mine)

    def theirs() -> float:
        turns.append("theirs")
        return next(others)

    pair = paired(ours, theirs)
    assert turns == ["ours", "theirs"] * 4
    assert (pair.ours, pair.theirs, pair.ratio) == (8, 2, 3)
