"""Signed HTTP as an app sees it: the body of each kind, its headers, and what each answer does for the person."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from sandbox import Sandbox, World
from tests.patience import PATIENCE
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.scripted import JSON, Got, Says, Scripted, obliging, scripted
from tests.sandbox.shapes import actions, asks, button, line, modal, section

Json = dict[str, Any]

TROUBLE = "We had some trouble connecting. Try again?"


@pytest.fixture(scope="module")
def app() -> Iterator[Scripted]:
    with scripted() as app:
        yield app


@pytest.fixture(scope="module")
def switched(app: Scripted) -> Iterator[Sandbox]:
    """With retries at once."""
    with Sandbox(SPECIMEN, World.office(), retry_seconds=(0, 0, 0)) as sandbox:
        sandbox.requests_to(app.url)
        yield sandbox


@pytest.fixture
def slack(switched: Sandbox, app: Scripted) -> Iterator[Sandbox]:
    switched.settle()
    switched.reset(World.office())
    switched.rates(on=False)
    switched.core.delivery.ack_seconds = 3
    app.says(Says())
    app.got.clear()
    yield switched
    switched.settle()
    assert switched.violations == []


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def with_button(client: WebClient) -> None:
    client.chat_postMessage(channel="C0ACME", text="Do it", blocks=[section("Do it"), actions(button("Done", "done"))])


def open_modal(slack: Sandbox, client: WebClient, app: Scripted) -> None:
    """By a command, whose next answers are acks."""

    def opening(got: Got) -> Says:
        client.views_open(trigger_id=got.form["trigger_id"], view=modal(asks("Title", "title", line())))
        return Says()

    app.answer = opening
    slack.person("ana").slash("/log", in_="acme")
    app.got.clear()


def command(slack: Sandbox, client: WebClient) -> None:
    slack.person("ana").slash("/plain a & b / grüße", in_="acme")


def click(slack: Sandbox, client: WebClient) -> None:
    with_button(client)
    slack.person("ana").click("Done", in_="acme")


def mention(slack: Sandbox, client: WebClient) -> None:
    slack.person("ana").says("<@U0SPECIMEN> grüße", in_="acme")


FORM = "application/x-www-form-urlencoded"
Gesture = Callable[[Sandbox, WebClient], None]


@pytest.mark.parametrize(
    ("gesture", "content_type"),
    [
        pytest.param(command, FORM, id="command"),
        pytest.param(click, FORM, id="interaction"),
        pytest.param(mention, "application/json", id="event"),
    ],
)
def test_each_kind_comes_signed(
    slack: Sandbox, app: Scripted, client: WebClient, gesture: Gesture, content_type: str
) -> None:
    gesture(slack, client)

    [got] = app.asked
    assert got.headers["content-type"] == content_type
    assert got.headers["user-agent"].startswith("Slackbot 1.0")
    assert "x-slack-retry-num" not in got.headers
    assert SignatureVerifier(slack.signing_secret).is_valid_request(got.body, got.headers)


def test_a_command_is_a_flat_form(slack: Sandbox, app: Scripted, client: WebClient) -> None:
    command(slack, client)

    [got] = app.asked
    assert (got.form["command"], got.form["text"]) == ("/plain", "a & b / grüße")
    assert got.form["is_enterprise_install"] == "false"
    assert got.form["response_url"].startswith(slack.url)


def test_an_interaction_is_one_field(slack: Sandbox, app: Scripted, client: WebClient) -> None:
    click(slack, client)

    [got] = app.asked
    assert list(got.form) == ["payload"]
    assert got.payload["actions"][0]["action_id"] == "done"
    assert got.payload["response_url"].startswith(slack.url)


def test_an_event_is_json_that_nobody_makes_anew_by_chance(slack: Sandbox, app: Scripted, client: WebClient) -> None:
    slack.person("ana").says("<@U0SPECIMEN> and/or", in_="acme")

    [got] = app.asked
    assert got.payload["event"]["text"] == "<@U0SPECIMEN> and/or"
    assert rb"and\/or" in got.body


@pytest.mark.parametrize(
    ("said", "text"),
    [
        pytest.param(Says(), "", id="nothing"),
        pytest.param(Says(body=" \n"), "", id="white space"),
        pytest.param(Says(202), "", id="accepted"),
        pytest.param(Says(body="Noted."), "Noted.", id="plain text"),
        pytest.param(Says(body='{"text": "x"}'), '{"text": "x"}', id="JSON that does not say so"),
        pytest.param(Says.json({"text": "Noted."}), "Noted.", id="JSON"),
        pytest.param(Says.json({}), "", id="an empty object"),
    ],
)
def test_answers_to_a_command(slack: Sandbox, app: Scripted, said: Says, text: str) -> None:
    app.says(said)

    answer = slack.person("ana").slash("/log", in_="acme")

    assert (answer.text, answer.error) == (text, None)
    assert answer.acked_ms is not None


def test_an_answer_for_the_channel(slack: Sandbox, app: Scripted) -> None:
    app.says(Says.json({"text": "Noted.", "response_type": "in_channel"}))

    slack.person("ana").slash("/log", in_="acme")

    assert slack.person("ben").sees("acme").newest().text == "Noted."


LOOP = Says(302, headers={"Location": "/round"})
FAILURES = [
    pytest.param(Says(404), "http_error", id="not found"),
    pytest.param(Says(500, "Oh no"), "http_error", id="broken"),
    pytest.param(Says(304), "http_error", id="no redirect"),
    pytest.param(Says(302), "http_error", id="a redirect to nowhere"),
    pytest.param(LOOP, "too_many_redirects", id="round and round"),
    pytest.param(Says(302, headers={"Location": "ftp://x/"}), "unknown_error", id="a redirect out of the web"),
    pytest.param(Says(302, headers={"Location": "http://[::1/"}), "unknown_error", id="a redirect to half an address"),
    pytest.param(Says(302, headers={"Location": "http://a..b/"}), "unknown_error", id="a redirect to no name"),
    pytest.param(Says(302, headers={"Location": f"http://{'x' * 64}/"}), "unknown_error", id="a name that is too long"),
    pytest.param(Says(body="x" * 1_000_001), "unknown_error", id="too much"),
]


@pytest.mark.parametrize(("said", "violation"), FAILURES)
def test_a_command_that_fails(slack: Sandbox, app: Scripted, said: Says, violation: str) -> None:
    app.says(said)

    with slack.expect_violation(violation):
        answer = slack.person("ana").slash("/log", in_="acme")

    assert (answer.error, answer.acked_ms, answer.text) == ("dispatch_failed", None, "")


@pytest.mark.parametrize("body", ["no", '{"text": ', "[1]", '"Noted."'])
def test_json_that_is_no_message(slack: Sandbox, app: Scripted, body: str) -> None:
    app.says(Says(body=body, content_type=JSON))

    with slack.expect_violation("bad_ack"):
        answer = slack.person("ana").slash("/log", in_="acme")

    assert answer.error == "dispatch_failed"


def slow(app: Scripted) -> Event:
    """It answers only once this is set."""
    ready = Event()

    def answer(got: Got) -> Says:
        ready.wait(PATIENCE)
        return obliging(got) if got.is_challenge else Says(body="Too late")

    app.answer = answer
    return ready


def test_a_slow_command(slack: Sandbox, app: Scripted) -> None:
    ready = slow(app)
    slack.core.delivery.ack_seconds = 0.1
    with slack.expect_violation("ack_late"):
        answer = slack.person("ana").slash("/log", in_="acme")
    ready.set()

    assert (answer.error, answer.text) == ("operation_timeout", "")


@pytest.mark.parametrize("redirects", [1, 2])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_followed(slack: Sandbox, app: Scripted, redirects: int, status: int) -> None:
    onward = [Says(status, headers={"Location": f"/elsewhere?n={n}"}) for n in range(redirects)]
    app.says(*onward, Says(body="Here."))

    answer = slack.person("ana").slash("/log", in_="acme")

    assert answer.text == "Here."
    assert app.asked[-1].path == f"/elsewhere?n={redirects - 1}"
    assert len({got.body for got in app.asked}) == 1


def test_a_third_redirect_is_not(slack: Sandbox, app: Scripted) -> None:
    app.says(*[Says(302, headers={"Location": f"/elsewhere?n={n}"}) for n in range(3)], Says(body="Here."))

    with slack.expect_violation("too_many_redirects"):
        answer = slack.person("ana").slash("/log", in_="acme")

    assert (answer.error, len(app.asked)) == ("dispatch_failed", 3)


@pytest.mark.parametrize(
    ("said", "closed", "errors"),
    [
        pytest.param(Says(), True, {}, id="nothing"),
        pytest.param(Says.json({}), True, {}, id="an empty object"),
        pytest.param(Says.json({"response_action": "clear"}), True, {}, id="clear"),
        pytest.param(
            Says.json({"response_action": "errors", "errors": {"title": "Taken"}}),
            False,
            {"title": "Taken"},
            id="errors",
        ),
        pytest.param(
            Says.json({"response_action": "update", "view": modal(section("Thanks"), title="Done")}),
            False,
            {},
            id="view",
        ),
    ],
)
def test_answers_to_a_submission(
    slack: Sandbox, app: Scripted, client: WebClient, said: Says, *, closed: bool, errors: Json
) -> None:
    open_modal(slack, client, app)
    app.says(said)

    submitted = slack.person("ana").submit({"Title": "Proof"})

    assert (submitted.closed, submitted.errors, submitted.error) == (closed, errors, None)
    assert app.asked[0].payload["view"]["state"]["values"]["title"]["line"]["value"] == "Proof"


@pytest.mark.parametrize(
    ("said", "violation"),
    [
        *FAILURES,
        pytest.param(Says(body="ok"), "bad_ack", id="words"),
        pytest.param(Says(body="{", content_type=JSON), "bad_ack", id="half of JSON"),
        pytest.param(Says(body='{"response_action": "clear"}'), "bad_ack", id="JSON that does not say so"),
    ],
)
def test_a_submission_that_fails(slack: Sandbox, app: Scripted, client: WebClient, said: Says, violation: str) -> None:
    open_modal(slack, client, app)
    app.says(said)

    with slack.expect_violation(violation):
        submitted = slack.person("ana").submit({"Title": "Proof"})

    assert (submitted.closed, submitted.error) == (False, TROUBLE)
    assert submitted.modal is not None
    assert submitted.modal.values["title"]["line"]["value"] == "Proof"


def test_an_answer_where_none_is_asked_for(slack: Sandbox, app: Scripted, client: WebClient) -> None:
    with_button(client)
    app.says(Says(body="ok"))

    with slack.expect_violation("bad_ack"):
        answer = slack.person("ana").click("Done", in_="acme")

    assert answer.error is None


def test_what_goes_over_the_wire_is_kept(slack: Sandbox, app: Scripted) -> None:
    app.says(Says(body="Noted."), Says(500))
    slack.person("ana").slash("/log", in_="acme")
    with slack.expect_violation("http_error"):
        slack.person("ana").slash("/log", in_="acme")

    assert [call.response for call in slack.calls if call.name == "/log"] == [
        {"text": "Noted."},
        {"error": "answered 500"},
    ]
