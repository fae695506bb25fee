"""What Slack refuses at start and how to mend it, in the words of `liaison run` and `liaison doctor`."""

from handlers.web_clients import SlackRefused, SlackUnreachable

IN_TROUBLE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"})

#: The app was removed, or its token taken away: there is none to copy before it is installed again.
ENDED = frozenset({"account_inactive", "app_uninstalled", "token_revoked"})


def slack_fault(setting: str, error: SlackRefused | SlackUnreachable) -> str:
    """`setting` holds the token that was used."""
    match error:
        case SlackUnreachable(why):
            return f"Slack cannot be reached ({why}); check this machine's network and LIAISON_API_BASE_URL"
        case SlackRefused("ratelimited"):
            return "Slack asks to wait before the next attempt; try again in a minute"
        case SlackRefused(code) if code in IN_TROUBLE:
            return f"Slack is in trouble itself ({code}), which says nothing of {setting}; try again in a minute"
        case SlackRefused("missing_scope" | "no_permission"):
            return (
                f"{setting} lacks a permission; paste manifest.yml into the app's page, reinstall, copy the token anew"
            )
        case SlackRefused(code) if code in ENDED and setting == "LIAISON_BOT_TOKEN":
            return (
                f"Slack has ended {setting} ({code}); install the app in the workspace again, "
                "copy its token from the app's page and restart"
            )
        case SlackRefused(code):
            return f"{setting} is refused by Slack ({code}); copy it anew from the app's page"
