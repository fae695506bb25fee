"""What is said when Slack refuses a token: one line that says what to do, for every way in which it may."""

import pytest

from bot.faults import ENDED, IN_TROUBLE, slack_fault
from handlers.web_clients import SlackRefused, SlackUnreachable

#: Those of auth.test, and of apps.connections.open.
OF_THE_TOKEN = (
    *("access_denied", "ekm_access_denied", "enterprise_is_restricted", "forbidden_team"),
    *("invalid_auth", "not_allowed_token_type", "not_authed", "org_login_required", "team_access_not_granted"),
    *("token_expired", "two_factor_setup_required"),
)


def said(error: SlackRefused | SlackUnreachable) -> str:
    line = slack_fault("LIAISON_BOT_TOKEN", error)
    assert "\n" not in line
    return line


@pytest.mark.parametrize("code", OF_THE_TOKEN)
def test_a_refused_token_is_copied_anew(code: str) -> None:
    assert (
        said(SlackRefused(code)) == f"LIAISON_BOT_TOKEN is refused by Slack ({code}); copy it anew from the app's page"
    )


@pytest.mark.parametrize("code", sorted(ENDED))
def test_one_that_was_ended_is_there_again_after_the_next_installation(code: str) -> None:
    assert said(SlackRefused(code)) == (
        f"Slack has ended LIAISON_BOT_TOKEN ({code}); install the app in the workspace again, copy its token from the "
        "app's page and restart"
    )
    assert slack_fault("LIAISON_APP_TOKEN", SlackRefused(code)).endswith("copy it anew from the app's page")


@pytest.mark.parametrize("code", ["missing_scope", "no_permission"])
def test_a_permission_that_is_missing_is_granted(code: str) -> None:
    assert "lacks a permission; paste manifest.yml" in said(SlackRefused(code))


@pytest.mark.parametrize("code", [*sorted(IN_TROUBLE), "ratelimited"])
def test_where_slack_is_at_fault_nobody_makes_a_new_token(code: str) -> None:
    line = said(SlackRefused(code))
    assert line.endswith("try again in a minute")
    assert "copy" not in line


def test_a_slack_that_cannot_be_reached() -> None:
    assert said(SlackUnreachable("timed out")).startswith("Slack cannot be reached (timed out); check")
