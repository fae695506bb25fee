"""`liaison words` as somebody types it, and a start with a file of words."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.doctor import examine
from bot.settings import load
from bot.startup import CannotStart
from bot.words import spoken
from handlers.language import ENGLISH, Counted
from handlers.text import plainly, said
from tests.bot.test_main import APP, BOT

TASKS = Counted("1 task", "{count} tasks")


def test_what_is_printed_is_a_file_that_can_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words"]) == 0
    printed = capsys.readouterr().out
    assert '\n"Nothing is saved yet." = "Nothing is saved yet."\n' in printed
    path = tmp_path / "words.toml"
    path.write_text(printed, encoding="utf-8")
    assert main(["words", "check", str(path)]) == 0
    assert "can be used: 0 of" in capsys.readouterr().out


@pytest.mark.parametrize("tag", ["ar", "ja"])
def test_what_is_printed_for_a_language_can_be_used(
    tag: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["words", "--language", tag]) == 0
    printed = capsys.readouterr().out
    assert f'\nlanguage = "{tag}"\n' in printed
    path = tmp_path / "words.toml"
    path.write_text(printed, encoding="utf-8")
    assert main(["words", "check", str(path)]) == 0
    told = capsys.readouterr().out
    assert "can be used: 0 of" in told
    assert len(told.splitlines()) == 1


def test_a_language_is_printed_with_a_number_for_each_of_its_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", "--language", "pl"]) == 0
    printed = capsys.readouterr().out
    assert "\n#   one    1\n#   few    2, 3, 4, 22, …\n#   many   0, 5, 6, 7, …\n" in printed
    assert '"the {count}th", have these instead.\n#   other  0, 1, 2, 3, …\n' in printed
    assert '\n"the {count}th" = "the {count}th"\n' in printed
    assert '\n"{count} tasks".one = "1 task"\n"{count} tasks".few = "{count} tasks"\n"{count} tasks".many = ' in printed
    assert main(["words", "--language", "pl_PL"]) == 1
    told = capsys.readouterr().err
    assert told == 'liaison: "pl_PL" is no language that I know; give its tag, such as pl or pt-BR\n'


def test_forms_that_are_missing_or_never_read_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file can be used, and Liaison starts with it."""
    path = tmp_path / "words.toml"
    path.write_text(
        'language = "pl"\n"{count} tasks" = { one = "zadanie", two = "{count} zadania", other = "{count} zadań" }\n',
        encoding="utf-8",
    )
    assert main(["words", "check", str(path)]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert "can be used: 1 of" in first
    missing = "few (2, 3, 4, 22, …), many (0, 5, 6, 7, …)"
    assert rest == [
        "What is counted is not in the forms of the language everywhere:",
        f'  line 2: "{{count}} tasks": has no form for {missing}; that for other is read instead',
        '  line 2: "{count} tasks".two: is never read: pl has no such form',
    ]
    with spoken(path).spoken():
        assert [said(TASKS, count=count) for count in (1, 2, 5)] == ["zadanie", "2 zadań", "5 zadań"]


def test_a_file_with_faults_is_refused_with_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "words.toml"
    path.write_text('"Undo" = "<!channel>"\n"Nothing is saved yett." = "Noch nichts."\n')
    assert main(["words", "check", str(path)]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"liaison: {path} cannot be used as a file of words:\n")
    assert 'line 1: "Undo": may not hold <!channel>' in told
    assert 'line 2: "Nothing is saved yett.": is none of my words; did you mean "Nothing is saved yet."?' in told
    with pytest.raises(CannotStart, match="cannot be used"):
        spoken(path)
    with pytest.raises(CannotStart, match="cannot be read"):
        spoken(tmp_path / "none.toml")
    settings = load(_env_file=None, bot_token=BOT, app_token=APP, language_file=path)
    words = next(finding for finding in examine(settings) if finding.check == "words")
    assert (words.ok, words.says) == (False, told.removeprefix("liaison: ").rstrip())


def test_words_are_spoken_where_they_were_asked_for(tmp_path: Path) -> None:
    """And nowhere else: two Liaisons in one process do not mix."""
    path = tmp_path / "words.toml"
    path.write_text('"Undo" = "Zurück"\n"{label} is snoozed" = "{label} schläft"\n', encoding="utf-8")
    language = spoken(path)
    with language.spoken():
        assert (said("Undo"), plainly("{label} is snoozed", label="Undo")) == ("Zurück", "Undo schläft")
        assert plainly("Done") == "Done"
        with ENGLISH.spoken():
            assert said("Undo") == "Undo"
        assert said("Undo") == "Zurück"
    assert said("Undo") == "Undo"
