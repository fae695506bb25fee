"""How Slack reaches us: Bolt as we use it, behind a socket or behind HTTP."""

from slack_bolt import App

from bot.readiness import Readiness
from bot.settings import Settings
from handlers.after_ack import AfterAck
from handlers.http_guard import Guard
from handlers.http_health import health
from handlers.http_mode import PATH, LiaisonHttp
from handlers.installation import Installation
from handlers.socket_mode import OPENING, LiaisonSocketMode
from handlers.web_clients import GESTURE, web_client
from handlers.web_server import WebServer, routed


def transport(settings: Settings, app: App, after_ack: AfterAck) -> LiaisonSocketMode | LiaisonHttp:
    if settings.signing_secret is not None:
        return LiaisonHttp(app, Guard(settings.signing_secret.get_secret_value()), after_ack)
    assert settings.app_token is not None, "settings have one of the two"
    client = web_client(settings.bot_token.get_secret_value(), settings.api_base_url, OPENING)
    return LiaisonSocketMode(app, settings.app_token.get_secret_value(), after_ack, web_client=client)


def web_server(settings: Settings, way_in: LiaisonSocketMode | LiaisonHttp, readiness: Readiness) -> WebServer | None:
    """Over a socket nothing of Slack's comes in here, so its path is not there at all."""
    if settings.listens_on is None:
        return None
    routes = dict(health(readiness.faults))
    if isinstance(way_in, LiaisonHttp):
        routes[PATH] = way_in
    return WebServer(routed(routes), settings.http_host, settings.listens_on)


def slack_app(settings: Settings, installation: Installation) -> App:
    app = App(
        name="liaison",
        # Without its token, or Bolt would ask auth.test by itself.
        client=web_client(None, settings.api_base_url, GESTURE),
        authorize=installation,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        # The guard has done it before, and Bolt would log the body of what it refuses.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.client.token = installation.token
    return app
