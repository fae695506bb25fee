"""Draws somebody's day anew where they clicked in it: in a message of their own, or in a form."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.domain.ids import TeamId, UserId
from bot.services.homes import PAGE, Home, HomeService
from handlers.answers import DayAsked
from handlers.blocks import Block, Message
from handlers.views import days as views

log = logging.getLogger(__name__)

#: A message takes half as many blocks as the Home.
IN_MESSAGE = 10


class Days:
    def __init__(self, homes: HomeService, slack: WebClient) -> None:
        self._homes = homes
        self._slack = slack

    def message(self, asked: DayAsked) -> Message:
        return views.message(self._page(asked, IN_MESSAGE), asked.notice)

    def form(self, asked: DayAsked) -> Block:
        return views.form(self._page(asked, PAGE), asked.notice)

    def update(self, view: Mapping[str, Any], asked: DayAsked) -> None:
        shown = self.form(asked)
        try:
            self._slack.views_update(view_id=str(view["id"]), view=shown)
        except (SlackClientError, OSError) as error:
            log.warning("a day could not be drawn anew: %s", error)

    def _page(self, asked: DayAsked, size: int) -> Home:
        team, user = TeamId(asked.team), UserId(asked.user)
        return self._homes.of(team, user, offset=asked.offset, size=size, about=asked.about)
