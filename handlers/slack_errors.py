"""Slack's error codes by what they mean for a message that was to be posted."""

THROTTLED = frozenset({"ratelimited", "rate_limited"})

#: The token does not work any more, for any call.
INSTALLATION_DEAD = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", "app_uninstalled"}
)

#: A message of ours cannot be changed: it is gone, or it stands and stays as it is.
DELETED = "message_not_found"
STAYS_AS_IT_IS = frozenset({"cant_update_message", "edit_window_closed"})

#: Nothing was posted, and the same call would be refused again. Any code not known here counts as unclear.
REFUSED_FOR_CERTAIN = frozenset(
    """
    access_denied as_user_not_supported attachment_payload_limit_exceeded block_mismatch cannot_dm_bot
    cannot_reply_to_message cant_broadcast_message cant_dm_bot cant_post_message cant_update_message channel_is_archived
    channel_not_found deprecated_endpoint edit_window_closed
    ekm_access_denied enterprise_is_restricted external_channel_migrating hash_conflict invalid_arg_name
    invalid_arguments invalid_array_arg invalid_attachments invalid_blocks invalid_blocks_format invalid_charset
    invalid_form_data invalid_json invalid_metadata_format invalid_metadata_schema invalid_post_type invalid_user
    invalid_users is_archived is_inactive json_not_object markdown_text_conflict message_not_found messages_tab_disabled
    metadata_must_be_sent_from_app metadata_too_large method_deprecated method_not_supported_for_channel_type
    missing_argument missing_charset missing_post_type missing_scope msg_blocks_too_long msg_too_long no_permission
    no_text not_allowed_token_type not_enabled not_in_channel restricted_action
    restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_locked
    restricted_action_thread_only_channel slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
    team_access_not_granted team_not_found thread_not_found too_many_attachments too_many_contact_cards
    two_factor_setup_required unknown_method user_disabled user_not_found user_not_visible users_list_not_supplied
    users_not_found view_too_large
    """.split()  # noqa: SIM905  # eighty names a line each would hide that this is one set
)
