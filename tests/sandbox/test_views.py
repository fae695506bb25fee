"""views.*: triggers, stacks, hashes and Homes."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import Sandbox
from sandbox.errors import SlackError
from sandbox.triggers import Triggers
from tests.sandbox.shapes import actions, asks, button, home, line, modal, section
from tests.sandbox.test_chat import error_of

Json = dict[str, Any]


def triggers(slack: Sandbox, app: App) -> Iterator[str]:
    """A fresh trigger of Ana's for each asked."""
    given: list[str] = []

    def on_command(ack: Ack, body: Json) -> None:
        given.append(body["trigger_id"])
        ack()

    app.command("/plain")(on_command)
    while True:
        slack.person("ana").slash("/plain", in_="acme")
        yield given[-1]


def test_a_trigger_works_once(slack: Sandbox, app: App, client: WebClient) -> None:
    trigger_id = next(triggers(slack, app))
    client.views_open(trigger_id=trigger_id, view=modal(section("x")))

    with slack.expect_violation("exchanged_trigger_id"):
        answer = error_of(lambda: client.views_open(trigger_id=trigger_id, view=modal(section("x"))))

    assert answer["error"] == "exchanged_trigger_id"


def test_a_trigger_that_was_never_given(slack: Sandbox, client: WebClient) -> None:
    with slack.expect_violation("invalid_trigger_id"):
        error_of(lambda: client.views_open(trigger_id="1.2.3", view=modal(section("x"))))


def test_a_trigger_lives_three_seconds() -> None:
    now = [100.0]
    triggers = Triggers(lambda: now[0])
    in_time, late = triggers.new("U0ANA"), triggers.new("U0ANA")

    now[0] += 2.9
    assert triggers.take(in_time).user == "U0ANA"
    now[0] += 0.2
    with pytest.raises(SlackError, match="expired_trigger_id"):
        triggers.take(late)


def test_three_views_may_be_stacked(slack: Sandbox, app: App, client: WebClient) -> None:
    view = modal(actions(button("More", "more")))
    pushed: list[Json] = []
    refused: list[Json] = []

    def on_more(ack: Ack, body: Json) -> None:
        if len(pushed) < 2:
            pushed.append(client.views_push(trigger_id=body["trigger_id"], view=view)["view"])
        else:
            refused.append(error_of(lambda: client.views_push(trigger_id=body["trigger_id"], view=view)))
        ack()

    app.action("more")(on_more)
    client.views_open(trigger_id=next(triggers(slack, app)), view=view)
    ana = slack.person("ana")
    ana.click("More")
    ana.click("More")
    with slack.expect_violation("push_limit_reached"):
        ana.click("More")

    first, second = pushed
    assert second["previous_view_id"] == first["id"]
    assert first["root_view_id"] == second["root_view_id"] == first["previous_view_id"]
    assert [answer["error"] for answer in refused] == ["push_limit_reached"]


def test_a_push_needs_a_modal(slack: Sandbox, app: App, client: WebClient) -> None:
    trigger_id = next(triggers(slack, app))

    with slack.expect_violation("invalid_arguments"):
        answer = error_of(lambda: client.views_push(trigger_id=trigger_id, view=modal(section("x"))))

    assert answer["error"] == "invalid_arguments"


@pytest.mark.parametrize("another", [False, True], ids=["nothing is open", "another modal is"])
def test_a_push_onto_what_was_closed_meanwhile(slack: Sandbox, app: App, client: WebClient, another: bool) -> None:
    client.views_open(trigger_id=next(triggers(slack, app)), view=modal(actions(button("More", "more"))))
    given: list[str] = []

    def on_more(ack: Ack, body: Json) -> None:
        given.append(body["trigger_id"])
        ack()

    app.action("more")(on_more)
    ana = slack.person("ana")
    ana.click("More")
    ana.close()
    if another:
        client.views_open(trigger_id=slack.core.slack.triggers.new("U0ANA"), view=modal(section("another")))

    assert error_of(lambda: client.views_push(trigger_id=given[0], view=modal(section("x"))))["error"] == "not_found"


