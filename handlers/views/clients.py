"""How clients look: one of them, the list, and the form."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.client_names import Meant, NearlyKnown
from bot.domain.clients import Client
from bot.domain.edits import fingerprints
from bot.services.cards import Place
from bot.services.clients import NAME_LIMIT, fields_of
from bot.services.pages import Page
from handlers import blocks
from handlers.blocks import Block, Element, Message, only
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.text import Mrkdwn, channel_link, joined, mention, one_of, plainly, said
from handlers.views import paging

WHY_NOT = {
    "not_member": "I am not in {channel} yet: type `/invite @Liaison` there, and its cards go there.",
    "archived": "{channel} is archived, so its cards go where a request is logged.",
    "shared": "{channel} is shared with another company, so I post no cards there.",
}


def shown(client: Client, place: Place) -> Message:
    text = said("{name}, with {owner}", name=client.name, owner=mention(client.owner))
    lines = joined([said("*{name}*", name=client.name), said("Owner: {who}", who=mention(client.owner)), where(place)])
    edit = blocks.button(plainly("Edit"), ActionId.CLIENT_EDIT, str(client.number))
    return Message(text, [blocks.section(lines), blocks.actions([edit])])


def added(client: Client, place: Place) -> Message:
    head = said("*{name}* is added as a client, with {who}.", name=client.name, who=mention(client.owner))
    log = said("Log what they ask for: `/request {name}: reprint of the brochure by fri 4pm`", name=client.name)
    text = said("{name} is added as a client.", name=client.name)
    return Message(text, [blocks.section(joined([head, where(place), log]))])


def given(client: Client, label: str) -> Mrkdwn:
    return said("{label} is for *{name}* now.", label=label, name=client.name)


def not_given(client: Client, label: str) -> Mrkdwn:
    words = "{label} is not for *{name}*: somebody has changed its client meanwhile, and that stays."
    return said(words, label=label, name=client.name)


def where(place: Place) -> Mrkdwn:
    """Where the cards of its requests go."""
    if place.audience is not None:
        return said("Cards go to {channel}.", channel=channel_link(place.audience))
    if place.wanted is None:
        return said("No channel: cards go where a request is logged.")
    return said(WHY_NOT.get(place.why_not or "", WHY_NOT["not_member"]), channel=channel_link(place.wanted))


def listed(page: Page[Client], notice: Mrkdwn | None = None) -> Message:
    if not page.total:
        return only(said("There are no clients yet. Add the first: `/client add Acme`"))
    text = said("Clients: {shown}", shown=paging.standing(page.offset, len(page.items), page.total))
    rows = [blocks.section(_line(client), _edit(client, page.offset)) for client in page.items]
    top = [blocks.section(notice)] if notice else []
    return Message(notice or text, [*top, blocks.section(said("*{text}*", text=text)), *rows, *_pager(page)])


def is_changed(client: Client) -> Mrkdwn:
    return said("*{name}* is changed.", name=client.name)


def saved(client: Client, place: Place) -> Message:
    """In place of the private answer whose form changed it."""
    one = shown(client, place)
    return Message(one.text, [*one.blocks, blocks.context(is_changed(client))])


def saved_view(client: Client, place: Place) -> Block:
    """The same where that answer cannot be replaced any more."""
    lines = joined([is_changed(client), where(place)])
    return blocks.modal("client.saved", plainly("Client"), [blocks.section(lines)], submit=None)


def unknown(name: str, meant: Meant) -> Message:
    """Names like it, and the way to add it."""
    text = [said("I don't know a client *{name}*.", name=name)]
    if isinstance(meant, NearlyKnown):
        names = one_of([said("`/client {name}`", name=one.name) for one in meant.candidates])
        text.append(said("Did you mean {names}?", names=names))
    words = joined(text, " ")
    return Message(words, [blocks.section(words), blocks.actions([_add(name)])])


def verb_meant(typed: str, line: str, name: str) -> Message:
    """What was typed is near a sub-command, and may be a client's name after all; `name` is whom to add."""
    words = said("I don't know *{typed}*. Did you mean `/client {line}`?", typed=typed, line=line)
    more = said("`/client add {typed}` adds a client of that name, and `/client help` shows the rest.", typed=typed)
    found = [blocks.section(joined([words, more], " "))]
    return Message(words, [*found, *([blocks.actions([_add(name)])] if name else [])])


def not_removed(client: Client, place: Place) -> Message:
    words = said("A client cannot be removed: its requests keep its name. You can change it here.")
    one = shown(client, place)
    return Message(words, [blocks.section(words), *one.blocks])


def _add(name: str) -> Element:
    return blocks.button(plainly("Add {name} as a client", name=name), ActionId.CLIENT_ADD, name[:NAME_LIMIT])


def add_form(name: str, owner: str, channel: str | None, kept: Mapping[str, str] = MappingProxyType({})) -> Block:
    """`kept` says which message the form was opened from, and the label of the request that named this client."""
    fields = _fields(name, owner, channel)
    metadata = json.dumps(dict(kept))
    return blocks.modal(
        CallbackId.CLIENT_ADD, plainly("Add a client"), fields, submit=plainly("Add"), metadata=metadata
    )


def edit_form(client: Client, kept: Mapping[str, str]) -> Block:
    held = {**kept, "number": client.number, "shown": fingerprints(fields_of(client))}
    fields = _fields(client.name, client.owner, client.channel_id)
    return blocks.modal(
        CallbackId.CLIENT_EDIT, plainly("Edit client"), fields, submit=plainly("Save"), metadata=json.dumps(held)
    )


def _fields(name: str, owner: str, channel: str | None) -> list[Block]:
    hint = plainly("Cards of this client's requests go there. Who can see the channel can see them.")
    return [
        blocks.field_block(BlockId.NAME, plainly("Name"), blocks.text_field(name, limit=NAME_LIMIT)),
        blocks.field_block(BlockId.OWNER, plainly("Owner"), blocks.person_field(owner)),
        blocks.field_block(
            BlockId.CHANNEL, plainly("Channel"), blocks.channel_field(channel), optional=True, hint=hint
        ),
    ]


def _line(client: Client) -> Mrkdwn:
    place = channel_link(client.channel_id) if client.channel_id else said("no channel")
    return said("*{name}* · {who} · {place}", name=client.name, who=mention(client.owner), place=place)


def _edit(client: Client, offset: int) -> Element:
    return blocks.button(plainly("Edit"), ActionId.CLIENT_EDIT, f"{client.number}@{offset}")


def _pager(page: Page[Client]) -> list[Block]:
    found = []
    if page.offset:
        found.append(blocks.button(plainly("Previous"), ActionId.CLIENT_PAGE, str(max(page.offset - 10, 0))))
    if page.offset + len(page.items) < page.total:
        found.append(blocks.button(plainly("Next"), ActionId.CLIENT_PAGE, str(page.offset + len(page.items))))
    return [blocks.actions(found)] if found else []
