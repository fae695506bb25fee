"""Which listener a delivery is for, looked up. Bolt asks its own one after the other, some 10 µs each (performance.md
1.2), and so it has none: all stand behind its last middleware, whose errors go the same way as those of listeners.
"""

import logging
import re
from collections.abc import Callable, Iterator

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from handlers.gestures import Body
from handlers.language import ENGLISH, Language

log = logging.getLogger(__name__)

Listener = Callable[[Ack, Body], object]
Wanted = str | re.Pattern[str]
ANYTHING = re.compile(".*", re.DOTALL)
#: Pressed or sent in attachments and dialogs, which Liaison never had.
OLDER = ("interactive_message", "dialog_submission", "dialog_cancellation")


class Line:
    """One kind of delivery. Called with what a feature wants of it, as Bolt's own are; whoever came first takes it."""

    def __init__(self, name_of: Callable[[Body], str]) -> None:
        self._name_of = name_of
        self._exact: dict[str, Listener] = {}
        self._matching: list[tuple[re.Pattern[str], Listener]] = []

    def __call__(self, wanted: Wanted) -> Callable[[Listener], None]:
        def listens(listener: Listener) -> None:
            if isinstance(wanted, str):
                self._exact.setdefault(wanted, listener)
            else:
                self._matching.append((wanted, listener))

        return listens

    def put_through(self, ack: Ack, body: Body) -> None:
        name = self._name_of(body)
        listener = self._exact.get(name) or next(self._for(name))
        listener(ack, body)

    def _for(self, name: str) -> Iterator[Listener]:
        return (listener for pattern, listener in self._matching if pattern.search(name))


class Switchboard:
    """`language` is what every listener speaks."""

    def __init__(self, language: Language = ENGLISH) -> None:
        self._language = language
        self.command = Line(lambda body: str(body["command"]))
        self.action = Line(_action_id)
        self.view = Line(_callback_id)
        self.view_closed = Line(_callback_id)
        self.shortcut = Line(lambda body: str(body.get("callback_id")))
        self.options = Line(lambda body: str(body.get("action_id")))
        self.event = Line(lambda body: str(body["event"]["type"]))
        self._lines = {
            "block_actions": self.action,
            "block_suggestion": self.options,
            "event_callback": self.event,
            "message_action": self.shortcut,
            "shortcut": self.shortcut,
            "view_closed": self.view_closed,
            "view_submission": self.view,
            **dict.fromkeys(OLDER, self.action),
        }

    def connect(self, app: App, is_ours: Callable[[str | None], bool]) -> None:
        """To Bolt. Other workspaces hear nothing."""
        app.middleware(_Connected(self, is_ours))

    def put_through(self, ack: Ack, body: Body) -> BoltResponse | None:
        """None for a kind of delivery that has no line."""
        line = self.command if "command" in body else self._lines.get(str(body.get("type")))
        if line is None:
            return None
        with self._language.spoken():
            line.put_through(ack, body)
        return ack.response or ack()


class _Connected(Middleware):
    """A class of Bolt's: for a function it makes thirty arguments ready, to give it those that it names."""

    def __init__(self, board: Switchboard, is_ours: Callable[[str | None], bool]) -> None:
        self._board = board
        self._is_ours = is_ours

    def process(self, *, req: BoltRequest, **_: object) -> BoltResponse | None:
        if not self._is_ours(req.context.team_id):
            log.warning("a delivery for another workspace was acknowledged and not read")
            return BoltResponse(status=200, body="")
        return self._board.put_through(req.context.ack, req.body)


def _action_id(body: Body) -> str:
    """What is pressed in other things than blocks has none."""
    return str(body["actions"][0]["action_id"]) if body.get("type") == "block_actions" else ""


def _callback_id(body: Body) -> str:
    return str(body["view"].get("callback_id"))
