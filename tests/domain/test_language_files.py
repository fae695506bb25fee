"""The file of words: what is taken, and every fault with its line and what to do."""

import pytest

from bot.domain.config_files import BadFile
from bot.domain.language_files import Template, read_language, written
from bot.domain.plurals import plurals_of

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
        Template("{count} tasks", "handlers/views/series.py", 40, one="1 task"),
        Template("the {count}th", "handlers/views/rhythms.py", None, "the {count}st", "the {count}nd", "the {count}rd"),
        Template("They were told: {who}.", "handlers/views/bulks.py", one="They were told by one: {who}."),
    )
}


def faults(text: str) -> list[str]:
    with pytest.raises(BadFile) as bad:
        read_language(text, KNOWN)
    return [str(fault) for fault in bad.value.faults]


def test_words_are_by_their_english() -> None:
    text = f'# Ours\n"Done" = "Erledigt"\n"{SAID}" = """`/task {{label}}` zeigt *{{label}}*, von {{who}}."""\n'
    assert read_language(text, KNOWN).words == {"Done": "Erledigt", SAID: "`/task {label}` zeigt *{label}*, von {who}."}


@pytest.mark.parametrize("words", ["Échéance\u00a0:", "Échéance\u202f:", "می\u200cشود", "👩\u200d💻"])
def test_signs_that_languages_are_written_with_are_taken(words: str) -> None:
    assert read_language(f'"Done" = "{words}"', KNOWN).words == {"Done": words}


def test_what_is_printed_can_be_used_as_it_is() -> None:
    file = read_language("".join(written(KNOWN)), KNOWN)
    assert file.words == {
        **{english: english for english, template in KNOWN.items() if template.one is None},
        "{count} tasks": {"one": "1 task", "other": "{count} tasks"},
        "the {count}th": {
            "one": "the {count}st",
            "two": "the {count}nd",
            "few": "the {count}rd",
            "other": "the {count}th",
        },
        "They were told: {who}.": {"one": "They were told by one: {who}.", "other": "They were told: {who}."},
    }
    assert file.remarks == ()


#: English to begin with, for the forms that languages have for places in a row: none, or those of these.
PLACES = {
    "en": {"one": "the {count}st", "two": "the {count}nd", "few": "the {count}rd", "other": "the {count}th"},
    "fr": {"one": "the {count}st", "other": "the {count}th"},
    "ga": {"one": "the {count}st", "other": "the {count}th"},
}


@pytest.mark.parametrize("tag", ["en", "pl", "ru", "cs", "ar", "ga", "ja", "fr"])
def test_what_is_printed_for_a_language_has_its_forms(tag: str) -> None:
    plurals = plurals_of(tag)
    file = read_language("".join(written(KNOWN, plurals)), KNOWN)
    assert (file.plurals.tag, file.remarks) == (tag, ())
    forms = file.words["{count} tasks"]
    assert forms == "{count} tasks" if tag == "ja" else list(forms) == list(plurals.numbers)
    assert isinstance(file.words["{count:,} open"], str) == (tag == "ja")
    assert file.words["Done"] == "Done"
    assert file.words["the {count}th"] == PLACES.get(tag, "the {count}th")


def test_forms_are_taken_in_one_line_or_in_a_line_for_each() -> None:
    forms = {"one": "jedno zadanie", "few": "{count} zadania", "many": "{count} zadań"}
    apart = "".join(f'"{{count}} tasks".{form} = "{words}"\n' for form, words in forms.items())
    within = ", ".join(f'{form} = "{words}"' for form, words in forms.items())
    together = f'"{{count}} tasks" = {{ {within} }}'
    for text in (apart, together):
        file = read_language(f'language = "pl"\n{text}', KNOWN)
        assert (file.words, file.remarks) == ({"{count} tasks": forms}, ())


def test_one_wording_may_stand_for_every_number() -> None:
    file = read_language('language = "pl"\n"{count} tasks" = "zadania: {count}"\n', KNOWN)
    assert (file.words, file.remarks) == ({"{count} tasks": "zadania: {count}"}, ())


def test_the_number_may_be_said_where_the_english_only_counts_by_it() -> None:
    text = 'language = "pl"\n"They were told: {who}." = { one = "{who}", few = "{count}: {who}", many = "{who}" }\n'
    assert read_language(text, KNOWN).remarks == ()


