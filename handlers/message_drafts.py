"""A message of a channel as the beginning of a form: its words, who said them, its files, and where it stands."""

from bot.domain.ids import UserId
from bot.domain.origins import Gesture
from bot.domain.people import PersonKind
from bot.domain.quick_marks import plain
from bot.domain.text import clipped, first_line_and_rest, one_line
from handlers.blocks import Block, section
from handlers.gestures import Body, channel_of
from handlers.ids import BlockId
from handlers.parts import Parts
from handlers.views import client_request_forms as forms

#: Slack takes up to ten files in one message by hand, an app any number.
MOST_FILES, NAME = 10, 200


def form_for(body: Body, by: Gesture, parts: Parts) -> Block:
    """Nothing is guessed. What is too long for the form is said: the card leads to the message."""
    message = body["message"]
    text = plain(parts.people.with_names(by.team_id, _text(message)))
    title, rest = first_line_and_rest(text)
    files = _files(message)
    title = title or (files[0] if files else "")
    words = rest if len(title) <= forms.TITLE_LIMIT else f"{title}\n{rest}"
    listed = f"Files: {', '.join(files)}" if files else ""
    room = forms.DETAILS_LIMIT - len(listed) - 1
    shown = forms.Shown(
        title=title,
        details="\n".join(part for part in (clipped(words, room), listed) if part),
        asker=_author(message, by, parts),
    )
    permalink = _permalink(body)
    before = parts.client_requests.logged_from(by, permalink)
    kept = {"channel": str(by.channel_id or ""), "permalink": permalink, "logged": before.label if before else ""}
    said = [forms.logged_before(before)] if before else []
    said += [forms.cut_short(len(text))] if len(words) > room else []
    notice = [section(words, block_id=BlockId.NOTICE.value if n == 0 else None) for n, words in enumerate(said)]
    clients, types = parts.client_requests.clients(by), parts.request_types.offered(by.team_id)
    return forms.log_form(shown, clients, by.zone, types, notice=notice, **kept)


def _text(message: Body) -> str:
    text = message.get("text")
    return text if isinstance(text, str) else ""


def _files(message: Body) -> list[str]:
    """Their names. What was deleted, or is hidden from us, has none."""
    files = message.get("files")
    names = [
        one_line(str(file.get("name") or file.get("title") or ""))
        for file in (files if isinstance(files, list) else [])
        if isinstance(file, dict)
    ]
    return [clipped(name, NAME) for name in names if name][:MOST_FILES]


def _author(message: Body, by: Gesture, parts: Parts) -> str | None:
    """Nobody when an app said it."""
    if message.get("bot_id") or not message.get("user"):
        return None
    person = parts.people.known(by.team_id, UserId(message["user"]))
    is_app = person is None or person.kind in {PersonKind.BOT, PersonKind.UNKNOWN}
    return None if is_app else str(message["user"])


def _permalink(body: Body) -> str:
    """As Slack's own *Copy link* makes it: a reply is shown in its thread."""
    message, channel = body["message"], str(channel_of(body) or "")
    link = f"https://{body['team'].get('domain', '')}.slack.com/archives/{channel}/p{message['ts'].replace('.', '')}"
    thread = message.get("thread_ts")
    return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != message["ts"] else link
