"""Whose workspace we are in, and with what we speak there; and what Slack says of its end."""

from collections.abc import Callable

from slack_bolt import Ack
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient

from bot.domain.ids import TeamId
from bot.domain.installations import Dead, Unanswered, Verdict, Works
from bot.domain.outbox import MessageKind
from handlers.gestures import Body
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.slack_errors import INSTALLATION_DEAD
from handlers.switchboard import Switchboard
from handlers.web_clients import Identity, SlackRefused, SlackUnreachable, identity

#: They may come late, after the app was installed anew: so they are a reason to ask, and no more.
ENDS = ("app_uninstalled", "tokens_revoked")


def register(app: Switchboard, parts: Parts) -> None:
    def on_end(ack: Ack, body: Body) -> None:
        parts.installations.suspect(TeamId(body["team_id"]))
        ack()

    for event in ENDS:
        app.event(event)(on_end)


def renderers(_parts: Parts) -> dict[MessageKind, Renderer]:
    return {}


def asking(client: WebClient) -> Callable[[TeamId], Verdict]:
    """Whether the token works, and still is that workspace's."""

    def ask(team: TeamId) -> Verdict:
        try:
            return Works() if identity(client).team_id == team else Dead("of another workspace")
        except SlackRefused as refused:
            return Dead(refused.code) if refused.code in INSTALLATION_DEAD else Unanswered()
        except SlackUnreachable:
            return Unanswered()

    return ask


class Installation(Authorize):
    """Who we are in the workspace: asked once, instead of by Bolt at every request."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.identity: Identity | None = None

    def teams(self) -> tuple[TeamId, ...]:
        """Those that we may speak in: none before we know who we are, and perhaps several some day."""
        return () if self.identity is None else (self.identity.team_id,)

    def is_for(self, team_id: object) -> bool:
        return self.identity is not None and self.identity.team_id == team_id

    def __call__(self, *, team_id: str | None, **_: object) -> AuthorizeResult:
        """As Bolt asks."""
        we = self.identity
        assert we is not None, "the socket opens after start() has asked who we are"
        return AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_id=we.bot_id, bot_user_id=we.user_id, bot_token=self.token
        )
