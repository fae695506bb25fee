"""The file of words: what is taken, and every fault with its line and what to do."""

import pytest

from bot.domain.config_files import BadFile
from bot.domain.language_files import Template, read_language, written

SAID = "{who} gave *{label}* to you: `/task {label}` shows it."
KNOWN = {
    one.english: one
    for one in (
        Template("Done", "handlers/views/more.py", 75),
        Template("none", "handlers/views/hours.py"),
        Template("Log it", "handlers/views/forms.py", 24),
        Template(SAID, "handlers/views/tasks.py"),
        Template("Nothing is open.\n<!date^1^{date}|then>", "handlers/views/days.py"),
        Template("{count:,} open", "handlers/views/days.py"),
    )
}


def faults(text: str) -> list[str]:
    with pytest.raises(BadFile) as bad:
        read_language(text, KNOWN)
    return [str(fault) for fault in bad.value.faults]


def test_words_are_by_their_english() -> None:
    text = f'# Ours\n"Done" = "Erledigt"\n"{SAID}" = """`/task {{label}}` zeigt *{{label}}*, von {{who}}."""\n'
    assert read_language(text, KNOWN) == {"Done": "Erledigt", SAID: "`/task {label}` zeigt *{label}*, von {who}."}


@pytest.mark.parametrize("words", ["Échéance\u00a0:", "Échéance\u202f:", "می\u200cشود", "👩\u200d💻"])
def test_signs_that_languages_are_written_with_are_taken(words: str) -> None:
    assert read_language(f'"Done" = "{words}"', KNOWN) == {"Done": words}


def test_what_is_printed_can_be_used_as_it_is() -> None:
    text = "".join(written(KNOWN))
    assert read_language(text, KNOWN) == {english: english for english in KNOWN}


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        ('"Dnoe"', '"Fertig"', 'line 2: "Dnoe": is none of my words; did you mean "Done"?'),
        ('"Quite another thing"', '"x"', "is none of my words; liaison words prints them"),
        ('"Done"', '" "', 'line 2: "Done": has nothing in its place; leave the line out to keep the English'),
        ('"Done"', "3", "must be given words in quotes"),
        (f'"{SAID}"', '"{who} gab {labl}."', "must hold {label}, {who}, and holds {labl}, {who}"),
        (f'"{SAID}"', '"Etwas."', "must hold {label}, {who}, and holds no placeholder"),
        (f'"{SAID}"', '"{who.name} {label}"', "must hold {label}, {who}, and holds {label}, {who.name}"),
        (f'"{SAID}"', '"{who!r} {label}"', "must hold {label}, {who}, and holds {label}, {who!r}"),
        ('"{count:,} open"', '"{count} offen"', "must hold {count:,}, and holds {count}"),
        (f'"{SAID}"', '"{who {label}"', "has a brace that belongs to no {placeholder}"),
        ('"Done"', '"<!channel> Fertig"', "may not hold <!channel>, which Slack reads as a mention or a link"),
        ('"Done"', '"<!here> <@U1> <https://x.example>"', "may not hold <!here>, <@U1>, <https://x.example>"),
        ('"Done"', '"a\\nb"', "may not hold more lines than the English"),
        ('"Done"', '"a\\u202eb"', "nor characters that are not seen"),
        ('"Done"', '"\u200c\u00a0"', "has nothing in its place"),
        ('"Log it"', f'"{"x" * 25}"', "is too long: 25 characters, and Slack shows 24 there"),
    ],
    ids=lambda given: str(given)[:30],
)
def test_what_cannot_be_used_says_why(key: str, value: str, wrong: str) -> None:
    (told,) = faults(f"# Ours\n{key} = {value}\n")
    assert wrong in told


def test_all_faults_are_told_at_once_and_by_line() -> None:
    found = faults('"Done" = ""\n"Log it" = "<!everyone>"\n"Nothing" = "x"\n')
    assert [told.partition(":")[0] for told in found] == ["line 1", "line 2", "line 3"]


def test_what_is_no_file_of_words() -> None:
    assert "not valid TOML" in faults('"Done" = Fertig')[0]
    assert "larger than" in faults("#" * 1_000_001)[0]
