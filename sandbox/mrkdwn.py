"""Slack's text: how it writes down what a person typed, and what a person reads in what was written down."""

import re
from collections.abc import Iterator

from sandbox.errors import Json
from sandbox.world import ChannelKind, World

MENTION = r"<@[UW]\w+(?:\|[^<>]*)?>|<#C\w+(?:\|[^<>]*)?>|<!subteam\^S\w+(?:\|[^<>]*)?>"
TYPED = re.compile(
    rf"(?P<ready>{MENTION})|(?P<url>https?://[^\s<>|]+)|(?<![\w@/])@(?P<user>\w[\w.-]*)|(?<![\w#&/])#(?P<channel>\w[\w-]*)"
)
WRITTEN = re.compile(r"<([^<>]*)>")
BROADCASTS = frozenset({"here", "channel", "everyone"})
TAIL = re.compile(r"[._-]+$")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def written(world: World, typed: str, *, by: str, names: bool) -> str:
    """What was typed as Slack sends it on: mentions resolved, the rest escaped; `names` adds the |name of commands."""
    parts, end = [], 0
    for match in TYPED.finditer(typed):
        token = _token(world, match, by=by, names=names)
        if token is not None:
            replaced, taken = token
            parts += [escaped(typed[end : match.start()]), replaced]
            end = match.start() + taken
    return "".join([*parts, escaped(typed[end:])])


def _token(world: World, match: re.Match[str], *, by: str, names: bool) -> tuple[str, int] | None:
    """The replacement and how many characters of the match it takes."""
    if match["ready"]:
        known = match["ready"][2:-1].partition("|")[0].removeprefix("subteam^")
        return (match[0], len(match[0])) if known in {*world.users, *world.channels, *world.usergroups} else None
    if match["url"]:
        url = match["url"].rstrip(".,;:!?)")
        return f"<{escaped(url)}>", len(url)
    if match["user"]:
        return _user_token(world, match["user"], names=names)
    return _channel_token(world, match["channel"], by=by)


def _user_token(world: World, handle: str, *, names: bool) -> tuple[str, int] | None:
    for name in (handle, TAIL.sub("", handle)):
        if name in BROADCASTS:
            return f"<!{name}>", len(name) + 1
        user = next((u for u in world.users.values() if u.name == name.lower()), None)
        if user is not None:
            return (f"<@{user.id}|{user.name}>" if names else f"<@{user.id}>"), len(name) + 1
        group = next((g for g in world.usergroups.values() if g.handle == name.lower() and not g.disabled), None)
        if group is not None:
            return (f"<!subteam^{group.id}|@{group.handle}>" if names else f"<!subteam^{group.id}>"), len(name) + 1
    return None


def _channel_token(world: World, typed: str, *, by: str) -> tuple[str, int] | None:
    for name in (typed, TAIL.sub("", typed)):
        channel = next((c for c in world.channels.values() if c.name == name.lower()), None)
        if channel is not None and channel.kind is ChannelKind.PUBLIC:
            return f"<#{channel.id}|{channel.name}>", len(name) + 1
        if channel is not None and channel.kind is ChannelKind.PRIVATE and by in channel.members:
            return f"<#{channel.id}|>", len(name) + 1
    return None


def read(world: World, text: str) -> str:
    """What a person reads: mentions as names, links as their labels, dates as their fallback."""
    return unescaped(WRITTEN.sub(lambda match: _shown(world, match[1]), text))


def _shown(world: World, inner: str) -> str:
    target, _, said = inner.partition("|")
    if target.startswith("@"):
        user = world.users.get(target[1:])
        return f"@{user.name if user else said or target[1:]}"
    if target.startswith("#"):
        channel = world.channels.get(target[1:])
        return f"#{channel.name if channel else said or 'private-channel'}"
    if target.startswith("!date"):
        return said
    if target.startswith("!subteam^"):
        group = world.usergroups.get(target.removeprefix("!subteam^"))
        return f"@{group.handle}" if group else said or f"@{target[1:]}"
    if target.startswith("!"):
        return said or f"@{target[1:]}"
    return said or target.removeprefix("mailto:")


def words(world: World, text: str, blocks: list[Json]) -> str:
    """All that a person reads in a message or view, a line a piece."""
    pieces = [piece for block in blocks for piece in _pieces(world, block)] if blocks else [read(world, text)]
    return "\n".join(piece for piece in pieces if piece)


# The text of these is read only after a click, or not at all.
UNSEEN = frozenset({"confirm", "options", "option_groups", "value", "url", "image_url", "block_id", "action_id"})
ORDER = ("label", "title", "text", "fields", "elements", "accessory", "element", "hint")
TYPED_VALUES = ("initial_value", "initial_date", "initial_time")


def _pieces(world: World, node: Json) -> Iterator[str]:
    kind = node.get("type")
    if kind == "plain_text":
        yield str(node.get("text", ""))
    elif kind == "mrkdwn":
        yield read(world, str(node.get("text", "")))
    elif kind in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}:
        yield "".join(_leaf(world, leaf) for leaf in node.get("elements") or ())
    elif kind == "markdown":
        yield read(world, str(node.get("text", "")))
    elif kind == "image":
        yield str(node.get("alt_text", ""))
    else:
        yield from _inner_pieces(world, node)


def _inner_pieces(world: World, node: Json) -> Iterator[str]:
    for name in TYPED_VALUES:
        if isinstance(node.get(name), str):
            yield node[name]
    if isinstance(node.get("initial_user"), str):
        yield _shown(world, f"@{node['initial_user']}")
    for name in (*ORDER, *(key for key in node if key not in ORDER)):
        value = node.get(name)
        if name not in UNSEEN and isinstance(value, dict):
            yield from _pieces(world, value)
        elif name not in UNSEEN and isinstance(value, list):
            yield from _list_pieces(world, value)


def _list_pieces(world: World, value: list[object]) -> Iterator[str]:
    for item in value:
        if isinstance(item, dict):
            yield from _pieces(world, item)
        elif isinstance(item, list):
            yield from _list_pieces(world, item)


def _leaf(world: World, leaf: Json) -> str:
    kinds = {
        "user": _shown(world, f"@{leaf.get('user_id')}"),
        "channel": _shown(world, f"#{leaf.get('channel_id')}"),
        "link": leaf.get("text") or leaf.get("url", ""),
        "emoji": f":{leaf.get('name')}:",
        "broadcast": f"@{leaf.get('range')}",
        "date": leaf.get("fallback", ""),
    }
    return str(kinds.get(leaf.get("type", ""), leaf.get("text", "")))
