"""Files that are sent: uploaded first, which nobody sees, and shared by one more call.

That call says neither where the file stands nor whether it does yet, and its message has no metadata of ours. So it is
known by its name, which ends in the outbox row's mark, and is looked for in any case. The id of an upload is kept
before it is shared, so that the same one is shared again when it stands nowhere: a file is not shared twice. What is
not the same any more, because its reader may see less of it by now, is uploaded anew, unless the first was shared
perhaps and may still come: then it is told and asked for again.

The three steps: https://docs.slack.dev/messaging/working-with-files and
https://docs.slack.dev/reference/methods/files.completeUploadExternal. That the answer comes before the file, which now
and then does not come at all: https://github.com/paradigmxyz/centaur/pull/311. To change a message so that it holds a
file does not work for a file that is shared nowhere: https://github.com/slackapi/bolt-python/issues/1295.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from http.client import HTTPException
from urllib.parse import urlsplit

from slack_sdk.web import SlackResponse

from bot.domain.holds import MARK
from bot.domain.outbox import SHARED, UPLOADED, Claimed, NotSent, Outcome, Refused, Unclear
from handlers.attempts import attempted
from handlers.calls import Call
from handlers.deadlines import DeadlineClient
from handlers.response_urls import is_loopback
from handlers.text import Mrkdwn, Plain

#: Why it is not sent: another one of other content may still come.
OUTDATED = "outdated"
BEGIN, SHARE = "files.getUploadURLExternal", "files.completeUploadExternal"
_MARKED = re.compile(rf"-([0-9a-f]{{{MARK}}})\.[a-z]+$")


@dataclass(frozen=True)
class Upload:
    """`name` without its ending; `comment` is the message that the file comes with."""

    name: str
    ending: str
    title: Plain
    comment: Mrkdwn
    content: bytes


def mark_in(name: str) -> str | None:
    """Which row it was sent for."""
    found = _MARKED.search(name)
    return found[1] if found else None


class Uploads:
    """`keep` writes down what is known of a row as long as its claim holds, and says whether it did."""

    def __init__(self, client: DeadlineClient, keep: Callable[[Claimed, str, str], bool]) -> None:
        self._client = client
        self._keep = keep

    def prepare(self, claimed: Claimed, upload: Upload, channel: str) -> Call | Outcome:
        """Nothing of it is shown to anybody yet."""
        file, _, what = claimed.facts.get(UPLOADED, "").partition(" ")
        if what != _digest(upload):
            if SHARED in claimed.facts:
                return Refused(OUTDATED)
            made = self._uploaded(claimed, upload)
            if not isinstance(made, str):
                return made
            file = made
        shared = {"files": [{"id": file, "title": upload.title}], "channel_id": channel}
        return Call(SHARE, {**shared, "initial_comment": upload.comment})

    def _uploaded(self, claimed: Claimed, upload: Upload) -> str | Outcome:
        name = f"{upload.name}-{claimed.mark}.{upload.ending}"
        asked = {"filename": name, "length": str(len(upload.content))}
        begun = attempted(BEGIN, lambda: self._client.api_call(BEGIN, params=asked))
        if not isinstance(begun, SlackResponse):
            return NotSent(begun.reason) if isinstance(begun, Unclear) else begun
        url, file = begun.get("upload_url"), begun.get("file_id")
        if not (isinstance(url, str) and isinstance(file, str) and _is_safe(url)):
            return NotSent("no place to upload to")
        try:
            self._client.upload(url, upload.content)
        except (OSError, HTTPException, ValueError) as error:
            # ValueError: a host that cannot be looked up, because no name is written so.
            return NotSent(f"upload: {type(error).__name__}")
        is_kept = self._keep(claimed, UPLOADED, f"{file} {_digest(upload)}")
        return file if is_kept else NotSent("the claim was lost")


def _digest(upload: Upload) -> str:
    return blake2b(upload.content, digest_size=16).hexdigest()


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" or is_loopback(parts.hostname)
