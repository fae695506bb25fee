"""Slack's markup in the words that people read."""

import pytest

from bot.domain.quick_marks import named, plain, unnamed

NAMES = {"U0ANA": "Ana", "C0GENERAL": "general"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("see <https://x.com/a_b|here> & <mailto:a@b.c|a@b.c>", "see https://x.com/a_b & a@b.c"),
        ("<@U0ANA|ana> and <@U0ANA>", "@ana and @Ana"),
        ("<@U0NOBODY>, <@U0NOBODY|>", "somebody, somebody"),
        ("<#C0GENERAL|general>, <#C0GENERAL|>, <#C0GENERAL>", "#general, #general, #general"),
        ("<#C0BOARD|>", "#private-channel"),
        ("<!here> <!channel|channel> <!subteam^S0TEAM|@team>", "@here @channel @team"),
        ("<!subteam^S0TEAM>", "@group"),
        ("<!date^1772550000^{date}|3 March>", "3 March"),
        ("&lt;@U0ANA&gt; &amp;lt;b&amp;gt; <b>", "<@U0ANA> &lt;b&gt; <b>"),
    ],
)
def test_markup_becomes_words(text: str, words: str) -> None:
    assert plain(named(text, NAMES)) == words


def test_names_that_slack_left_out_are_asked_for() -> None:
    assert unnamed("<@U0ANA> <@U0BEN|ben> <#C0BOARD|> <!here> <https://x.com>") == ("U0ANA", "C0BOARD")
