"""Questions about requests and tasks, and their answers: the forms, and what is read of them."""

import json
from datetime import datetime

from bot.domain.ids import UserId
from bot.domain.item_questions import ItemQuestion
from bot.domain.text import clipped
from bot.services.cards import Item
from bot.services.item_questions import Asked
from bot.services.more import Look
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.text import Mrkdwn, Plain, joined, mention, plainly, said
from handlers.views.more import card_actions

TITLE = 300
WORDS_LIMIT = 1000


def ask_form(item: Item, asked_of: UserId, **kept: str) -> Block:
    words = blocks.text_field(limit=WORDS_LIMIT, lines=True, placeholder=plainly("Which format does the client want?"))
    told = said("{who} is asked, and the answer comes to you.", who=mention(asked_of))
    return blocks.modal(
        CallbackId.ASK_SEND,
        plainly("Ask about {label}", label=item.label),
        [
            _named(item),
            blocks.field_block(BlockId.REASON, plainly("Your question"), words),
            blocks.context(_told(item, told)),
        ],
        submit=plainly("Ask"),
        metadata=json.dumps({**kept, "label": item.label}),
    )


def answer_form(item: Item, question: ItemQuestion) -> Block:
    words = blocks.text_field(limit=WORDS_LIMIT, lines=True, placeholder=plainly("Print-ready PDF"))
    told = said("{who} reads it.", who=mention(question.asked_by))
    return blocks.modal(
        CallbackId.ASK_ANSWER,
        plainly("Answer: {label}", label=item.label),
        [
            _named(item),
            blocks.section(said("{who} asks: {words}", who=mention(question.asked_by), words=question.words)),
            blocks.field_block(BlockId.REASON, plainly("Your answer"), words),
            blocks.context(_told(item, told)),
        ],
        submit=plainly("Answer"),
        metadata=json.dumps({"label": item.label, "question": question.number}),
    )


def _told(item: Item, told: Mrkdwn) -> Mrkdwn:
    if item.audience is None:
        return told
    return joined([told, said("It also stands in the thread of the card.")], " ")


def asked(item: Item, asked_of: UserId) -> Message:
    words = "{who} is asked about *{label}*. The answer comes to your messages with me."
    return blocks.only(said(words, who=mention(asked_of), label=item.label))


def result(title: Plain, message: Message) -> Block:
    """In place of the form, when the answer has no other place."""
    return blocks.modal("ask.result", title, [blocks.section(message.text)], submit=None)


def question(found: Asked) -> Message:
    """To whoever is to answer, or in the thread of the card, where nobody is called."""
    item, one = found.item, found.question
    by, words = mention(one.asked_by), said("{words}", words=one.words)
    if found.reader is None:
        return blocks.only(said("{by} asks: {words}", by=by, words=words))
    head = said("{by} asks about *{label}* {title}", by=by, label=item.label, title=clipped(item.title, TITLE))
    text = joined([head, said("“{words}”", words=words)])
    if one.is_answered:
        text = joined([text, said("You answered: {answer}", answer=one.answer)])
        return Message(text, [blocks.section(text)])
    button = blocks.button(plainly("Answer"), ActionId.ASK_ANSWER, one.reference, style="primary")
    return Message(text, [blocks.section(text), blocks.actions([button], block_id=f"asked:{one.reference}")])


def answer(found: Asked, _now: datetime) -> Message:
    """To whoever asked, with what they may do now where they still have to say yes or no."""
    item, one = found.item, found.question
    by = mention(one.asked_of)
    if found.reader is None:
        return blocks.only(said("{by} answers: {words}", by=by, words=one.answer))
    head = said("{by} answers about *{label}* {title}", by=by, label=item.label, title=clipped(item.title, TITLE))
    lines = [head, said("You asked: {words}", words=one.words), said("“{answer}”", answer=one.answer)]
    text = joined(lines)
    buttons = [card_actions(item, found.reader)] if Look(item, found.reader).is_asked else []
    return Message(text, [blocks.section(text), *buttons])


def gone(label: str) -> Message:
    """In place of a question about what its reader may not see any more."""
    return blocks.only(said("What was asked here about {label} is answered.", label=label))


def _named(item: Item) -> Block:
    return blocks.section(said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE)))
