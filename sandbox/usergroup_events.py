"""What the app hears of groups of people."""

from sandbox.delivery import Delivery
from sandbox.errors import Json
from sandbox.payloads import usergroup_object
from sandbox.world import UserGroup

USERS_TOLD = 500  # a whole group is told with no more people than these; their count stays right


def created(delivery: Delivery, group: UserGroup) -> None:
    _whole(delivery, "subteam_created", group)


def changed(delivery: Delivery, before: UserGroup, after: UserGroup) -> None:
    """Members are told as the difference, and as the whole group like any other change."""
    added = [user for user in after.users if user not in before.users]
    removed = [user for user in before.users if user not in after.users]
    if added or removed:
        slack = delivery.slack
        shape: Json = {"type": "subteam_members_changed", "subteam_id": after.id, "team_id": slack.world.team.id}
        shape |= {"date_previous_update": before.updated or _born(delivery), "date_update": after.updated}
        shape |= {"added_users": added, "added_users_count": len(added)}
        shape |= {"removed_users": removed, "removed_users_count": len(removed), "event_ts": slack.ts()}
        delivery.event("subteam_members_changed", shape)
    _whole(delivery, "subteam_updated", after)


def _whole(delivery: Delivery, event: str, group: UserGroup) -> None:
    shape = usergroup_object(delivery.slack, group, users=True, count=True)
    shape["users"] = shape["users"][:USERS_TOLD]
    delivery.event(event, {"type": event, "subteam": shape, "event_ts": delivery.slack.ts()})


def _born(delivery: Delivery) -> int:
    return int(delivery.slack.world.start.timestamp())
