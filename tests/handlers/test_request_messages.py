"""A message of a channel logged as a client request: its words, who said them, and where."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press

SHORTCUT = "request.log_message"


def opened_on(who: Person, ts: str, channel: str = "general") -> dict[str, str]:
    """What the form holds of the message."""
    modal = who.shortcut(SHORTCUT, in_=channel, ts=ts).modal
    assert modal is not None
    fields = {name: modal.values[name]["input"] for name in ("title", "details", "asker")}
    return {name: field.get("value") or field.get("selected_user") or "" for name, field in fields.items()}


@pytest.mark.parametrize(
    ("said", "title"),
    [
        pytest.param("look at https://x.com/a_b", "look at https://x.com/a_b", id="a link"),
        pytest.param("ask <@U0CARLA>", "ask @carla", id="somebody"),
        pytest.param("ask <@U0CARLA|carla>", "ask @carla", id="somebody with a name"),
        pytest.param("see <#C0GENERAL>", "see #general", id="a channel"),
        pytest.param("see <#C0GENERAL|general>", "see #general", id="a channel with a name"),
        pytest.param("see <#C0BOARD>", "see #private-channel", id="a private channel"),
        pytest.param("tea & <b>cake</b>", "tea & <b>cake</b>", id="signs"),
        pytest.param("say &lt;@U0CARLA&gt;", "say &lt;@U0CARLA&gt;", id="what only looks like markup"),
    ],
)
def test_its_words_are_those_that_people_read(ana: Person, ben: Person, said: str, title: str) -> None:
    assert opened_on(ana, ben.says(said, in_="general"))["title"] == title


def test_who_said_it_asks(ana: Person, carla: Person) -> None:
    ts = carla.says("Could you reprint the menus?", in_="general")
    assert opened_on(ana, ts)["asker"] == "U0CARLA"

    ana.submit()

    assert "Asked by @carla" in ana.sees("general").newest("R-1").words
    assert "The message" in ana.sees("general").newest("R-1").words


def test_an_app_asks_for_nothing(ana: Person, slack: Sandbox) -> None:
    ana.slash("/request proof of the poster", in_="general")
    ours = ana.sees("general").newest("R-1").ts
    robs = slack.person("rob").says("The build is broken.", in_="general")

    assert opened_on(ana, ours)["asker"] == ""
    assert opened_on(ana, robs)["asker"] == ""


def test_a_reply_is_linked_in_its_thread(ana: Person, ben: Person) -> None:
    first = ben.says("The menus", in_="general")
    reply = ben.says("Two hundred, please.", in_="general", thread_ts=first)

    ana.shortcut(SHORTCUT, in_="general", ts=reply)
    ana.submit()

    card = str(ana.sees("general").newest("R-1").blocks)
    assert f"/p{reply.replace('.', '')}?thread_ts={first}&amp;cid=C0GENERAL|The message" in card


def test_the_same_message_again_is_said_before_it_is_logged_again(ana: Person, ben: Person) -> None:
    ts = ben.says("Could you reprint the menus?", in_="general")
    ana.shortcut(SHORTCUT, in_="general", ts=ts)
    assert ana.submit({"Owner": "carla"}).closed

    form = ben.shortcut(SHORTCUT, in_="general", ts=ts).modal

    assert form is not None
    assert "This message is logged already: *R-1* Could you reprint the menus?, with @carla." in form.words
    assert ben.submit().closed
    assert "R-2" in ben.slash("/request list", in_="general").words


def test_two_forms_of_one_message_are_not_both_logged_unasked(ana: Person, ben: Person) -> None:
    ts = ben.says("Could you reprint the menus?", in_="general")
    for who in (ana, ben):
        who.shortcut(SHORTCUT, in_="general", ts=ts)
    assert ana.submit().closed

    asked = ben.submit()

    assert asked.modal is not None
    assert "This message is logged already: *R-1*" in asked.modal.words
    assert ben.submit().closed
    assert "R-2" in ben.slash("/request list", in_="general").words


def test_what_was_cancelled_was_logged_all_the_same(ana: Person, ben: Person) -> None:
    ts = ben.says("Could you reprint the menus?", in_="general")
    ana.shortcut(SHORTCUT, in_="general", ts=ts)
    assert ana.submit().closed
    press(ana, "Cancel", in_="general")
    assert ana.submit().closed

    form = ana.shortcut(SHORTCUT, in_="general", ts=ts).modal

    assert form is not None
    assert "logged already" in form.words


def test_who_may_not_see_the_request_is_not_told_of_it(ana: Person, carla: Person) -> None:
    ana.slash("/client add Secret", in_="board")
    assert ana.submit().closed
    ts = carla.says("Could you reprint the menus?", in_="general")
    ana.shortcut(SHORTCUT, in_="general", ts=ts)
    assert ana.submit({"Client": "Secret"}).modal is not None

    form = carla.shortcut(SHORTCUT, in_="general", ts=ts).modal

    assert form is not None
    assert "logged already" not in form.words


@pytest.mark.parametrize("command", ["request", "task"])
def test_channels_in_a_line_are_kept_by_name(ana: Person, command: str) -> None:
    answer = ana.slash(f"/{command} ask #general about the poster", in_="acme")
    assert "ask #general about the poster" in answer.text


def test_a_long_message_opens_and_says_that_it_is_cut(ana: Person, ben: Person) -> None:
    said = "The autumn catalogue\n" + "forty pages & a cover; " * 522
    assert len(said) > 12_000
    ts = ben.says(said, in_="general")

    modal = ana.shortcut(SHORTCUT, in_="general", ts=ts).modal

    assert modal is not None
    assert f"The message has {len(said.strip()):,} characters" in modal.words
    assert modal.values["title"]["input"]["value"] == "The autumn catalogue"
    assert modal.values["details"]["input"]["value"].startswith("forty pages & a cover")
    assert ana.submit().closed
    assert "The message" in ana.sees("general").newest("R-1").words


def test_its_files_are_named(ana: Person, ben: Person) -> None:
    with_words = ben.uploads("brief.pdf", b"x", in_="general", text="Please print this")
    alone = ben.uploads("logo.png", b"x", in_="general")

    assert opened_on(ana, with_words) == {
        "title": "Please print this",
        "details": "Files: brief.pdf",
        "asker": "U0BEN",
    }
    assert opened_on(ana, alone)["title"] == "logo.png"
