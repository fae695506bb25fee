"""Commands and interactions, field by field, against slack-platform.md 2: what is there, of which type, what is not."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.fields import differences
from tests.sandbox.recorded import Recorded
from tests.sandbox.shapes import actions, asks, button, home, line, modal, options, section, text

Json = dict[str, Any]


COMMAND = """
    token s, team_id s, team_domain s, enterprise_id -, enterprise_name -, is_enterprise_install "false", channel_id s,
    channel_name s, user_id s, user_name s, command "/log", text s, response_url s, trigger_id s, api_app_id s,
    thread_ts -
"""


@pytest.mark.parametrize(
    ("where", "name"),
    [("acme", "acme"), ("board", "privategroup"), ("specimen", "directmessage")],
    ids=["public", "private", "direct message"],
)
def test_a_command(work: Recorded, where: str, name: str) -> None:
    work.ana.slash("/log", in_=where)

    form = work.form_of("%2Flog")
    assert differences(form, COMMAND) == []
    assert (form["channel_name"], form["text"]) == (name, "")


COMMON = """
    api_app_id s, token s, team.id s, team.domain s, enterprise null, is_enterprise_install false,
    user.id s, user.username s, user.name s, user.team_id s
"""
VIEW = """
    view.id s, view.team_id s, view.app_id s, view.app_installed_team_id s, view.bot_id s, view.callback_id s,
    view.title o, view.close null, view.blocks a, view.private_metadata s, view.state.values o,
    view.hash s, view.root_view_id s, view.previous_view_id null, view.clear_on_close b, view.notify_on_close b,
    view.external_id s
"""
ACTIONS = f"""
    {COMMON}, type "block_actions", trigger_id s, actions a, actions.0.type s, actions.0.block_id s,
    actions.0.action_id s, actions.0.action_ts s
"""
IN_MESSAGE = f"""
    {ACTIONS}, container.type "message", container.message_ts s, container.channel_id s, channel.id s, channel.name s,
    response_url s, state.values o, view -
