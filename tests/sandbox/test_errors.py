"""Every error that slack-platform.md 3.3 names for a modelled method, and those of every call, provoked."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox import Sandbox, World
from sandbox.web_api.dispatch import METHODS
from tests.sandbox.error_cases import CASES, NAMED, NOT_HERE, Case, Stage
from tests.sandbox.good_calls import GOOD, WITHOUT_GESTURE, filled, staged
from tests.sandbox.manifest import specimen
from tests.sandbox.test_chat import error_of
from tests.sandbox.test_files import put

Json = dict[str, Any]

#: Section 3.1, "errors every call may return", beside those of a token, a scope and a tier: asked for as faults.
ANY_TIME = (
    "account_inactive",
    "token_revoked",
    "token_expired",
    "no_permission",
    "org_login_required",
    "ekm_access_denied",
    "team_access_not_granted",
    "team_added_to_org",
    "access_denied",
    "request_timeout",
    "internal_error",
    "fatal_error",
    "service_unavailable",
)


@pytest.fixture(scope="module")
def alone() -> Iterator[Sandbox]:
    """No app is connected: what it would hear is not what is asked here."""
    with Sandbox(specimen(events=("app_home_opened",)), rates=False) as sandbox:
        yield sandbox


@pytest.fixture
def slack(alone: Sandbox) -> Iterator[Sandbox]:
    alone.rates(on=False)
    alone.reset()
    yield alone
    assert alone.violations == []


def called(client: WebClient, method: str, arguments: Json) -> Json:
    return error_of(lambda: client.api_call(method, json=arguments))


@pytest.fixture
def stage(slack: Sandbox, client: WebClient) -> Stage:
    return Stage(slack, client, staged(slack, client, put))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_errors_that_the_table_names(
    slack: Sandbox, client: WebClient, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World.office()
    case.world(world)
    slack.reset(world)
    stage = Stage(slack, client, staged(slack, client, put))
    late_known = case.prepare(stage)
    monkeypatch.setattr(slack.core.slack, "manifest", replace(slack.core.slack.manifest, **case.manifest))
    arguments = {**GOOD[case.method], **case.change, **late_known}

    answer = called(
        client, case.method, filled({n: v for n, v in arguments.items() if v is not None}, stage.stands_for)
    )

    assert answer["error"] == case.error
    slack.violations.clear()


@pytest.mark.parametrize("method", METHODS)
def test_the_good_calls_are_good(stage: Stage, method: str) -> None:
    client = WebClient(stage.slack.app_token) if METHODS[method].app_token else stage.client
    client.base_url = stage.slack.api_url
    arguments = filled(GOOD[method], stage.stands_for)
    if method in WITHOUT_GESTURE:
        assert called(client, method, arguments)["error"] == WITHOUT_GESTURE[method]
    else:
        assert client.api_call(method, json=arguments)["ok"]
    stage.slack.settle()
    stage.slack.violations[:] = [v for v in stage.slack.violations if v.kind not in WITHOUT_GESTURE.values()]


#: Section 3.3, "bot scope", for the good calls; methods that are not here need none.
SCOPES = {
    "bots.info": "users:read",
    "team.info": "team:read",
    **dict.fromkeys(("chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral"), "chat:write"),
    **dict.fromkeys(
        ("conversations.list", "users.conversations", "conversations.info", "conversations.members"), "channels:read"
    ),
    **dict.fromkeys(("conversations.history", "conversations.replies"), "channels:history"),
    "chat.unfurl": "links:write",
    "conversations.open": "im:write",
    "conversations.join": "channels:join",
    "conversations.invite": "groups:write",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
    **dict.fromkeys(("usergroups.list", "usergroups.users.list"), "usergroups:read"),
    **dict.fromkeys(("reactions.add", "reactions.remove"), "reactions:write"),
    "reactions.get": "reactions:read",
    **dict.fromkeys(("files.getUploadURLExternal", "files.completeUploadExternal"), "files:write"),
    "files.info": "files:read",
}


@pytest.mark.parametrize("method", SCOPES)
def test_a_scope_that_is_missing_and_the_one_that_suffices(
    stage: Stage, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, slack = filled(GOOD[method], stage.stands_for), stage.slack.core.slack
    # Who is refused has every other scope.
    others = tuple(scope for scope in {*SCOPES.values(), "commands", "im:read"} if scope != SCOPES[method])

    monkeypatch.setattr(slack, "manifest", replace(slack.manifest, scopes=others))
    answer = called(stage.client, method, arguments)
    monkeypatch.setattr(slack, "manifest", replace(slack.manifest, scopes=(SCOPES[method],)))
    allowed = stage.client.api_call(method, json=arguments)

    assert (answer["error"], set(answer["provided"].split(","))) == ("missing_scope", set(others))
    assert SCOPES[method] in answer["needed"].split(",")
    assert allowed.headers["x-oauth-scopes"] == SCOPES[method]
    stage.slack.settle()
    stage.slack.violations.clear()


@pytest.mark.parametrize("method", METHODS)
def test_errors_of_every_call(slack: Sandbox, method: str) -> None:
    right = slack.app_token if METHODS[method].app_token else slack.bot_token
    wrong_kind = slack.bot_token if METHODS[method].app_token else slack.app_token

    def answered(token: str | None) -> str:
        return str(called(WebClient(token, base_url=slack.api_url, retry_handlers=[]), method, {})["error"])

    assert [answered(token) for token in (None, "xoxb-other", wrong_kind)] == [
        "not_authed",
        "invalid_auth",
        "not_allowed_token_type",
    ]
    slack.rates(on=True, real_time=lambda: 1.0)
    for _ in range(METHODS[method].tier):
        slack.core.slack.rates.call(method, METHODS[method].tier)
    assert answered(right) in {"ratelimited", "rate_limited"}
    slack.violations.clear()


@pytest.mark.parametrize("code", ANY_TIME)
@pytest.mark.parametrize("method", ["chat.postMessage", "users.info"])
def test_errors_that_come_at_any_time(stage: Stage, method: str, code: str) -> None:
    stage.slack.fault(code, method, times=1)
    arguments = filled(GOOD[method], stage.stands_for)

    assert called(stage.client, method, arguments)["error"] == code
    assert stage.client.api_call(method, json=arguments)["ok"]


def test_the_table_is_covered(capsys: pytest.CaptureFixture[str]) -> None:
    named = {f"{method} {code}" for method, codes in NAMED.items() for code in codes.split()}
    provoked = {str(case) for case in CASES}
    assert provoked == named
    assert METHODS.keys() == GOOD.keys()
    codes = {case.error for case in CASES}
    with capsys.disabled():
        print(  # noqa: T201 - so that whoever runs it reads how much it was
            f"\n{len(CASES)} errors of {len(NAMED)} methods provoked ({len(codes)} codes), "
            f"4 of every call with each of {len(METHODS)}, {len(SCOPES)} missing scopes, {len(ANY_TIME)} as faults; "
            f"{len(NOT_HERE)} are not here"
        )