def test_an_update_says_which_view(slack: Sandbox, app: App, client: WebClient) -> None:
    view_id = client.views_open(trigger_id=next(triggers(slack, app)), view=modal(section("one")))["view"]["id"]

    with slack.expect_violation("invalid_arguments"):
        neither = error_of(lambda: client.api_call("views.update", json={"view": modal(section("x"))}))
        other = error_of(lambda: client.views_update(view_id=view_id, view=home(section("x"))))

    assert [answer["error"] for answer in (neither, other)] == ["invalid_arguments"] * 2


def test_an_update_knows_its_hash(slack: Sandbox, app: App, client: WebClient) -> None:
    opened = client.views_open(trigger_id=next(triggers(slack, app)), view=modal(section("one")))["view"]

    updated = client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(section("two")))["view"]
    conflict = error_of(
        lambda: client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(section("3")))
    )

    assert updated["hash"] != opened["hash"]
    assert conflict["error"] == "hash_conflict"
    assert slack.person("ana").modal is not None
    assert "two" in slack.person("ana").screen["modal"]["words"]


def test_an_external_id_names_one_view(slack: Sandbox, app: App, client: WebClient) -> None:
    fresh = triggers(slack, app)
    client.views_open(trigger_id=next(fresh), view=modal(section("one"), external_id="mine"))
    client.views_update(external_id="mine", view=modal(section("two"), external_id="mine"))

    with slack.expect_violation("duplicate_external_id"):
        other = modal(section("three"), external_id="mine")
        error_of(lambda: client.views_publish(user_id="U0BEN", view={**home(section("x")), "external_id": "mine"}))
        error_of(lambda: client.views_open(trigger_id=next(fresh), view=other))


def test_a_closed_view_cannot_be_updated(slack: Sandbox, app: App, client: WebClient) -> None:
    view_id = client.views_open(trigger_id=next(triggers(slack, app)), view=modal(section("one")))["view"]["id"]
    slack.person("ana").close()

    answer = error_of(lambda: client.views_update(view_id=view_id, view=modal(section("two"))))

    assert answer["error"] == "not_found"


def test_an_update_keeps_what_is_typed(slack: Sandbox, app: App, client: WebClient) -> None:
    check = actions(button("Check", "check"))
    form = modal(asks("Title", "title", line()), check)
    view_id = client.views_open(trigger_id=next(triggers(slack, app)), view=form)["view"]["id"]
    app.action("check")(lambda ack: ack())
    ana = slack.person("ana")
    ana.click("Check", values={"Title": "kept"})

    client.views_update(view_id=view_id, view=modal(asks("Name", "title", line()), check))
    same = ana.modal
    client.views_update(view_id=view_id, view=modal(asks("Name", "other", line()), check))
    other = ana.modal

    assert same is not None
    assert same.values["title"]["line"]["value"] == "kept"
    assert other is not None
    assert other.values["other"]["line"]["value"] is None


def test_a_home_is_published_for_one_person(slack: Sandbox, client: WebClient) -> None:
    first = client.views_publish(user_id="U0ANA", view=home(section("one")))["view"]
    second = client.views_publish(user_id="U0ANA", view=home(section("two")), hash=first["hash"])["view"]
    conflict = error_of(lambda: client.views_publish(user_id="U0ANA", view=home(section("3")), hash=first["hash"]))
    nobody = error_of(lambda: client.views_publish(user_id="U0NOBODY", view=home(section("x"))))

    assert second["id"] == first["id"]
    assert (conflict["error"], nobody["error"]) == ("hash_conflict", "user_not_found")
    seen = slack.person("ana").home_view
    assert seen is not None
    assert seen.text == "two"
    assert slack.person("ben").home_view is None
