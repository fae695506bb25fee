"""chat.unfurl: what an app shows of its links in other people's messages."""

from sandbox import links, messages
from sandbox.authors import BOTS
from sandbox.errors import Json, SlackError
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.checks import check_unfurls
from sandbox.web_api.context import Api, Method
from sandbox.world import Channel, Message


def unfurl(api: Api, arguments: Arguments) -> Json:
    """Again for the same message and link it changes what is there. The app need not be in the channel."""
    unfurls = _unfurls(arguments)
    channel, message = _linking(api, arguments)
    for url in unfurls:
        _must_be_claimed(api, message, url)
    check_unfurls(api.slack, list(unfurls.values()))
    app = {"is_app_unfurl": True, "app_id": api.slack.app.app_id, "bot_id": api.slack.app.bot_id}
    made = [{**shape, "from_url": url, "app_unfurl_url": url, **app} for url, shape in unfurls.items()]
    messages.unfurl(api.delivery, channel, message, made)
    return {}


def _unfurls(arguments: Arguments) -> dict[str, Json]:
    unfurls = arguments.structure("unfurls", dict, "invalid_unfurls_format")
    if not unfurls:
        raise SlackError("missing_unfurls", pointer="/unfurls")
    for url, shape in unfurls.items():
        if not isinstance(shape, dict):
            raise SlackError("invalid_unfurls_format", detail=f"{url:.100} has no attachment", pointer="/unfurls")
    return unfurls


def _linking(api: Api, arguments: Arguments) -> tuple[Channel, Message]:
    """The message, named by channel and ts or as link_shared named it."""
    channel_id, ts = _named(api, arguments)
    channel = api.slack.world.channels.get(channel_id)
    if channel is None:
        raise SlackError("cannot_find_channel", detail=channel_id)
    message = channel.message(ts)
    if message is None or message.only_for is not None:
        raise SlackError("cannot_find_message", detail=ts)
    return channel, message


def _named(api: Api, arguments: Arguments) -> tuple[str, str]:
    given = {name: arguments.text(name) for name in ("channel", "ts", "unfurl_id", "source")}
    pair = ("unfurl_id", "source") if given["unfurl_id"] or given["source"] else ("channel", "ts")
    for name in pair:
        if not given[name]:
            raise SlackError(f"missing_{name}", pointer=f"/{name}")
    if "channel" in pair:
        return given["channel"], given["ts"]
    if given["source"] not in links.SOURCES:
        raise SlackError("invalid_source", detail=given["source"], pointer="/source")
    there = api.slack.unfurl_ids.get(given["unfurl_id"])
    if there is None:
        raise SlackError("invalid_unfurl_id", detail=given["unfurl_id"], pointer="/unfurl_id")
    return there


def _must_be_claimed(api: Api, message: Message, url: str) -> None:
    if url not in links.urls(message.text):
        raise SlackError("cannot_unfurl_message", detail=f"{url:.200} is not in the message")
    author = api.slack.world.users.get(message.user)
    if author is None or author.kind in BOTS or links.domain_of(url, api.slack.manifest.unfurl_domains) is None:
        raise SlackError("cannot_unfurl_url", detail=f"the app was not told of {url:.200}")


METHODS = {"chat.unfurl": Method(unfurl, ("links:write",))}
