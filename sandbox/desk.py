"""What stands open at a person's desk: the stack of modals and the Home, and how each may change."""

from sandbox.errors import Json, SlackError
from sandbox.views import OpenView
from sandbox.workspace import Workspace

MOST_STACKED = 3


def top(slack: Workspace, user_id: str) -> OpenView | None:
    stack = slack.modals.get(user_id)
    return stack[-1] if stack else None


def open_modal(slack: Workspace, user_id: str, content: Json, channel_id: str | None = None) -> OpenView:
    """`channel_id` is the conversation that the person was in, which some menus begin with."""
    _unique(slack, content, None)
    current = slack.world.channels.get(channel_id or "")
    view = OpenView(id=slack.number("V"), user=user_id, content=content, hash=slack.number("h"), current=current)
    slack.modals[user_id] = [view]
    _seen(slack, "modal", view)
    return view


def push_modal(slack: Workspace, user_id: str, content: Json, view_id: str) -> OpenView:
    """Onto the stack that this view is in."""
    stack = slack.modals.get(user_id) or []
    if view_id not in {view.id for view in stack}:
        raise SlackError("not_found", detail="the modal to push onto is not open any more")
    if len(stack) >= MOST_STACKED:
        raise SlackError("push_limit_reached", detail=f"{MOST_STACKED} views are stacked already")
    _unique(slack, content, None)
    view = OpenView(
        id=slack.number("V"),
        user=user_id,
        content=content,
        hash=slack.number("h"),
        root_id=stack[0].id,
        previous_id=stack[-1].id,
        current=stack[-1].current,
    )
    stack.append(view)
    _seen(slack, "modal", view)
    return view


def update(slack: Workspace, view: OpenView, content: Json) -> None:
    _unique(slack, content, view)
    view.replace(content, slack.number("h"))
    _seen(slack, "modal", view)


def close(slack: Workspace, view: OpenView) -> None:
    stack = slack.modals.get(view.user, [])
    if view in stack:
        stack.remove(view)
    slack.changed()


def close_all(slack: Workspace, user_id: str) -> None:
    slack.modals.pop(user_id, None)
    slack.changed()


def publish(slack: Workspace, user_id: str, content: Json) -> OpenView:
    home = slack.homes.get(user_id)
    _unique(slack, content, home)
    if home is None:
        home = OpenView.home(user_id, content, slack.number("h"))
        slack.homes[user_id] = home
    else:
        home.replace(content, slack.number("h"))
    slack.save_home(user_id, home.content)
    _seen(slack, "home", home)
    return home


def by_id(slack: Workspace, view_id: str, external_id: str) -> OpenView | None:
    for view in [*(v for stack in slack.modals.values() for v in stack), *slack.homes.values()]:
        if (view_id and view.id == view_id) or (external_id and view.content.get("external_id") == external_id):
            return view
    return None


def _unique(slack: Workspace, content: Json, own: OpenView | None) -> None:
    external_id = content.get("external_id", "")
    other = by_id(slack, "", external_id) if external_id else None
    if other is not None and other is not own:
        raise SlackError("duplicate_external_id", detail=external_id)


def _seen(slack: Workspace, what: str, view: OpenView) -> None:
    title = view.content.get("title") or {}
    slack.was_shown(what, view.user, text=str(title.get("text", "")), blocks=view.blocks)
