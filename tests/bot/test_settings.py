"""A setting that cannot be used is refused in one line that names it, shows an example and never its value."""

import pytest

from bot.settings import Settings, SettingsRefused, load

BOT = "xoxb-" + "8213746509-1029384756-QwErTyUiOp"
APP = "xapp-" + "1-A0123-8213746509-abcdef0123456789"


def loaded(**given: object) -> Settings:
    return load(**{"_env_file": None, "bot_token": BOT, "app_token": APP, **given})


def test_two_tokens_are_enough() -> None:
    settings = loaded()
    assert settings.bot_token.get_secret_value() == BOT
    assert settings.database_url.get_secret_value() == "sqlite:///data/liaison.db"
    assert settings.zone.key == "Europe/London"
    assert settings.manifest.name == "manifest.yml"


REFUSED: list[tuple[str, str, str]] = [
    ("bot_token", "", "begin with xoxb-"),
    ("bot_token", "xoxb-your-token", "placeholder"),
    ("bot_token", "xoxb-your-bot-token-goes-here", "placeholder"),
    ("bot_token", "xoxb-123", "placeholder or a part"),
    ("bot_token", "xoxb-xxxxxxxxxxxxxxxxxxxxxxxx", "placeholder"),
    ("bot_token", "xoxb-8213746509 1029384756", "in no token"),
    ("bot_token", APP, "swapped"),
    ("bot_token", "xoxp-8213746509-1029384756", "begin with xoxb-"),
    ("bot_token", "xoxb-8213746509–1029384756-QwErTyUi", "in no token"),
    ("bot_token", "xoxb-8213746509-1029384756\nQwErTyUiOp", "in no token"),
    ("bot_token", "xoxe.xoxb-1-8213746509-1029384756", "rotation"),
    ("app_token", BOT, "swapped"),
    ("app_token", "xapp-...", "placeholder"),
    ("http_host", "my-server", "not the address"),
    ("http_port", "65536", "not usable"),
    ("http_port", "http", "not usable"),
    ("api_base_url", "slack.com/api", "not a web address"),
    ("api_base_url", "http://slack.com/api/", "unencrypted"),
    ("api_base_url", "https://släck.com/api/", "not a web address"),
    ("api_base_url", "https://slack.com/a pi/", "not a web address"),
    ("database_url", "mysql://u:hunter2@h/d", "not the address"),
    ("database_url", "sqlite://", "not the address"),
    ("database_url", "sqlite://liaison.db", "three slashes"),
    ("database_url", "sqlite:///:memory:", "three slashes"),
    ("database_url", "postgresql://u:hunter2@h:port/d", "not the address"),
    ("database_url", "postgresql://[h/d", "not the address"),
    ("workspace_zone", "Europe/Londn", "perhaps Europe/London"),
    ("workspace_zone", "../etc/passwd", "not a time zone"),
    ("log_level", "LOUD", "not usable"),
    ("channel_spacing", "often", "not usable"),
    ("channel_spacing", "-1", "not usable"),
    ("messages_per_minute", "-1", "not usable"),
    ("messages_per_minute", "a few", "not usable"),
]


@pytest.mark.parametrize(("field", "value", "why"), REFUSED, ids=[f"{row[0]}={row[1][:24]}" for row in REFUSED])
def test_refused(field: str, value: str, why: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        loaded(**{field: value})
    line = str(refused.value)
    assert line.startswith(f"LIAISON_{field.upper()} ")
    assert why in line
    assert "Example: LIAISON_" in line
    assert "\n" not in line
    assert not value or value not in line.partition("Example")[0]


def test_a_missing_token_is_named() -> None:
    with pytest.raises(SettingsRefused, match="LIAISON_APP_TOKEN is missing"):
        load(_env_file=None, bot_token=BOT)


SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


def test_a_secret_instead_of_an_app_token_is_for_http() -> None:
    settings = loaded(app_token=None, signing_secret=SECRET)
    assert (settings.http_host, settings.listens_on) == ("127.0.0.1", 3000)
    assert loaded(app_token=None, signing_secret=SECRET, http_port=8080).listens_on == 8080
    assert loaded().listens_on is None
    assert loaded(http_port=8080).listens_on == 8080
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    "secret", ["", "abc", "your-signing-secret-goes-here", BOT, "a" * 32, "8f742231 b10e8888abcd99yy"]
)
def test_a_secret_that_is_none_is_refused(secret: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        loaded(app_token=None, signing_secret=secret)
    assert str(refused.value).startswith("LIAISON_SIGNING_SECRET ")
    assert not secret or secret not in str(refused.value)


def test_two_ways_at_once_are_refused() -> None:
    with pytest.raises(SettingsRefused, match="LIAISON_SIGNING_SECRET and LIAISON_APP_TOKEN are both set"):
        loaded(signing_secret=SECRET)


def test_the_sandbox_tokens_are_whole_tokens() -> None:
    assert loaded(bot_token="xoxb-sandbox-liaison", app_token="xapp-1-A0LIAISON-sandbox")


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("https://slack.com/api", False),
        ("http://127.0.0.1:8123/api/", True),
        ("http://localhost:8123/api/", True),
        ("http://[::1]:8123/api/", True),
    ],
)
def test_only_a_slack_on_this_machine_may_be_unencrypted(url: str, *, is_local: bool) -> None:
    settings = loaded(api_base_url=url)
    assert settings.is_local is is_local
    assert settings.api_base_url.endswith("/api/")


def test_nothing_secret_is_shown() -> None:
    settings = loaded(database_url="postgresql://u:hunter2@h/d")
    assert "hunter2" not in repr(settings)
    assert BOT not in repr(settings)
