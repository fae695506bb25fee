"""What all six commands have in common: how long a line may be, and that people read words where Slack has codes."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.world import Channel, ChannelKind
from tests.conftest import Pair
from tests.handlers.stores import without_people

#: What lines mean is the same in every pair.
PAIRS = (Pair.SOCKET_SQLITE,)

COMMANDS = ("/request", "/task", "/nudge", "/client", "/digest", "/liaison")


@pytest.mark.parametrize("command", COMMANDS)
def test_too_long_a_line_is_counted_as_it_was_typed_and_given_back(ana: Person, command: str) -> None:
    for typed in ("a" * 3001, "word " * 2000 + "end", "&" * 3001):
        answer = ana.slash(f"{command} {typed}", in_="acme")
        words = answer.words.replace("&amp;", "&")
        assert f"Too long: {len(typed):,} of 3,000 characters." in words
        assert ("thread under the card" in words) is (command in {"/request", "/task"})
        back = words.replace("\n", "").partition(f"You typed: {command} ")[2]
        assert back == typed or (back.endswith("…") and typed.startswith(back[:-1]) and len(back) > 2500)
        assert answer.modal is None


@pytest.mark.parametrize("command", ["/request", "/task"])
def test_as_long_as_a_line_may_be(ana: Person, command: str) -> None:
    for number, sign in enumerate("&<a", start=1):
        answer = ana.slash(f"{command} {sign * 3000}", in_="acme")
        assert "Too long" not in answer.words
        assert f"-{number}" in answer.words


def test_a_mention_counts_as_its_name(ana: Person) -> None:
    line = "me fri 9:00 " + "call @ben " * 150
    assert "Too long" not in ana.slash(f"/nudge {line}", in_="acme").words


@pytest.mark.parametrize(
    "line",
    ["/client @ben", "/client add @ben", "/client <@U0BEN>", "/digest @ben", "/digest <@U0BEN>", "/liaison <@U0BEN>"],
)
def test_slacks_codes_are_words_to_people(ana: Person, line: str) -> None:
    answer = ana.slash(line, in_="acme")
    shown = answer.words + (str(answer.modal.values) if answer.modal else "") + str(answer.blocks)
    assert "U0BEN" not in shown
    assert "@ben" in shown


@pytest.mark.parametrize("line", ["/client add {}", "/client {}", "/client show {}", "/client ad {}"])
def test_no_client_has_so_long_a_name(ana: Person, line: str) -> None:
    answer = ana.slash(line.format("x" * 150), in_="acme")
    assert "of 100 characters. Please shorten it." in answer.words
    assert "x" * 150 in answer.words
    assert answer.modal is None


@pytest.mark.parametrize("line", ["/nudge me fri 9:00 {}@zoe", "/request proof by 31 feb {}@zoe", "/client {}"])
def test_what_is_given_back_is_clean(ana: Person, line: str) -> None:
    for typed in ("pro\u202eof \u2066x", "p\x00roof", "proof \ud800", "a" + "\u0301" * 500):
        answer = ana.slash(line.format(typed), in_="acme")
        shown = answer.words + (answer.modal.words + str(answer.modal.values) if answer.modal else "")
        assert not set(shown) & set("\x00\u202e\u2066\ud800"), ascii(typed)
        assert "\u0301" * 9 not in shown


@pytest.mark.parametrize("line", [f"{command} help" for command in COMMANDS] + ["/liaison", "/liaison help task"])
def test_help_needs_no_store(ana: Person, database_url: str, line: str) -> None:
    with without_people(database_url):
        answer = ana.slash(line, in_="acme", settle=False)
        day = ana.slash("/liaison my day", in_="acme", settle=False)
    assert day.words.startswith(("I can't save", "Something went wrong"))
    assert "I can't save" not in answer.words
    assert "`/" in answer.words


@pytest.mark.parametrize(("line", "list_"), [("/request lst", "/request list"), ("/task lst", "/task list")])
def test_a_suggestion_says_how_to_take_the_word_for_what_it_says(ana: Person, line: str, list_: str) -> None:
    command = line.split(maxsplit=1)[0]
    assert f'`{command} "lst"`' in ana.slash(line, in_="acme").words
    assert "lst" in ana.slash(f'{command} "lst"', in_="acme").words
    assert "*lst" not in ana.slash(list_, in_="acme").words
    assert "-1" in ana.slash(list_, in_="acme").words


@pytest.fixture
def in_group(ana: Person, slack: Sandbox) -> str:
    """A message to several people, to which no app can be invited."""
    name = "mpdm-ana--ben--carla-1"
    members = ["U0ANA", "U0BEN", "U0CARLA"]
    slack.core.slack.world.channels["G0GROUP"] = Channel(
        id="G0GROUP", name=name, kind=ChannelKind.MPIM, members=members
    )
    return name


@pytest.mark.parametrize("line", ["/digest daily 9:00", "/digest preview"])
def test_where_no_app_can_be_invited_another_place_is_named_first(ana: Person, in_group: str, line: str) -> None:
    """Slack calls it `privategroup`, as it calls private channels."""
    answer = ana.slash(line, in_=in_group)
    assert "Use this in a channel that I am in." in answer.words
    assert "If this is a private channel, `/invite @Liaison` lets me in." in answer.words


def test_a_client_takes_no_group_message(ana: Person, in_group: str) -> None:
    ana.slash("/client add Acme", in_=in_group)
    assert "pick another" in ana.submit().errors["channel"]
