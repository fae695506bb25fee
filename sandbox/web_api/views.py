"""views.*: modals and Homes."""

from sandbox import desk
from sandbox.errors import Json, SlackError
from sandbox.payloads import view_object
from sandbox.rates import Tier
from sandbox.views import OpenView
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.checks import check_view
from sandbox.web_api.context import Api, Method


def open_(api: Api, arguments: Arguments) -> Json:
    content = _view(api, arguments, "modal", "views.open")
    trigger = api.slack.triggers.take(_trigger_id(arguments))
    if trigger.submission:
        # Slack answers ok, and some of its clients then close both views: answer the submission with a view instead.
        api.slack.violate("open_from_submission", "a submission is answered with a view, not views.open", "views.open")
    return _shown(api, desk.open_modal(api.slack, trigger.user, content, trigger.channel))


def push(api: Api, arguments: Arguments) -> Json:
    content = _view(api, arguments, "modal", "views.push")
    trigger = api.slack.triggers.take(_trigger_id(arguments))
    if trigger.view_id is None:
        detail = "the trigger does not come from inside a modal"
        raise SlackError("invalid_arguments", detail=detail, pointer="/trigger_id")
    return _shown(api, desk.push_modal(api.slack, trigger.user, content, trigger.view_id))


def update(api: Api, arguments: Arguments) -> Json:
    content = _view(api, arguments, "", "views.update")
    external_id = arguments.text("external_id")
    view_id = arguments.text("view_id") if external_id else arguments.required("view_id")
    view = desk.by_id(api.slack, view_id, external_id)
    if view is None:
        raise SlackError("not_found", detail=view_id or external_id)
    if content["type"] != view.content["type"]:
        detail = f"the view is a {view.content['type']} and stays one"
        raise SlackError("invalid_arguments", detail=detail, pointer="/view/type")
    _fresh(view, arguments)
    if view.content["type"] == "home":
        return _shown(api, desk.publish(api.slack, view.user, content))
    desk.update(api.slack, view, content)
    return _shown(api, view)


def publish(api: Api, arguments: Arguments) -> Json:
    content = _view(api, arguments, "home", "views.publish")
    user = api.user(arguments.required("user_id"))
    if not api.slack.manifest.home_tab:
        raise SlackError("not_enabled", detail="the manifest has no Home tab")
    home = api.slack.homes.get(user.id)
    if home is not None:
        _fresh(home, arguments)
    return _shown(api, desk.publish(api.slack, user.id, content))


def _view(api: Api, arguments: Arguments, kind: str, method: str) -> Json:
    content: Json | None = arguments.structure("view", dict, "invalid_arguments")
    if content is None:
        arguments.required("view")
        raise SlackError("invalid_arguments", detail="view is empty", pointer="/view")
    check_view(api.slack, content, method)
    if kind and content.get("type") != kind:
        raise SlackError("invalid_arguments", detail=f"the view's type must be {kind}", pointer="/view/type")
    return content


def _trigger_id(arguments: Arguments) -> str:
    return arguments.text("trigger_id") or arguments.text("interactivity_pointer") or arguments.required("trigger_id")


def _fresh(view: OpenView, arguments: Arguments) -> None:
    known = arguments.text("hash")
    if known and known != view.hash:
        raise SlackError("hash_conflict", detail=f"{known} is not {view.hash}")


def _shown(api: Api, view: OpenView) -> Json:
    return {"view": view_object(api.slack, view)}


METHODS = {
    "views.open": Method(open_, tier=Tier.T4),
    "views.push": Method(push, tier=Tier.T4),
    "views.update": Method(update, tier=Tier.T4),
    "views.publish": Method(publish, tier=Tier.T4),
}
