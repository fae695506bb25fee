"""Who may see an item: the one rule for requests, tasks and clients, as an expression of their queries."""

from typing import Any

from sqlalchemy import Column, ColumnElement, and_, false, or_, select

from bot.domain.ids import ChannelId, UserId
from bot.domain.people import Channel, Person, PersonKind
from storage.people import ChannelMember, channel_members, channels, people


def seen_by(
    viewer: UserId,
    *,
    audience: Column[ChannelId | None],
    named: tuple[Column[Any], ...],
    or_else: ColumnElement[bool] | None = None,
) -> ColumnElement[bool]:
    """Full members, of those: whoever is named in it, everybody for a public channel, its people for a private one.

    A channel that we have not heard of hides. `or_else` is a further reason for a full member to see it.
    """
    return and_(
        _is_full_member(viewer),
        or_(*(name == viewer for name in named), _reaches(viewer, audience), false() if or_else is None else or_else),
    )


def seen_by_each(*, audience: Column[ChannelId | None], named: tuple[Column[Any], ...]) -> ColumnElement[bool]:
    """`seen_by` of whichever people the query goes through."""
    known = select(channels.c.channel_id).select_from(Channel).where(channels.c.channel_id == audience)
    members = select(channel_members.c.user_id).select_from(ChannelMember)
    is_inside = people.c.user_id.in_(members.where(channel_members.c.channel_id == audience))
    is_reached = or_(known.where(channels.c.is_private.is_(False)).exists(), and_(known.exists(), is_inside))
    return and_(people.c.kind == PersonKind.MEMBER, or_(*(name == people.c.user_id for name in named), is_reached))


def _is_full_member(viewer: UserId) -> ColumnElement[bool]:
    person = select(people.c.user_id).select_from(Person)
    return person.where(people.c.user_id == viewer, people.c.kind == PersonKind.MEMBER).exists()


def _reaches(viewer: UserId, audience: Column[ChannelId | None]) -> ColumnElement[bool]:
    known = select(channels.c.channel_id).select_from(Channel).where(channels.c.channel_id == audience)
    inside = select(channel_members.c.user_id).select_from(ChannelMember)
    # Compared with the channel, not with the item: only the query next outside is correlated.
    here = channel_members.c.channel_id == channels.c.channel_id
    is_inside = inside.where(here, channel_members.c.user_id == viewer).exists()
    return known.where(or_(channels.c.is_private.is_(False), is_inside)).exists()