"""
FORM = modal(asks("Title", "title", line(), dispatch_action=True), notify_on_close=True)


def click_in_message(work: Recorded) -> None:
    work.posts(button("Done", "done"))
    work.ana.click("Done", in_="acme")


def click_in_thread(work: Recorded) -> None:
    parent = work.ana.says("Hello", in_="acme")
    work.posts(button("Done", "done"), thread_ts=parent)
    work.ana.click("Done", in_="acme")


def click_in_ephemeral(work: Recorded) -> None:
    blocks = [actions(button("Done", "done"))]
    work.client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="A card", blocks=blocks)
    work.ana.click("Done", in_="acme")


def click_in_modal(work: Recorded) -> None:
    work.opens(modal(section("Really?"), actions(button("Done", "done"))))
    work.ana.click("Done")


def click_in_home(work: Recorded) -> None:
    work.client.views_publish(user_id="U0ANA", view=home(actions(button("Done", "done"))))
    work.ana.click("Done")


def shortcut_on_message(work: Recorded) -> None:
    ts = work.ana.says("Hello", in_="acme")
    work.ana.shortcut("log_message", in_="acme", ts=ts)


def shortcut_anywhere(work: Recorded) -> None:
    work.ana.shortcut("log_anything")


def submit(work: Recorded) -> None:
    work.opens(FORM)
    work.ana.submit({"Title": "Proof"})


def cancel(work: Recorded) -> None:
    work.opens(FORM)
    work.ana.close()


def close_everything(work: Recorded) -> None:
    work.opens(FORM)
    work.ana.close(everything=True)


MESSAGE = 'message.type "message", message.user s, message.text s, message.ts s, message +'
CLOSED = f'{COMMON}, {VIEW}, type "view_closed", view.type "modal", view.submit o, trigger_id -, response_urls -'

Gesture = Callable[[Recorded], None]


@pytest.mark.parametrize(
    ("gesture", "kind", "table"),
    [
        pytest.param(
            click_in_message,
            "block_actions",
            f"{IN_MESSAGE}, {MESSAGE}, message.bot_id s, message.blocks a, container.is_ephemeral false, "
            "container.thread_ts -",
            id="a click in a message",
        ),
        pytest.param(
            click_in_thread,
            "block_actions",
            f"{IN_MESSAGE}, {MESSAGE}, message.thread_ts s, container.is_ephemeral false, container.thread_ts s",
            id="a click in a thread",
        ),
        pytest.param(
            click_in_ephemeral,
            "block_actions",
            f"{IN_MESSAGE}, message -, container.is_ephemeral true",
            id="a click in an ephemeral message",
        ),
        pytest.param(
            click_in_modal,
            "block_actions",
            f'{ACTIONS}, {VIEW}, container.type "view", container.view_id s, view.type "modal", view.submit o, '
            "channel -, message -, response_url -",
            id="a click in a modal",
        ),
        pytest.param(
            click_in_home,
            "block_actions",
            f'{ACTIONS}, {VIEW}, container.type "view", container.view_id s, view.type "home", view.submit null, '
            "channel -, message -, response_url -",
            id="a click in the Home",
        ),
        pytest.param(
            shortcut_on_message,
            "message_action",
            f'{COMMON}, {MESSAGE}, type "message_action", callback_id "log_message", trigger_id s, response_url s, '
            "message_ts s, channel.id s, channel.name s, action_ts s",
            id="a message shortcut",
        ),
        pytest.param(
            shortcut_anywhere,
            "shortcut",
            f'{COMMON}, type "shortcut", callback_id "log_anything", trigger_id s, action_ts s, channel -, '
            "response_url -",
            id="a global shortcut",
        ),
        pytest.param(
            submit,
            "view_submission",
            f'{COMMON}, {VIEW}, type "view_submission", view.type "modal", view.submit o, view.state.values.title o, '
            "trigger_id s, response_urls a, is_cleared -",
            id="a submission",
        ),
        pytest.param(cancel, "view_closed", f"{CLOSED}, is_cleared false, view.state.values.title -", id="Cancel"),
        pytest.param(close_everything, "view_closed", f"{CLOSED}, is_cleared true, view.state.values.title -", id="✕"),
    ],
)
def test_an_interaction(work: Recorded, gesture: Gesture, kind: str, table: str) -> None:
    gesture(work)

    assert differences(work.interaction(kind), table) == []


PICKING = {"placeholder": text("Which")}


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "it", **more}


@pytest.mark.parametrize(
    ("used", "value", "table"),
    [
        pytest.param(button("Done", "it", "R-1"), None, 'value "R-1", text o', id="button"),
        pytest.param(
            {"type": "button", "action_id": "it", "text": text("Done")},
            None,
            "value -, text o",
            id="button without value",
        ),
        pytest.param(
            {"type": "button", "action_id": "it", "text": text("Done"), "url": "https://acme.test/"},
            None,
            "value -, text o, url s",
            id="link button",
        ),
        pytest.param(
            element("static_select", options=options("High", "Low"), **PICKING),
            "High",
            'selected_option.value "high", selected_option.text o, placeholder o',
            id="static_select",
        ),
        pytest.param(
            element("radio_buttons", options=options("High", "Low")),
            "High",
            'selected_option.value "high", selected_option.text o',
            id="radio_buttons",
        ),
        pytest.param(
            element("overflow", options=options("High", "Low")),
            "High",
            'selected_option.value "high", selected_option.text o',
            id="overflow",
        ),
        pytest.param(
            element("multi_static_select", options=options("High", "Low"), **PICKING),
            ["High"],
            "selected_options a, placeholder o",
            id="multi_static_select",
        ),
        pytest.param(
            element("checkboxes", options=options("High", "Low")), ["High"], "selected_options a", id="checkboxes"
        ),
        pytest.param(
            element("users_select", **PICKING), "ben", 'selected_user "U0BEN", placeholder o', id="users_select"
        ),
        pytest.param(
            element("multi_users_select", **PICKING),
            ["ben"],
            "selected_users a, placeholder o",
            id="multi_users_select",
        ),
        pytest.param(
            element("conversations_select", **PICKING),
            "acme",
            'selected_conversation "C0ACME", placeholder o',
            id="conversations_select",
        ),
        pytest.param(
            element("multi_conversations_select", **PICKING),
            ["acme"],
            "selected_conversations a, placeholder o",
            id="multi_conversations_select",
        ),
        pytest.param(
            element("channels_select", **PICKING),
            "acme",
            'selected_channel "C0ACME", placeholder o',
            id="channels_select",
        ),
        pytest.param(
            element("multi_channels_select", **PICKING),
            ["acme"],
            "selected_channels a, placeholder o",
            id="multi_channels_select",
        ),
        pytest.param(element("datepicker"), "2026-03-06", 'selected_date "2026-03-06"', id="datepicker"),
        pytest.param(element("timepicker"), "09:30", 'selected_time "09:30"', id="timepicker"),
        pytest.param(element("datetimepicker"), "2026-03-06T09:30", "selected_date_time i", id="datetimepicker"),
    ],
)
def test_an_action(work: Recorded, used: Json, value: Any, table: str) -> None:
    work.opens(
        modal(section("Use it", accessory=used, block_id="do")) if "multi" in used["type"] else modal(actions(used))
    )
    work.ana.click(action_id="it", value=value)

    [action] = work.interaction("block_actions")["actions"]
    common = f'type "{used["type"]}", block_id "do", action_id "it", action_ts s'
    assert differences(action, f"{common}, {table}") == []
