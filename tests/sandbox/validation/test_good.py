"""What slack_sdk's models produce is taken without a word: the validator raises no false alarms."""

import pytest
from slack_sdk.models import blocks as kit
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View

from sandbox.validation import message_problems, text_warnings, view_problems
from tests.sandbox.validation.payloads import RICH_TEXT, STATEFUL, element

HALF = kit.Option(value="half", text="Half a day", description="Until noon")
DAY = kit.Option(value="day", text="A day")
SURE = kit.ConfirmObject(title="Drop it?", text="It *goes away*.", confirm="Drop", deny="Keep", style="danger")


def card() -> list[kit.Block]:
    return [
        kit.HeaderBlock(text="R-123 Proof of the spring leaflet"),
        kit.SectionBlock(
            block_id="card",
            text=kit.MarkdownTextObject(text="*Acme* asked for a proof", verbatim=True),
            accessory=kit.OverflowMenuElement(action_id="more", options=[HALF, DAY], confirm=SURE),
        ),
        kit.SectionBlock(
            fields=[kit.MarkdownTextObject(text="*Due*\nFriday"), kit.PlainTextObject(text="Ana", emoji=True)]
        ),
        kit.ContextBlock(
            elements=[
                kit.ImageElement(image_url="https://example.com/ana.png", alt_text="Ana"),
                kit.MarkdownTextObject(
                    text="Logged by <@U1> <!date^1772787600^{date_short} {time}|6 March, 10:00 CET>"
                ),
            ]
        ),
        kit.DividerBlock(),
        kit.ActionsBlock(
            block_id="buttons",
            elements=[
                kit.ButtonElement(text="I'll take this", action_id="take", value="123", style="primary"),
                kit.ButtonElement(text="Drop", action_id="drop", value="123", style="danger", confirm=SURE),
                kit.LinkButtonElement(text="Open", url="https://example.com/123"),
                kit.StaticSelectElement(
                    action_id="status", placeholder="Status", options=[HALF, DAY], initial_option=DAY
                ),
                kit.DatePickerElement(action_id="due", initial_date="2026-03-06", placeholder="Due"),
            ],
        ),
        kit.ImageBlock(image_url="https://example.com/chart.png", alt_text="Chart", title="Requests by week"),
        kit.RichTextBlock(elements=RICH_TEXT["elements"]),
        kit.TableBlock(
            rows=[[{"type": "raw_text", "text": "Ana"}, kit.RawTextObject(text="3").to_dict()], [RICH_TEXT, RICH_TEXT]],
            column_settings=[{"align": "left"}, None],
        ),
    ]


def form() -> View:
    return View(
        type="modal",
        callback_id="request.new",
        title="New client request",
        submit="Log",
        close="Cancel",
        private_metadata='{"channel": "C1"}',
        notify_on_close=True,
        blocks=[*asks_in_words(), *asks_for_a_choice()],
    )


def asks_in_words() -> list[kit.InputBlock]:
    title = kit.PlainTextInputElement(action_id="title", max_length=150, placeholder="Proof", focus_on_load=True)
    cost = kit.NumberInputElement(action_id="cost", is_decimal_allowed=True, min_value="0")
    at = kit.TimePickerElement(action_id="at", initial_time="09:30")
    return [
        kit.InputBlock(block_id="title", label="Title", hint="In the client's words", element=title),
        kit.InputBlock(block_id="cost", label="Cost", element=cost),
        kit.InputBlock(block_id="at", label="At", element=at),
    ]


def asks_for_a_choice() -> list[kit.InputBlock]:
    client = kit.ExternalDataSelectElement(action_id="client", min_query_length=1, placeholder="Acme")
    owner = kit.UserSelectElement(action_id="owner", initial_user="U1")
    channel = kit.ConversationSelectElement(
        action_id="channel",
        default_to_current_conversation=True,
        filter=kit.ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    size = kit.RadioButtonsElement(action_id="size", options=[HALF, DAY], initial_option=HALF)
    days = kit.CheckboxesElement(action_id="days", options=[HALF, DAY], initial_options=[HALF])
    return [
        kit.InputBlock(block_id="client", label="Client", element=client),
        kit.InputBlock(block_id="owner", label="Owner", optional=True, element=owner),
        kit.InputBlock(block_id="channel", label="Channel", dispatch_action=True, element=channel),
        kit.InputBlock(block_id="size", label="Size", element=size),
        kit.InputBlock(block_id="days", label="Days", element=days),
    ]


def test_a_card_is_taken() -> None:
    metadata = Metadata(event_type="client_request", event_payload={"ref": "8f3a"}).to_dict()
    sent: dict[str, object] = {
        "channel": "C1",
        "text": "R-123 Proof of the spring leaflet",
        "blocks": [block.to_dict() for block in card()],
        "metadata": metadata,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    assert message_problems(sent) == []
    assert message_problems(sent, update=True) == []
    assert text_warnings(sent) == []


def test_a_form_is_taken() -> None:
    assert view_problems(form().to_dict()) == []


def test_a_home_is_taken() -> None:
    assert view_problems(View(type="home", callback_id="home", blocks=card()).to_dict()) == []


@pytest.mark.parametrize("kind", STATEFUL)
def test_every_stateful_element_is_taken_as_the_sdk_writes_it(kind: str) -> None:
    written = kit.BlockElement.parse(element(kind))
    assert isinstance(written, kit.InputInteractiveElement)
    view = View(type="modal", title="T", submit="S", blocks=[kit.InputBlock(label="L", element=written)])
    assert view_problems(view.to_dict()) == []


@pytest.mark.parametrize(
    "payload",
    [
        {"text": "Logged."},
        {"response_type": "ephemeral", "text": "Logged.", "blocks": []},
        {"replace_original": True, "text": "Done"},
        {"channel": "C1", "ts": "1.2", "text": "Done", "attachments": []},
        {"channel": "C1", "markdown_text": "**Done**"},
    ],
    ids=["ack", "ephemeral", "response_url", "update", "markdown_text"],
)
def test_plain_answers_are_taken(payload: dict[str, object]) -> None:
    assert message_problems(payload) == []
