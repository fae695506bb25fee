"""Whose workspace we are in, and with what we speak there."""

from slack_bolt.authorization import AuthorizeResult

from bot.domain.ids import TeamId
from handlers.web_clients import Identity


class Installation:
    """Who we are in the workspace: asked once, instead of by Bolt at every request."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.identity: Identity | None = None

    def teams(self) -> tuple[TeamId, ...]:
        """Those that we may speak in: none before we know who we are, and perhaps several some day."""
        return () if self.identity is None else (self.identity.team_id,)

    def is_for(self, team_id: object) -> bool:
        return self.identity is not None and self.identity.team_id == team_id

    def authorized(self, team_id: str | None) -> AuthorizeResult:
        we = self.identity
        assert we is not None, "the socket opens after start() has asked who we are"
        return AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_id=we.bot_id, bot_user_id=we.user_id, bot_token=self.token
        )
