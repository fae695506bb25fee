"""What a channel has chosen, in words, and the form."""

import json
from collections.abc import Mapping

from bot.domain.channel_settings import DEFAULT_EMOJI, Replies, fields_of
from bot.domain.edits import fingerprints
from bot.services.channel_settings import Standing
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.text import Mrkdwn, channel_link, joined, mention, plainly, said, theirs

ON, OFF = "on", "off"
CAPTURES = {OFF: "Nobody's messages", ON: "Everybody's messages"}
REPLIES = {
    Replies.OFF: "Nothing follows from them",
    Replies.OFFER: "A client's answer takes it up again; I ask whether ours waits on them",
    Replies.APPLY: "A client's answer takes it up again; ours lets it wait on them",
}


def shown(standing: Standing, *, is_new: bool = False) -> Message:
    chosen = standing.chosen
    logs = ":{emoji}: ({emoji}) logs the message under which a member puts it"
    emoji = said(logs, emoji=Mrkdwn(chosen.emoji)) if chosen.emoji else ""
    captured = plainly("become requests by themselves, those within {count} minutes one", count=chosen.window_minutes)
    lines = [
        *([said("Saved.")] if is_new else []),
        said("*What I do by myself in {channel}*", channel=channel_link(standing.channel)),
        said(
            "• Answers in threads of requests: {what}{why}", what=plainly(REPLIES[chosen.replies]), why=_why(standing)
        ),
        said("• Emoji: {what}", what=emoji or plainly("none logs anything")),
        said("• Messages: {what}", what=captured if chosen.captures else plainly("none becomes a request by itself")),
    ]
    if standing.set_by is not None:
        lines.append(said("Chosen by {who}.", who=mention(standing.set_by)))
    if standing.is_shared:
        lines.append(said("This channel is shared with another company, so I post nothing here: cards come to you."))
    text = joined(lines)
    change = blocks.actions([blocks.button(plainly("Change"), ActionId.CHANNEL_OPEN)])
    return Message(text, [blocks.section(text), change])


def form(standing: Standing, **kept: str) -> Block:
    chosen = standing.chosen
    replies = [blocks.option(plainly(words), one.value) for one, words in REPLIES.items()]
    captures = [blocks.option(plainly(words), value) for value, words in CAPTURES.items()]
    emoji = blocks.text_field(chosen.emoji or "", limit=120, placeholder=theirs(DEFAULT_EMOJI))
    window = blocks.text_field(str(chosen.window_minutes), limit=3)
    return blocks.modal(
        CallbackId.CHANNEL_SET,
        plainly("This channel"),
        [
            blocks.field_block(
                BlockId.REPLIES, plainly("Answers in threads of requests"), blocks.select(replies, chosen.replies.value)
            ),
            blocks.field_block(
                BlockId.EMOJI,
                plainly("Emoji that logs a message"),
                emoji,
                optional=True,
                hint=plainly("Its name, custom ones too. Empty: none. Full members of the channel may use it."),
            ),
            blocks.field_block(
                BlockId.CAPTURES,
                plainly("Become requests by themselves"),
                blocks.select(captures, ON if chosen.captures else OFF),
                hint=plainly("Thanks and greetings never do."),
            ),
            blocks.field_block(
                BlockId.WINDOW, plainly("Minutes in which messages of one person are one request"), window
            ),
        ],
        submit=plainly("Save"),
        metadata=json.dumps({**kept, "shown": fingerprints(fields_of(chosen))}),
    )


def saved(standing: Standing) -> Block:
    message = shown(standing, is_new=True)
    return blocks.modal("channel.were_set", plainly("This channel"), [blocks.section(message.text)], submit=None)


def changed(facts: Mapping[str, str]) -> Message:
    """In the channel that it is about."""
    words = "{who} changed what I do by myself with messages here. `/liaison channel` shows it."
    return blocks.only(said(words, who=mention(facts["by"])))


def _why(standing: Standing) -> Mrkdwn:
    if not standing.is_default:
        return Mrkdwn()
    is_of_client = standing.chosen.replies is not Replies.OFF
    return said(" (as in every client's channel)" if is_of_client else " (as in every channel that is no client's)")
