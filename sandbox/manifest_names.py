"""Which names a manifest has, by the place where they stand; Slack refuses any other.

Those of github.com/slackapi/manifest-schema, and the newer ones that docs.slack.dev/reference/app-manifest has.
"""

ROOT = frozenset(
    {
        "$schema",
        "_metadata",
        "app_directory",
        "datastores",
        "display_information",
        "external_auth_providers",
        "features",
        "functions",
        "oauth_config",
        "outgoing_domains",
        "settings",
        "types",
        "workflows",
    }
)
FEATURES = frozenset(
    {
        "agent_view",
        "app_home",
        "assistant_view",
        "bot_user",
        "functions",
        "rich_previews",
        "search",
        "shortcuts",
        "slash_commands",
        "unfurl_domains",
        "workflow_steps",
    }
)
SETTINGS = frozenset(
    {
        "allowed_ip_address_ranges",
        "event_subscriptions",
        "function_runtime",
        "hermes_app_type",
        "incoming_webhooks",
        "interactivity",
        "is_hosted",
        "is_mcp_enabled",
        "org_deploy_enabled",
        "siws_links",
        "socket_mode_enabled",
        "token_rotation_enabled",
    }
)
#: Each must be a mapping, outermost first: whoever reads on relies on it.
MAPPINGS: dict[tuple[str, ...], frozenset[str]] = {
    ("_metadata",): frozenset({"major_version", "min_version", "minor_version", "schema_version"}),
    ("features",): FEATURES,
    ("oauth_config",): frozenset({"pkce_enabled", "redirect_urls", "scopes", "token_management_enabled"}),
    ("oauth_config", "scopes"): frozenset({"bot", "bot_optional", "user", "user_optional"}),
    ("settings",): SETTINGS,
    ("settings", "event_subscriptions"): frozenset(
        {"bot_events", "metadata_subscriptions", "request_url", "user_events"}
    ),
    ("settings", "interactivity"): frozenset({"is_enabled", "message_menu_options_url", "request_url"}),
}