@pytest.mark.parametrize(
    ("language", "forms", "remark"),
    [
        (
            "pl",
            'one = "1", other = "{count}"',
            ": has no form for few (2, 3, 4, 22, …), many (0, 5, 6, 7, …); that for",
        ),
        (
            "pl",
            'one = "1", few = "{count}", many = "{count}", two = "{count}"',
            ".two: is never read: pl has no such form",
        ),
        ("ja", 'one = "{count}", other = "{count}"', ".one: is never read: ja has no such form"),
        ("fr", 'other = "{count}"', ": has no form for one (0, 1); that for other is read instead"),
        (
            "",
            'one = "1", few = "{count}", other = "{count}"',
            ".few: is never read: a file that does not name its language",
        ),
    ],
    ids=["missing", "superfluous", "only one", "not one", "no language"],
)
def test_forms_that_do_not_fit_the_language_are_remarked_upon(language: str, forms: str, remark: str) -> None:
    named = f'language = "{language}"\n' if language else "\n"
    (told,) = read_language(f'{named}"{{count}} tasks" = {{ {forms} }}\n', KNOWN).remarks
    assert f'line 2: "{{count}} tasks"{remark}' in str(told)


def test_forms_that_do_not_fit_the_places_of_a_language_are_remarked_upon_by_those() -> None:
    """Polish counts in three forms, and says 1st as it says 2nd; French has 1st for 1 alone."""
    (told,) = read_language('language = "pl"\n"the {count}th" = { few = "{count}", other = "{count}" }', KNOWN).remarks
    assert str(told) == 'line 2: "the {count}th".few: is never read: pl has no such form'
    assert (
        read_language('language = "fr"\n"the {count}th" = { one = "premier", other = "{count}" }', KNOWN).remarks == ()
    )
    english = read_language('"the {count}th" = { one = "{count}", other = "{count}" }', KNOWN).remarks
    assert "has no form for two (2, 22, 32, 42, …), few (3, 23, 33, 43, …); that for other" in str(english[0])


@pytest.mark.parametrize(
    "forms",
    [
        'one = "1", few = "{count}", many = "{count}"',
        'one = "1", few = "{count}", many = "{count}", other = "{count}"',
    ],
    ids=["no others", "fractions too"],
)
def test_a_form_that_no_whole_number_needs_may_be_there_or_not(forms: str) -> None:
    assert read_language(f'language = "pl"\n"{{count}} tasks" = {{ {forms} }}\n', KNOWN).remarks == ()


def test_what_millions_need_may_be_there() -> None:
    text = 'language = "fr"\n"{count} tasks" = { one = "{count}", many = "{count}", other = "{count}" }\n'
    assert read_language(text, KNOWN).remarks == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('language = "xx"', 'line 1: language: "xx" is no language that I know; give its tag, such as pl or pt-BR'),
        ("language = 3", 'line 1: language: must be a tag in quotes, such as "pl"'),
        ('"Done".few = "x"', 'line 1: "Done": says no number, so it has no forms such as few; give it words in quotes'),
        (
            '"{count} tasks".some = "x"\n"{count} tasks".other = "{count}"',
            ".some: is no plural form; those are zero, one",
        ),
        ('"{count} tasks".one = "x"', '"{count} tasks": has no form for other (0, 2, 3, 4, …)'),
        (
            'language = "pl"\n"{count} tasks".one = "x"',
            "has no form for few (2, 3, 4, 22, …), many (0, 5, 6, 7, …), nor one",
        ),
        ('"{count} tasks" = {}', "has no form for one (1), other (0, 2, 3, 4, …)"),
        ('"the {count}nd" = "x"', 'is the form for 2 of "the {count}th", and is given there: "the {count}th".two'),
        (
            '"the {count}th" = { one = "x", other = "{count}" }',
            ".one: must hold {count}, and holds no placeholder, as one",
        ),
        ('"1 task" = "x"', 'is the form for 1 of "{count} tasks", and is given there: "{count} tasks".one'),
        (
            '"{count} tasks".one = "1"\n"{count} tasks".other = "x"',
            'line 2: "{count} tasks".other: must hold {count}, and',
        ),
        (
            'language = "ru"\n"{count} tasks" = { one = "1", other = "{count}" }',
            ".one: must hold {count}, and holds no placeholder, as one is 1, 21, 31, 41, …",
        ),
        ('"{count} tasks" = { one = 1, other = "{count}" }', ".one: must be given words in quotes"),
        ('"{count} tasks" = { one = " ", other = "{count}" }', ".one: has nothing in its place"),
        ('"{count} tasks" = { one = "{who}", other = "{count}" }', ".one: must hold no placeholder, and holds {who}"),
        ('"{count} tasks" = { one = "<!here>", other = "{count}" }', ".one: may not hold <!here>"),
        (f'"{{count}} tasks" = {{ one = "{"x" * 41}", other = "{{count}}" }}', ".one: is too long: 41 characters"),
        ('"{count} tasks" = { one = "{", other = "{count}" }', ".one: has a brace that belongs to no {placeholder}"),
        ('"{count} tasks" = 3', "must be given words in quotes"),
    ],
    ids=lambda given: str(given)[:40],
)
def test_forms_that_cannot_be_used_say_why(text: str, wrong: str) -> None:
    (told,) = faults(text)
    assert wrong in told


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
